//! Archives made here, whole and damaged.

use super::*;
use flate2::{Compression, write::GzEncoder};
use std::fmt::Write as _;
use std::io::Write as _;

const TALKS: &str = "<html><head><title>Talks</title></head><body><article><p>The president of Arvenia met the premier \
    of Belmark on Friday to talk about the border, which has been closed since the spring, officials said.</p><p>The two \
    sides agreed to meet again in March, the ministry of foreign affairs in Northport said in a statement.</p><p>No date \
    was given for the opening of the border, and neither side would say who had asked for the talks.</p></article></body></html>";

fn record(kind: &str, address: &str, content: &[u8]) -> Vec<u8> {
    let mut head = String::new();
    let media =
        if kind == "response" { "application/http; msgtype=response" } else { "text/plain" };
    let _ = write!(
        head,
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-12-30T10:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{fields}\r\n");
    [head.as_bytes(), body].concat()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(name: &str, bytes: &[u8]) -> Vec<Result<Article, ReadError>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let options = Options { max_article: 100_000, ..Options::default() };
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    articles(name.to_owned(), file, bytes.starts_with(&[0x1f, 0x8b]), &options)
        .filter_map(Pending::run)
        .collect()
}

#[test]
fn responses_in_all_encodings_are_read_with_their_offsets() {
    let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", TALKS.len(), TALKS);
    let bodies = [
        response("", TALKS.as_bytes()),
        response("Transfer-Encoding: chunked\r\n", chunked.as_bytes()),
        response("Content-Encoding: gzip\r\n", &packed(TALKS.as_bytes())),
    ];
    for pack in [false, true] {
        let mut archive = Vec::new();
        let mut offsets = Vec::new();
        for (at, body) in bodies.iter().enumerate() {
            for kind in ["request", "response", "metadata"] {
                let record = record(kind, &format!("https://news.example/{at}"), body);
                if kind == "response" {
                    offsets.push(archive.len());
                }
                archive.extend(if pack { packed(&record) } else { record });
            }
        }
        let name = if pack { "a.warc.gz" } else { "a.warc" };
        let all = read(name, &archive);
        assert_eq!(all.len(), 3, "{all:?}");
        for (at, (article, offset)) in all.iter().zip(offsets).enumerate() {
            let article = article.as_ref().unwrap();
            assert!(article.text.contains("closed since the spring"));
            assert_eq!(article.uri, format!("https://news.example/{at}"));
            let provenance = article.provenance.as_deref().unwrap_or_default();
            // In a plain archive the blank lines before a record belong to the record before it.
            assert!(provenance.starts_with(&format!("{name}@{offset} ")), "{provenance} {offset}");
        }
    }
}

#[test]
fn broken_archives_give_what_they_have_and_an_error() {
    let good = record("response", "https://news.example/1", &response("", TALKS.as_bytes()));
    for (name, bytes) in [
        ("a.warc.gz", {
            let p = packed(&good);
            [&p[..], &p[..p.len() / 2]].concat()
        }),
        ("a.warc", [&good[..], &good[..good.len() / 2]].concat()),
        ("a.warc", [&good[..], b"nonsense"].concat()),
        ("a.warc.gz", [&packed(&good)[..], b"\x1f\x8bnonsense"].concat()),
        ("a.warc", [&good[..], b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\n"].concat()),
    ] {
        let all = read(name, &bytes);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all[0].is_ok());
        assert!(all[1].as_ref().unwrap_err().input.starts_with(name));
    }
}

#[test]
fn bombs_are_cut() {
    let bomb = packed(&vec![b' '; 10_000_000]);
    let bomb = record(
        "response",
        "https://news.example/b",
        &response("Content-Encoding: gzip\r\n", &bomb),
    );
    let good = record("response", "https://news.example/1", &response("", TALKS.as_bytes()));
    let all = read("a.warc.gz", &[packed(&bomb), packed(&good)].concat());
    assert!(all[0].as_ref().unwrap_err().to_string().contains("larger"));
    assert!(all[1].is_ok());
}

#[test]
fn odd_bytes_never_panic() {
    let good = record(
        "response",
        "https://news.example/1",
        &response("Transfer-Encoding: chunked\r\n", b"5\r\nhello"),
    );
    for at in 0..good.len() {
        let mut bytes = good.clone();
        bytes[at] = bytes[at].wrapping_add(97);
        let _ = read("a.warc", &bytes);
        let _ = read("a.warc.gz", &bytes);
    }
}

//! Inputs of every kind through the program, and the flags that choose among them.

use super::engine;
use super::program::legation;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

fn uris(dir: &Path, db: &str) -> Vec<String> {
    let out = legation(
        dir,
        &["sql", "SELECT uri FROM articles ORDER BY uri", "--json", "-n", "1000", "--db", db],
    );
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    lines
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap()["uri"].as_str().unwrap().to_owned())
        .collect()
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(path: &Path, members: &[(&str, &[u8])]) {
    let mut archive = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

const WARC: &str = "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://a.example/warc\r\nContent-Type: text/plain\r\n\
    Content-Length: 12\r\n\r\nTalks ended.\r\n\r\n";

#[test]
fn archives_hold_inputs_of_every_kind() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let table = b"url,body\nhttps://a.example/csv,Talks ended in Northport.\n";
    let mail = b"From: a@b.example\r\nSubject: Talks\r\n\r\nTalks ended in a message.\r\n";
    let inner = packed(&tarred(&[("deep/mail.eml", mail), ("deep/notes.xyz", b"passed over")]));
    zipped(
        &dir.join("all.zip"),
        &[
            ("a/plain.txt", b"Talks ended in plain text."),
            ("a/table.csv", table),
            ("crawl.warc.gz", &packed(WARC.as_bytes())),
            ("inner.tar.gz", &inner),
            ("lines.jsonl.gz", &packed(b"{\"text\": \"Talks ended in lines.\", \"url\": \"https://a.example/jsonl\"}\n")),
            ("__MACOSX/a/plain.txt", b"a fork"),
            ("picture.png", b"\x89PNG"),
        ],
    );
    let out = legation(dir, &["read", "all.zip", "--quiet"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(
        uris(dir, "legation.db"),
        [
            "all.zip!/a/plain.txt",
            "all.zip!/inner.tar.gz!/deep/mail.eml",
            "https://a.example/csv",
            "https://a.example/jsonl",
            "https://a.example/warc",
        ]
    );
    let again = legation(dir, &["read", "all.zip"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("0 new, 5 unchanged"), "{again:?}");
}

#[test]
fn globs_and_columns_choose() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    for folder in ["wire", "drafts", "wire/old"] {
        fs::create_dir_all(dir.join("in").join(folder)).unwrap();
        fs::write(dir.join("in").join(folder).join("a.txt"), format!("Talks ended in {folder}."))
            .unwrap();
    }
    fs::write(dir.join("in/wire/b.story"), "Talks ended in a story.").unwrap();
    let read = |db: &str, more: &[&str]| {
        let out = legation(dir, &[&["read", "in", "--quiet", "--db", db], more].concat());
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        uris(dir, db)
    };
    assert_eq!(read("1.db", &["--exclude", "drafts"]), ["in/wire/a.txt", "in/wire/old/a.txt"]);
    assert_eq!(read("2.db", &["--include", "*.story"]), ["in/wire/b.story"]);
    assert_eq!(read("3.db", &["--include", "wire/*", "--exclude", "*.story"]), ["in/wire/a.txt"]);
    let wrong = legation(dir, &["read", "in", "--include", "a["]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("is no glob"), "{wrong:?}");

    fs::write(
        dir.join("t.csv"),
        "wann;was;wo\n30.12.2022;China condemned Japan.;https://a.example/1\n",
    )
    .unwrap();
    let plain = legation(dir, &["read", "t.csv", "--db", "4.db"]);
    assert_eq!(plain.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&plain.stderr).contains("wann, was, wo"), "{plain:?}");
    let mapped =
        legation(dir, &["code", "t.csv", "--column", "text=was,date=wann", "--column", "url=wo"]);
    let record: Value = serde_json::from_slice(&mapped.stdout).unwrap();
    assert_eq!(record["document"]["uri"], "https://a.example/1");
    assert_eq!(record["document"]["published"]["value"], "2022-12-30");
    let wrong = legation(dir, &["code", "t.csv", "--column", "body=was"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("publisher"), "{wrong:?}");
    fs::write(
        dir.join("t.jsonl"),
        "{\"doc\": {\"story\": \"China condemned Japan.\"}, \"n\": 7}\n",
    )
    .unwrap();
    let mapped = legation(dir, &["code", "t.jsonl", "--column", "text=doc.story,id=n"]);
    let record: Value = serde_json::from_slice(&mapped.stdout).unwrap();
    assert_eq!(record["document"]["uri"], "t.jsonl#7");
}

#[test]
fn damaged_and_hostile_inputs_are_named_and_the_rest_is_read() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let zeros = vec![b' '; 64 << 20];
    fs::write(dir.join("bomb.txt.gz"), packed(&zeros)).unwrap();
    zipped(&dir.join("bomb.zip"), &[("a.html", &zeros), ("good.txt", b"Talks ended.")]);
    let mut nested = tarred(&[("a.txt", b"Deep talks.")]);
    for _ in 0..7 {
        nested = tarred(&[("in.tar", &nested)]);
    }
    fs::write(dir.join("deep.tar"), nested).unwrap();
    let whole = fs::read(dir.join("bomb.zip")).unwrap();
    fs::write(dir.join("cut.zip"), &whole[..whole.len() / 2]).unwrap();
    fs::write(dir.join("cut.tar.gz"), &packed(&tarred(&[("a.txt", b"Talks.")]))[..40]).unwrap();
    fs::write(dir.join("map.xml"), "<urlset><url><loc>https://a.example/1</loc></url></urlset>")
        .unwrap();
    fs::write(dir.join("other.xml"), "<?xml version=\"1.0\"?><catalogue/>").unwrap();
    fs::write(dir.join("scan.pdf"), "%PDF-1.4\nnothing\n%%EOF").unwrap();
    let out = legation(dir, &["read", "."]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{said}");
    for (name, problem) in [
        ("bomb.txt.gz", "larger than"),
        ("bomb.zip!/a.html", "larger than"),
        ("deep.tar", "archives deep"),
        ("cut.zip", "no ZIP archive"),
        ("cut.tar.gz", ""),
        ("map.xml", "legation watch"),
        ("other.xml", "neither feed nor sitemap"),
        ("scan.pdf", "PDF"),
    ] {
        assert!(
            said.lines().any(|l| l.contains(name) && l.contains(problem)),
            "{name} {problem}: {said}"
        );
    }
    assert_eq!(uris(dir, "legation.db"), ["./bomb.zip!/good.txt"]);
}

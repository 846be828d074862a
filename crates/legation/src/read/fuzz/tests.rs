//! Drives the bodies with mutated seeds: the same ones on every run.

use super::BODIES;
use std::time::{Duration, Instant};

/// Mutated inputs for each body in an ordinary run.
const ROUNDS: usize = 150;
/// No input of this size may take longer.
const LONGEST: Duration = Duration::from_secs(20);

/// Beginnings of inputs of every kind.
const SEEDS: &[&[u8]] = &[
    b"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Talks</title><meta property='article:published_time' \
      content='2022-12-30T10:00:00Z'><script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"T\"}</script></head>\
      <body><article><h1>Talks</h1><p>The president of Arvenia met the premier of Belmark on Friday.</p></article></body></html>",
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: application/http\r\nContent-Length: 91\r\n\r\n\
      HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>a</\r\n0\r\n\r\n\r\n\r\n",
    b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>C</title><item><title>T</title><link>http://a.example/1</link>\
      <pubDate>Fri, 30 Dec 2022 10:00:00 GMT</pubDate><description>&lt;p&gt;Talks ended.&lt;/p&gt;</description></item></channel></rss>",
    b"<feed xmlns='http://www.w3.org/2005/Atom'><id>x</id><title>C</title><updated>2022-12-30T00:00:00Z</updated><entry><id>e</id>\
      <title>T</title><updated>2022-12-30T00:00:00Z</updated><content type='html'>Talks ended.</content></entry></feed>",
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://a.example/1</loc><lastmod>2022-12-30</lastmod></url></urlset>",
    b"User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 3\n/axxb",
    b"id,title,text,date\n1,Talks,\"Arvenia met Belmark, they said.\",2022-12-30\n",
    b"{\"text\": \"Talks ended.\", \"date\": \"2022-12-30\", \"byline\": [\"Ann Lee\"]}\n",
    b"From: Ann <a@b.example>\r\nSubject: =?utf-8?q?Talks?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\
      Content-Type: text/html\r\n\r\n<p>Talks ended.</p>\r\n--b--\r\n",
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>\n\
      endobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 12 >>\nstream\nBT (a) Tj ET\nendstream\n\
      endobj\ntrailer << /Root 1 0 R /Size 5 >>\nstartxref\n0\n%%EOF",
    b"PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x00\x00\x9e\x83\x32\xd1\x05\x00\x00\x00\x05\x00\x00\x00\x05\x00\x00\x00a.txttalksPK\x01\x02",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x2b\x49\xcc\xc9\x2e\x06\x00",
    b"PAR1\x15\x04\x15\x10\x15\x14\x4c\x15\x02\x15\x00PAR1",
];

/// Pieces that mean something to one parser or another.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"</p>",
    b"<div>",
    b"<table>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&#x110000;",
    b"&amp;",
    b"\"",
    b"'",
    b"\n\n",
    b"\r\n\r\n",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xf0\x9f\x98\x80",
    b"%",
    b"$",
    b"*",
    b"99999999999999999999",
    b"-1",
    b"charset=utf-16",
    b"Content-Length: 18446744073709551615\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"ffffffffffffffff\r\n",
    b"stream\n",
    b"/Parent 3 0 R",
    b"\x78\x9c",
    b"\x1f\x8b\x08",
    b"PK\x03\x04",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\t",
    b"<html",
    b"<rss",
    b"1e999",
    b"2022-13-45",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

fn mutated(dice: &mut Dice) -> Vec<u8> {
    let mut data = SEEDS[dice.below(SEEDS.len())].to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(data.len() + 1);
        match dice.below(6) {
            0 if at < data.len() => data[at] = dice.below(256) as u8,
            1 => data.truncate(at),
            2 => {
                let piece = PIECES[dice.below(PIECES.len())];
                data.splice(at..at, piece.iter().copied());
            }
            3 => {
                let piece = PIECES[dice.below(PIECES.len())].repeat(1 + dice.below(400));
                data.splice(at..at, piece);
            }
            4 => {
                let other = SEEDS[dice.below(SEEDS.len())];
                let from = dice.below(other.len());
                data.splice(at..at, other[from..].iter().copied());
            }
            _ => {
                let end = at + dice.below(data.len() - at + 1);
                data.drain(at..end);
            }
        }
    }
    data
}

#[test]
fn nothing_that_comes_in_breaks_a_reader() {
    let seconds = std::env::var("LEGATION_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let until = seconds.map(|s| Instant::now() + Duration::from_secs(s));
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut round = 0;
    while until.map_or(round < ROUNDS, |until| Instant::now() < until) {
        round += 1;
        for (name, body) in BODIES {
            let data = mutated(&mut dice);
            let start = Instant::now();
            let ran = std::panic::catch_unwind(|| body(&data));
            let shown = String::from_utf8_lossy(&data);
            assert!(ran.is_ok(), "{name} panicked at {shown:?}");
            assert!(start.elapsed() < LONGEST, "{name} took {:?} for {shown:?}", start.elapsed());
        }
    }
}

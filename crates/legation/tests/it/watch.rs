//! `legation watch` against a server that misbehaves in every way.

use super::engine;
use super::program::command;
use super::server::{Server, feed, page, reply};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const TALKS: &str = "<p>China condemned Japan on Friday over the islands, the foreign ministry in Beijing said in a statement.</p>\
    <p>The president of Russia met the prime minister of India in Moscow on Thursday to talk about the price of gas.</p>\
    <p>The two sides agreed to meet again in March, officials said, and neither would say who had asked for the talks.</p>";

fn list(dir: &Path, server: &Server, more: &str) {
    let base = &server.base;
    let text = format!(
        "contact = \"https://example.org/about\"\ndelay = \"10ms\"\ntimeout = \"1s\"\nlargest = 1\ntries = 3\nbackoff = \"10ms\"\n\
         {more}\n[[feed]]\nurl = \"{base}/feed\"\n"
    );
    fs::write(dir.join("feeds.toml"), text).unwrap();
}

fn watch(dir: &Path, more: &[&str]) -> Output {
    let arguments = [&["watch", "feeds.toml", "--once", "--allow-private"], more].concat();
    command(dir, &arguments).output().unwrap()
}

fn log(output: &Output) -> Vec<Value> {
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{l}: {e}"))).collect()
}

fn rows(dir: &Path, sql: &str) -> Vec<Value> {
    let out = command(dir, &["sql", sql, "--json", "-n", "1000"]).output().unwrap();
    String::from_utf8_lossy(&out.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// What the log says of a path: the last word on it.
fn said<'l>(log: &'l [Value], path: &str) -> (&'l str, &'l str) {
    let found = log.iter().rfind(|l| l["url"].as_str().is_some_and(|u| u.ends_with(path)));
    let found = found.unwrap_or_else(|| panic!("nothing on {path}: {log:?}"));
    (found["what"].as_str().unwrap(), found["problem"].as_str().unwrap_or_default())
}

const PATHS: &[&str] = &[
    "/good",
    "/secret/a",
    "/flaky",
    "/down",
    "/endless",
    "/huge",
    "/bomb",
    "/drip",
    "/hang",
    "/cut",
    "/loop",
    "/away",
    "/moved",
    "/image",
    "/garbage",
    "/latin1",
    "/missing",
    "/blank",
    "/nothing",
    "/later",
];

fn misbehave() -> Server {
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = std::sync::Arc::clone(&base);
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => reply(stream, "200 OK", "", b"User-agent: *\nDisallow: /secret\n"),
        "/feed" if request.fields.get("if-none-match").is_some_and(|t| t == "\"1\"") => {
            reply(stream, "304 Not Modified", "", b"")
        }
        "/feed" => {
            let entries: Vec<_> = PATHS.iter().map(|p| (*p, "2022-12-30T10:00:00Z")).collect();
            let body = feed(known.get().unwrap(), &entries);
            reply(
                stream,
                "200 OK",
                "Content-Type: application/atom+xml\r\nETag: \"1\"\r\n",
                body.as_bytes(),
            )
        }
        "/good" | "/there" => page(stream, "Talks", TALKS),
        "/flaky" if request.before < 2 => reply(stream, "503 Busy", "Retry-After: 0\r\n", b""),
        "/flaky" => page(stream, "Flaky", &TALKS.replace("gas", "oil")),
        "/down" => reply(stream, "500 Broken", "", b""),
        "/endless" => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            )?;
            loop {
                write!(stream, "1000\r\n{}\r\n", "x".repeat(0x1000))?;
            }
        }
        "/huge" => reply(stream, "200 OK", "Content-Type: text/html\r\n", &vec![b'x'; 3 << 20]),
        "/bomb" => {
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            for _ in 0..100 {
                packed.write_all(&vec![b' '; 1 << 20])?;
            }
            reply(
                stream,
                "200 OK",
                "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                &packed.finish()?,
            )
        }
        "/drip" => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
            )?;
            loop {
                stream.write_all(b"x")?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        "/hang" => {
            std::thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        "/cut" => write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n<p>Talks"
        ),
        "/loop" => reply(stream, "302 Found", "Location: /loop\r\n", b""),
        "/away" => reply(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/moved" => reply(stream, "301 Moved", "Location: /there?utm_source=x\r\n", b""),
        "/there?utm_source=x" => page(stream, "Moved", &TALKS.replace("gas", "grain")),
        "/image" => {
            reply(stream, "200 OK", "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n\0\0")
        }
        "/garbage" => stream.write_all(b"\x00\x01\x02 this is no HTTP \r\n\r\n\r\n"),
        "/latin1" => {
            let body: Vec<u8> = format!(
                "<html><body><article><p>Caf\u{e9} talks.</p>{TALKS}</article></body></html>"
            )
            .chars()
            .map(|c| c as u8)
            .collect();
            reply(stream, "200 OK", "Content-Type: text/html; charset=ISO-8859-1\r\n", &body)
        }
        "/missing" => reply(stream, "404 Not Found", "", b"<html>gone</html>"),
        "/blank" => {
            reply(stream, "200 OK", "Content-Type: text/html\r\n", b"<html><body></body></html>")
        }
        "/later" => reply(stream, "429 Slow down", "Retry-After: 3600\r\n", b""),
        "/nothing" => Ok(()),
        _ => reply(stream, "404 Not Found", "", b""),
    });
    base.set(server.base.clone()).unwrap();
    server
}

#[test]
fn whatever_a_server_does_the_rest_is_read() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let server = misbehave();
    list(dir, &server, "parallel = 1\n");
    let start = Instant::now();
    let output = watch(dir, &["--json"]);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    let first = log(&output);
    for path in ["/good", "/flaky", "/moved", "/latin1"] {
        assert_eq!(said(&first, path), ("new", ""), "{path}");
    }
    for (path, what, problem) in [
        ("/secret/a", "refused", "robots.txt"),
        ("/down", "failed", "500, 3 times"),
        ("/endless", "refused", "larger than 1024 KiB"),
        ("/huge", "refused", "larger than 1024 KiB"),
        ("/bomb", "refused", "larger than 1024 KiB"),
        ("/drip", "failed", "in time"),
        ("/hang", "failed", "in time"),
        ("/cut", "failed", ""),
        ("/loop", "refused", "redirects more than"),
        ("/away", "refused", "neither http nor https"),
        ("/image", "refused", "image/png"),
        ("/garbage", "failed", ""),
        ("/missing", "refused", "404"),
        ("/blank", "refused", "without text"),
        ("/later", "failed", "429"),
        ("/nothing", "failed", ""),
    ] {
        let (was, why) = said(&first, path);
        assert_eq!(was, what, "{path}: {why}");
        assert!(why.contains(problem), "{path}: {why}");
    }
    assert_eq!(server.count("/secret/a"), 0);
    assert_eq!((server.count("/flaky"), server.count("/down"), server.count("/later")), (3, 3, 1));
    assert_eq!(server.count("/robots.txt"), 1);
    for request in server.requests() {
        let agent = &request.fields["user-agent"];
        assert!(
            agent.starts_with("legation/") && agent.contains("https://example.org/about"),
            "{agent}"
        );
    }
    let articles = rows(
        dir,
        "SELECT uri, title, publisher, published, reader, text FROM articles ORDER BY uri",
    );
    assert_eq!(articles.len(), 4, "{articles:?}");
    let latin = articles.iter().find(|a| a["uri"].as_str().unwrap().ends_with("/latin1")).unwrap();
    assert!(latin["text"].as_str().unwrap().contains("Café"));
    assert_eq!(latin["publisher"], "Northport Courier");
    assert_eq!(latin["published"], "2022-12-30");
    assert_eq!(latin["reader"], "watch:html:own");
    // What was had is not asked for again; what failed is, as long as there is hope.
    let second = log(&watch(dir, &["--json"]));
    assert_eq!((server.count("/good"), server.count("/missing")), (1, 1));
    assert_eq!(server.count("/down"), 6);
    assert!(second.iter().any(|l| l["what"] == "feed" && l["unchanged"] == false));
    let text = fs::read_to_string(dir.join("feeds.toml")).unwrap();
    let hasty =
        text.replace("tries = 3", "tries = 1").replace("timeout = \"1s\"", "timeout = \"300ms\"");
    fs::write(dir.join("feeds.toml"), hasty).unwrap();
    for _ in 0..3 {
        watch(dir, &[]);
    }
    let down = server.count("/down");
    let last = log(&watch(dir, &["--json"]));
    assert_eq!(server.count("/down"), down, "given up after five rounds");
    assert!(last.iter().any(|l| l["what"] == "feed" && l["unchanged"] == true), "{last:?}");
}

#[test]
fn private_networks_are_not_asked_and_mistakes_are_explained() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let server = misbehave();
    list(dir, &server, "");
    let output = command(dir, &["watch", "feeds.toml", "--once"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("--allow-private") && server.requests().is_empty(), "{said}");
    fs::write(dir.join("bad.toml"), "contact = \"a@b.example\"\n[[feed]]\nurl = \"gopher://x\"\n")
        .unwrap();
    for (list, problem) in [("bad.toml", "neither http nor https"), ("gone.toml", "cannot be read")]
    {
        let output = command(dir, &["watch", list]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            output.status.code() == Some(1) && said.contains(problem) && said.contains(list),
            "{said}"
        );
    }
    let clean = tempfile::tempdir().unwrap();
    let dir = clean.path();
    list(dir, &server, "");
    let dry = watch(dir, &["--dry-run"]);
    let said = String::from_utf8_lossy(&dry.stdout).into_owned();
    assert!(said.contains("would    fetch") && server.count("/good") == 0, "{said}");
    assert!(!dir.join("legation.db").exists() && !dir.join("legation.db.watch").exists());
}

#[test]
fn requests_keep_their_distance_and_the_rules_of_the_site() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let busy = AtomicUsize::new(0);
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = std::sync::Arc::clone(&base);
    let server = Server::start(move |request, stream| {
        assert_eq!(busy.fetch_add(1, Ordering::SeqCst), 0, "two requests at the same time");
        let done = match request.path.as_str() {
            "/robots.txt" => reply(
                stream,
                "200 OK",
                "",
                b"User-agent: legation\nCrawl-delay: 0.4\nDisallow: /no\n",
            ),
            "/feed" => reply(
                stream,
                "200 OK",
                "",
                feed(
                    known.get().unwrap(),
                    &[
                        ("/a", "2022-12-30T10:00:00Z"),
                        ("/no", "2022-12-30T10:00:00Z"),
                        ("/b", "2022-12-30T10:00:00Z"),
                    ],
                )
                .as_bytes(),
            ),
            path => page(stream, path, TALKS),
        };
        busy.fetch_sub(1, Ordering::SeqCst);
        done
    });
    base.set(server.base.clone()).unwrap();
    list(dir, &server, "");
    let output = watch(dir, &[]);
    let mut paths: Vec<String> = server.requests().into_iter().map(|r| r.path).collect();
    paths[2..].sort();
    assert_eq!(
        paths,
        ["/robots.txt", "/feed", "/a", "/b"],
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    for pair in server.requests().windows(2) {
        assert!(pair[1].at - pair[0].at >= Duration::from_millis(390), "{pair:?}");
    }
    // A site that cannot say its rules is left alone.
    let broken = Server::start(|_, stream| reply(stream, "503 Busy", "", b""));
    list(dir, &broken, "");
    let output =
        watch(dir, &["--json", "--state", "other.watch", "--db", "other.db", "--threads", "1"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said(&log(&output), "/feed").0, "failed");
    assert_eq!(broken.count("/feed"), 0);
    assert!(dir.join("other.watch").exists());
}

#[test]
fn a_changed_article_becomes_another_version() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let changed = std::sync::Arc::new(AtomicUsize::new(0));
    let (now, base) = (
        std::sync::Arc::clone(&changed),
        std::sync::Arc::new(std::sync::OnceLock::<String>::new()),
    );
    let known = std::sync::Arc::clone(&base);
    let server = Server::start(move |request, stream| {
        let later = now.load(Ordering::SeqCst) > 0;
        match request.path.as_str() {
            "/feed" => {
                let updated = if later { "2022-12-31T10:00:00Z" } else { "2022-12-30T10:00:00Z" };
                reply(
                    stream,
                    "200 OK",
                    "",
                    feed(known.get().unwrap(), &[("/talks", updated)]).as_bytes(),
                )
            }
            "/talks" if later => page(stream, "Talks", &TALKS.replace("condemned", "praised")),
            "/talks" => page(stream, "Talks", TALKS),
            _ => reply(stream, "404 Not Found", "", b""),
        }
    });
    base.set(server.base.clone()).unwrap();
    list(dir, &server, "");
    let quiet = command(dir, &["versions", "x"]).output().unwrap();
    assert_eq!(quiet.status.code(), Some(1));
    assert_eq!(said(&log(&watch(dir, &["--json"])), "/talks").0, "new");
    watch(dir, &[]);
    assert_eq!(server.count("/talks"), 1);
    changed.store(1, Ordering::SeqCst);
    assert_eq!(said(&log(&watch(dir, &["--json"])), "/talks").0, "changed");
    let run = |arguments: &[&str]| {
        let out = command(dir, arguments).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    };
    assert!(run(&["versions"]).starts_with("2 versions"));
    let address = format!("{}/talks", server.base);
    let said = run(&["versions", &address]);
    assert!(said.contains("condemned") && said.contains("praised"), "{said}");
    let lines: Vec<Value> = run(&["versions", &address, "--json"])
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let events =
        lines[1]["changes"].as_array().unwrap().iter().filter(|c| c["kind"] == "events").count();
    assert!(events > 0, "{lines:?}");
    let id = lines[0]["version"]["id"].as_str().unwrap();
    assert_eq!(run(&["versions", id]), said);
    // The first version is the original, the second its copy.
    let copies = rows(dir, "SELECT duplicate_of FROM articles WHERE duplicate_of IS NOT NULL");
    assert_eq!(copies[0]["duplicate_of"], id);
}

#[test]
fn a_watch_that_is_killed_loses_and_doubles_nothing() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = std::sync::Arc::clone(&base);
    let server = Server::start(move |request, stream| match request.path.as_str() {
        "/feed" => {
            let paths: Vec<String> = (0..12).map(|at| format!("/{at}")).collect();
            let entries: Vec<_> =
                paths.iter().map(|p| (p.as_str(), "2022-12-30T10:00:00Z")).collect();
            reply(
                stream,
                "200 OK",
                "ETag: \"1\"\r\n",
                feed(known.get().unwrap(), &entries).as_bytes(),
            )
        }
        "/robots.txt" => reply(stream, "404 Not Found", "", b""),
        "/6" if request.before == 0 => {
            std::thread::sleep(Duration::from_secs(4));
            Ok(())
        }
        path => page(stream, path, &TALKS.replace("gas", &format!("gas in year {path}"))),
    });
    base.set(server.base.clone()).unwrap();
    list(dir, &server, "parallel = 1\n");
    let text = fs::read_to_string(dir.join("feeds.toml")).unwrap();
    fs::write(dir.join("feeds.toml"), text.replace("timeout = \"1s\"", "timeout = \"30s\""))
        .unwrap();
    let mut running = command(dir, &["watch", "feeds.toml", "--allow-private"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let seen = lines.by_ref().map_while(Result::ok).find(|l| l.contains(" new "));
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(seen.is_some());
    let output = watch(dir, &[]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let all = rows(dir, "SELECT count(*) AS n, count(DISTINCT uri) AS uris FROM articles");
    assert_eq!((&all[0]["n"], &all[0]["uris"]), (&Value::from(12), &Value::from(12)));
}

#[test]
fn sitemaps_texts_in_feeds_and_pages_instead_of_feeds() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let base = std::sync::Arc::new(std::sync::OnceLock::<String>::new());
    let known = std::sync::Arc::clone(&base);
    let server = Server::start(move |request, stream| {
        let base = known.get().unwrap();
        match request.path.as_str() {
            "/index.xml" => reply(stream, "200 OK", "", format!("<sitemapindex><sitemap><loc>{base}/map.xml.gz</loc></sitemap></sitemapindex>").as_bytes()),
            "/map.xml.gz" => {
                let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
                write!(packed, "<urlset><url><loc>{base}/world/1</loc></url><url><loc>{base}/sport/2</loc></url></urlset>")?;
                reply(stream, "200 OK", "", &packed.finish()?)
            }
            "/full" => reply(stream, "200 OK", "", format!("<rss version=\"2.0\"><channel><title>C</title><item><title>T</title><link>{base}/full/1</link><description><![CDATA[{TALKS}]]></description></item></channel></rss>").as_bytes()),
            "/home" => reply(stream, "200 OK", "Content-Type: text/html\r\n", b"<html><head><link rel=alternate type='application/rss+xml' href='/full'></head></html>"),
            "/world/1" => page(stream, "World", &TALKS.replace("gas", "tea")),
            _ => reply(stream, "404 Not Found", "", b""),
        }
    });
    base.set(server.base.clone()).unwrap();
    let base = &server.base;
    fs::write(
        dir.join("feeds.toml"),
        format!(
            "contact = \"a@b.example\"\ndelay = \"1ms\"\n[[feed]]\nurl = \"{base}/index.xml\"\ninclude = [\"*/world/**\"]\n\
             [[feed]]\nurl = \"{base}/full\"\ntext = \"feed\"\npublisher = \"Courier\"\n[[feed]]\nurl = \"{base}/home\"\n"
        ),
    )
    .unwrap();
    let found = log(&watch(dir, &["--json"]));
    assert_eq!(said(&found, "/world/1").0, "new");
    assert_eq!(said(&found, "/full/1").0, "new");
    assert!(said(&found, "/home").1.contains("it names the feed"), "{found:?}");
    assert_eq!(server.count("/sport/2") + server.count("/full/1"), 0);
    let articles = rows(dir, "SELECT reader, publisher FROM articles ORDER BY reader");
    assert_eq!(articles[0], serde_json::json!({"reader": "watch:feed", "publisher": "Courier"}));
}

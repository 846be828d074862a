//! The server on a socket: progress, slow clients, many clients.

use crate::common::{Site, settings, write};
use legation_store::testing;
use serde_json::Value;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

struct Live {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Live {
    async fn of(site: &Site) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let app = legation_web::app(settings(site.db(), address, None).0).unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async move {
            let _ = stopped.await;
        };
        Self { address, stop, running: tokio::spawn(legation_web::serve(listener, app, stopped)) }
    }

    async fn ask(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head =
            format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    async fn stop(self) -> Duration {
        let since = Instant::now();
        self.stop.send(()).unwrap();
        self.running.await.unwrap().unwrap();
        since.elapsed()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_told_while_articles_come_in() {
    let site = Site::of(2);
    let live = Live::of(&site).await;
    let mut stream = TcpStream::connect(live.address).await.unwrap();
    let head = format!("GET /api/v1/progress HTTP/1.1\r\nhost: {}\r\n\r\n", live.address);
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut got = String::new();
    let mut seen: Vec<Value> = Vec::new();
    let mut buffer = [0; 4096];
    let mut written = false;
    while seen.last().is_none_or(|last| last["reading"] != false || seen.len() < 3) {
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut buffer)).await;
        let n = read.expect("nothing is told any more").unwrap();
        got.push_str(std::str::from_utf8(&buffer[..n]).unwrap());
        seen = got
            .lines()
            .filter_map(|l| l.strip_prefix("data: "))
            .filter_map(|l| serde_json::from_str(l).ok())
            .collect();
        if !seen.is_empty() && !written {
            written = true;
            let db = site.db();
            tokio::task::spawn_blocking(move || {
                write(&db, &[testing::article(70), testing::article(71)]);
            });
        }
    }
    assert!(got.contains("content-type: text/event-stream"), "{got}");
    assert_eq!((&seen[0]["reading"], &seen[0]["articles"]), (&Value::from(false), &Value::from(2)));
    let reading = &seen[seen.len() - 2];
    assert_eq!(reading["reading"], true);
    assert_eq!((&reading["articles"], &reading["new"]), (&Value::from(4), &Value::from(2)));
    assert!(reading["events"].as_i64() > seen[0]["events"].as_i64());
    assert_eq!(seen.last().unwrap()["reading"], false);
    // A listener that stays does not keep the server from stopping.
    assert!(live.stop().await < Duration::from_secs(6));
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_let_go_and_keep_nobody_waiting() {
    let site = Site::of(1);
    let live = Live::of(&site).await;
    let mut slow = Vec::new();
    for _ in 0..300 {
        let mut stream = TcpStream::connect(live.address).await.unwrap();
        stream.write_all(b"GET /api/v1/events HTTP/1.1\r\nhost: 127").await.unwrap();
        slow.push(stream);
    }
    // A body that never comes.
    let mut body = TcpStream::connect(live.address).await.unwrap();
    let head = format!(
        "POST /api/v1/code HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{{",
        live.address
    );
    body.write_all(head.as_bytes()).await.unwrap();
    let since = Instant::now();
    assert!(live.ask("/api/v1/events?limit=1").await.starts_with("HTTP/1.1 200"));
    assert!(since.elapsed() < Duration::from_secs(5), "others wait for slow clients");
    for mut stream in slow {
        let mut rest = Vec::new();
        // The connection ends, with or without a word.
        let end =
            tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut rest)).await;
        assert!(end.is_ok(), "a slow client is never let go");
    }
    live.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_readers_are_answered_while_articles_are_written() {
    let site = Site::of(20);
    let live = std::sync::Arc::new(Live::of(&site).await);
    let db = site.db();
    let writing = tokio::task::spawn_blocking(move || {
        for seed in 100..130 {
            write(&db, &[testing::article(seed)]);
        }
    });
    let paths = [
        "/api/v1/events?limit=5",
        "/api/v1/network?limit=9",
        "/api/v1/about",
        "/api/v1/statements?limit=5",
    ];
    let readers: Vec<_> = (0..1000)
        .map(|i| {
            let live = std::sync::Arc::clone(&live);
            tokio::spawn(async move { live.ask(paths[i % paths.len()]).await })
        })
        .collect();
    for reader in readers {
        let answer = reader.await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{}", &answer[..answer.len().min(300)]);
    }
    writing.await.unwrap();
    let store = legation_store::Store::open_read_only(site.db()).unwrap();
    assert!(store.counts().unwrap().contains(&("articles", 50)));
}

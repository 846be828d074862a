//! A web server for tests that misbehaves as it is told.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// The fields of the header, names in lower case.
    pub(crate) fields: HashMap<String, String>,
    /// How often this path was asked for before.
    pub(crate) before: usize,
    pub(crate) at: Instant,
}

/// Answers a request by writing whatever it likes.
pub(crate) type Handler = dyn Fn(&Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync;

/// A server on a free port of this machine, for as long as the process lives.
pub(crate) struct Server {
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn start(
        handler: impl Fn(&Request, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, handler): (_, Arc<Handler>) = (Arc::clone(&requests), Arc::new(handler));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, handler) = (Arc::clone(&seen), Arc::clone(&handler));
                std::thread::spawn(move || answer(stream, &seen, &*handler));
            }
        });
        Self { base, requests }
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|r| r.path == path).count()
    }
}

fn answer(stream: TcpStream, seen: &Mutex<Vec<Request>>, handler: &Handler) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut fields = HashMap::new();
    for line in lines.map_while(Result::ok) {
        match line.split_once(':') {
            Some((name, value)) => fields.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let request = {
        let mut seen = seen.lock().unwrap();
        let before = seen.iter().filter(|r| r.path == path).count();
        let request = Request { path, fields, before, at: Instant::now() };
        seen.push(request.clone());
        request
    };
    let mut stream = stream;
    // Whoever asked may have gone away.
    let _ = handler(&request, &mut stream);
}

/// An answer with a body, and the connection closed behind it.
pub(crate) fn reply(
    stream: &mut TcpStream,
    status: &str,
    fields: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{fields}\r\n"
    )?;
    stream.write_all(body)
}

/// A page with an article.
pub(crate) fn page(stream: &mut TcpStream, title: &str, text: &str) -> std::io::Result<()> {
    let body = format!(
        "<html lang=en><head><title>{title}</title><meta property=og:title content=\"{title}\"></head><body><nav>Home</nav>\
         <article><h1>{title}</h1>{text}</article></body></html>"
    );
    reply(stream, "200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

/// A feed of links with a time of change each.
pub(crate) fn feed(base: &str, entries: &[(&str, &str)]) -> String {
    let mut items = String::new();
    for (path, updated) in entries {
        let _ = write!(
            items,
            "<entry><id>{base}{path}</id><title>Entry {path}</title><link href=\"{base}{path}\"/><updated>{updated}</updated>\
             <published>2022-12-30T10:00:00Z</published></entry>"
        );
    }
    format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Northport Courier</title><id>f</id>\
         <updated>2022-12-30T10:00:00Z</updated>{items}</feed>"
    )
}

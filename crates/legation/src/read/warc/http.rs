//! HTTP responses as archives keep them: with their transfer and content encodings.

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::Read;

/// A response that may hold an article.
pub(super) struct Response {
    pub(super) body: Vec<u8>,
    /// The media type in lower case, without parameters.
    pub(super) kind: String,
    pub(super) charset: Option<String>,
    /// Whether the body is longer than allowed once unpacked.
    pub(super) cut: bool,
}

/// Most fields of a header.
const FIELDS: usize = 256;

/// The body of a successful response of text; `None` for all others.
pub(super) fn response(bytes: &[u8], longest: u64) -> Result<Option<Response>, String> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut parsed = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config.ignore_invalid_headers_in_responses(true);
    config.allow_obsolete_multiline_headers_in_responses(true);
    let head = match config.parse_response(&mut parsed, bytes) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Err("holds a response without a body".to_owned()),
        Err(error) => return Err(format!("holds a response that is not HTTP ({error})")),
    };
    if parsed.code != Some(200) {
        return Ok(None);
    }
    let value = |name: &str| {
        let field = parsed.headers.iter().find(|h| h.name.eq_ignore_ascii_case(name));
        field.map(|h| String::from_utf8_lossy(h.value).trim().to_lowercase())
    };
    let declared = value("content-type").unwrap_or_default();
    let kind = declared.split(';').next().unwrap_or_default().trim().to_owned();
    if !(kind.is_empty() || kind.contains("html") || kind.starts_with("text/plain")) {
        return Ok(None);
    }
    let charset = declared.split_once("charset=").map(|(_, c)| {
        c.trim_matches(['"', '\'', ' '])
            .split([';', '"', '\''])
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    let mut body = bytes[head..].to_vec();
    // Some crawlers undo the chunks but keep the field.
    if value("transfer-encoding").is_some_and(|t| t.contains("chunked")) {
        body = dechunked(&body).unwrap_or(body);
    }
    let encoding = value("content-encoding").unwrap_or_default();
    let (body, cut) = unpacked(body, encoding.trim(), longest)?;
    Ok(Some(Response { body, kind, charset, cut }))
}

/// The body without its chunk sizes; `None` where it does not begin with one. A last chunk that breaks off is kept.
fn dechunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().take(64).position(|b| *b == b'\n');
        let line = end.and_then(|end| std::str::from_utf8(&rest[..end]).ok());
        let size = line.and_then(|l| usize::from_str_radix(l.split(';').next()?.trim(), 16).ok());
        let (Some(end), Some(size)) = (end, size) else {
            return (!out.is_empty()).then_some(out);
        };
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// The body without its content encoding, up to `longest` bytes, and whether it goes on.
fn unpacked(body: Vec<u8>, encoding: &str, longest: u64) -> Result<(Vec<u8>, bool), String> {
    let mut out = Vec::new();
    // What a broken stream gave before it broke is kept: archives cut long bodies.
    match encoding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            let _ = MultiGzDecoder::new(&body[..]).take(longest + 1).read_to_end(&mut out);
        }
        "deflate" => {
            if ZlibDecoder::new(&body[..]).take(longest + 1).read_to_end(&mut out).is_err() {
                out.clear();
                let _ = DeflateDecoder::new(&body[..]).take(longest + 1).read_to_end(&mut out);
            }
        }
        "br" | "zstd" if std::str::from_utf8(&body).is_err() => {
            return Err(format!("holds a body in the encoding {encoding}, which is not supported"));
        }
        _ => out = body,
    }
    let cut = out.len() as u64 > longest;
    out.truncate(longest as usize);
    Ok((out, cut))
}

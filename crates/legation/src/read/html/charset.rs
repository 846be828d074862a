//! The charset of a page: byte-order mark, HTTP header, `<meta>`, UTF-8 where it is valid, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into the page the declaration may stand; browsers stop at 1,024 bytes, careless sites do not.
const DECLARATION: usize = 4096;

/// A page as text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// What was odd about the charset.
    pub(super) remark: Option<String>,
}

/// Turns the bytes of a page into text. Never fails: what cannot be read becomes U+FFFD.
pub(super) fn decode(bytes: &[u8], header: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], None);
    }
    let declared = header
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declaration(&bytes[..bytes.len().min(DECLARATION)]));
    if let Ok(text) = std::str::from_utf8(bytes) {
        // A declaration that contradicts valid UTF-8 with letters beyond ASCII is wrong.
        let wrong = declared.filter(|e| *e != UTF_8 && !bytes.is_ascii());
        let remark = wrong.map(|e| format!("declared as {}, but is UTF-8", e.name()));
        if declared.is_none_or(encoding_rs::Encoding::is_ascii_compatible) {
            return Decoded { text: clean(text), remark };
        }
    }
    match declared {
        Some(encoding) if encoding != UTF_8 => with(encoding, bytes, None),
        Some(_) if nearly_utf8(bytes) => with(UTF_8, bytes, None),
        _ => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
            detector.feed(bytes, true);
            let guess = detector.guess(None, Utf8Detection::Allow);
            with(guess, bytes, Some(format!("charset guessed as {}", guess.name())))
        }
    }
}

/// A page declared as UTF-8 with a few broken sequences is still UTF-8.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let broken = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
    broken * 10 <= beyond
}

fn with(encoding: &'static Encoding, bytes: &[u8], remark: Option<String>) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let remark =
        remark.or_else(|| broken.then(|| format!("some bytes are not valid {}", encoding.name())));
    Decoded { text: clean(&text), remark }
}

/// NULs have no place in a page and confuse what reads it later.
fn clean(text: &str) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text.to_owned() }
}

/// The charset that the page declares in `<meta charset>` or `<meta http-equiv>`.
fn declaration(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        rest = &rest[at + 5..];
        let tag = &rest[..rest.find('>').unwrap_or(rest.len())];
        let Some(at) = tag.find("charset") else { continue };
        let value = tag[at + 7..].trim_start().strip_prefix('=').unwrap_or("");
        let label: String = value
            .trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
            .collect();
        let encoding = Encoding::for_label(label.as_bytes());
        // A page whose declaration could be read as ASCII is not UTF-16.
        if let Some(encoding) = encoding.filter(|e| e.is_ascii_compatible()) {
            return Some(encoding);
        }
    }
    None
}

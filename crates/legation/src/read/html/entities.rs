//! Character references in text.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// The names that nearly all references use; others are looked up by the parser of HTML.
const NAMES: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("rsquo", "\u{2019}"),
    ("lsquo", "\u{2018}"),
    ("rdquo", "\u{201d}"),
    ("ldquo", "\u{201c}"),
    ("ndash", "\u{2013}"),
    ("mdash", "\u{2014}"),
    ("hellip", "\u{2026}"),
    ("copy", "\u{a9}"),
    ("pound", "\u{a3}"),
    ("euro", "\u{20ac}"),
    ("eacute", "\u{e9}"),
];
/// The longest reference, in bytes.
const LONGEST: usize = 34;

/// Text without character references.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest
            .bytes()
            .skip(1)
            .take(LONGEST)
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
            .count();
        let name = &rest[1..=length];
        let behind = &rest[length + 1..];
        let closed = behind.strip_prefix(';');
        let found = match name.strip_prefix('#') {
            Some(number) => numbered(number).map(|c| Cow::Owned(c.to_string())),
            None => NAMES
                .iter()
                .find(|(n, _)| closed.is_some() && *n == name)
                .map(|(_, text)| Cow::Borrowed(*text))
                .or_else(|| {
                    (length > 0).then(|| parsed(&rest[..=length + usize::from(closed.is_some())]))
                }),
        };
        match found {
            Some(found) => {
                out.push_str(&found);
                rest = closed.unwrap_or(behind);
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of a number. From 128 to 159, pages mean Windows' characters.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    match code {
        128..=159 => WINDOWS_1252.decode_without_bom_handling(&[code as u8]).0.chars().next(),
        0 => Some('\u{fffd}'),
        _ => Some(char::from_u32(code).unwrap_or('\u{fffd}')),
    }
}

/// A reference as the parser of HTML reads it: with the names that need no semicolon, and as text where it is none.
fn parsed(reference: &str) -> Cow<'static, str> {
    Cow::Owned(scraper::Html::parse_fragment(reference).root_element().text().collect())
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn references_are_resolved() {
        for (written, read) in [
            ("a &amp; b", "a & b"),
            ("AT&T and R&D;", "AT&T and R&D;"),
            ("it&#8217;s it&#x2019;s it&#146;s", "it\u{2019}s it\u{2019}s it\u{2019}s"),
            ("caf&eacute; &Uuml;ber &copy 2020 & co", "caf\u{e9} \u{dc}ber \u{a9} 2020 & co"),
            ("&#99999999; &# &", "\u{fffd} &# &"),
        ] {
            assert_eq!(resolved(written), read);
        }
    }
}

//! What kind of input something is: by the ending of its name, and where that says nothing, by its first bytes.

use super::html;

/// A kind of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Markdown,
    Page,
    /// A JSON object a line.
    JsonLines,
    /// One JSON value: an article, a list of them, or a JSON Feed.
    Json,
    /// Lines of fields with this byte between them; `0` where the header has to tell.
    Table(u8),
    Parquet,
    /// A web archive; compressed member by member or not.
    Warc {
        packed: bool,
    },
    /// RSS, Atom, a sitemap: XML of the web.
    Xml,
    Mail,
    Pdf,
    Zip,
    Tar,
    /// A stream compressed with gzip.
    Gzip,
}

/// Endings and what they mean. What has none of these is looked at only where the user names it.
const ENDINGS: &[(&str, Kind)] = &[
    (".warc.gz", Kind::Warc { packed: true }),
    (".warc", Kind::Warc { packed: false }),
    (".txt", Kind::Text),
    (".text", Kind::Text),
    (".md", Kind::Markdown),
    (".markdown", Kind::Markdown),
    (".html", Kind::Page),
    (".htm", Kind::Page),
    (".xhtml", Kind::Page),
    (".jsonl", Kind::JsonLines),
    (".ndjson", Kind::JsonLines),
    (".json", Kind::Json),
    (".csv", Kind::Table(0)),
    (".tsv", Kind::Table(b'\t')),
    (".tab", Kind::Table(b'\t')),
    (".parquet", Kind::Parquet),
    (".rss", Kind::Xml),
    (".atom", Kind::Xml),
    (".xml", Kind::Xml),
    (".eml", Kind::Mail),
    (".pdf", Kind::Pdf),
    (".zip", Kind::Zip),
    (".tar", Kind::Tar),
    (".tgz", Kind::Gzip),
    (".gz", Kind::Gzip),
];

impl Kind {
    /// The kind that a name tells.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        ENDINGS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, kind)| *kind)
    }

    /// The kind that the first bytes tell; text where they tell nothing.
    pub(super) fn of_head(head: &[u8]) -> Self {
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
        let starts =
            |mark: &[u8]| text.get(..mark.len()).is_some_and(|h| h.eq_ignore_ascii_case(mark));
        match head {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'P', b'K', 3, 4, ..] => Self::Zip,
            _ if head.starts_with(b"PAR1") => Self::Parquet,
            _ if head.starts_with(b"%PDF-") => Self::Pdf,
            _ if head.starts_with(b"WARC/") => Self::Warc { packed: false },
            _ if head.get(257..262) == Some(b"ustar") => Self::Tar,
            _ if html::is_page(head) => Self::Page,
            _ if is_web_xml(text) => Self::Xml,
            _ if starts(b"{") => Self::JsonLines,
            _ if starts(b"[{") || starts(b"[\n") || starts(b"[\r\n") => Self::Json,
            _ => Self::Text,
        }
    }

    /// Whether an input of this kind may hold more than one article.
    pub(super) fn holds_many(self) -> bool {
        !matches!(self, Self::Text | Self::Markdown | Self::Page | Self::Mail | Self::Pdf)
    }
}

/// Whether the first bytes are those of a feed or a sitemap.
pub(super) fn is_web_xml(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&head[..head.len().min(2048)]).to_lowercase();
    let xml = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    let marks = ["<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"];
    // A page that shows a feed's source has the mark too, but not at the beginning.
    xml && !head.contains("<html") && marks.iter().any(|mark| head.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_bytes_tell_the_kind() {
        assert_eq!(Kind::of_name("a/B.WARC.GZ"), Some(Kind::Warc { packed: true }));
        assert_eq!(Kind::of_name("a.tar.gz"), Some(Kind::Gzip));
        assert_eq!(Kind::of_name("notes"), None);
        for (head, kind) in [
            (&b"%PDF-1.7"[..], Kind::Pdf),
            (b"PK\x03\x04", Kind::Zip),
            (b"\xef\xbb\xbf<?xml version='1.0'?><rss>", Kind::Xml),
            (b" <!DOCTYPE html><html>", Kind::Page),
            (b"{\"text\": \"x\"}", Kind::JsonLines),
            (b"[{\"text\": \"x\"}]", Kind::Json),
            (b"[Northport] Talks ended.", Kind::Text),
            (b"", Kind::Text),
        ] {
            assert_eq!(Kind::of_head(head), kind, "{}", String::from_utf8_lossy(head));
        }
    }
}

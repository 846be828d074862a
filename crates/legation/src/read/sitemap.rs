//! Sitemaps: which addresses a site lists, with what it says of each.

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::Event;

/// An address that a sitemap lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The address of a page, or of another sitemap.
    pub address: String,
    /// When it was changed last, as written.
    pub changed: Option<String>,
    /// The day of publication, in a news sitemap.
    pub published: Option<Date>,
    /// The headline, in a news sitemap.
    pub title: Option<String>,
}

/// A sitemap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// The pages it lists.
    pub pages: Vec<Listed>,
    /// The sitemaps it lists.
    pub sitemaps: Vec<Listed>,
}

/// Addresses beyond this are passed over; the protocol allows 50,000.
const MOST: usize = 50_000;
/// Elements nested deeper than this belong to no feed and no sitemap.
const DEEPEST: usize = 100;

/// Why XML should not be given to a parser that walks it by recursion, if there is a reason.
pub(super) fn too_deep(bytes: &[u8]) -> Option<String> {
    let xml = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            // What is broken is for the parser to complain of.
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
        if depth > DEEPEST {
            return Some(format!("nests more than {DEEPEST} elements"));
        }
    }
}

/// Whether the root is that of a sitemap.
pub fn is_sitemap(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    head.contains("<urlset") || head.contains("<sitemapindex")
}

/// Reads a sitemap; what stands before a break is kept.
pub fn parse(bytes: &[u8]) -> Sitemap {
    let xml = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = false;
    let mut out = Sitemap::default();
    let mut one = Listed::default();
    let mut text = String::new();
    while out.pages.len() + out.sitemaps.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(_)) => text.clear(),
            Ok(Event::Text(piece)) => text.push_str(&piece),
            Ok(Event::CData(piece)) => text.push_str(&piece),
            Ok(Event::GeneralRef(name)) => text.push_str(match &*name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                _ => "",
            }),
            Ok(Event::End(end)) => {
                let value = text.trim().to_owned();
                // Images and videos have a `loc` of their own, with a prefix.
                match end.name().as_ref() {
                    "loc" => one.address = value,
                    "lastmod" => one.changed = Some(value),
                    "news:publication_date" => one.published = super::html::dates::parse(&value),
                    "news:title" => one.title = Some(value),
                    "url" if !one.address.is_empty() => out.pages.push(std::mem::take(&mut one)),
                    "sitemap" if !one.address.is_empty() => {
                        out.sitemaps.push(std::mem::take(&mut one));
                    }
                    "url" | "sitemap" => one = Listed::default(),
                    _ => {}
                }
                text.clear();
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_sitemaps_are_listed() {
        let xml = r#"<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
            <url><loc> https://a.example/1?x=1&amp;y=2 </loc><lastmod>2022-12-30</lastmod><news:news>
            <news:publication_date>2022-12-29T10:00:00Z</news:publication_date><news:title>Talks</news:title></news:news>
            <image:image><image:loc>https://a.example/i.jpg</image:loc></image:image></url><url><loc></loc></url>
            <url><loc>https://a.example/2</loc></url><url><loc>https://a.example/cut"#;
        let found = parse(xml.as_bytes());
        assert_eq!(found.pages.len(), 2);
        assert_eq!(found.pages[0].address, "https://a.example/1?x=1&y=2");
        assert_eq!(found.pages[0].published.map(|d| d.to_string()).as_deref(), Some("2022-12-29"));
        assert_eq!(found.pages[1].changed, None);
        let index =
            "<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>";
        assert_eq!(parse(index.as_bytes()).sitemaps.len(), 1);
        assert!(is_sitemap(index.as_bytes()) && !is_sitemap(b"<rss>"));
    }
}

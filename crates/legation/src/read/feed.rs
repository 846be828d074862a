//! Feeds: RSS, Atom and JSON Feed. An entry becomes an article of what the feed holds of it: the whole text or the summary.

use super::{Options, ReadError, html, sitemap};
use jiff::civil::Date;
use legation_core::{Article, Basis, Published};

/// A feed.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// What it lists, in its order.
    pub entries: Vec<Entry>,
}

/// What a feed says of an article.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The address of the article.
    pub address: Option<String>,
    /// What tells it apart, where it has no address.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// The authors.
    pub byline: Vec<String>,
    /// The day of publication, as written by the feed.
    pub published: Option<Date>,
    /// When it was changed, as a moment; only to be compared.
    pub updated: Option<String>,
    /// The whole text, as HTML or plain.
    pub content: Option<String>,
    /// The summary, as HTML or plain.
    pub summary: Option<String>,
}

/// Entries beyond this are passed over.
const MOST: usize = 20_000;

/// Reads a feed.
///
/// # Errors
/// Says what is wrong with it.
pub fn parse(bytes: &[u8], address: Option<&str>) -> Result<Feed, String> {
    if let Some(problem) = sitemap::too_deep(bytes) {
        return Err(problem);
    }
    let parser = feed_rs::parser::Builder::new().base_uri(address).sanitize_content(false).build();
    let feed = parser.parse(bytes).map_err(|e| format!("is no feed that can be read ({e})"))?;
    let text = |text: feed_rs::model::Text| Some(bare(&text.content)).filter(|t| !t.is_empty());
    let entries = feed.entries.into_iter().take(MOST).map(|entry| {
        let links = &entry.links;
        let main = links.iter().find(|l| l.rel.as_deref().is_none_or(|rel| rel == "alternate"));
        let link = main.or(links.first()).map(|l| l.href.trim().to_owned());
        let id = Some(entry.id.clone()).filter(|id| id.starts_with("http"));
        let moment = entry.updated.or(entry.published).map(|d| d.to_rfc3339());
        Entry {
            address: link.or(id),
            title: entry.title.and_then(text),
            byline: entry
                .authors
                .into_iter()
                .map(|a| bare(a.name.as_deref().unwrap_or_default()))
                .filter(|n| !n.is_empty())
                .collect(),
            published: entry
                .published
                .or(entry.updated)
                .and_then(|d| d.date_naive().to_string().parse().ok()),
            updated: moment,
            content: entry.content.and_then(|c| c.body).filter(|b| !b.trim().is_empty()),
            summary: entry.summary.map(|s| s.content).filter(|s| !s.trim().is_empty()),
            id: entry.id,
        }
    });
    Ok(Feed {
        title: feed.title.and_then(text),
        language: feed.language,
        entries: entries.collect(),
    })
}

/// A short text without tags.
fn bare(text: &str) -> String {
    if text.contains(['<', '&']) { html::fragment(text).join(" ") } else { text.trim().to_owned() }
}

/// The article that an entry is by itself; `None` where the feed holds no text of it.
pub fn article(name: &str, feed: &Feed, entry: &Entry) -> Option<Article> {
    let whole = entry.content.as_deref();
    let given = whole.or(entry.summary.as_deref())?;
    let paragraphs = html::fragment(given);
    let text = paragraphs.join("\n\n");
    if text.trim().is_empty() {
        return None;
    }
    let uri = entry.address.clone().unwrap_or_else(|| format!("{name}#{}", entry.id));
    let mut article = Article::new(uri, text);
    "feed".clone_into(&mut article.reader);
    article.title.clone_from(&entry.title);
    article.byline.clone_from(&entry.byline);
    article.publisher.clone_from(&feed.title);
    article.language =
        feed.language.as_deref().and_then(|l| l.split(['-', '_']).next()).map(str::to_lowercase);
    article.canonical.clone_from(&entry.address);
    article.provenance = Some(name.to_owned());
    if let Some(date) = entry.published {
        article.published = Published { date: Some(date), basis: Basis::Metadata };
    }
    if whole.is_none() {
        article.reader_remarks.push("only the summary is in the feed".to_owned());
    }
    Some(article)
}

/// The articles of a saved feed.
pub(super) fn articles(
    name: &str,
    bytes: &[u8],
    options: &Options,
) -> Vec<Result<Article, ReadError>> {
    let feed = match parse(bytes, None) {
        Ok(feed) => feed,
        Err(problem) => {
            let remedy = "leave it out, or save the feed again";
            return vec![Err(ReadError::new(name, problem, remedy))];
        }
    };
    let mut out: Vec<_> = feed
        .entries
        .iter()
        .filter_map(|entry| article(name, &feed, entry))
        .map(|mut article| {
            super::date(&mut article, options);
            Ok(article)
        })
        .collect();
    if out.is_empty() {
        let problem = "is a feed without texts: it only points to articles";
        let remedy = "put its address into a list for legation watch, which fetches them";
        out.push(Err(ReadError::new(name, problem, remedy)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSS: &str = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Northport &amp; Courier</title><language>en-gb</language>
        <item><title>Talks &lt;b&gt;end&lt;/b&gt;</title><link>https://courier.example/1</link><dc:creator>Ann Lee</dc:creator>
        <pubDate>Fri, 30 Dec 2022 23:30:00 +0000</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Arvenia met Belmark.</p><p>They <a href="x">agreed</a>.</p>]]></content:encoded></item>
        <item><title>Vote</title><link>https://courier.example/2</link><description>&lt;p&gt;Belmark votes.&lt;/p&gt;</description></item>
        <item><title>Only a link</title><link>https://courier.example/3</link></item></channel></rss>"#;

    #[test]
    fn entries_become_articles_of_what_the_feed_holds() {
        let all = articles("f.rss", RSS.as_bytes(), &Options::default());
        assert_eq!(all.len(), 2);
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.text, "Arvenia met Belmark.\n\nThey agreed.");
        assert_eq!(first.uri, "https://courier.example/1");
        assert_eq!(first.title.as_deref(), Some("Talks end"));
        assert_eq!(first.publisher.as_deref(), Some("Northport & Courier"));
        assert_eq!(first.published.date.map(|d| d.to_string()).as_deref(), Some("2022-12-30"));
        assert_eq!(first.byline, ["Ann Lee"]);
        let second = all[1].as_ref().unwrap();
        assert_eq!(second.text, "Belmark votes.");
        assert!(second.reader_remarks[0].contains("summary"));
    }

    #[test]
    fn atom_and_json_feeds_are_read_alike() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>C</title><id>x</id><updated>2022-12-30T00:00:00Z</updated>
            <entry><id>e</id><title>T</title><link href="https://a.example/1"/><updated>2022-12-31T00:00:00Z</updated>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Talks ended.</p></div></content></entry></feed>"#;
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"C","items":[{"id":"1","url":"https://a.example/1",
            "date_published":"2022-12-31T00:00:00Z","content_text":"Talks ended."}]}"#;
        for feed in [atom, json] {
            let all = articles("f", feed.as_bytes(), &Options::default());
            let article = all[0].as_ref().unwrap();
            assert_eq!(
                (article.text.trim(), article.uri.as_str()),
                ("Talks ended.", "https://a.example/1")
            );
            assert_eq!(
                article.published.date.map(|d| d.to_string()).as_deref(),
                Some("2022-12-31")
            );
        }
    }

    #[test]
    fn feeds_without_texts_and_broken_ones_say_so() {
        let bare = RSS.replace("description", "x").replace("content:encoded", "y");
        let said = articles("f", bare.as_bytes(), &Options::default());
        assert!(said[0].as_ref().unwrap_err().to_string().contains("legation watch"));
        for broken in ["<rss><channel><item>", "<rss", "{}", ""] {
            assert!(
                articles("f", broken.as_bytes(), &Options::default()).iter().all(Result::is_err),
                "{broken}"
            );
        }
        let deep = format!("<rss>{}", "<a>".repeat(1_000_000));
        assert!(parse(deep.as_bytes(), None).unwrap_err().contains("nest"));
    }
}

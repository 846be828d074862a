//! [`Article`]: a piece of reporting as it came in, with what is known about it.

use crate::{ArticleId, Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How a fact about an article is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The user said so.
    Given,
    /// The page's or file's metadata say so.
    Metadata,
    /// The text's own dateline says so.
    Dateline,
    /// Worked out from other evidence, such as the address.
    Inferred,
    /// Not known.
    #[default]
    Unknown,
}

impl Basis {
    /// The name used in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Metadata => "metadata",
            Self::Dateline => "dateline",
            Self::Inferred => "inferred",
            Self::Unknown => "unknown",
        }
    }

    /// The basis with that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Given, Self::Metadata, Self::Dateline, Self::Inferred, Self::Unknown]
            .into_iter()
            .find(|b| b.as_str() == name)
    }
}

/// When an article was published, and how that is known. An unknown date stays unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The civil date.
    pub date: Option<Date>,
    /// How it is known; `Unknown` exactly when `date` is `None`.
    pub basis: Basis,
}

/// A piece of reporting as received. The text is never changed: every span refers to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Where it came from: a path, address or the name of a record in an archive.
    pub uri: String,
    /// The text as received (for pages: the extracted text).
    pub text: String,
    /// The headline, where known from outside the text.
    pub title: Option<String>,
    /// The authors.
    pub byline: Vec<String>,
    /// The outlet that published it. Never a source of events.
    pub publisher: Option<String>,
    /// ISO 639-1 code of the language, where known.
    pub language: Option<String>,
    /// When it was published.
    pub published: Published,
    /// Which reader and extractor produced the text, for example `"text"` or `"html:own"`.
    pub reader: String,
    /// Parts of the text that are not the article: comment forms, sign-ups, related links.
    pub boilerplate: Vec<Span>,
    /// The canonical address, where the page names one.
    pub canonical: Option<String>,
    /// Where in its container the article stood, such as the byte offset of a WARC record.
    pub provenance: Option<String>,
    /// What the reader had to say about the input: a wrong charset, a cut body.
    pub reader_remarks: Vec<String>,
}

impl Article {
    /// An article of nothing but a text and where it came from.
    pub fn new(uri: impl Into<String>, text: impl Into<String>) -> Self {
        Self { uri: uri.into(), text: text.into(), reader: "text".to_owned(), ..Self::default() }
    }

    /// The identity of this article: address and text.
    pub fn id(&self) -> ArticleId {
        ArticleId::of(&self.uri, &self.text)
    }
}

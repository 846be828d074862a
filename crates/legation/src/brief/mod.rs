//! The briefing: what the records of one article, or of many, say about the system they describe.
//!
//! It is built from the output contract ([`legation_core::json::article`]), so that it comes out the same from a file and
//! from the store. Every line cites its article and the words it rests on. [`text`], [`markdown`] and [`html`] render it.

pub mod actor;
mod contested;
mod dates;
mod happenings;
pub mod html;
mod lines;
pub mod markdown;
mod phrases;
mod positions;
pub mod text;

use serde_json::Value;

/// What a briefing is about.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only what concerns all of these actors, by id or part of the name: one for an actor, two for a dyad.
    pub actors: Vec<String>,
    /// Only what happened or was said from this day (ISO 8601).
    pub from: Option<String>,
    /// Only what happened or was said until this day.
    pub to: Option<String>,
    /// For one actor: its offices by the tables, as [`actor::terms`] gives them.
    pub terms: Vec<String>,
}

/// Words that a line rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// Position of the article.
    pub article: usize,
    /// Code points, half-open.
    pub span: (usize, usize),
    /// The words.
    pub words: String,
}

/// One line of a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What is said.
    pub text: String,
    /// What it rests on.
    pub cites: Vec<Cite>,
    /// A day to sort and draw by, where there is one.
    pub day: Option<String>,
}

/// One part of a briefing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// A short name for addresses: `ties`.
    pub key: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A relation or event between two actors, for the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// One end.
    pub a: String,
    /// The other.
    pub b: String,
    /// How many records stand behind it.
    pub count: usize,
    /// Whether more of them are conflict than cooperation.
    pub conflict: bool,
}

/// A briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brief {
    /// What it is about.
    pub title: String,
    /// Its parts; those without lines are left out.
    pub sections: Vec<Section>,
    /// Who is connected to whom.
    pub edges: Vec<Edge>,
    /// The texts of the articles, for [`html`].
    pub articles: Vec<Source>,
}

/// An article behind a briefing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its headline or first words.
    pub title: String,
    /// Where it came from.
    pub uri: String,
    /// The day of publication.
    pub published: Option<String>,
    /// Its text.
    pub text: String,
}

impl Brief {
    /// Builds the briefing on articles in the form of the output contract.
    pub fn of(articles: &[Value], scope: &Scope) -> Self {
        let sources: Vec<Source> = articles.iter().map(source).collect();
        let title = match (scope.actors.as_slice(), sources.as_slice()) {
            ([], [only]) => only.title.clone(),
            ([], many) => format!("{} articles", many.len()),
            (actors, _) => actors.join(" and "),
        };
        let gathered = lines::gather(articles, scope);
        Self { title, sections: gathered.sections, edges: gathered.edges, articles: sources }
    }
}

fn source(article: &Value) -> Source {
    let document = &article["document"];
    let text = document["text"].as_str().unwrap_or_default().to_owned();
    let first = text.lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or_default();
    let title = document["title"].as_str().unwrap_or(first);
    Source {
        title: shortened(title, 100),
        uri: document["uri"].as_str().unwrap_or_default().to_owned(),
        published: document["published"]["value"].as_str().map(str::to_owned),
        text,
    }
}

/// The beginning of a text, cut at a word.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if flat.chars().count() <= most {
        return flat;
    }
    let cut: String = flat.chars().take(most.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|e| *e > most / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ' ']))
}

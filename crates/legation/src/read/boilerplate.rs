//! Lines that stand in the text of an article but are not the article: comment forms, sign-ups, photo credits, credit
//! lines of the desk, related links. They are marked, never deleted.
//!
//! The cues stand in `codebook/pages/boilerplate.toml`.

use legation_core::{Article, Span};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
struct Table {
    group: Vec<Group>,
}

/// Cues that are compared in the same way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(rename = "name")]
    _name: String,
    r#where: Where,
    #[serde(default = "usual_length")]
    longest: usize,
    #[serde(default)]
    rest: bool,
    #[serde(default)]
    not_in_quotes: bool,
    cues: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Where {
    Is,
    Starts,
    Ends,
    Contains,
}

fn usual_length() -> usize {
    160
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../codebook/pages/boilerplate.toml"))
        .expect("codebook/pages/boilerplate.toml is checked by a test")
});

/// Marks the boilerplate of an article, beside what its reader has marked.
pub fn mark(article: &mut Article) {
    let found = spans(&article.text);
    article.boilerplate.extend(found);
    article.boilerplate.sort_by_key(|s| (s.start, s.end));
    let mut merged: Vec<Span> = Vec::with_capacity(article.boilerplate.len());
    for span in article.boilerplate.drain(..) {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => *last = last.hull(span),
            _ => merged.push(span),
        }
    }
    article.boilerplate = merged;
}

/// The boilerplate lines of a text.
pub fn spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let start = at + line.len() - line.trim_start().len();
        at += line.len();
        match verdict(words) {
            Some(group) if group.rest && start * 2 >= text.len() => {
                out.push(Span::from(start..text.trim_end().len()));
                break;
            }
            Some(_) => out.push(Span::from(start..start + words.len())),
            None => {}
        }
    }
    out
}

/// The group of cues that marks a line.
fn verdict(line: &str) -> Option<&'static Group> {
    if line.is_empty() {
        return None;
    }
    let length = line.chars().count();
    let mut groups = TABLE.group.iter().filter(|g| length <= g.longest).peekable();
    groups.peek()?;
    let low = line.to_lowercase().replace(['\u{2018}', '\u{2019}'], "'");
    let opening =
        low.trim_start_matches(['[', '(', '|', '*', '>', '\u{2022}', '\u{25ba}', '-', ' ']);
    let quoted = low.contains(['"', '\u{201c}']);
    groups.find(|group| {
        !(group.not_in_quotes && quoted)
            && group.cues.iter().any(|cue| match group.r#where {
                Where::Is => low == *cue,
                Where::Starts => [low.as_str(), opening]
                    .iter()
                    .any(|l| l.strip_prefix(cue.as_str()).is_some_and(|rest| ends_word(cue, rest))),
                Where::Ends => low.ends_with(cue.as_str()),
                Where::Contains => low.contains(cue.as_str()),
            })
    })
}

/// Whether a cue that a line starts with is not only the first half of a longer word.
fn ends_word(cue: &str, rest: &str) -> bool {
    !cue.ends_with(char::is_alphabetic) || !rest.starts_with(char::is_alphabetic)
}

/// The text without its boilerplate, for comparing articles.
pub fn without(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for span in spans(text) {
        out.push_str(&text[from..span.start as usize]);
        from = span.end as usize;
    }
    out.push_str(&text[from..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn comment_forms_go_with_all_behind_them() {
        let text = "ARVENIA CITY - The president of Arvenia met the premier of Belmark on Friday to end the dispute.\n\n\
            The two sides agreed to open the border in March.\n\nLeave a Reply\n\nYour email address will not be \
            published. Required fields are marked *\n\nComment *\n\nJo said: nonsense, they never met.\n";
        let found = marked(text);
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("Leave a Reply") && found[0].ends_with("never met."));
    }

    #[test]
    fn lines_of_the_desk_are_marked_and_prose_is_not() {
        for line in [
            "Ann Lee in Northport contributed to this report.",
            "(Reporting by Ann Lee; Editing by Bo Ray)",
            "Sign up for our morning newsletter",
            "Photo: Ministry of Defence",
            "The premier at a rally in May. Bo Ray/Getty Images",
            "Read more: What the treaty means for farmers",
            "Related articles",
        ] {
            assert_eq!(marked(line), [line]);
        }
        for line in [
            "The minister said she would leave a reply to the opposition for another day.",
            "Printers in Belmark went on strike.",
            "Sharon Dole, a senator, criticised the bill.",
            "Relatedness was not the issue, the court said.",
            "“Envoys contributed to this report,” the minister said.",
            "Photographers were kept away from the talks.",
        ] {
            assert!(marked(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn marks_join_those_of_the_reader() {
        let mut article =
            Article::new("a", "---\ntitle: x\n---\nTalks ended.\nRead more: more talks");
        article.boilerplate.push(Span::from(0..16));
        mark(&mut article);
        assert_eq!(article.boilerplate.len(), 2);
        assert!(without(&article.text).contains("Talks ended."));
    }
}

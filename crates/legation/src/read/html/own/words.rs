//! What stands in a page beside the article, by the names that page authors give it: `codebook/pages/elsewhere.toml`.

use super::super::outline::{Node, Outline, attributes};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Elements that are never running text.
    elements: Vec<String>,
    /// Words of names.
    words: HashSet<String>,
    /// How words of names begin.
    starts: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../../codebook/pages/elsewhere.toml"))
        .expect("codebook/pages/elsewhere.toml is checked by a test")
});

/// Elements that teasers are.
const TEASERS: &[&str] = &["article", "div", "li", "section"];
/// The longest teaser and the shortest headline in it, in bytes.
const TEASER: usize = 800;
const HEADLINE: usize = 25;

/// Which nodes of a page are left out, and where its sentences stand without them.
#[derive(Debug)]
pub(super) struct Wanted {
    out: Vec<bool>,
    /// Bytes of sentences before each node, without what is left out.
    before: Vec<usize>,
}

impl Wanted {
    pub(super) fn of(page: &Outline<'_>) -> Self {
        let mut out = teasers(page);
        let elsewhere: usize =
            (0..out.len()).filter(|n| out[*n]).map(|n| page.bytes(n).sentences).sum();
        let all = page.bytes(0).sentences.saturating_sub(elsewhere);
        let mut before = Vec::with_capacity(page.nodes.len() + 1);
        let mut so_far = 0;
        let mut skipped = 0;
        for (at, node) in page.nodes.iter().enumerate() {
            before.push(so_far);
            if at < skipped {
                continue;
            }
            if node.is_text() {
                so_far += page.bytes(at).sentences;
            } else if at > 0 && (out[at] || is_out(node, page.bytes(at).sentences * 2 > all)) {
                out[at] = true;
                skipped = node.end;
            }
        }
        before.push(so_far);
        Self { out, before }
    }

    /// Whether an element is left out with all that it holds.
    pub(super) fn is_out(&self, node: usize) -> bool {
        self.out[node]
    }

    /// How many bytes of sentences an element holds.
    pub(super) fn sentences(&self, page: &Outline<'_>, node: usize) -> usize {
        self.before[page.nodes[node].end] - self.before[node]
    }
}

/// Boxes that lead to other articles: three or more beside each other that begin with a link as long as a headline.
fn teasers(page: &Outline<'_>) -> Vec<bool> {
    let nodes = &page.nodes;
    // The first text at or behind each node.
    let mut text = nodes.len();
    let mut begins = vec![false; nodes.len()];
    for at in (0..nodes.len()).rev() {
        if nodes[at].is_text() {
            text = if nodes[at].inside.trim_ascii().is_empty() { text } else { at };
        } else if text < nodes[at].end && TEASERS.contains(&nodes[at].name) {
            let first = page.bytes(text);
            let whole = page.bytes(at);
            begins[at] =
                first.linked >= HEADLINE && whole.text <= TEASER && whole.text > first.text;
        }
    }
    let mut beside = vec![0usize; nodes.len()];
    for (at, _) in begins.iter().enumerate().filter(|(_, b)| **b) {
        beside[nodes[at].parent] += 1;
    }
    (0..nodes.len()).map(|at| begins[at] && beside[nodes[at].parent] >= 3).collect()
}

/// Whether an element is something else than the article. What holds most of the page's sentences is not known by its name.
fn is_out(node: &Node<'_>, most: bool) -> bool {
    let mut named = TABLE.elements.iter().any(|e| e == node.name);
    for (key, value) in attributes(node.inside) {
        match key {
            "hidden" => return true,
            "aria-hidden" if value.eq_ignore_ascii_case("true") => return true,
            "style" => {
                let plain: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                if plain.contains("display:none") || plain.contains("visibility:hidden") {
                    return true;
                }
            }
            // A quotation is quoted by the article, whatever the site it comes from.
            "class" | "id" | "role" | "data-component" | "data-testid"
                if !most && !named && node.is_block() && node.name != "blockquote" =>
            {
                named = value.split_ascii_whitespace().any(says_elsewhere);
            }
            _ => {}
        }
    }
    named && !most
}

/// Whether a class or id names something else than the article.
fn says_elsewhere(name: &str) -> bool {
    let mut found = false;
    let mut word = String::new();
    let mut last = ' ';
    let mut check = |word: &mut String| {
        if !word.is_empty() {
            found |= TABLE.words.contains(word.as_str())
                || TABLE.starts.iter().any(|s| word.starts_with(s.as_str()));
            word.clear();
        }
    };
    for c in name.chars().take(100) {
        let hump = c.is_ascii_uppercase() && last.is_ascii_lowercase();
        if hump || !c.is_ascii_alphanumeric() {
            check(&mut word);
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        last = c;
    }
    check(&mut word);
    found
}

#[cfg(test)]
mod tests {
    use super::says_elsewhere;

    #[test]
    fn names_are_read_word_by_word() {
        for name in ["social-share", "shareTools", "article__related", "newsletterBox", "ad"] {
            assert!(says_elsewhere(name), "{name}");
        }
        for name in ["article-body", "read", "adopted", "content", "moreover", "headline"] {
            assert!(!says_elsewhere(name), "{name}");
        }
    }
}

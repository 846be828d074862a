//! Our own extractor: the running text of a lean page, read off one tree in one pass.
//!
//! It knows the part of the page that holds the article by its marks or by where the sentences stand, leaves out what is
//! marked as something else (`codebook/pages/elsewhere.toml`), and lists that are links. Where the outcome does not look like
//! an article, it says so, and slower extractors are asked.

mod prose;
mod words;

use super::outline::Outline;

/// Less running text than this, in bytes, may be anything, and less than that if the page has as much elsewhere.
const FEW: usize = 250;
const SHORT: usize = 400;
/// An element is gone into where it holds so many hundredths of the sentences.
const MOST: usize = 80;

/// The paragraphs of an article.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub(super) paragraphs: Vec<String>,
    /// Whether the outcome looks like an article.
    pub(super) sure: bool,
}

/// Reads the article in a page. `marked` are the places where elements begin that are marked as holding it, best marked first.
pub(super) fn article(page: &Outline<'_>, marked: impl Iterator<Item = usize>) -> Own {
    let wanted = words::Wanted::of(page);
    let all = wanted.sentences(page, 0);
    let part = marked
        .filter_map(|at| page.starting(at))
        .find(|node| wanted.sentences(page, *node) * 2 >= all)
        .unwrap_or_else(|| densest(page, &wanted, all));
    let lines = prose::lines(page, &wanted, part);
    let told: usize = lines.iter().filter(|l| l.is_running()).map(|l| l.text.len()).sum();
    let linked: usize = lines.iter().map(|l| l.linked).sum();
    let letters: usize = lines.iter().map(|l| l.all).sum();
    // An article has most of the page's sentences, and is neither links nor scraps.
    let enough = told >= SHORT || (told >= FEW && told * 2 >= page.bytes(0).sentences);
    let sure = enough && told * 10 >= all * 7 && linked * 4 < letters && told * 3 >= letters * 2;
    Own { paragraphs: prose::article(lines), sure }
}

/// The innermost element that holds nearly all sentences of the page.
fn densest(page: &Outline<'_>, wanted: &words::Wanted, all: usize) -> usize {
    let mut here = 0;
    loop {
        let mut child = here + 1;
        let mut next = None;
        while child < page.nodes[here].end {
            let node = page.nodes[child];
            if node.is_block() && wanted.sentences(page, child) * 100 >= all * MOST {
                next = Some(child);
                break;
            }
            child = node.end;
        }
        match next {
            Some(inside) if page.nodes[inside].name != "p" => here = inside,
            _ => return here,
        }
    }
}

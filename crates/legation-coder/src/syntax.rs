//! [`Syntax`]: a document and its layers under one roof, with the questions that every step asks of a tree.
//!
//! Token positions count over the whole document. All methods answer for positions out of range with an empty value
//! rather than a panic, since a layer may come from outside.

mod repair;

use legation_core::{Dep, Document, Layers, Pos, Span, Tag, Token, TokenRange};
use std::borrow::Cow;
use std::ops::Range;

/// A read-only view of one document's words and dependency tree.
#[derive(Debug)]
pub struct Syntax<'a> {
    /// The document.
    pub doc: &'a Document,
    /// Its layers.
    pub layers: &'a Layers,
    /// The head of each token; a root is its own head.
    heads: Vec<u32>,
    /// The relation of each token to its head.
    deps: Vec<Dep>,
    /// Children of token `i`: `child_list[child_start[i]..child_start[i + 1]]`, left to right.
    child_start: Vec<u32>,
    child_list: Vec<u32>,
    /// Leftmost and rightmost token of each subtree (inclusive).
    edges: Vec<(u32, u32)>,
    /// The sentence of each token.
    sentence_of: Vec<u32>,
    /// The paragraph of each token.
    paragraph_of: Vec<u32>,
    /// Lower-cased words, one after another.
    lower: String,
    lower_spans: Vec<Span>,
}

impl<'a> Syntax<'a> {
    /// Indexes a tree once.
    pub fn new(doc: &'a Document, layers: &'a Layers) -> Self {
        let n = layers.tokens.len();
        let mut heads = without_cycles(layers);
        let mut deps: Vec<Dep> = layers.tokens.iter().map(|t| t.dep).collect();
        repair::tree(doc.text(), layers, &mut heads, &mut deps);
        let head = |i: usize| heads[i] as usize;
        let mut child_start = vec![0u32; n + 1];
        for i in 0..n {
            if head(i) != i {
                child_start[head(i) + 1] += 1;
            }
        }
        for i in 0..n {
            child_start[i + 1] += child_start[i];
        }
        let mut next = child_start.clone();
        let mut child_list = vec![0u32; child_start[n] as usize];
        for i in 0..n {
            if head(i) != i {
                child_list[next[head(i)] as usize] = i as u32;
                next[head(i)] += 1;
            }
        }
        let mut syntax = Self {
            doc,
            layers,
            heads,
            deps,
            child_start,
            child_list,
            edges: (0..n as u32).map(|i| (i, i)).collect(),
            sentence_of: owners(&layers.sentences, n),
            paragraph_of: owners(&layers.paragraphs, n),
            lower: String::new(),
            lower_spans: Vec::with_capacity(n),
        };
        syntax.find_edges();
        for token in &layers.tokens {
            let start = syntax.lower.len();
            let word = token.span.of(doc.text());
            if word.is_ascii() {
                syntax.lower.push_str(word);
                syntax.lower[start..].make_ascii_lowercase();
            } else {
                syntax.lower.extend(
                    word.chars()
                        .flat_map(char::to_lowercase)
                        .map(|c| if c == '’' { '\'' } else { c }),
                );
            }
            syntax.lower_spans.push(Span::from(start..syntax.lower.len()));
        }
        syntax
    }

    fn find_edges(&mut self) {
        let mut todo: Vec<(u32, bool)> =
            (0..self.len()).filter(|&i| self.head(i) == i).map(|i| (i, false)).collect();
        while let Some((i, done)) = todo.pop() {
            let Range { start, end } = self.child_range(i);
            if done {
                for at in start..end {
                    let (l, r) = self.edges[self.child_list[at] as usize];
                    let own = &mut self.edges[i as usize];
                    *own = (own.0.min(l), own.1.max(r));
                }
            } else {
                todo.push((i, true));
                todo.extend(self.child_list[start..end].iter().map(|&c| (c, false)));
            }
        }
    }

    fn child_range(&self, i: u32) -> Range<usize> {
        match (self.child_start.get(i as usize), self.child_start.get(i as usize + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        }
    }

    /// The number of tokens.
    pub fn len(&self) -> u32 {
        self.layers.tokens.len() as u32
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.layers.tokens.is_empty()
    }

    /// The article's text.
    pub fn text(&self) -> &'a str {
        self.doc.text()
    }

    /// Token `i`; an empty one out of range.
    pub fn token(&self, i: u32) -> Token {
        self.layers.tokens.get(i as usize).copied().unwrap_or_default()
    }

    /// The word as it stands in the text.
    pub fn word(&self, i: u32) -> &'a str {
        self.layers.word(self.doc.text(), i)
    }

    /// The word in lower case, with a straight apostrophe.
    pub fn lower(&self, i: u32) -> &str {
        self.lower_spans.get(i as usize).map_or("", |s| s.of(&self.lower))
    }

    /// The lemma.
    pub fn lemma(&self, i: u32) -> &'a str {
        self.layers.lemma(i)
    }

    /// The lemma in lower case.
    pub fn lemma_lower(&self, i: u32) -> Cow<'a, str> {
        let lemma = self.lemma(i);
        let is_lower = lemma.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
        if is_lower { Cow::Borrowed(lemma) } else { Cow::Owned(lemma.to_lowercase()) }
    }

    /// The Penn Treebank tag.
    pub fn tag(&self, i: u32) -> Tag {
        self.token(i).tag
    }

    /// The universal part of speech.
    pub fn pos(&self, i: u32) -> Pos {
        self.token(i).pos
    }

    /// The relation to the head.
    pub fn dep(&self, i: u32) -> Dep {
        self.deps.get(i as usize).copied().unwrap_or_default()
    }

    /// The head; a root is its own head.
    pub fn head(&self, i: u32) -> u32 {
        self.heads.get(i as usize).copied().unwrap_or(i)
    }

    /// The children, left to right.
    pub fn children(&self, i: u32) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.child_list[self.child_range(i)].iter().copied()
    }

    /// The children with this relation.
    pub fn children_by(&self, i: u32, dep: Dep) -> impl DoubleEndedIterator<Item = u32> + '_ {
        self.children(i).filter(move |&c| self.dep(c) == dep)
    }

    /// The first child with this relation.
    pub fn child(&self, i: u32, dep: Dep) -> Option<u32> {
        self.children_by(i, dep).next()
    }

    /// Leftmost to rightmost token of the subtree of `i`, as a range (which may hold foreign tokens where arcs cross).
    pub fn subtree(&self, i: u32) -> TokenRange {
        self.edges
            .get(i as usize)
            .map_or(TokenRange::new(i, i), |&(l, r)| TokenRange::new(l, r + 1))
    }

    /// Whether `ancestor` is `i` or stands above it.
    pub fn dominates(&self, ancestor: u32, mut i: u32) -> bool {
        loop {
            if i == ancestor {
                return true;
            }
            let head = self.head(i);
            if head == i {
                return false;
            }
            i = head;
        }
    }

    /// The tokens from `i` (excluded) up to its root.
    pub fn ancestors(&self, i: u32) -> impl Iterator<Item = u32> + '_ {
        let up = move |i: u32| Some(self.head(i)).filter(|&h| h != i);
        std::iter::successors(up(i), move |&i| up(i))
    }

    /// `i` and all tokens coordinated with it ("A, B and C"), in order of the text.
    pub fn conjuncts(&self, i: u32) -> Vec<u32> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            out.extend(self.children_by(out[at], Dep::Conj));
            at += 1;
        }
        out.sort_unstable();
        out
    }

    /// The first of the tokens coordinated with `i`.
    pub fn first_conjunct(&self, mut i: u32) -> u32 {
        while self.dep(i) == Dep::Conj && self.head(i) != i {
            i = self.head(i);
        }
        i
    }

    /// The position of the sentence of token `i` in [`Layers::sentences`].
    pub fn sentence_of(&self, i: u32) -> u32 {
        self.sentence_of.get(i as usize).copied().unwrap_or(0)
    }

    /// The tokens of the sentence in which token `i` stands.
    pub fn sentence(&self, i: u32) -> TokenRange {
        self.layers.sentences.get(self.sentence_of(i) as usize).copied().unwrap_or_default()
    }

    /// The position of the paragraph of token `i` in [`Layers::paragraphs`].
    pub fn paragraph_of(&self, i: u32) -> u32 {
        self.paragraph_of.get(i as usize).copied().unwrap_or(0)
    }

    /// Whether no white space stands before a token: the hyphen and what follows it in "re-election".
    pub fn is_joined(&self, i: u32) -> bool {
        i > 0 && self.token(i).span.start == self.token(i - 1).span.end
    }

    /// The bytes of a run of tokens, without white-space tokens at its ends.
    pub fn span(&self, mut tokens: TokenRange) -> Span {
        while !tokens.is_empty() && self.pos(tokens.start) == Pos::Space {
            tokens.start += 1;
        }
        while !tokens.is_empty() && self.pos(tokens.end - 1) == Pos::Space {
            tokens.end -= 1;
        }
        self.layers.span(tokens).unwrap_or_default()
    }

    /// The tokens that overlap a span of bytes.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        let tokens = &self.layers.tokens;
        let start = tokens.partition_point(|t| t.span.end <= span.start);
        let end = tokens.partition_point(|t| t.span.start < span.end);
        TokenRange::new(start as u32, end.max(start) as u32)
    }
}

/// The heads of all tokens. Layers may come from outside: heads out of range become the last token, and where heads run in a
/// circle one of them becomes a root.
fn without_cycles(layers: &Layers) -> Vec<u32> {
    let n = layers.tokens.len();
    let mut heads: Vec<u32> =
        layers.tokens.iter().map(|t| t.head.min((n.max(1) - 1) as u32)).collect();
    // 0: not visited; a walk's number while it lasts and after: what an earlier walk has seen leads to a root.
    let mut seen = vec![0u32; n];
    for start in 0..n {
        let walk = start as u32 + 1;
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = walk;
            let up = heads[at] as usize;
            if up != at && seen[up] == walk {
                heads[at] = at as u32;
                break;
            }
            at = up;
        }
    }
    heads
}

fn owners(ranges: &[TokenRange], n: usize) -> Vec<u32> {
    let mut out = vec![0; n];
    for (at, range) in ranges.iter().enumerate() {
        for i in range.iter() {
            if let Some(owner) = out.get_mut(i as usize) {
                *owner = at as u32;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_core::{Article, Token};

    #[test]
    fn heads_in_a_circle_are_broken() {
        let doc = Document::new(Article::new("t", "a b c"));
        let token =
            |at: u32, head| Token { span: Span::new(at * 2, at * 2 + 1), head, ..Token::default() };
        let tokens = vec![token(0, 1), token(1, 2), token(2, 0)];
        let layers = Layers { tokens, ..Layers::default() };
        let syntax = Syntax::new(&doc, &layers);
        assert!((0..3).all(|i| syntax.ancestors(i).count() < 3));
        assert_eq!((0..3).filter(|&i| syntax.head(i) == i).count(), 1);
    }

    #[test]
    fn a_finite_verb_is_not_coordinated_with_an_infinitive() {
        let text = "refused to meet and expelled";
        let doc = Document::new(Article::new("t", text));
        let mut start = 0;
        let tokens = [
            (0, Dep::Root, Tag::Vbd),
            (2, Dep::Aux, Tag::To),
            (0, Dep::Xcomp, Tag::Vb),
            (2, Dep::Cc, Tag::Cc),
            (2, Dep::Conj, Tag::Vbd),
        ];
        let tokens = text.split(' ').zip(tokens).map(|(word, (head, dep, tag))| {
            let span = Span::new(start, start + word.len() as u32);
            start = span.end + 1;
            Token { span, head, dep, tag, ..Token::default() }
        });
        let layers = Layers { tokens: tokens.collect(), ..Layers::default() };
        let syntax = Syntax::new(&doc, &layers);
        assert_eq!([3, 4].map(|i| syntax.head(i)), [0, 0]);
        assert_eq!(syntax.subtree(2), TokenRange::new(1, 3));
    }
}

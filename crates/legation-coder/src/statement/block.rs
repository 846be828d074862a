//! Block quotations: a paragraph of its own after a cue and a colon, without quotation marks.

use super::cue::Takes;
use super::draft::{Draft, Frame};
use super::extent;
use super::verbal::Report;
use legation_core::{Pos, TokenRange};

/// A block quotation has at least so many tokens; what is shorter is a heading or an item of a list.
const SHORTEST: u32 = 6;

impl Report<'_, '_> {
    /// "The statement reads:", and in a paragraph of its own what it says.
    pub(super) fn block(&self, out: &mut Vec<Draft>) {
        let syntax = self.syntax;
        let says =
            self.cues.verb(syntax, self.verb, None).is_some_and(|e| e.takes.has(Takes::Quote));
        if !says || self.source.is_none() || extent::is_quoted(syntax, self.quotes, self.verb) {
            return;
        }
        let paragraphs = &syntax.layers.paragraphs;
        let at = paragraphs.partition_point(|p| p.end <= self.verb);
        let (Some(own), Some(next)) = (paragraphs.get(at), paragraphs.get(at + 1)) else { return };
        let last = own.iter().rev().find(|&i| syntax.pos(i) != Pos::Space);
        let colon = last.filter(|&i| syntax.word(i) == ":" && i >= self.cue.end);
        // Nothing but adverbials of the cue before the colon: "wrote in its bulletin on Monday:".
        let plain = colon.is_some_and(|colon| {
            (self.cue.end..colon).all(|i| {
                syntax.dominates(self.verb, i) && !matches!(syntax.pos(i), Pos::Verb | Pos::Aux)
                    || extent::is_edge(syntax, i)
            })
        });
        let words = syntax.span(*next).of(syntax.text());
        let prose = words.starts_with(|c: char| c.is_alphanumeric())
            && words.trim_end().ends_with(['.', '!', '?', '…'])
            && next.len() >= SHORTEST
            && !next.iter().take(4).any(|i| matches!(syntax.word(i), ":" | ")"))
            && !words.starts_with(|c: char| c.is_ascii_digit());
        if !plain || !prose {
            return;
        }
        let content = vec![syntax.span(TokenRange::new(next.start, next.end))];
        out.extend(self.draft(Frame::Block, self.cue, content, None));
    }
}

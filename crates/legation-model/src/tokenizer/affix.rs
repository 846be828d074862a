//! [`Rules`]: one list of affix rules, indexed by the character with which a match starts.

use super::pattern::{Machine, Program};
use super::syntax::{self, Node};

/// One alternative of a rule list.
#[derive(Clone, Debug)]
struct Rule {
    program: Program,
    /// The most bytes that a match covers, if there is a bound.
    widest: Option<usize>,
    /// For a rule without bound, the characters of its matches.
    alphabet: (u128, bool),
}

/// A list of alternatives, of which the first that matches counts.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    list: Vec<Rule>,
    /// For each ASCII character, the rules whose matches can start with it.
    by_ascii: Vec<Vec<u16>>,
    /// The rules whose matches can start with another character.
    others: Vec<u16>,
    /// Whether every rule needs a character that is no ASCII letter.
    pub(super) skips_letters: bool,
}

impl Rules {
    /// Compiles a pattern.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let alternatives = match syntax::parse(pattern)? {
            Node::Alternatives(nodes) => nodes,
            Node::Concat(nodes) if nodes.is_empty() => Vec::new(),
            node => vec![node],
        };
        let mut rules =
            Self { by_ascii: vec![Vec::new(); 128], skips_letters: true, ..Self::default() };
        for (i, node) in alternatives.iter().enumerate() {
            let i = u16::try_from(i).map_err(|_| "too many tokenizer rules".to_owned())?;
            let (ascii, beyond) = syntax::firsts(node).unwrap_or((u128::MAX, true));
            for (c, list) in rules.by_ascii.iter_mut().enumerate() {
                if ascii >> c & 1 == 1 {
                    list.push(i);
                }
            }
            if beyond {
                rules.others.push(i);
            }
            rules.skips_letters &= syntax::needs(node, &|c| c.is_ascii_alphabetic());
            rules.list.push(Rule {
                program: Program::new(node),
                widest: syntax::width(node).and_then(|(_, most)| most).map(|most| most * 4),
                alphabet: syntax::alphabet(node),
            });
        }
        Ok(rules)
    }

    fn starting(&self, c: char) -> &[u16] {
        if c.is_ascii() { &self.by_ascii[c as usize] } else { &self.others }
    }

    /// Where the match that starts at `at` ends, if one does.
    fn match_at(&self, text: &str, at: usize, machine: &mut Machine) -> Option<usize> {
        let c = text[at..].chars().next()?;
        let mut rules = self.starting(c).iter().map(|&i| &self.list[usize::from(i)]);
        rules.find_map(|rule| rule.program.run(text, at, machine))
    }

    /// The length of the prefix that the rules find.
    pub(super) fn prefix(&self, text: &str, machine: &mut Machine) -> usize {
        self.match_at(text, 0, machine).unwrap_or(0)
    }

    /// The length of the longest suffix that the rules find; every rule ends at the end of the text.
    pub(super) fn suffix(&self, text: &str, machine: &mut Machine) -> usize {
        let bound = self.list.iter().filter_map(|rule| rule.widest).max().unwrap_or(0);
        let mut from = text.len().saturating_sub(bound);
        for rule in self.list.iter().filter(|rule| rule.widest.is_none()) {
            let (ascii, beyond) = rule.alphabet;
            let inside = |c: char| if c.is_ascii() { ascii >> (c as u32) & 1 == 1 } else { beyond };
            from = from.min(text.trim_end_matches(inside).len());
        }
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        for (at, c) in text[from..].char_indices() {
            let at = from + at;
            for &i in self.starting(c) {
                let rule = &self.list[usize::from(i)];
                if rule.widest.is_none_or(|widest| text.len() - at <= widest)
                    && rule.program.run(text, at, machine).is_some()
                {
                    return text.len() - at;
                }
            }
        }
        0
    }

    /// The first match at or after `from`.
    pub(super) fn find(
        &self,
        text: &str,
        from: usize,
        machine: &mut Machine,
    ) -> Option<(usize, usize)> {
        let mut starts = text[from..].char_indices().map(|(at, _)| from + at);
        starts.find_map(|at| Some((at, self.match_at(text, at, machine)?)))
    }

    /// Whether the rules match anywhere in `text`.
    pub(super) fn finds(&self, text: &str, machine: &mut Machine) -> bool {
        self.find(text, 0, machine).is_some()
    }
}

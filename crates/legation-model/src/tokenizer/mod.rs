//! From text to tokens, as spaCy's tokenizer cuts them.
//!
//! Text is cut at white space; each piece is a special case, or loses prefixes and suffixes until nothing
//! changes and is then cut at infixes. Finally special cases that span several such tokens are put in.

mod affix;
mod pattern;
mod syntax;

use crate::text::chars::is_space;
use affix::Rules;
use pattern::{Machine, Program};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A piece longer than this, in bytes, is not checked for being a URL.
const LONGEST_URL: usize = 1 << 14;

/// A string and the tokens it is cut into, each with its norm if it has one.
pub(crate) type SpecialCase = (String, Vec<(String, Option<String>)>);

/// The tokens of a special case as affix rules alone cut it.
type Phrase = Box<[Box<str>]>;

/// A language's tokenizer rules, as a model file keeps them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct TokenizerRules {
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) infix: String,
    pub(crate) url: Option<String>,
    /// What stays whole although affix rules match.
    pub(crate) token: Option<String>,
    /// What is cut in a way of its own.
    pub(crate) exceptions: Vec<SpecialCase>,
}

/// A token of a piece: bytes of the piece, and the norm it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The position of its norm among the tokenizer's norms, or [`NO_NORM`].
    pub(crate) norm: u16,
}

/// A token without a norm of its own.
pub(crate) const NO_NORM: u16 = u16::MAX;

/// A compiled tokenizer.
#[derive(Debug, Default)]
pub(crate) struct Tokenizer {
    prefix: Rules,
    suffix: Rules,
    infix: Rules,
    url: Option<Program>,
    /// What stays whole although affix rules match.
    token: Option<Rules>,
    exceptions: HashMap<Box<str>, Box<[Part]>>,
    longest_exception: usize,
    norms: Vec<Box<str>>,
    /// Token sequences of special cases that affix rules would cut, by first token.
    phrases: HashMap<Box<str>, Vec<Phrase>>,
}

/// Buffers of the tokenizer.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    machine: Machine,
    suffixes: Vec<Part>,
}

impl Tokenizer {
    /// Compiles `rules`.
    pub(crate) fn new(rules: &TokenizerRules) -> Result<Self, String> {
        let url =
            rules.url.as_deref().map(|url| Ok::<_, String>(Program::new(&syntax::parse(url)?)));
        let mut tokenizer = Self {
            prefix: Rules::new(&rules.prefix)?,
            suffix: Rules::new(&rules.suffix)?,
            infix: Rules::new(&rules.infix)?,
            url: url.transpose()?,
            token: rules.token.as_deref().map(Rules::new).transpose()?,
            ..Self::default()
        };
        let mut norm_index: HashMap<&str, u16> = HashMap::new();
        for (text, tokens) in &rules.exceptions {
            let mut parts = Vec::with_capacity(tokens.len());
            let mut at = 0;
            for (orth, norm) in tokens {
                let norm = match norm {
                    Some(norm) => *norm_index.entry(norm).or_insert_with(|| {
                        tokenizer.norms.push(norm.as_str().into());
                        (tokenizer.norms.len() - 1) as u16
                    }),
                    None => NO_NORM,
                };
                let end = at + orth.len() as u32;
                parts.push(Part { start: at, end, norm });
                at = end;
            }
            if at as usize != text.len() {
                return Err(format!("special case {text:?} is not the sum of its tokens"));
            }
            tokenizer.longest_exception = tokenizer.longest_exception.max(text.len());
            tokenizer.exceptions.insert(text.as_str().into(), parts.into());
        }
        tokenizer.add_phrases(rules);
        Ok(tokenizer)
    }

    fn add_phrases(&mut self, rules: &TokenizerRules) {
        let work = &mut Workspace::default();
        let mut parts = Vec::new();
        for (text, _) in &rules.exceptions {
            let is_cut = text.contains(' ')
                || self.prefix.prefix(text, &mut work.machine) > 0
                || self.suffix.suffix(text, &mut work.machine) > 0
                || self.infix.finds(text, &mut work.machine);
            if !is_cut {
                continue;
            }
            let mut tokens: Vec<Box<str>> = Vec::new();
            pieces(text, |piece, _, _| {
                parts.clear();
                self.cut(piece, false, work, &mut parts);
                tokens.extend(
                    parts.iter().map(|p| Box::from(&piece[p.start as usize..p.end as usize])),
                );
            });
            let Some(first) = tokens.first().cloned() else { continue };
            let known = self.phrases.entry(first).or_default();
            let tokens = tokens.into_boxed_slice();
            if !known.contains(&tokens) {
                known.push(tokens);
            }
        }
    }

    /// The norm numbered `norm`.
    pub(crate) fn norm(&self, norm: u16) -> Option<&str> {
        self.norms.get(usize::from(norm)).map(AsRef::as_ref)
    }

    /// The special case that `text` is.
    pub(crate) fn exception(&self, text: &str) -> Option<&[Part]> {
        if text.len() > self.longest_exception {
            return None;
        }
        self.exceptions.get(text).map(AsRef::as_ref)
    }

    /// The token sequences of special cases that start with a token `first`.
    pub(crate) fn phrases(&self, first: &str) -> &[Phrase] {
        self.phrases.get(first).map_or(&[], Vec::as_slice)
    }

    /// Cuts a piece without white space (or all of it white space) into tokens. Without `specials` special
    /// cases are not looked up.
    pub(crate) fn cut(
        &self,
        piece: &str,
        specials: bool,
        work: &mut Workspace,
        out: &mut Vec<Part>,
    ) {
        let letters = || piece.bytes().all(|b| b.is_ascii_alphabetic());
        let special = |text: &str| if specials { self.exception(text) } else { None };
        if let Some(parts) = special(piece) {
            out.extend_from_slice(parts);
            return;
        }
        if self.prefix.skips_letters
            && self.suffix.skips_letters
            && self.infix.skips_letters
            && letters()
        {
            out.push(Part { start: 0, end: piece.len() as u32, norm: NO_NORM });
            return;
        }
        let plain =
            |start: usize, end: usize| Part { start: start as u32, end: end as u32, norm: NO_NORM };
        let Workspace { machine, suffixes } = work;
        suffixes.clear();
        let (mut start, mut end) = (0, piece.len());
        let mut last_length = 0;
        while start < end && end - start != last_length {
            let rest = &piece[start..end];
            if self.is_token(rest, machine) || special(rest).is_some() {
                break;
            }
            last_length = end - start;
            let p = self.prefix.prefix(rest, machine);
            if p > 0 && p < rest.len() && special(&rest[p..]).is_some() {
                out.push(plain(start, start + p));
                start += p;
                break;
            }
            let s = self.suffix.suffix(&rest[p..], machine);
            if s > 0 && s < rest.len() && special(&rest[..rest.len() - s]).is_some() {
                suffixes.push(plain(end - s, end));
                end -= s;
                break;
            }
            if p > 0 {
                out.push(plain(start, start + p));
                start += p;
            }
            if s > 0 {
                suffixes.push(plain(end - s, end));
                end -= s;
            }
        }
        if start < end {
            self.middle(&piece[start..end], start as u32, specials, machine, out);
        }
        out.extend(suffixes.iter().rev());
    }

    /// What is left between the affixes: a special case, a URL, or tokens between infixes.
    fn middle(
        &self,
        text: &str,
        base: u32,
        specials: bool,
        machine: &mut Machine,
        out: &mut Vec<Part>,
    ) {
        if let Some(parts) = if specials { self.exception(text) } else { None } {
            out.extend(parts.iter().map(|p| Part {
                start: p.start + base,
                end: p.end + base,
                ..*p
            }));
            return;
        }
        let mut push = |start: usize, end: usize| {
            out.push(Part { start: base + start as u32, end: base + end as u32, norm: NO_NORM });
        };
        if self.is_token(text, machine) || self.is_url(text, machine) {
            return push(0, text.len());
        }
        let (mut start, mut from) = (0, 0);
        while from < text.len() {
            let Some((at, end)) = self.infix.find(text, from, machine) else { break };
            if at != 0 {
                if at != start {
                    push(start, at);
                }
                if at != end {
                    push(at, end);
                }
                start = end;
            }
            from = if end > at {
                end
            } else {
                at + text[at..].chars().next().map_or(1, char::len_utf8)
            };
        }
        if start < text.len() {
            push(start, text.len());
        }
    }

    fn is_token(&self, text: &str, machine: &mut Machine) -> bool {
        self.token.as_ref().is_some_and(|rules| rules.prefix(text, machine) > 0)
    }

    fn is_url(&self, text: &str, machine: &mut Machine) -> bool {
        let url = self.url.as_ref();
        text.len() <= LONGEST_URL
            && text.contains('.')
            && url.is_some_and(|url| url.run_bounded(text, machine).is_some())
    }
}

/// Cuts `text` at white space and hands over each piece, its first byte, and whether a single space after it was
/// swallowed.
pub(crate) fn pieces(text: &str, mut each: impl FnMut(&str, usize, bool)) {
    let Some(first) = text.chars().next() else { return };
    let mut in_space = is_space(first);
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if is_space(c) == in_space {
            continue;
        }
        let swallowed = c == ' ';
        if start < at {
            each(&text[start..at], start, swallowed);
        }
        start = at + usize::from(swallowed);
        in_space = !in_space;
    }
    if start < text.len() {
        each(&text[start..], start, text.ends_with(' ') && !in_space);
    }
}

/// A pattern that is searched anywhere in a text.
#[derive(Debug)]
pub(crate) struct Regex(Rules);

impl Regex {
    /// Compiles a Python pattern.
    pub(crate) fn new(pattern: &str) -> Result<Self, String> {
        Rules::new(pattern).map(Self)
    }

    /// Whether the pattern matches anywhere in `text`.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.finds(text, &mut Machine::default())
    }
}

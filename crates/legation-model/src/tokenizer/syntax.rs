//! Reading Python patterns into trees, and questions about trees.

use crate::text::chars;
use std::collections::HashMap;

/// Characters of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Decimal,
    Space,
    NotSpace,
}

/// A set of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
    kinds: Vec<Kind>,
    negated: bool,
}

impl Class {
    /// Whether the set holds `c`.
    pub(super) fn has(&self, c: char) -> bool {
        let listed = if c.is_ascii() {
            self.ascii >> (c as u32) & 1 == 1
        } else {
            chars::contains(&self.ranges, c)
        };
        let found = listed
            || self.kinds.iter().any(|kind| match kind {
                Kind::Word => chars::is_word(c),
                Kind::Decimal => chars::is_decimal(c),
                Kind::Space => chars::is_space(c),
                Kind::NotSpace => !chars::is_space(c),
            });
        found != self.negated
    }

    fn add(&mut self, from: char, to: char) {
        for c in (from as u32)..=(to as u32).min(127) {
            self.ascii |= 1 << c;
        }
        if to as u32 >= 128 {
            self.ranges.push(((from as u32).max(128), to as u32));
        }
    }

    /// Adds the other case of every listed letter.
    fn fold(&mut self) {
        for c in ('a'..='z').chain('A'..='Z') {
            if self.ascii >> (c as u32) & 1 == 1 {
                let other =
                    if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
                self.ascii |= 1 << (other as u32);
            }
        }
        for (from, to) in self.ranges.clone() {
            for c in (from..=to.min(from + 2000)).filter_map(char::from_u32) {
                // Python knows only cases that are one character.
                let (lower, upper) = (c.to_lowercase(), c.to_uppercase());
                let lower = (lower.len() == 1).then(|| lower.into_iter().next()).flatten();
                let upper = (upper.len() == 1).then(|| upper.into_iter().next()).flatten();
                for other in lower.into_iter().chain(upper).filter(|&other| other != c) {
                    self.add(other, other);
                }
            }
        }
    }

    /// Sorts and joins the ranges so that they can be searched.
    fn finish(mut self) -> Self {
        self.ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for (from, to) in self.ranges {
            match joined.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        self.ranges = joined;
        self
    }

    /// Whether the set can hold a character above ASCII.
    fn beyond_ascii(&self) -> bool {
        !self.ranges.is_empty() || !self.kinds.is_empty() || self.negated
    }
}

/// A pattern's syntax.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Char(char),
    Class(Class),
    Start,
    End,
    Look { node: Box<Node>, behind: bool, negative: bool },
    Concat(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat { node: Box<Node>, least: u32, most: Option<u32>, greedy: bool },
}

/// The least and most characters that `node` consumes; no most if there is no bound.
pub(super) fn width(node: &Node) -> Option<(usize, Option<usize>)> {
    Some(match node {
        Node::Char(_) | Node::Class(_) => (1, Some(1)),
        Node::Start | Node::End | Node::Look { .. } => (0, Some(0)),
        Node::Concat(nodes) => {
            nodes.iter().filter_map(width).fold((0, Some(0)), |(least, most), (l, m)| {
                (least + l, most.zip(m).map(|(a, b)| a + b))
            })
        }
        Node::Alternatives(nodes) => nodes
            .iter()
            .filter_map(width)
            .reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(x, y)| x.max(y))))?,
        Node::Repeat { node, least, most, .. } => {
            let (l, m) = width(node)?;
            (l * *least as usize, m.zip(*most).map(|(m, most)| m * most as usize))
        }
    })
}

/// Whether every match of `node` consumes or looks at a character that `is` not.
pub(super) fn needs(node: &Node, is: &impl Fn(char) -> bool) -> bool {
    match node {
        Node::Char(c) => !is(*c),
        Node::Class(class) => !(0..128u8).map(char::from).any(|c| is(c) && class.has(c)),
        Node::Start | Node::End => false,
        Node::Look { node, negative, .. } => !negative && needs(node, is),
        Node::Concat(nodes) => nodes.iter().any(|node| needs(node, is)),
        Node::Alternatives(nodes) => nodes.iter().all(|node| needs(node, is)),
        Node::Repeat { node, least, .. } => *least > 0 && needs(node, is),
    }
}

/// The characters with which a match of `node` can start: ASCII ones as bits, and whether others can; `None`
/// if a match can be empty.
pub(super) fn firsts(node: &Node) -> Option<(u128, bool)> {
    match node {
        Node::Char(c) if c.is_ascii() => Some((1 << (*c as u32), false)),
        Node::Char(_) => Some((0, true)),
        Node::Class(class) => {
            let ascii =
                (0..128u8).filter(|&b| class.has(b.into())).fold(0, |bits, b| bits | 1 << b);
            Some((ascii, class.beyond_ascii()))
        }
        Node::Start | Node::End | Node::Look { .. } => None,
        Node::Concat(nodes) => {
            let mut all = (0, false);
            for node in nodes {
                if matches!(node, Node::Start | Node::End | Node::Look { .. }) {
                    continue;
                }
                let optional = matches!(node, Node::Repeat { least: 0, .. });
                let inner = match node {
                    Node::Repeat { node, .. } => firsts(node),
                    node => firsts(node),
                }?;
                all = (all.0 | inner.0, all.1 | inner.1);
                if !optional {
                    return Some(all);
                }
            }
            None
        }
        Node::Alternatives(nodes) => nodes.iter().try_fold((0, false), |all, node| {
            firsts(node).map(|one| (all.0 | one.0, all.1 | one.1))
        }),
        Node::Repeat { node, least, .. } => {
            if *least == 0 {
                None
            } else {
                firsts(node)
            }
        }
    }
}

/// All characters that a match of `node` can consume: ASCII ones as bits, and whether others can be.
pub(super) fn alphabet(node: &Node) -> (u128, bool) {
    match node {
        Node::Char(_) | Node::Class(_) => firsts(node).unwrap_or_default(),
        Node::Start | Node::End | Node::Look { .. } => (0, false),
        Node::Concat(nodes) | Node::Alternatives(nodes) => {
            nodes.iter().map(alphabet).fold((0, false), |a, b| (a.0 | b.0, a.1 | b.1))
        }
        Node::Repeat { node, .. } => alphabet(node),
    }
}

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Node, String> {
    let mut parser = Parser { rest: pattern, fold: false, folded: HashMap::new() };
    let node = parser.alternatives()?;
    if parser.rest.is_empty() { Ok(node) } else { Err(parser.fail("unmatched bracket")) }
}

struct Parser<'p> {
    rest: &'p str,
    fold: bool,
    /// Classes without regard to case, by how they are written: patterns repeat large ones many times.
    folded: HashMap<&'p str, Class>,
}

impl Parser<'_> {
    fn fail(&self, what: &str) -> String {
        let near: String = self.rest.chars().take(20).collect();
        format!("tokenizer pattern: {what} near {near:?}")
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Result<char, String> {
        let c = self.peek().ok_or_else(|| self.fail("unexpected end"))?;
        self.rest = &self.rest[c.len_utf8()..];
        Ok(c)
    }

    fn eat(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn alternatives(&mut self) -> Result<Node, String> {
        let mut nodes = vec![self.concat()?];
        while self.eat("|") {
            nodes.push(self.concat()?);
        }
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Alternatives(nodes) })
    }

    fn concat(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while !matches!(self.peek(), None | Some('|' | ')')) {
            if let Some(flags) = self.rest.strip_prefix("(?").and_then(|r| r.split_once(')'))
                && flags.0.chars().all(|c| matches!(c, 'u' | 'i'))
            {
                self.fold |= flags.0.contains('i');
                self.rest = flags.1;
                continue;
            }
            let atom = self.atom()?;
            nodes.push(self.repeated(atom)?);
        }
        Ok(if nodes.len() == 1 { nodes.swap_remove(0) } else { Node::Concat(nodes) })
    }

    fn repeated(&mut self, node: Node) -> Result<Node, String> {
        let (least, most) = match self.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => {
                let (inside, rest) =
                    self.rest[1..].split_once('}').ok_or_else(|| self.fail("{"))?;
                let (least, most) = match inside.split_once(',') {
                    Some((least, most)) => (least, most),
                    None => (inside, inside),
                };
                let least = least.parse().map_err(|_| self.fail("bad repeat"))?;
                let most = if most.is_empty() {
                    None
                } else {
                    Some(most.parse().map_err(|_| self.fail("bad repeat"))?)
                };
                self.rest = rest;
                let greedy = !self.eat("?");
                return Ok(Node::Repeat { node: Box::new(node), least, most, greedy });
            }
            _ => return Ok(node),
        };
        self.next()?;
        let greedy = !self.eat("?");
        if most.is_none() && width(&node).is_none_or(|(least, _)| least == 0) {
            return Err(self.fail("a repeat of what may be empty"));
        }
        Ok(Node::Repeat { node: Box::new(node), least, most, greedy })
    }

    fn atom(&mut self) -> Result<Node, String> {
        let looks = [
            ("(?=", false, false),
            ("(?!", false, true),
            ("(?<=", true, false),
            ("(?<!", true, true),
        ];
        for (opening, behind, negative) in looks {
            if self.eat(opening) {
                let node = self.group()?;
                if behind && width(&node).is_none_or(|(least, most)| most != Some(least)) {
                    return Err(self.fail("look-behind of varying width"));
                }
                return Ok(Node::Look { node: Box::new(node), behind, negative });
            }
        }
        if self.eat("(?:") {
            return self.group();
        }
        match self.next()? {
            '(' if self.peek() != Some('?') => self.group(),
            '(' => Err(self.fail("unknown group")),
            '[' => self.class(),
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => {
                let mut class = Class { negated: true, ..Class::default() };
                class.add('\n', '\n');
                Ok(Node::Class(class))
            }
            '\\' => {
                let mut class = Class::default();
                match self.escape(&mut class)? {
                    Some(c) => Ok(self.char(c)),
                    None => Ok(Node::Class(class)),
                }
            }
            c => Ok(self.char(c)),
        }
    }

    fn char(&self, c: char) -> Node {
        if self.fold && (c.to_lowercase().ne([c]) || c.to_uppercase().ne([c])) {
            let mut class = Class::default();
            class.add(c, c);
            class.fold();
            return Node::Class(class.finish());
        }
        Node::Char(c)
    }

    fn group(&mut self) -> Result<Node, String> {
        let node = self.alternatives()?;
        if self.eat(")") { Ok(node) } else { Err(self.fail("missing )")) }
    }

    /// The character that an escape stands for, or its class added to `class`.
    fn escape(&mut self, class: &mut Class) -> Result<Option<char>, String> {
        let mut kind = |kind: Kind| {
            class.kinds.push(kind);
            Ok(None)
        };
        let digits = match self.next()? {
            'w' => return kind(Kind::Word),
            'd' => return kind(Kind::Decimal),
            's' => return kind(Kind::Space),
            'S' => return kind(Kind::NotSpace),
            'n' => return Ok(Some('\n')),
            't' => return Ok(Some('\t')),
            'r' => return Ok(Some('\r')),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c if c.is_ascii_alphanumeric() => return Err(self.fail("unknown escape")),
            c => return Ok(Some(c)),
        };
        let code = self.rest.get(..digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let c = code.and_then(char::from_u32).ok_or_else(|| self.fail("bad escape"))?;
        self.rest = &self.rest[digits..];
        Ok(Some(c))
    }

    fn class(&mut self) -> Result<Node, String> {
        let written = self.rest;
        let mut class = Class { negated: self.eat("^"), ..Class::default() };
        let mut first = true;
        loop {
            let from = match self.next()? {
                ']' if !first => break,
                '\\' => self.escape(&mut class)?,
                c => Some(c),
            };
            first = false;
            let Some(from) = from else { continue };
            let is_range = self.rest.starts_with('-') && !self.rest[1..].starts_with(']');
            if !is_range {
                class.add(from, from);
                continue;
            }
            self.next()?;
            let to = match self.next()? {
                '\\' => self.escape(&mut class)?,
                c => Some(c),
            };
            match to {
                Some(to) if from <= to => class.add(from, to),
                _ => return Err(self.fail("bad range")),
            }
        }
        if !self.fold {
            return Ok(Node::Class(class.finish()));
        }
        let written = &written[..written.len() - self.rest.len()];
        let folded = self.folded.entry(written).or_insert_with(|| {
            class.fold();
            class.finish()
        });
        Ok(Node::Class(folded.clone()))
    }
}

//! The arc-eager dependency parser.

use super::{HIDDEN, NONE, Scorer, Sums, best};
use crate::Result;
use crate::file::ModelFile;
use crate::net::kernel::Level;
use crate::rules::MoveLabel;
use std::ops::Range;

/// The parser.
#[derive(Debug)]
pub(crate) struct Parser {
    scorer: Scorer,
    /// Label of each action's arcs, as a position in `labels`.
    action_labels: Vec<u16>,
    labels: Vec<String>,
    root: u16,
    shift: usize,
    reduce: usize,
    left: Range<usize>,
    right: Range<usize>,
    break_: usize,
}

/// A tree over a sequence, and the state that makes it.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    sums: Sums,
    /// The first token's place in the sums.
    first: u32,
    /// Each token's head; a root is its own.
    pub(crate) heads: Vec<u32>,
    /// Each token's label, as a position in the parser's labels.
    pub(crate) labels: Vec<u16>,
    /// Tokens at which a sentence starts.
    pub(crate) starts: Vec<bool>,
    stack: Vec<u32>,
    rebuffer: Vec<u32>,
    unshiftable: Vec<bool>,
    /// Last attached child on either side of each token, and the one attached before each child.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    previous: Vec<u32>,
    next: u32,
}

impl Parser {
    /// Reads the parser.
    pub(crate) fn new(file: &ModelFile, moves: &[MoveLabel]) -> Result<Self> {
        let broken = |reason: &str| crate::Error::Package {
            package: file.path().to_owned(),
            reason: reason.to_owned(),
        };
        let range = |action: u8| {
            let start = moves.iter().position(|m| m.action == action)?;
            let count = moves[start..].iter().take_while(|m| m.action == action).count();
            Some(start..start + count)
        };
        let range = |action: u8| range(action).ok_or_else(|| broken("the parser lacks an action"));
        let mut labels: Vec<String> = Vec::new();
        let mut index = |label: &str| {
            let known = labels.iter().position(|known| known == label);
            known.unwrap_or_else(|| {
                labels.push(label.to_owned());
                labels.len() - 1
            }) as u16
        };
        let action_labels = moves.iter().map(|m| index(&m.label)).collect();
        let root = index("ROOT");
        Ok(Self {
            scorer: Scorer::new(
                file,
                "parser",
                (8, 8),
                moves.len(),
                &(0..moves.len()).collect::<Vec<_>>(),
            )?,
            action_labels,
            root,
            shift: range(0)?.start,
            reduce: range(1)?.start,
            left: range(2)?,
            right: range(3)?,
            break_: range(4)?.start,
            labels,
        })
    }

    /// The names of the labels.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Prepares the sums of some sequences whose token vectors are given.
    pub(crate) fn prepare(&self, level: Level, vectors: &[f32], tree: &mut Tree) {
        self.scorer.prepare(level, vectors, &mut tree.sums);
    }

    /// Parses a sequence of `count` tokens, the first of which is at `first` of what was prepared. Sentence starts found
    /// on the way steer the parser; the final ones follow from the tree.
    pub(crate) fn parse(&self, level: Level, first: u32, count: u32, tree: &mut Tree) {
        tree.reset(first, count);
        while !(tree.stack.is_empty() && tree.buffer(count, 0) == NONE) {
            if !self.step(level, count, tree) {
                break;
            }
        }
        for i in 0..count {
            if tree.heads[i as usize] == NONE {
                tree.heads[i as usize] = i;
                tree.labels[i as usize] = self.root;
            }
        }
    }

    /// Does the best valid action; `false` if none is valid.
    fn step(&self, level: Level, count: u32, tree: &mut Tree) -> bool {
        let (b0, b1) = (tree.buffer(count, 0), tree.buffer(count, 1));
        let from_top =
            |n: usize| tree.stack.len().checked_sub(n + 1).map_or(NONE, |i| tree.stack[i]);
        let (s0, s1, s2) = (from_top(0), from_top(1), from_top(2));
        let at_start = b0 != NONE && tree.starts[b0 as usize];

        let can_shift = s0 == NONE || (b1 != NONE && !at_start && !tree.unshiftable[b0 as usize]);
        let can_reduce = s0 != NONE;
        let can_attach = s0 != NONE && b0 != NONE && !at_start;
        let can_break = b1 != NONE && b1 == b0 + 1 && !tree.starts[b1 as usize];

        let single = match (can_shift, can_reduce, can_attach, can_break) {
            (false, false, false, false) => return false,
            (true, false, false, false) => Some(self.shift),
            (false, true, false, false) => Some(self.reduce),
            _ => None,
        };
        let action = single.unwrap_or_else(|| {
            let child = |of: u32, last: &[u32]| if of == NONE { NONE } else { last[of as usize] };
            let features = [
                b0,
                b1,
                s0,
                s1,
                s2,
                child(b0, &tree.last_left),
                child(s0, &tree.last_left),
                child(s0, &tree.last_right),
            ];
            let hidden = self.scorer.hidden(level, &tree.sums, tree.first, features);
            self.choose(level, &hidden, [can_shift, can_reduce, can_attach, can_break], tree)
        });
        if action == self.shift {
            tree.shift();
        } else if action == self.reduce {
            tree.reduce();
        } else if action == self.break_ {
            tree.starts[b1 as usize] = true;
        } else if self.left.contains(&action) {
            tree.attach(s0, b0, self.action_labels[action], true);
            tree.unshiftable[b0 as usize] = false;
            tree.stack.pop();
        } else {
            tree.attach(b0, s0, self.action_labels[action], false);
            tree.shift();
        }
        true
    }

    /// The best of the valid actions, the first of equals.
    fn choose(
        &self,
        level: Level,
        hidden: &[f32; HIDDEN],
        valid: [bool; 4],
        tree: &mut Tree,
    ) -> usize {
        let [can_shift, can_reduce, can_attach, can_break] = valid;
        let pair = match valid {
            [true, false, false, true] => Some((self.shift, self.break_)),
            [false, true, false, true] => Some((self.reduce, self.break_)),
            [true, true, false, false] => Some((self.shift, self.reduce)),
            _ => None,
        };
        if let Some((first, second)) = pair {
            return if self.scorer.prefers(hidden, first, second) { first } else { second };
        }
        let scores = self.scorer.scores(level, hidden, &mut tree.sums);
        // In the order of the actions, so that the first of equals wins.
        let mut choice = (self.shift, f32::NEG_INFINITY);
        let mut consider = |action: usize, score: f32| {
            if score > choice.1 {
                choice = (action, score);
            }
        };
        if can_shift {
            consider(self.shift, scores[self.shift]);
        }
        if can_reduce {
            consider(self.reduce, scores[self.reduce]);
        }
        if can_attach {
            let arcs = self.left.start..self.right.end;
            let (place, score) = best(&scores[arcs.clone()]);
            consider(arcs.start + place, score);
        }
        if can_break {
            consider(self.break_, scores[self.break_]);
        }
        choice.0
    }
}

impl Tree {
    fn reset(&mut self, first: u32, count: u32) {
        self.first = first;
        let count = count as usize;
        for list in [&mut self.heads, &mut self.last_left, &mut self.last_right, &mut self.previous]
        {
            list.clear();
            list.resize(count, NONE);
        }
        for list in [&mut self.starts, &mut self.unshiftable] {
            list.clear();
            list.resize(count, false);
        }
        self.labels.clear();
        self.labels.resize(count, 0);
        self.stack.clear();
        self.rebuffer.clear();
        self.next = 0;
    }

    /// The `nth` token of the buffer.
    fn buffer(&self, count: u32, nth: u32) -> u32 {
        let held = self.rebuffer.len() as u32;
        if nth < held {
            return self.rebuffer[(held - 1 - nth) as usize];
        }
        let token = self.next + nth - held;
        if token < count { token } else { NONE }
    }

    fn shift(&mut self) {
        let token = self.rebuffer.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn reduce(&mut self) {
        let alone = self.stack.len() == 1;
        let Some(token) = self.stack.pop() else { return };
        if self.heads[token as usize] == NONE && !alone {
            self.unshiftable[token as usize] = true;
            self.rebuffer.push(token);
        }
    }

    fn attach(&mut self, child: u32, head: u32, label: u16, left: bool) {
        let old = self.heads[child as usize];
        if old != NONE {
            // An arc is only ever replaced while it is its head's last one.
            let last = if child > old { &mut self.last_right } else { &mut self.last_left };
            if last[old as usize] == child {
                last[old as usize] = self.previous[child as usize];
            }
        }
        let last = if left { &mut self.last_left } else { &mut self.last_right };
        self.previous[child as usize] = last[head as usize];
        last[head as usize] = child;
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }
}

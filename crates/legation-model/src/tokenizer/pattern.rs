//! The regular expressions that spaCy's tokenizers are made of, with Python's meaning.
//!
//! Model packages carry their affix rules as Python patterns with look-behind. This is the small part of that
//! language they use: literals, classes, groups, bounded and unbounded repeats, look-around of fixed width.
//! A program runs by backtracking with an explicit stack, so no input can exhaust the call stack, and, where a
//! pattern has nested unbounded repeats, remembers failed states, so none can take exponential time.

use super::syntax::{self, Class, Node};

/// One step of a compiled pattern.
#[derive(Clone, Debug)]
enum Step {
    Char(char),
    Class(Class),
    /// Tries the first, then the second.
    Split(usize, usize),
    Jump(usize),
    Start,
    End,
    Look {
        program: Program,
        back: Option<usize>,
        negative: bool,
    },
    Match,
}

/// A compiled pattern.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    steps: Vec<Step>,
}

/// Buffers for running programs.
#[derive(Clone, Debug, Default)]
pub(super) struct Machine {
    stack: Vec<(usize, usize)>,
    failed: Vec<u64>,
}

impl Program {
    /// Compiles a syntax tree.
    pub(super) fn new(node: &Node) -> Self {
        let mut program = Self::default();
        program.emit(node);
        program.steps.push(Step::Match);
        program
    }

    fn emit(&mut self, node: &Node) {
        match node {
            Node::Char(c) => self.steps.push(Step::Char(*c)),
            Node::Class(class) => self.steps.push(Step::Class(class.clone())),
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
            Node::Look { node, behind, negative } => {
                let back = behind.then(|| syntax::width(node).map_or(0, |(least, _)| least));
                self.steps.push(Step::Look { program: Self::new(node), back, negative: *negative });
            }
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.emit(node)),
            Node::Alternatives(nodes) => {
                let mut ends = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    if i + 1 == nodes.len() {
                        self.emit(node);
                        break;
                    }
                    let split = self.hole();
                    self.emit(node);
                    ends.push(self.hole());
                    self.steps[split] = Step::Split(split + 1, self.steps.len());
                }
                for end in ends {
                    self.steps[end] = Step::Jump(self.steps.len());
                }
            }
            Node::Repeat { node, least, most, greedy } => {
                (0..*least).for_each(|_| self.emit(node));
                match most {
                    Some(most) => {
                        let mut splits = Vec::new();
                        for _ in *least..*most {
                            splits.push(self.hole());
                            self.emit(node);
                        }
                        let end = self.steps.len();
                        for split in splits {
                            self.steps[split] = branch(split + 1, end, *greedy);
                        }
                    }
                    None => {
                        let split = self.hole();
                        self.emit(node);
                        self.steps.push(Step::Jump(split));
                        self.steps[split] = branch(split + 1, self.steps.len(), *greedy);
                    }
                }
            }
        }
    }

    /// A step to be filled in later.
    fn hole(&mut self) -> usize {
        self.steps.push(Step::Match);
        self.steps.len() - 1
    }

    /// Where a match that starts at `at` ends.
    pub(super) fn run(&self, text: &str, at: usize, machine: &mut Machine) -> Option<usize> {
        self.search(text, at, &mut machine.stack, None)
    }

    /// Like [`Self::run`], in time bounded by the text's length times the program's.
    pub(super) fn run_bounded(&self, text: &str, machine: &mut Machine) -> Option<usize> {
        let states = self.steps.len() * (text.len() + 1);
        machine.failed.clear();
        machine.failed.resize(states.div_ceil(64), 0);
        self.search(text, 0, &mut machine.stack, Some(&mut machine.failed))
    }

    fn search(
        &self,
        text: &str,
        at: usize,
        stack: &mut Vec<(usize, usize)>,
        mut failed: Option<&mut Vec<u64>>,
    ) -> Option<usize> {
        let base = stack.len();
        stack.push((0, at));
        while stack.len() > base {
            let Some((mut step, mut at)) = stack.pop() else { break };
            loop {
                if let Some(failed) = failed.as_deref_mut() {
                    let state = at * self.steps.len() + step;
                    let (word, bit) = (state / 64, 1 << (state % 64));
                    if failed[word] & bit != 0 {
                        break;
                    }
                    failed[word] |= bit;
                }
                match &self.steps[step] {
                    Step::Char(c) => match text[at..].chars().next() {
                        Some(found) if found == *c => (step, at) = (step + 1, at + c.len_utf8()),
                        _ => break,
                    },
                    Step::Class(class) => match text[at..].chars().next() {
                        Some(c) if class.has(c) => (step, at) = (step + 1, at + c.len_utf8()),
                        _ => break,
                    },
                    Step::Split(first, second) => {
                        stack.push((*second, at));
                        step = *first;
                    }
                    Step::Jump(to) => step = *to,
                    Step::Start if at == 0 => step += 1,
                    Step::End if at == text.len() => step += 1,
                    Step::Start | Step::End => break,
                    Step::Look { program, back, negative } => {
                        let from = match back {
                            None => Some(at),
                            Some(0) => Some(at),
                            Some(n) => text[..at].char_indices().nth_back(n - 1).map(|(i, _)| i),
                        };
                        let found = from.is_some_and(|from| {
                            let end = program.search(text, from, stack, None);
                            end.is_some_and(|end| back.is_none() || end == at)
                        });
                        if found == *negative {
                            break;
                        }
                        step += 1;
                    }
                    Step::Match => {
                        stack.truncate(base);
                        return Some(at);
                    }
                }
            }
        }
        None
    }
}

const fn branch(body: usize, end: usize, greedy: bool) -> Step {
    if greedy { Step::Split(body, end) } else { Step::Split(end, body) }
}

//! PLOVER contexts: topics, found by their trigger words in the sentence of an event.

use crate::Syntax;
use crate::codebook::{TableError, read_toml};
use aho_corasick::{AhoCorasick, MatchKind};
use legation_core::TokenRange;
use legation_core::plover::CONTEXTS;
use serde::Deserialize;

/// How a trigger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// By itself.
    Strong,
    /// Beside another trigger of the same context, or an event type that goes with it.
    Weak,
    /// Words that make no trigger although one stands inside them.
    Block,
}

/// The compiled trigger words of the 37 contexts.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    automaton: Option<AhoCorasick>,
    /// Context (position in [`CONTEXTS`]) and weight of each pattern.
    owners: Vec<(usize, Weight)>,
    /// Event types (or TYPE/mode) beside which weak triggers count, by context.
    with: Vec<Vec<String>>,
    /// Contexts that one replaces where both would hold.
    over: Vec<Vec<usize>>,
    /// Event types (or TYPE/mode) that bring a context with them.
    implied: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    context: Vec<RawContext>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawContext {
    name: String,
    triggers: String,
    #[serde(default)]
    weak: String,
    #[serde(default)]
    not: String,
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    over: Vec<String>,
    /// Events that bring this context with them.
    #[serde(default)]
    implied_by: Vec<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "for readers of the table")]
    note: String,
}

impl Contexts {
    /// Compiles the table.
    pub fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let error =
            |line: usize, message: String| TableError { file: file.to_owned(), line, message };
        let raw: File = read_toml(file, text)?;
        let position = |name: &str| {
            let at = CONTEXTS.iter().position(|c| c.name == name);
            at.ok_or_else(|| error(0, format!("{name:?} is not a PLOVER context")))
        };
        let mut patterns: Vec<String> = Vec::new();
        let mut out = Self {
            with: vec![Vec::new(); CONTEXTS.len()],
            over: vec![Vec::new(); CONTEXTS.len()],
            implied: vec![Vec::new(); CONTEXTS.len()],
            ..Self::default()
        };
        for context in &raw.context {
            let at = position(&context.name)?;
            for (list, weight) in [
                (&context.triggers, Weight::Strong),
                (&context.weak, Weight::Weak),
                (&context.not, Weight::Block),
            ] {
                for trigger in
                    list.split(';').map(|t| t.trim().to_lowercase()).filter(|t| !t.is_empty())
                {
                    patterns.push(format!(" {trigger} "));
                    out.owners.push((at, weight));
                }
            }
            out.with[at].clone_from(&context.with);
            out.implied[at].clone_from(&context.implied_by);
            out.over[at] = context.over.iter().map(|n| position(n)).collect::<Result<_, _>>()?;
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .map_err(|e| error(0, format!("cannot compile the triggers: {e}")))?;
        out.automaton = Some(automaton);
        Ok(out)
    }

    /// The contexts of an article as a whole: those that at least three of its sentences name, or one sentence in six.
    pub fn of_article(&self, syntax: &Syntax<'_>) -> Vec<&'static str> {
        let mut counts = vec![0usize; CONTEXTS.len()];
        for sentence in &syntax.layers.sentences {
            for name in self.of_sentence(syntax, *sentence, "") {
                if let Some(at) = CONTEXTS.iter().position(|c| c.name == name) {
                    counts[at] += 1;
                }
            }
        }
        let enough = (syntax.layers.sentences.len() / 6).clamp(1, 3);
        CONTEXTS.iter().zip(counts).filter(|(_, n)| *n >= enough).map(|(c, _)| c.name).collect()
    }

    /// The contexts whose triggers stand among the tokens, in the order of the codebook. `kind` is the event's `TYPE/mode`.
    pub fn of_sentence(
        &self,
        syntax: &Syntax<'_>,
        tokens: TokenRange,
        kind: &str,
    ) -> Vec<&'static str> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let mut weights = vec![0u32; CONTEXTS.len()];
        // Both the words as written and their lemmas: "troops" and "troop".
        let mut line = String::new();
        for by_lemma in [false, true] {
            line.clear();
            line.push(' ');
            for i in tokens.iter() {
                let lemma = syntax.lemma_lower(i);
                if by_lemma && !lemma.is_empty() {
                    line.push_str(&lemma);
                } else {
                    line.push_str(syntax.lower(i));
                }
                line.push(' ');
            }
            let hits: Vec<_> = automaton.find_overlapping_iter(&line).collect();
            for hit in &hits {
                let (at, weight) = self.owners[hit.pattern().as_usize()];
                let blocked = hits.iter().any(|b| {
                    self.owners[b.pattern().as_usize()] == (at, Weight::Block)
                        && b.start() <= hit.start()
                        && hit.end() <= b.end()
                });
                match weight {
                    Weight::Strong if !blocked => weights[at] |= 2,
                    Weight::Weak if !blocked => weights[at] |= 1,
                    _ => {}
                }
            }
        }
        let names = |list: &[String]| {
            list.iter().any(|w| {
                w == kind || !w.contains('/') && kind.split('/').next() == Some(w.as_str())
            })
        };
        let holds: Vec<bool> = (0..CONTEXTS.len())
            .map(|at| {
                weights[at] & 2 != 0
                    || weights[at] == 1 && !kind.is_empty() && names(&self.with[at])
                    || !kind.is_empty() && names(&self.implied[at])
            })
            .collect();
        let replaced = |at: usize| {
            (0..CONTEXTS.len()).any(|other| holds[other] && self.over[other].contains(&at))
        };
        CONTEXTS
            .iter()
            .enumerate()
            .filter(|(at, _)| holds[*at] && !replaced(*at))
            .map(|(_, c)| c.name)
            .collect()
    }
}

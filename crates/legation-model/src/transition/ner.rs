//! The named entity recogniser: one action for each token, in the BILUO scheme.

use super::{NONE, Scorer, Sums, best};
use crate::Result;
use crate::file::ModelFile;
use crate::net::kernel::Level;
use crate::rules::MoveLabel;

/// The recogniser.
#[derive(Debug)]
pub(crate) struct Recogniser {
    scorer: Scorer,
    labels: Vec<String>,
    /// The action that continues, and the one that ends, an entity of each label.
    inside: Vec<usize>,
    last: Vec<usize>,
    /// What the actions do that can be taken outside an entity; they are scored together, those that begin one first.
    outside: Vec<Outside>,
    begins: usize,
}

/// An action outside an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outside {
    Begin(u16),
    Unit(u16),
    Out,
}

/// An entity: first token, one past the last, and its label's position.
pub(crate) type Found = (u32, u32, u16);

impl Recogniser {
    /// Reads the recogniser.
    pub(crate) fn new(file: &ModelFile, moves: &[MoveLabel]) -> Result<Self> {
        let broken = || crate::Error::Package {
            package: file.path().to_owned(),
            reason: "the entity recogniser lacks an action".to_owned(),
        };
        let labels: Vec<String> =
            moves.iter().filter(|m| m.action == 1).map(|m| m.label.clone()).collect();
        let label =
            |m: &MoveLabel| labels.iter().position(|label| *label == m.label).map(|at| at as u16);
        // Rows are ordered by action, so beginnings come first and "out" last; ties go to the first row.
        let mut together = Vec::new();
        let mut outside = Vec::new();
        for (i, m) in moves.iter().enumerate() {
            outside.push(match (m.action, label(m)) {
                (1, Some(label)) => Outside::Begin(label),
                (4, Some(label)) => Outside::Unit(label),
                (5, _) => Outside::Out,
                _ => continue,
            });
            together.push(i);
        }
        let of = |action: u8| -> Result<Vec<usize>> {
            let find = |label: &String| {
                moves
                    .iter()
                    .position(|m| m.action == action && m.label == *label)
                    .ok_or_else(broken)
            };
            labels.iter().map(find).collect()
        };
        if !outside.contains(&Outside::Out) {
            return Err(broken());
        }
        Ok(Self {
            scorer: Scorer::new(file, "ner", (3, 1), moves.len(), &together)?,
            inside: of(2)?,
            last: of(3)?,
            begins: labels.len(),
            outside,
            labels,
        })
    }

    /// The names of the labels.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Prepares the sums of some sequences whose token vectors are given.
    pub(crate) fn prepare(&self, level: Level, vectors: &[f32], sums: &mut Sums) {
        self.scorer.prepare(level, vectors, sums);
    }

    /// Finds the entities of a sequence, the first token of which is at `first` of what was prepared. An entity does not
    /// go over a sentence start and does not begin with white space.
    pub(crate) fn recognise(
        &self,
        level: Level,
        first: u32,
        starts_sentence: &[bool],
        is_space: impl Fn(usize) -> bool,
        sums: &mut Sums,
        found: &mut Vec<Found>,
    ) {
        let count = starts_sentence.len();
        let mut open: Option<(u32, u16)> = None;
        for i in 0..count {
            let here = i as u32;
            let can_go_on = i + 1 < count && !starts_sentence[i + 1];
            if let Some((start, label)) = open {
                let (inside, last) =
                    (self.inside[usize::from(label)], self.last[usize::from(label)]);
                let goes_on = can_go_on && {
                    let hidden = self.scorer.hidden(level, sums, first, [here, start, here - 1]);
                    self.scorer.prefers(&hidden, inside, last)
                };
                if !goes_on {
                    found.push((start, here + 1, label));
                    open = None;
                }
                continue;
            }
            if is_space(i) {
                continue;
            }
            let hidden = self.scorer.hidden(level, sums, first, [here, NONE, NONE]);
            let scores = self.scorer.scores(level, &hidden, sums);
            let from = if can_go_on { 0 } else { self.begins };
            let (place, _) = best(&scores[from..self.outside.len()]);
            match self.outside[from + place] {
                Outside::Begin(label) => open = Some((here, label)),
                Outside::Unit(label) => found.push((here, here + 1, label)),
                Outside::Out => {}
            }
        }
    }
}

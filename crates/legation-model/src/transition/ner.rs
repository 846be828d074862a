//! The named entity recogniser: one action for each token, in the BILUO scheme.

use super::{NONE, Scorer, Sums};
use crate::Result;
use crate::file::ModelFile;
use crate::net::kernel::Level;
use crate::rules::MoveLabel;

/// The recogniser.
#[derive(Debug)]
pub(crate) struct Recogniser {
    scorer: Scorer,
    labels: Vec<String>,
    /// What each action does.
    actions: Vec<Action>,
    /// The action that continues, and the one that ends, an entity of each label.
    inside: Vec<usize>,
    last: Vec<usize>,
    begins: Vec<usize>,
    units: Vec<usize>,
    out: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin(u16),
    In,
    Last,
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
        let mut actions = Vec::new();
        let (mut begins, mut units) = (Vec::new(), Vec::new());
        for (i, m) in moves.iter().enumerate() {
            actions.push(match (m.action, label(m)) {
                (1, Some(label)) => {
                    begins.push(i);
                    Action::Begin(label)
                }
                (4, Some(label)) => {
                    units.push(i);
                    Action::Unit(label)
                }
                (2, _) => Action::In,
                (3, _) => Action::Last,
                _ => Action::Out,
            });
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
        Ok(Self {
            scorer: Scorer::new(file, "ner", 3, moves.len())?,
            inside: of(2)?,
            last: of(3)?,
            out: moves.iter().position(|m| m.action == 5).ok_or_else(broken)?,
            actions,
            begins,
            units,
            labels,
        })
    }

    /// The names of the labels.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Finds the entities of a sequence whose token vectors are given. An entity does not go over a sentence start
    /// and neither starts at nor consists of white space.
    pub(crate) fn recognise(
        &self,
        level: Level,
        vectors: &[f32],
        starts_sentence: &[bool],
        is_space: impl Fn(usize) -> bool,
        sums: &mut Sums,
        found: &mut Vec<Found>,
    ) {
        self.scorer.prepare(level, vectors, sums);
        let count = starts_sentence.len();
        let mut open: Option<(u32, u16)> = None;
        for i in 0..count {
            let here = i as u32;
            let can_go_on = i + 1 < count && !starts_sentence[i + 1];
            let features = match open {
                Some((start, _)) => [here, start, here - 1],
                None => [here, NONE, NONE],
            };
            if let Some((start, label)) = open {
                let (inside, last) =
                    (self.inside[usize::from(label)], self.last[usize::from(label)]);
                let goes_on = can_go_on && {
                    let hidden = self.scorer.hidden(sums, features);
                    self.scorer.best(&hidden, [inside, last]) == Some(inside)
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
            let hidden = self.scorer.hidden(sums, features);
            let begins = if can_go_on { self.begins.as_slice() } else { &[] };
            let actions = begins.iter().chain(&self.units).chain([&self.out]).copied();
            match self.scorer.best(&hidden, actions).map(|action| self.actions[action]) {
                Some(Action::Begin(label)) => open = Some((here, label)),
                Some(Action::Unit(label)) => found.push((here, here + 1, label)),
                _ => {}
            }
        }
    }
}

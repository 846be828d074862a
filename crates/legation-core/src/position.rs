//! Which side somebody takes towards others by what is said, and how that changes over time.
//!
//! A position is read from what is done by speaking (accusing, denying, praising) and from the judgements inside of what is said.
//! Statements that take no side change nothing.

/// Which side a statement takes towards somebody whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It speaks well of them.
    For,
    /// It speaks ill of them.
    Against,
    /// It takes no side.
    Neither,
}

impl Side {
    /// `for`, `against` or `neither`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Neither => "neither",
        }
    }
}

/// What of a statement shows a position.
#[derive(Clone, Debug, Default)]
pub struct Said<'a> {
    /// Id of the speaker.
    pub speaker: &'a str,
    /// What is done by speaking: `accusation`, `praise`, as in a statement's `act`.
    pub act: &'a str,
    /// First and end of the pieces of what is said, in whatever unit the mentions have as well.
    pub content: Vec<(u64, u64)>,
    /// The judgements that stand in this very statement: whom they are about, `positive`, `negative` or another polarity.
    pub judged: Vec<(&'a str, &'a str)>,
}

/// An actor of the statement's article.
#[derive(Clone, Debug, Default)]
pub struct Actor<'a> {
    /// Its id.
    pub id: &'a str,
    /// For pairs and groups: the ids of those who they are.
    pub members: Vec<&'a str>,
    /// Whether the knowledge tables know it.
    pub known: bool,
    /// First and end of the words for it, and whether they are a name.
    pub mentions: Vec<((u64, u64), bool)>,
}

/// The actors whom a statement is about, with the side it takes towards each. Those are the named actors in its content, without
/// the speaker and those who speak together.
pub fn taken<'a>(said: &Said<'a>, actors: &[Actor<'a>]) -> Vec<(&'a str, Side)> {
    let inside = |(start, end): (u64, u64)| {
        said.content.iter().any(|(from, to)| *from <= start && end <= *to)
    };
    let speaks = |id: &str| {
        id == said.speaker || actors.iter().any(|a| a.id == said.speaker && a.members.contains(&id))
    };
    actors
        .iter()
        .filter(|a| a.members.is_empty() && !speaks(a.id))
        .filter(|a| a.known || a.mentions.iter().any(|(_, is_name)| *is_name))
        .filter(|a| a.mentions.iter().any(|(span, _)| inside(*span)))
        .map(|a| (a.id, side(said, a.id)))
        .collect()
}

/// The side by what is done, else by the judgements about the topic in what is said.
fn side(said: &Said<'_>, topic: &str) -> Side {
    match said.act {
        "accusation" | "denial" => return Side::Against,
        "praise" => return Side::For,
        _ => {}
    }
    let balance: i32 = said
        .judged
        .iter()
        .filter(|(about, _)| *about == topic)
        .map(|(_, polarity)| match *polarity {
            "positive" => 1,
            "negative" => -1,
            _ => 0,
        })
        .sum();
    match balance {
        1.. => Side::For,
        0 => Side::Neither,
        _ => Side::Against,
    }
}

/// What a statement is in the course of all that somebody says on one topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The only one.
    Only,
    /// The first.
    First,
    /// It takes the other side than the last one before it that took a side, which is named.
    Changed(Side),
    /// The latest.
    Latest,
    /// One between, which changes nothing.
    Between,
}

impl Turn {
    /// `only`, `first`, `changed`, `latest` or `between`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::First => "first",
            Self::Changed(_) => "changed",
            Self::Latest => "latest",
            Self::Between => "between",
        }
    }
}

/// The turns of statements on one topic, given in order of time.
pub fn turns(sides: &[Side]) -> Vec<Turn> {
    let mut before = Side::Neither;
    let turn = |(at, side): (usize, &Side)| {
        let turn = match at {
            _ if *side != Side::Neither && before != Side::Neither && *side != before => {
                Turn::Changed(before)
            }
            0 if sides.len() == 1 => Turn::Only,
            0 => Turn::First,
            _ if at + 1 == sides.len() => Turn::Latest,
            _ => Turn::Between,
        };
        if *side != Side::Neither {
            before = *side;
        }
        turn
    };
    sides.iter().enumerate().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(id: &str, at: u64) -> Actor<'_> {
        Actor { id, known: true, mentions: vec![((at, at + 2), true)], ..Actor::default() }
    }

    #[test]
    fn sides_are_taken_towards_those_named_in_what_is_said() {
        let together = Actor { members: vec!["A", "B"], ..actor("A+B", 0) };
        let nameless = Actor { known: false, mentions: vec![((12, 14), false)], ..actor("N", 0) };
        let actors = [together, actor("A", 11), actor("C", 13), actor("D", 40), nameless];
        let mut said =
            Said { speaker: "A+B", act: "assertion", content: vec![(10, 20)], judged: vec![] };
        assert_eq!(taken(&said, &actors), [("C", Side::Neither)]);
        said.judged = vec![("C", "negative"), ("D", "positive"), ("C", "mixed")];
        assert_eq!(taken(&said, &actors), [("C", Side::Against)]);
        said.act = "praise";
        assert_eq!(taken(&said, &actors), [("C", Side::For)]);
        assert_eq!(taken(&Said { speaker: "D", ..said }, &actors).len(), 2);
    }

    #[test]
    fn turns_are_first_changed_and_latest() {
        use Side::{Against, For, Neither};
        assert_eq!(turns(&[]), []);
        assert_eq!(turns(&[For]), [Turn::Only]);
        assert_eq!(
            turns(&[Against, Neither, Against, For, Neither]),
            [Turn::First, Turn::Between, Turn::Between, Turn::Changed(Against), Turn::Latest]
        );
        assert_eq!(turns(&[Neither, For, Against])[1..], [Turn::Between, Turn::Changed(For)]);
    }
}

//! Words given verbatim without quotation marks, over several paragraphs: turns of an interview, block quotations, and
//! dialogue opened by a dash.

use super::cue::{Cues, Part};
use super::draft::{Draft, Frame};
use super::quote::Quote;
use crate::Syntax;
use crate::actor::Cast;
use legation_core::record::ActorIdx;
use legation_core::{Dep, Pos, Span};

/// The label of a turn, in lower case without marks.
fn label(syntax: &Syntax<'_>, draft: &Draft) -> Option<String> {
    let source = draft.source.filter(|_| draft.frame == Frame::Colon)?;
    Some(source.span.of(syntax.text()).trim_end_matches(['.', ')']).to_lowercase())
}

/// Whether a draft is a turn of an interview: labelled as question or answer, or by a name that has other turns too.
fn is_turn(syntax: &Syntax<'_>, cues: &Cues, drafts: &[Draft], draft: &Draft) -> bool {
    let Some(own) = label(syntax, draft) else { return false };
    let labels = |part| cues.entry(part, &own).is_some();
    let others = || drafts.iter().filter_map(|d| label(syntax, d)).filter(|l| *l == own).count();
    labels(Part::Answer)
        || labels(Part::Question)
        || syntax.paragraph_of(draft.head) > 0 && others() > 1
}

/// Lets turns and block quotations go on in the paragraphs that follow: those before the next turn, and those in which the first
/// person goes on speaking.
pub fn go_on(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, drafts: &mut [Draft]) {
    let turns: Vec<bool> = drafts.iter().map(|d| is_turn(syntax, cues, drafts, d)).collect();
    let starts: Vec<u32> = drafts
        .iter()
        .zip(&turns)
        .filter(|(_, turn)| **turn)
        .map(|(d, _)| syntax.paragraph_of(d.head))
        .collect();
    let paragraphs = &syntax.layers.paragraphs;
    for (draft, &turn) in drafts.iter_mut().zip(&turns) {
        if !turn && draft.frame != Frame::Block {
            continue;
        }
        let Some(last) = draft.content.last() else { continue };
        let own = syntax.paragraph_of(syntax.tokens_in(*last).start);
        let next = starts.iter().copied().filter(|s| *s > own).min().filter(|_| turn);
        for at in own + 1..paragraphs.len() as u32 {
            let tokens = paragraphs[at as usize];
            let first_person =
                tokens.iter().any(|i| matches!(syntax.lower(i), "i" | "we" | "our" | "my" | "us"));
            let dash = syntax.span(tokens).of(syntax.text()).trim_start();
            let dash = dash.starts_with(['—', '–', '―', '-']);
            let marks = quotes.iter().any(|q| q.paragraph == at);
            let goes_on = match next {
                Some(next) => at < next,
                None => first_person && !marks && !dash && !starts.contains(&at),
            };
            if !goes_on {
                break;
            }
            let words = syntax.span(tokens);
            let kept = words.of(syntax.text()).trim_end().len() as u32;
            draft.content.push(Span::new(words.start, words.start + kept));
        }
    }
}

/// Who answers in turns labelled "A:": whoever the text says was talked with.
pub fn interviewee(
    syntax: &Syntax<'_>,
    cast: &Cast,
    cues: &Cues,
    draft: &Draft,
) -> Option<ActorIdx> {
    let label = label(syntax, draft)?;
    cues.entry(Part::Answer, &label)?;
    let with = |i: &u32| {
        syntax.lower(*i) == "with"
            && syntax.dep(*i) == Dep::Prep
            && cues.entry(Part::Talk, syntax.lower(syntax.head(*i))).is_some()
    };
    let before = (0..draft.head).filter(with).filter_map(|p| syntax.child(p, Dep::Pobj));
    before
        .filter_map(|o| super::detail::actor(cast, o))
        .find(|a| cast.get(*a).kind == legation_core::ActorKind::Person)
}

/// "— We will not be threatened, said the minister": a paragraph that opens with a dash and has its cue in the same sentence or
/// none, gives words as they were spoken.
pub fn is_dialogue(syntax: &Syntax<'_>, draft: &Draft) -> bool {
    let Some(first) = draft.content.first() else { return false };
    let start = syntax.tokens_in(*first).start;
    let paragraph = syntax.layers.paragraphs.get(syntax.paragraph_of(start) as usize);
    let opened = paragraph.is_some_and(|p| {
        p.start < start
            && (p.start..start).all(|i| {
                matches!(syntax.word(i), "—" | "–" | "―" | "--" | "-")
                    || syntax.pos(i) == Pos::Space
            })
            && (p.start..start).any(|i| syntax.pos(i) != Pos::Space)
    });
    opened
        && matches!(draft.frame, Frame::Fronted | Frame::Parenthesis | Frame::Clause)
        && draft.cue.start > start
}

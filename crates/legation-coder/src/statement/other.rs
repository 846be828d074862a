//! Reports by other words than verbs: "according to", "reportedly", "his vow to", "Minister: …".

use super::cue::{Cues, Part};
use super::draft::{Draft, Frame, Source};
use super::extent;
use super::quote::Quote;
use super::source;
use crate::Syntax;
use legation_core::{Dep, EntityLabel, Pos, Span, Tag, TokenRange};

/// "according to X": all the clause that the phrase belongs to is content.
pub fn according(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, i: u32, out: &mut Vec<Draft>) {
    let Some(length) = cues.phrase_at(syntax, i) else { return };
    let last = i + length - 1;
    let object = syntax
        .children(last)
        .chain(syntax.children(i))
        .find(|&c| c > last && matches!(syntax.dep(c), Dep::Pobj | Dep::Pcomp));
    let Some(object) = object else { return };
    let source = source_after(syntax, object, last);
    let phrase = TokenRange::new(i, syntax.tokens_in(source.span).end);
    let Some(content) = sentence_around(syntax, quotes, i, phrase) else { return };
    out.push(Draft {
        frame: Frame::According,
        head: i,
        cue: TokenRange::new(i, last + 1),
        preposition: None,
        source: Some(source),
        content,
        content_head: extent::governing_verb(syntax, i),
        addressee: None,
        score: 0.0,
    });
}

/// "leads by ten points in a poll": what a survey found is said by the survey.
pub fn survey(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, i: u32, out: &mut Vec<Draft>) {
    if syntax.lower(i) != "in" || syntax.dep(i) != Dep::Prep {
        return;
    }
    let Some(object) = syntax.child(i, Dep::Pobj) else { return };
    if cues.entry(Part::Survey, &syntax.lemma(object).to_lowercase()).is_none()
        || syntax.conjuncts(object).len() > 1
    {
        return;
    }
    let sentence = syntax.sentence(i);
    let reports = syntax.ancestors(i).any(|a| {
        matches!(syntax.pos(a), Pos::Verb) && cues.entry(Part::Verb, syntax.lemma(a)).is_some()
            || cues.entry(Part::Noun, syntax.lemma(a)).is_some()
    });
    let standing = sentence.iter().any(|t| {
        matches!(
            syntax.lemma(t),
            "lead" | "trail" | "percent" | "%" | "ahead" | "behind" | "tie" | "point"
        )
    });
    if reports || !standing {
        return;
    }
    let source = source_after(syntax, object, i);
    let phrase = TokenRange::new(i, syntax.tokens_in(source.span).end);
    let Some(content) = sentence_around(syntax, quotes, i, phrase) else { return };
    out.push(Draft {
        frame: Frame::According,
        head: i,
        cue: TokenRange::new(i, i + 1),
        preposition: None,
        source: Some(source),
        content,
        content_head: extent::governing_verb(syntax, i),
        addressee: None,
        score: 0.0,
    });
}

/// "For the envoy, the treaty is a mistake": how somebody sees it.
pub fn for_whom(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, i: u32, out: &mut Vec<Draft>) {
    let sentence = syntax.sentence(i);
    let opens = (sentence.start..i)
        .all(|t| extent::is_edge(syntax, t) || matches!(syntax.pos(t), Pos::Cconj));
    if syntax.lower(i) != "for" || syntax.dep(i) != Dep::Prep || !opens {
        return;
    }
    let Some(object) = syntax.child(i, Dep::Pobj) else { return };
    let person = syntax.pos(object) == Pos::Propn
        || cues.entry(Part::Speaker, &syntax.lemma(object).to_lowercase()).is_some();
    let dated = syntax.layers.entities.iter().any(|e| {
        e.tokens.contains(object)
            && !matches!(
                e.label,
                EntityLabel::Person | EntityLabel::Gpe | EntityLabel::Norp | EntityLabel::Org
            )
    });
    let verb = syntax.head(i);
    let is = syntax.lemma(verb) == "be"
        && matches!(syntax.tag(verb), Tag::Vbz | Tag::Vbp | Tag::Vbd)
        && syntax.child(verb, Dep::Nsubj).is_some_and(|s| s > i && !extent::is_pronoun(syntax, s))
        && syntax.children(verb).any(|c| matches!(syntax.dep(c), Dep::Attr | Dep::Acomp));
    let source = source_after(syntax, object, i);
    let phrase = TokenRange::new(i, syntax.tokens_in(source.span).end);
    if !person || dated || !is || syntax.word(phrase.end) != "," {
        return;
    }
    let Some(content) = sentence_around(syntax, quotes, i, phrase) else { return };
    out.push(Draft {
        frame: Frame::According,
        head: i,
        cue: TokenRange::new(i, i + 1),
        preposition: Some("for".to_owned()),
        source: Some(source),
        content,
        content_head: Some(verb),
        addressee: None,
        score: 0.0,
    });
}

/// The object of the phrase, cut where the clause that follows a fronted phrase begins.
fn source_after(syntax: &Syntax<'_>, object: u32, last: u32) -> Source {
    let mut range = extent::noun_phrase(syntax, object);
    range.start = range.start.max(last + 1);
    Source { head: object, span: syntax.span(range) }
}

/// The clause around a parenthetical phrase, without it.
fn sentence_around(
    syntax: &Syntax<'_>,
    quotes: &[Quote],
    i: u32,
    phrase: TokenRange,
) -> Option<Vec<Span>> {
    let sentence = syntax.sentence(i);
    let mut range = sentence;
    let fronted = (sentence.start..phrase.start)
        .all(|t| extent::is_edge(syntax, t) || matches!(syntax.pos(t), Pos::Cconj | Pos::Adv));
    if fronted {
        range.start = phrase.end;
    } else {
        // Up to the phrase; what follows it is content only where a comma closes the phrase.
        let goes_on = syntax.word(phrase.end) == "," && phrase.end + 2 < sentence.end;
        if !goes_on {
            range.end = phrase.start;
        }
        if let Some(verb) = extent::governing_verb(syntax, i) {
            let own = clause_start(syntax, verb, i);
            range.start = own.clamp(sentence.start, phrase.start);
        }
    }
    let content = extent::pieces(syntax, quotes, range, &[phrase], phrase);
    (!content.is_empty()).then_some(content)
}

/// Where the coordinated or embedded clause of `verb` begins that a phrase at `i` belongs to.
fn clause_start(syntax: &Syntax<'_>, verb: u32, i: u32) -> u32 {
    let mut top = verb;
    while matches!(
        syntax.dep(top),
        Dep::Xcomp
            | Dep::Ccomp
            | Dep::Advcl
            | Dep::Acl
            | Dep::Relcl
            | Dep::Pcomp
            | Dep::Conj
            | Dep::Prep
            | Dep::Pobj
            | Dep::Dobj
            | Dep::Appos
    ) && syntax.head(top) != top
    {
        let head = syntax.head(top);
        // A second main clause after a comma is a unit of its own.
        if syntax.dep(top) == Dep::Conj
            && syntax.child(top, Dep::Nsubj).is_some()
            && head < top
            && top < i
        {
            break;
        }
        top = head;
    }
    syntax.subtree(top).start
}

/// "reportedly": the clause around the adverb is content.
pub fn adverb(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, i: u32, out: &mut Vec<Draft>) {
    if cues.entry(Part::Adverb, syntax.lower(i)).is_none() {
        return;
    }
    let head = syntax.head(i);
    let own = TokenRange::new(i, i + 1);
    let mut range = syntax.subtree(head);
    if matches!(syntax.dep(head), Dep::Relcl | Dep::Acl) {
        let noun = syntax.subtree(syntax.head(head));
        range.start = noun.start.min(range.start);
    }
    let content = extent::pieces(syntax, quotes, range, &[own], own);
    if !content.is_empty() {
        out.push(Draft {
            frame: Frame::Adverb,
            head: i,
            cue: own,
            preposition: None,
            source: None,
            content,
            content_head: Some(head),
            addressee: None,
            score: 0.0,
        });
    }
}

/// "their vow to stay", "the claim that they stayed", "criticism of the plan".
pub fn noun(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, i: u32, out: &mut Vec<Draft>) {
    if syntax.pos(i) != Pos::Noun || cues.entry(Part::Noun, syntax.lemma(i)).is_none() {
        return;
    }
    let mut source = noun_source(syntax, i);
    let mut start = extent::trim(syntax, TokenRange::new(first_modifier(syntax, i), i + 1)).start;
    let light = light_verb(syntax, cues, i);
    if let Some(verb) = light {
        start = extent::verb_group(syntax, cues, verb).start;
        source = source::outside(syntax, quotes, cues, verb);
    }
    let by_whom = if light.is_none() { named_before(syntax, cues, i) } else { None };
    for c in syntax.children(i).filter(|&c| c > i) {
        let mut cue = TokenRange::new(start, i + 1);
        let clause = matches!(syntax.dep(c), Dep::Acl | Dep::Ccomp | Dep::Relcl);
        let mut source = source;
        if let Some(by_whom) = by_whom.filter(|_| clause) {
            cue.start = i;
            source = Some(by_whom);
        }
        let mut range = syntax.subtree(c);
        let mut preposition = None;
        let mut head = c;
        match syntax.dep(c) {
            Dep::Acl | Dep::Ccomp
                if syntax.tag(c) == Tag::Vb
                    || syntax.child(c, Dep::Mark).is_some()
                    || syntax.dep(c) == Dep::Ccomp => {}
            // The parser takes some infinitives for relative clauses: "their vow to stay".
            Dep::Relcl
                if syntax.tag(c) == Tag::Vb && syntax.tag(syntax.subtree(c).start) == Tag::To => {}
            Dep::Relcl
                if syntax
                    .children(c)
                    .any(|m| syntax.lower(m) == "that" && syntax.dep(m) == Dep::Mark) => {}
            Dep::Prep if c == i + 1 => {
                let Some(object) =
                    syntax.children(c).find(|&o| matches!(syntax.dep(o), Dep::Pobj | Dep::Pcomp))
                else {
                    continue;
                };
                head = object;
                range = syntax.subtree(object);
                cue.end = c + 1;
                preposition = Some(syntax.lower(c).to_owned());
            }
            _ => continue,
        }
        range.start = range.start.max(cue.end);
        let content = extent::pieces(syntax, quotes, range, &[], cue);
        if !content.is_empty() {
            out.push(Draft {
                frame: Frame::Noun,
                head: i,
                cue,
                preposition,
                source,
                content,
                content_head: Some(head),
                addressee: None,
                score: 0.0,
            });
        }
    }
}

/// "a ministry report that", "Pentagon claims that": the one who speaks stands before the noun as its modifier.
pub(super) fn named_before(syntax: &Syntax<'_>, cues: &Cues, i: u32) -> Option<Source> {
    if syntax.child(i, Dep::Poss).is_some() {
        return None;
    }
    let head =
        syntax.children_by(i, Dep::Compound).rfind(|&c| c < i && syntax.subtree(c).end == i)?;
    let speaks = syntax.pos(head) == Pos::Propn
        || cues.entry(Part::Speaker, &syntax.lemma_lower(head)).is_some();
    let range = extent::trim(syntax, TokenRange::new(syntax.subtree(i).start, i));
    (speaks && range.end == i && range.contains(head))
        .then(|| Source { head, span: syntax.span(range) })
}

/// The verb that only carries a noun that reports: "*made* the claim that", "has *raised* doubts about".
fn light_verb(syntax: &Syntax<'_>, cues: &Cues, noun: u32) -> Option<u32> {
    let verb = syntax.head(noun);
    let carries = syntax.dep(noun) == Dep::Dobj
        && verb < noun
        && cues.entry(Part::Light, syntax.lemma(verb)).is_some()
        && syntax.child(noun, Dep::Poss).is_none()
        && extent::verb_group(syntax, cues, verb).end == syntax.subtree(noun).start;
    carries.then_some(verb)
}

/// Where the noun's adjectives begin, after determiner and possessor.
fn first_modifier(syntax: &Syntax<'_>, i: u32) -> u32 {
    let mut start = i;
    for c in syntax.children(i).rev().filter(|&c| c < i) {
        let range = syntax.subtree(c);
        if matches!(syntax.dep(c), Dep::Amod | Dep::Compound) && range.end == start {
            start = range.start;
        } else if syntax.dep(c) != Dep::Amod {
            break;
        }
    }
    start
}

/// Who makes the claim: possessor, "by" phrase, or the subject of the verb above ("he made the claim that").
fn noun_source(syntax: &Syntax<'_>, i: u32) -> Option<Source> {
    if let Some(owner) = syntax.child(i, Dep::Poss) {
        let range = extent::trim(syntax, syntax.subtree(owner));
        return Some(Source { head: owner, span: syntax.span(range) });
    }
    let by = syntax.children_by(i, Dep::Prep).find(|&p| matches!(syntax.lower(p), "by" | "from"));
    if let Some(agent) = by.and_then(|p| syntax.child(p, Dep::Pobj)) {
        return Some(source::source_at(syntax, agent));
    }
    // "repeated the claim that", "says in a statement that"
    let mut above = syntax.head(i);
    if syntax.dep(i) == Dep::Pobj && matches!(syntax.lower(above), "in" | "with") {
        above = syntax.head(above);
    } else if !matches!(syntax.dep(i), Dep::Dobj | Dep::Conj) {
        return None;
    }
    matches!(syntax.pos(above), Pos::Verb).then(|| source::source(syntax, above)).flatten()
}

/// "Minister: We Will Stay" at the start of a paragraph, and turns of interviews ("Q:", "MR. AMAT:").
pub fn colon(syntax: &Syntax<'_>, quotes: &[Quote], paragraph: TokenRange, out: &mut Vec<Draft>) {
    let limit = paragraph.end.min(paragraph.start + 14);
    let at = (paragraph.start..limit).find(|&i| matches!(syntax.word(i), ":" | "—" | "–" | "--"));
    let Some(at) = at.filter(|&a| a > paragraph.start && a + 1 < paragraph.end) else { return };
    let before = extent::trim(syntax, TokenRange::new(paragraph.start, at));
    let verb = before.iter().any(|i| {
        matches!(syntax.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            && matches!(syntax.pos(i), Pos::Verb | Pos::Aux)
    });
    // "MR. AMAT:": the tokenizer cuts the stop off some titles.
    let title = |i: u32| {
        i > before.start && syntax.word(i - 1).len() <= 4 && syntax.pos(i - 1) == Pos::Propn
    };
    let sentence_end =
        before.iter().any(|i| matches!(syntax.word(i), "." | "!" | "?") && !title(i));
    if before.is_empty()
        || verb
        || sentence_end
        || !before.iter().any(|i| {
            matches!(syntax.pos(i), Pos::Propn | Pos::Noun)
                || syntax.word(i).chars().all(char::is_uppercase)
        })
    {
        return;
    }
    let cue = TokenRange::new(at, at + 1);
    let first = before
        .iter()
        .find(|&i| !before.contains(syntax.head(i)) || syntax.head(i) == i)
        .unwrap_or(before.start);
    let content =
        extent::piece(syntax, quotes, TokenRange::new(at + 1, paragraph.end), cue).map(|span| {
            // The last mark belongs to what is said in a turn of several sentences or a question.
            let end = syntax.span(paragraph).end;
            let rest = Span::new(span.end, end).of(syntax.text());
            if matches!(rest, "?" | "!") { Span::new(span.start, end) } else { span }
        });
    let Some(content) = content else { return };
    out.push(Draft {
        frame: Frame::Colon,
        head: at,
        cue,
        preposition: None,
        source: Some(Source { head: first, span: syntax.span(before) }),
        content: vec![content],
        content_head: None,
        addressee: None,
        score: 0.0,
    });
}

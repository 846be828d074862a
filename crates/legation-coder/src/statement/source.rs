//! Who speaks with a verb: its subject, looked for upward, sideways and, where the tree is wrong, on the surface.

use super::cue::Cues;
use super::draft::Source;
use super::extent;
use super::quote::{self, Quote};
use crate::Syntax;
use legation_core::{Dep, Pos, Tag, TokenRange};

/// Who speaks with this verb: its subject, that of the verb above, the noun it modifies, or the agent of a passive.
pub fn source(syntax: &Syntax<'_>, verb: u32) -> Option<Source> {
    if let Some(by) = syntax.child(verb, Dep::Agent)
        && let Some(agent) = syntax.child(by, Dep::Pobj)
    {
        return Some(source_at(syntax, agent));
    }
    let passive = syntax.child(verb, Dep::Nsubjpass).is_some();
    if passive {
        return None;
    }
    subject(syntax, verb).map(|s| source_at(syntax, s))
}

/// The nominal right before or after a finite verb, where the tree gives the verb no subject.
fn beside(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, verb: u32) -> Option<Source> {
    if !matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || syntax.child(verb, Dep::Auxpass).is_some()
    {
        return None;
    }
    let nominal = |i: u32| matches!(syntax.pos(i), Pos::Propn | Pos::Noun | Pos::Pron);
    let cue = extent::verb_group(syntax, cues, verb);
    let sentence = syntax.sentence(verb);
    let quoted = |i: u32| quote::around(quotes, syntax.token(i).span.start).map(|q| q.span);
    let fits = |i: &u32| sentence.contains(*i) && nominal(*i) && quoted(*i) == quoted(verb);
    // "…, the envoy, Ana Amat, said": the whole run back to a mark or verb; "… (D.) said".
    let before = cue.start.checked_sub(1).map(|b| {
        if extent::is_edge(syntax, b) || syntax.tag(b) == Tag::Rrb {
            b.saturating_sub(1)
        } else {
            b
        }
    });
    if let Some(last) = before.filter(fits) {
        let top = syntax
            .ancestors(last)
            .take_while(|&a| a < cue.start && nominal(a))
            .last()
            .unwrap_or(last);
        let range = extent::noun_phrase(syntax, top);
        let range = TokenRange::new(range.start.max(sentence.start), range.end.min(cue.start));
        let inside = quoted(range.start) == quoted(verb);
        return (inside && !range.is_empty())
            .then(|| Source { head: top, span: syntax.span(range) });
    }
    let opens = (sentence.start..cue.start).all(|i| extent::is_edge(syntax, i))
        || quoted(cue.start.saturating_sub(1)) != quoted(verb);
    // "shouted a man in the crowd", "recalled one villager"
    let modifier = |i: u32| matches!(syntax.pos(i), Pos::Det | Pos::Adj | Pos::Num);
    let next = Some(cue.end).filter(|_| opens)?;
    let next = (next..sentence.end.min(next + 6)).find(|&i| !modifier(i)).filter(fits)?;
    let top = syntax
        .ancestors(next)
        .take_while(|&a| {
            a > verb && nominal(a) && syntax.sentence_of(a) == syntax.sentence_of(verb)
        })
        .last()
        .unwrap_or(next);
    Some(source_at(syntax, top)).filter(|s| s.span.start >= syntax.token(verb).span.end)
}

/// The source, unless it stands in a quotation that the verb stands outside of: the parser was led astray.
pub fn outside(syntax: &Syntax<'_>, quotes: &[Quote], cues: &Cues, verb: u32) -> Option<Source> {
    let found = source(syntax, verb)
        .filter(|s| {
            let around = |i: u32| quote::around(quotes, syntax.token(i).span.start).map(|q| q.span);
            around(s.head).is_none_or(|q| q.len() < 30 || Some(q) == around(verb))
        })
        .or_else(|| beside(syntax, quotes, cues, verb))?;
    // "The minister, calling it a crime, …": the cue is no part of its source.
    let range = syntax.tokens_in(found.span);
    if range.contains(verb) && found.head < verb {
        let cut = extent::verb_group(syntax, cues, verb).start;
        let range = extent::trim(syntax, TokenRange::new(range.start, cut));
        return (!range.is_empty()).then(|| Source { head: found.head, span: syntax.span(range) });
    }
    Some(found)
}

/// A source headed by this word.
pub fn source_at(syntax: &Syntax<'_>, head: u32) -> Source {
    let range = extent::noun_phrase(syntax, head);
    let mut span = syntax.span(range);
    // A name in quotation marks keeps its closing mark.
    let rest = syntax.text().get(span.end as usize..).unwrap_or("");
    let opened = span.of(syntax.text()).matches(['“', '«']).count()
        > span.of(syntax.text()).matches(['”', '»']).count();
    if opened && let Some(at) = rest.find(['”', '»']).filter(|&at| at <= 2) {
        span.end += (at + rest[at..].chars().next().map_or(0, char::len_utf8)) as u32;
    }
    Source { head, span }
}

/// The subject of a verb, looked for upward where it has none of its own.
pub fn subject(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    let mut at = verb;
    for _ in 0..12 {
        let own = syntax.children_by(at, Dep::Nsubj).rfind(|s| at == verb || *s < verb);
        if let Some(own) = own {
            return Some(own);
        }
        if at != verb
            && let Some(passive) = syntax.child(at, Dep::Nsubjpass)
        {
            return Some(passive);
        }
        if syntax.child(at, Dep::Expl).is_some() || syntax.child(at, Dep::Csubj).is_some() {
            return None;
        }
        let head = syntax.head(at);
        if head == at {
            break;
        }
        at = match syntax.dep(at) {
            Dep::Conj if extent::true_conjunct(syntax, at).is_some() => {
                extent::true_conjunct(syntax, at).unwrap_or(head)
            }
            Dep::Conj | Dep::Xcomp | Dep::Advcl | Dep::Dep if is_verbal(syntax, head) => head,
            Dep::Xcomp | Dep::Conj | Dep::Advcl
                if matches!(syntax.pos(head), Pos::Adj | Pos::Noun) =>
            {
                head
            }
            Dep::Ccomp if is_verbal(syntax, head) && syntax.tag(at) == Tag::Vbg => head,
            Dep::Pcomp => extent::governing_verb(syntax, at)?,
            Dep::Acl | Dep::Relcl
                if matches!(syntax.pos(head), Pos::Noun | Pos::Propn | Pos::Pron) =>
            {
                // "a statement saying …" speaks itself; "efforts to say" do not.
                return (syntax.tag(at) != Tag::Vb && syntax.tag(verb) != Tag::Vbn).then_some(head);
            }
            Dep::Acomp | Dep::Attr | Dep::Oprd => head,
            _ => return None,
        };
    }
    inverted(syntax, verb)
}

/// "said Mr. Amat" where the parser took the speaker for an object.
fn inverted(syntax: &Syntax<'_>, verb: u32) -> Option<u32> {
    let object = syntax.child(verb, Dep::Dobj).filter(|&o| syntax.subtree(o).start == verb + 1)?;
    let fronted = syntax.children_by(verb, Dep::Ccomp).any(|c| c < verb);
    let person = syntax.pos(object) == Pos::Propn || syntax.child(object, Dep::Appos).is_some();
    let before = person && syntax.subtree(verb).start == verb;
    ((before || fronted) && matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp))
        .then_some(object)
}

/// Whether a word is a verb or auxiliary.
pub fn is_verbal(syntax: &Syntax<'_>, i: u32) -> bool {
    matches!(syntax.pos(i), Pos::Verb | Pos::Aux)
}

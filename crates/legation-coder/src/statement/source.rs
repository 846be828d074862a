//! Who speaks with a verb: its subject, looked for upward, sideways and, where the tree is wrong, on the surface.

use super::cue::{Cues, Takes};
use super::draft::Source;
use super::extent;
use super::quote::{self, Quote};
use crate::Syntax;
use legation_core::record::CueClass;
use legation_core::{Dep, Pos, Span, Tag, TokenRange};

/// "was quoted as *saying*": the verb of quoting above a participle of saying.
pub fn quoting(syntax: &Syntax<'_>, saying: u32) -> Option<u32> {
    let as_what = syntax.head(saying);
    let above = syntax.head(as_what);
    let fits = syntax.tag(saying) == Tag::Vbg
        && syntax.dep(saying) == Dep::Pcomp
        && syntax.lower(as_what) == "as"
        && matches!(syntax.lemma(above), "quote" | "cite" | "report")
        && syntax.child(above, Dep::Nsubjpass).is_some();
    fits.then_some(above)
}

/// Who speaks with this verb: its subject, that of the verb above, the noun it modifies, or the agent of a passive.
pub fn source(syntax: &Syntax<'_>, verb: u32) -> Option<Source> {
    if let Some(above) = quoting(syntax, verb) {
        return syntax.child(above, Dep::Nsubjpass).map(|s| source_at(syntax, s));
    }
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
    let first = verb == syntax.sentence(verb).start && syntax.tag(verb) == Tag::Vbn;
    if !first && !matches!(syntax.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp)
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
    if is_reduced_passive(syntax, verb) && syntax.child(verb, Dep::Agent).is_none() {
        return None;
    }
    let found = source(syntax, reporter(syntax, cues, verb).unwrap_or(verb))
        .filter(|s| {
            let around = |i: u32| quote::around(quotes, syntax.token(i).span.start).map(|q| q.span);
            around(s.head).is_none_or(|q| q.len() < 30 || Some(q) == around(verb))
        })
        .or_else(|| beside(syntax, quotes, cues, verb))
        .map(|s| whole(syntax, s))?;
    // "The minister, calling it a crime, …": the cue is no part of its source.
    let range = syntax.tokens_in(found.span);
    if range.contains(verb) && found.head < verb {
        let cut = extent::verb_group(syntax, cues, verb).start;
        let range = extent::trim(syntax, TokenRange::new(range.start, cut));
        return (!range.is_empty()).then(|| Source { head: found.head, span: syntax.span(range) });
    }
    Some(found)
}

/// "Sen. Ana Amat (R-Ga.) said": where the sentence was cut inside the brackets, the name before them.
fn whole(syntax: &Syntax<'_>, found: Source) -> Source {
    const REACH: u32 = 8;
    let words = found.span.of(syntax.text());
    if words.matches(')').count() <= words.matches('(').count() {
        return found;
    }
    let range = syntax.tokens_in(found.span);
    let opens = (range.start.saturating_sub(REACH)..range.start)
        .rev()
        .find(|&i| syntax.word(i).starts_with('(') || syntax.word(i).ends_with('('));
    let nominal = |i: u32| matches!(syntax.pos(i), Pos::Propn | Pos::Noun);
    let name = opens
        .and_then(|o| o.checked_sub(1))
        .filter(|&n| nominal(n) && syntax.paragraph_of(n) == syntax.paragraph_of(range.start));
    let Some(name) = name else { return found };
    let top =
        syntax.ancestors(name).take_while(|&a| nominal(a) && a <= name).last().unwrap_or(name);
    let mut start = extent::noun_phrase(syntax, top).start.min(name);
    // The parts of the name may hang on a word behind the bracket.
    while start > 0
        && matches!(syntax.pos(start - 1), Pos::Propn)
        && syntax.paragraph_of(start - 1) == syntax.paragraph_of(name)
    {
        start -= 1;
    }
    Source { head: top, span: Span::new(syntax.token(start).span.start, found.span.end) }
}

/// "asked if she would run", "when told of it": a participle whose subject is spoken to and does not speak.
pub fn is_reduced_passive(syntax: &Syntax<'_>, verb: u32) -> bool {
    let bare = !syntax.children(verb).any(|c| {
        matches!(
            syntax.dep(c),
            Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Auxpass | Dep::Dobj | Dep::Dative
        )
    });
    let when = syntax
        .children(verb)
        .any(|c| c < verb && matches!(syntax.lower(c), "when" | "if" | "once" | "as" | "until"));
    let participle = syntax.tag(verb) == Tag::Vbn || syntax.tag(verb) == Tag::Vbd && when;
    participle
        && bare
        && syntax.dep(verb) == Dep::Advcl
        && matches!(
            syntax.lemma(verb),
            "ask"
                | "tell"
                | "press"
                | "question"
                | "remind"
                | "warn"
                | "inform"
                | "quiz"
                | "advise"
                | "urge"
        )
}

/// Whether a verb reports speech, as far as the tables know.
fn speaks(syntax: &Syntax<'_>, cues: &Cues, verb: u32) -> bool {
    syntax.pos(verb) == Pos::Verb
        && cues.verb(syntax, verb, None).is_some_and(|e| {
            e.class != CueClass::Attitude
                && [Takes::Clause, Takes::Quote, Takes::Infinitive, Takes::Object]
                    .iter()
                    .any(|t| e.takes.has(*t))
        })
}

/// The report that a verb without a subject goes on from, where the parser hung it on a verb inside of what is reported:
/// "He said *the deal failed*, adding …", "She said *it was done by aides* and denied …".
pub fn reporter(syntax: &Syntax<'_>, cues: &Cues, verb: u32) -> Option<u32> {
    let tag = syntax.tag(verb);
    let participle = tag == Tag::Vbg
        && matches!(syntax.dep(verb), Dep::Advcl | Dep::Xcomp | Dep::Acl | Dep::Ccomp | Dep::Dep)
        && syntax.subtree(verb).start.checked_sub(1).is_some_and(|b| syntax.word(b) == ",");
    let coordinate = matches!(tag, Tag::Vbd | Tag::Vbz | Tag::Vbp) && syntax.dep(verb) == Dep::Conj;
    let bare = !syntax.children(verb).any(|c| {
        matches!(syntax.dep(c), Dep::Nsubj | Dep::Nsubjpass | Dep::Aux | Dep::Auxpass)
            || syntax.dep(c) == Dep::Mark && c < verb
    });
    let below = syntax.head(verb);
    if !(participle || coordinate)
        || !bare
        || !speaks(syntax, cues, verb)
        || speaks(syntax, cues, below)
        || below > verb
    {
        return None;
    }
    let mut at = below;
    while syntax.head(at) != at {
        let head = syntax.head(at);
        let fits = participle
            || syntax.tag(head) == tag
            || tag == Tag::Vbd && syntax.tag(head) == Tag::Vbn;
        if syntax.dep(at) == Dep::Ccomp && head < at && fits && speaks(syntax, cues, head) {
            return Some(head);
        }
        at = head;
    }
    None
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
        if let Some(object) = controller(syntax, at, head) {
            return Some(object);
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

/// The object that is the subject of an infinitive: "this prompted *the envoy* to say".
fn controller(syntax: &Syntax<'_>, infinitive: u32, above: u32) -> Option<u32> {
    let controls = matches!(
        syntax.lemma(above),
        "prompt"
            | "lead"
            | "force"
            | "push"
            | "press"
            | "urge"
            | "ask"
            | "tell"
            | "persuade"
            | "cause"
            | "get"
            | "want"
            | "invite"
            | "enable"
            | "encourage"
            | "compel"
            | "allow"
            | "drive"
            | "order"
            | "move"
            | "inspire"
            | "pressure"
            | "convince"
            | "oblige"
            | "require"
    );
    let to = syntax.tag(infinitive) == Tag::Vb
        && matches!(syntax.dep(infinitive), Dep::Xcomp | Dep::Advcl)
        && syntax.children(infinitive).any(|c| syntax.tag(c) == Tag::To);
    let object = syntax.child(above, Dep::Dobj).filter(|&o| above < o && o < infinitive)?;
    (controls && to).then_some(object)
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

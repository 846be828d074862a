//! The coder: a document and its layers become records.
//!
//! [`code`] is a pure function that cannot fail: what it cannot code becomes a remark. It goes in steps, each a
//! module with a layer of its own, and no step changes a layer before it:
//! timexes → quantities → mentions and actors → clauses → statements → events → figures → ties → assessments → links.

pub mod actor;
pub mod assessment;
pub mod clause;
pub mod codebook;
pub mod event;
pub mod figure;
pub mod french;
pub mod knowledge;
pub mod lemma;
pub mod link;
pub mod mention;
pub mod phrase;
mod place;
pub mod quantity;
pub mod statement;
pub mod syntax;
pub mod tie;
pub mod timex;

pub use codebook::Codebook;
pub use syntax::Syntax;

use legation_core::record::Remark;
use legation_core::{Coded, Document, Layers, Span};

/// Events of weak frames that do not even have all their participants are left out: they were wrong more often than right in the
/// example articles.
const MIN_CONFIDENCE: f32 = 0.5;

/// Codes one document. The same document, layers and codebook always give the same records.
pub fn code(doc: &Document, layers: &Layers, book: &Codebook) -> Coded {
    let syntax = Syntax::new(doc, layers);
    let boilerplate = doc.article.boilerplate.clone();
    let timexes = timex::find(&syntax, &timex::Anchor::of(doc));
    let quantities = quantity::find(&syntax, &timexes);
    let mut cast =
        actor::resolve_dated(&syntax, &book.knowledge, doc.article.published.date, &timexes);
    let clauses = clause::find(&syntax, &|lemma| book.events.is_event_noun(lemma));
    let mut statements = statement::find(&syntax, &clauses, &cast, &book.cues);
    statement::add_dates(&mut statements, &syntax, &clauses, &timexes);
    statement::add_places(&mut statements, &syntax, &cast, &book.knowledge);
    actor::resolve_speech(&mut cast, &statements);
    statement::record::give_first_person(&mut statements, &cast);
    let stage = event::Stage { syntax: &syntax, cast: &cast };
    let input = event::Input {
        stage,
        clauses: &clauses,
        timexes: &timexes,
        statements: &statements,
        boilerplate: &boilerplate,
        knowledge: Some(&book.knowledge),
    };
    let mut events = event::code(&book.events, &input);
    events.retain(|e| e.confidence >= MIN_CONFIDENCE);
    let figures = figure::link(&syntax, &clauses, &cast, &timexes, &quantities, &statements);
    let ties = {
        let input = tie::Input {
            stage,
            clauses: &clauses,
            timexes: &timexes,
            statements: &statements,
            figures: &figures,
            factuality: &book.events.factuality,
            boilerplate: &boilerplate,
        };
        tie::code(&book.ties, &input)
    };
    let assessments = {
        let input = assessment::Input {
            stage,
            clauses: &clauses,
            statements: &statements,
            boilerplate: &boilerplate,
        };
        assessment::code(&book.judging, &input)
    };
    let links = {
        let input = link::Input {
            stage,
            clauses: &clauses,
            statements: &statements,
            events: &events,
            figures: &figures,
            ties: &ties,
            assessments: &assessments,
            boilerplate: &boilerplate,
        };
        link::code(&book.links, &input)
    };
    Coded {
        sentences: sentences(&syntax),
        boilerplate,
        contexts: book.events.contexts.of_article(&syntax),
        actors: cast.actors,
        timexes,
        statements,
        events,
        figures,
        ties,
        assessments,
        links,
        remarks: doc.left_out().map(too_long).into_iter().collect(),
    }
}

/// The sentences that name at least two known actors and of which [`code`] tells no event, with the reasons.
pub fn check(doc: &Document, layers: &Layers, book: &Codebook) -> Vec<event::check::Silence> {
    let syntax = Syntax::new(doc, layers);
    let timexes = timex::find(&syntax, &timex::Anchor::of(doc));
    let mut cast =
        actor::resolve_dated(&syntax, &book.knowledge, doc.article.published.date, &timexes);
    let clauses = clause::find(&syntax, &|lemma| book.events.is_event_noun(lemma));
    let mut statements = statement::find(&syntax, &clauses, &cast, &book.cues);
    actor::resolve_speech(&mut cast, &statements);
    statement::record::give_first_person(&mut statements, &cast);
    let input = event::Input {
        stage: event::Stage { syntax: &syntax, cast: &cast },
        clauses: &clauses,
        timexes: &timexes,
        statements: &statements,
        boilerplate: &doc.article.boilerplate,
        knowledge: Some(&book.knowledge),
    };
    event::check::silent(&book.events, &input, &code(doc, layers, book).events)
}

/// What is said of the end of a text that is too long.
fn too_long(span: Span) -> Remark {
    let text = "the text is too long for an article: nothing from here on is coded".to_owned();
    Remark { span, code: "too_long".to_owned(), text }
}

/// The sentences without the white space around them.
fn sentences(syntax: &Syntax<'_>) -> Vec<Span> {
    syntax.layers.sentences.iter().map(|s| syntax.span(*s)).filter(|s| !s.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use legation_core::Article;

    #[test]
    fn what_is_too_long_to_be_coded_is_remarked() {
        let remarks = |times: usize| {
            let text = "The two sides met again on Monday.\n\n".repeat(times);
            let doc = Document::new(Article::new("t", text));
            code(&doc, &Layers::default(), &Codebook::builtin()).remarks
        };
        assert!(remarks(10).is_empty());
        let long = remarks(20_000);
        assert_eq!(long.iter().map(|r| r.code.as_str()).collect::<Vec<_>>(), ["too_long"]);
        assert!(long[0].span.len() > 300_000, "{:?}", long[0].span);
    }
}

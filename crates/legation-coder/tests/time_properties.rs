//! Time expressions and quantities hold to their promises on any words and any tree.

use legation_coder::clause::{self, ClauseIdx};
use legation_coder::timex::calendar::Calendar;
use legation_coder::timex::{self, Anchor, event_date};
use legation_coder::{Syntax, figure, quantity};
use legation_core::{
    Article, Basis, Dep, Document, Layers, Pos, Published, Span, Tag, TimexType, Token, TokenRange,
};
use proptest::prelude::*;
use proptest::sample::select;

/// Words that time expressions and quantities are made of, in any order.
const WORDS: &[&str] = &[
    "Friday",
    "Monday",
    "March",
    "May",
    "Feb.",
    "29",
    "31",
    "2024",
    "1999",
    "the",
    "last",
    "next",
    "this",
    "past",
    "first",
    "nine",
    "months",
    "month",
    "year",
    "years",
    "week",
    "weekend",
    "days",
    "ago",
    "earlier",
    "later",
    "of",
    "in",
    "since",
    "until",
    "from",
    "to",
    "between",
    "and",
    "or",
    "a",
    "few",
    "couple",
    "quarter",
    "third",
    "-",
    "half",
    "early",
    "late",
    "mid-1990s",
    "1990s",
    "'",
    "80s",
    "21st",
    "century",
    "9:30",
    "10",
    "a.m.",
    "noon",
    "night",
    "morning",
    "EST",
    "today",
    "yesterday",
    "tomorrow",
    "now",
    "every",
    "each",
    "day",
    "daily",
    "Christmas",
    "Easter",
    "spring",
    "summer",
    "$",
    "12",
    "3.5",
    "million",
    "percent",
    "%",
    "more",
    "than",
    "at",
    "least",
    "dozens",
    "thousands",
    "people",
    "said",
    "will",
    "met",
    "fiscal",
    "2000-02-30",
    "3/4/2012",
    "1/2",
    "two",
    "hundred",
    "twenty",
    "-one",
    "99999999999999999999",
    ",",
    ".",
    "’s",
    "½",
    "−5",
    "1,23",
    "as",
    "many",
    "record",
    "second",
    "largest",
    "nineteen",
    "ninety",
    "four",
    "billion",
    "euros",
    "é",
];

fn document(words: &[&str], published: Option<&str>) -> (Document, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        spans.push(Span::from(start..text.len()));
    }
    let mut article = Article::new("p", text);
    if let Some(date) = published {
        article.published = Published { date: Some(date.parse().unwrap()), basis: Basis::Given };
    }
    (Document::new(article), spans)
}

/// Layers with tags and a tree drawn from `seeds`; cycles may occur, as in layers from outside.
fn layers(spans: &[Span], seeds: &[u8]) -> Layers {
    let n = spans.len() as u32;
    let seed = |i: usize, by: usize| usize::from(seeds[(i * 7 + by) % seeds.len()]);
    let tokens = spans.iter().enumerate().map(|(i, span)| Token {
        span: *span,
        lemma: Span::default(),
        // Heads go left, so that the tree has no cycles.
        head: (seed(i, 0) % (i + 1)) as u32,
        tag: Tag::ALL[seed(i, 1) % Tag::ALL.len()],
        pos: Pos::ALL[seed(i, 2) % Pos::ALL.len()],
        dep: Dep::ALL[seed(i, 3) % Dep::ALL.len()],
    });
    Layers {
        tokens: tokens.collect(),
        sentences: vec![TokenRange::new(0, n)],
        paragraphs: vec![TokenRange::new(0, n)],
        ..Layers::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_on_any_tree(
        words in proptest::collection::vec(select(WORDS), 1..14),
        seeds in proptest::collection::vec(any::<u8>(), 16..40),
        published in select(vec![None, Some("2024-02-29"), Some("2023-12-31"), Some("2022-01-01"), Some("0001-01-01"), Some("9999-12-31")]),
    ) {
        let (doc, spans) = document(&words, published);
        let layers = layers(&spans, &seeds);
        let syntax = Syntax::new(&doc, &layers);
        let timexes = timex::find(&syntax, &Anchor::of(&doc));
        let mut end = 0;
        for timex in &timexes {
            prop_assert!(timex.tokens.start >= end && !timex.tokens.is_empty());
            end = timex.tokens.end;
            prop_assert!(!timex.span.of(doc.text()).is_empty());
            prop_assert_eq!(timex.from.is_some(), timex.to.is_some());
            if let (Some(from), Some(to)) = (timex.from, timex.to) {
                prop_assert!(from <= to);
                if timex.kind == TimexType::Date
                    && let Some(Ok(calendar)) = timex.value.as_deref().map(str::parse::<Calendar>)
                {
                    prop_assert_eq!(calendar.interval(), (from, to));
                }
            }
        }
        let quantities = quantity::find(&syntax, &timexes);
        for pair in quantities.windows(2) {
            prop_assert!(pair[0].tokens.end <= pair[1].tokens.start);
        }
        for quantity in &quantities {
            prop_assert!(timexes.iter().all(|t| !t.tokens.overlaps(quantity.tokens)));
            if let (Some(from), Some(to)) = (quantity.value, quantity.value_to) {
                prop_assert!(from < to);
            }
        }
        let clauses = clause::find(&syntax, &|_: &str| true);
        for at in 0..clauses.list.len() as u32 {
            let date = event_date(&syntax, &clauses, &timexes, ClauseIdx(at));
            if let (Some(from), Some(to)) = (date.from, date.to) {
                prop_assert!(from <= to, "{date:?}");
            }
        }
        let cast = legation_coder::actor::Cast::new(Vec::new(), syntax.len());
        for figure in figure::link(&syntax, &clauses, &cast, &timexes, &quantities, &[]) {
            prop_assert!(!figure.span.is_empty());
        }
    }
}

#[test]
fn nothing_from_nothing() {
    let (doc, spans) = document(&[], Some("2024-02-29"));
    let layers = Layers { tokens: Vec::new(), ..layers(&spans, &[0]) };
    let syntax = Syntax::new(&doc, &layers);
    assert!(timex::find(&syntax, &Anchor::of(&doc)).is_empty());
    assert!(quantity::find(&syntax, &[]).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn today_is_the_day_in_the_time_zone_of_the_dateline(
        minutes in 0i64..40 * 365 * 24 * 60,
        publisher in -12 * 60i64..=14 * 60,
        place in -12 * 60i64..=14 * 60,
    ) {
        let start: jiff::civil::DateTime = "1990-01-01T00:00".parse().unwrap();
        let there = |zone: i64| {
            start.checked_add(jiff::Span::new().minutes(minutes + zone)).unwrap().date()
        };
        let (published, local) = (there(publisher), there(place));
        let text = format!(
            "PORT VELA, Arvenia, {} (AP) - The president resigned today.",
            local.strftime("%B %-d")
        );
        let mut article = Article::new("p", text);
        article.published = Published { date: Some(published), basis: Basis::Given };
        let anchor = Anchor::of(&Document::new(article));
        // Only between the ends of the map can one moment have dates two days apart.
        let ahead = published.until(local).unwrap().get_days();
        if ahead <= 1 {
            prop_assert_eq!(anchor.day(), Some(local));
        } else {
            prop_assert_eq!(anchor.day(), Some(published));
        }
    }
}

//! The same layers whatever the kernels, threads, neighbours and caches; and for any text at all.

use legation_core::{Article, Document};
use legation_model::{Annotator, Level, Model};
use proptest::prelude::*;

fn documents() -> Vec<Document> {
    documents_of("sentences.txt")
}

fn documents_of(name: &str) -> Vec<Document> {
    let text = crate::data(name);
    let lines: Vec<&str> = text.lines().take(400).collect();
    let document = |(i, lines): (usize, &[&str])| {
        Document::new(Article::new(
            format!("test:{i}"),
            lines.join(if i % 2 == 0 { "\n\n" } else { " " }),
        ))
    };
    lines.chunks(7).enumerate().map(document).collect()
}

#[test]
fn all_levels_decide_alike() {
    levels_decide_alike("en_core_web_sm", "sentences.txt");
}

#[test]
fn all_levels_decide_alike_in_french() {
    levels_decide_alike("fr_core_news_sm", "sentences-fr.txt");
}

fn levels_decide_alike(name: &str, text: &str) {
    let documents = documents_of(text);
    let Some(path) = crate::find(name) else { return };
    let annotate =
        |level: Level| Model::load(&path).unwrap().with_level(level).annotate(&documents);
    let mut levels = Level::available();
    let best = annotate(levels.pop().unwrap());
    for level in levels {
        assert_eq!(annotate(level), best, "{level:?}");
    }
}

#[test]
fn threads_neighbours_and_caches_change_nothing() {
    let Some(model) = crate::model() else { return };
    let documents = documents();
    let all = model.annotate(&documents);
    assert_eq!(all.len(), documents.len());
    assert!(all.iter().all(|layers| layers.model == model.label()));
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        model.forget();
        assert_eq!(pool.install(|| model.annotate(&documents)), all);
    }
    for (document, layers) in documents.iter().zip(&all).rev() {
        let alone = Annotator::default().annotate(&model, std::slice::from_ref(document));
        assert_eq!(&alone[0], layers);
    }
}

#[test]
fn layers_fit_their_document() {
    let Some(model) = crate::model() else { return };
    for (document, layers) in documents().iter().zip(model.annotate(&documents())) {
        assert_eq!(layers.paragraphs.len(), document.paragraphs.len());
        for (tokens, paragraph) in layers.paragraphs.iter().zip(&document.paragraphs) {
            assert_eq!(layers.span(*tokens), Some(*paragraph));
            assert!(layers.sentences.iter().any(|sentence| sentence.start == tokens.start));
            for i in tokens.iter() {
                assert!(tokens.contains(layers.tokens[i as usize].head));
            }
        }
        let covered: u32 =
            layers.sentences.iter().map(|sentence| sentence.end - sentence.start).sum();
        assert_eq!(covered as usize, layers.tokens.len());
    }
}

#[test]
fn caches_are_bounded() {
    let Some(model) = crate::model() else { return };
    let mut annotator = Annotator::default();
    let mut largest = 0;
    for round in 0..40 {
        let words: Vec<String> = (0..1500).map(|i| format!("w{round}x{i}")).collect();
        let document = Document::new(Article::new("test", words.join(" ")));
        annotator.annotate(&model, &[document]);
        largest = largest.max(annotator.memory());
    }
    // 60,000 word types went through; all of them would be 460 MB.
    assert!(largest < 120 << 20, "{largest} bytes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn tokens_tile_any_text(text in "(\\PC|[ \n\t.,'’“”()-]|[a-zA-Z0-9$%]){0,60}") {
        let Some(model) = crate::model_once() else { return Ok(()) };
        let layers = model.annotate_text(&text);
        let mut at = 0;
        for (i, token) in layers.tokens.iter().enumerate() {
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            prop_assert!(start < end && text.is_char_boundary(start) && text.is_char_boundary(end));
            let gap = &text[at..start];
            prop_assert!(gap.is_empty() || gap == " ", "{gap:?} before token {i} of {text:?}");
            at = end;
        }
        prop_assert!(matches!(&text[at..], "" | " "));
        prop_assert!(layers.tokens.iter().all(|token| (token.head as usize) < layers.tokens.len()));
    }
}

#[test]
fn hostile_pieces_take_bounded_time() {
    let Some(model) = crate::model() else { return };
    hostile_pieces(&model);
}

#[test]
fn hostile_pieces_take_bounded_time_in_french() {
    let Some(path) = crate::find("fr_core_news_sm") else { return };
    let model = Model::load(&path).expect("an installed model loads");
    hostile_pieces(&model);
    for piece in ["anti-", "saint-", "l'", "sous-é", "-t-", "'’", "n'a"] {
        let text = piece.repeat(20_000 / piece.len());
        assert!(!model.annotate_text(&text).tokens.is_empty());
    }
}

fn hostile_pieces(model: &Model) {
    let start = std::time::Instant::now();
    for piece in [")", "a", ".", "a.", "@:", "http://a", "'", "“", "1-", "é"] {
        let text = piece.repeat(40_000 / piece.len());
        assert!(!model.annotate_text(&text).tokens.is_empty());
    }
    assert!(start.elapsed().as_secs() < 120, "{:?}", start.elapsed());
}

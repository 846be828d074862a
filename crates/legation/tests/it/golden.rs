//! Golden articles: the records of the examples as a person reads them, and articles that must yield nothing.

use super::{engine, root};
use legation::read;
use legation_core::{Article, json};
use std::path::Path;

fn articles(folder: &Path) -> Vec<(String, Article)> {
    let inputs = [folder.display().to_string()];
    let options = read::Options::default();
    let all: Vec<Article> = read::articles(&inputs, &options).map(|a| a.unwrap()).collect();
    all.into_iter()
        .map(|mut article| {
            let name = Path::new(&article.uri).file_stem().unwrap().to_string_lossy().into_owned();
            // The address is part of the records' ids: make it the same on every machine.
            article.uri = format!("{name}.md");
            (name, article)
        })
        .collect()
}

#[test]
fn the_examples_as_marked_text() {
    let Some(engine) = engine() else { return };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/golden"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let all = articles(&root().join("examples"));
    assert!(all.len() >= 8);
    for (name, article) in all {
        let read = engine.code(article);
        let shown = legation::show::article(&read.document, &read.coded);
        settings.bind(|| insta::assert_snapshot!(name, shown));
    }
}

#[test]
fn the_same_records_on_any_number_of_threads_and_in_any_order() {
    let Some(engine) = engine() else { return };
    let all: Vec<Article> =
        articles(&root().join("examples")).into_iter().map(|(_, a)| a).collect();
    let print = |articles: Vec<Article>, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read = pool.install(|| engine.code_all(articles));
        let mut lines: Vec<String> =
            read.iter().map(|r| json::article(&r.document, &r.coded).to_string()).collect();
        lines.sort();
        lines
    };
    let one = print(all.clone(), 1);
    assert_eq!(one, print(all.clone(), 3));
    assert_eq!(one, print(all.into_iter().rev().collect(), 2));
}

#[test]
fn articles_without_politics_yield_no_events() {
    let Some(engine) = engine() else { return };
    let all = articles(&root().join("tests/clean"));
    assert!(all.len() >= 5, "only {} articles", all.len());
    for (name, article) in all {
        let read = engine.code(article);
        let events = read.coded.events.iter().filter(|e| e.event_type.is_some());
        let found: Vec<String> = events
            .map(|e| format!("{} “{}”", e.rule, e.trigger.of(read.document.text())))
            .collect();
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

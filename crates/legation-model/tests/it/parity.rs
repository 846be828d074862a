//! What spaCy itself said of some hundred texts, nasty ones among them (`cargo xtask parity --bless` writes it).

use legation_model::{Annotator, Model};
use serde::Deserialize;

/// Bytes, head, label, tag, class, lemma and features of a token.
type Token = (u32, u32, u32, String, String, String, String, String);

#[derive(Debug, Deserialize)]
struct Fixture {
    text: String,
    tokens: Vec<Token>,
    sentences: Vec<u32>,
    entities: Vec<(u32, u32, String)>,
}

#[test]
fn the_same_as_spacy() {
    compare("en_core_web_sm", "fixtures.jsonl", 300);
}

#[test]
fn the_same_as_spacy_in_french() {
    compare("fr_core_news_sm", "fixtures-fr.jsonl", 300);
}

fn compare(name: &str, fixtures: &str, least: usize) {
    let Some(path) = crate::find(name) else { return };
    let model = Model::load(&path).expect("an installed model loads");
    if model.name() != name {
        eprintln!("SKIPPED, the fixtures are for another model than {}", model.name());
        return;
    }
    let mut annotator = Annotator::default();
    let mut count = 0;
    for line in crate::data(fixtures).lines() {
        let fixture: Fixture = serde_json::from_str(line).unwrap();
        let layers = annotator.annotate_text(&model, &fixture.text);
        let features = annotator.features(&model);
        assert_eq!(features.len(), layers.tokens.len(), "{:?}", fixture.text);
        let tokens: Vec<_> = (0u32..)
            .zip(layers.tokens.iter().zip(features))
            .map(|(i, (t, features))| {
                let labels =
                    [t.dep.as_str(), t.tag.as_str(), t.pos.as_str(), layers.lemma(i), features];
                let [dep, tag, pos, lemma, features] = labels.map(str::to_owned);
                (t.span.start, t.span.end, t.head, dep, tag, pos, lemma, features)
            })
            .collect();
        assert_eq!(tokens, fixture.tokens, "{:?}", fixture.text);
        let starts: Vec<u32> = layers.sentences.iter().map(|s| s.start).collect();
        assert_eq!(starts, fixture.sentences, "{:?}", fixture.text);
        let entities: Vec<_> = layers
            .entities
            .iter()
            .map(|e| (e.tokens.start, e.tokens.end, e.label.as_str().to_owned()))
            .collect();
        assert_eq!(entities, fixture.entities, "{:?}", fixture.text);
        count += 1;
    }
    assert!(count > least);
}

#[test]
fn french_words_have_classes_features_and_lemmas() {
    let Some(path) = crate::find("fr_core_news_sm") else { return };
    let model = Model::load(&path).expect("an installed model loads");
    if model.language() != "fr" {
        eprintln!("SKIPPED, {} is no French model", model.name());
        return;
    }
    let mut annotator = Annotator::default();
    let text = "L'Arvénie n'a pas livré les armes promises, a-t-elle rappelé aux députés.";
    let layers = annotator.annotate_text(&model, text);
    let features = annotator.features(&model);
    let word = |form: &str| {
        let all = layers.tokens.iter().position(|t| t.span.of(text) == form);
        let i = all.unwrap_or_else(|| panic!("{form} is no token"));
        (layers.tokens[i].tag.as_str(), layers.lemma(i as u32), features[i])
    };
    assert_eq!(
        word("livré"),
        ("VERB", "livrer", "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part")
    );
    assert_eq!(word("armes"), ("NOUN", "arme", "Gender=Fem|Number=Plur"));
    assert_eq!(word("-t").1, "-t");
    assert_eq!(word("-elle").1, "lui");
    assert_eq!(word("aux").0, "ADP");
    assert_eq!(word("députés").1, "député");
    assert_eq!(word("Arvénie").0, "PROPN");
}

//! What spaCy itself said of some hundred texts, nasty ones among them (`cargo xtask parity --bless` writes it).

use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Fixture {
    text: String,
    tokens: Vec<(u32, u32, u32, String, String, String, String)>,
    sentences: Vec<u32>,
    entities: Vec<(u32, u32, String)>,
}

#[test]
fn the_same_as_spacy() {
    let Some(model) = crate::model() else { return };
    if model.name() != "en_core_web_sm" {
        eprintln!("SKIPPED, the fixtures are for another model than {}", model.name());
        return;
    }
    let mut count = 0;
    for line in crate::data("fixtures.jsonl").lines() {
        let fixture: Fixture = serde_json::from_str(line).unwrap();
        let layers = model.annotate_text(&fixture.text);
        let tokens: Vec<_> = (0u32..)
            .zip(&layers.tokens)
            .map(|(i, t)| {
                let labels = [t.dep.as_str(), t.tag.as_str(), t.pos.as_str(), layers.lemma(i)];
                let [dep, tag, pos, lemma] = labels.map(str::to_owned);
                (t.span.start, t.span.end, t.head, dep, tag, pos, lemma)
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
    assert!(count > 300);
}

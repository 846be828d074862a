//! French articles: read by the French model where it is installed, kept and remarked on where it is not.

use crate::engine;
use legation_core::{Article, Coded};

const TEXT: &str = "Le président Vladimir Poutine a reçu lundi le secrétaire général de l'ONU à Moscou, a annoncé le Kremlin. \
    « L'Ukraine doit choisir », a déclaré Poutine devant la presse, selon des propos rapportés par la Banque de France. \
    Les États-Unis et la Corée du Sud avaient signé, le 14 mars 2021, un accord que la Chine a dénoncé en mai 2022.\n\n\
    La Côte d'Ivoire et l'Otan n'ont pas réagi. Anatole France n'a rien dit au 1er juin 2023.";

fn read(text: &str) -> Option<(Article, Coded)> {
    let engine = engine()?;
    if engine.model.main().language() != "en" {
        return None;
    }
    let mut article = Article::new("test", text);
    article.language = Some("fr".to_owned());
    let read = engine.code(article);
    Some((read.document.article, read.coded))
}

/// Whether the French model is at hand; where models are required, this one is too.
fn installed() -> bool {
    let found = engine().is_some_and(|engine| engine.model.of("fr").is_ok());
    let required = std::env::var_os("LEGATION_REQUIRE_MODEL").is_some();
    assert!(found || !required, "the French model is required: legation model install fr");
    found
}

#[test]
fn names_and_dates_are_told_and_nothing_else() {
    if !installed() {
        eprintln!("SKIPPED, no French model");
        return;
    }
    let Some((article, coded)) = read(TEXT) else { return };
    let ids: Vec<&str> = coded.actors.iter().map(|actor| actor.id.as_str()).collect();
    // The bank is known by that name; the state in it is not meant, and neither is the one in the writer's name.
    let expected = [
        "vladimir-putin",
        "un",
        "rus.kremlin",
        "UKR",
        "fra.central-bank",
        "USA",
        "KOR",
        "CHN",
        "CIV",
        "nato",
    ];
    assert_eq!(ids, expected);
    assert_eq!(coded.actors[2].mentions[0].span.of(TEXT), "Kremlin");
    let mentions: Vec<&str> = coded.actors[0].mentions.iter().map(|m| m.span.of(TEXT)).collect();
    assert_eq!(mentions, ["Vladimir Poutine", "Poutine"]);
    assert!(coded.actors.iter().all(|actor| actor.known));
    let dates: Vec<(&str, &str)> = coded
        .timexes
        .iter()
        .map(|t| (t.span.of(TEXT), t.value.as_deref().unwrap_or_default()))
        .collect();
    let expected =
        [("14 mars 2021", "2021-03-14"), ("mai 2022", "2022-05"), ("1er juin 2023", "2023-06-01")];
    assert_eq!(dates, expected);
    assert!(coded.sentences[0].of(TEXT).ends_with("a annoncé le Kremlin."), "{coded:?}");
    assert!(coded.sentences.iter().any(|s| s.of(TEXT).starts_with("Anatole France")));
    assert!(coded.events.is_empty() && coded.statements.is_empty() && coded.figures.is_empty());
    assert!(article.reader_remarks[0].starts_with("coded in part: the text is in fr"));
}

#[test]
fn without_the_model_the_remark_names_the_remedy() {
    let Some((article, coded)) = read(TEXT) else { return };
    let remark = &article.reader_remarks[0];
    if installed() {
        assert!(!remark.contains("not coded"), "{remark}");
    } else {
        assert!(coded.actors.is_empty() && coded.sentences.is_empty());
        assert!(remark.contains("legation model install fr"), "{remark}");
    }
}

#[test]
fn a_batch_of_several_languages_keeps_its_order() {
    let Some(engine) = engine() else { return };
    let article = |uri: &str, text: &str, language: &str| {
        let mut article = Article::new(uri, text);
        article.language = Some(language.to_owned());
        article
    };
    let english = "Arvenia recalled its ambassador to France on Monday.";
    let read = engine.code_all(vec![
        article("a", "La France a rappelé son ambassadeur.", "fr"),
        article("b", english, "en"),
        article("c", "Frankreich zog seinen Botschafter ab.", "de"),
        article("d", english, "en-GB"),
    ]);
    let uris: Vec<&str> = read.iter().map(|r| r.document.article.uri.as_str()).collect();
    assert_eq!(uris, ["a", "b", "c", "d"]);
    assert!(read[0].coded.events.is_empty() && read[2].coded.actors.is_empty());
    if engine.model.main().language() == "en" {
        assert!(!read[1].coded.actors.is_empty());
        assert_eq!(read[1].coded.actors.len(), read[3].coded.actors.len());
        let run = |language| engine.run_info_for(Some(language)).fingerprint();
        assert_eq!(run("de"), run("en"));
        assert_eq!(run("fr") != run("en"), installed());
    }
}

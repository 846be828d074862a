//! Who is who, with the model: descriptions, sets, the speaker's words; and an actor as the program shows it.

use super::{engine, root};
use legation_core::{Actor, Article};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn legation(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_legation"))
        .args(arguments)
        .current_dir(dir)
        .env_remove("LEGATION_DB")
        .env("LEGATION_OFFLINE", "true")
        .output()
        .unwrap()
}

fn said(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// The actor of the mention with these words; the text is that of an article of the end of 2022.
fn actor(text: &str, words: &str) -> Option<Actor> {
    let mut article = Article::new("example", text);
    article.published = legation_core::Published {
        date: Some("2022-12-30".parse().unwrap()),
        basis: legation_core::Basis::Given,
    };
    let read = engine()?.code(article);
    let text = read.document.text();
    let here = |a: &&Actor| a.mentions.iter().any(|m| m.span.of(text) == words);
    Some(
        read.coded
            .actors
            .iter()
            .find(here)
            .cloned()
            .unwrap_or_else(|| panic!("nobody is {words:?}")),
    )
}

/// The id of that actor: for a set, the ids of its members.
fn members(text: &str, words: &str) -> Option<String> {
    Some(actor(text, words)?.id)
}

#[test]
fn descriptions_stand_for_whom_they_describe() {
    if engine().is_none() {
        return;
    }
    for (text, words, id) in [
        (
            "Mr. Xi was uneasy when he heard of the Chinese leader’s “questions” at a summit.",
            "the Chinese leader",
            "xi-jinping",
        ),
        (
            "This month the Russian energy giant Gazprom announced a record.",
            "the Russian energy giant",
            "rus.gazprom",
        ),
        (
            "In May Kenya’s ambassador to the United States, Amos Otieno, was appointed the country’s new foreign minister.",
            "the country’s new foreign minister",
            "amos-otieno",
        ),
        ("They must turn away from Moscow and Putin, the show declared.", "Moscow", "RUS"),
        (
            "The Quai d'Orsay and Itamaraty disagreed over the text.",
            "Itamaraty",
            "bra.foreign-ministry",
        ),
        ("Deputy Treasury Secretary Wally Adeyemo arrived on Tuesday.", "Treasury", "usa.treasury"),
    ] {
        assert_eq!(actor(text, words).unwrap().id, id, "{text}");
    }
}

#[test]
fn a_deputy_of_one_department_is_not_that_of_another() {
    let text = "The deputy defense secretary, Kathleen Hicks, spoke first. Later the deputy Treasury secretary arrived in Kyiv.";
    let Some(other) = actor(text, "the deputy Treasury secretary") else { return };
    assert_ne!(other.name, "Kathleen Hicks");
}

#[test]
fn sets_have_their_members() {
    if engine().is_none() {
        return;
    }
    let three = "The leaders of Armenia, Azerbaijan and Georgia met in Tbilisi. The three countries signed a pact.";
    assert_eq!(members(three, "The three countries").unwrap(), "ARM+AZE+GEO");
    let forces = "Mr. Putin wants cooperation between Russian and Chinese forces.";
    assert_eq!(members(forces, "Russian and Chinese forces").unwrap(), "chn.army+rus.armed-forces");
    let ours = "President Vladimir Putin of Russia met China's leader, Xi Jinping. China and Russia signed a deal. \
                “Trade has a special place in our relations,” Mr. Putin said.";
    assert_eq!(members(ours, "our").unwrap(), "CHN+RUS");
    let meeting = "Belarus's president and Ilham Aliyev, Azerbaijan's, spoke. President Aleksandr Lukashenko and \
                   President Ilham Aliyev met in Minsk. The two leaders praised the pact. Analysts were not impressed.";
    let asked = "OSLO - An interview with Norway's foreign minister, Marta Lindqvist.\n\nQ: Will you stay?\n\n\
                 A: I have not decided.\n\nQ: Why?\n\nA: Parliament must vote.";
    assert_eq!(actor(asked, "I").unwrap().name, "Marta Lindqvist");
    let apart = format!("{meeting} Their interests often diverge.");
    assert_eq!(members(&apart, "Their").unwrap(), "alexander-lukashenko+ilham-aliyev");
    let states = format!("{meeting} Their economies complement each other.");
    assert_eq!(members(&states, "Their").unwrap(), "AZE+BLR");
}

#[test]
fn an_actor_is_shown_with_names_offices_and_reasons() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let examples = root().join("examples").canonicalize().unwrap().display().to_string();
    assert!(legation(dir.path(), &["read", "-q", &examples]).status.success());
    let brief = said(&legation(dir.path(), &["brief", "--actor", "Xi Jinping"]));
    for part in [
        "Names used",
        "Offices over time",
        "since 2013-03-14: president of China",
        "says the text",
        "What happened",
    ] {
        assert!(brief.contains(part), "{part}: {brief}");
    }
    let list = said(&legation(dir.path(), &["actors", "--actor", "xi jinping"]));
    assert!(list.contains("since 2013-03-14:"), "{list}");
    let why = said(&legation(dir.path(), &["explain", "xi jinping"]));
    assert!(
        why.contains("since 2012-11-15: general secretary of the Communist Party, China"),
        "{why}"
    );
    assert!(why.contains("(name): full name in the tables"), "{why}");
    assert!(why.contains("in article "), "{why}");
}

#[test]
fn tables_of_the_users_own_extend_and_replace() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let own = dir.path().join("own");
    fs::create_dir(&own).unwrap();
    let write = |name: &str, text: &str| fs::write(own.join(name), text).unwrap();
    write("people.tsv", "id\tname\taliases\tcountry\tgender\nmila-torr\tMila Torr\t\tNOR\tf\n");
    write(
        "offices.tsv",
        "id\ttitle\taliases\tof\tsectors\tsingle\tfrom\tto\nnor.fjords-minister\tminister of fjords\tfjords minister\tNOR\tGOV\tyes\t\t\n",
    );
    write(
        "holders.tsv",
        "office\tperson\tfrom\tto\tstatus\nnor.fjords-minister\tmila-torr\t2020\t\t\n",
    );
    write(
        "organisations-parties.tsv",
        "id\tname\taliases\tacronyms\tkind\tcountry\tsectors\tparent\tfrom\tto\nnato\tNorth Atlantic Pact\t\tNATO\tigo\tBEL\tIGO\t\t\t\n",
    );
    fs::write(dir.path().join("a.txt"), "Mila Torr accused NATO of neglect on Monday.\n").unwrap();
    let json = said(&legation(dir.path(), &["code", "a.txt", "--knowledge", "own"]));
    assert!(json.contains("\"mila-torr\"") && json.contains("minister of fjords"), "{json}");
    assert!(json.contains("North Atlantic Pact"), "{json}");
    write(
        "holders.tsv",
        "office\tperson\tfrom\tto\tstatus\nnor.fjords-minister\tnobody-at-all\t2020\t\t\n",
    );
    let out = legation(dir.path(), &["code", "a.txt", "--knowledge", "own"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(said(&out).contains("no person nobody-at-all"), "{}", said(&out));
    write("holders.tsv", "office\tperson\n");
    let out = legation(dir.path(), &["code", "a.txt", "--knowledge", "own"]);
    assert!(said(&out).contains("holders.tsv"), "{}", said(&out));
}

#[test]
fn unknown_people_are_merged_by_name_role_and_organisation_and_taken_apart_again() {
    if engine().is_none() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write(
        "a.txt",
        "A court ruled on Monday.\n\nLena Voss, a lawyer at the Harbor Institute, criticized the government of Germany.\n",
    );
    write(
        "b.txt",
        "Germany signed a deal with Norway.\n\nLena Voss, a lawyer at the Harbor Institute, praised the government of Norway.\n",
    );
    write(
        "c.txt",
        "Canada rejected the plan.\n\nLena Voss, a swimmer from Toronto, criticized the government of Canada.\n",
    );
    assert!(legation(dir.path(), &["read", "-q", "a.txt", "b.txt", "c.txt"]).status.success());
    let bearers = || {
        let list = legation(dir.path(), &["actors", "--actor", "lena voss", "--format", "jsonl"]);
        said(&list).lines().filter(|l| l.contains("Lena Voss")).count()
    };
    assert_eq!(bearers(), 3);
    let planned = said(&legation(dir.path(), &["correct", "merge-alike", "--dry-run"]));
    assert!(
        planned.contains("same name, role (lawyer) and organisation (harbor-institute)"),
        "{planned}"
    );
    assert_eq!(bearers(), 3, "a dry run changes nothing");
    let merged = said(&legation(dir.path(), &["correct", "merge-alike"]));
    assert_eq!(bearers(), 2, "{merged}");
    let id = merged.trim_start_matches("correction ").split(':').next().unwrap();
    assert!(legation(dir.path(), &["correct", "undo", id]).status.success());
    assert_eq!(bearers(), 3);
    let again = said(&legation(dir.path(), &["correct", "merge-alike"]));
    assert!(again.starts_with("0 actors"), "{again}");
}

#[test]
fn all_noun_phrases_are_grouped_by_what_they_are_about() {
    let Some(engine) = engine() else { return };
    let text = "A heavy storm struck Norway on Monday. The storm destroyed three bridges. It was the worst storm in years, and Norway \
                asked for help. Bridges in the north are old.";
    let read = engine.code(Article::new("example", text));
    let layers = engine.annotate(std::slice::from_ref(&read.document)).remove(0);
    let phrases = legation_coder::phrase::find(&read.document, &layers, &read.coded);
    let group = |words: &str, nth: usize| {
        let mut same = phrases.iter().filter(|p| p.span.of(text) == words);
        same.nth(nth).unwrap_or_else(|| panic!("no phrase {words:?}: {phrases:?}")).group
    };
    let storm = group("A heavy storm", 0);
    assert_eq!(group("The storm", 0), storm);
    assert_eq!(group("It", 0), storm);
    assert_eq!(group("Norway", 0), group("Norway", 1));
    assert_ne!(group("three bridges", 0), group("Bridges in the north", 0));
    assert_ne!(group("help", 0), storm);
}

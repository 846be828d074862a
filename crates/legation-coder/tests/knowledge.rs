//! The built-in tables: complete, free of contradictions, and right on the facts listed in `knowledge/spot-checks*.tsv`.

use jiff::civil::Date;
use legation_coder::codebook::Tsv;
use legation_coder::codebook::table::first_and_last;
use legation_coder::knowledge::{Knowledge, Target, check, name};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge")
}

fn tables(prefix: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .filter(|(name, _)| name.starts_with(prefix))
        .collect();
    out.sort();
    out
}

#[test]
fn every_table_is_compiled_in() {
    let builtin = Knowledge::builtin_tables();
    for (name, _) in tables("")
        .iter()
        .filter(|(name, _)| !name.starts_with("spot-checks") && name != "city_exonyms.tsv")
    {
        assert!(builtin.iter().any(|(b, _)| b == name), "{name} is not among the built-in tables");
    }
}

#[test]
fn no_contradictions() {
    let problems = check::problems(&Knowledge::builtin());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn spot_checks() {
    let knowledge = Knowledge::builtin();
    let mut wrong = Vec::new();
    let mut checked = 0;
    for (file, text) in tables("spot-checks") {
        let table = Tsv::parse(&file, &text, &["kind", "key", "date", "expected"]).unwrap();
        for row in table.rows() {
            let (kind, key, expected) = (row.get("kind"), row.get("key"), row.get("expected"));
            let day = row.some("date").map(|d| first_and_last(d).expect(d).0);
            let found = answer(&knowledge, kind, key, day);
            checked += 1;
            if !found.iter().any(|f| f == expected) {
                wrong
                    .push(format!("{kind} {key} on {day:?}: expected {expected}, found {found:?}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {checked} facts are wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(checked >= 150, "only {checked} facts to check");
}

/// What the tables say to one question; `knowledge/README.md` lists the kinds.
fn answer(knowledge: &Knowledge, kind: &str, key: &str, day: Option<Date>) -> Vec<String> {
    let named = |wanted: fn(&Target) -> bool| -> Vec<String> {
        let key = key.strip_prefix("the ").unwrap_or(key);
        knowledge.named(key).filter(wanted).map(|t| knowledge.id(t).to_owned()).collect()
    };
    let org = || match knowledge.by_id(key) {
        Some(Target::Organisation(o)) => Some(&knowledge.organisations[o as usize]),
        _ => None,
    };
    let codes = |sectors: &[legation_core::plover::Sector]| {
        sectors.iter().map(|s| s.as_str()).collect::<Vec<_>>().join("|")
    };
    match kind {
        "holder" => {
            let Some((office, _)) = knowledge.office(key) else { return Vec::new() };
            knowledge
                .holdings_of(office)
                .filter(|h| h.when.holds(day))
                .map(|h| h.person.clone())
                .collect()
        }
        "name" => match knowledge.by_id(key) {
            Some(Target::State(s)) => vec![knowledge.states[s as usize].name.clone()],
            _ => named(|t| matches!(t, Target::Person(_))),
        },
        "state" => named(|t| {
            matches!(t, Target::State(_) | Target::StateAdjective(_) | Target::Demonym(_))
        }),
        "org" => named(|t| matches!(t, Target::Organisation(_) | Target::Metonym(_))),
        "metonym" => {
            let key = key.strip_prefix("the ").unwrap_or(key);
            let on_day =
                |t: &Target| matches!(t, Target::Metonym(_)) && knowledge.when(*t).holds(day);
            knowledge
                .named(key)
                .find(on_day)
                .map(|t| knowledge.id(t).to_owned())
                .into_iter()
                .collect()
        }
        "country" => knowledge.country_of(key).map(str::to_owned).into_iter().collect(),
        "kind" => org().map(|o| o.kind.as_str().to_owned()).into_iter().collect(),
        "sectors" => org().map(|o| codes(&o.sectors)).into_iter().collect(),
        "member" => {
            let (org, state) = key.split_once(':').unwrap();
            let is_member = knowledge.members_on(org, day).any(|m| m == state);
            vec![if is_member { "yes" } else { "no" }.to_owned()]
        }
        "cow" | "gw" => {
            vec![knowledge.state_code(kind, key, day).map_or(String::new(), |c| c.to_string())]
        }
        "role" => {
            let key = name::key(key);
            let role =
                knowledge.roles.get(&key).map(|hit| codes(&knowledge.roles.noun(hit).sectors));
            let body =
                knowledge.bodies.get(&key).map(|hit| codes(&knowledge.bodies.noun(hit).sectors));
            role.into_iter().chain(body).collect()
        }
        "booked" => knowledge.booked(key).map(str::to_owned).into_iter().collect(),
        "city" => {
            let (city, country) = key.split_once(", ").map_or((key, None), |(c, s)| (c, Some(s)));
            knowledge.city(city, country).map(|c| c.geonames.to_string()).into_iter().collect()
        }
        other => panic!("spot checks of kind {other:?} are not known"),
    }
}

#[test]
fn a_user_table_extends_and_replaces() {
    let tables = [
        (
            "states.tsv",
            "id\tname\taliases\tdemonyms\tadjectives\tcapital\tfrom\tto\nVDR\tVendra\t\tVendran|Vendrans\tVendran\tOssk\t\t\n",
        ),
        (
            "offices.tsv",
            "id\ttitle\taliases\tof\tsectors\tsingle\tfrom\tto\nvdr.premier\tpremier\tprime minister\tVDR\tGOV\tyes\t\t\n",
        ),
        ("people.tsv", "id\tname\taliases\tcountry\tgender\nmila-torr\tMila Torr\t\tVDR\tf\n"),
        (
            "holders.tsv",
            "office\tperson\tfrom\tto\tstatus\nvdr.premier\tmila-torr\t2020\t2024-05\t\n",
        ),
    ];
    let knowledge = Knowledge::with(&tables).unwrap();
    assert_eq!(knowledge.country_of("VDR"), Some("VDR"));
    assert!(
        knowledge
            .named("Ossk")
            .any(|t| matches!(t, Target::Metonym(_)) && knowledge.id(t) == "VDR")
    );
    let (office, _) = knowledge.office("vdr.premier").unwrap();
    let holder = |day: &str| knowledge.holder_on(office, Some(day.parse().unwrap()));
    assert!(holder("2019-12-31").is_none());
    let person = holder("2024-05-31").unwrap();
    assert_eq!(knowledge.people[person as usize].name, "Mila Torr");
    let renamed = [(
        "states.tsv",
        "id\tname\taliases\tdemonyms\tadjectives\tcapital\tfrom\tto\nFRA\tGallia\t\t\t\t\t\t\n",
    )];
    let knowledge = Knowledge::with(&renamed).unwrap();
    assert!(!knowledge.named("France").any(|t| matches!(t, Target::State(_))));
    assert!(knowledge.named("Gallia").any(|t| knowledge.id(t) == "FRA"));
}

#[test]
fn errors_name_file_and_line() {
    let header = "office\tperson\tfrom\tto\tstatus\n";
    let table = format!("{header}x\ty\t2020-13\t\t\n");
    let error = Knowledge::parse(&[("holders.tsv", &table)]).unwrap_err();
    assert!(error.to_string().starts_with("holders.tsv:2:"), "{error}");
    let table = format!("{header}x\ty\t2021\t2020\t\n");
    assert!(Knowledge::parse(&[("holders.tsv", &table)]).unwrap_err().message.contains("after"));
    assert!(
        Knowledge::parse(&[("planets.tsv", "id\nx\n")]).unwrap_err().message.contains("states")
    );
}

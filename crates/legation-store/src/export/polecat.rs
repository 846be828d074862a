//! POLECAT's table: 40 columns parted by tabs, one row for each pair of actor and recipient.

use super::Out;
use super::fact::{self, Fact, Party};
use super::states::state;
use crate::Result;

const HEADER: [&str; 40] = [
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "intervals: the first day stands for the whole",
        "factuality other than fact, and who says so (attribution)",
        "the place of the words in the text",
        "Wikipedia ids, cities, districts and provinces",
        "statements, figures, ties and assessments",
    ];
    let mut file = out.file("events.polecat.tsv")?;
    file.tsv(&HEADER.map(str::to_owned))?;
    fact::each(out, fact::Dates::Needed, &mut |out, fact| {
        if fact.date_to != fact.date_from {
            out.report.lose("intervals cut to their first day", fact.event.str("id"));
        }
        let (people, bodies, places) = story(fact);
        for (source, target, _) in fact::pair_rows(out, fact) {
            out.report.rows += 1;
            file.tsv(&row(fact, source, target, &people, &bodies, &places))?;
        }
        Ok(true)
    })?;
    file.finish()
}

fn story(fact: &Fact) -> (String, String, String) {
    let [mut people, mut bodies, mut places] = [const { Vec::new() }; 3];
    for party in fact.article.parties() {
        match party.kind.as_str() {
            "person" => people.push(party.name.clone()),
            "state" | "place_group" => places.push(party.name.clone()),
            "group" => {}
            _ => bodies.push(party.name.clone()),
        }
    }
    (people.join(";"), bodies.join(";"), places.join(";"))
}

fn row(
    fact: &Fact,
    source: &Party,
    target: Option<&Party>,
    people: &str,
    bodies: &str,
    places: &str,
) -> Vec<String> {
    let event = &fact.event;
    let article = &fact.article.row;
    let mut row = vec![
        event.str("id").to_owned(),
        fact.date_from.clone(),
        fact.event_type.clone(),
        fact.mode.clone().unwrap_or_default(),
        fact.intensity.to_string(),
        fact.quad.to_string(),
        event.get("contexts").as_list().join(";"),
    ];
    let nobody = Party::default();
    for party in [source, target.unwrap_or(&nobody)] {
        row.extend([
            party.name.clone(),
            party.country.clone(),
            state(&party.country).cow.to_owned(),
            party.sectors.first().cloned().unwrap_or_default(),
            party.sectors.join(";"),
            party.title.clone(),
            party.words.clone(),
            String::new(),
        ]);
    }
    let place_country = event.str("place_country");
    row.extend([
        event.str("place").to_owned(),
        String::new(),
        String::new(),
        String::new(),
        if place_country.is_empty() { String::new() } else { state(place_country).name.to_owned() },
        event.get("place_lat").to_string(),
        event.get("place_lon").to_string(),
        event.get("place_geonames").to_string(),
        event.str("place").to_owned(),
        String::new(),
        article.str("publisher").to_owned(),
        article.str("published").to_owned(),
        people.to_owned(),
        bodies.to_owned(),
        places.to_owned(),
        article.str("language").to_owned(),
        format!("legation {}", env!("CARGO_PKG_VERSION")),
    ]);
    row
}

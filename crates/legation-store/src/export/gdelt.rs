//! GDELT 2: events (61 columns) and mentions (16), parted by tabs, without headers.

use super::cameo::{self, Cameo};
use super::fact::{self, Fact, Party, number};
use super::states::state;
use super::{Out, Text};
use crate::Result;

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "PLOVER's modes and contexts, beyond what a CAMEO code says",
        "intervals: the first day stands for the whole",
        "factuality other than fact, and who says so (attribution)",
        "names of roles; religions and ethnic groups are not coded",
        "statements, figures, ties and assessments",
        "tone is not measured: the columns are empty",
    ];
    let mut events = out.file("events.export.CSV")?;
    let mut mentions = out.file("events.mentions.CSV")?;
    fact::each(out, fact::Dates::Needed, &mut |out, fact| {
        let id = fact.event.str("id");
        if fact.date_to != fact.date_from {
            out.report.lose("intervals cut to their first day", id);
        }
        let Some(code) = cameo::code(fact) else {
            out.report.lose("no CAMEO code: left out", id);
            return Ok(false);
        };
        for (source, target, code) in cameo::dyad_rows(out, fact, code) {
            let target_id = target.map_or("", |t| t.id.as_str());
            let event_id = number(&format!("{id} {} {target_id}", source.id)).to_string();
            out.report.rows += 1;
            events.tsv(&event(fact, &event_id, code, source, target))?;
            mention(&mut mentions, fact, &event_id, source, target)?;
        }
        Ok(true)
    })?;
    events.finish()?;
    mentions.finish()
}

/// Year, month and day of an ISO date without the hyphens.
fn digits(date: &str, n: usize) -> String {
    date.chars().filter(char::is_ascii_digit).take(n).collect()
}

fn event(
    fact: &Fact,
    id: &str,
    code: Cameo,
    source: &Party,
    target: Option<&Party>,
) -> Vec<String> {
    let article = &fact.article.row;
    let day = digits(&fact.date_from, 8);
    let mut row = vec![
        id.to_owned(),
        day.clone(),
        digits(&fact.date_from, 6),
        digits(&fact.date_from, 4),
        fraction(&fact.date_from),
    ];
    for party in [Some(source), target] {
        row.extend(actor(party));
    }
    let trigger = fact.event.get("trigger_start").as_i64().unwrap_or_default();
    row.extend([
        u8::from(fact.article.sentence(trigger) == 1).to_string(),
        code.code.to_owned(),
        code.code.get(..3).unwrap_or(code.code).to_owned(),
        code.code.get(..2).unwrap_or(code.code).to_owned(),
        fact.quad.to_string(),
        code.goldstein.to_string(),
        "1".to_owned(),
        "1".to_owned(),
        "1".to_owned(),
        String::new(),
    ]);
    row.extend(country_geo(&source.country));
    row.extend(target.map_or_else(|| country_geo(""), |t| country_geo(&t.country)));
    row.extend(action_geo(fact));
    let added = article.str("published");
    row.push(if added.is_empty() {
        format!("{day}000000")
    } else {
        format!("{}000000", digits(added, 8))
    });
    row.push(article.str("uri").to_owned());
    row
}

/// The year with the part of it that has passed.
fn fraction(date: &str) -> String {
    let date: Option<jiff::civil::Date> = date.parse().ok();
    date.map_or_else(String::new, |d| {
        let part = f64::from(d.day_of_year()) / f64::from(d.days_in_year());
        format!("{:.4}", f64::from(d.year()) + part.min(0.9999))
    })
}

/// The ten columns of an actor: code, name, country, known group, ethnic group, two religions, three types.
fn actor(party: Option<&Party>) -> Vec<String> {
    let Some(party) = party else { return vec![String::new(); 10] };
    let roles = cameo::roles(party);
    let role = |i: usize| roles.get(i).copied().unwrap_or_default().to_owned();
    vec![
        format!("{}{}", party.country, roles.iter().take(3).copied().collect::<String>()),
        party.name.to_uppercase(),
        party.country.clone(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        role(0),
        role(1),
        role(2),
    ]
}

/// The eight columns of a place, for a country: type, name, country, province and district codes, latitude, longitude, id.
fn country_geo(iso3: &str) -> Vec<String> {
    let state = state(iso3);
    let mut geo = vec![String::new(); 8];
    "0".clone_into(&mut geo[0]);
    if !state.fips.is_empty() {
        "1".clone_into(&mut geo[0]);
        state.name.clone_into(&mut geo[1]);
        state.fips.clone_into(&mut geo[2]);
        state.fips.clone_into(&mut geo[3]);
        state.fips.clone_into(&mut geo[7]);
    }
    geo
}

fn action_geo(fact: &Fact) -> Vec<String> {
    let event = &fact.event;
    let mut geo = country_geo(event.str("place_country"));
    if !event.get("place").is_null() {
        if !event.get("place_lat").is_null() {
            "4".clone_into(&mut geo[0]);
        }
        let country = geo[1].clone();
        geo[1] = if country.is_empty() {
            event.str("place").to_owned()
        } else {
            format!("{}, {country}", event.str("place"))
        };
        geo[5] = event.get("place_lat").to_string();
        geo[6] = event.get("place_lon").to_string();
        if !event.get("place_geonames").is_null() {
            geo[7] = event.get("place_geonames").to_string();
        }
    }
    geo
}

fn mention(
    file: &mut Text,
    fact: &Fact,
    id: &str,
    source: &Party,
    target: Option<&Party>,
) -> Result<()> {
    let (event, article) = (&fact.event, &fact.article.row);
    let offset = |at: Option<i64>| at.map_or_else(|| "-1".to_owned(), |a| a.to_string());
    let trigger = event.get("trigger_start").as_i64();
    let stamp = |date: &str| {
        if date.is_empty() { String::new() } else { format!("{}000000", digits(date, 8)) }
    };
    let confidence = event.get("confidence").as_f64().unwrap_or_default() * 100.0;
    file.tsv(&[
        id.to_owned(),
        stamp(&fact.date_from),
        stamp(article.str("published")),
        if article.str("uri").starts_with("http") { "1".to_owned() } else { "2".to_owned() },
        article.str("publisher").to_owned(),
        article.str("uri").to_owned(),
        fact.article.sentence(trigger.unwrap_or_default()).to_string(),
        offset(source.at),
        offset(target.and_then(|t| t.at)),
        offset(trigger),
        "1".to_owned(),
        format!("{confidence:.0}"),
        article.get("characters").to_string(),
        String::new(),
        String::new(),
        String::new(),
    ])
}

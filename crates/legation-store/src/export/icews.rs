//! ICEWS's table: 20 columns parted by tabs, CAMEO codes as text, one row for each pair.

use super::fact::{self, number};
use super::states::state;
use super::{Out, cameo};
use crate::Result;

const HEADER: [&str; 20] = [
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
];

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "PLOVER's modes and contexts, beyond what a CAMEO code says",
        "intervals: the first day stands for the whole",
        "factuality other than fact, and who says so (attribution)",
        "the place of the words in the text, beyond the sentence",
        "districts and provinces",
        "statements, figures, ties and assessments",
    ];
    let mut file = out.file("events.icews.tsv")?;
    file.tsv(&HEADER.map(str::to_owned))?;
    fact::each(out, fact::Dates::Needed, &mut |out, fact| {
        let id = fact.event.str("id");
        if fact.date_to != fact.date_from {
            out.report.lose("intervals cut to their first day", id);
        }
        let Some(code) = cameo::code(fact) else {
            out.report.lose("no CAMEO code: left out", id);
            return Ok(false);
        };
        let country = |iso3: &str| {
            let name = state(iso3).name;
            if name.is_empty() { iso3.to_owned() } else { name.to_owned() }
        };
        let rows = cameo::dyad_rows(out, fact, code);
        if rows.iter().all(|(_, target, _)| target.is_none()) {
            out.report.lose("without a target: left out", id);
            return Ok(false);
        }
        for (source, target, code) in rows {
            let Some(target) = target else { continue };
            out.report.rows += 1;
            file.tsv(&[
                number(&format!("{id} {} {}", source.id, target.id)).to_string(),
                fact.date_from.clone(),
                source.name.clone(),
                cameo::icews_sectors(source),
                country(&source.country),
                code.text.to_owned(),
                code.code.to_owned(),
                code.goldstein.to_string(),
                target.name.clone(),
                cameo::icews_sectors(target),
                country(&target.country),
                number(fact.article.row.str("id")).to_string(),
                fact.article
                    .sentence(fact.event.get("trigger_start").as_i64().unwrap_or_default())
                    .to_string(),
                fact.article.row.str("publisher").to_owned(),
                fact.event.str("place").to_owned(),
                String::new(),
                String::new(),
                country(fact.event.str("place_country")),
                fact.event.get("place_lat").to_string(),
                fact.event.get("place_lon").to_string(),
            ])?;
        }
        Ok(true)
    })?;
    file.finish()
}

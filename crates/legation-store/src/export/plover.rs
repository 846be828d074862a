//! PLOVER as JSON lines: one object for each event, compounds as lists.

use super::fact::{self, Fact, Party, span};
use super::{Out, Pairs};
use crate::Result;
use serde_json::{Value as Json, json};

pub(super) fn write(out: &mut Out<'_>) -> Result<()> {
    out.report.not_in_format = vec![
        "factuality other than fact",
        "who says so (attribution)",
        "the rule and the reasons behind a record",
        "statements, figures, ties and assessments",
    ];
    let mut file = out.file("events.plover.jsonl")?;
    fact::each(out, fact::Dates::Needed, &mut |out, fact| {
        if out.options.pairs == Pairs::Kept {
            out.report.rows += 1;
            let (sources, targets) = (fact.sources.iter().collect(), fact.targets.iter().collect());
            file.line(&object(fact, sources, targets).to_string())?;
            return Ok(true);
        }
        for (n, (source, target, _)) in fact::pair_rows(out, fact).into_iter().enumerate() {
            out.report.rows += 1;
            let mut row = object(fact, vec![source], target.into_iter().collect());
            // Each row has an id of its own, and says which event it is a part of.
            row["link"] = row["id"].clone();
            row["id"] = json!(format!("{}-{n}", fact.event.str("id")));
            file.line(&row.to_string())?;
        }
        Ok(true)
    })?;
    file.finish()
}

fn object(fact: &Fact, sources: Vec<&Party>, targets: Vec<&Party>) -> Json {
    let (event, article) = (&fact.event, &fact.article.row);
    let (start, end) = span(event);
    let place = if event.get("place").is_null() {
        json!([])
    } else {
        json!([{
            "extracted_place": event.str("place"), "resolved_place": event.str("place"),
            "geonameid": event.get("place_geonames").to_json(), "lat": event.get("place_lat").to_json(),
            "lon": event.get("place_lon").to_json(), "country_code": event.get("place_country").to_json(),
        }])
    };
    json!({
        "id": event.str("id"),
        "has_event": true,
        "date": fact.date_from,
        "enddate": if fact.date_to == fact.date_from { Json::Null } else { json!(fact.date_to) },
        "actor": sources.into_iter().map(entity).collect::<Vec<_>>(),
        "recipient": targets.into_iter().map(entity).collect::<Vec<_>>(),
        "event": [fact.event_type],
        "event_loc": place,
        "event_text": [event.str("trigger")],
        "quad_code": fact.quad,
        "event_scale": fact.intensity,
        "mode": fact.mode.iter().collect::<Vec<_>>(),
        "context": event.get("contexts").to_json(),
        "link": Json::Null,
        "text": event.str("text"),
        "text_info": {"sequence": fact.article.sentence(start), "start": start, "end": end},
        "cite_info": {
            "url": article.str("uri"), "title": article.get("title").to_json(), "language": article.get("language").to_json(),
            "publication": article.get("publisher").to_json(), "publication_date": article.get("published").to_json(),
            "coder": "legation", "codebook": "PLOVER 2.0",
        },
        "coder": "legation",
        "comment": if fact.notes.is_empty() { Json::Null } else { json!(fact.notes.join("; ")) },
    })
}

fn entity(party: &Party) -> Json {
    json!({
        "code": party.country, "sector": party.sectors.first(), "other_sector_codes": party.sectors.get(1..).unwrap_or_default(),
        "entity_text": party.words, "identifier_id": party.id, "identifier_text": party.name,
        "office": if party.title.is_empty() { Json::Null } else { json!(party.title) },
    })
}

//! The words in which records are told to people.

use super::lines::{Article, list, text_of};
use serde_json::Value;

/// What a tie says; `None` where another line says it already.
pub(super) fn tie_text(article: &Article<'_>, tie: &Value) -> Option<String> {
    let (a, b) = (article.name(text_of(tie, "a")), article.name(text_of(tie, "b")));
    let rule = text_of(tie, "rule");
    let title = rule.strip_prefix("role:");
    let status = text_of(tie, "factuality");
    // Names of several ("Iran and North Korea") take the plural.
    let does =
        |one: &'static str, many: &'static str| if is_several(article, tie) { many } else { one };
    let mut text = match text_of(tie, "type") {
        "partnership" => format!("{a} ↔ {b}: partners"),
        "alliance" => format!("{a} ↔ {b}: allies"),
        // "can neither break with B": no enmity is told.
        "rivalry" if status == "negated" => return None,
        "rivalry" => format!("{a} ↔ {b}: opposed"),
        "trade" => format!("{a} ↔ {b}: trade"),
        // "can neither back B": the limit is told in a line of its own.
        "alignment" if status == "negated" => return None,
        "alignment" => format!("{a} {} with {b}", does("sides", "side")),
        "dependence" => format!("{a} {} on {b}", does("depends", "depend")),
        "supplies" => format!("{a} {} {b}", does("supplies", "supply")),
        "arms" => format!("{a} {} {b}", does("arms", "arm")),
        "threat" => format!("{a} {} a threat to {b}", does("is", "are")),
        "office" => match title {
            Some(title) if title.contains(" to ") => format!("{a}: {title} (for {b})"),
            Some(title) => format!("{a}: {title} of {b}"),
            None if rule == "name:office" => format!("{a}: ruling party of {b}"),
            None => format!("{a}: leads {b}"),
        },
        "employment" => format!("{a}: {} at {b}", title.unwrap_or("works")),
        "membership" => format!("{a} {} to {b}", does("belongs", "belong")),
        "ownership" => format!("{a} {} {b}", does("owns or controls", "own or control")),
        "constraint" if rule.ends_with(" negated") => format!("{a} cannot fully support {b}"),
        "constraint" if rule == "tie:constraint.unwilling" => {
            format!("{a} {} back, at the expense of {b}", does("holds", "hold"))
        }
        "constraint" => format!("{a} {} what {b} can do", does("limits", "limit")),
        other => format!("{a} ↔ {b}: {other}"),
    };
    if !matches!(status, "ongoing" | "occurred" | "habitual") {
        text = format!("{text} ({status})");
    } else if status == "occurred" && title.is_some() && !text.contains(": former ") {
        text = text.replacen(": ", ": former ", 1);
    }
    Some(text)
}

fn is_several(article: &Article<'_>, tie: &Value) -> bool {
    let id = text_of(tie, "a");
    list(article.json, "actors")
        .iter()
        .find(|a| text_of(a, "id") == id)
        .is_some_and(|a| !list(a, "members").is_empty())
}

/// PLOVER's types in plain words.
const NOUNS: &[(&str, &str)] = &[
    ("AGREE", "agreement or promise"),
    ("CONSULT", "talks"),
    ("SUPPORT", "support"),
    ("CONCEDE", "concession"),
    ("COOPERATE", "cooperation"),
    ("AID", "aid"),
    ("RETREAT", "retreat or easing"),
    ("REQUEST", "demand or request"),
    ("ACCUSE", "accusation or disapproval"),
    ("REJECT", "refusal"),
    ("THREATEN", "threat"),
    ("PROTEST", "protest"),
    ("SANCTION", "sanctions or a break"),
    ("MOBILIZE", "mobilization"),
    ("COERCE", "coercion"),
    ("ASSAULT", "use of force"),
];

/// "talks (CONSULT/phone)".
pub(super) fn noun_of(event: &Value) -> String {
    let Some(kind) = event["type"].as_str() else {
        return text_of(event, "other_type").replace('_', " ");
    };
    let mode = event["mode"].as_str().map_or_else(String::new, |m| format!("/{m}"));
    if let ("CONSULT", Some(what @ ("visit" | "phone"))) = (kind, event["mode"].as_str()) {
        let noun = if what == "visit" { "visit" } else { "call" };
        return format!("{noun} ({kind}{mode})");
    }
    let noun = NOUNS.iter().find(|(k, _)| *k == kind).map_or("event", |(_, n)| n);
    format!("{noun} ({kind}{mode})")
}

/// The status of an event where it is not simply told as done.
pub(super) fn status_of(event: &Value) -> String {
    match text_of(event, "factuality") {
        "occurred" => String::new(),
        "ongoing" => ", going on".to_owned(),
        "habitual" => ", again and again".to_owned(),
        "possible" => ", only possible".to_owned(),
        "negated" => ", did not or cannot happen".to_owned(),
        other => format!(", {other}"),
    }
}

/// "The reporter on China (negative, hedged “may”)".
pub(super) fn holder_and_view(article: &Article<'_>, judged: &Value) -> String {
    let holder = judged["holder"].as_str().map_or_else(
        || match list(judged, "attribution") {
            [] => "The reporter".to_owned(),
            _ => "Somebody not named".to_owned(),
        },
        |h| article.name(h),
    );
    let about = article.names_of(&judged["about"]);
    let about = if about.is_empty() { String::new() } else { format!(" on {about}") };
    let hedge = article.cite(&judged["hedge"]).map(|h| format!("hedged “{}”", h.words));
    let tone = Some(text_of(judged, "polarity")).filter(|p| *p != "neutral").map(str::to_owned);
    let marks: Vec<String> = tone.into_iter().chain(hedge).collect();
    if marks.is_empty() {
        format!("{holder}{about}")
    } else {
        format!("{holder}{about} ({})", marks.join(", "))
    }
}

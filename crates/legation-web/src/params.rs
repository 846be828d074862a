//! [`Asked`]: the filters of a query string, the same as those of the command line.

use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::civil::Date;
use legation_store::{Attitudes, Attribution, Duplicates, Filter, Order, Page};
use serde::Serialize;
use utoipa::IntoParams;

/// The most rows of one page.
const MOST: u32 = 1000;

/// What a list can be narrowed by. Values of one parameter are alternatives (repeat it), different parameters must all hold.
#[derive(Debug, Default, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "snake_case")]
pub(crate) struct ListParams {
    /// A record, article or actor, by id.
    id: Option<Vec<String>>,
    /// An article, by id.
    article: Option<Vec<String>>,
    /// An actor, by id or name, in any part.
    actor: Option<Vec<String>>,
    /// An actor on the acting side.
    source: Option<Vec<String>>,
    /// An actor on the other side.
    target: Option<Vec<String>>,
    /// Two actors that both take part: `CHN,RUS`.
    dyad: Option<String>,
    /// Country of a participant, ISO 3166 alpha-3.
    country: Option<Vec<String>>,
    /// PLOVER sector of a participant.
    sector: Option<Vec<String>>,
    /// Type of events and ties, act of statements, unit of figures, kind of actors and assessments.
    r#type: Option<Vec<String>>,
    /// PLOVER mode; for statements the manner.
    mode: Option<Vec<String>>,
    /// PLOVER quadrant, 1 to 4.
    quad: Option<Vec<u8>>,
    /// PLOVER context.
    context: Option<Vec<String>>,
    /// `occurred`, `ongoing`, `habitual`, `planned`, `possible`, `alleged`, `denied`, `negated`.
    factuality: Option<Vec<String>>,
    /// Class of the cue of statements; `attitude` shows what was thought and not said.
    cue: Option<Vec<String>>,
    /// `reporter` or `attributed`.
    attribution: Option<String>,
    /// What stands in a statement of this speaker.
    speaker: Option<Vec<String>>,
    /// First day, `YYYY-MM-DD`.
    since: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    until: Option<String>,
    /// Publisher of the article.
    publisher: Option<Vec<String>>,
    /// Words; `"…"` is a phrase, `word*` a beginning.
    text: Option<String>,
    /// Events of at least this confidence, 0 to 1.
    min_confidence: Option<f64>,
    /// Beginning of the name of the rule.
    rule: Option<Vec<String>>,
    /// Whether each cluster of near-duplicate articles counts once.
    collapse_duplicates: Option<bool>,
    /// How many rows, 1 to 1000; 50 where nothing is said.
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
    /// Whether the oldest come first.
    oldest_first: Option<bool>,
}

/// What is asked for: a filter, a page, and parameters of the handler's own.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) filter: Filter,
    pub(crate) page: Page,
    own: Vec<(String, String)>,
}

/// Parameters that are no filters; each handler takes those it knows.
const OWN: [&str; 5] = ["by", "columns", "query", "limit", "exact"];

impl Asked {
    /// Reads a query string.
    pub(crate) fn parse(query: &str) -> Result<Self, Problem> {
        let mut asked = Self { page: Page::first(50), ..Self::default() };
        let filter = &mut asked.filter;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let text = value.trim().to_owned();
            if text.is_empty() {
                continue;
            }
            let many = match &*name {
                "id" => &mut filter.ids,
                "article" => &mut filter.articles,
                "actor" | "about" => &mut filter.actors,
                "source" => &mut filter.sources,
                "target" => &mut filter.targets,
                "country" => &mut filter.countries,
                "sector" => &mut filter.sectors,
                "type" => &mut filter.types,
                "mode" => &mut filter.modes,
                "context" => &mut filter.contexts,
                "factuality" => &mut filter.factualities,
                "cue" => &mut filter.cues,
                "speaker" => &mut filter.speakers,
                "publisher" => &mut filter.publishers,
                "rule" => &mut filter.rules,
                "quad" => {
                    filter.quads.push(number(&name, &text)?);
                    continue;
                }
                "dyad" => {
                    let (a, b) = text.split_once(',').ok_or_else(|| {
                        Problem::bad("dyad needs two actors", "write dyad=CHN,RUS")
                    })?;
                    filter.dyad = Some((a.trim().to_owned(), b.trim().to_owned()));
                    continue;
                }
                "attribution" => {
                    filter.attribution = Some(match text.as_str() {
                        "reporter" => Attribution::Reporter,
                        "attributed" => Attribution::Attributed,
                        _ => return Err(wrong(&name, &text, "reporter or attributed")),
                    });
                    continue;
                }
                "since" => {
                    filter.from = Some(date(&name, &text)?);
                    continue;
                }
                "until" => {
                    filter.to = Some(date(&name, &text)?);
                    continue;
                }
                "text" => {
                    filter.text = Some(text);
                    continue;
                }
                "min_confidence" => {
                    filter.min_confidence = Some(number(&name, &text)?);
                    continue;
                }
                "collapse_duplicates" => {
                    if flag(&name, &text)? {
                        filter.duplicates = Duplicates::Collapse;
                    }
                    continue;
                }
                "attitudes" => {
                    if flag(&name, &text)? {
                        filter.attitudes = Attitudes::Shown;
                    }
                    continue;
                }
                "after" => {
                    asked.page.after = Some(text);
                    continue;
                }
                "oldest_first" => {
                    if flag(&name, &text)? {
                        asked.page.order = Order::Oldest;
                    }
                    continue;
                }
                own if OWN.contains(&own) => {
                    if own == "exact" {
                        flag(own, &text)?;
                    }
                    if own == "limit" {
                        asked.page.limit = number::<u32>(own, &text)?.clamp(1, MOST);
                    }
                    asked.own.push((own.to_owned(), text));
                    continue;
                }
                other => {
                    let shown: String = other.chars().take(40).collect();
                    return Err(Problem::bad(
                        format!("there is no parameter {shown:?}"),
                        "see /api/v1/openapi.json for the parameters",
                    ));
                }
            };
            many.push(text);
        }
        Ok(asked)
    }

    /// A parameter of the handler's own.
    pub(crate) fn own(&self, name: &str) -> Option<&str> {
        self.own.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// A value that a parameter can have.
pub(crate) fn example(parameter: &str) -> &'static str {
    match parameter {
        "dyad" => "A,B",
        "quad" | "limit" | "min_confidence" => "1",
        "attribution" => "reporter",
        "since" | "until" => "2022-01-01",
        "collapse_duplicates" | "oldest_first" => "true",
        _ => "x",
    }
}

fn wrong(name: &str, value: &str, wanted: &str) -> Problem {
    let shown: String = value.chars().take(40).collect();
    Problem::bad(format!("{name} cannot be {shown:?}"), format!("use {wanted}"))
}

fn number<T: std::str::FromStr>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| wrong(name, text, "a number"))
}

fn date(name: &str, text: &str) -> Result<Date, Problem> {
    text.parse().map_err(|_| wrong(name, text, "a day such as 2022-12-30"))
}

fn flag(name: &str, text: &str) -> Result<bool, Problem> {
    match text {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(wrong(name, text, "true or false")),
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::parse(parts.uri.query().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::openapi::path::ParameterIn;

    #[test]
    fn every_documented_parameter_is_understood() {
        for parameter in ListParams::into_params(|| Some(ParameterIn::Query)) {
            let value = example(&parameter.name);
            let asked = Asked::parse(&format!("{}={value}", parameter.name));
            assert!(asked.is_ok(), "{}", parameter.name);
        }
    }

    #[test]
    fn values_are_read_and_mistakes_named() {
        let asked =
            Asked::parse("actor=CHN&actor=RUS&quad=4&since=2022-01-01&text=a+b&limit=5000&type=")
                .unwrap();
        assert_eq!(asked.filter.actors, ["CHN", "RUS"]);
        assert_eq!(asked.filter.quads, [4]);
        assert_eq!(asked.filter.text.as_deref(), Some("a b"));
        assert!(asked.filter.types.is_empty());
        assert_eq!(asked.page.limit, MOST);
        for (bad, says) in [
            ("colour=red", "colour"),
            ("quad=x", "quad"),
            ("since=May", "since"),
            ("dyad=CHN", "dyad"),
        ] {
            assert!(Asked::parse(bad).unwrap_err().error.contains(says), "{bad}");
        }
    }
}

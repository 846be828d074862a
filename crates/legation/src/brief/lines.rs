//! From records to the lines of a briefing.

use super::phrases::{holder_and_view, noun_of, status_of, tie_text};
use super::{
    Cite, Edge, Line, Scope, Section, actor, contested, dates, happenings, positions, shortened,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest run of an article's words in one line.
const WORDS: usize = 220;

pub(super) struct Gathered {
    pub(super) sections: Vec<Section>,
    pub(super) edges: Vec<Edge>,
}

/// One article with what its records refer to.
pub(super) struct Article<'a> {
    pub(super) at: usize,
    pub(super) json: &'a Value,
    text: Vec<char>,
    names: BTreeMap<&'a str, &'a Value>,
    statements: BTreeMap<&'a str, &'a Value>,
}

pub(super) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

impl<'a> Article<'a> {
    pub(super) fn new(at: usize, json: &'a Value) -> Self {
        let by_id = |key: &str| list(json, key).iter().map(|x| (text_of(x, "id"), x)).collect();
        Self {
            at,
            json,
            text: text_of(&json["document"], "text").chars().collect(),
            names: by_id("actors"),
            statements: by_id("statements"),
        }
    }

    pub(super) fn name(&self, id: &str) -> String {
        let known = || super::actor::known_name(id).unwrap_or_else(|| id.to_owned());
        self.names.get(id).map_or_else(known, |a| text_of(a, "name").to_owned())
    }

    /// The names of those an id stands for: the members of a group, else itself.
    fn each(&self, id: &str) -> Vec<String> {
        let members = self.names.get(id).map_or(&[][..], |a| list(a, "members"));
        if members.is_empty() {
            return vec![self.name(id)];
        }
        members.iter().filter_map(Value::as_str).map(|m| self.name(m)).collect()
    }

    pub(super) fn names_of(&self, ids: &Value) -> String {
        let ids = ids.as_array().map_or(&[][..], Vec::as_slice);
        let names: Vec<String> =
            ids.iter().filter_map(Value::as_str).map(|i| self.name(i)).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    pub(super) fn cite(&self, span: &Value) -> Option<Cite> {
        let start = usize::try_from(span[0].as_u64()?).ok()?;
        let end = usize::try_from(span[1].as_u64()?).ok()?.min(self.text.len());
        let words: String = self.text.get(start..end)?.iter().collect();
        Some(Cite { article: self.at, span: (start, end), words: shortened(&words, WORDS) })
    }

    /// The sentence around a span, as far as it is needed to understand the words.
    pub(super) fn sentence(&self, span: &Value) -> Option<Cite> {
        let start = span[0].as_u64()?;
        let around = list(self.json, "sentences").iter().find(|s| {
            s[0].as_u64().is_some_and(|a| a <= start) && s[1].as_u64().is_some_and(|b| start < b)
        });
        self.cite(around.unwrap_or(span))
    }

    /// "said by A, via B", from the innermost statement.
    pub(super) fn voice(&self, record: &Value) -> String {
        let Some(id) = list(record, "attribution").first().and_then(Value::as_str) else {
            return String::new();
        };
        let Some(statement) = self.statements.get(id) else { return String::new() };
        match statement["speaker"].as_str() {
            Some(speaker) => format!(", according to {}", self.name(speaker)),
            None => ", according to somebody not named".to_owned(),
        }
    }

    pub(super) fn concerns(&self, scope: &Scope, ids: &[&Value]) -> bool {
        let mut all: Vec<&str> = Vec::new();
        for value in ids {
            match value {
                Value::String(id) => all.push(id),
                Value::Array(many) => all.extend(many.iter().filter_map(Value::as_str)),
                _ => {}
            }
        }
        let members: Vec<&str> = all
            .iter()
            .filter_map(|id| self.names.get(id))
            .flat_map(|a| list(a, "members"))
            .filter_map(Value::as_str)
            .collect();
        all.extend(members);
        scope.actors.iter().all(|wanted| {
            let wanted = wanted.to_lowercase();
            all.iter().any(|id| {
                id.to_lowercase() == wanted || self.name(id).to_lowercase().contains(&wanted)
            })
        })
    }
}

pub(super) fn in_time(scope: &Scope, date: &Value) -> bool {
    let from = date["from"].as_str().or_else(|| date["value"].as_str());
    let to = date["to"].as_str().or(from);
    if scope.from.is_none() && scope.to.is_none() {
        return true;
    }
    let (Some(from), Some(to)) = (from, to) else { return false };
    scope.from.as_deref().is_none_or(|first| to >= first)
        && scope.to.as_deref().is_none_or(|last| from <= last)
}

fn date(record: &Value) -> String {
    let value = record["date"]["value"].as_str().unwrap_or_default();
    let value = dates::readable(value, record["date"]["from"].as_str());
    if value.is_empty() { String::new() } else { format!("{value}: ") }
}

fn day(record: &Value) -> Option<String> {
    record["date"]["from"].as_str().map(str::to_owned)
}

pub(super) fn gather(articles: &[Value], scope: &Scope) -> Gathered {
    let articles: Vec<Article<'_>> =
        articles.iter().enumerate().map(|(at, json)| Article::new(at, json)).collect();
    let each =
        |f: &dyn Fn(&Article<'_>) -> Vec<Line>| articles.iter().flat_map(f).collect::<Vec<_>>();
    let real = |e: &Value| matches!(text_of(e, "factuality"), "occurred" | "ongoing" | "habitual");
    let mut timeline = happenings::lines(&articles, scope, &real);
    timeline.sort_by(|a, b| (a.day.is_none(), &a.day).cmp(&(b.day.is_none(), &b.day)));
    let negated = |e: &Value| text_of(e, "factuality") == "negated";
    let mut planned = each(&|a| events(a, scope, &open));
    planned.extend(each(&|a| statements(a, scope, &|s| text_of(s, "act") == "promise")));
    let judged = |kinds: &'static [&'static str]| {
        let mut lines = each(&|a| assessments(a, scope, kinds));
        lines.sort_by(|a, b| holder_of(a).cmp(holder_of(b)));
        lines
    };
    let mut said = each(&|a| statements(a, scope, &|_| true));
    said.sort_by(|a, b| holder_of(a).cmp(holder_of(b)));
    let sections = vec![
        Section { key: "actors", title: "Actors", lines: actors(&articles, scope) },
        Section { key: "names", title: "Names used", lines: actor::names(&articles, scope) },
        Section {
            key: "offices",
            title: "Offices over time",
            lines: actor::offices(&articles, scope),
        },
        Section {
            key: "ties",
            title: "How they stand to one another",
            lines: ties(&articles, scope),
        },
        Section { key: "timeline", title: "What happened", lines: timeline },
        Section {
            key: "causes",
            title: "What led to what, in the words of the text",
            lines: each(&|a| contested::causes(a, scope)),
        },
        Section {
            key: "negated",
            title: "What did not or cannot happen, says the text",
            lines: happenings::lines(&articles, scope, &negated),
        },
        Section { key: "planned", title: "What is planned, promised or possible", lines: planned },
        Section {
            key: "positions",
            title: "Positions over time",
            lines: positions::lines(&articles, scope),
        },
        Section { key: "said", title: "Who said what", lines: said },
        Section { key: "figures", title: "Figures", lines: each(&|a| figures(a, scope)) },
        Section {
            key: "unproven",
            title: "Claimed without proof",
            lines: each(&|a| unproven(a, scope)),
        },
        Section {
            key: "constraints",
            title: "Constraints and dilemmas",
            lines: judged(&["constraint"]),
        },
        Section { key: "judgements", title: "Judgements", lines: judged(&["judgement"]) },
        Section { key: "forecasts", title: "Forecasts", lines: judged(&["forecast"]) },
        Section { key: "contested", title: "Contested", lines: contested::lines(&articles, scope) },
    ];
    Gathered {
        sections: sections.into_iter().filter(|s| !s.lines.is_empty()).collect(),
        edges: edges(&articles, scope),
    }
}

/// What stands before the colon of a line, or before what it is about.
fn holder_of(line: &Line) -> &str {
    let end = line.text.find([':', '(']).unwrap_or(line.text.len());
    let head = line.text.get(..end).unwrap_or_default();
    head.split(" on ").next().unwrap_or_default().trim()
}

/// The actors by number of mentions, with their roles; what only a description names is left out.
fn actors(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    const MOST: usize = 40;
    let mut found: BTreeMap<&str, (usize, Line)> = BTreeMap::new();
    for article in articles {
        for actor in list(article.json, "actors") {
            let mentions = list(actor, "mentions");
            let named = mentions.iter().find(|m| text_of(m, "type") == "name");
            let Some(first) = named.or(mentions.first()) else { continue };
            let group = !list(actor, "members").is_empty();
            if group || named.is_none() && !actor["known"].as_bool().unwrap_or(false) {
                continue;
            }
            let wanted = |w: &String| {
                text_of(actor, "id").eq_ignore_ascii_case(w)
                    || text_of(actor, "name").to_lowercase().contains(&w.to_lowercase())
            };
            if !scope.actors.is_empty() && !scope.actors.iter().any(wanted) {
                continue;
            }
            let entry = found.entry(text_of(actor, "id")).or_insert_with(|| {
                let text = actor_text(article, actor);
                let mut cites: Vec<Cite> = article.cite(&first["span"]).into_iter().collect();
                let roles = list(actor, "roles").iter();
                cites.extend(roles.filter_map(|r| article.cite(&r["span"])).take(3));
                (0, Line { text, cites, day: None })
            });
            entry.0 += mentions.len();
        }
    }
    let mut all: Vec<(usize, Line)> = found.into_values().collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.text.cmp(&b.1.text)));
    all.into_iter().take(MOST).map(|(_, line)| line).collect()
}

fn actor_text(article: &Article<'_>, actor: &Value) -> String {
    let name = text_of(actor, "name");
    let mut roles: Vec<String> = Vec::new();
    for role in list(actor, "roles") {
        // "Ambassador to the United States (for China)": the title has a "to" of its own.
        let title = text_of(role, "title");
        let of = role["of"].as_str().map(|o| article.name(o)).map_or_else(String::new, |name| {
            if title.to_lowercase().contains(&name.to_lowercase()) {
                String::new()
            } else if title.contains(" to ") {
                format!(" (for {name})")
            } else if title.contains(" of ") {
                format!(", {name}")
            } else {
                format!(" of {name}")
            }
        });
        let status = match text_of(role, "status") {
            status @ ("former" | "acting" | "elect") => format!("{status} "),
            _ => String::new(),
        };
        let text = format!("{status}{title}{of}");
        // "White House press secretary" and "press secretary of White House" are one office.
        let same = |other: &String| {
            let (a, b) = (words_of(other), words_of(&text));
            a.is_subset(&b) || b.is_subset(&a)
        };
        match roles.iter().position(same) {
            Some(at) if roles[at].len() < text.len() => roles[at] = text,
            Some(_) => {}
            None => roles.push(text),
        }
    }
    let kind = text_of(actor, "kind").replace('_', " ");
    let country = actor["country"].as_str().map_or_else(String::new, |c| format!(", {c}"));
    if roles.is_empty() {
        format!("{name} ({kind}{country})")
    } else {
        format!("{name} ({kind}{country}): {}", roles.join("; "))
    }
}

/// The words of an office in any order, without small words and countries.
fn words_of(office: &str) -> std::collections::BTreeSet<String> {
    let (office, _) = office.split_once(", ").unwrap_or((office, ""));
    let words = office.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|w| !w.is_empty() && !matches!(w.as_str(), "of" | "the" | "for")).collect()
}

/// Ties of one type between the same actors make one line.
fn ties(articles: &[Article<'_>], scope: &Scope) -> Vec<Line> {
    const CITES: usize = 3;
    let mut order: Vec<String> = Vec::new();
    let mut found: BTreeMap<String, Line> = BTreeMap::new();
    for article in articles {
        for tie in list(article.json, "ties") {
            if !article.concerns(scope, &[&tie["a"], &tie["b"]]) || !in_time_or_undated(scope, tie)
            {
                continue;
            }
            let Some(mut text) = tie_text(article, tie) else { continue };
            text.push_str(&article.voice(tie));
            let cite = article.cite(&tie["span"]);
            let line = found.entry(text.clone()).or_insert_with(|| {
                order.push(text.clone());
                Line { text, cites: Vec::new(), day: None }
            });
            line.cites.extend(cite.filter(|_| line.cites.len() < CITES));
            let figures = list(tie, "figures").iter().filter_map(Value::as_str);
            for id in figures {
                let figure = list(article.json, "figures").iter().find(|f| text_of(f, "id") == id);
                // A bare count beside a tie ("two countries") says nothing of its weight.
                let figure = figure.filter(|f| weighs(text_of(f, "unit")));
                line.cites.extend(figure.and_then(|f| article.cite(&f["span"])));
            }
        }
    }
    let lines = order.iter().filter_map(|key| found.remove(key));
    // Relations first, then who holds what office where.
    let (mut first, last): (Vec<Line>, Vec<Line>) =
        lines.partition(|line| line.text.contains(" ↔ ") || !line.text.contains(": "));
    first.extend(last);
    first
}

pub(super) fn in_time_or_undated(scope: &Scope, record: &Value) -> bool {
    record["date"]["value"].is_null() || in_time(scope, &record["date"])
}

/// Whether figures of that unit tell how much of a tie there is: shares, money, measures.
fn weighs(unit: &str) -> bool {
    unit == "share"
        || unit.len() == 3 && unit.chars().all(|c| c.is_ascii_uppercase())
        || matches!(unit, "m3" | "t" | "kg" | "bbl" | "barrels" | "tonnes" | "MW" | "kWh")
}

/// What has not happened yet, or may not have.
fn open(event: &Value) -> bool {
    matches!(text_of(event, "factuality"), "planned" | "possible")
}

pub(super) fn events(
    article: &Article<'_>,
    scope: &Scope,
    which: &dyn Fn(&Value) -> bool,
) -> Vec<Line> {
    let fits = |e: &&Value| {
        which(e)
            && article.concerns(scope, &[&e["source"], &e["target"]])
            && in_time(scope, &e["date"])
    };
    list(article.json, "events").iter().filter(fits).map(|e| event(article, e)).collect()
}

pub(super) fn event(article: &Article<'_>, event: &Value) -> Line {
    let (source, target) = (article.names_of(&event["source"]), article.names_of(&event["target"]));
    let sides = match (source.is_empty(), target.is_empty()) {
        (false, false) => format!("{source} → {target}"),
        (false, true) => source,
        (true, false) => format!("not said by whom → {target}"),
        (true, true) => "not said who".to_owned(),
    };
    let place = event["place"]["name"].as_str().map_or_else(String::new, |p| format!(", in {p}"));
    let trigger = text_of(&event["trigger"], "text");
    let text = format!(
        "{}{sides}: {} “{}”{place}{}{}",
        date(event),
        noun_of(event),
        shortened(trigger, 40),
        status_of(event),
        article.voice(event)
    );
    let cites = article.sentence(&event["trigger"]["span"]).into_iter().collect();
    Line { text, cites, day: day(event) }
}

pub(super) fn statements(
    article: &Article<'_>,
    scope: &Scope,
    which: &dyn Fn(&Value) -> bool,
) -> Vec<Line> {
    let mut out = Vec::new();
    for statement in list(article.json, "statements") {
        let parties = [&statement["speaker"], &statement["addressees"]];
        if !which(statement)
            || !article.concerns(scope, &parties)
            || !in_time_or_undated(scope, statement)
        {
            continue;
        }
        let speaker = statement["speaker"]
            .as_str()
            .map_or_else(|| "Not named".to_owned(), |s| article.name(s));
        let via = statement["via"]
            .as_str()
            .map_or_else(String::new, |v| format!(" (via {})", article.name(v)));
        let cue = statement["cue"]["text"].as_str().unwrap_or("is quoted");
        let cue = if cue.to_lowercase().starts_with("according") { "is cited" } else { cue };
        let cites =
            list(statement, "content").iter().filter_map(|c| article.cite(&c["span"])).collect();
        let text = format!("{speaker}: {}{cue}{via}", date(statement));
        out.push(Line { text, cites, day: day(statement) });
    }
    out
}

fn figures(article: &Article<'_>, scope: &Scope) -> Vec<Line> {
    let mut out = Vec::new();
    for figure in list(article.json, "figures") {
        let parties = [&figure["subject"], &figure["object"]];
        if !article.concerns(scope, &parties) || !in_time_or_undated(scope, figure) {
            continue;
        }
        let Some(cite) = article.cite(&figure["span"]) else { continue };
        // "Two diplomats said": how many speak is no figure to report.
        let start = figure["span"][0].as_u64();
        let speaks = list(article.json, "statements").iter().any(|s| {
            let source = &s["speaker_span"];
            source[0].as_u64() <= start && start < source[1].as_u64()
        });
        if speaks {
            continue;
        }
        let who = article.names_of(&figure["subject"]);
        let told = |part: &str, whole: &str| whole.to_lowercase().contains(&part.to_lowercase());
        let measures = text_of(figure, "measures");
        let around = article.sentence(&figure["span"]);
        let pronoun = matches!(measures, "" | "it" | "them" | "this" | "that" | "which");
        let named = pronoun || told(measures, &who) || told(measures, &cite.words);
        // "four export pipelines" stand so in the text; of what a share is, does not.
        let follows = [" ", " of "].into_iter().find(|between| {
            let joined = format!("{}{between}{measures}", cite.words);
            around.as_ref().is_some_and(|a| told(&joined, &a.words))
        });
        let what = match follows {
            _ if named => String::new(),
            Some(between) => format!("{between}{}", shortened(measures, 80)),
            None => format!(" ({})", shortened(measures, 80)),
        };
        // "two soldiers: two soldiers" and "Austria: 90 percent (supplies to Austria)" say it twice.
        let said = who.is_empty() || told(&who, &cite.words) || told(&who, measures);
        let who = if said { String::new() } else { format!("{who}: ") };
        let text = format!("{}{who}{}{what}{}", date(figure), cite.words, article.voice(figure));
        out.push(Line { text, cites: around.into_iter().collect(), day: day(figure) });
    }
    out
}

fn unproven(article: &Article<'_>, scope: &Scope) -> Vec<Line> {
    let mut out = statements(article, scope, &|s| text_of(s, "evidence") == "unproven");
    out.extend(events(article, scope, &|e| text_of(e, "factuality") == "alleged"));
    out
}

fn assessments(article: &Article<'_>, scope: &Scope, kinds: &[&str]) -> Vec<Line> {
    let mut out = Vec::new();
    for judged in list(article.json, "assessments") {
        let parties = [&judged["about"], &judged["holder"]];
        if !kinds.contains(&text_of(judged, "kind")) || !article.concerns(scope, &parties) {
            continue;
        }
        let text = holder_and_view(article, judged);
        let mut cites: Vec<Cite> = article.cite(&judged["span"]).into_iter().collect();
        cites.extend(list(judged, "options").iter().filter_map(|o| article.cite(&o["span"])));
        out.push(Line { text, cites, day: None });
    }
    out
}

/// Who is connected to whom by ties and events, the most connected first.
fn edges(articles: &[Article<'_>], scope: &Scope) -> Vec<Edge> {
    const MOST: usize = 30;
    let mut found: BTreeMap<(String, String), (usize, i32)> = BTreeMap::new();
    let mut add = |a: &str, b: &str, conflict: bool| {
        if a == b || a.is_empty() || b.is_empty() {
            return;
        }
        let key = if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) };
        let entry = found.entry(key).or_default();
        entry.0 += 1;
        entry.1 += if conflict { 1 } else { -1 };
    };
    for article in articles {
        for tie in list(article.json, "ties") {
            let work = matches!(
                text_of(tie, "type"),
                "office" | "employment" | "membership" | "ownership"
            );
            if !work && article.concerns(scope, &[&tie["a"], &tie["b"]]) {
                let conflict = matches!(text_of(tie, "type"), "rivalry" | "threat" | "constraint");
                for a in article.each(text_of(tie, "a")) {
                    for b in article.each(text_of(tie, "b")) {
                        add(&a, &b, conflict);
                    }
                }
            }
        }
        for event in list(article.json, "events") {
            if !article.concerns(scope, &[&event["source"], &event["target"]]) {
                continue;
            }
            let conflict = event["quad"].as_u64().is_some_and(|q| q > 2);
            let names = |key: &str| -> Vec<String> {
                let ids = list(event, key).iter().filter_map(Value::as_str);
                ids.flat_map(|id| article.each(id)).collect()
            };
            let (sources, targets) = (names("source"), names("target"));
            if targets.is_empty() && event["symmetric"].as_bool().unwrap_or(false) {
                for (at, a) in sources.iter().enumerate() {
                    for b in &sources[at + 1..] {
                        add(a, b, conflict);
                    }
                }
            }
            for a in &sources {
                for b in &targets {
                    add(a, b, conflict);
                }
            }
        }
    }
    let mut all: Vec<Edge> = found
        .into_iter()
        .map(|((a, b), (count, balance))| Edge { a, b, count, conflict: balance > 0 })
        .collect();
    all.sort_by(|x, y| y.count.cmp(&x.count).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    all.truncate(MOST);
    all
}

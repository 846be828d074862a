//! Articles with records made up from a number, for tests and measurements. No part of any result.

use jiff::civil::Date;
use legation_core::article::{Basis, Published};
use legation_core::plover::{CONTEXTS, EventType, Sector};
use legation_core::record::{
    AssessmentKind, Comparator, CueClass, Evidence, FigureIdx, Link, LinkKind, Manner, Place,
    Polarity, Role, RoleStatus, SpeechAct, TieType,
};
use legation_core::{
    Actor, ActorIdx, ActorKind, Article, Assessment, Coded, DateBasis, DateValue, Document, Event,
    Factuality, Figure, Mention, MentionType, RecordId, Remark, Span, Statement, StatementIdx, Tie,
    Timex, TimexType, TokenRange,
};

/// A small generator of numbers (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_F491_4F6C_DD1D).wrapping_add(0x1234_5678_9ABC_DEF1))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`, small ones more often, as the frequencies of names are.
    pub fn skewed(&mut self, n: usize) -> usize {
        let unit = (self.roll() >> 11) as f64 / (1u64 << 53) as f64;
        ((unit * unit * unit) * n as f64) as usize
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n.max(1) as u64) as usize
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

const SYLLABLES: [&str; 16] = [
    "ar", "ven", "ia", "bor", "dal", "mir", "ost", "ta", "kel", "un", "zé", "li", "gor", "na",
    "th", "ee",
];
const PUBLISHERS: [&str; 5] =
    ["Arven Courier", "Dalmir Times", "Ostavia Press", "Kelun Post", "Gorna Radio"];

/// The article made up from `seed`, with `size` sentences.
pub fn article_of(seed: u64, size: usize) -> (Document, Coded) {
    Maker::new(seed).make(seed, size)
}

/// The article made up from `seed`.
pub fn article(seed: u64) -> (Document, Coded) {
    article_of(seed, 3 + (seed % 5) as usize)
}

fn name(number: usize, suffix: &str) -> String {
    let mut word = String::new();
    let mut rest = number + 17;
    while rest > 0 {
        word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
        rest /= SYLLABLES.len();
    }
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}{suffix}", letters.as_str())
}

struct Maker {
    dice: Dice,
    text: String,
    coded: Coded,
}

impl Maker {
    fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), text: String::new(), coded: Coded::default() }
    }

    fn words(&mut self, words: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(words);
        self.text.push(' ');
        Span::from(start..start + words.len())
    }

    fn actor(&mut self) -> (ActorIdx, Span) {
        let state = self.dice.below(2) == 0;
        let number = self.dice.skewed(if state { 150 } else { 4000 });
        let known = state || !number.is_multiple_of(3);
        let called = name(number, if state { "ia" } else { " Karém" });
        let span = self.words(&called);
        let id = if known { called.to_lowercase().replace(' ', "-") } else { String::new() };
        let mention = Mention {
            span,
            tokens: TokenRange::default(),
            head: 0,
            kind: MentionType::Name,
            rule: "name".to_owned(),
        };
        let idx = match self.coded.actors.iter().position(|a| a.name == called) {
            Some(at) => at,
            None => {
                let local = format!("a{}", self.coded.actors.len());
                let sectors = [Sector::Gov, Sector::Mil, Sector::Leg, Sector::Opp, Sector::Cvl];
                let role = Role {
                    title: "president".to_owned(),
                    of: Some(name(number % 150, "ia").to_lowercase()),
                    status: RoleStatus::Current,
                    span: None,
                };
                self.coded.actors.push(Actor {
                    id: if known { id } else { local },
                    name: called,
                    kind: if state { ActorKind::State } else { ActorKind::Person },
                    country: Some(format!("{:03}", number % 150)),
                    sectors: if state { vec![] } else { vec![sectors[number % sectors.len()]] },
                    roles: if state { vec![] } else { vec![role] },
                    members: vec![],
                    known,
                    mentions: vec![],
                    rule: "made up".to_owned(),
                });
                self.coded.actors.len() - 1
            }
        };
        self.coded.actors[idx].mentions.push(mention);
        (ActorIdx(idx as u32), span)
    }

    fn day(&mut self) -> Date {
        let days = self.dice.below(3650) as i64;
        Date::constant(2015, 1, 1).saturating_add(jiff::Span::new().days(days))
    }

    fn date(&mut self) -> DateValue {
        match self.dice.below(10) {
            0 => DateValue::unknown(),
            1 => {
                let day = self.day();
                DateValue {
                    value: Some(format!("{:04}-{:02}", day.year(), day.month())),
                    from: Some(day.first_of_month()),
                    to: Some(day.last_of_month()),
                    basis: DateBasis::Inherited,
                    timex_span: None,
                }
            }
            _ => {
                let day = self.day();
                let span = self.words(&day.to_string());
                DateValue { timex_span: Some(span), ..DateValue::day(day, DateBasis::Timex) }
            }
        }
    }

    fn make(mut self, seed: u64, size: usize) -> (Document, Coded) {
        let uri = format!("https://news.example/{seed}");
        for _ in 0..size {
            let start = self.text.len();
            self.sentence();
            let end = self.text.trim_end().len();
            self.coded.sentences.push(Span::from(start..end));
        }
        let mut article = Article::new(uri, std::mem::take(&mut self.text));
        article.title = Some(format!("News of day {seed} 📰"));
        article.publisher = Some(self.dice.pick(&PUBLISHERS).to_owned());
        article.byline = vec!["A. Reporter".to_owned()];
        article.language = Some("en".to_owned());
        article.published = Published { date: Some(self.day()), basis: Basis::Metadata };
        let doc = Document::new(article);
        self.identify(&doc);
        self.coded.contexts = vec![CONTEXTS[self.dice.below(CONTEXTS.len())].name];
        (doc, self.coded)
    }

    fn sentence(&mut self) {
        let start = self.text.len();
        let attribution = if self.dice.below(2) == 0 { Some(self.saying()) } else { None };
        let inner = self.text.len();
        let (source, _) = self.actor();
        let kind = self.dice.pick(&EventType::ALL);
        let verb = ["met", "struck", "accused", "aided", "sanctioned"][self.dice.below(5)];
        let trigger = self.words(verb);
        let (target, _) = self.actor();
        let date = self.date();
        let hull = |maker: &Self| Span::from(inner..maker.text.trim_end().len());
        if let Some(timex) = date.timex_span {
            self.coded.timexes.push(Timex {
                id: RecordId::default(),
                span: timex,
                tokens: TokenRange::default(),
                kind: TimexType::Date,
                value: date.value.clone(),
                modifier: None,
                from: date.from,
                to: date.to,
                rule: "iso".to_owned(),
            });
        }
        let modes: Vec<&'static str> = kind.modes().map(|m| m.name).collect();
        let mode = if modes.is_empty() { None } else { Some(self.dice.pick(&modes)) };
        let chain: Vec<StatementIdx> = attribution.into_iter().collect();
        let place = (self.dice.below(4) == 0).then(|| {
            let span = self.words("Béltown");
            Place {
                name: "Béltown".to_owned(),
                country: Some("001".to_owned()),
                lat: Some(12.5),
                lon: Some(-3.25),
                geonames: Some(42),
                span,
            }
        });
        self.coded.events.push(Event {
            id: RecordId::default(),
            span: hull(self),
            source: vec![source],
            target: if source == target { vec![] } else { vec![target] },
            symmetric: false,
            event_type: Some(kind),
            mode,
            contexts: vec![CONTEXTS[self.dice.below(CONTEXTS.len())].name],
            other_type: None,
            trigger,
            more_triggers: vec![],
            date: date.clone(),
            place,
            factuality: self.dice.pick(Factuality::ALL),
            attribution: chain.clone(),
            confidence: 0.5 + self.dice.below(50) as f32 / 100.0,
            rule: format!("frame {verb}"),
            why: vec![format!("{verb}: frame")],
        });
        if self.dice.below(3) == 0 {
            self.figure(source, &date, &chain);
        }
        if source != target && self.dice.below(4) == 0 {
            self.coded.ties.push(Tie {
                id: RecordId::default(),
                span: hull(self),
                a: source,
                b: target,
                directed: false,
                kind: self.dice.pick(TieType::ALL),
                factuality: Factuality::Ongoing,
                date: date.clone(),
                figures: self
                    .coded
                    .figures
                    .len()
                    .checked_sub(1)
                    .map(|i| FigureIdx(i as u32))
                    .into_iter()
                    .collect(),
                attribution: chain.clone(),
                rule: "tie".to_owned(),
            });
        }
        if self.dice.below(4) == 0 {
            let hedge = self.words("perhaps");
            self.coded.assessments.push(Assessment {
                id: RecordId::default(),
                span: hull(self),
                holder: None,
                kind: self.dice.pick(AssessmentKind::ALL),
                about: vec![target],
                polarity: self.dice.pick(Polarity::ALL),
                hedge: Some(hedge),
                options: vec![trigger],
                attribution: chain,
                rule: "hedge".to_owned(),
            });
        }
        let end = self.words("🕊.").end as usize;
        if let Some(said) = attribution {
            let statement = &mut self.coded.statements[said.0 as usize];
            statement.content = vec![Span::from(inner..end)];
            statement.span = Span::from(start..end);
        } else {
            let remark = Remark {
                span: trigger,
                code: "no_actor".to_owned(),
                text: "nobody acts".to_owned(),
            };
            self.coded.remarks.push(remark);
        }
    }

    fn saying(&mut self) -> StatementIdx {
        let (speaker, speaker_span) = self.actor();
        let cue = self.words("said");
        let date = self.date();
        let within = self.coded.statements.len().checked_sub(1).filter(|i| i % 7 == 6);
        self.coded.statements.push(Statement {
            id: RecordId::default(),
            span: cue,
            speaker: Some(speaker),
            speaker_span: Some(speaker_span),
            cue: Some(cue),
            cue_more: vec![],
            cue_class: self.dice.pick(CueClass::ALL),
            content: vec![],
            quoted: vec![],
            manner: self.dice.pick(Manner::ALL),
            act: self.dice.pick(SpeechAct::ALL),
            addressees: if self.dice.below(5) == 0 { vec![speaker] } else { vec![] },
            via: None,
            evidence: self.dice.pick(Evidence::ALL),
            date,
            place: None,
            within: within.map(|i| StatementIdx(i as u32)),
            rule: "cue".to_owned(),
        });
        StatementIdx(self.coded.statements.len() as u32 - 1)
    }

    fn figure(&mut self, subject: ActorIdx, date: &DateValue, chain: &[StatementIdx]) {
        let count = self.dice.below(5000) as f64;
        let span = self.words(&format!("{count} people"));
        let before = self.coded.figures.len().checked_sub(1);
        self.coded.figures.push(Figure {
            id: RecordId::default(),
            span,
            value: Some(count),
            value_to: None,
            unit: Some("persons".to_owned()),
            comparator: self.dice.pick(Comparator::ALL),
            measures: Some("killed".to_owned()),
            measures_span: None,
            subject: vec![subject],
            object: vec![],
            date: date.clone(),
            compared_to: before.map(|i| FigureIdx(i as u32)),
            attribution: chain.to_vec(),
            rule: "count".to_owned(),
        });
    }

    /// Gives the records their ids, which need the article's.
    fn identify(&mut self, doc: &Document) {
        let id =
            |kind: &str, span, rank: usize| RecordId::of(doc.id, kind, span, &rank.to_string());
        for (i, r) in self.coded.timexes.iter_mut().enumerate() {
            r.id = id("timex", r.span, i);
        }
        for (i, r) in self.coded.statements.iter_mut().enumerate() {
            r.id = id("statement", r.span, i);
        }
        for (i, r) in self.coded.events.iter_mut().enumerate() {
            r.id = id("event", r.span, i);
        }
        for (i, r) in self.coded.figures.iter_mut().enumerate() {
            r.id = id("figure", r.span, i);
        }
        for (i, r) in self.coded.ties.iter_mut().enumerate() {
            r.id = id("tie", r.span, i);
        }
        for (i, r) in self.coded.assessments.iter_mut().enumerate() {
            r.id = id("assessment", r.span, i);
        }
        if let [first, second, ..] = self.coded.events.as_slice() {
            self.coded.links.push(Link {
                kind: LinkKind::Causes,
                from: first.id,
                to: second.id,
                span: first.span,
                rule: "because".to_owned(),
            });
        }
    }
}

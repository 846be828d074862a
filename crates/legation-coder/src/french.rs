//! French articles: what can be told of them without frames, which are English. Sentences, known actors where their names
//! stand, and dates that say their year. No statement, no event: what is not sure to be right is left out.

use crate::knowledge::name::key;
use crate::knowledge::{Knowledge, Target};
use crate::syntax::Syntax;
use crate::{Codebook, sentences};
use jiff::civil::Date;
use legation_core::record::{Timex, TimexType};
use legation_core::{
    Actor, ActorKind, Coded, Document, Entity, EntityLabel, Layers, Mention, MentionType, RecordId,
    TokenRange,
};

/// Most tokens of a name: "Conseil des droits de l'homme des Nations unies".
const LONGEST: u32 = 12;
/// The years that a number after a month can be.
const YEARS: std::ops::RangeInclusive<i16> = 1000..=2200;
/// The months in key form.
const MONTHS: [&str; 12] = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// Reads one French document.
pub fn code(doc: &Document, layers: &Layers, book: &Codebook) -> Coded {
    let syntax = Syntax::new(doc, layers);
    let names = Names { syntax: &syntax, knowledge: &book.knowledge, actors: Vec::new() };
    Coded {
        sentences: sentences(&syntax),
        boilerplate: doc.article.boilerplate.clone(),
        actors: names.find(),
        timexes: dates(&syntax),
        ..Coded::default()
    }
}

/// Finds known actors by name.
struct Names<'s> {
    syntax: &'s Syntax<'s>,
    knowledge: &'s Knowledge,
    actors: Vec<Actor>,
}

impl Names<'_> {
    fn find(mut self) -> Vec<Actor> {
        let mut at = 0;
        while at < self.syntax.len() {
            let entity = self.entity(at);
            let found = self.listed(at, entity).or_else(|| {
                let entity = entity.filter(|entity| entity.tokens.start == at)?;
                Some((entity.tokens, self.whole(entity)?, "name of the tables"))
            });
            match found {
                Some((tokens, target, rule)) => {
                    self.add(tokens, target, rule);
                    at = tokens.end;
                }
                None => at += 1,
            }
        }
        self.actors
    }

    /// The entity around a token.
    fn entity(&self, at: u32) -> Option<Entity> {
        let entities = &self.syntax.layers.entities;
        let next = entities.partition_point(|entity| entity.tokens.end <= at);
        entities.get(next).filter(|entity| entity.tokens.contains(at)).copied()
    }

    /// The words of some tokens.
    fn words(&self, tokens: TokenRange) -> &str {
        self.syntax.span(tokens).of(self.syntax.text())
    }

    /// The longest name of the French table that begins at a token. A state's name inside a longer one of something else is
    /// no mention of the state: "Banque de France", "Anatole France".
    fn listed(
        &self,
        at: u32,
        entity: Option<Entity>,
    ) -> Option<(TokenRange, Target, &'static str)> {
        let names = &self.knowledge.french;
        let first = self.syntax.word(at);
        if !first.starts_with(char::is_uppercase) || !names.may_begin(first) {
            return None;
        }
        let sentence_end = self.syntax.sentence(at).end;
        let is_word = |i: &u32| self.syntax.word(*i).contains(char::is_alphanumeric);
        let of_name = |i: &u32| is_word(i) || matches!(self.syntax.word(*i), "-" | "‐" | "‑");
        let most = (at..sentence_end.min(at + LONGEST)).take_while(of_name).count() as u32;
        let ends = (at + 1..=at + most).rev().filter(|end| is_word(&(end - 1)));
        let (tokens, target) = ends.map(|end| TokenRange::new(at, end)).find_map(|tokens| {
            let actor = names.actor(self.words(tokens))?;
            self.stands_alone(tokens).then_some((tokens, self.knowledge.by_id(actor)?))
        })?;
        let inside_another = entity.is_some_and(|entity| {
            let longer = entity.tokens.start < tokens.start
                && self.is_name(entity.tokens.start, at)
                || entity.tokens.end > tokens.end;
            longer || entity.label == EntityLabel::Per && !matches!(target, Target::Person(_))
        });
        (!inside_another).then_some((tokens, target, "French name of the tables"))
    }

    /// Whether a word of a name, and not only an article or preposition, stands from one token to before another.
    fn is_name(&self, from: u32, to: u32) -> bool {
        (from..to).any(|i| {
            let word = self.syntax.word(i);
            word.chars().filter(|c| c.is_alphabetic()).count() > 3
                || word.chars().all(char::is_uppercase)
        })
    }

    /// Whether neither a hyphen nor a letter joins the tokens to their neighbours.
    fn stands_alone(&self, tokens: TokenRange) -> bool {
        let span = self.syntax.span(tokens);
        let text = self.syntax.text();
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '‐' | '‑');
        let before = text[..span.start as usize].chars().next_back();
        let after = text[span.end as usize..].chars().next();
        !before.is_some_and(joins) && !after.is_some_and(joins)
    }

    /// A person or organisation whose whole name, as the tables have it, an entity is; or a person named in full before, by
    /// the surname.
    fn whole(&self, entity: Entity) -> Option<Target> {
        let words = self.words(entity.tokens);
        let one = |wanted: fn(&Target) -> bool| {
            let mut all = self.knowledge.named(words).filter(wanted);
            let first = all.next()?;
            all.all(|other| other == first).then_some(first)
        };
        match entity.label {
            EntityLabel::Per if words.contains(' ') => {
                one(|target| matches!(target, Target::Person(_)))
            }
            EntityLabel::Per => self.surname(words),
            EntityLabel::Org if words.contains(' ') => {
                one(|target| matches!(target, Target::Organisation(_)))
            }
            _ => None,
        }
    }

    /// The one person named before whose name ends with a word.
    fn surname(&self, word: &str) -> Option<Target> {
        let key = key(word);
        let is_it = |actor: &&Actor| {
            let last = |mention: &Mention| {
                let words = mention.span.of(self.syntax.text());
                words.rsplit(' ').next().is_some_and(|last| self::key(last) == key)
            };
            actor.kind == ActorKind::Person && actor.mentions.iter().any(last)
        };
        let mut people = self.actors.iter().filter(is_it);
        let person = people.next()?;
        people.next().is_none().then(|| self.knowledge.by_id(&person.id)).flatten()
    }

    /// Adds a mention to its actor.
    fn add(&mut self, tokens: TokenRange, target: Target, rule: &str) {
        let inside = |i: &u32| tokens.contains(self.syntax.head(*i)) && self.syntax.head(*i) != *i;
        let mention = Mention {
            span: self.syntax.span(tokens),
            tokens,
            head: tokens.iter().find(|i| !inside(i)).unwrap_or(tokens.start),
            kind: MentionType::Name,
            rule: rule.to_owned(),
        };
        let id = self.knowledge.id(target);
        match self.actors.iter_mut().find(|actor| actor.id == id) {
            Some(actor) => actor.mentions.push(mention),
            None => self.actors.extend(actor(self.knowledge, target, mention)),
        }
    }
}

/// The actor that a name of the tables stands for.
fn actor(knowledge: &Knowledge, target: Target, mention: Mention) -> Option<Actor> {
    let id = knowledge.id(target);
    let (name, kind, country, sectors) = match target {
        Target::State(i) => {
            let state = &knowledge.states[i as usize];
            (&state.name, ActorKind::State, Some(state.id.clone()), Vec::new())
        }
        Target::Organisation(i) => {
            let org = &knowledge.organisations[i as usize];
            (&org.name, org.kind, org.country.clone(), org.sectors.clone())
        }
        Target::Person(i) => {
            let person = &knowledge.people[i as usize];
            (&person.name, ActorKind::Person, person.country.clone(), Vec::new())
        }
        _ => return None,
    };
    Some(Actor {
        id: id.to_owned(),
        name: name.clone(),
        kind,
        country,
        sectors,
        roles: Vec::new(),
        members: Vec::new(),
        known: true,
        rule: "actor/french name".to_owned(),
        mentions: vec![mention],
    })
}

/// Dates that say their year: "le 14 mars 2031", "mars 2031", "14/03/2031".
fn dates(syntax: &Syntax<'_>) -> Vec<Timex> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < syntax.len() {
        match date_at(syntax, at) {
            Some(found) => {
                at = found.tokens.end;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

fn date_at(syntax: &Syntax<'_>, at: u32) -> Option<Timex> {
    let word = |i: u32| if i < syntax.len() { syntax.word(i) } else { "" };
    let month = |i: u32| {
        let key = key(word(i));
        MONTHS.iter().position(|month| *month == key).map(|month| month as i8 + 1)
    };
    let year = |i: u32| {
        let year: i16 = word(i).parse().ok()?;
        YEARS.contains(&year).then_some(year)
    };
    let day = |word: &str| word.strip_suffix("er").unwrap_or(word).parse::<i8>().ok();
    let whole =
        |tokens: TokenRange, date: Date| timex(syntax, tokens, date.to_string(), date, date);
    if let Some((d, rest)) = word(at).split_once('/')
        && let Some((m, y)) = rest.split_once('/')
        && y.len() == 4
    {
        let date = Date::new(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?).ok()?;
        return YEARS.contains(&date.year()).then(|| whole(TokenRange::new(at, at + 1), date));
    }
    if let Some(month) = month(at + 1)
        && let Some(year) = year(at + 2)
        && let Some(day) = day(word(at))
    {
        let date = Date::new(year, month, day).ok()?;
        return Some(whole(TokenRange::new(at, at + 3), date));
    }
    let (month, year) = (month(at)?, year(at + 1)?);
    let first = Date::new(year, month, 1).ok()?;
    let tokens = TokenRange::new(at, at + 2);
    Some(timex(syntax, tokens, format!("{year:04}-{month:02}"), first, first.last_of_month()))
}

fn timex(syntax: &Syntax<'_>, tokens: TokenRange, value: String, from: Date, to: Date) -> Timex {
    let span = syntax.span(tokens);
    Timex {
        id: RecordId::of(syntax.doc.id, "timex", span, &value),
        span,
        tokens,
        kind: TimexType::Date,
        value: Some(value),
        modifier: None,
        from: Some(from),
        to: Some(to),
        rule: "timex/french date".to_owned(),
    }
}

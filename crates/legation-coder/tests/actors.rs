//! Who is who in four articles written for this purpose; their layers are kept as tables of tokens in `tests/data/actors`.

use jiff::civil::Date;
use legation_coder::Syntax;
use legation_coder::actor::{self, Cast};
use legation_coder::knowledge::Knowledge;
use legation_core::record::{CueClass, Evidence, Manner, SpeechAct};
use legation_core::{
    Actor, ActorIdx, ActorKind, Article, DateValue, Dep, Document, Entity, EntityLabel, Layers,
    Pos, RecordId, Span, Statement, Tag, Token, TokenRange,
};
use std::sync::LazyLock;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::builtin);

struct Read {
    doc: Document,
    cast: Cast,
}

/// Reads a table of tokens: `# date`, `¶` before each paragraph, a blank line after each sentence, and one token a line:
/// position, word, tag, part of speech, relation, head, lemma, entity, `_` where no space follows.
fn layers(table: &str) -> (Option<Date>, String, Layers) {
    let (mut text, mut layers, mut day) = (String::new(), Layers::default(), None);
    let (mut sentence, mut paragraph) = (0u32, None);
    for line in table.lines() {
        let n = layers.tokens.len() as u32;
        if let Some(date) = line.strip_prefix("# ") {
            day = date.parse().ok();
        } else if line == "¶" {
            if let Some(start) = paragraph.replace(n) {
                layers.paragraphs.push(TokenRange::new(start, n));
                text.push_str("\n\n");
            }
        } else if line.is_empty() {
            if n > sentence {
                layers.sentences.push(TokenRange::new(sentence, n));
                sentence = n;
            }
        } else {
            let cells: Vec<&str> = line.split('\t').collect();
            let at_start = paragraph == Some(n);
            if at_start {
                text.truncate(text.trim_end().len());
                if n > 0 {
                    text.push_str("\n\n");
                }
            }
            let start = text.len();
            text.push_str(cells[1]);
            let lemma = layers.lemmas.len();
            layers.lemmas.push_str(cells[6]);
            layers.tokens.push(Token {
                span: Span::from(start..text.len()),
                lemma: Span::from(lemma..layers.lemmas.len()),
                head: cells[5].parse().unwrap(),
                tag: Tag::parse(cells[2]),
                pos: Pos::parse(cells[3]),
                dep: Dep::parse(cells[4]),
            });
            if let Some((mark, label)) = cells[7].split_once('-') {
                match (mark, layers.entities.last_mut()) {
                    ("I", Some(entity)) => entity.tokens.end = n + 1,
                    _ => layers.entities.push(Entity {
                        tokens: TokenRange::new(n, n + 1),
                        label: EntityLabel::parse(label),
                    }),
                }
            }
            if cells.get(8) != Some(&"_") {
                text.push(' ');
            }
        }
    }
    layers.paragraphs.push(TokenRange::new(paragraph.unwrap_or(0), layers.tokens.len() as u32));
    (day, text, layers)
}

fn read(table: &str) -> Read {
    let (day, text, layers) = layers(table);
    let doc = Document::new(Article::new("test", text));
    let cast = actor::resolve(&Syntax::new(&doc, &layers), &KNOWLEDGE, day);
    Read { doc, cast }
}

impl Read {
    /// The actor of the `nth` mention that reads exactly so.
    fn who(&self, words: &str, nth: usize) -> &Actor {
        let mut found: Vec<(u32, &Actor)> = Vec::new();
        for actor in &self.cast.actors {
            let exact = actor.mentions.iter().filter(|m| m.span.of(self.doc.text()) == words);
            found.extend(exact.map(|m| (m.span.start, actor)));
        }
        found.sort_by_key(|f| f.0);
        found.get(nth).unwrap_or_else(|| panic!("nobody is called {words:?} for time {nth}")).1
    }

    fn id(&self, words: &str) -> &str {
        &self.who(words, 0).id
    }

    fn is_nobody(&self, words: &str, nth: usize) -> bool {
        let (start, _) = self.doc.text().match_indices(words).nth(nth).unwrap();
        !self.cast.actors.iter().any(|a| a.mentions.iter().any(|m| m.span.start as usize == start))
    }

    fn members(&self, words: &str) -> Vec<&str> {
        self.who(words, 0).members.iter().map(|m| self.cast.get(*m).id.as_str()).collect()
    }
}

#[test]
fn known_people_by_name_title_and_office() {
    let read = read(include_str!("data/actors/merkel.conll"));
    assert_eq!(read.id("Angela Merkel"), "angela-merkel");
    assert_eq!(read.id("The chancellor"), "angela-merkel");
    assert_eq!(read.id("the French president"), "francois-hollande");
    assert_eq!(read.id("her French counterpart"), "francois-hollande");
    assert_eq!(read.id("the Kremlin leader"), "vladimir-putin");
    assert_eq!(read.id("the Russian leader"), "vladimir-putin");
    assert_eq!(read.id("Jens Stoltenberg"), "jens-stoltenberg");
    assert_eq!(read.who("Hillary Clinton", 0).roles[0].status.as_str(), "former");
    assert_eq!(read.id("she"), "angela-merkel");
}

#[test]
fn capitals_and_palaces_act() {
    let read = read(include_str!("data/actors/merkel.conll"));
    assert_eq!(read.id("Kiev"), "UKR");
    assert_eq!(read.id("Berlin"), "DEU");
    assert_eq!(read.id("Moscow"), "RUS");
    assert_eq!(read.id("White House"), "usa.white-house");
    assert!(read.is_nobody("Washington", 0), "in Washington is a place");
    assert!(read.is_nobody("Brussels", 0), "in Brussels is a place");
    assert!(read.is_nobody("Reuters", 0), "an agency in a dateline is no actor");
}

#[test]
fn bodies_and_their_people() {
    let read = read(include_str!("data/actors/sudan.conll"));
    assert_eq!(read.id("The army chief"), "abdel-fattah-al-burhan");
    assert_eq!(read.id("Hemedti"), read.id("Mohamed Hamdan Dagalo"));
    assert_eq!(read.members("the two generals").len(), 2);
    assert_eq!(read.id("RSF"), read.id("Rapid Support Forces"));
    assert_eq!(read.id("The U.N. agency"), read.id("World Food Program"));
    assert_eq!(read.id("Its foreign ministry"), "egy.foreign-ministry");
    assert_eq!(read.id("Cairo"), "EGY");
    assert_eq!(read.who("Residents of the city", 0).kind, ActorKind::Group);
}

#[test]
fn leaders_capitals_and_pairs_of_one_article() {
    let read = read(include_str!("data/actors/iran.conll"));
    assert_eq!(read.id("Iran's supreme leader"), "ali-khamenei");
    assert_eq!(read.id("Mr. Trump's secretary of state"), "mike-pompeo");
    assert_eq!(read.id("The Israeli leader"), "benjamin-netanyahu");
    assert_eq!(read.id("the Lebanese group"), "hezbollah");
    assert_eq!(read.id("Tehran"), "IRN");
    assert_eq!(read.id("Beijing"), "CHN");
    assert_eq!(read.members("both"), ["RUS", "CHN"]);
    let slain = read.who("the slain commander", 0);
    assert_eq!(slain.id, "qassem-soleimani");
}

#[test]
fn people_whom_no_table_knows() {
    let read = read(include_str!("data/actors/vendra.conll"));
    let minister = read.who("Lena Maravec", 0);
    assert!(!minister.known);
    assert_eq!(minister.id, "lena-maravec");
    assert_eq!(minister.roles[0].title, "Foreign Minister");
    assert_eq!(read.id("Maravec"), "lena-maravec");
    assert_eq!(read.id("the minister"), "lena-maravec");
    assert_eq!(read.id("Torlia's ambassador"), "pavel-dresh");
    assert_eq!(read.id("a government spokesman"), "jon-hallek");
    assert_eq!(read.id("The party"), read.id("Civic Union"));
    assert_eq!(read.who("Civic Union", 0).kind, ActorKind::Party);
    let analyst = read.who("Mira Stolz", 0);
    assert_eq!(analyst.roles[0].of.as_deref(), Some("northern-institute-for-security-policy"));
    assert_eq!(read.who("Northern Institute for Security Policy", 0).kind, ActorKind::ThinkTank);
    assert_eq!(read.id("The institute"), "northern-institute-for-security-policy");
    let sources = read.who("Two officials", 0);
    assert_eq!(sources.kind, ActorKind::Group);
    assert_eq!(read.id("The officials"), sources.id);
    assert_ne!(read.id("One of the officials"), sources.id);
    assert_eq!(read.members("The two leaders"), ["oskar-brandt", "ada-lorn"]);
}

#[test]
fn first_person_words_belong_to_the_speaker() {
    let Read { doc, mut cast } = read(include_str!("data/actors/iran.conll"));
    let speaker = cast.actors.iter().position(|a| a.id == "donald-trump").unwrap();
    let content = doc.text().find("\"We took action").unwrap();
    let quote = Span::from(content + 1..content + 1 + doc.text()[content + 1..].find('"').unwrap());
    let statement = Statement {
        id: RecordId::default(),
        span: quote,
        speaker: Some(ActorIdx(speaker as u32)),
        speaker_span: None,
        cue: None,
        cue_more: Vec::new(),
        cue_class: CueClass::Say,
        content: vec![quote],
        quoted: vec![quote],
        manner: Manner::Direct,
        act: SpeechAct::Assertion,
        addressees: Vec::new(),
        via: None,
        evidence: Evidence::None,
        date: DateValue::default(),
        place: None,
        within: None,
        rule: String::new(),
    };
    actor::resolve_speech(&mut cast, &[statement]);
    let read = Read { doc, cast };
    assert_eq!(read.id("We"), "USA");
}

#[test]
fn every_mention_says_why_and_the_same_comes_out_twice() {
    for table in [
        include_str!("data/actors/merkel.conll"),
        include_str!("data/actors/sudan.conll"),
        include_str!("data/actors/iran.conll"),
        include_str!("data/actors/vendra.conll"),
    ] {
        let (first, second) = (read(table), read(table));
        assert_eq!(first.cast.actors, second.cast.actors);
        for actor in &first.cast.actors {
            assert!(!actor.id.is_empty() && !actor.rule.is_empty());
            for mention in &actor.mentions {
                assert!(!mention.rule.is_empty(), "{}", mention.span.of(first.doc.text()));
                assert!(mention.tokens.contains(mention.head));
                assert!(!mention.span.of(first.doc.text()).is_empty());
            }
        }
        let mut ids: Vec<&str> = first.cast.actors.iter().map(|a| a.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), first.cast.actors.len(), "ids are unique");
    }
}

mod robust {
    use super::{KNOWLEDGE, Syntax, actor};
    use legation_core::{
        Article, Dep, Document, Entity, EntityLabel, Layers, Pos, Span, Tag, Token, TokenRange,
    };
    use proptest::prelude::*;

    const WORDS: &[&str] = &[
        "the",
        "President",
        "Mr.",
        "Xi",
        "Putin",
        "of",
        "Russia",
        "Moscow",
        "\"",
        "he",
        "its",
        "two",
        "leaders",
        ",",
        "Ministry",
        "for",
        "Foreign",
        "who",
        "each",
        "other",
        "one",
        "(",
        ")",
        "—",
        "former",
        "-",
        "spokesman",
        "and",
        "Chinese",
        "the",
        "latter",
        "country",
        "said",
        "É",
        "們",
        "our",
        "countries",
        "Secretary",
        "State",
        "it",
    ];

    prop_compose! {
        fn token()(word in 0..WORDS.len(), tag in 0..Tag::ALL.len(), pos in 0..Pos::ALL.len(), dep in 0..Dep::ALL.len(), head in 0u32..64)
            -> (usize, usize, usize, usize, u32) { (word, tag, pos, dep, head) }
    }

    proptest! {
        /// Whatever tree and ranges come in, actors come out: no panic, and mentions lie in the text.
        #[test]
        fn any_layers(tokens in prop::collection::vec(token(), 0..40), entities in prop::collection::vec((0u32..42, 0u32..5, 0..EntityLabel::ALL.len()), 0..8), cut in 1u32..12) {
            let (mut text, mut layers) = (String::new(), Layers::default());
            for (i, (word, tag, pos, dep, head)) in tokens.iter().enumerate() {
                let start = text.len();
                text.push_str(WORDS[*word]);
                let lemma = layers.lemmas.len();
                layers.lemmas.push_str(WORDS[*word]);
                layers.tokens.push(Token {
                    span: Span::from(start..text.len()),
                    lemma: Span::from(lemma..layers.lemmas.len()),
                    head: if i == 0 { 0 } else { head % (i as u32) },
                    tag: Tag::ALL[*tag],
                    pos: Pos::ALL[*pos],
                    dep: Dep::ALL[*dep],
                });
                text.push(' ');
            }
            let n = tokens.len() as u32;
            let mut at = 0;
            while at < n {
                let end = (at + cut).min(n);
                layers.sentences.push(TokenRange::new(at, end));
                at = end;
            }
            layers.paragraphs.push(TokenRange::new(0, n));
            layers.entities = entities
                .iter()
                .map(|&(start, len, label)| Entity { tokens: TokenRange::new(start, start + len), label: EntityLabel::ALL[label] })
                .collect();
            let doc = Document::new(Article::new("any", text));
            let cast = actor::resolve(&Syntax::new(&doc, &layers), &KNOWLEDGE, None);
            for mention in cast.actors.iter().flat_map(|a| &a.mentions) {
                prop_assert!(!mention.span.of(doc.text()).is_empty());
            }
        }
    }
}

#[test]
fn what_a_bridge_is_called_is_no_actor() {
    // Arvenia closed the Orla bridge.
    let table = |noun: &str| {
        format!(
            "# 2031-03-03\n¶\n\
             0\tArvenia\tNNP\tPROPN\tnsubj\t1\tArvenia\tB-GPE\n1\tclosed\tVBD\tVERB\tROOT\t1\tclose\tO\n\
             2\tthe\tDT\tDET\tdet\t4\tthe\tO\n3\tOrla\tNNP\tPROPN\tcompound\t4\tOrla\tB-ORG\n\
             4\t{noun}\tNN\tNOUN\tdobj\t1\t{noun}\tO\t_\n5\t.\t.\tPUNCT\tpunct\t1\t.\tO\n\n"
        )
    };
    let named = |noun: &str| {
        let read = read(&table(noun));
        read.cast.actors.iter().any(|actor| actor.name == "Orla")
    };
    assert!(named("daily"));
    assert!(!named("bridge"));
    assert!(!named("highway"));
}

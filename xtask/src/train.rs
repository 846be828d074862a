//! `cargo xtask train`: the weights of the pair classifier, learned from the project's own sentences.

use anyhow::{Context as _, Result};
use legation_coder::event::classify::{self, Classifier, Example, Settings};
use legation_coder::event::{evidence, pair};
use legation_coder::{Codebook, Syntax};
use legation_core::plover::EventType;
use legation_core::{Article, Document, Layers, Span};
use legation_model::{Model, install};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// One marked sentence.
struct Sentence {
    text: String,
    source: Vec<Span>,
    target: Vec<Span>,
    class: usize,
    /// Sentences made of one phrase stay in one part of the cross-validation.
    group: usize,
}

/// How many parts the sentences are cut into for cross-validation.
const FOLDS: usize = 5;

/// Learns, reports the cross-validated accuracy, and writes the weights unless it is a dry run.
pub(crate) fn run(root: &Path, dry_run: bool) -> Result<()> {
    let mut sentences = sentences(&root.join("codebook/training"))?;
    sentences.extend(phrases(&root.join("codebook/training/phrases"))?);
    let known: BTreeSet<String> = sentences.iter().map(|s| s.text.clone()).collect();
    let pages = pages(&root.join("codebook/events"))?;
    sentences.extend(pages.into_iter().filter(|s| !known.contains(&s.text)));
    for at in 0..sentences.len() {
        let last = at.checked_sub(1).map_or(0, |before| sentences[before].group);
        let pair = sentences[at].group > 0;
        sentences[at].group = if pair { last } else { last + 1 };
    }
    let file = install::find_or_install(&install::Options::default(), &mut |m| {
        crate::say(&m.to_string());
    })?;
    let model = Model::load(&file)?;
    let book = Codebook::builtin();
    let documents: Vec<Document> =
        sentences.iter().map(|s| Document::new(Article::new("training", s.text.clone()))).collect();
    let mut layers = model.annotate(&documents);
    for (document, layers) in documents.iter().zip(&mut layers) {
        legation_coder::lemma::mend(document, layers);
    }
    let all = sentences.par_iter().zip(&documents).zip(&layers);
    let examples: Vec<Example> = all.map(|((s, d), l)| example(&book, s, d, l)).collect();
    let mut log = format!("examples {}\n", examples.len());
    let framed = examples
        .iter()
        .filter(|e| e.features.contains(&format!("first {}", EventType::ALL[e.class].as_str())));
    let _ =
        writeln!(log, "frames alone {:.4}", framed.count() as f64 / examples.len().max(1) as f64);
    let mut right = 0;
    for fold in 0..FOLDS {
        let part = |wanted: bool| -> Vec<Example> {
            let kept = examples
                .iter()
                .zip(&sentences)
                .filter(|(_, s)| (s.group % FOLDS == fold) == wanted);
            kept.map(|(e, _)| e.clone()).collect()
        };
        let weights = classify::train(&part(false), Settings::default());
        let classifier = Classifier::parse("fold", &weights)?;
        right += part(true)
            .iter()
            .filter(|e| classifier.best(&e.features).0 == EventType::ALL[e.class])
            .count();
    }
    let accuracy = right as f64 / examples.len().max(1) as f64;
    let _ = writeln!(log, "{FOLDS}-fold accuracy {accuracy:.4}");
    crate::say(log.trim());
    if !dry_run {
        let weights = classify::train(&examples, Settings::default());
        let _ = writeln!(log, "features {}", weights.lines().count() - 2);
        std::fs::write(root.join("codebook/events/pair-weights.tsv"), weights)?;
        std::fs::write(root.join("codebook/training/log.txt"), log)?;
    }
    Ok(())
}

fn example(book: &Codebook, sentence: &Sentence, doc: &Document, layers: &Layers) -> Example {
    let syntax = Syntax::new(doc, layers);
    let events = pair::events(&book.events, &syntax, &sentence.source, &sentence.target);
    let features =
        evidence::features(&book.events, &syntax, &sentence.source, &sentence.target, &events);
    Example { features, class: sentence.class }
}

/// The sentences of all types, in the order of file names and lines; those of no type or without an end are left out.
fn sentences(folder: &Path) -> Result<Vec<Sentence>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt") && !p.ends_with("log.txt"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        for (at, line) in std::fs::read_to_string(&file)?
            .lines()
            .enumerate()
            .filter(|(_, l)| !l.trim().is_empty())
        {
            let parsed = parse(line)
                .with_context(|| format!("{}:{}: not a marked sentence", file.display(), at + 1))?;
            if !parsed.source.is_empty() || !parsed.target.is_empty() {
                out.push(parsed);
            }
        }
    }
    Ok(out)
}

/// Participants of the phrases: invented states, offices and groups. No feature holds their names; their form guides the parser.
const CAST: &[&str] = &[
    "Galdeny",
    "the foreign ministry",
    "President Orlan Teve",
    "the opposition",
    "Sorvenia",
    "the rebel council",
    "Prime Minister Ada Lindqvist",
    "the National Front",
    "the Coastal Union",
    "General Harun Bek",
    "Castellar",
    "the military government",
    "Foreign Minister Pio Lacson",
    "the labour federation",
    "the central bank",
    "Halmund",
    "the Senate",
    "Governor Emilio Tarso",
    "the United League",
    "the army",
    "Uldavia",
    "the supreme court",
    "Mayor Greta Olmos",
    "the Workers' Party",
    "Merindah",
];

/// What stands around every other phrase, so that words off the path between source and target are learned to say little.
const AROUND: &[(&str, &str)] = &[
    ("Officials said on Monday that ", "."),
    ("", ", a day after troops shelled the capital."),
    ("", ", officials said after a meeting on trade."),
    ("In a statement read out on state television, the spokesman said ", "."),
    ("", " as protests over bread prices went on in the south."),
    ("", ", state radio reported."),
    ("Hours after an agreement on fishing was signed elsewhere, ", "."),
    ("", " despite a ceasefire that took effect last week."),
    ("", ", while lawmakers debated the budget and doctors went on strike."),
    ("With talks on water deadlocked, ", "."),
    ("", " on Thursday, according to a diplomat who asked not to be named."),
    ("", ", a move that critics called a threat to peace."),
    ("As relief supplies reached the flooded north, ", "."),
    ("", " amid rising tension in the strait, where two ships have been attacked."),
    ("Before the summit ended, ", "."),
    ("", ", newspapers said, quoting a letter from the prosecutor."),
    ("For the second time this year, ", "."),
    ("", ", prompting markets to fall and one minister to resign."),
    ("", ", which won independence 40 years ago and has been at odds with its neighbours since."),
    ("The agency reported that ", ", and that two men had been arrested in another case."),
];

/// The phrases, one a line, with S and T for source and target; the file's name is their type.
fn phrases(folder: &Path) -> Result<Vec<Sentence>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (at, line) in std::fs::read_to_string(&file)?.lines().enumerate() {
            let (before, after) = AROUND[at % AROUND.len()];
            let words = line.trim_end_matches('.');
            let quoted = line.contains('"');
            let around = format!("{before}{words}{after}");
            let texts = std::iter::once(line).chain((!quoted).then_some(around.as_str()));
            for (nth, text) in texts.enumerate() {
                let mut parsed = parse(&format!("{name} | - | - | {}", filled(text, at)))
                    .with_context(|| format!("{}:{}: not a phrase", file.display(), at + 1))?;
                anyhow::ensure!(
                    !parsed.source.is_empty() && !parsed.target.is_empty(),
                    "{}:{}: a phrase needs S and T",
                    file.display(),
                    at + 1
                );
                parsed.group = nth;
                out.push(parsed);
            }
        }
    }
    Ok(out)
}

/// A phrase with participants in place of S and T, drawn by the number of the line.
fn filled(line: &str, at: usize) -> String {
    let source = CAST[at * 7 % CAST.len()];
    let target = CAST[(at * 7 + 1 + at / CAST.len() % (CAST.len() - 1)) % CAST.len()];
    let mut out = String::new();
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        let (mark, name) = match word.as_str() {
            "S" => ("[S:", source),
            "T" => ("[T:", target),
            _ => {
                out.push_str(word);
                word.clear();
                return;
            }
        };
        let start = out.trim_end_matches('"').is_empty();
        let mut letters = name.chars();
        let first = letters.next().map(|c| if start { c.to_ascii_uppercase() } else { c });
        out.push_str(mark);
        out.extend(first);
        out.push_str(letters.as_str());
        out.push(']');
        word.clear();
    };
    for c in line.chars() {
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            flush(&mut word, &mut out);
            out.push(c);
        }
    }
    flush(&mut word, &mut out);
    out
}

/// The examples of the codebook's pages that name an end.
fn pages(folder: &Path) -> Result<Vec<Sentence>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    let mut out = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        for block in text.split("```example\n").skip(1).filter_map(|b| b.split("```").next()) {
            let (verdicts, words): (Vec<&str>, Vec<&str>) =
                block.lines().partition(|l| l.starts_with("=>"));
            out.extend(verdicts.iter().filter_map(|v| page_example(&words.join(" "), v)));
        }
    }
    Ok(out)
}

/// `=> TYPE/mode | source > target | factuality`, the ends as pieces of the sentence.
fn page_example(text: &str, verdict: &str) -> Option<Sentence> {
    let mut parts = verdict.trim_start_matches("=>").split('|').map(str::trim);
    let name = parts.next()?.split('/').next()?;
    let (source, target) = parts.next()?.split_once(" > ")?;
    let spans = |side: &str| -> Vec<Span> {
        let pieces = side.split([';', '+']).map(str::trim).filter(|p| !p.is_empty() && *p != "-");
        pieces.filter_map(|p| text.find(p).map(|at| Span::from(at..at + p.len()))).collect()
    };
    let (mut source, mut target) = (spans(source), spans(target));
    if target.is_empty() && source.len() > 1 {
        target = source.split_off(1);
    }
    let class = EventType::ALL.iter().position(|t| t.as_str() == name)?;
    (!source.is_empty() || !target.is_empty()).then(|| Sentence {
        text: text.to_owned(),
        source,
        target,
        class,
        group: 0,
    })
}

/// `TYPE/mode | factuality | contexts | sentence`; no ends where the type is NONE, nothing where the line is malformed.
fn parse(line: &str) -> Option<Sentence> {
    let mut parts = line.splitn(4, '|').map(str::trim);
    let label = parts.next()?;
    let marked = parts.nth(2)?;
    let name = label.split('/').next()?.trim_end_matches('*');
    let mut sentence = Sentence {
        text: String::new(),
        source: Vec::new(),
        target: Vec::new(),
        class: 0,
        group: 0,
    };
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut rest = marked;
    while let Some(c) = rest.chars().next() {
        let at = sentence.text.len();
        if let Some(after) = rest.strip_prefix("[S:").or_else(|| rest.strip_prefix("[T:")) {
            open.push((rest.chars().nth(1)?, at));
            rest = after;
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            ']' if !open.is_empty() => {
                let (kind, start) = open.pop()?;
                let list = if kind == 'S' { &mut sentence.source } else { &mut sentence.target };
                list.push(Span::from(start..at));
            }
            '{' | '}' => {}
            _ => sentence.text.push(c),
        }
    }
    if name == "NONE" {
        sentence.source.clear();
        sentence.target.clear();
        return Some(sentence);
    }
    sentence.class = EventType::ALL.iter().position(|t| t.as_str() == name)?;
    Some(sentence)
}

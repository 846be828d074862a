//! `cargo xtask train`: the weights of the pair classifier, learned from the project's own sentences.

use anyhow::{Context as _, Result};
use legation_coder::event::classify::{self, Classifier, Example, Settings};
use legation_coder::event::pair;
use legation_coder::{Codebook, Syntax};
use legation_core::plover::EventType;
use legation_core::{Article, Document, Layers, Span};
use legation_model::{Model, install};
use rayon::prelude::*;
use std::fmt::Write as _;
use std::path::Path;

/// One marked sentence.
struct Sentence {
    text: String,
    source: Vec<Span>,
    target: Vec<Span>,
    class: usize,
}

/// How many parts the sentences are cut into for cross-validation.
const FOLDS: usize = 5;

/// Learns, reports the cross-validated accuracy, and writes the weights unless it is a dry run.
pub(crate) fn run(root: &Path, dry_run: bool) -> Result<()> {
    let mut sentences = sentences(&root.join("codebook/training"))?;
    sentences.extend(pages(&root.join("codebook/events"))?);
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
            let kept = examples.iter().enumerate().filter(|(i, _)| (i % FOLDS == fold) == wanted);
            kept.map(|(_, e)| e.clone()).collect()
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
        classify::features(&book.events, &syntax, &sentence.source, &sentence.target, &events);
    Example { features, class: sentence.class }
}

/// The sentences of all types, in the order of file names and lines; those of no type and without both ends are left out.
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
            if !parsed.source.is_empty() && !parsed.target.is_empty() {
                out.push(parsed);
            }
        }
    }
    Ok(out)
}

/// The examples of the codebook's pages that name both ends.
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
    (!source.is_empty() && !target.is_empty()).then(|| Sentence {
        text: text.to_owned(),
        source,
        target,
        class,
    })
}

/// `TYPE/mode | factuality | contexts | sentence`; no ends where the type is NONE, nothing where the line is malformed.
fn parse(line: &str) -> Option<Sentence> {
    let mut parts = line.splitn(4, '|').map(str::trim);
    let label = parts.next()?;
    let marked = parts.nth(2)?;
    let name = label.split('/').next()?.trim_end_matches('*');
    let mut sentence =
        Sentence { text: String::new(), source: Vec::new(), target: Vec::new(), class: 0 };
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
        return Some(sentence);
    }
    sentence.class = EventType::ALL.iter().position(|t| t.as_str() == name)?;
    Some(sentence)
}

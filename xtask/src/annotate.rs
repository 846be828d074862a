//! `cargo xtask annotate`: how fast the model runtime is, beside spaCy in the same run.

use crate::spacy::{Arguments, Spacy};
use anyhow::{Context, Result};
use legation_core::{Article, Document};
use legation_model::{Annotator, Model, Stage};
use std::time::Instant;

/// Sentences of the text that make a paragraph, and paragraphs that make an article.
const SENTENCES: usize = 3;
const PARAGRAPHS: usize = 8;

/// What was measured.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Measured {
    pub(crate) tokens: usize,
    /// Tokens a second on one core with empty caches.
    pub(crate) tokens_per_second: f64,
    /// Tokens a second on all threads with empty caches, and the number of threads.
    pub(crate) tokens_per_second_parallel: f64,
    pub(crate) threads: usize,
    /// Seconds on one core by stage.
    pub(crate) stages: Vec<(String, f64)>,
    /// spaCy's tokens a second on one core at its best batch size.
    pub(crate) spacy_tokens_per_second: f64,
    pub(crate) spacy_batch_size: u64,
    /// How many times as fast as spaCy, per core.
    pub(crate) ratio_annotate: f64,
    /// The same in seconds of the processor, which other programs at work on the machine lengthen less; where the system
    /// tells them.
    pub(crate) ratio_annotate_processor: Option<f64>,
    /// spaCy's tokens a second of the processor.
    pub(crate) spacy_tokens_per_processor_second: f64,
}

/// Seconds that a process (`self` or its number) has been at work on all its threads, where the system tells.
pub(crate) fn at_work(process: &str) -> Option<f64> {
    /// Ticks a second in what Linux tells.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Measures and prints.
pub(crate) fn run(arguments: &[String]) -> Result<bool> {
    let arguments = Arguments::read(arguments, &["--quick", "--json"])?;
    let measured = measure(&arguments)?;
    if arguments.has("--json") {
        println!("{}", serde_json::to_string(&measured)?);
    } else {
        println!("{} tokens", measured.tokens);
        for (stage, seconds) in &measured.stages {
            println!("  {stage:<12} {:>8.2} µs a token", seconds * 1e6 / measured.tokens as f64);
        }
        println!("one core     {:>10.0} tokens/s", measured.tokens_per_second);
        println!(
            "{} threads    {:>10.0} tokens/s",
            measured.threads, measured.tokens_per_second_parallel
        );
        println!(
            "spaCy        {:>10.0} tokens/s (batch size {})",
            measured.spacy_tokens_per_second, measured.spacy_batch_size
        );
        println!("ratio_annotate {:.1}", measured.ratio_annotate);
        if let Some(ratio) = measured.ratio_annotate_processor {
            println!("in seconds of the processor {ratio:.1}");
        }
    }
    Ok(true)
}

/// Measures both on articles made of a text's lines. Ours and spaCy's runs alternate, and each one's best counts.
pub(crate) fn measure(arguments: &Arguments) -> Result<Measured> {
    let documents = articles(&arguments.lines()?);
    let paragraphs: Vec<String> = documents
        .iter()
        .flat_map(|d| d.paragraphs.iter().map(|&p| d.model_text(p).into_owned()))
        .collect();
    let quick = arguments.has("--quick");
    let model = arguments.load()?;
    let spacy = Spacy::set_up(&arguments.model)?;

    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let (mut one, mut many) = (Best::default(), Best::default());
    let mut theirs: Option<(f64, u64)> = None;
    let (mut worked, mut they_worked) = (f64::INFINITY, 0.0f64);
    for _ in 0..2 {
        for _ in 0..4 {
            let before = at_work("self");
            one.take(|| time(&model, &documents, 1))?;
            if let (Some(before), Some(after)) = (before, at_work("self")) {
                worked = worked.min(after - before);
            }
            many.take(|| time(&model, &documents, threads))?;
        }
        let rows = spacy.run(&["speed", if quick { "0" } else { "12" }], &paragraphs)?;
        let row = rows.first().context("spaCy said nothing")?;
        let number = |key: &str| row[key].as_f64().context("spaCy gave no number");
        let speed = number("tokens")? / number("seconds")?;
        they_worked = they_worked.max(number("tokens")? / number("processor")?);
        if theirs.is_none_or(|(best, _)| speed > best) {
            theirs = Some((speed, row["batch_size"].as_u64().unwrap_or(0)));
        }
    }
    let tokens: usize = model.annotate(&documents).iter().map(|layers| layers.tokens.len()).sum();
    let stages = stages(&model, &documents);
    let (spacy_tokens_per_second, spacy_batch_size) = theirs.context("spaCy was not measured")?;
    let tokens_per_second = tokens as f64 / one.0;
    Ok(Measured {
        tokens,
        tokens_per_second,
        tokens_per_second_parallel: tokens as f64 / many.0,
        threads,
        stages,
        spacy_tokens_per_second,
        spacy_batch_size,
        ratio_annotate: tokens_per_second / spacy_tokens_per_second,
        ratio_annotate_processor: worked.is_finite().then(|| tokens as f64 / worked / they_worked),
        spacy_tokens_per_processor_second: they_worked,
    })
}

/// Seconds that each stage takes on one core, with empty caches.
fn stages(model: &Model, documents: &[Document]) -> Vec<(String, f64)> {
    let mut sums = Stage::ALL.map(|stage| (stage, 0.0));
    let mut last = Instant::now();
    let mut done = |stage: Stage| {
        let now = Instant::now();
        if let Some(sum) = sums.iter_mut().find(|sum| sum.0 == stage) {
            sum.1 += (now - last).as_secs_f64();
        }
        last = now;
    };
    Annotator::default().annotate_with(model, documents, &mut done);
    sums.map(|(stage, seconds)| (format!("{stage:?}").to_lowercase(), seconds)).into()
}

/// The least of several times.
struct Best(f64);

impl Default for Best {
    fn default() -> Self {
        Self(f64::INFINITY)
    }
}

impl Best {
    fn take(&mut self, time: impl FnOnce() -> Result<f64>) -> Result<()> {
        self.0 = self.0.min(time()?);
        Ok(())
    }
}

/// Articles of several paragraphs made of a text's lines.
fn articles(lines: &[String]) -> Vec<Document> {
    let paragraphs: Vec<String> = lines.chunks(SENTENCES).map(|lines| lines.join(" ")).collect();
    let article = |(i, paragraphs): (usize, &[String])| {
        Document::new(Article::new(format!("bench:{i}"), paragraphs.join("\n\n")))
    };
    paragraphs.chunks(PARAGRAPHS).enumerate().map(article).collect()
}

/// Seconds to annotate documents on so many threads, with empty caches.
fn time(model: &Model, documents: &[Document], threads: usize) -> Result<f64> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
    model.forget();
    let start = Instant::now();
    pool.install(|| model.annotate(documents));
    Ok(start.elapsed().as_secs_f64())
}

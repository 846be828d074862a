//! Predictions for the scorers: each task reads only the input fields of a gold row, never its answers, and runs the
//! program's normal path.

mod article_extraction;
mod attribution;
mod coreference;
mod duplicates;
mod event_clusters;
mod event_coding;
mod factuality;
mod figures;
mod ner;
mod parse;
mod plover_pair;
mod timex;

use crate::pipeline::Engine;
use jiff::civil::Date;
use legation_core::{Article, Basis, Document, Layers, Published};
use rayon::prelude::*;
use serde_json::Value;
use std::path::Path;

/// A task of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Task {
    /// The PLOVER type of a given pair in a sentence.
    PloverPair,
    /// A sentence to coded events.
    EventCoding,
    /// Who said what.
    Attribution,
    /// Mentions and who they stand for.
    Coreference,
    /// Named entities.
    Ner,
    /// Time expressions.
    Timex,
    /// Money, percentages and quantities.
    Figures,
    /// The factuality of given events, from -3 to 3.
    Factuality,
    /// Sentences, tags and trees.
    Parse,
    /// The article in a page.
    ArticleExtraction,
    /// Which texts are copies of each other.
    Duplicates,
    /// Which mentions are of one happening, across articles.
    EventClusters,
    /// Whole articles to records.
    System,
}

impl Task {
    /// The fields that a row must have.
    fn needs(self) -> &'static [&'static str] {
        match self {
            Self::PloverPair => &["text", "source_spans", "target_spans"],
            Self::Factuality => &["text", "events"],
            Self::EventClusters => &["text", "mentions"],
            Self::ArticleExtraction => &["html_path"],
            _ => &["text"],
        }
    }
}

/// Checks that a row has what the task needs.
///
/// # Errors
/// Names the missing field.
pub fn check(task: Task, row: &Value) -> Result<(), String> {
    for field in task.needs() {
        if row.get(*field).is_none() {
            return Err(format!(
                "the field {field:?} is missing; the task needs {:?}",
                task.needs()
            ));
        }
    }
    let main = if task == Task::ArticleExtraction { "html_path" } else { "text" };
    if row[main].is_string() { Ok(()) } else { Err(format!("the field {main:?} is not a string")) }
}

/// An article with a given publication date.
pub fn article(uri: &str, text: &str, published: Option<&str>) -> Article {
    let mut article = Article::new(uri, text);
    if let Some(date) = published.and_then(|d| d.get(..10)).and_then(|d| d.parse::<Date>().ok()) {
        article.published = Published { date: Some(date), basis: Basis::Given };
    }
    article
}

/// One prediction for each row, in order.
///
/// # Errors
/// Where a row cannot be processed.
pub fn predict_all(
    task: Task,
    engine: &Engine,
    folder: &Path,
    rows: &[Value],
) -> anyhow::Result<Vec<Value>> {
    match task {
        Task::ArticleExtraction => return article_extraction::predict_all(folder, rows),
        Task::Duplicates => return Ok(duplicates::predict_all(rows)),
        _ => {}
    }
    let documents: Vec<Document> = rows.iter().map(document).collect();
    let layers = if task == Task::Parse {
        engine.model.main().annotate(&documents)
    } else {
        engine.annotate(&documents)
    };
    if task == Task::EventClusters {
        return Ok(event_clusters::predict_all(&documents, &layers, rows));
    }
    let all = documents.par_iter().zip(&layers).zip(rows);
    Ok(all.map(|((document, layers), row)| predict(task, engine, document, layers, row)).collect())
}

fn document(row: &Value) -> Document {
    let date = row["dct"].as_str().or_else(|| row["date"].as_str());
    let mut article =
        article(&row["id"].to_string(), row["text"].as_str().unwrap_or_default(), date);
    article.title = row["title"].as_str().map(str::to_owned);
    Document::new(article)
}

fn predict(
    task: Task,
    engine: &Engine,
    document: &Document,
    layers: &Layers,
    row: &Value,
) -> Value {
    let book = &engine.codebook;
    let coded = || legation_coder::code(document, layers, book);
    match task {
        Task::PloverPair => plover_pair::predict(document, layers, book, row),
        Task::EventCoding => event_coding::predict(document, layers, &coded(), row),
        Task::Attribution => attribution::predict(document, layers, &coded(), row),
        Task::Coreference => coreference::predict(document, layers, &coded(), row),
        Task::Ner => ner::predict(document, layers, &coded(), row),
        Task::Timex => timex::predict(document, layers, &coded(), row),
        Task::Figures => figures::predict(document, layers, &coded(), row),
        Task::Factuality => factuality::predict(document, layers, book, row),
        Task::Parse => parse::predict(document, layers, row),
        Task::System | Task::ArticleExtraction | Task::Duplicates | Task::EventClusters => {
            legation_core::json::article(document, &coded())
        }
    }
}

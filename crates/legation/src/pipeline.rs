//! The flow: articles in, records out. Batches are annotated and coded on all threads and handed on in the order of the input.

use crate::models::Models;
use crate::read::ReadError;
use crate::read::duplicates::{self, Signature};
use crate::read::language::{self, LANGUAGES};
use legation_coder::Codebook;
use legation_core::{Article, Coded, Document, Layers};
use legation_model::Model;
use legation_store::{Outcome, Prepared, RunInfo, Store, Writer};
use rayon::prelude::*;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Everything that decides what is coded: the model and the codebook.
#[derive(Debug)]
pub struct Engine {
    /// The language models.
    pub model: Models,
    /// All tables.
    pub codebook: Codebook,
}

/// An article with its records.
#[derive(Debug)]
pub struct Read {
    /// The document.
    pub document: Document,
    /// Its records.
    pub coded: Coded,
}

/// Time that this process spent on each step of the flow. Steps go on beside one another, so the sum may be more than passed.
#[derive(Debug, Default)]
pub struct Times {
    annotate: AtomicU64,
    code: AtomicU64,
    prepare: AtomicU64,
    write: AtomicU64,
}

/// Where the time of this process went.
pub static TIMES: Times = Times {
    annotate: AtomicU64::new(0),
    code: AtomicU64::new(0),
    prepare: AtomicU64::new(0),
    write: AtomicU64::new(0),
};

impl Times {
    /// Each step's name and time, in the order of the flow.
    pub fn steps(&self) -> [(&'static str, Duration); 4] {
        [
            ("annotate", &self.annotate),
            ("code", &self.code),
            ("prepare", &self.prepare),
            ("write", &self.write),
        ]
        .map(|(name, time)| (name, Duration::from_nanos(time.load(Ordering::Relaxed))))
    }
}

/// Does something and adds the time that it took.
fn timed<T>(time: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    time.fetch_add(start.elapsed().as_nanos() as u64, Ordering::Relaxed);
    done
}

/// Articles are taken in batches of about this many bytes of text for each thread: few enough that what is made of them stays
/// small.
const BATCH_BYTES: usize = 64 << 10;
/// … and at most this many articles.
const BATCH_ARTICLES: usize = 16;
/// Coded articles of about this many bytes of text may wait for the thread that writes, so that coding goes on while a transaction
/// is committed.
const WAITING_BYTES: usize = 2 << 20;
/// Texts are signed for the search for copies in batches of about this many bytes.
const SIGNED_BYTES: usize = 8 << 20;

impl Engine {
    /// Annotates and codes one article.
    pub fn code(&self, mut article: Article) -> Read {
        let language = self.settle(&mut article);
        let document = Document::new(article);
        let Some((language, model)) = language else { return uncoded(document) };
        let layers = annotate(model, std::slice::from_ref(&document)).pop().unwrap_or_default();
        self.code_in(language, document, &layers)
    }

    /// The layers of English documents as the coder wants them: the main model's, with wrong lemmas put right.
    pub fn annotate(&self, documents: &[Document]) -> Vec<Layers> {
        annotate(self.model.main(), documents)
    }

    /// Annotates and codes a batch on all threads, keeping the order.
    pub fn code_all(&self, articles: Vec<Article>) -> Vec<Read> {
        let mut all: Vec<(usize, Read)> = Vec::with_capacity(articles.len());
        let mut by_language: [Vec<(usize, Document)>; LANGUAGES.len()] = Default::default();
        for (place, mut article) in articles.into_iter().enumerate() {
            let language = self.settle(&mut article).map(|(language, _)| language);
            let document = Document::new(article);
            match language.and_then(|language| LANGUAGES.iter().position(|l| *l == language)) {
                Some(at) => by_language[at].push((place, document)),
                None => all.push((place, uncoded(document))),
            }
        }
        for (language, documents) in LANGUAGES.into_iter().zip(by_language) {
            if documents.is_empty() {
                continue;
            }
            // Documents of a language without a model were set aside above.
            let Ok(model) = self.model.of(language) else { continue };
            let (places, documents): (Vec<usize>, Vec<Document>) = documents.into_iter().unzip();
            let layers = timed(&TIMES.annotate, || annotate(model, &documents));
            let coded = documents
                .into_par_iter()
                .zip(layers)
                .map(|(document, layers)| self.code_in(language, document, &layers));
            let coded: Vec<_> = timed(&TIMES.code, || coded.collect());
            all.extend(places.into_iter().zip(coded));
        }
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, read)| read).collect()
    }

    /// The language in which an article is read and the model that reads it, if there are such; remarks on what is not told.
    fn settle(&self, article: &mut Article) -> Option<(&'static str, &Model)> {
        let language = self.model.language(article.language.as_deref())?;
        let model = self.model.of(language);
        language::remark(article, language, model.err());
        Some((language, model.ok()?))
    }

    fn code_in(&self, language: &str, document: Document, layers: &Layers) -> Read {
        let coded = if language == language::CODED {
            legation_coder::code(&document, layers, &self.codebook)
        } else {
            legation_coder::french::code(&document, layers, &self.codebook)
        };
        Read { document, coded }
    }

    /// What decides the records of articles in the main model's language, for the store.
    pub fn run_info(&self) -> RunInfo {
        self.run_with(self.model.main())
    }

    /// What decides the records of an article in a language: of one that no model reads, what decides the others.
    pub fn run_info_for(&self, language: Option<&str>) -> RunInfo {
        let language = self.model.language(language);
        let model = language.and_then(|language| self.model.of(language).ok());
        self.run_with(model.unwrap_or_else(|| self.model.main()))
    }

    fn run_with(&self, model: &Model) -> RunInfo {
        use legation_store::Component;
        RunInfo {
            program: format!("legation {}", env!("CARGO_PKG_VERSION")),
            model: Component::hashed(format!("{} {}", model.name(), model.version()), model.hash()),
            codebook: Component::hashed("builtin", self.codebook.hash.clone()),
            knowledge: Component::hashed("builtin", self.codebook.knowledge_hash.clone()),
            configuration: json!({}),
        }
    }
}

/// A model's layers; in English with wrong lemmas put right.
fn annotate(model: &Model, documents: &[Document]) -> Vec<Layers> {
    let mut layers = model.annotate(documents);
    if model.language() == language::CODED {
        for (document, layers) in documents.iter().zip(&mut layers) {
            legation_coder::lemma::mend(document, layers);
        }
    }
    layers
}

/// An article in a language that is not coded: kept, without records.
fn uncoded(document: Document) -> Read {
    let boilerplate = document.article.boilerplate.clone();
    Read { document, coded: Coded { boilerplate, ..Coded::default() } }
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles that are new in the store.
    pub new: u64,
    /// Articles that were in the store already, coded the same.
    pub same: u64,
    /// Articles whose records were replaced.
    pub replaced: u64,
    /// Inputs that could not be read.
    pub failed: u64,
    /// Events in the articles written.
    pub events: u64,
    /// Statements in the articles written.
    pub statements: u64,
    /// Words read.
    pub words: u64,
    /// Ids of the articles read, up to the first hundred.
    pub articles: Vec<String>,
}

impl Summary {
    /// How many articles were read, those that were here already among them.
    pub fn read(&self) -> u64 {
        self.new + self.same + self.replaced
    }
}

/// What happened, for a progress display.
#[derive(Debug)]
pub enum Progress<'a> {
    /// An article was written.
    Written(&'a Done),
    /// An input failed.
    Failed(&'a ReadError),
}

/// An article in the store, with how much was found in it.
#[derive(Clone, Debug)]
pub struct Done {
    /// Its id.
    pub id: String,
    /// Where it came from.
    pub uri: String,
    /// The headline.
    pub title: Option<String>,
    /// The language, where it is known.
    pub language: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Events in it.
    pub events: u64,
    /// Statements in it.
    pub statements: u64,
    /// Words in it.
    pub words: u64,
}

/// Reads all articles into a store, and marks copies.
///
/// # Errors
/// Where the store cannot be written. Inputs that cannot be read are counted and reported, not errors.
pub fn read_into(
    engine: &Engine,
    store: &mut Store,
    articles: impl Iterator<Item = Result<Article, ReadError>> + Send,
    progress: &mut dyn FnMut(Progress<'_>),
) -> legation_store::Result<Summary> {
    let summary = write_into(engine, store, articles, progress)?;
    if summary.new + summary.replaced > 0 {
        mark_duplicates(store)?;
    }
    Ok(summary)
}

/// Reads all articles into a store, without looking for copies.
///
/// # Errors
/// As [`read_into`].
pub fn write_into(
    engine: &Engine,
    store: &mut Store,
    articles: impl Iterator<Item = Result<Article, ReadError>> + Send,
    progress: &mut dyn FnMut(Progress<'_>),
) -> legation_store::Result<Summary> {
    let run = engine.run_info();
    let main = engine.model.main().language();
    let mut summary = Summary::default();
    let mut writer = store.writer();
    let result: legation_store::Result<()> = std::thread::scope(|scope| {
        let (batches, incoming) = mpsc::sync_channel::<Vec<Result<Article, ReadError>>>(2);
        // Batches grow with the threads, so that what waits does not.
        let waiting = (WAITING_BYTES / BATCH_BYTES / rayon::current_num_threads()).max(2);
        let (coded, ready) =
            mpsc::sync_channel::<Vec<Result<(Prepared, Done), ReadError>>>(waiting);
        scope.spawn(move || send_batches(articles, &batches));
        scope.spawn(move || {
            for batch in incoming {
                let done = prepare_all(engine, batch);
                if coded.send(done).is_err() {
                    break;
                }
            }
        });
        // The first articles are being coded meanwhile.
        writer.ready()?;
        let (mut held, mut since) = (Vec::new(), Instant::now());
        for batch in ready {
            for item in batch {
                match item {
                    Err(error) => {
                        summary.failed += 1;
                        progress(Progress::Failed(&error));
                    }
                    Ok((article, done)) => {
                        let language = engine.model.language(done.language.as_deref());
                        let other = language.filter(|language| *language != main);
                        let run = other.map(|language| engine.run_info_for(Some(language)));
                        held.push((article, done, run));
                    }
                }
            }
            if held.len() >= TOGETHER || since.elapsed() > HELD {
                write_held(&mut writer, &run, &mut held, &mut summary, progress)?;
                since = Instant::now();
            }
        }
        write_held(&mut writer, &run, &mut held, &mut summary, progress)
    });
    result?;
    timed(&TIMES.write, || writer.commit())?;
    Ok(summary)
}

/// So many articles are written together.
const TOGETHER: usize = 64;
/// So long articles wait for others to be written with.
const HELD: Duration = Duration::from_millis(300);

/// Articles that wait to be written, each with the run that coded it where that is not the usual one.
type Held = Vec<(Prepared, Done, Option<RunInfo>)>;

/// Writes the articles that wait.
fn write_held(
    writer: &mut Writer<'_>,
    run: &RunInfo,
    held: &mut Held,
    summary: &mut Summary,
    progress: &mut dyn FnMut(Progress<'_>),
) -> legation_store::Result<()> {
    let together: Vec<(&Prepared, &RunInfo)> =
        held.iter().map(|(article, _, other)| (article, other.as_ref().unwrap_or(run))).collect();
    let outcomes = timed(&TIMES.write, || writer.write_all(&together))?;
    for ((article, mut done, _), outcome) in held.drain(..).zip(outcomes) {
        done.outcome = outcome;
        match outcome {
            Outcome::New => summary.new += 1,
            Outcome::Same => summary.same += 1,
            Outcome::Replaced => summary.replaced += 1,
        }
        summary.events += done.events;
        summary.statements += done.statements;
        summary.words += done.words;
        if summary.articles.len() < 100 {
            summary.articles.push(article.id().to_owned());
        }
        progress(Progress::Written(&done));
    }
    Ok(())
}

/// Marks copies among all articles of a store, each with the earliest article of its cluster. Texts that came in since the last
/// call are signed first; the signatures stay in the store. Returns how many articles changed.
///
/// # Errors
/// Where the store cannot be read or written.
pub fn mark_duplicates(store: &mut Store) -> legation_store::Result<usize> {
    let mut last = i64::MIN;
    loop {
        let texts = store.unsigned(duplicates::WAY, last, SIGNED_BYTES)?;
        let Some((end, _)) = texts.last() else { break };
        last = *end;
        let signed: Vec<(i64, Vec<u8>)> = texts
            .par_iter()
            .map(|(row, text)| (*row, Signature::of(text).map_or_else(Vec::new, |s| s.pack())))
            .collect();
        store.sign(duplicates::WAY, &signed)?;
    }
    let order = store.rows_by_date()?;
    let mut places: Vec<(i64, u32)> =
        order.iter().enumerate().map(|(at, row)| (*row, at as u32)).collect();
    places.sort_unstable();
    let kept = Kept { store, order: &order, places: &places };
    let first = duplicates::clusters_of(&kept, order.len())?;
    store.mark_copies(&order, &first)
}

/// The signatures that a store keeps, by the places of the articles in an order.
struct Kept<'s> {
    store: &'s Store,
    order: &'s [i64],
    /// Rows with their places, by row.
    places: &'s [(i64, u32)],
}

impl duplicates::Signatures for Kept<'_> {
    type Error = legation_store::Error;

    fn each(&self, each: &mut dyn FnMut(usize, &Signature)) -> legation_store::Result<()> {
        self.store.each_signature(&mut |row, bytes| {
            let place = self.places.binary_search_by_key(&row, |(row, _)| *row);
            if let (Ok(place), Some(signature)) = (place, Signature::unpack(bytes)) {
                each(self.places[place].1 as usize, &signature);
            }
        })
    }

    fn at(&self, position: usize) -> legation_store::Result<Option<Signature>> {
        let bytes = self.store.signature(self.order[position])?;
        Ok(bytes.and_then(|bytes| Signature::unpack(&bytes)))
    }
}

/// Codes the articles of a batch together; errors keep their places.
fn prepare_all(
    engine: &Engine,
    batch: Vec<Result<Article, ReadError>>,
) -> Vec<Result<(Prepared, Done), ReadError>> {
    let mut errors: Vec<Option<ReadError>> = Vec::with_capacity(batch.len());
    let mut articles = Vec::with_capacity(batch.len());
    for item in batch {
        match item {
            Ok(article) => {
                articles.push(article);
                errors.push(None);
            }
            Err(error) => errors.push(Some(error)),
        }
    }
    let read = engine.code_all(articles);
    let prepared: Vec<_> =
        timed(&TIMES.prepare, || read.into_par_iter().map(|read| prepare(&read)).collect());
    let mut prepared = prepared.into_iter();
    errors
        .into_iter()
        .filter_map(|error| error.map_or_else(|| prepared.next(), |e| Some(Err(e))))
        .collect()
}

fn prepare(read: &Read) -> Result<(Prepared, Done), ReadError> {
    let prepared = Prepared::new(&read.document, &read.coded).map_err(|e| {
        let uri = read.document.article.uri.clone();
        ReadError::new(uri, format!("cannot be prepared for the store ({e})"), "please report this")
    })?;
    let article = &read.document.article;
    let done = Done {
        id: prepared.id().to_owned(),
        uri: article.uri.clone(),
        title: article.title.clone(),
        language: article.language.clone(),
        outcome: Outcome::New,
        events: read.coded.events.len() as u64,
        statements: read.coded.statements.len() as u64,
        words: article.text.split_whitespace().count() as u64,
    };
    Ok((prepared, done))
}

fn send_batches(
    articles: impl Iterator<Item = Result<Article, ReadError>>,
    batches: &mpsc::SyncSender<Vec<Result<Article, ReadError>>>,
) {
    let threads = rayon::current_num_threads();
    let mut batch = Vec::new();
    let mut bytes = 0;
    for item in articles {
        bytes += item.as_ref().map_or(0, |a| a.text.len());
        batch.push(item);
        if bytes >= threads * BATCH_BYTES || batch.len() >= threads * BATCH_ARTICLES {
            bytes = 0;
            if batches.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    let _ = batches.send(batch);
}

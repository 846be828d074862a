//! [`Model`]: a loaded model.

use crate::annotate::Annotator;
use crate::file::ModelFile;
use crate::morphology::Names;
use crate::morphology::lemmatizer::Lemmatizer;
use crate::morphology::ruler::{Ruler, Vocabulary};
use crate::net::kernel::Level;
use crate::net::tagger::Tagger;
use crate::net::tok2vec::Tok2Vec;
use crate::rules::{Rules, TagLabels};
use crate::tokenizer::Tokenizer;
use crate::transition::ner::Recogniser;
use crate::transition::parser::Parser;
use crate::transition::projective::Lifted;
use crate::{Error, Result};
use legation_core::{Dep, Document, EntityLabel, Layers, Pos, Tag};
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Mutex;

/// Characters of the hash that [`Layers::model`] shows.
const SHORT_HASH: usize = 8;
/// Bytes of text that make a piece of work for a thread.
const RUN: usize = 1 << 13;

/// A loaded model. It can be shared between threads; what it says of a document depends on nothing but the document.
#[derive(Debug)]
pub struct Model {
    pub(crate) file: ModelFile,
    pub(crate) level: Level,
    pub(crate) tokenizer: Tokenizer,
    pub(crate) norms: HashMap<u64, Box<str>>,
    vector_keys: Option<(Range<usize>, Range<usize>)>,
    pub(crate) tok2vec: Tok2Vec,
    pub(crate) ner_tok2vec: Tok2Vec,
    pub(crate) tagger: Tagger,
    pub(crate) parser: Parser,
    pub(crate) lifted: Lifted,
    pub(crate) ner: Recogniser,
    pub(crate) ruler: Ruler,
    pub(crate) lemmatizer: Lemmatizer,
    /// Tag, class and features of each row of the tagger.
    tags: Vec<(u16, u16, u16)>,
    /// For each label, whether a rule of several tokens may start with it.
    labels_start: Vec<bool>,
    /// The feature sets that tagger and rules give.
    pub(crate) features: Names,
    pub(crate) core_tags: Vec<Tag>,
    pub(crate) core_classes: Vec<Pos>,
    pub(crate) core_deps: Vec<Dep>,
    pub(crate) core_entities: Vec<EntityLabel>,
    label: String,
    /// Annotators at rest, with warm caches.
    pool: Mutex<Vec<Annotator>>,
}

impl Model {
    /// Loads a converted model file, such as [`crate::install::find_or_install`] gives.
    pub fn load(path: &Path) -> Result<Self> {
        let file = ModelFile::open(path)?;
        let broken = |reason: String| Error::Package { package: path.to_owned(), reason };
        let rules: Rules = serde_json::from_slice(file.section("rules")?)
            .map_err(|error| broken(error.to_string()))?;

        let level = Level::detect();
        let tokenizer = Tokenizer::new(&rules.tokenizer).map_err(broken)?;
        let parser = Parser::new(&file, &rules.parser_moves)?;
        let mut labels = parser.labels().to_vec();
        let lifted = Lifted::new(&mut labels);
        let ner = Recogniser::new(&file, &rules.ner_moves)?;

        let mut names = Vocabulary {
            tags: Names::default(),
            classes: Names::new([""]),
            morphs: Names::new([""]),
            deps: Names::new(labels.iter().map(String::as_str)),
        };
        let tags: Vec<(u16, u16, u16)> = match &rules.tags {
            TagLabels::Fine(labels) => {
                labels.iter().map(|label| (names.tags.add(label), 0, 0)).collect()
            }
            TagLabels::Morphology(labels) => {
                let tag = names.tags.add("");
                labels
                    .iter()
                    .map(|(pos, morph)| (tag, names.classes.add(pos), names.morphs.add(morph)))
                    .collect()
            }
        };
        let ruler = Ruler::new(&rules.ruler, &mut names).map_err(broken)?;
        let lemmatizer = Lemmatizer::new(&file, &rules.lemmatizer, &names.classes, &names.morphs)?;
        let meta = file.meta();
        let short = meta.hash.get(..SHORT_HASH).unwrap_or(&meta.hash);
        Ok(Self {
            level,
            tokenizer,
            norms: rules.norms.iter().map(|(id, norm)| (*id, norm.as_str().into())).collect(),
            vector_keys: file.range("vectors.keys").zip(file.range("vectors.rows")),
            tok2vec: Tok2Vec::new(&file, "tok2vec", &rules.tok2vec, level)?,
            ner_tok2vec: Tok2Vec::new(&file, "ner", &rules.ner_tok2vec, level)?,
            tagger: Tagger::new(&file, tags.len())?,
            labels_start: (0..labels.len() as u16)
                .map(|label| ruler.label_may_start(label))
                .collect(),
            core_tags: names.tags.iter().map(Tag::parse).collect(),
            core_classes: names.classes.iter().map(Pos::parse).collect(),
            core_deps: names.deps.iter().map(Dep::parse).collect(),
            core_entities: ner.labels().iter().map(|label| EntityLabel::parse(label)).collect(),
            features: names.morphs,
            label: format!("{} {} {short}", meta.name, meta.version),
            parser,
            lifted,
            ner,
            ruler,
            lemmatizer,
            tags,
            file,
            pool: Mutex::default(),
        })
    }

    /// The model's name, such as `en_core_web_sm`.
    pub fn name(&self) -> &str {
        &self.file.meta().name
    }

    /// The model's version, such as `3.8.0`.
    pub fn version(&self) -> &str {
        &self.file.meta().version
    }

    /// The hash of the model's weights and rules, in hexadecimal.
    pub fn hash(&self) -> &str {
        &self.file.meta().hash
    }

    /// The language of the model, such as `en`.
    pub fn language(&self) -> &str {
        &self.file.meta().language
    }

    /// The licence under which the model was published.
    pub fn licence(&self) -> &str {
        &self.file.meta().licence
    }

    /// Where the model file is.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Name, version and short hash: what [`Layers::model`] says.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Annotates documents, on all threads of the current rayon pool. The result is in the documents' order
    /// and the same for any number of threads.
    pub fn annotate(&self, documents: &[Document]) -> Vec<Layers> {
        let runs = runs(documents);
        let annotate =
            |annotator: &mut Loan<'_>, run: Range<usize>| annotator.annotate(self, &documents[run]);
        let layers: Vec<Vec<Layers>> =
            runs.into_par_iter().map_init(|| Loan::new(self), annotate).collect();
        layers.into_iter().flatten().collect()
    }

    /// Annotates one text on this thread, as a single paragraph and as it stands.
    pub fn annotate_text(&self, text: &str) -> Layers {
        Loan::new(self).annotate_text(self, text)
    }

    /// Forgets what earlier documents left in the caches; only speed depends on it.
    pub fn forget(&self) {
        if let Ok(mut pool) = self.pool.lock() {
            pool.clear();
        }
        self.tok2vec.known().clear();
        self.ner_tok2vec.known().clear();
    }

    /// The same model with other kernels.
    #[must_use]
    pub fn with_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Whether a rule of several tokens may start with any word of that label.
    pub(crate) fn label_starts_rule(&self, label: u16) -> bool {
        self.labels_start[usize::from(label)]
    }

    /// Tag, class and features of a row of the tagger.
    pub(crate) fn tag(&self, row: u16) -> (u16, u16, u16) {
        self.tags[usize::from(row)]
    }

    /// The row of a word's static vector.
    pub(crate) fn vector_row(&self, orth: u64) -> Option<u32> {
        let (keys, rows) = self.vector_keys.clone()?;
        let keys = self.file.bytes(keys).as_chunks::<8>().0;
        let at = keys.binary_search_by_key(&orth, |key| u64::from_le_bytes(*key)).ok()?;
        self.file.bytes(rows).as_chunks::<4>().0.get(at).map(|row| u32::from_le_bytes(*row))
    }
}

/// Documents that one thread takes at a time: single ones, or several short ones.
fn runs(documents: &[Document]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (i, document) in documents.iter().enumerate() {
        bytes += document.text().len();
        if bytes >= RUN || i + 1 == documents.len() {
            runs.push(start..i + 1);
            (start, bytes) = (i + 1, 0);
        }
    }
    runs
}

/// An annotator taken from the model's pool, given back when done.
struct Loan<'m> {
    model: &'m Model,
    annotator: Annotator,
}

impl<'m> Loan<'m> {
    fn new(model: &'m Model) -> Self {
        let annotator = model.pool.lock().ok().and_then(|mut pool| pool.pop()).unwrap_or_default();
        Self { model, annotator }
    }
}

impl std::ops::Deref for Loan<'_> {
    type Target = Annotator;
    fn deref(&self) -> &Annotator {
        &self.annotator
    }
}

impl std::ops::DerefMut for Loan<'_> {
    fn deref_mut(&mut self) -> &mut Annotator {
        &mut self.annotator
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if let Ok(mut pool) = self.model.pool.lock() {
            pool.push(std::mem::take(&mut self.annotator));
        }
    }
}

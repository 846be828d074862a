//! The annotator's caches, all bounded: words, what networks make of word types, analyses.

use crate::Model;
use crate::morphology::ruler::{Analysis, Word};
use crate::net::kernel::TYPE;
use crate::net::known::{Key, Row, TYPES};
use crate::net::tok2vec::{Attributes, Buffers, Tok2Vec};
use crate::text::hash::FastMap;
use crate::text::lexeme::Lexeme;
use crate::tokenizer::{NO_NORM, Part, Workspace};
use std::ops::Range;

/// Most lexemes kept.
const WORDS: usize = 1 << 15;
/// Most bytes of text kept for lexemes and pieces.
const WORD_BYTES: usize = 1 << 22;
/// Most pieces kept.
const PIECES: usize = 1 << 16;
/// Pieces longer than this, in bytes, are not kept.
const LONGEST_PIECE: usize = 64;
/// Most analyses kept.
const ANALYSES: usize = 1 << 16;
/// No entry.
const EMPTY: u32 = u32::MAX;

/// A token of a piece that was cut before.
#[derive(Clone, Copy, Debug)]
pub(super) struct CutPart {
    pub(super) lexeme: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Lexemes by text and norm, and how pieces of text are cut.
#[derive(Debug, Default)]
pub(super) struct Words {
    lexemes: Vec<Lexeme>,
    /// For each lexeme, whether a special case, and whether a rule, of several tokens may start with it.
    starts: Vec<(bool, bool)>,
    /// By text; one map for each norm that a token may have been given, the first for none.
    index: Vec<FastMap<Box<str>, u32>>,
    pieces: FastMap<Box<str>, (u32, u32)>,
    parts: Vec<CutPart>,
    bytes: usize,
}

impl Words {
    /// Whether a bound is reached.
    pub(super) fn is_full(&self) -> bool {
        self.lexemes.len() > WORDS || self.pieces.len() > PIECES || self.bytes > WORD_BYTES
    }

    /// Bytes held, roughly: of text, and of what is kept beside it.
    pub(super) fn memory(&self) -> usize {
        let parts = self.parts.capacity() * size_of::<CutPart>();
        self.bytes
            + parts
            + self.lexemes.capacity() * 3 * size_of::<Lexeme>()
            + self.pieces.capacity() * 40
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// A lexeme.
    pub(super) fn get(&self, lexeme: u32) -> &Lexeme {
        &self.lexemes[lexeme as usize]
    }

    /// Whether a special case of several tokens may start with the lexeme.
    pub(super) fn starts_phrase(&self, lexeme: u32) -> bool {
        self.starts[lexeme as usize].0
    }

    /// Whether a rule of several tokens may start with the lexeme.
    pub(super) fn starts_rule(&self, lexeme: u32) -> bool {
        self.starts[lexeme as usize].1
    }

    /// A token of a piece.
    pub(super) fn part(&self, at: usize) -> CutPart {
        self.parts[at]
    }

    /// The number of a lexeme.
    pub(super) fn lexeme(&mut self, model: &Model, text: &str, norm: u16) -> u32 {
        let list = norm.wrapping_sub(NO_NORM);
        if self.index.len() <= usize::from(list) {
            self.index.resize_with(usize::from(list) + 1, FastMap::default);
        }
        if let Some(&known) = self.index[usize::from(list)].get(text) {
            return known;
        }
        let number = self.lexemes.len() as u32;
        let lexeme = Lexeme::new(text, model.tokenizer.norm(norm), &model.norms);
        let starts_rule = model.ruler.word_may_start(&lexeme.lower);
        self.starts.push((!model.tokenizer.phrases(text).is_empty(), starts_rule));
        self.lexemes.push(lexeme);
        self.index[usize::from(list)].insert(text.into(), number);
        self.bytes += 3 * text.len();
        number
    }

    /// Cuts a piece; its tokens are at the places returned.
    pub(super) fn cut(
        &mut self,
        model: &Model,
        piece: &str,
        work: &mut Workspace,
        parts: &mut Vec<Part>,
    ) -> Range<usize> {
        if let Some(&(start, end)) = self.pieces.get(piece) {
            return start as usize..end as usize;
        }
        parts.clear();
        model.tokenizer.cut(piece, true, work, parts);
        let start = self.parts.len();
        for part in parts.iter() {
            let lexeme =
                self.lexeme(model, &piece[part.start as usize..part.end as usize], part.norm);
            self.parts.push(CutPart { lexeme, start: part.start, end: part.end });
        }
        self.bytes += parts.len() * size_of::<CutPart>();
        if piece.len() <= LONGEST_PIECE {
            self.bytes += piece.len();
            self.pieces.insert(piece.into(), (start as u32, self.parts.len() as u32));
        }
        start..self.parts.len()
    }
}

/// What a network computes from a word type alone: rows that all threads share, by this thread's lexemes.
#[derive(Debug, Default)]
pub(super) struct Types {
    /// For each lexeme, the row without and with a space after it.
    slots: Vec<[u32; 2]>,
    rows: Vec<Row>,
    attributes: Attributes,
    /// Buffers for types that are new here.
    keys: Vec<Key>,
    new: Vec<Option<Row>>,
}

impl Types {
    /// Forgets everything if the bound is reached; what is frequent is known to all threads.
    pub(super) fn make_room(&mut self) {
        if self.rows.len() > TYPES {
            self.clear();
        }
    }

    /// Bytes held, the shared rows as if they were this thread's own.
    pub(super) fn memory(&self) -> usize {
        self.rows.len() * TYPE * size_of::<f32>()
            + self.rows.capacity() * size_of::<Row>()
            + self.slots.capacity() * size_of::<[u32; 2]>()
            + self.attributes.memory()
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
        self.rows.clear();
    }

    /// The rows of all types met.
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Writes the row of each of `keys` to `sequence`; rows of types that are new to all threads are computed.
    pub(super) fn look_up(
        &mut self,
        model: &Model,
        network: &Tok2Vec,
        words: &Words,
        keys: impl Iterator<Item = (u32, bool)>,
        buffers: &mut Buffers,
        sequence: &mut Vec<u32>,
    ) {
        let reads_space = network.reads_space();
        let mut types = Vec::new();
        let mut count = self.rows.len() as u32;
        sequence.clear();
        for (lexeme, spacy) in keys {
            let spacy = spacy && reads_space;
            let at = lexeme as usize;
            if self.slots.len() <= at {
                self.slots.resize(at + 1, [EMPTY; 2]);
            }
            let slot = &mut self.slots[at][usize::from(spacy)];
            if *slot == EMPTY {
                *slot = count;
                count += 1;
                let lexeme = words.get(lexeme);
                types.push((lexeme, spacy, model.vector_row(lexeme.orth)));
            }
            sequence.push(*slot);
        }
        if types.is_empty() {
            return;
        }
        let Self { rows, attributes, keys, new, .. } = self;
        keys.clear();
        keys.extend(types.iter().map(|&(lexeme, spacy, vector)| Key::new(lexeme, spacy, vector)));
        network.known().get(keys, new);
        let mut at = 0;
        types.retain(|_| {
            at += 1;
            new[at - 1].is_none()
        });
        if !types.is_empty() {
            let computed = network.types(&model.file, model.level, &types, attributes, buffers);
            let places: Vec<usize> = (0..new.len()).filter(|&i| new[i].is_none()).collect();
            for (&place, row) in places.iter().zip(computed) {
                new[place] = Some(row);
            }
            let known = places.iter().filter_map(|&i| Some((keys[i], new[i].clone()?)));
            network.known().insert(known);
        }
        rows.extend(new.drain(..).flatten());
    }
}

/// A word to be analysed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Query<'q> {
    pub(super) lexeme: u32,
    /// The tagger's row.
    pub(super) row: u16,
    pub(super) word: Word<'q>,
    pub(super) morph: u16,
    /// The rules of several tokens that apply to it.
    pub(super) matched: &'q [u16],
}

/// Analyses by lexeme, tag and label.
#[derive(Debug, Default)]
pub(super) struct Analyses {
    by_context: FastMap<u64, (Analysis, (u32, u32))>,
    by_class: FastMap<u64, (u32, u32)>,
    lemmas: String,
}

impl Analyses {
    /// Forgets everything if the bound is reached.
    pub(super) fn make_room(&mut self) {
        if self.by_context.len() > ANALYSES || self.lemmas.len() > WORD_BYTES {
            self.clear();
        }
    }

    /// Bytes held, roughly.
    pub(super) fn memory(&self) -> usize {
        self.lemmas.capacity() + self.by_context.capacity() * 40 + self.by_class.capacity() * 24
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The analysis and lemma of a word.
    pub(super) fn get(
        &mut self,
        model: &Model,
        words: &Words,
        Query { lexeme, row, word, morph, matched }: Query<'_>,
    ) -> (Analysis, &str) {
        let key = u64::from(lexeme) << 32 | u64::from(row) << 16 | u64::from(word.dep);
        let known = matched.is_empty().then(|| self.by_context.get(&key)).flatten();
        if let Some(&(analysis, (start, end))) = known {
            return (analysis, &self.lemmas[start as usize..end as usize]);
        }
        let analysis = model.ruler.apply(word, morph, matched);
        let place = match analysis.lemma {
            Some(lemma) => append(&mut self.lemmas, model.ruler.lemma(lemma)),
            None => {
                let key = u64::from(lexeme) << 32
                    | u64::from(analysis.pos) << 16
                    | u64::from(analysis.morph);
                *self.by_class.entry(key).or_insert_with(|| {
                    let text = &words.get(lexeme).text;
                    let lemma =
                        model.lemmatizer.lemma(&model.file, text, analysis.pos, analysis.morph);
                    append(&mut self.lemmas, &lemma)
                })
            }
        };
        if matched.is_empty() {
            self.by_context.insert(key, (analysis, place));
        }
        (analysis, &self.lemmas[place.0 as usize..place.1 as usize])
    }
}

fn append(lemmas: &mut String, lemma: &str) -> (u32, u32) {
    let start = lemmas.len() as u32;
    lemmas.push_str(lemma);
    (start, lemmas.len() as u32)
}

//! [`Annotator`]: one thread's buffers and caches, and the way from a document to its layers.

mod cache;

use crate::Model;
use crate::morphology::ruler::{Analysis, Word};
use crate::net::kernel::{Aligned, WIDTH};
use crate::net::tok2vec;
use crate::tokenizer::{Part, Workspace, pieces};
use crate::transition::Sums;
use crate::transition::ner::Found;
use crate::transition::parser::Tree;
use crate::transition::projective::sentence_starts;
use cache::{Analyses, Query, Types, Words};
use legation_core::{Document, Entity, Layers, Span, Token, TokenRange};
use std::ops::Range;

/// A token of the paragraph at work.
#[derive(Clone, Copy, Debug)]
struct Piece {
    lexeme: u32,
    /// Bytes of the paragraph.
    start: u32,
    end: u32,
    /// Whether a single space follows.
    spacy: bool,
}

/// One thread's buffers and caches. Annotating is the same with a fresh or a used one, only slower.
#[derive(Debug, Default)]
pub struct Annotator {
    words: Words,
    shared: Types,
    ner: Types,
    analyses: Analyses,
    batch: Batch,
    work: Work,
}

/// Paragraphs that go through the networks together.
#[derive(Debug, Default)]
struct Batch {
    tokens: Vec<Piece>,
    paragraphs: Vec<Paragraph>,
    /// The tokens of each paragraph.
    sequences: Vec<Range<u32>>,
}

/// Where a paragraph's layers go.
#[derive(Clone, Copy, Debug)]
struct Paragraph {
    /// The document's position among those at work.
    document: usize,
    /// The paragraph's first byte in the article.
    offset: u32,
}

/// Buffers for one batch.
#[derive(Debug, Default)]
struct Work {
    tokenizer: Workspace,
    parts: Vec<Part>,
    covered: Vec<bool>,
    phrases: Vec<(usize, usize)>,
    types: Vec<u32>,
    network: tok2vec::Buffers,
    vectors: Vec<f32>,
    ner_vectors: Vec<f32>,
    scores: Aligned,
    tags: Vec<u16>,
    tree: Tree,
    ner_sums: Sums,
    found: Vec<Found>,
    /// The features of each token of the paragraph written last.
    features: Vec<u16>,
    long_rules: Vec<(usize, u16)>,
    matched: Vec<u16>,
}

/// Stages of annotation, for measuring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Cutting text into tokens.
    Tokenize,
    /// The shared network and the entity recogniser's own.
    Tok2vec,
    /// Tags, trees and sentences.
    Parse,
    /// Named entities.
    Ner,
    /// Classes, features, lemmas, and writing the layers.
    Lemmatize,
}

impl Stage {
    /// All stages in order.
    pub const ALL: [Self; 5] =
        [Self::Tokenize, Self::Tok2vec, Self::Parse, Self::Ner, Self::Lemmatize];
}

/// Tokens that make a batch worth while; more do not make it faster.
const BATCH: usize = 1024;
/// Tokens whose features are computed together: enough for the kernels, few enough for the cache.
const GROUP: u32 = 64;

impl Annotator {
    /// Annotates documents.
    pub fn annotate(&mut self, model: &Model, documents: &[Document]) -> Vec<Layers> {
        self.annotate_with(model, documents, &mut |_| ())
    }

    /// Annotates documents and tells `done` of each stage that was gone through.
    pub fn annotate_with(
        &mut self,
        model: &Model,
        documents: &[Document],
        done: &mut dyn FnMut(Stage),
    ) -> Vec<Layers> {
        let empty = || Layers { model: model.label().to_owned(), ..Layers::default() };
        let mut layers: Vec<Layers> = documents.iter().map(|_| empty()).collect();
        for (i, document) in documents.iter().enumerate() {
            for &span in &document.paragraphs {
                self.add(
                    model,
                    &document.model_text(span),
                    Paragraph { document: i, offset: span.start },
                    done,
                );
                if self.batch.tokens.len() >= BATCH {
                    self.run(model, &mut layers, done);
                }
            }
        }
        self.run(model, &mut layers, done);
        layers
    }

    /// Annotates a text as one paragraph, as it stands.
    pub fn annotate_text(&mut self, model: &Model, text: &str) -> Layers {
        let mut layers = [Layers { model: model.label().to_owned(), ..Layers::default() }];
        self.add(model, text, Paragraph { document: 0, offset: 0 }, &mut |_| ());
        self.run(model, &mut layers, &mut |_| ());
        let [layers] = layers;
        layers
    }

    /// The features of each token of the paragraph that was annotated last, joined by `|`, such as `Number=Sing|Person=3`.
    pub fn features<'m>(&self, model: &'m Model) -> Vec<&'m str> {
        self.work.features.iter().map(|&morph| model.features.get(morph)).collect()
    }

    /// Bytes that the caches hold, roughly.
    pub fn memory(&self) -> usize {
        self.words.memory() + self.shared.memory() + self.ner.memory() + self.analyses.memory()
    }

    /// Empties caches that have grown to their bounds. Only between batches, as batches speak of words by number.
    fn make_room(&mut self) {
        if self.words.is_full() {
            self.words.clear();
            self.shared.clear();
            self.ner.clear();
            self.analyses.clear();
        }
        self.shared.make_room();
        self.ner.make_room();
        self.analyses.make_room();
    }

    /// Cuts a paragraph into tokens and adds it to the batch.
    fn add(
        &mut self,
        model: &Model,
        text: &str,
        paragraph: Paragraph,
        done: &mut dyn FnMut(Stage),
    ) {
        let Self { words, work, batch, .. } = self;
        let first = batch.tokens.len();
        let mut may_have_phrases = false;
        pieces(text, |piece, start, spacy| {
            let start = start as u32;
            for place in words.cut(model, piece, &mut work.tokenizer, &mut work.parts) {
                let part = words.part(place);
                may_have_phrases |= words.starts_phrase(part.lexeme);
                let (start, end) = (start + part.start, start + part.end);
                batch.tokens.push(Piece { lexeme: part.lexeme, start, end, spacy: false });
            }
            if let Some(last) = batch.tokens.last_mut() {
                last.spacy = spacy;
            }
        });
        if may_have_phrases {
            self.put_phrases(model, text, first);
        }
        self.batch.paragraphs.push(paragraph);
        self.batch.sequences.push(first as u32..self.batch.tokens.len() as u32);
        done(Stage::Tokenize);
    }

    /// Puts in special cases that span several tokens, from token `from` on: the longest first, then the leftmost.
    fn put_phrases(&mut self, model: &Model, text: &str, from: usize) {
        let Self { words, work, batch, .. } = self;
        let (tokens, Work { covered, phrases, .. }) = (&mut batch.tokens, work);
        phrases.clear();
        for (at, token) in tokens.iter().enumerate().skip(from) {
            if !words.starts_phrase(token.lexeme) {
                continue;
            }
            for phrase in model.tokenizer.phrases(&words.get(token.lexeme).text) {
                let run = tokens.get(at..at + phrase.len()).unwrap_or(&[]);
                let mut pairs = run.iter().zip(phrase);
                if !run.is_empty()
                    && pairs.all(|(token, text)| words.get(token.lexeme).text == *text)
                {
                    phrases.push((at, at + phrase.len()));
                }
            }
        }
        phrases.sort_unstable_by_key(|&(start, end)| (std::cmp::Reverse(end - start), start));
        covered.clear();
        covered.resize(tokens.len(), false);
        phrases.retain(|&(start, end)| {
            let free = !covered[start] && !covered[end - 1];
            covered[start..end].fill(true);
            free
        });
        phrases.sort_unstable();
        for &(start, end) in phrases.iter().rev() {
            let (first, last) = (tokens[start], tokens[end - 1]);
            let span = &text[first.start as usize..last.end as usize];
            let Some(parts) = model.tokenizer.exception(span) else { continue };
            let count = parts.len();
            let new = parts.iter().enumerate().map(|(i, part)| {
                let lexeme =
                    words.lexeme(model, &span[part.start as usize..part.end as usize], part.norm);
                Piece {
                    lexeme,
                    start: first.start + part.start,
                    end: first.start + part.end,
                    spacy: i + 1 == count && last.spacy,
                }
            });
            let new: Vec<Piece> = new.collect();
            tokens.splice(start..end, new);
        }
    }

    /// Annotates the batch and empties it.
    fn run(&mut self, model: &Model, layers: &mut [Layers], done: &mut dyn FnMut(Stage)) {
        if !self.batch.tokens.is_empty() {
            self.vectors(model);
            done(Stage::Tok2vec);
        }
        let mut from = 0;
        while from < self.batch.sequences.len() {
            let first = self.batch.sequences[from].start;
            let fits =
                |sequence: &Range<u32>| sequence.start == first || sequence.end - first <= GROUP;
            let to = from + self.batch.sequences[from..].iter().take_while(|s| fits(s)).count();
            self.decode(model, from..to, layers, done);
            from = to;
        }
        self.batch.tokens.clear();
        self.batch.paragraphs.clear();
        self.batch.sequences.clear();
        self.make_room();
    }

    /// Computes the batch's token vectors and tags.
    fn vectors(&mut self, model: &Model) {
        let Self { words, shared, ner, batch, work, .. } = self;
        let Work { types, network, vectors, ner_vectors, scores, tags, .. } = work;
        let Batch { tokens, sequences, .. } = batch;
        let keys = tokens.iter().map(|token| (token.lexeme, token.spacy));
        shared.look_up(model, &model.tok2vec, words, keys.clone(), network, types);
        model.tok2vec.encode(model.level, shared.rows(), types, sequences, network, vectors);
        ner.look_up(model, &model.ner_tok2vec, words, keys, network, types);
        model.ner_tok2vec.encode(model.level, ner.rows(), types, sequences, network, ner_vectors);
        model.tagger.tag(model.level, vectors, scores, tags);
    }

    /// Parses some of the batch's paragraphs, finds their entities, and writes their layers.
    fn decode(
        &mut self,
        model: &Model,
        paragraphs: Range<usize>,
        layers: &mut [Layers],
        done: &mut dyn FnMut(Stage),
    ) {
        let level = model.level;
        let sequences = &self.batch.sequences[paragraphs.clone()];
        let (Some(first), Some(last)) = (sequences.first(), sequences.last()) else { return };
        let (start, end) = (first.start, last.end);
        let rows = start as usize * WIDTH..end as usize * WIDTH;
        model.parser.prepare(level, &self.work.vectors[rows.clone()], &mut self.work.tree);
        model.ner.prepare(level, &self.work.ner_vectors[rows], &mut self.work.ner_sums);
        for i in paragraphs {
            let sequence = self.batch.sequences[i].clone();
            let Self { words, work, batch, .. } = self;
            let tokens = &batch.tokens[sequence.start as usize..sequence.end as usize];
            let Work { tree, found, ner_sums, .. } = work;
            let is_space = |i: usize| words.get(tokens[i].lexeme).is_space;
            model.parser.parse(level, sequence.start - start, tokens.len() as u32, tree);
            model.lifted.lower(tree, is_space);
            sentence_starts(tree);
            done(Stage::Parse);
            found.clear();
            model.ner.recognise(
                level,
                sequence.start - start,
                &tree.starts,
                is_space,
                ner_sums,
                found,
            );
            done(Stage::Ner);
            let Paragraph { document, offset } = batch.paragraphs[i];
            self.write(model, sequence, offset, &mut layers[document]);
            done(Stage::Lemmatize);
        }
    }

    /// Appends the paragraph that was decoded last to `layers`.
    fn write(&mut self, model: &Model, sequence: Range<u32>, offset: u32, layers: &mut Layers) {
        let Self { words, analyses, batch, work, .. } = self;
        let sequence = sequence.start as usize..sequence.end as usize;
        let Work { tags, tree, found, features, long_rules, matched, .. } = work;
        features.clear();
        let (tokens, tags) = (&batch.tokens[sequence.clone()], &tags[sequence]);
        let base = layers.tokens.len() as u32;
        let count = tokens.len() as u32;

        let word = |i: usize| {
            let lexeme = words.get(tokens.get(i)?.lexeme);
            let (tag, pos, _) = model.tag(tags[i]);
            Some(Word {
                tag,
                pos,
                dep: tree.labels[i],
                lower: &lexeme.lower,
                is_space: lexeme.is_space,
            })
        };
        long_rules.clear();
        for (i, token) in tokens.iter().enumerate() {
            let starts = words.starts_rule(token.lexeme) || model.label_starts_rule(tree.labels[i]);

            if starts {
                let before = long_rules.len();
                model.ruler.find(|k| word(i + k), long_rules);
                long_rules[before..].iter_mut().for_each(|(at, _)| *at += i);
            }
        }
        long_rules.sort_unstable();

        let mut rest = long_rules.as_slice();
        for (i, token) in tokens.iter().enumerate() {
            let here = rest.iter().take_while(|&&(at, _)| at == i).count();
            matched.clear();
            matched.extend(rest[..here].iter().map(|&(_, rule)| rule));
            rest = &rest[here..];
            let Some(of) = word(i) else { continue };
            let (_, _, morph) = model.tag(tags[i]);
            let query = Query { lexeme: token.lexeme, row: tags[i], word: of, morph, matched };
            let (analysis, lemma) = analyses.get(model, words, query);
            let start = layers.lemmas.len();
            layers.lemmas.push_str(lemma);
            let Analysis { tag, pos, morph, dep, .. } = analysis;
            features.push(morph);
            layers.tokens.push(Token {
                span: Span::new(offset + token.start, offset + token.end),
                lemma: Span::from(start..layers.lemmas.len()),
                head: base + tree.heads[i],
                tag: model.core_tags[usize::from(tag)],
                pos: model.core_classes[usize::from(pos)],
                dep: model.core_deps[usize::from(dep)],
            });
        }
        let mut start = base;
        for (i, &starts) in tree.starts.iter().enumerate().skip(1) {
            if starts {
                layers.sentences.push(TokenRange::new(start, base + i as u32));
                start = base + i as u32;
            }
        }
        if count > 0 {
            layers.sentences.push(TokenRange::new(start, base + count));
        }
        layers.paragraphs.push(TokenRange::new(base, base + count));
        layers.entities.extend(found.iter().map(|&(start, end, label)| Entity {
            tokens: TokenRange::new(base + start, base + end),
            label: model.core_entities[usize::from(label)],
        }));
    }
}

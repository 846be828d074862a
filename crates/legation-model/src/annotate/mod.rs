//! [`Annotator`]: one thread's buffers and caches, and the way from a document to its layers.

mod cache;

use crate::Model;
use crate::morphology::ruler::{Analysis, Word};
use crate::net::tok2vec::{self, TYPE, WIDTH};
use crate::tokenizer::{Part, Workspace, pieces};
use crate::transition::Sums;
use crate::transition::ner::Found;
use crate::transition::parser::Tree;
use crate::transition::projective::sentence_starts;
use cache::{Analyses, Types, Words};
use legation_core::{Document, Entity, Layers, Span, Token, TokenRange};

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
    work: Work,
}

/// Buffers for one paragraph.
#[derive(Debug, Default)]
struct Work {
    tokenizer: Workspace,
    parts: Vec<Part>,
    tokens: Vec<Piece>,
    covered: Vec<bool>,
    phrases: Vec<(usize, usize)>,
    sequence: Vec<u32>,
    network: tok2vec::Buffers,
    vectors: Vec<f32>,
    ner_vectors: Vec<f32>,
    scores: Vec<f32>,
    tags: Vec<u16>,
    tree: Tree,
    ner_sums: Sums,
    found: Vec<Found>,
    long_rules: Vec<(usize, u16)>,
    matched: Vec<u16>,
}

impl Annotator {
    /// Annotates one document.
    pub fn annotate(&mut self, model: &Model, document: &Document) -> Layers {
        let mut layers = Layers { model: model.label().to_owned(), ..Layers::default() };
        for &paragraph in &document.paragraphs {
            let text = document.model_text(paragraph);
            self.make_room();
            self.tokenize(model, &text);
            self.run_networks(model);
            self.write(model, &text, paragraph.start, &mut layers);
        }
        layers
    }

    /// Empties caches that have grown to their bounds.
    fn make_room(&mut self) {
        if self.words.is_full() {
            // The other caches speak of words by number.
            self.words.clear();
            self.shared.clear();
            self.ner.clear();
            self.analyses.clear();
        }
        self.shared.make_room();
        self.ner.make_room();
        self.analyses.make_room();
    }

    /// Cuts a paragraph into tokens.
    fn tokenize(&mut self, model: &Model, text: &str) {
        let Self { words, work, .. } = self;
        work.tokens.clear();
        let mut may_have_phrases = false;
        pieces(text, |piece, start, spacy| {
            let start = start as u32;
            let first = work.tokens.len();
            for place in words.cut(model, piece, &mut work.tokenizer, &mut work.parts) {
                let part = words.part(place);
                may_have_phrases |= words.starts_phrase(part.lexeme);
                let (start, end) = (start + part.start, start + part.end);
                work.tokens.push(Piece { lexeme: part.lexeme, start, end, spacy: false });
            }
            if work.tokens.len() > first
                && let Some(last) = work.tokens.last_mut()
            {
                last.spacy = spacy;
            }
        });
        if may_have_phrases {
            self.put_phrases(model, text);
        }
    }

    /// Puts in special cases that span several tokens: the longest first, then the leftmost.
    fn put_phrases(&mut self, model: &Model, text: &str) {
        let Self { words, work, .. } = self;
        let Work { tokens, covered, phrases, .. } = work;
        phrases.clear();
        for (at, token) in tokens.iter().enumerate() {
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

    /// Runs the networks: tags, tree and entities of the paragraph.
    fn run_networks(&mut self, model: &Model) {
        let Self { words, shared, ner, work, .. } = self;
        let level = model.level;
        let Work { tokens, sequence, network, vectors, ner_vectors, scores, tags, tree, .. } = work;

        let keys = tokens.iter().map(|token| (token.lexeme, token.spacy));
        shared.look_up(model, &model.tok2vec, words, keys.clone(), network, sequence);
        vectors.clear();
        model.tok2vec.encode(level, shared.rows(), sequence, network, vectors);

        ner.look_up(model, &model.ner_tok2vec, words, keys, network, sequence);
        ner_vectors.clear();
        model.ner_tok2vec.encode(level, ner.rows(), sequence, network, ner_vectors);

        model.tagger.tag(level, vectors, scores, tags);
        model.parser.parse(level, vectors, tree);
        let is_space = |i: usize| words.get(tokens[i].lexeme).is_space;
        model.lifted.lower(tree, is_space);
        sentence_starts(tree);
        work.found.clear();
        model.ner.recognise(
            level,
            ner_vectors,
            &tree.starts,
            is_space,
            &mut work.ner_sums,
            &mut work.found,
        );
    }

    /// Appends the paragraph at work, which starts at byte `offset` of the article, to `layers`.
    fn write(&mut self, model: &Model, text: &str, offset: u32, layers: &mut Layers) {
        let Self { words, analyses, work, .. } = self;
        let Work { tokens, tags, tree, found, long_rules, matched, .. } = work;
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
        for i in 0..tokens.len() {
            let starts = word(i).is_some_and(|first| model.ruler.may_start(first));
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
            let (analysis, lemma) =
                analyses.get(model, words, token.lexeme, of, morph, tags[i], matched);
            let start = layers.lemmas.len();
            layers.lemmas.push_str(lemma);
            let Analysis { tag, pos, dep, .. } = analysis;
            layers.tokens.push(Token {
                span: Span::new(offset + token.start, offset + token.end),
                lemma: Span::from(start..layers.lemmas.len()),
                head: base + tree.heads[i],
                tag: model.core_tags[usize::from(tag)],
                pos: model.core_classes[usize::from(pos)],
                dep: model.core_deps[usize::from(dep)],
            });
        }
        debug_assert!(tokens.last().is_none_or(|last| last.end as usize <= text.len()));

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
        debug_assert_eq!(work.vectors.len(), tokens.len() * WIDTH);
        debug_assert_eq!(self.shared.rows().len() % TYPE, 0);
    }
}

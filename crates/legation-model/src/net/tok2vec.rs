//! [`Tok2Vec`]: from word types to a vector for each token in its context.
//!
//! A mixer turns a type's embeddings into 96 numbers; four blocks of a convolution over the token and its two
//! neighbours follow. The mixer is linear before its maximum, so the model file keeps the embedding tables multiplied with
//! its weights. What depends on the type alone is computed once per type: the mixer's output and its three products
//! with the first block's weights, so that the first block is three additions.

use super::kernel::{
    ConvBuffers, Convolution, LANES, Level, NormWeights, SUMS, TILE, TYPE, Tile, WIDTH,
    transform_weights,
};
use super::matrix::{Matrix, maxout_order};
use crate::Result;
use crate::file::{Floats, ModelFile};
use crate::rules::NetRules;
use crate::text::hash::embedding_keys;
use crate::text::lexeme::{Attr, Lexeme};
use std::ops::Range;

const PIECES: usize = 3;
/// Rows of padding that a sequence has on each side.
const PAD: usize = 4;
/// Rows that tiles may touch beyond the padding.
const SLACK: usize = TILE;

#[derive(Debug)]
struct Table {
    attr: Attr,
    seed: u32,
    rows: u32,
    weights: Floats,
}

#[derive(Debug)]
struct Norm {
    scale: [f32; WIDTH],
    shift: [f32; WIDTH],
}

impl Norm {
    fn weights(&self) -> NormWeights<'_> {
        NormWeights { scale: &self.scale, shift: &self.shift }
    }
}

/// A token-to-vector network.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    tables: Vec<Table>,
    /// Static vectors, multiplied with the mixer's weights.
    vectors: Option<Floats>,
    mixer_bias: Floats,
    mixer_norm: Norm,
    /// The first block's weights for the previous, this and the next token.
    first: Matrix,
    first_bias: Vec<f32>,
    first_norm: Norm,
    blocks: Vec<(Convolution, Norm)>,
    /// What padding looks like after the first block, away from tokens.
    padding: [f32; WIDTH],
}

/// Buffers of the network.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    input: Vec<f32>,
    sums: Vec<f32>,
    mixed: Vec<f32>,
    tiles: Vec<Tile>,
    conv: ConvBuffers,
}

impl Tok2Vec {
    /// Reads the network called `name`.
    pub(crate) fn new(
        file: &ModelFile,
        name: &str,
        rules: &NetRules,
        level: Level,
    ) -> Result<Self> {
        let mut tables = Vec::new();
        for (i, table) in rules.tables.iter().enumerate() {
            let weights = file.floats(&format!("{name}.embed{i}"), table.rows * SUMS)?;
            tables.push(Table {
                attr: table.attr,
                seed: table.seed,
                rows: table.rows as u32,
                weights,
            });
        }
        let vectors = match rules.vectors {
            0 => None,
            rows => Some(file.floats(&format!("{name}.vectors"), rows * SUMS)?),
        };

        let order = maxout_order(WIDTH, PIECES);
        let part = |layer: usize, part: &str, len: usize| {
            Ok::<_, crate::Error>(
                file.view(file.floats(&format!("{name}.layer{layer}.{part}"), len)?),
            )
        };
        let norm = |layer: usize| {
            let array = |values: &[f32]| std::array::from_fn(|i| values[i]);
            Ok::<_, crate::Error>(Norm {
                scale: array(part(layer, "scale", WIDTH)?),
                shift: array(part(layer, "shift", WIDTH)?),
            })
        };
        let (first, bias) = (part(1, "W", SUMS * SUMS)?, part(1, "b", SUMS)?);
        let mut by_side = Vec::with_capacity(3 * SUMS * WIDTH);
        for side in 0..3 {
            for row in first.as_chunks::<SUMS>().0 {
                by_side.extend_from_slice(&row[side * WIDTH..(side + 1) * WIDTH]);
            }
        }
        let mut side_bias = vec![0.0; 3 * SUMS];
        side_bias[SUMS..2 * SUMS].copy_from_slice(bias);
        let side_order: Vec<usize> =
            (0..3).flat_map(|side| order.iter().map(move |&o| side * SUMS + o)).collect();
        let first_norm = norm(1)?;
        let first_bias: Vec<f32> = order.iter().map(|&o| bias[o]).collect();
        let mut padding = [0.0; WIDTH];
        level.activate(&first_bias, first_norm.weights(), &mut padding);
        let block = |layer: usize| -> Result<_> {
            let weights =
                transform_weights(part(layer, "W", SUMS * SUMS)?, part(layer, "b", SUMS)?, &order);
            Ok((weights, norm(layer)?))
        };
        Ok(Self {
            tables,
            vectors,
            mixer_bias: file.floats(&format!("{name}.layer0.b"), SUMS)?,
            mixer_norm: norm(0)?,
            first: Matrix::new(&by_side, &side_bias, WIDTH, &side_order),
            first_bias,
            first_norm,
            blocks: (2..5).map(block).collect::<Result<_>>()?,
            padding,
        })
    }

    /// Whether a type differs with the space after it.
    pub(crate) fn reads_space(&self) -> bool {
        self.tables.iter().any(|table| table.attr == Attr::Spacy)
    }

    /// Computes what depends on word types alone: [`TYPE`] numbers for each, appended to `out`. With a type comes
    /// the row of its static vector.
    pub(crate) fn types(
        &self,
        file: &ModelFile,
        level: Level,
        types: &[(&Lexeme, bool, Option<u32>)],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        buffers.sums.resize(types.len() * SUMS, 0.0);
        let mut rows: Vec<&[f32]> = Vec::new();
        for (sums, &(lexeme, spacy, vector)) in buffers.sums.chunks_exact_mut(SUMS).zip(types) {
            rows.clear();
            for table in &self.tables {
                let weights = file.view(table.weights);
                let keys = embedding_keys(lexeme.attr(table.attr, spacy), table.seed);
                rows.extend(keys.map(|key| row(weights, key % table.rows)));
            }
            if let Some((vectors, vector)) = self.vectors.zip(vector) {
                rows.push(row(file.view(vectors), vector));
            }
            level.add_rows(file.view(self.mixer_bias), &rows, sums);
        }

        buffers.mixed.resize(types.len() * WIDTH, 0.0);
        level.activate(&buffers.sums, self.mixer_norm.weights(), &mut buffers.mixed);
        self.first.apply(level, &buffers.mixed, &mut buffers.sums);
        out.reserve(types.len() * TYPE);
        let rows = buffers.mixed.chunks_exact(WIDTH).zip(buffers.sums.chunks_exact(3 * SUMS));
        for (mixed, sums) in rows {
            out.extend_from_slice(mixed);
            out.extend_from_slice(sums);
        }
    }

    /// The vectors of several sequences of types. `types` holds each token's place among the rows of `known`,
    /// `sequences` the tokens of each sequence. `out` gets [`WIDTH`] numbers for each token.
    ///
    /// A sequence's vectors do not depend on the sequences beside it: each has its own padding and its own tiles.
    pub(crate) fn encode(
        &self,
        level: Level,
        known: &[f32],
        types: &[u32],
        sequences: &[Range<u32>],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        let length = |sequence: &Range<u32>| sequence.len() + 2 * PAD + SLACK;
        let rows: usize = sequences.iter().map(length).sum();
        buffers.input.clear();
        buffers.input.resize(rows * WIDTH, 0.0);
        let mut from = 0;
        for sequence in sequences {
            let types = &types[sequence.start as usize..sequence.end as usize];
            self.first_block(level, known, types, &mut buffers.input[from * WIDTH..]);
            from += length(sequence);
        }
        for (n, (weights, norm)) in self.blocks.iter().enumerate() {
            // Rows nearer than this to either end of a sequence's padding are no longer needed.
            let edge = 2 + n;
            buffers.tiles.clear();
            let mut from = 0;
            for sequence in sequences {
                let needed = sequence.len() + 2 * (PAD - edge);
                buffers.tiles.extend((0..needed).step_by(TILE).map(|row| Tile {
                    row: (from + edge + row) as u32,
                    rows: TILE.min(needed - row) as u32,
                }));
                from += length(sequence);
            }
            level.convolve(
                weights,
                norm.weights(),
                &buffers.tiles,
                &mut buffers.input,
                &mut buffers.conv,
            );
        }
        let mut from = 0;
        out.clear();
        for sequence in sequences {
            let start = (from + PAD) * WIDTH;
            out.extend_from_slice(&buffers.input[start..start + sequence.len() * WIDTH]);
            from += length(sequence);
        }
    }

    fn first_block(&self, level: Level, known: &[f32], types: &[u32], x: &mut [f32]) {
        let rows = types.len() + 2 * PAD;
        let of = |row: usize| {
            let start = *types.get(row.checked_sub(PAD)?)? as usize * TYPE;
            Some(&known[start..start + TYPE])
        };
        for row in 1..rows - 1 {
            let out = &mut x[row * WIDTH..(row + 1) * WIDTH];
            let types = [of(row - 1), of(row), of(row + 1)];
            if types.iter().all(Option::is_none) {
                out.copy_from_slice(&self.padding);
            } else {
                level.first_block(types, &self.first_bias, self.first_norm.weights(), out);
            }
        }
    }
}

/// A row of a table of sums.
fn row(table: &[f32], row: u32) -> &[f32] {
    let start = row as usize * SUMS;
    table.get(start..start + SUMS).unwrap_or(&[])
}

const _: () = assert!(WIDTH.is_multiple_of(LANES), "rows are whole vectors");

//! [`Tok2Vec`]: from word types to a vector for each token in its context.
//!
//! A mixer turns a type's embeddings into 96 numbers; four blocks of a convolution over the token and its two
//! neighbours follow. What depends on the type alone is computed once per type: the mixer's output and its three
//! products with the first block's weights, so that the first block is three additions.

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
    vectors: Option<Vectors>,
    mixer: Matrix,
    mixer_norm: Norm,
    /// The first block's weights for the previous, this and the next token.
    first: Matrix,
    first_bias: Vec<f32>,
    first_norm: Norm,
    blocks: Vec<(Convolution, Norm)>,
    /// What padding looks like after the first block, away from tokens.
    padding: [f32; WIDTH],
}

/// Static word vectors.
#[derive(Debug)]
struct Vectors {
    width: usize,
    table: Floats,
    projection: Matrix,
}

/// Buffers of the network.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    input: Vec<f32>,
    sums: Vec<f32>,
    vectors: Vec<f32>,
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
            let weights = file.floats(&format!("{name}.embed{i}"), table.rows * WIDTH)?;
            tables.push(Table {
                attr: table.attr,
                seed: table.seed,
                rows: table.rows as u32,
                weights,
            });
        }
        let vectors =
            if rules.vectors > 0 { Some(Vectors::new(file, name, rules.vectors)?) } else { None };
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
        let inputs = WIDTH * (tables.len() + usize::from(vectors.is_some()));
        let mixer = Matrix::new(part(0, "W", SUMS * inputs)?, part(0, "b", SUMS)?, inputs, &order);

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
            mixer,
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
        let inputs = self.mixer.inputs();
        buffers.input.clear();
        buffers.input.resize(types.len() * inputs, 0.0);
        for (row, &(lexeme, spacy, _)) in buffers.input.chunks_exact_mut(inputs).zip(types) {
            for (table, out) in self.tables.iter().zip(row.chunks_exact_mut(WIDTH)) {
                let weights = file.view(table.weights);
                let keys = embedding_keys(lexeme.attr(table.attr, spacy), table.seed);
                let rows = keys.map(|key| {
                    let start = (key % table.rows) as usize * WIDTH;
                    &weights[start..start + WIDTH]
                });
                level.add_rows(rows, out);
            }
        }
        if let Some(vectors) = &self.vectors {
            vectors.project(file, level, types, &mut buffers.mixed, &mut buffers.vectors);
            let rows =
                buffers.input.chunks_exact_mut(inputs).zip(buffers.vectors.chunks_exact(WIDTH));
            for (row, vector) in rows {
                row[inputs - WIDTH..].copy_from_slice(vector);
            }
        }
        self.mixer.apply(level, &buffers.input, &mut buffers.sums);
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

impl Vectors {
    fn new(file: &ModelFile, name: &str, width: usize) -> Result<Self> {
        let projection = file.floats(&format!("{name}.vectors"), WIDTH * width)?;
        let bytes = file.section("vectors.table")?.len();
        Ok(Self {
            width,
            table: file.floats("vectors.table", bytes / 4)?,
            projection: Matrix::plain(file.view(projection), &[], width),
        })
    }

    /// Each type's vector, projected; zero where it has none.
    fn project(
        &self,
        file: &ModelFile,
        level: Level,
        types: &[(&Lexeme, bool, Option<u32>)],
        gathered: &mut Vec<f32>,
        out: &mut Vec<f32>,
    ) {
        let table = file.view(self.table);
        gathered.clear();
        for (_, _, row) in types {
            let start = row.map(|row| row as usize * self.width);
            match start.and_then(|start| table.get(start..start + self.width)) {
                Some(vector) => gathered.extend_from_slice(vector),
                None => gathered.resize(gathered.len() + self.width, 0.0),
            }
        }
        self.projection.apply(level, gathered, out);
    }
}

const _: () = assert!(WIDTH.is_multiple_of(LANES), "rows are whole vectors");

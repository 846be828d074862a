//! [`Tok2Vec`]: from word types to a vector for each token in its context.
//!
//! A mixer turns a type's embeddings into 96 numbers; four blocks of a convolution over the token and its two
//! neighbours follow. What depends on the type alone is computed once per type: the mixer's output and its three
//! products with the first block's weights.

use super::kernel::{Level, layer_norm, maxout};
use super::matrix::{Matrix, maxout_order};
use crate::Result;
use crate::file::{Floats, ModelFile};
use crate::rules::NetRules;
use crate::text::hash::embedding_keys;
use crate::text::lexeme::{Attr, Lexeme};

/// Width of a token's vector.
pub(crate) const WIDTH: usize = 96;
const PIECES: usize = 3;
const SUMS: usize = WIDTH * PIECES;
/// Numbers kept per word type: the mixer's output and its products as previous, this and next token.
pub(crate) const TYPE: usize = WIDTH + 3 * SUMS;
/// Rows of padding that a sequence needs on each side.
pub(crate) const PAD: usize = 4;

#[derive(Debug)]
struct Table {
    attr: Attr,
    seed: u32,
    rows: u32,
    weights: Floats,
}

#[derive(Debug)]
struct Layer {
    weights: Matrix,
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// A token-to-vector network.
#[derive(Debug)]
pub(crate) struct Tok2Vec {
    tables: Vec<Table>,
    vectors: Option<Vectors>,
    mixer: Layer,
    /// The first block's weights for the previous, this and the next token.
    first: Matrix,
    first_norm: (Vec<f32>, Vec<f32>),
    blocks: Vec<Layer>,
    /// What padding looks like after the first block, away from tokens.
    padding: Vec<f32>,
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
        let vectors = if rules.vectors > 0 {
            let projection = file.floats(&format!("{name}.vectors"), WIDTH * rules.vectors)?;
            let bytes = file.section("vectors.table")?.len();
            Some(Vectors {
                width: rules.vectors,
                table: file.floats("vectors.table", bytes / 4)?,
                projection: Matrix::plain(file.view(projection), &[], rules.vectors),
            })
        } else {
            None
        };
        let order = maxout_order(WIDTH, PIECES);
        let part = |layer: usize, part: &str, len: usize| {
            let floats = file.floats(&format!("{name}.layer{layer}.{part}"), len)?;
            Ok::<_, crate::Error>(file.view(floats))
        };
        let layer = |layer: usize, inputs: usize| -> Result<Layer> {
            Ok(Layer {
                weights: Matrix::new(
                    part(layer, "W", SUMS * inputs)?,
                    part(layer, "b", SUMS)?,
                    inputs,
                    &order,
                ),
                scale: part(layer, "scale", WIDTH)?.to_vec(),
                shift: part(layer, "shift", WIDTH)?.to_vec(),
            })
        };
        let inputs = WIDTH * (tables.len() + usize::from(vectors.is_some()));
        let mixer = layer(0, inputs)?;
        let (first, bias) = (part(1, "W", SUMS * SUMS)?, part(1, "b", SUMS)?);
        let mut split = Vec::with_capacity(3 * SUMS * WIDTH);
        for side in 0..3 {
            for row in first.chunks_exact(SUMS) {
                split.extend_from_slice(&row[side * WIDTH..(side + 1) * WIDTH]);
            }
        }
        let mut split_bias = vec![0.0; 3 * SUMS];
        split_bias[SUMS..2 * SUMS].copy_from_slice(bias);
        let split_order: Vec<usize> =
            (0..3).flat_map(|side| order.iter().map(move |&o| side * SUMS + o)).collect();
        let first_norm = (part(1, "scale", WIDTH)?.to_vec(), part(1, "shift", WIDTH)?.to_vec());
        let mut padding = vec![0.0; WIDTH];
        let ordered: Vec<f32> = order.iter().map(|&o| bias[o]).collect();
        maxout(&ordered, &mut padding);
        layer_norm(&mut padding, &first_norm.0, &first_norm.1);
        let _ = level;
        Ok(Self {
            tables,
            vectors,
            mixer,
            first: Matrix::new(&split, &split_bias, WIDTH, &split_order),
            first_norm,
            blocks: (2..5).map(|block| layer(block, SUMS)).collect::<Result<_>>()?,
            padding,
        })
    }

    /// Whether a type differs with the space after it.
    pub(crate) fn reads_space(&self) -> bool {
        self.tables.iter().any(|table| table.attr == Attr::Spacy)
    }

    /// Computes what depends on word types alone: [`TYPE`] numbers for each, appended to `out`.
    pub(crate) fn types(
        &self,
        file: &ModelFile,
        level: Level,
        types: &[(&Lexeme, bool, Option<u32>)],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        let inputs = self.mixer.weights.inputs;
        buffers.input.clear();
        buffers.input.resize(types.len() * inputs, 0.0);
        for (row, &(lexeme, spacy, _)) in buffers.input.chunks_exact_mut(inputs).zip(types) {
            for (table, out) in self.tables.iter().zip(row.chunks_exact_mut(WIDTH)) {
                let weights = file.view(table.weights);
                for key in embedding_keys(lexeme.attr(table.attr, spacy), table.seed) {
                    let start = (key % table.rows) as usize * WIDTH;
                    for (out, weight) in out.iter_mut().zip(&weights[start..start + WIDTH]) {
                        *out += weight;
                    }
                }
            }
        }
        if let Some(vectors) = &self.vectors {
            let table = file.view(vectors.table);
            buffers.mixed.clear();
            for (_, _, row) in types {
                let start = row.map(|row| row as usize * vectors.width);
                let vector = start.and_then(|start| table.get(start..start + vectors.width));
                match vector {
                    Some(vector) => buffers.mixed.extend_from_slice(vector),
                    None => buffers.mixed.resize(buffers.mixed.len() + vectors.width, 0.0),
                }
            }
            vectors.projection.apply(
                level,
                &buffers.mixed,
                vectors.width,
                types.len(),
                &mut buffers.vectors,
            );
            let rows =
                buffers.input.chunks_exact_mut(inputs).zip(buffers.vectors.chunks_exact(WIDTH));
            for (row, vector) in rows {
                row[inputs - WIDTH..].copy_from_slice(vector);
            }
        }
        self.mixer.weights.apply(level, &buffers.input, inputs, types.len(), &mut buffers.sums);
        buffers.mixed.clear();
        buffers.mixed.resize(types.len() * WIDTH, 0.0);
        for (sums, mixed) in
            buffers.sums.chunks_exact(SUMS).zip(buffers.mixed.chunks_exact_mut(WIDTH))
        {
            maxout(sums, mixed);
            layer_norm(mixed, &self.mixer.scale, &self.mixer.shift);
        }
        self.first.apply(level, &buffers.mixed, WIDTH, types.len(), &mut buffers.sums);
        for (mixed, sums) in
            buffers.mixed.chunks_exact(WIDTH).zip(buffers.sums.chunks_exact(3 * SUMS))
        {
            out.extend_from_slice(mixed);
            out.extend_from_slice(sums);
        }
    }

    /// The vectors of a sequence of types: `sequence` holds each token's place in `types`. The result has
    /// [`WIDTH`] numbers for each token.
    pub(crate) fn encode(
        &self,
        level: Level,
        types: &[f32],
        sequence: &[u32],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        let count = sequence.len();
        let rows = count + 2 * PAD;
        let x = &mut buffers.input;
        x.clear();
        x.resize(rows * WIDTH, 0.0);
        let of = |i: usize| {
            let i = i.checked_sub(PAD)?;
            let start = *sequence.get(i)? as usize * TYPE;
            Some(&types[start..start + TYPE])
        };
        let bias = &self.first.bias[SUMS..2 * SUMS];
        let mut sums = [0.0; SUMS];
        for i in 1..rows - 1 {
            let out = &mut x[i * WIDTH..(i + 1) * WIDTH];
            let (previous, this, next) = (of(i - 1), of(i), of(i + 1));
            if previous.is_none() && this.is_none() && next.is_none() {
                out.copy_from_slice(&self.padding);
                continue;
            }
            sums.copy_from_slice(this.map_or(bias, |t| &t[WIDTH + SUMS..WIDTH + 2 * SUMS]));
            for (side, start) in [(previous, WIDTH), (next, WIDTH + 2 * SUMS)] {
                let Some(side) = side else { continue };
                for (sum, value) in sums.iter_mut().zip(&side[start..start + SUMS]) {
                    *sum += value;
                }
            }
            maxout(&sums, out);
            layer_norm(out, &self.first_norm.0, &self.first_norm.1);
            if let Some(this) = this {
                for (out, value) in out.iter_mut().zip(&this[..WIDTH]) {
                    *out += value;
                }
            }
        }
        for (n, block) in self.blocks.iter().enumerate() {
            // After this block, rows within `edge` of either end are no longer needed.
            let edge = 2 + n;
            let needed = rows - 2 * edge;
            let from = (edge - 1) * WIDTH;
            block.weights.apply(level, &x[from..], WIDTH, needed, &mut buffers.sums);
            let rows =
                x[edge * WIDTH..].chunks_exact_mut(WIDTH).zip(buffers.sums.chunks_exact(SUMS));
            let mut activation = [0.0; WIDTH];
            for (x, sums) in rows {
                maxout(sums, &mut activation);
                layer_norm(&mut activation, &block.scale, &block.shift);
                for (x, value) in x.iter_mut().zip(activation) {
                    *x += value;
                }
            }
        }
        out.extend_from_slice(&x[PAD * WIDTH..(PAD + count) * WIDTH]);
    }
}

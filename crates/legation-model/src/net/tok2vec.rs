//! [`Tok2Vec`]: from word types to a vector for each token in its context.
//!
//! A mixer turns a type's embeddings into 96 numbers; four blocks of a convolution over the token and its two
//! neighbours follow. The mixer is linear before its maximum, so the model file keeps the embedding tables multiplied with
//! its weights. What depends on the type alone is computed once per type: the mixer's output and its three products
//! with the first block's weights, so that the first block is three additions.

use super::kernel::{
    Aligned, ConvBuffers, Convolution, LANES, Level, NormWeights, SUMS, TILE, TYPE, Tile, WIDTH,
    fetch, transform_weights,
};
use super::known::{Known, Row};
use super::matrix::{Matrix, maxout_order};
use crate::Result;
use crate::file::{Floats, ModelFile};
use crate::rules::NetRules;
use crate::text::hash::{FastMap, embedding_keys};
use crate::text::lexeme::{Attr, Lexeme};
use std::ops::Range;

const PIECES: usize = 3;
/// Rows of padding that a sequence has on each side.
const PAD: usize = 4;
/// Rows that tiles may touch beyond the padding.
const SLACK: usize = TILE;
/// Tokens before its turn at which a type's numbers are fetched from memory.
const AHEAD: usize = 3;
/// Types that are computed together: enough for the kernels, few enough for the cache.
const TOGETHER: usize = 32;
/// Most sums of attributes kept: 4.7 MB.
const ATTRIBUTES: usize = 1 << 12;

#[derive(Debug)]
struct Table {
    attr: Attr,
    seed: u32,
    rows: u32,
    weights: Floats,
}

impl Table {
    /// Whether its attribute has so many values that sums are not kept.
    fn many_values(&self) -> bool {
        self.attr == Attr::Norm
    }
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
    /// What was computed of types alone.
    known: Known,
}

/// Sums of the rows that values of attributes other than norms select: few values serve many types.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    /// For each table the places of the sums by value.
    places: Vec<FastMap<u64, u32>>,
    sums: Vec<[f32; SUMS]>,
}

impl Attributes {
    /// Bytes held.
    pub(crate) fn memory(&self) -> usize {
        self.sums.capacity() * size_of::<[f32; SUMS]>()
    }

    /// The place of a value's sum, which `sum` makes of a new value.
    fn place(&mut self, table: usize, value: u64, sum: impl FnOnce(&mut [f32; SUMS])) -> usize {
        if self.places.len() <= table {
            self.places.resize_with(table + 1, FastMap::default);
        }
        let next = self.sums.len() as u32;
        let place = *self.places[table].entry(value).or_insert(next);
        if place == next {
            self.sums.push([0.0; SUMS]);
            sum(&mut self.sums[place as usize]);
        }
        place as usize
    }

    /// Forgets everything if the bound is reached.
    fn make_room(&mut self) {
        if self.sums.len() > ATTRIBUTES {
            self.places.clear();
            self.sums.clear();
        }
    }
}

/// Buffers of the network.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    input: Aligned,
    sums: Vec<f32>,
    mixed: Vec<f32>,
    computed: Aligned,
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
            known: Known::default(),
        })
    }

    /// Whether a type differs with the space after it.
    pub(crate) fn reads_space(&self) -> bool {
        self.tables.iter().any(|table| table.attr == Attr::Spacy)
    }

    /// What is known of types that any thread has met.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Computes what depends on word types alone. With a type comes the row of its static vector.
    pub(crate) fn types(
        &self,
        file: &ModelFile,
        level: Level,
        types: &[(&Lexeme, bool, Option<u32>)],
        attributes: &mut Attributes,
        buffers: &mut Buffers,
    ) -> Vec<Row> {
        let Buffers { sums, mixed, computed, .. } = buffers;
        let tables: Vec<&[[f32; SUMS]]> =
            self.tables.iter().map(|table| file.view(table.weights).as_chunks().0).collect();
        let vectors = self.vectors.map(|vectors| file.view(vectors).as_chunks::<SUMS>().0);
        let bias = file.view(self.mixer_bias).first_chunk::<SUMS>();
        let (mut own, mut places): (Vec<&[f32; SUMS]>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut ends = Vec::new();
        let mut out = Vec::with_capacity(types.len());
        for types in types.chunks(TOGETHER) {
            attributes.make_room();
            for list in [&mut places, &mut ends] {
                list.clear();
            }
            own.clear();
            for &(lexeme, spacy, _) in types {
                for (at, table) in self.tables.iter().enumerate() {
                    let value = lexeme.attr(table.attr, spacy);
                    let of = || {
                        let keys = embedding_keys(value, table.seed);
                        keys.map(|key| &tables[at][(key % table.rows) as usize])
                    };
                    if table.many_values() {
                        own.extend(of());
                    } else {
                        places.push(attributes.place(at, value, |sum| level.add_rows(&of(), sum)));
                    }
                }
                ends.push(own.len());
            }
            let each = places.len() / types.len();
            let mut rows: Vec<&[f32; SUMS]> = Vec::with_capacity(16);
            sums.resize(types.len() * SUMS, 0.0);
            let mut from = 0;
            for (i, (sums, &end)) in
                sums.as_chunks_mut::<SUMS>().0.iter_mut().zip(&ends).enumerate()
            {
                // Tables are larger than caches.
                if let Some(&next) = ends.get(i + 1) {
                    own[end..next].iter().for_each(|row| fetch(*row));
                }
                rows.clear();
                rows.extend(bias);
                rows.extend(&own[from..end]);
                let places = &places[i * each..(i + 1) * each];
                rows.extend(places.iter().map(|&place| &attributes.sums[place]));
                let vector = vectors.zip(types[i].2);
                rows.extend(vector.and_then(|(all, row)| all.get(row as usize)));
                level.add_rows(&rows, sums);
                from = end;
            }
            mixed.resize(types.len() * WIDTH, 0.0);
            level.activate(sums, self.mixer_norm.weights(), mixed);
            let computed = &mut computed.at_least(types.len() * TYPE)[..types.len() * TYPE];
            for (out, mixed) in computed.chunks_exact_mut(TYPE).zip(mixed.chunks_exact(WIDTH)) {
                out[..WIDTH].copy_from_slice(mixed);
            }
            self.first.apply_strided(level, mixed, TYPE, &mut computed[WIDTH..]);
            out.extend(Row::all(computed));
        }
        out
    }

    /// The vectors of several sequences of types. `types` holds each token's place in `known`, `sequences` the tokens of each sequence. `out` gets [`WIDTH`] numbers for each token.
    ///
    /// A sequence's vectors do not depend on the sequences beside it: each has its own padding and its own tiles.
    pub(crate) fn encode(
        &self,
        level: Level,
        known: &[Row],
        types: &[u32],
        sequences: &[Range<u32>],
        buffers: &mut Buffers,
        out: &mut Vec<f32>,
    ) {
        let length = |sequence: &Range<u32>| sequence.len() + 2 * PAD + SLACK;
        let rows: usize = sequences.iter().map(length).sum();
        // Rows of an earlier batch are written over, but for those that no token reaches.
        let input = &mut buffers.input.at_least(rows * WIDTH)[..rows * WIDTH];
        let mut from = 0;
        for sequence in sequences {
            let types = &types[sequence.start as usize..sequence.end as usize];
            let to = from + length(sequence);
            self.first_block(level, known, types, &mut input[from * WIDTH..to * WIDTH]);
            from = to;
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
            level.convolve(weights, norm.weights(), &buffers.tiles, input, &mut buffers.conv);
        }
        let mut from = 0;
        out.clear();
        for sequence in sequences {
            let start = (from + PAD) * WIDTH;
            out.extend_from_slice(&input[start..start + sequence.len() * WIDTH]);
            from += length(sequence);
        }
    }

    fn first_block(&self, level: Level, known: &[Row], types: &[u32], x: &mut [f32]) {
        let (x, _) = x.as_chunks_mut::<WIDTH>();
        let rows = types.len() + 2 * PAD;
        x[0] = [0.0; WIDTH];
        x[rows - 1..].fill([0.0; WIDTH]);
        let of = |row: usize| known.get(*types.get(row.checked_sub(PAD)?)? as usize)?.numbers();
        let (mut previous, mut this) = (None, None);
        for (row, out) in x.iter_mut().enumerate().take(rows - 1).skip(1) {
            let next = of(row + 1);
            if let Some(soon) = of(row + AHEAD) {
                fetch(soon);
            }
            let around = [previous, this, next];
            if around.iter().all(Option::is_none) {
                *out = self.padding;
            } else {
                level.first_block(around, &self.first_bias, self.first_norm.weights(), out);
            }
            (previous, this) = (this, next);
        }
    }
}

const _: () = assert!(WIDTH.is_multiple_of(LANES), "rows are whole vectors");

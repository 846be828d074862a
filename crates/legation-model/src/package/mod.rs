//! Reading spaCy model packages: a wheel or an installed directory, turned into one model file.

mod lookups;
mod msgpack;
mod ruler;
mod source;
mod thinc;
mod tokenizer;

pub(crate) use source::Source;

use crate::file::{FileBuilder, Meta};
use crate::net::kernel::{SUMS, WIDTH};
use crate::net::matrix::maxout_order;
use crate::rules::{MoveLabel, NetRules, Rules, TableRules, TagLabels};
use crate::{Error, Result};
use rayon::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use thinc::Thinc;

/// Converts a package into the bytes of a model file.
pub(crate) fn convert(source: &mut Source) -> Result<Vec<u8>> {
    let package = source.path().to_owned();
    let fail = |reason: String| Error::Package { package: package.clone(), reason };
    let meta = json(&source.read("meta.json")?).map_err(fail)?;
    let text = |key: &str| meta[key].as_str().unwrap_or_default().to_owned();
    let fail = |reason: String| Error::Package { package: package.clone(), reason };

    let mut file = FileBuilder::default();
    let mut rules = Rules {
        tokenizer: tokenizer::rules(&source.read("tokenizer")?).map_err(fail)?,
        ..Rules::default()
    };
    let fail = |reason: String| Error::Package { package: package.clone(), reason };
    rules.norms = lookups::norms(&source.read("vocab/lookups.bin")?).map_err(fail)?;

    let vectors = vectors(source, &mut file).map_err(fail)?;
    let vectors = vectors.as_ref();
    let mut shared = Thinc::new(&source.read("tok2vec/model")?).map_err(fail)?;
    rules.tok2vec = network(&mut shared, "tok2vec", vectors, &mut file).map_err(fail)?;

    rules.tags = if source.has("tagger/model") {
        let mut tagger = Thinc::new(&source.read("tagger/model")?).map_err(fail)?;
        tagger.put("softmax", &[("W", "tagger.W"), ("b", "tagger.b")], &mut file).map_err(fail)?;
        TagLabels::Fine(labels(&source.read("tagger/cfg")?).map_err(fail)?)
    } else {
        let mut tagger = Thinc::new(&source.read("morphologizer/model")?).map_err(fail)?;
        tagger.put("softmax", &[("W", "tagger.W"), ("b", "tagger.b")], &mut file).map_err(fail)?;
        TagLabels::Morphology(morphology(&source.read("morphologizer/cfg")?).map_err(fail)?)
    };

    let mut parser = Thinc::new(&source.read("parser/model")?).map_err(fail)?;
    transition(&mut parser, "parser", &mut file).map_err(fail)?;
    rules.parser_moves = moves(&source.read("parser/moves")?).map_err(fail)?;

    let mut ner = Thinc::new(&source.read("ner/model")?).map_err(fail)?;
    transition(&mut ner, "ner", &mut file).map_err(fail)?;
    rules.ner_tok2vec = network(&mut ner, "ner", vectors, &mut file).map_err(fail)?;
    rules.ner_moves = moves(&source.read("ner/moves")?).map_err(fail)?;

    rules.ruler = ruler::rules(&source.read("attribute_ruler/patterns")?).map_err(fail)?;
    let lemmas = source.read("lemmatizer/lookups/lookups.bin")?;
    rules.lemmatizer = lookups::lemmatizer(&lemmas, &text("lang"), &mut file).map_err(fail)?;

    file.bytes("rules", serde_json::to_vec(&rules).map_err(|e| fail(e.to_string()))?);
    Ok(file.finish(Meta {
        name: canonical_name(&text("lang"), &text("name")),
        version: text("version"),
        language: text("lang"),
        licence: text("license"),
        hash: String::new(),
    }))
}

/// `en_core_web_sm` for language `en` and name `core_web_sm`, whatever a re-publisher appended.
fn canonical_name(language: &str, name: &str) -> String {
    let end =
        ["_sm", "_md", "_lg"].iter().find_map(|size| name.find(size).map(|at| at + size.len()));
    format!("{language}_{}", &name[..end.unwrap_or(name.len())])
}

fn json(bytes: &[u8]) -> Result<Json, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

fn labels(cfg: &[u8]) -> Result<Vec<String>, String> {
    let cfg = json(cfg)?;
    let labels = cfg["labels"].as_array().ok_or("tagger/cfg has no labels")?;
    Ok(labels.iter().filter_map(Json::as_str).map(str::to_owned).collect())
}

/// The morphologizer's labels, in the order of its output: word class and features of each.
fn morphology(cfg: &[u8]) -> Result<Vec<(String, String)>, String> {
    let cfg = json(cfg)?;
    let labels = cfg["labels_morph"].as_object().ok_or("morphologizer/cfg has no labels")?;
    Ok(labels
        .keys()
        .map(|label| {
            let is_pos = |feature: &&str| feature.starts_with("POS=");
            let pos = label.split('|').find(is_pos).unwrap_or("POS=");
            let features: Vec<&str> = label.split('|').filter(|f| !is_pos(f)).collect();
            (pos["POS=".len()..].to_owned(), features.join("|"))
        })
        .collect())
}

/// The output rows of a transition model: by action, then frequency and label, both descending.
fn moves(bytes: &[u8]) -> Result<Vec<MoveLabel>, String> {
    let map = msgpack::read(bytes)?;
    let text = msgpack::get(&map, "moves").and_then(|v| v.as_str()).ok_or("moves are missing")?;
    let table: BTreeMap<String, BTreeMap<String, i64>> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut table: Vec<(u8, BTreeMap<String, i64>)> = table
        .into_iter()
        .map(|(action, labels)| Ok((action.parse().map_err(|_| "bad action number")?, labels)))
        .collect::<Result<_, String>>()?;
    table.sort_unstable_by_key(|&(action, _)| action);
    let mut moves = Vec::new();
    for (action, labels) in table {
        let mut labels: Vec<_> = labels.into_iter().collect();
        labels.sort_unstable_by(|a, b| (b.1, &b.0).cmp(&(a.1, &a.0)));
        moves.extend(labels.into_iter().map(|(label, _)| MoveLabel { action, label }));
    }
    Ok(moves)
}

/// The tensors of a token-to-vector network. Embedding tables and static vectors are multiplied with the mixer's
/// weights: a row of theirs then is the row's part of the mixer's sums, in the kernels' order.
fn network(
    model: &mut Thinc,
    name: &str,
    vectors: Option<&Vectors>,
    file: &mut FileBuilder,
) -> Result<NetRules, String> {
    let columns = model.columns()?;
    let [mixer, bias] = model.take("maxout", ["W", "b"])?;
    let projection = model.take("static_vectors", ["W"]).ok().zip(vectors);
    let parts = columns.len() + usize::from(projection.is_some());
    if mixer.len() != SUMS * WIDTH * parts || bias.len() != SUMS {
        return Err("the mixer has another shape".to_owned());
    }
    let order = maxout_order(WIDTH, SUMS / WIDTH);
    let part = |part: usize| Part {
        mixer: &mixer,
        inputs: WIDTH * parts,
        from: WIDTH * part,
        order: &order,
    };

    let mut rules = NetRules::default();
    for (i, column) in columns.iter().enumerate() {
        let attr = serde_json::from_value(Json::String(column.clone()))
            .map_err(|_| format!("unknown attribute {column}"))?;
        let (seed, rows) = model.embedding(i)?;
        let [table] = model.take("hashembed", ["E"])?;
        if table.len() != rows * WIDTH {
            return Err(format!("the table of {column} has another shape"));
        }
        file.floats(format!("{name}.embed{i}"), &part(i).multiply(&table));
        rules.tables.push(TableRules { attr, seed, rows });
    }
    if let Some(([projection], vectors)) = projection {
        let projected = project(vectors, &projection)?;
        file.floats(format!("{name}.vectors"), &part(columns.len()).multiply(&projected));
        rules.vectors = projected.len() / WIDTH;
    }
    let ordered: Vec<f32> = order.iter().map(|&o| bias[o]).collect();
    file.floats(format!("{name}.layer0.b"), &ordered);
    for layer in 0..5 {
        let key = |part: &str| format!("{name}.layer{layer}.{part}");
        if layer > 0 {
            model.put("maxout", &[("W", &key("W")), ("b", &key("b"))], file)?;
        }
        model.put("layernorm", &[("G", &key("scale")), ("b", &key("shift"))], file)?;
    }
    Ok(rules)
}

/// The mixer's weights for one part of its input.
struct Part<'a> {
    mixer: &'a [f32],
    inputs: usize,
    from: usize,
    order: &'a [usize],
}

impl Part<'_> {
    /// Each row of `table` multiplied with the weights, in double precision.
    fn multiply(&self, table: &[f32]) -> Vec<f32> {
        let weights: Vec<&[f32]> = self
            .order
            .iter()
            .map(|&sum| {
                &self.mixer[sum * self.inputs + self.from..sum * self.inputs + self.from + WIDTH]
            })
            .collect();
        let product =
            |row: &[f32]| weights.iter().map(|weights| dot(weights, row)).collect::<Vec<f32>>();
        table.par_chunks_exact(WIDTH).flat_map_iter(product).collect()
    }
}

/// Static vectors, projected to the network's width.
fn project(vectors: &Vectors, projection: &[f32]) -> Result<Vec<f32>, String> {
    if projection.len() != WIDTH * vectors.width {
        return Err("the projection of static vectors has another shape".to_owned());
    }
    let product = |vector: &[f32]| {
        projection
            .chunks_exact(vectors.width)
            .map(|weights| dot(weights, vector))
            .collect::<Vec<f32>>()
    };
    Ok(vectors.table.par_chunks_exact(vectors.width).flat_map_iter(product).collect())
}

fn dot(one: &[f32], other: &[f32]) -> f32 {
    let mut sums = [0.0f64; 4];
    for (one, other) in one.as_chunks::<4>().0.iter().zip(other.as_chunks::<4>().0) {
        for ((sum, one), other) in sums.iter_mut().zip(one).zip(other) {
            *sum += f64::from(*one) * f64::from(*other);
        }
    }
    ((sums[0] + sums[1]) + (sums[2] + sums[3])) as f32
}

/// Static vectors of a package.
struct Vectors {
    width: usize,
    table: Vec<f32>,
}

/// The tensors of a transition model's scorer. Breadth-first order puts the output layer before the projection.
fn transition(model: &mut Thinc, name: &str, file: &mut FileBuilder) -> Result<(), String> {
    let key = |part: &str| format!("{name}.{part}");
    let lower = [("W", &*key("lower.W")), ("b", &*key("lower.b")), ("pad", &*key("lower.pad"))];
    model.put("precomputable_affine", &lower, file)?;
    model.put("linear", &[("W", &key("upper.W")), ("b", &key("upper.b"))], file)?;
    model.put("linear", &[("W", &key("projection.W")), ("b", &key("projection.b"))], file)
}

/// Static vectors, if the package has them; which word has which is written to the file.
fn vectors(source: &mut Source, file: &mut FileBuilder) -> Result<Option<Vectors>, String> {
    let array = source.read("vocab/vectors").map_err(|error| error.to_string())?;
    let (rows, width, table) = msgpack::npy(&array)?;
    if rows == 0 || width == 0 {
        return Ok(None);
    }
    if !width.is_multiple_of(4) {
        return Err(format!("static vectors of width {width}"));
    }
    let keys = source.read("vocab/key2row").map_err(|error| error.to_string())?;
    let map = msgpack::read(&keys)?;
    let pairs = map.as_map().ok_or("key2row is no map")?;
    let mut pairs: Vec<(u64, u32)> = pairs
        .iter()
        .filter_map(|(key, row)| Some((key.as_u64()?, u32::try_from(row.as_u64()?).ok()?)))
        .filter(|&(_, row)| (row as usize) < rows)
        .collect();
    pairs.sort_unstable();
    file.bytes("vectors.keys", pairs.iter().flat_map(|(key, _)| key.to_le_bytes()).collect());
    file.bytes("vectors.rows", pairs.iter().flat_map(|(_, row)| row.to_le_bytes()).collect());
    Ok(Some(Vectors { width, table }))
}

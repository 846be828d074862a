//! [`Thinc`]: a serialised thinc model, whose parameters are taken by layer name in order.

use super::msgpack;
use crate::file::FileBuilder;
use rmpv::Value;
use std::collections::HashMap;

/// A serialised network.
#[derive(Debug)]
pub(super) struct Thinc {
    model: Value,
    /// How many layers of each name have been taken.
    taken: HashMap<String, usize>,
}

impl Thinc {
    /// Decodes a network.
    pub(super) fn new(bytes: &[u8]) -> Result<Self, String> {
        Ok(Self { model: msgpack::read(bytes)?, taken: HashMap::new() })
    }

    fn list(&self, name: &str) -> &[Value] {
        msgpack::get(&self.model, name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The position of the `nth` layer of that name.
    fn layer(&self, name: &str, nth: usize) -> Result<usize, String> {
        let is_it = |node: &Value| msgpack::get(node, "name").and_then(msgpack::text) == Some(name);
        let mut found = self.list("nodes").iter().enumerate().filter(|(_, node)| is_it(node));
        found.nth(nth).map(|(i, _)| i).ok_or_else(|| format!("layer {name} {nth} is missing"))
    }

    fn attribute(&self, layer: usize, name: &str) -> Option<Value> {
        let encoded = msgpack::get(self.list("attrs").get(layer)?, name)?;
        msgpack::read(encoded.as_slice()?).ok()
    }

    /// The lexical attributes that the network reads.
    pub(super) fn columns(&self) -> Result<Vec<String>, String> {
        let columns = self.attribute(self.layer("extract_features", 0)?, "columns");
        let columns =
            columns.as_ref().and_then(Value::as_array).ok_or("the network has no features")?;
        Ok(columns.iter().filter_map(msgpack::text).map(str::to_owned).collect())
    }

    /// Seed and rows of the `nth` hash embedding.
    pub(super) fn embedding(&self, nth: usize) -> Result<(u32, usize), String> {
        let layer = self.layer("hashembed", nth)?;
        let seed = self.attribute(layer, "seed").and_then(|seed| seed.as_u64());
        let dims = msgpack::get(&self.list("nodes")[layer], "dims");
        let rows = dims.and_then(|dims| msgpack::get(dims, "nV")).and_then(Value::as_u64);
        let (seed, rows) = seed.zip(rows).ok_or("a hash embedding has no seed or rows")?;
        Ok((seed as u32, rows as usize))
    }

    /// Takes parameters of the next layer of that name.
    pub(super) fn take<const N: usize>(
        &mut self,
        layer: &str,
        names: [&str; N],
    ) -> Result<[Vec<f32>; N], String> {
        let nth = self.taken.get(layer).copied().unwrap_or(0);
        let position = self.layer(layer, nth)?;
        let params = self.list("params").get(position).ok_or("the network has no parameters")?;
        let mut arrays = Vec::with_capacity(N);
        for name in names {
            let array = msgpack::get(params, name).and_then(msgpack::array);
            arrays.push(
                array.ok_or_else(|| format!("parameter {name} of {layer} {nth} is missing"))?,
            );
        }
        self.taken.insert(layer.to_owned(), nth + 1);
        arrays.try_into().map_err(|_| "parameters are missing".to_owned())
    }

    /// Puts parameters of the next layer of that name into `file`, under new names.
    pub(super) fn put<const N: usize>(
        &mut self,
        layer: &str,
        names: &[(&str, &str); N],
        file: &mut FileBuilder,
    ) -> Result<(), String> {
        let arrays = self.take(layer, names.map(|(name, _)| name))?;
        for ((_, new_name), array) in names.iter().zip(arrays) {
            file.floats(*new_name, &array);
        }
        Ok(())
    }
}

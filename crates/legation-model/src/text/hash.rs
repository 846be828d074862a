//! Ids of strings, and the rows of an embedding table that an id selects.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Strings that have a small number of their own instead of a hash.
static SYMBOLS: LazyLock<HashMap<&'static str, u64>> = LazyLock::new(|| {
    include_str!("symbols.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, id)| Some((name, id.parse().ok()?)))
        .collect()
});

/// The 64-bit id of a string: 0 for the empty one, a symbol's number, or a `MurmurHash64A`.
pub(crate) fn string_id(text: &str) -> u64 {
    if text.is_empty() { 0 } else { symbol(text).unwrap_or_else(|| murmur64a(text.as_bytes(), 1)) }
}

fn symbol(text: &str) -> Option<u64> {
    let numbered = |prefix: &str, from: u64, to: u64, offset: u64| {
        let digits = text.strip_prefix(prefix)?;
        let n: u64 = digits.parse().ok()?;
        (from..=to).contains(&n).then_some(n + offset)
    };
    if let Some(&id) = SYMBOLS.get(text) {
        return Some(id);
    }
    if text.len() == 6 {
        return numbered("FLAG", 19, 63, 0);
    }
    (text.len() == 13).then(|| numbered("DEPRECATED", 1, 276, 103)).flatten()
}

/// `MurmurHash64A` of `bytes`.
pub(crate) fn murmur64a(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (blocks, tail) = bytes.as_chunks::<8>();
    for block in blocks {
        let mut k = u64::from_le_bytes(*block).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 47)
}

/// The four rows of a hash embedding that `value` selects, before the modulus: `MurmurHash3_x64_128`
/// of its eight bytes.
pub(crate) fn embedding_keys(value: u64, seed: u32) -> [u32; 4] {
    const fn mix(mut h: u64) -> u64 {
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ (h >> 33)
    }
    let seed = u64::from(seed) ^ 8;
    let k = value.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31);
    let mut h1 = k.wrapping_mul(0x4cf5_ad43_2745_937f) ^ seed;
    let mut h2 = seed;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

/// A fast hasher for the caches' short keys. The caches are bounded, so an adversary gains little.
#[derive(Clone, Copy, Default)]
pub(crate) struct FastHasher(u64);

impl std::hash::Hasher for FastHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = murmur64a(bytes, self.0);
    }

    fn write_u8(&mut self, _: u8) {}

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

/// A hash map with the [`FastHasher`].
pub(crate) type FastMap<K, V> = HashMap<K, V, std::hash::BuildHasherDefault<FastHasher>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ids() {
        assert_eq!(string_id("dog"), 7_562_983_679_033_046_312);
        assert_eq!(string_id("x"), 11_123_243_248_953_317_070);
        assert_eq!(string_id(""), 0);
    }

    #[test]
    fn symbols_replace_hashes() {
        assert_eq!(string_id("X"), 101);
        assert_eq!(string_id("_"), 456);
        assert_eq!(string_id("FLAG19"), 19);
        assert_eq!(string_id("DEPRECATED276"), 379);
        assert!(string_id("FLAG18") > 1000 && string_id("case") > 1000);
    }
}

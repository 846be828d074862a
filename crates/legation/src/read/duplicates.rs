//! Near-duplicates: reprints, cut versions and re-titled copies of one report.
//!
//! A text becomes the set of its runs of five words. `MinHash` draws 128 numbers from it; sets that have much in common
//! draw many equal ones. Texts that agree in all four numbers of one of 32 bands are compared. The numbers are fixed, so that
//! the clusters are the same in every build.

use super::boilerplate;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Numbers in a signature.
const SIZE: usize = 128;
/// Numbers in a band.
const BAND: usize = 4;
/// Words in a shingle.
const SHINGLE: usize = 5;
/// Texts whose sets overlap by this share of both are copies.
const SAME: f64 = 0.5;
/// A cut version: this share of the shorter text stands in the longer one …
const CONTAINED: f64 = 0.75;
/// … and the shorter is no mere quotation: the sets overlap by this share at least.
const CONTAINED_LEAST: f64 = 0.25;

/// What is kept of a text for comparing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    draws: [u32; SIZE],
    shingles: usize,
}

impl Signature {
    /// The signature of a text without its boilerplate; `None` for a text without words.
    pub fn of(text: &str) -> Option<Self> {
        let text = boilerplate::without(text);
        let words = words(&text);
        if words.is_empty() {
            return None;
        }
        let mut draws = [u32::MAX; SIZE];
        let mut shingles: Vec<u64> = words
            .windows(SHINGLE.min(words.len()))
            .map(|run| xxh3_64(run.join(" ").as_bytes()))
            .collect();
        shingles.sort_unstable();
        shingles.dedup();
        for shingle in &shingles {
            for (at, draw) in draws.iter_mut().enumerate() {
                *draw = (*draw).min(mixed(*shingle, at as u64));
            }
        }
        Some(Self { draws, shingles: shingles.len() })
    }

    /// The estimated share of shingles that two texts have in common.
    pub fn overlap(&self, other: &Self) -> f64 {
        let equal = self.draws.iter().zip(&other.draws).filter(|(a, b)| a == b).count();
        equal as f64 / SIZE as f64
    }

    /// Whether two texts are versions of one report.
    pub fn is_copy(&self, other: &Self) -> bool {
        let overlap = self.overlap(other);
        if overlap >= SAME {
            return true;
        }
        let (a, b) = (self.shingles as f64, other.shingles as f64);
        let common = overlap / (1.0 + overlap) * (a + b);
        overlap >= CONTAINED_LEAST && common / a.min(b) >= CONTAINED
    }

    fn bands(&self) -> impl Iterator<Item = (usize, [u32; BAND])> {
        self.draws.chunks_exact(BAND).enumerate().map(|(at, band)| {
            let mut key = [0; BAND];
            key.copy_from_slice(band);
            (at, key)
        })
    }
}

/// Words and numbers in lower case: titles, quotes and dashes differ between reprints.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// A hash of a shingle for one draw: the finalizer of `SplitMix64` over shingle and draw.
fn mixed(shingle: u64, draw: u64) -> u32 {
    let mut x = shingle ^ (draw + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 32) as u32
}

/// For each text the position of the first text of its cluster: its own where it stands alone or is the first.
///
/// Each text is compared with at most one earlier text a band, so that the time grows with the number of texts.
pub fn clusters(signatures: &[Option<Signature>]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..signatures.len()).collect();
    let mut buckets: HashMap<(usize, [u32; BAND]), Vec<usize>> = HashMap::new();
    for (at, signature) in signatures.iter().enumerate() {
        let Some(signature) = signature else { continue };
        for band in signature.bands() {
            let bucket = buckets.entry(band).or_default();
            for &earlier in bucket.iter() {
                if root(&mut first, earlier) == root(&mut first, at) {
                    continue;
                }
                if signatures[earlier].as_ref().is_some_and(|e| e.is_copy(signature)) {
                    let (a, b) = (root(&mut first, earlier), root(&mut first, at));
                    first[a.max(b)] = a.min(b);
                }
            }
            // Copies of what is in the bucket need not be found twice.
            if bucket.len() < BUCKET {
                bucket.push(at);
            }
        }
    }
    (0..first.len()).map(|at| root(&mut first, at)).collect()
}

/// How many texts of a bucket later ones are compared with.
const BUCKET: usize = 16;

fn root(first: &mut [usize], mut at: usize) -> usize {
    while first[at] != at {
        first[at] = first[first[at]];
        at = first[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report of invented sentences, different for different seeds.
    fn report(seed: u64, sentences: u64) -> Vec<String> {
        let who = [
            "The president",
            "The premier",
            "The envoy",
            "A general",
            "The opposition",
            "A judge",
            "The union",
        ];
        let did = ["met", "accused", "praised", "warned", "sued", "visited", "called on"];
        let whom = [
            "the minister",
            "the rebels",
            "the central bank",
            "the mayor",
            "the party",
            "the court",
        ];
        let why = [
            "over the border",
            "before the vote",
            "about the budget",
            "after the strike",
            "on the dam",
        ];
        (0..sentences)
            .map(|at| {
                let pick = |salt: u64, n: usize| mixed(seed * 1000 + at, salt) as usize % n;
                format!(
                    "{} of Belmark {} {} of Arvenia {} on day {} of month {}.",
                    who[pick(1, 7)],
                    did[pick(2, 7)],
                    whom[pick(3, 6)],
                    why[pick(4, 5)],
                    pick(5, 28),
                    pick(6, 12)
                )
            })
            .collect()
    }

    #[test]
    fn reprints_are_found_and_different_reports_are_not() {
        let mut texts = Vec::new();
        for seed in 0..40 {
            let report = report(seed, 24);
            texts.push(report.join("\n\n"));
            let mut cut = report.clone();
            cut.truncate(18);
            cut.remove(7);
            cut.remove(3);
            let intro = "NORTHPORT (ANA) — A round-up of the day's news.\n\n";
            texts.push(format!(
                "{intro}{}\n\nLeave a Reply\n\nFirst!",
                cut.join("\n\n").replace('.', " …")
            ));
        }
        let signatures: Vec<_> = texts.iter().map(|t| Signature::of(t)).collect();
        let found = clusters(&signatures);
        for (at, first) in found.iter().enumerate() {
            assert_eq!(*first, at / 2 * 2, "text {at}");
        }
    }

    #[test]
    fn texts_without_words_stand_alone() {
        let signatures = [
            Signature::of(""),
            Signature::of(" — \n"),
            Signature::of("Talks."),
            Signature::of("talks"),
        ];
        assert_eq!(clusters(&signatures), [0, 1, 2, 2]);
    }
}

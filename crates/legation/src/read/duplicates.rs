//! Near-duplicates: reprints, cut versions and re-titled copies of one report.
//!
//! A text becomes the set of its runs of five words. `MinHash` draws 128 numbers from it; sets that have much in common
//! draw many equal ones. Texts that agree in all four numbers of one of 32 bands are compared. The numbers are fixed, so that
//! the clusters are the same in every build.

use super::boilerplate;
use std::convert::Infallible;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

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

    /// A number for each band, equal where texts agree in all draws of it.
    fn bands(&self) -> impl Iterator<Item = u64> {
        self.draws.chunks_exact(BAND).enumerate().map(|(at, band)| {
            let bytes: Vec<u8> = band.iter().flat_map(|draw| draw.to_le_bytes()).collect();
            xxh3_64_with_seed(&bytes, at as u64)
        })
    }

    /// The signature as bytes.
    pub fn pack(&self) -> Vec<u8> {
        let numbers = std::iter::once(self.shingles as u32).chain(self.draws);
        numbers.flat_map(u32::to_le_bytes).collect()
    }

    /// What [`pack`](Self::pack) packed; `None` for anything else.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (numbers, rest) = bytes.as_chunks::<4>();
        let [shingles, draws @ ..] = numbers else { return None };
        if !rest.is_empty() || draws.len() != SIZE {
            return None;
        }
        let mut signature =
            Self { draws: [0; SIZE], shingles: u32::from_le_bytes(*shingles) as usize };
        for (to, draw) in signature.draws.iter_mut().zip(draws) {
            *to = u32::from_le_bytes(*draw);
        }
        Some(signature)
    }
}

/// The way in which signatures are made: another number where anything about it changes, so that those of older programs are
/// made anew.
pub const WAY: u32 = 1;

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

/// Signatures of many texts, which need not be in memory.
pub trait Signatures {
    /// Why they cannot be had.
    type Error;
    /// Hands the position and signature of each text that has one to `each`.
    ///
    /// # Errors
    /// Where they cannot be had.
    fn each(&self, each: &mut dyn FnMut(usize, &Signature)) -> Result<(), Self::Error>;
    /// The signature of the text at a position, where it has one.
    ///
    /// # Errors
    /// Where it cannot be had.
    fn at(&self, position: usize) -> Result<Option<Signature>, Self::Error>;
}

impl Signatures for [Option<Signature>] {
    type Error = Infallible;

    fn each(&self, each: &mut dyn FnMut(usize, &Signature)) -> Result<(), Infallible> {
        for (at, signature) in self.iter().enumerate() {
            if let Some(signature) = signature {
                each(at, signature);
            }
        }
        Ok(())
    }

    fn at(&self, position: usize) -> Result<Option<Signature>, Infallible> {
        Ok(self[position].clone())
    }
}

/// For each text the position of the first text of its cluster: its own where it stands alone or is the first.
pub fn clusters(signatures: &[Option<Signature>]) -> Vec<usize> {
    let Ok(first) = clusters_of(signatures, signatures.len());
    first.into_iter().map(|at| at as usize).collect()
}

/// As [`clusters`], of `count` texts whose signatures are kept elsewhere. Memory is bounded but for some 4 bytes a text.
///
/// Each text is compared with at most [`BUCKET`] earlier ones a band, so that the time grows with the number of texts.
///
/// # Errors
/// Where the signatures cannot be had.
pub fn clusters_of<S: Signatures + ?Sized>(
    signatures: &S,
    count: usize,
) -> Result<Vec<u32>, S::Error> {
    let mut first: Vec<u32> = (0..count as u32).collect();
    let bands = SIZE / BAND;
    let together = (KEYS / count.max(1)).clamp(1, bands);
    for from in (0..bands).step_by(together) {
        let mut keys: Vec<(u64, u32)> = Vec::with_capacity(count * together.min(bands - from));
        signatures.each(&mut |at, signature| {
            keys.extend(signature.bands().skip(from).take(together).map(|key| (key, at as u32)));
        })?;
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            compare(signatures, bucket, &mut first)?;
        }
    }
    for at in 0..first.len() {
        first[at] = root(&mut first, at as u32);
    }
    Ok(first)
}

/// So many keys of bands are held at a time: 128 MiB.
const KEYS: usize = 8 << 20;
/// How many texts of a bucket later ones are compared with.
const BUCKET: usize = 16;

/// Joins the copies among the texts that agree in a band.
fn compare<S: Signatures + ?Sized>(
    signatures: &S,
    bucket: &[(u64, u32)],
    first: &mut [u32],
) -> Result<(), S::Error> {
    let mut known: Vec<Option<Signature>> = vec![None; bucket.len().min(BUCKET)];
    for (place, &(_, at)) in bucket.iter().enumerate() {
        let mut mine = None;
        for (earlier, &(_, other)) in bucket[..place.min(BUCKET)].iter().enumerate() {
            let (a, b) = (root(first, other), root(first, at));
            if a == b {
                continue;
            }
            if known[earlier].is_none() {
                known[earlier] = signatures.at(other as usize)?;
            }
            if mine.is_none() {
                mine = signatures.at(at as usize)?;
            }
            if let (Some(one), Some(two)) = (&known[earlier], &mine)
                && one.is_copy(two)
            {
                first[a.max(b) as usize] = a.min(b);
            }
        }
    }
    Ok(())
}

fn root(first: &mut [u32], mut at: u32) -> u32 {
    while first[at as usize] != at {
        first[at as usize] = first[first[at as usize] as usize];
        at = first[at as usize];
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

//! [`Aligned`]: numbers that begin at a cache line, so that whole vectors never lie across two.

use super::LANES;

/// Numbers that begin at a cache line. A copy may begin elsewhere, which costs time only.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aligned {
    all: Vec<f32>,
    start: usize,
}

impl Aligned {
    /// The numbers.
    pub(crate) fn get(&self) -> &[f32] {
        &self.all[self.start..]
    }

    /// At least so many numbers to be written over: what they are is not told.
    pub(crate) fn at_least(&mut self, count: usize) -> &mut [f32] {
        if self.all.len() - self.start < count {
            *self = Self::from(vec![0.0; count + count / 4]);
        }
        &mut self.all[self.start..]
    }
}

impl From<Vec<f32>> for Aligned {
    fn from(numbers: Vec<f32>) -> Self {
        let mut all: Vec<f32> = Vec::with_capacity(numbers.len() + LANES);
        let start = all.as_ptr().align_offset(LANES * size_of::<f32>()).min(LANES);
        all.resize(start, 0.0);
        all.extend_from_slice(&numbers);
        Self { all, start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_begin_at_a_line_and_grow() {
        let mut aligned = Aligned::from(vec![1.0, 2.0, 3.0]);
        assert_eq!(aligned.get(), [1.0, 2.0, 3.0]);
        assert_eq!(aligned.get().as_ptr().addr() % 64, 0);
        assert!(aligned.at_least(2).len() >= 2);
        let more = aligned.at_least(1000);
        assert!(more.len() >= 1000 && more.as_ptr().addr() % 64 == 0);
    }
}

//! The one place where byte offsets become code points and back.
//!
//! JSON, `SQLite` and Python count Unicode code points; browsers count UTF-16 units and convert from
//! code points themselves.

use crate::Span;

/// Converts between byte and code-point offsets of one text in O(log n) a call.
///
/// ASCII text costs nothing: the two kinds of offsets agree and no table is built.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// `(byte, code point)` just after each non-ASCII character.
    after_wide: Vec<(u32, u32)>,
}

impl CodePoints {
    /// Scans `text` once.
    pub fn new(text: &str) -> Self {
        let mut after_wide = Vec::new();
        if !text.is_ascii() {
            let mut points = 0u32;
            for (at, ch) in text.char_indices() {
                points += 1;
                if ch.len_utf8() > 1 {
                    after_wide.push(((at + ch.len_utf8()) as u32, points));
                }
            }
        }
        Self { after_wide }
    }

    /// The code-point offset of byte offset `byte`, which must be a character boundary.
    pub fn of_byte(&self, byte: u32) -> u32 {
        let at = self.after_wide.partition_point(|&(b, _)| b <= byte);
        match at.checked_sub(1).and_then(|i| self.after_wide.get(i)) {
            Some(&(b, p)) => p + (byte - b),
            None => byte,
        }
    }

    /// The byte offset of code-point offset `point`.
    pub fn to_byte(&self, point: u32) -> u32 {
        let at = self.after_wide.partition_point(|&(_, p)| p <= point);
        match at.checked_sub(1).and_then(|i| self.after_wide.get(i)) {
            Some(&(b, p)) => b + (point - p),
            None => point,
        }
    }

    /// `[start, end)` in code points.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.of_byte(span.start), self.of_byte(span.end)]
    }

    /// A byte span from `[start, end)` in code points.
    pub fn byte_span(&self, [start, end]: [u32; 2]) -> Span {
        Span::new(self.to_byte(start), self.to_byte(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_counting(text in "(\\PC|[a-zé😀e\u{301} \n])*") {
            let map = CodePoints::new(&text);
            let mut points = 0;
            for (at, _) in text.char_indices() {
                prop_assert_eq!(map.of_byte(at as u32), points);
                prop_assert_eq!(map.to_byte(points), at as u32);
                points += 1;
            }
            prop_assert_eq!(map.of_byte(text.len() as u32), points);
            prop_assert_eq!(map.to_byte(points), text.len() as u32);
        }
    }
}

//! Character predicates with Python's meaning, which differs from Rust's in places.

use super::unicode::{ALPHA, DECIMAL, DIGIT};

/// `str.isspace`: Unicode white space and the four information separators.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str.isalpha`: general category L. Narrower than [`char::is_alphabetic`].
pub(crate) fn is_alpha(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { contains(&ALPHA, c) }
}

/// `str.isdecimal`: general category Nd, the meaning of `\d` in a pattern.
pub(crate) fn is_decimal(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { contains(&DECIMAL, c) }
}

/// `str.isdigit`: decimals and the digits that are none, such as superscripts.
pub(crate) fn is_digit(c: char) -> bool {
    is_decimal(c) || (!c.is_ascii() && contains(&DIGIT, c))
}

/// The meaning of `\w` in a pattern.
pub(crate) fn is_word(c: char) -> bool {
    c == '_' || is_alpha(c) || c.is_numeric()
}

/// `str.isalpha` of a whole string.
pub(crate) fn all_alpha(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_alpha)
}

/// Whether one of the sorted, inclusive `ranges` holds `c`.
pub(crate) fn contains(ranges: &[(u32, u32)], c: char) -> bool {
    let c = c as u32;
    let after = ranges.partition_point(|&(start, _)| start <= c);
    after > 0 && ranges[after - 1].1 >= c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_and_rust_differ_here() {
        assert!(is_space('\u{1c}') && !'\u{1c}'.is_whitespace());
        assert!(!is_alpha('Ⅷ') && 'Ⅷ'.is_alphabetic());
        assert!(is_digit('²') && !is_decimal('²'));
        assert!(is_decimal('٣') && is_word('٣'));
        assert!(is_alpha('é') && is_alpha('漢') && !is_alpha('\u{301}'));
    }
}

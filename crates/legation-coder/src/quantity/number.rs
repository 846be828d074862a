//! Reading numbers at a token: "1,234.5", "2 1/2", "twenty-one", "half a million", "$15bn"'s "15bn", "dozens".

use super::words::{NumberWord, NumberWords};
use crate::Syntax;

/// A number as written.
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of one number")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// One past its last token.
    pub end: u32,
    /// Its value; for a vague plural the value of one group ("dozens": 12).
    pub value: f64,
    /// Whether it begins with digits.
    pub digits: bool,
    /// Whether it names no number ("thousands").
    pub vague: bool,
    /// Whether a scale word ("million") belongs to it.
    pub scaled: bool,
    /// Whether it is a part of a whole by its words ("a third").
    pub fraction: bool,
}

/// The value of digits with thousands separators and decimals: `1,234.5`.
pub fn digits(text: &str) -> Option<f64> {
    let body = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    let point = body.starts_with('.') && body.len() > 1;
    if !point && !body.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (whole, fraction) = body.split_once('.').map_or((body, None), |(w, f)| (w, Some(f)));
    let ascii = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let grouped = groups.all(|g| g.len() == 3 && ascii(g));
    if !grouped || !ascii(first) || fraction.is_some_and(|f| f.is_empty() || !ascii(f)) {
        return None;
    }
    text.replace(',', "").replace('−', "-").parse().ok()
}

/// A simple fraction in one token: `1/2`.
fn slashed(text: &str) -> Option<f64> {
    let (a, b) = text.split_once('/')?;
    let small = |s: &str| -> Option<f64> {
        (s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse().ok())?
    };
    let (a, b) = (small(a)?, small(b)?);
    // "9/11" is a date.
    (a < b && [2.0, 3.0, 4.0, 5.0, 8.0, 10.0, 16.0, 32.0, 64.0].contains(&b)).then(|| a / b)
}

fn unicode_fraction(text: &str) -> Option<f64> {
    let mut chars = text.chars();
    let value = match chars.next()? {
        '½' => 0.5,
        '¼' => 0.25,
        '¾' => 0.75,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅛' => 0.125,
        _ => return None,
    };
    chars.next().is_none().then_some(value)
}

/// Digits with a scale stuck to them: `15bn`, `3.5m`.
fn stuck(lower: &str, words: &NumberWords) -> Option<f64> {
    let at = lower.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, scale) = (lower.get(..at)?, lower.get(at..)?);
    match words.word(scale)? {
        NumberWord::Scale(s) if s >= 1000.0 => Some(digits(number)? * s),
        _ => None,
    }
}

/// Reads the longest number that begins at token `i`.
pub fn number_at(syntax: &Syntax<'_>, i: u32) -> Option<Number> {
    let words = NumberWords::builtin();
    let lower = syntax.lower(i);
    let first = lower.bytes().next()?;
    if first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.' | 0xC2 | 0xE2) {
        return in_digits(syntax, i, words);
    }
    match lower {
        "a" | "an" => return after_article(syntax, i, words),
        "half" | "quarter" if matches!(syntax.lower(i + 1), "a" | "an") => {
            // "half a million", "half a dozen"
            let value = 1.0 / words.divisor(lower)?;
            let (NumberWord::Scale(scale) | NumberWord::Group(scale)) =
                words.word(syntax.lower(i + 2))?
            else {
                return None;
            };
            return Some(Number {
                end: i + 3,
                value: value * scale,
                digits: false,
                vague: false,
                scaled: true,
                fraction: false,
            });
        }
        _ => {}
    }
    in_words(syntax, i, words)
}

fn in_digits(syntax: &Syntax<'_>, i: u32, words: &NumberWords) -> Option<Number> {
    let lower = syntax.lower(i);
    let number = |end, value, scaled| Number {
        end,
        value,
        digits: true,
        vague: false,
        scaled,
        fraction: false,
    };
    if let Some(value) = stuck(lower, words) {
        return Some(number(i + 1, value, true));
    }
    if let Some(value) = slashed(lower).or_else(|| unicode_fraction(lower)) {
        return Some(number(i + 1, value, false));
    }
    let mut value = digits(lower)?;
    let mut end = i + 1;
    if value.fract() == 0.0
        && let Some(part) =
            slashed(syntax.lower(end)).or_else(|| unicode_fraction(syntax.lower(end)))
    {
        value += part;
        end += 1;
    }
    let mut scaled = false;
    let hyphen = u32::from(syntax.lower(end) == "-");
    if let Some(NumberWord::Scale(scale)) = words.word(syntax.lower(end + hyphen))
        && scale_fits(syntax, end + hyphen)
    {
        value *= scale;
        end += 1 + hyphen;
        scaled = true;
    }
    Some(number(end, value, scaled))
}

/// One-letter scales only count where they stick to the number or a currency stands before.
fn scale_fits(syntax: &Syntax<'_>, at: u32) -> bool {
    let token = syntax.token(at);
    token.span.len() > 1 || syntax.token(at.saturating_sub(1)).span.end == token.span.start
}

fn after_article(syntax: &Syntax<'_>, i: u32, words: &NumberWords) -> Option<Number> {
    let next = syntax.lower(i + 1);
    let (mut value, mut end, mut fraction) = match words.word(next) {
        Some(NumberWord::Scale(s)) if next.len() > 3 => (s, i + 2, false),
        Some(NumberWord::Group(g)) if next != "score" || syntax.lower(i + 2) == "of" => {
            (g, i + 2, false)
        }
        _ => (1.0 / words.divisor(next)?, i + 2, true),
    };
    if fraction && !matches!(next, "half" | "quarter" | "third" | "fifth" | "tenth" | "fourth") {
        return None;
    }
    if let Some(NumberWord::Scale(s)) = words.word(syntax.lower(end))
        && syntax.token(end).span.len() > 2
    {
        value *= s;
        end += 1;
        fraction = false;
    }
    Some(Number { end, value, digits: false, vague: false, scaled: !fraction, fraction })
}

/// Reads "three hundred and fifty thousand", "twenty-one", "two thirds", "one and a half", "dozens".
fn in_words(syntax: &Syntax<'_>, i: u32, words: &NumberWords) -> Option<Number> {
    let mut at = i;
    let (mut total, mut group, mut seen, mut scaled, mut last) = (0.0, 0.0, false, false, 0.0);
    loop {
        match words.word(syntax.lower(at)) {
            Some(NumberWord::Vague(value)) => {
                if seen && at != i {
                    break;
                }
                let value = vague_of(syntax, at, value, words);
                return Some(Number {
                    end: value.1,
                    value: value.0,
                    digits: false,
                    vague: true,
                    scaled: true,
                    fraction: false,
                });
            }
            Some(NumberWord::Cardinal(value)) => {
                // "twenty one" adds up; "five six" or "three, two" does not.
                let joins = !seen
                    || last >= 100.0
                    || (20.0..100.0).contains(&last) && value < 10.0 && value > 0.0;
                if !joins {
                    break;
                }
                group += value;
                last = value;
            }
            Some(NumberWord::Scale(scale)) if seen && syntax.token(at).span.len() > 2 => {
                if scale >= 1000.0 {
                    total += group * scale;
                    group = 0.0;
                } else {
                    group *= scale;
                }
                last = scale;
                scaled = true;
            }
            Some(NumberWord::Group(size)) if seen && syntax.lower(at) == "dozen" => {
                group *= size;
                last = size;
                scaled = true;
            }
            _ => break,
        }
        seen = true;
        at += 1;
        let next = |at: u32| words.word(syntax.lower(at));
        match syntax.lower(at) {
            "-" if (20.0..100.0).contains(&last)
                && matches!(next(at + 1), Some(NumberWord::Cardinal(v)) if v < 10.0) =>
            {
                at += 1;
            }
            "and" if last >= 100.0 && matches!(next(at + 1), Some(NumberWord::Cardinal(_))) => {
                at += 1;
            }
            _ => {}
        }
    }
    if !seen {
        return None;
    }
    let mut value = total + group;
    let mut fraction = false;
    // "two thirds", "three quarters", "one and a half"
    let hyphen = u32::from(syntax.lower(at) == "-");
    if !scaled
        && let Some(divisor) = words.divisor(syntax.lower(at + hyphen))
        && (value > 1.0 && syntax.lower(at + hyphen).ends_with('s') || value <= 1.0 && value > 0.0)
        && value < divisor
        && (syntax.lower(at + hyphen) != "quarters" || syntax.lower(at + hyphen + 1) == "of")
        && !(divisor > 2.0 && value <= 1.0 && hyphen == 0 && syntax.lower(at + 1) != "of")
    {
        value /= divisor;
        at += 1 + hyphen;
        fraction = true;
    } else if syntax.lower(at) == "and"
        && syntax.lower(at + 1) == "a"
        && syntax.lower(at + 2) == "half"
    {
        value += 0.5;
        at += 3;
    }
    Some(Number { end: at, value, digits: false, vague: false, scaled, fraction })
}

/// "tens of thousands", "hundreds of millions".
fn vague_of(syntax: &Syntax<'_>, at: u32, value: f64, words: &NumberWords) -> (f64, u32) {
    if syntax.lower(at + 1) == "of"
        && let Some(NumberWord::Vague(more)) = words.word(syntax.lower(at + 2))
    {
        return (value * more, at + 3);
    }
    (value, at + 1)
}

//! Dates as pages write them: ISO 8601, the header form of e-mail, month names, and the parts of addresses.

use jiff::civil::Date;

const MONTHS: &[&str] =
    &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first date in a metadata value or a short visible text, as written: an offset moves no day.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let text = match text.char_indices().nth(120) {
        Some((at, _)) => &text[..at],
        None => text,
    };
    numeric(text).or_else(|| named(text))
}

/// The date in the path of an address, at the start of a segment: `/2022/12/30/`, `/2022-12-30-`, `/20221230/`.
pub(crate) fn of_address(path: &str) -> Option<Date> {
    let segments: Vec<&str> = path.split('/').collect();
    (0..segments.len()).find_map(|at| {
        if let [year, month, day, ..] = &segments[at..]
            && year.len() == 4
            && let Some(date) = civil(number(year), month_of(month), number(day))
        {
            return Some(date);
        }
        let segment = segments[at];
        let compact = segment.get(..8).filter(|s| s.bytes().all(|b| b.is_ascii_digit()));
        let ends = !segment.as_bytes().get(8).is_some_and(u8::is_ascii_digit);
        match compact.filter(|_| ends) {
            Some(digits) => compact_date(digits),
            None => segment.get(..10).and_then(|s| s.parse().ok()).filter(sane),
        }
    })
}

fn number(text: &str) -> Option<i16> {
    (!text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// A month by number or by name.
fn month_of(text: &str) -> Option<i16> {
    if let Some(month) = number(text).filter(|_| text.len() <= 2) {
        return Some(month);
    }
    let low = text.trim_end_matches('.').to_lowercase();
    let full = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let named =
        full.iter().position(|name| *name == low || (low == "sept" && *name == "september"));
    named.or_else(|| MONTHS.iter().position(|name| *name == low)).map(|at| at as i16 + 1)
}

fn civil(year: Option<i16>, month: Option<i16>, day: Option<i16>) -> Option<Date> {
    let date = Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok();
    date.filter(sane)
}

/// Newspapers began in 1605; a date of this century's end is a mistake.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "a filter hands its predicate a reference")]
fn sane(date: &Date) -> bool {
    (1605..2100).contains(&date.year())
}

fn compact_date(digits: &str) -> Option<Date> {
    civil(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]))
}

/// `2022-12-30`, `2022/12/30`, `2022.12.30`, `20221230`, `30.12.2022`, `12/30/2022` where only one reading exists.
fn numeric(text: &str) -> Option<Date> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, 'T' | ',' | '(' | ')' | '|'));
    words.filter(|w| w.starts_with(|c: char| c.is_ascii_digit())).find_map(|word| {
        if word.len() == 8 && word.bytes().all(|b| b.is_ascii_digit()) {
            return compact_date(word);
        }
        let separator = word.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
        let mut parts = word.split(separator);
        let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
        let c = c.split(|c: char| !c.is_ascii_digit()).next()?;
        if a.len() == 4 {
            return civil(number(a), number(b), number(c));
        }
        if c.len() != 4 || a.len() > 2 {
            return None;
        }
        let (first, second) = (number(a)?, number(b)?);
        let day_first = separator == '.' || first > 12 || first == second;
        if day_first {
            civil(number(c), Some(second), Some(first))
        } else {
            // 03/04/2022 could be either: not a date we know.
            (second > 12).then(|| civil(number(c), Some(first), Some(second)))?
        }
    })
}

/// `December 30, 2022`, `30 December 2022`, `Fri, 30 Dec 2022 10:00:00 +0000`.
fn named(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '-' | '/'))
        .filter(|w| !w.is_empty())
        .collect();
    let day = |word: &str| {
        number(word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.'))
            .filter(|d| (1..=31).contains(d))
    };
    let year = |word: &str| number(word.trim_end_matches(['.', ';', ':'])).filter(|y| *y > 1600);
    let named = |word: &str| month_of(word).filter(|_| word.starts_with(char::is_alphabetic));
    words.windows(3).find_map(|w| {
        civil(year(w[2]), named(w[0]), day(w[1]))
            .or_else(|| civil(year(w[2]), named(w[1]), day(w[0])))
    })
}

#[cfg(test)]
mod tests {
    use super::{of_address, parse};

    #[test]
    fn dates_in_many_forms() {
        let want = "2022-12-30".parse().ok();
        for text in [
            "2022-12-30T23:30:00-05:00",
            "2022/12/30",
            "20221230",
            "30.12.2022",
            "12/30/2022",
            "Fri, 30 Dec 2022 10:00:00 +0000",
            "Published December 30th, 2022 at 10:00",
            "30 December 2022",
            "Updated 10:02, Dec. 30, 2022",
        ] {
            assert_eq!(parse(text), want, "{text}");
        }
        for text in [
            "03/04/2022",
            "yesterday",
            "2022",
            "99999999",
            "2022-13-45",
            "Dec 30",
            "1.2.3",
            "é–é–é",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn dates_in_addresses_stand_at_the_start_of_a_segment() {
        let want = "2022-12-30".parse().ok();
        for path in [
            "/world/2022/12/30/summit/",
            "/2022/dec/30/summit",
            "/news/20221230/x",
            "/2022-12-30-summit",
        ] {
            assert_eq!(of_address(path), want, "{path}");
        }
        for path in ["/a/x20221230", "/id/202212301", "/2022/12/", "/world-56738291"] {
            assert_eq!(of_address(path), None, "{path}");
        }
    }
}

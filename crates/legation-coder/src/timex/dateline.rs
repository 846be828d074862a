//! Datelines: "GENEVA, March 3 (Reuters) -", "KYIV, Ukraine (AP) _", "BEIJING, Aug. 7, 2008 (Xinhua) --".

use super::calendar::{Calendar, shift_days};
use super::lexicon::{Lexicon, Sense};
use jiff::civil::Date;
use legation_core::Span;

/// The place and date at the head of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The place as written: "NAIROBI, Kenya".
    pub place: Option<Span>,
    /// The agency in brackets: "AP".
    pub agency: Option<Span>,
    /// The month and day, where given.
    pub month_day: Option<(i8, i8)>,
    /// The year, where given.
    pub year: Option<i16>,
    /// All of it.
    pub span: Span,
}

impl Dateline {
    /// The date, with the year taken from a publication date near it where the dateline gives none. It is the date where the
    /// reporter wrote, which may be a day ahead of the publisher's: what is the last evening of the year in one time zone is
    /// New Year's Day in another.
    pub fn date_near(&self, published: Option<Date>) -> Option<Date> {
        let (month, day) = self.month_day?;
        if let Some(year) = self.year {
            return Date::new(year, month, day).ok();
        }
        let published = published?;
        [published.year() + 1, published.year(), published.year() - 1]
            .into_iter()
            .filter_map(|year| Calendar::day(year, month, day).map(Calendar::first))
            .find(|day| shift_days(published, 1).is_none_or(|limit| *day <= limit))
    }
}

/// How far into the text a dateline may begin, in paragraphs.
const PARAGRAPHS: usize = 4;
/// What closes a dateline.
const DASHES: [&str; 7] = [" - ", " -- ", " – ", " — ", "_", "—", " --"];
/// How long a dateline may be, in bytes.
const LONGEST: usize = 90;

/// The dateline of a text, if one of its first lines opens with one.
pub fn dateline(text: &str) -> Option<Dateline> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line)
        })
        .filter(|(_, line)| !line.trim().is_empty())
        .take(PARAGRAPHS)
        .find_map(|(start, line)| {
            let lead = line.len() - line.trim_start().len();
            of_line(line.trim(), start + lead)
        })
}

fn of_line(line: &str, offset: usize) -> Option<Dateline> {
    let head = head_of(line)?;
    let (body, agency) = match head.split_once('(') {
        Some((body, rest)) => {
            let name = rest.split(')').next().unwrap_or("").trim();
            let at = offset + body.len() + 1 + (rest.len() - rest.trim_start().len());
            (body, Some(Span::from(at..at + name.len())).filter(|s| !s.is_empty()))
        }
        None => (head, None),
    };
    let (place_end, month_day, year) = date_in(body);
    let place = body.get(..place_end)?.trim_end().trim_end_matches(',').trim_end();
    let shouted = place.split([',', ' ']).next().is_some_and(|word| {
        word.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !word.chars().any(char::is_lowercase)
    });
    let dated_agency = agency.is_some() && month_day.is_some();
    if !shouted && !dated_agency {
        return None;
    }
    if place.split_whitespace().count() > 6 {
        return None;
    }
    Some(Dateline {
        place: Some(Span::from(offset..offset + place.len())).filter(|s| !s.is_empty()),
        agency,
        month_day,
        year,
        span: Span::from(offset..offset + head.len()),
    })
}

/// What stands before the dash that closes a dateline, or up to the closing bracket of the agency.
fn head_of(line: &str) -> Option<&str> {
    let mut limit = line.len().min(LONGEST);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let start = line.get(..limit)?;
    let opens = |at: usize| DASHES.iter().any(|dash| start[at..].starts_with(dash));
    let mut places = start.char_indices().filter(|(_, c)| matches!(c, ' ' | '_' | '—'));
    let dash = places.find(|&(at, _)| opens(at)).map(|(at, _)| at);
    let bracket = start.find(')').map(|at| at + 1);
    let end = match (dash, bracket) {
        (Some(dash), Some(bracket)) if bracket <= dash => bracket,
        (Some(dash), _) => dash,
        (None, Some(bracket)) => bracket,
        (None, None) => return None,
    };
    Some(line.get(..end)?.trim_end()).filter(|h| h.len() >= 3)
}

/// Where the date in a dateline begins, and what it is.
fn date_in(body: &str) -> (usize, Option<(i8, i8)>, Option<i16>) {
    let lexicon = Lexicon::builtin();
    let words: Vec<(usize, &str)> = body
        .split([' ', ','])
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - body.as_ptr() as usize, w))
        .collect();
    let month = |word: &str| {
        let lower = word.to_lowercase();
        lexicon.phrases.starting(&lower).iter().find_map(|(rest, sense)| match sense {
            Sense::Month(m) if rest.is_empty() => Some(*m),
            _ => None,
        })
    };
    let number = |at: usize| words.get(at).and_then(|w| w.1.parse::<i16>().ok());
    for (at, (start, word)) in words.iter().enumerate() {
        let Some(month) = month(word) else { continue };
        let day =
            |n: Option<i16>| n.and_then(|n| i8::try_from(n).ok()).filter(|n| (1..=31).contains(n));
        if let Some(day) = day(number(at + 1)) {
            let year = number(at + 2).filter(|y| (1900..2200).contains(y));
            return (*start, Some((month, day)), year);
        }
        if let Some(day) = day(at.checked_sub(1).and_then(&number)) {
            let year = number(at + 1).filter(|y| (1900..2200).contains(y));
            return (words[at - 1].0, Some((month, day)), year);
        }
    }
    (body.len(), None, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Place, agency and date of a dateline, for comparing.
    fn read(text: &str) -> Option<String> {
        dateline(text).map(|d| {
            let words = |s: Option<Span>| s.map_or("-", |s| s.of(text)).to_owned();
            format!("{} | {} | {:?}", words(d.place), words(d.agency), d.month_day)
        })
    }

    #[test]
    fn datelines_of_agencies() {
        let check = |text: &str, expected: &str| assert_eq!(read(text).as_deref(), Some(expected));
        check(
            "GENEVA, March 3 (Reuters) - Envoys of Arvenia met.",
            "GENEVA | Reuters | Some((3, 3))",
        );
        check(
            "Talks resume\n\nPORT VELA, Arvenia (AP) _ The envoys met.",
            "PORT VELA, Arvenia | AP | None",
        );
        check("TIRASK, 9 Sept. 2011 — Soldiers left the border.", "TIRASK | - | Some((9, 9))");
        assert_eq!(read("The two ministers - both in their first year - met on Monday."), None);
    }

    #[test]
    fn the_year_comes_from_the_publication() {
        let line = dateline("OSLO, Dec. 31 (AP) - The parliament rose.").expect("a dateline");
        assert_eq!(line.date_near(Some(date(2023, 1, 1))), Some(date(2022, 12, 31)));
        assert_eq!(line.date_near(None), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(\\PC|[A-Z ,()\n-]){0,80}") {
            let _ = dateline(&text);
        }
    }
}

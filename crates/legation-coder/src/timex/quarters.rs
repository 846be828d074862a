//! Readers of quarters: "the third quarter", "Q3 2021", "the year-ago quarter".

use super::expr::{Amount, Core, Expr, Name, Shift, YearRef};
use super::lexicon::{Direction, Unit};
use super::scan::Scan;
use legation_core::Dep;

impl Scan<'_, '_> {
    /// "the third quarter", "third-quarter", "the third quarter of 1998", "this year's fourth quarter", "Q3 2021",
    /// "the 1988 quarter", "the year-ago quarter", "the year-earlier period".
    pub(super) fn quarter(&self, i: u32) -> Option<Expr> {
        let mut at = self.skip(i, "the");
        let definite = at > i;
        let mut year = YearRef::Open;
        if let Some((end, direction)) = self.direction(at)
            && let Some((after, Unit::Year | Unit::FiscalYear, _, false)) = self.unit(end)
            && self.any(after, &["'s", "'"])
        {
            year = YearRef::Relative(match direction {
                Direction::Last | Direction::Previous => -1,
                Direction::Next | Direction::Following => 1,
                _ => 0,
            });
            at = after + 1;
        } else if let Some(number) = self.year_number(at) {
            year = YearRef::Is(number);
            at = self.skip(at + 1, "'s");
        } else if self.any(at, &["comparable", "corresponding", "same"]) {
            at += 1;
        }
        if self.is(at, "year") && self.is(at + 1, "-") && self.any(at + 2, &["ago", "earlier"]) {
            year = YearRef::Narrated(-1);
            at += 3;
        }
        let said = year != YearRef::Open;
        at = self.skip(self.skip(at, "fiscal"), "-");
        let named = |quarter: i8, year: YearRef| Core::Named {
            name: Name::Quarter(quarter),
            year,
            direction: None,
        };
        if let Some(quarter) =
            self.syntax.lower(at).strip_prefix('q').and_then(|q| q.parse::<i8>().ok())
            && (1..=4).contains(&quarter)
        {
            let (end, after) = self.year_after(at + 1);
            let year = if said { year } else { after };
            return Some(Expr::new(
                if definite && said { i } else { at },
                end,
                named(quarter, year),
                "quarter",
            ));
        }
        let last =
            self.any(at, &["final", "last"]) && self.is(at + 1, "quarter") && self.is(at + 2, "of");
        let rank = if last { Some(4.0) } else { self.numbers.ordinal(self.syntax.lower(at)) };
        let rank = rank.filter(|r| (1.0..=4.0).contains(r));
        if let Some(rank) = rank {
            let hyphen = self.skip(at + 1, "-");
            let noun = self.skip(hyphen, "fiscal");
            if self.any(noun, &["quarter", "quarters"]) {
                let mut end = noun + 1;
                if !said && hyphen == at + 1 {
                    let fiscal = self.skip(self.skip(end, "of"), "fiscal");
                    let (after, found) =
                        self.year_after(if fiscal > end + 1 { fiscal } else { end });
                    if found != YearRef::Open {
                        (end, year) = (after, found);
                    }
                }
                let start = if definite && self.article_belongs_to(i, noun) {
                    i
                } else {
                    self.skip(i, "the")
                };
                return Some(Expr::new(start, end, named(rank as i8, year), "quarter"));
            }
        }
        if said && matches!(self.syntax.lower(at), "quarter" | "period" | "nine" | "six" | "three")
        {
            let end = at + 1;
            let core = match self.syntax.lower(at) {
                "quarter" | "period" => match year {
                    YearRef::Narrated(years) => Core::Shift {
                        amount: Amount::Count(f64::from(-years)),
                        unit: Unit::Year,
                        shift: Shift::Earlier,
                    },
                    _ => Core::Named { name: Name::Quarter(0), year, direction: None },
                },
                _ => return None,
            };
            let start =
                if definite && self.article_belongs_to(i, at) { i } else { self.skip(i, "the") };
            return Some(Expr::new(start, end, core, "same-quarter"));
        }
        year_ago_adjective(i, at, year)
    }

    fn article_belongs_to(&self, the: u32, noun: u32) -> bool {
        let head = self.syntax.head(the);
        head <= noun || self.syntax.dep(the) != Dep::Det
    }
}

/// "year-earlier", "year-ago" before a noun that is not a period.
fn year_ago_adjective(i: u32, at: u32, year: YearRef) -> Option<Expr> {
    let adjective = year == YearRef::Narrated(-1) && at == i + 3;
    let core = Core::Shift { amount: Amount::Count(1.0), unit: Unit::Year, shift: Shift::Earlier };
    adjective.then(|| Expr::new(i, at, core, "year-earlier"))
}

//! Readers of times of day: "9:30 p.m. EST", "16:08 UTC", "noon", "this morning", "late Thursday night".

use super::expr::{Core, Expr, TimeOfDay};
use super::lexicon::{Direction, Part, Sense};
use super::scan::Scan;

impl Scan<'_, '_> {
    fn part(&self, i: u32) -> Option<(u32, Part, bool)> {
        let (end, (part, plural)) = self.sense(i, |s| match s {
            Sense::Part { part, plural } => Some((*part, *plural)),
            _ => None,
        })?;
        Some((end, part, plural))
    }

    /// A clock time: "9 a.m.", "9:30", "1600 GMT", "noon", "9 in the morning", "10 o'clock".
    fn clock(&self, i: u32) -> Option<(u32, TimeOfDay)> {
        if let Some((end, (hour, minute))) = self.sense(i, |s| match s {
            Sense::Clock { hour, minute } => Some((*hour, *minute)),
            _ => None,
        }) {
            return Some((end, TimeOfDay::At { hour, minute: Some(minute), universal: false }));
        }
        let lower = self.syntax.lower(i);
        let (hour, minute) = match lower.split_once([':', '.']) {
            Some((h, m)) if m.len() == 2 => (number(h, 24)?, Some(number(m, 59)?)),
            Some(_) => return None,
            None if lower.len() == 4 => {
                // "1600 GMT"
                let (h, m) = (lower.get(..2)?, lower.get(2..)?);
                (number(h, 24)?, Some(number(m, 59)?))
            }
            None => (number(lower, 24)?, None),
        };
        let end = i + 1;
        if let Some((after, afternoon)) =
            self.sense(end, |s| if let Sense::Afternoon(pm) = s { Some(*pm) } else { None })
            && (1..=12).contains(&hour)
        {
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            let (end, universal) = self.zone(after);
            return Some((end, TimeOfDay::At { hour, minute, universal }));
        }
        if self.is(end, "o'clock") {
            return Some((end + 1, TimeOfDay::At { hour, minute, universal: false }));
        }
        if self.is(end, "in")
            && self.is(end + 1, "the")
            && let Some((after, part, false)) = self.part(end + 2)
        {
            let later = matches!(part, Part::Afternoon | Part::Evening) && hour < 12;
            let hour = hour + if later { 12 } else { 0 };
            return Some((after, TimeOfDay::At { hour, minute, universal: false }));
        }
        let (zone, universal) = self.zone(end);
        let colon = lower.contains(':') && lower.len() >= 4;
        (zone > end && (minute.is_some() || lower.len() == 4) || colon)
            .then_some((zone, TimeOfDay::At { hour, minute, universal }))
    }

    /// Past the optional time zone, and whether it is universal time.
    fn zone(&self, i: u32) -> (u32, bool) {
        let zone =
            |s: &Sense| if let Sense::Zone { universal } = s { Some(*universal) } else { None };
        self.sense(i, zone).unwrap_or((i, false))
    }

    /// An expression that begins with a time of day: "10 p.m. Wednesday", "this morning", "tonight", "mid-afternoon".
    pub(super) fn clock_first(&self, i: u32) -> Option<Expr> {
        if let Some((end, (day, part))) = self.sense(i, |s| match s {
            Sense::DayPart { day, part } => Some((*day, *part)),
            _ => None,
        }) {
            let mut found = Expr::new(i, end, Core::Days(day), "day-part");
            found.time = Some(TimeOfDay::Part(part));
            return Some(found);
        }
        if let Some((end, time)) = self.clock(i) {
            let at = self.skip(self.skip(end, ","), "on");
            let (end, core) = match self.date_core(at, None) {
                Some((after, core, _)) if is_day(&core) => (after, core),
                _ => (end, Core::NarratedDay),
            };
            let mut found = Expr::new(i, end, core, "clock");
            found.time = Some(time);
            return Some(found);
        }
        let (at, edge) = match self.edge(i) {
            Some((end, edge)) => (self.skip(end, "-"), Some(edge)),
            None => (i, None),
        };
        let the = self.skip(at, "the");
        let (at, direction) = match self.direction(the) {
            Some((end, direction)) => (end, Some(direction)),
            None => (the, None),
        };
        let (end, part, plural) = self.part(at)?;
        if plural {
            return None;
        }
        let core = match direction {
            Some(Direction::This) => Core::Days(0),
            Some(Direction::Next | Direction::Following) => Core::NarratedDay,
            Some(Direction::That) => Core::NarratedDay,
            Some(Direction::Last) if part == Part::Night => Core::Days(-1),
            Some(_) => return None,
            None if edge.is_some() && at == i + 2 || the > i && part != Part::Night => {
                Core::NarratedDay
            }
            None => return None,
        };
        let following = matches!(direction, Some(Direction::Next | Direction::Following));
        let (end, core) = match self.date_core(self.skip(end, "of"), None) {
            Some((after, core, _)) if is_day(&core) && direction.is_none() => (after, core),
            _ => (end, core),
        };
        let mut found = Expr::new(i, end, core, if following { "next-part" } else { "day-part" });
        found.time = Some(TimeOfDay::Part(part));
        found.edge = edge;
        Some(found)
    }

    /// A part of the day or a clock after a day: "Thursday night", "Friday at 9 a.m.".
    pub(super) fn time_after(&self, found: &mut Expr) {
        if !is_day(&found.core) {
            return;
        }
        let end = found.tokens.end;
        if let Some((after, part, plural)) = self.part(end) {
            if plural {
                if let Core::Weekday { day, .. } = found.core {
                    found.core = Core::Set(format!("XXXX-WXX-{day}T{}", part.as_str()));
                    found.tokens.end = after;
                }
                return;
            }
            found.tokens.end = after;
            found.time = Some(TimeOfDay::Part(part));
            return;
        }
        let at = self.skip(end, "at");
        if at > end
            && let Some((after, time)) = self.clock(at)
        {
            found.tokens.end = after;
            found.time = Some(time);
        }
    }
}

/// Whether a core is one day.
fn is_day(core: &Core) -> bool {
    use super::calendar::Calendar;
    use super::expr::Name;
    matches!(
        core,
        Core::Weekday { .. }
            | Core::Days(_)
            | Core::Fixed(Calendar::Day(_))
            | Core::Named { name: Name::MonthDay(..) | Name::Holiday(_), .. }
    )
}

fn number(text: &str, max: u8) -> Option<u8> {
    let short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    short.then(|| text.parse().ok()).flatten().filter(|n| *n <= max)
}

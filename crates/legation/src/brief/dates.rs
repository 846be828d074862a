//! Dates for readers: what stands in the records as `2022-W51` or `2023-SP` is written out.

/// Parts of a day as they end a value, and as they are read.
const HOURS: &[(&str, &str)] = &[
    ("TMO", "morning"),
    ("TMI", "midday"),
    ("TAF", "afternoon"),
    ("TEV", "evening"),
    ("TNI", "night"),
    ("TDT", "daytime"),
];

/// Parts of a year as they end a value, and as they are read.
const PARTS: &[(&str, &str)] = &[
    ("-SP", "spring"),
    ("-SU", "summer"),
    ("-FA", "autumn"),
    ("-WI", "winter"),
    ("-Q1", "first quarter of"),
    ("-Q2", "second quarter of"),
    ("-Q3", "third quarter of"),
    ("-Q4", "last quarter of"),
    ("-H1", "first half of"),
    ("-H2", "second half of"),
];

/// A date's value in words; `from` is the first day that it stands for. Empty for lengths of time, which are no dates.
pub(super) fn readable(value: &str, from: Option<&str>) -> String {
    if value.starts_with('P') {
        return String::new();
    }
    if let Some((first, last)) = value.split_once('/') {
        return format!("{} to {}", readable(first, None), readable(last, None));
    }
    if let Some((day, hour)) = HOURS.iter().find_map(|(end, h)| Some((value.strip_suffix(end)?, h)))
    {
        return format!("{day}, {hour}");
    }
    if let Some((year, part)) =
        PARTS.iter().find_map(|(end, p)| Some((value.strip_suffix(end)?, p)))
    {
        return format!("{part} {year}");
    }
    match (value.contains("-W"), from) {
        (true, Some(monday)) => format!("week of {monday}"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn values_are_written_out() {
        for (value, from, wanted) in [
            ("2022-12-30", None, "2022-12-30"),
            ("2022-W51", Some("2022-12-19"), "week of 2022-12-19"),
            ("2022-W51", None, "2022-W51"),
            ("2023-SP", Some("2023-03-01"), "spring 2023"),
            ("2023-Q3", None, "third quarter of 2023"),
            ("2020-06-15TNI", None, "2020-06-15, night"),
            ("2022-01/2022-09", None, "2022-01 to 2022-09"),
            ("P1W", None, ""),
        ] {
            assert_eq!(readable(value, from), wanted);
        }
    }
}

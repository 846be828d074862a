//! Who was a member of an organisation on a day, by the knowledge tables: for exports that put the members in its place.

use super::states::rows;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Member, first day and last day; days may be months or years.
type Membership = (&'static str, &'static str, &'static str);

static MEMBERS: LazyLock<HashMap<&'static str, Vec<Membership>>> = LazyLock::new(|| {
    let mut members: HashMap<&'static str, Vec<Membership>> = HashMap::new();
    for row in rows(include_str!("../../../../knowledge/members.tsv")) {
        if let [org, member, rest @ ..] = row.as_slice() {
            let day = |i: usize| rest.get(i).copied().unwrap_or_default();
            members.entry(org).or_default().push((member, day(0), day(1)));
        }
    }
    members
});

/// The members of an organisation on a day; none where the tables do not know any, or no day is given.
pub(crate) fn members(organisation: &str, day: &str) -> Vec<&'static str> {
    let all = MEMBERS.get(organisation).map_or(&[][..], Vec::as_slice);
    // Cut to the precision of the table: 2004-03 includes the whole of the month.
    let cut = |to: &str| day.get(..to.len()).unwrap_or(day).to_owned();
    let current = all.iter().filter(|(_, from, to)| {
        !day.is_empty() && *from <= day && (to.is_empty() || cut(to).as_str() <= *to)
    });
    current.map(|(member, ..)| *member).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn membership_depends_on_the_day() {
        assert_eq!(members("nato", "1949-04-03").len(), 0);
        assert_eq!(members("nato", "1950-01-01").len(), 12);
        assert!(members("nato", "2025-01-01").contains(&"SWE"));
        assert!(!members("eu", "2021-01-01").contains(&"GBR"));
        assert!(members("eu", "2020-01-31").contains(&"GBR"));
        assert!(members("CHN", "2020-01-31").is_empty() && members("nato", "").is_empty());
    }
}

//! What the exchange formats want to know of a state: names, two-letter codes, numbers. Read from the knowledge tables.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A state as the formats call it.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// Its English name.
    pub(crate) name: &'static str,
    /// ISO 3166 alpha-2.
    pub(crate) iso2: &'static str,
    /// FIPS 10-4.
    pub(crate) fips: &'static str,
    /// Its number in the Correlates of War list.
    pub(crate) cow: &'static str,
}

static STATES: LazyLock<HashMap<&'static str, State>> = LazyLock::new(|| {
    let mut states: HashMap<&'static str, State> = HashMap::new();
    for row in rows(include_str!("../../../../knowledge/states.tsv")) {
        let field = |i: usize| row.get(i).copied().unwrap_or_default();
        let state = State { name: field(4), iso2: field(1), fips: field(3), cow: "" };
        states.insert(field(0), state);
    }
    for row in rows(include_str!("../../../../knowledge/state_codes.tsv")) {
        if let ["cow", code, _, id, ..] = row.as_slice()
            && let Some(state) = states.get_mut(id)
        {
            state.cow = code;
        }
    }
    states
});

/// The rows of a table with tabs, without comments and header.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines.skip(1).map(|line| line.split('\t').collect())
}

/// The state with that ISO 3166 alpha-3 code.
pub(crate) fn state(iso3: &str) -> State {
    STATES.get(iso3).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_read() {
        let state = state("FRA");
        assert_eq!((state.name, state.iso2, state.fips, state.cow), ("France", "FR", "FR", "220"));
        assert_eq!(super::state("XXX").name, "");
    }
}

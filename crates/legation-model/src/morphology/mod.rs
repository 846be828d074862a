//! From fine tags to word classes, features and lemmas.

pub(crate) mod lemmatizer;
pub(crate) mod ruler;

/// A list of distinct strings that are spoken of by position.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<Box<str>>);

impl Names {
    /// A list that starts with the given names.
    pub(crate) fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        Self(names.into_iter().map(Box::from).collect())
    }

    /// The position of a name, added if it is new.
    pub(crate) fn add(&mut self, name: &str) -> u16 {
        let known = self.0.iter().position(|known| **known == *name);
        known.unwrap_or_else(|| {
            self.0.push(name.into());
            self.0.len() - 1
        }) as u16
    }

    /// The name at a position.
    pub(crate) fn get(&self, at: u16) -> &str {
        self.0.get(usize::from(at)).map_or("", AsRef::as_ref)
    }

    /// All names in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

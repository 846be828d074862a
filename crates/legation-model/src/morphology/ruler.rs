//! The attribute ruler: rules over tag, lower case, label and white space that set class, features and lemma.

use super::Names;
use crate::rules::{Condition, RulerRule, TokenSpec};
use crate::tokenizer::Regex;

/// What the ruler reads of a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'w> {
    pub(crate) tag: u16,
    pub(crate) pos: u16,
    pub(crate) dep: u16,
    pub(crate) lower: &'w str,
    pub(crate) is_space: bool,
}

/// What the ruler and the tagger know of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Analysis {
    pub(crate) tag: u16,
    pub(crate) pos: u16,
    pub(crate) morph: u16,
    pub(crate) dep: u16,
    /// A lemma set by a rule, as a position in the ruler's lemmas.
    pub(crate) lemma: Option<u16>,
}

#[derive(Debug, Default)]
struct Spec {
    tag: Option<Vec<bool>>,
    pos: Option<Vec<bool>>,
    dep: Option<Vec<bool>>,
    lower: Option<Lower>,
    is_space: Option<bool>,
}

#[derive(Debug)]
enum Lower {
    In(Vec<Box<str>>),
    NotIn(Vec<Box<str>>),
    Matches(Regex),
}

#[derive(Debug, Default)]
struct Rule {
    patterns: Vec<Vec<Spec>>,
    index: usize,
    tag: Option<u16>,
    pos: Option<u16>,
    morph: Option<u16>,
    lemma: Option<u16>,
    dep: Option<u16>,
}

/// The compiled rules.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// For each tag, the rules of one token that may apply.
    by_tag: Vec<Vec<u16>>,
    /// The rules with a pattern of several tokens.
    long: Vec<u16>,
    lemmas: Names,
}

/// The names that rules may speak of.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) tags: Names,
    pub(crate) classes: Names,
    pub(crate) morphs: Names,
    pub(crate) deps: Names,
}

impl Ruler {
    /// Compiles `rules`, whose names are added to `names`.
    pub(crate) fn new(rules: &[RulerRule], names: &mut Vocabulary) -> Result<Self, String> {
        let mut lemmas = Names::default();
        let mut compiled = Vec::with_capacity(rules.len());
        for rule in rules {
            let set = |names: &mut Names, name: &Option<String>| {
                name.as_ref().map(|name| names.add(name))
            };
            compiled.push(Rule {
                tag: set(&mut names.tags, &rule.tag),
                pos: set(&mut names.classes, &rule.pos),
                morph: set(&mut names.morphs, &rule.morph),
                dep: set(&mut names.deps, &rule.dep),
                lemma: set(&mut lemmas, &rule.lemma),
                index: rule.index,
                patterns: Vec::new(),
            });
        }
        for (rule, compiled) in rules.iter().zip(&mut compiled) {
            let pattern = |pattern: &Vec<TokenSpec>| {
                pattern.iter().map(|spec| Spec::new(spec, names)).collect::<Result<Vec<_>, _>>()
            };
            compiled.patterns = rule.patterns.iter().map(pattern).collect::<Result<_, _>>()?;
        }
        let allows = |rule: &Rule, tag: usize| {
            rule.patterns.iter().any(|pattern| match pattern.as_slice() {
                [spec] => spec.tag.as_ref().is_none_or(|tags| tags[tag]),
                _ => false,
            })
        };
        let numbered = || (0u16..).zip(&compiled);
        Ok(Self {
            by_tag: (0..names.tags.len())
                .map(|tag| {
                    numbered().filter(|(_, rule)| allows(rule, tag)).map(|(i, _)| i).collect()
                })
                .collect(),
            long: numbered()
                .filter(|(_, rule)| rule.patterns.iter().any(|pattern| pattern.len() > 1))
                .map(|(i, _)| i)
                .collect(),
            rules: compiled,
            lemmas,
        })
    }

    /// The text of a lemma set by a rule.
    pub(crate) fn lemma(&self, lemma: u16) -> &str {
        self.lemmas.get(lemma)
    }

    /// Applies the rules of one token, and those of several tokens that are known to have matched.
    pub(crate) fn apply(&self, word: Word<'_>, morph: u16, matched: &[u16]) -> Analysis {
        let mut analysis =
            Analysis { tag: word.tag, pos: word.pos, dep: word.dep, morph, lemma: None };
        let mut matched = matched.iter().copied().peekable();
        for &i in &self.by_tag[usize::from(word.tag)] {
            while let Some(long) = matched.next_if(|&long| long < i) {
                self.rules[usize::from(long)].set(&mut analysis);
            }
            let rule = &self.rules[usize::from(i)];
            let applies = rule.patterns.iter().any(|pattern| match pattern.as_slice() {
                [spec] => spec.matches(word),
                _ => false,
            });
            if applies {
                rule.set(&mut analysis);
            }
        }
        matched.for_each(|long| self.rules[usize::from(long)].set(&mut analysis));
        analysis
    }

    /// Whether a pattern of several tokens could start with a word of that lower case.
    pub(crate) fn word_may_start(&self, lower: &str) -> bool {
        self.long_patterns().any(|(_, _, pattern)| {
            pattern[0].lower.as_ref().is_some_and(|condition| condition.matches(lower))
        })
    }

    /// Whether a pattern of several tokens could start with any word of that label.
    pub(crate) fn label_may_start(&self, dep: u16) -> bool {
        self.long_patterns().any(|(_, _, pattern)| {
            let first = &pattern[0];
            first.lower.is_none() && first.dep.as_ref().is_none_or(|deps| deps[usize::from(dep)])
        })
    }

    fn long_patterns(&self) -> impl Iterator<Item = (u16, usize, &[Spec])> {
        self.long.iter().flat_map(|&i| {
            let rule = &self.rules[usize::from(i)];
            let long = rule.patterns.iter().filter(|pattern| pattern.len() > 1);
            long.map(move |pattern| (i, rule.index, pattern.as_slice()))
        })
    }

    /// Finds the patterns of several tokens that start with the first of `words`: rule and the token that it changes.
    pub(crate) fn find<'w>(
        &self,
        words: impl Fn(usize) -> Option<Word<'w>>,
        found: &mut Vec<(usize, u16)>,
    ) {
        for (rule, index, pattern) in self.long_patterns() {
            let all = || {
                pattern
                    .iter()
                    .enumerate()
                    .all(|(i, spec)| words(i).is_some_and(|w| spec.matches(w)))
            };
            if index < pattern.len() && all() {
                found.push((index, rule));
            }
        }
    }
}

impl Rule {
    fn set(&self, analysis: &mut Analysis) {
        analysis.tag = self.tag.unwrap_or(analysis.tag);
        analysis.pos = self.pos.unwrap_or(analysis.pos);
        analysis.morph = self.morph.unwrap_or(analysis.morph);
        analysis.dep = self.dep.unwrap_or(analysis.dep);
        analysis.lemma = self.lemma.or(analysis.lemma);
    }
}

impl Spec {
    fn new(spec: &TokenSpec, names: &Vocabulary) -> Result<Self, String> {
        let set = |condition: &Option<Condition>, names: &Names| {
            let holds = |condition: &Condition| {
                names
                    .iter()
                    .map(|name| match condition {
                        Condition::In(list) => Ok(list.iter().any(|one| one == name)),
                        Condition::NotIn(list) => Ok(!list.iter().any(|one| one == name)),
                        Condition::Matches(regex) => Ok(Regex::new(regex)?.is_match(name)),
                    })
                    .collect::<Result<Vec<bool>, String>>()
            };
            condition.as_ref().map(holds).transpose()
        };
        let boxed = |list: &[String]| list.iter().map(|one| one.as_str().into()).collect();
        let lower = |condition: &Condition| {
            Ok::<_, String>(match condition {
                Condition::In(list) => Lower::In(boxed(list)),
                Condition::NotIn(list) => Lower::NotIn(boxed(list)),
                Condition::Matches(regex) => Lower::Matches(Regex::new(regex)?),
            })
        };
        Ok(Self {
            tag: set(&spec.tag, &names.tags)?,
            pos: set(&spec.pos, &names.classes)?,
            dep: set(&spec.dep, &names.deps)?,
            lower: spec.lower.as_ref().map(lower).transpose()?,
            is_space: spec.is_space,
        })
    }

    fn matches(&self, word: Word<'_>) -> bool {
        let has = |set: &Option<Vec<bool>>, name: u16| {
            set.as_ref().is_none_or(|set| set[usize::from(name)])
        };
        has(&self.tag, word.tag)
            && has(&self.pos, word.pos)
            && has(&self.dep, word.dep)
            && self.is_space.is_none_or(|is_space| is_space == word.is_space)
            && self.lower.as_ref().is_none_or(|lower| lower.matches(word.lower))
    }
}

impl Lower {
    fn matches(&self, lower: &str) -> bool {
        match self {
            Self::In(list) => list.iter().any(|one| **one == *lower),
            Self::NotIn(list) => !list.iter().any(|one| **one == *lower),
            Self::Matches(regex) => regex.is_match(lower),
        }
    }
}

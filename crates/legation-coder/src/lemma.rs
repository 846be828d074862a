//! Lemmas that the model's lemmatizer gets wrong ("hopes" → *hop*, "rated" → *rat*), put right before coding.
//!
//! The runtime gives what spaCy gives, mistakes included; rules and tables want the dictionary form.

use legation_core::{Document, Layers, Pos, Span};

/// Nouns and verbs whose lemma is another word's: form, part of speech, lemma.
const FORMS: &[(&str, Pos, &str)] = &[
    ("taxes", Pos::Noun, "tax"),
    ("axes", Pos::Noun, "axe"),
    ("graves", Pos::Noun, "grave"),
    ("motives", Pos::Noun, "motive"),
    ("uses", Pos::Noun, "use"),
    ("guilders", Pos::Noun, "guilder"),
    ("left", Pos::Verb, "leave"),
    ("found", Pos::Verb, "find"),
    ("lying", Pos::Verb, "lie"),
    ("saw", Pos::Verb, "see"),
];

/// Puts wrong lemmas right.
pub fn mend(doc: &Document, layers: &mut Layers) {
    let mut mended: Vec<(usize, String)> = Vec::new();
    for (i, token) in layers.tokens.iter().enumerate() {
        if !matches!(token.pos, Pos::Verb | Pos::Noun | Pos::Aux) {
            continue;
        }
        let word = token.span.of(doc.text());
        let lemma = token.lemma.of(&layers.lemmas);
        if word.len() < 4 || word.eq_ignore_ascii_case(lemma) {
            continue;
        }
        let word = word.to_lowercase();
        let listed = FORMS.iter().find(|(form, pos, _)| *form == word && *pos == token.pos);
        let right = listed.map(|l| l.2.to_owned()).or_else(|| silent_e(&word, lemma));
        if let Some(right) = right.filter(|r| r != lemma) {
            mended.push((i, right));
        }
    }
    for (i, right) in mended {
        let start = layers.lemmas.len();
        layers.lemmas.push_str(&right);
        layers.tokens[i].lemma = Span::from(start..layers.lemmas.len());
    }
}

/// A short verb that ends in one vowel and one consonant doubles the consonant ("hopped"); a form without doubling belongs to
/// the verb with a silent e ("hoped": *hope*).
fn silent_e(word: &str, lemma: &str) -> Option<String> {
    let bytes = lemma.as_bytes();
    let [.., before, vowel, last] = bytes else { return None };
    let is_vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    let doubling = is_vowel(vowel)
        && !is_vowel(before)
        && !is_vowel(last)
        && !matches!(last, b'w' | b'x' | b'y' | b'h');
    let one_syllable = bytes.iter().filter(|b| is_vowel(b)).count() == 1;
    let ending = word.strip_prefix(lemma)?;
    (doubling && one_syllable && matches!(ending, "ed" | "es" | "ing")).then(|| format!("{lemma}e"))
}

#[cfg(test)]
mod tests {
    use super::silent_e;

    #[test]
    fn silent_e_after_short_stems() {
        assert_eq!(silent_e("hopes", "hop").as_deref(), Some("hope"));
        assert_eq!(silent_e("staging", "stag").as_deref(), Some("stage"));
        assert_eq!(silent_e("fined", "fin").as_deref(), Some("fine"));
        assert_eq!(silent_e("hopped", "hop"), None);
        assert_eq!(silent_e("visited", "visit"), None);
        assert_eq!(silent_e("mixes", "mix"), None);
        assert_eq!(silent_e("attacked", "attack"), None);
    }
}

//! Which language an article is in. Only English is coded; others are kept and remarked.

use legation_core::Article;
use whatlang::Lang;

/// The language whose articles are coded.
pub const SUPPORTED: &str = "en";

/// Texts with fewer letters than this are too short to tell, unless nothing in them is English.
const SHORT: usize = 200;
/// Texts with fewer letters than this are too short to tell.
const SHORTEST: usize = 100;
/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 8 << 10;

/// ISO 639-1 codes of the languages that are told apart.
const CODES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Fra, "fr"),
    (Lang::Spa, "es"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Swe, "sv"),
    (Lang::Dan, "da"),
    (Lang::Nob, "nb"),
    (Lang::Fin, "fi"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Slk, "sk"),
    (Lang::Slv, "sl"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Mkd, "mk"),
    (Lang::Bul, "bg"),
    (Lang::Ron, "ro"),
    (Lang::Hun, "hu"),
    (Lang::Est, "et"),
    (Lang::Lav, "lv"),
    (Lang::Lit, "lt"),
    (Lang::Ell, "el"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Bel, "be"),
    (Lang::Kat, "ka"),
    (Lang::Hye, "hy"),
    (Lang::Aze, "az"),
    (Lang::Tur, "tr"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Pes, "fa"),
    (Lang::Urd, "ur"),
    (Lang::Hin, "hi"),
    (Lang::Ben, "bn"),
    (Lang::Guj, "gu"),
    (Lang::Pan, "pa"),
    (Lang::Mar, "mr"),
    (Lang::Nep, "ne"),
    (Lang::Tam, "ta"),
    (Lang::Tel, "te"),
    (Lang::Kan, "kn"),
    (Lang::Mal, "ml"),
    (Lang::Ori, "or"),
    (Lang::Sin, "si"),
    (Lang::Tha, "th"),
    (Lang::Khm, "km"),
    (Lang::Mya, "my"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
    (Lang::Jav, "jv"),
    (Lang::Tgl, "tl"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Amh, "am"),
    (Lang::Afr, "af"),
    (Lang::Zul, "zu"),
    (Lang::Sna, "sn"),
    (Lang::Aka, "ak"),
    (Lang::Cat, "ca"),
    (Lang::Epo, "eo"),
    (Lang::Lat, "la"),
    (Lang::Tuk, "tk"),
    (Lang::Uzb, "uz"),
    (Lang::Yid, "yi"),
];

/// Sets the language of an article from its text, where the text is long enough to tell, and remarks on articles that
/// will not be coded. What the text shows is believed before what the page claims.
pub(super) fn identify(article: &mut Article) {
    if let Some(found) = detect(&article.text) {
        let claimed = article.language.as_deref().map(primary);
        if let Some(claimed) = claimed.filter(|c| *c != found && !(*c == "no" && found == "nb")) {
            article.reader_remarks.push(format!("declared as {claimed}, but is in {found}"));
        }
        article.language = Some(found.to_owned());
    }
    if !is_supported(article) {
        let language = article.language.as_deref().unwrap_or_default();
        article.reader_remarks.push(format!(
            "not coded: the text is in {language}, and only English ({SUPPORTED}) is supported"
        ));
    }
}

/// Whether articles in this language are coded. An unknown language is taken for English.
pub fn is_supported(article: &Article) -> bool {
    article.language.as_deref().is_none_or(|tag| {
        let tag = tag.to_lowercase();
        matches!(primary(&tag), SUPPORTED | "eng" | "english")
    })
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Words that hold English together and hardly occur in other languages.
const FUNCTION_WORDS: &[&str] = &[
    "the", "of", "and", "to", "that", "with", "were", "was", "had", "has", "would", "they", "from",
    "which", "who", "said", "by", "his", "their",
];

/// How many of the words are English function words, and how many words there are.
fn english_words(sample: &str) -> (usize, usize) {
    let words: Vec<String> = sample
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    let english = words.iter().filter(|w| FUNCTION_WORDS.contains(&w.as_str())).count();
    (english, words.len())
}

/// The language of a text, where that is beyond doubt.
fn detect(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(SAMPLE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text[..end];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let (english, words) = english_words(sample);
    // Names from elsewhere, of which political news is full, mislead statistics over letters.
    if letters >= SHORT && english >= 5 && english * 8 >= words {
        return Some(SUPPORTED);
    }
    let shortest = if english == 0 { SHORTEST } else { SHORT };
    let info = whatlang::detect(sample)?;
    // One sign of Chinese, Japanese or Korean says more than one letter.
    let wide = matches!(info.lang(), Lang::Cmn | Lang::Jpn | Lang::Kor);
    let enough = if wide { letters * 4 } else { letters } >= shortest;
    if !enough || !info.is_reliable() {
        return None;
    }
    CODES.iter().find(|(lang, _)| *lang == info.lang()).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, claimed: Option<&str>) -> Article {
        let mut article = Article::new("a", text);
        article.language = claimed.map(str::to_owned);
        identify(&mut article);
        article
    }

    #[test]
    fn other_languages_are_remarked() {
        let german = "Der Außenminister von Belmark traf am Freitag den Präsidenten von Arvenia, um über den Streit an der \
            gemeinsamen Grenze zu sprechen. Beide Seiten vereinbarten, die Verhandlungen im März fortzusetzen. Die \
            Opposition nannte das Treffen eine Niederlage für die Regierung und forderte Neuwahlen.";
        let article = read(german, Some("en-GB"));
        assert_eq!(article.language.as_deref(), Some("de"));
        assert!(!is_supported(&article));
        assert!(article.reader_remarks.iter().any(|r| r.contains("not coded")));
    }

    #[test]
    fn english_full_of_foreign_names_stays_english() {
        let text = "Xi Jinping and Luiz Inácio Lula da Silva met Recep Tayyip Erdoğan and Andrés Manuel López Obrador in \
            Ouagadougou on Friday. They were joined by Nguyễn Phú Trọng and Gurbanguly Berdimuhamedow, who said \
            that Kazakhstan and Kyrgyzstan would not send envoys to the talks in Reykjavík next week.";
        let article = read(text, Some("de"));
        assert_eq!(article.language.as_deref(), Some("en"));
        assert!(is_supported(&article));
    }

    #[test]
    fn a_short_text_without_an_english_word_is_told() {
        let french = "Le président de l'Arvénie a rappelé lundi son ambassadeur au Belmark, a annoncé le ministère des Affaires \
            étrangères. La Première ministre du Belmark a rejeté ces accusations mardi.";
        assert_eq!(read(french, None).language.as_deref(), Some("fr"));
        let english = "Arvenia recalled its envoy on Monday. Belmark rejected the charges on Tuesday, its foreign \
            ministry said in a statement.";
        assert_eq!(read(english, None).language, None);
    }

    #[test]
    fn short_texts_are_left_to_the_claim() {
        assert!(is_supported(&read("Talks ended.", None)));
        assert!(!is_supported(&read("Gespräche beendet.", Some("de"))));
    }
}

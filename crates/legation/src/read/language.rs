//! Which language an article is in. English is coded, French is read in part; others are kept and remarked.

use legation_core::Article;
use whatlang::Lang;

/// The language whose articles are coded in full.
pub const CODED: &str = "en";

/// The languages whose articles are read where a model for them is at hand.
pub const LANGUAGES: [&str; 2] = [CODED, "fr"];

/// How remarks on what is not told begin.
const NOT_CODED: &str = "not coded: the text is in ";
const IN_PART: &str = "coded in part: the text is in ";

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
    if let Some(language) = article.language.as_deref().filter(|tag| code(tag).is_none()) {
        let remark = format!("{NOT_CODED}{language}, and only English and French are read");
        article.reader_remarks.push(remark);
    }
}

/// Remarks on an article that is not coded in full: why it is not read at all, or what is told of it. Earlier remarks on that,
/// as in an article from a store, are gone.
pub(crate) fn remark(article: &mut Article, language: &str, why_not: Option<&str>) {
    let remarks = &mut article.reader_remarks;
    remarks.retain(|remark| !remark.starts_with(NOT_CODED) && !remark.starts_with(IN_PART));
    match why_not {
        Some(why) => remarks.push(format!("{NOT_CODED}{language}, and {why}")),
        None if language != CODED => remarks.push(format!(
            "{IN_PART}{language}; sentences, names that the tables know, and dates are told, statements and events only of English articles"
        )),
        None => {}
    }
}

/// The language, among those that are read, that a tag such as `fr-CA` names.
pub fn code(tag: &str) -> Option<&'static str> {
    let tag = tag.to_lowercase();
    match primary(&tag) {
        "en" | "eng" | "english" => Some(CODED),
        "fr" | "fra" | "fre" | "french" => Some("fr"),
        _ => None,
    }
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
        return Some(CODED);
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
        assert_eq!(code("de"), None);
        assert!(article.reader_remarks.iter().any(|r| r.contains("not coded")));
    }

    #[test]
    fn english_full_of_foreign_names_stays_english() {
        let text = "Xi Jinping and Luiz Inácio Lula da Silva met Recep Tayyip Erdoğan and Andrés Manuel López Obrador in \
            Ouagadougou on Friday. They were joined by Nguyễn Phú Trọng and Gurbanguly Berdimuhamedow, who said \
            that Kazakhstan and Kyrgyzstan would not send envoys to the talks in Reykjavík next week.";
        let article = read(text, Some("de"));
        assert_eq!(article.language.as_deref(), Some("en"));
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
        assert_eq!(read("Talks ended.", None).language, None);
        let german = read("Gespräche beendet.", Some("de"));
        assert!(german.reader_remarks[0].starts_with(NOT_CODED), "{:?}", german.reader_remarks);
    }

    #[test]
    fn remarks_say_what_is_told_and_replace_earlier_ones() {
        let mut article = read("La séance est levée.", Some("fr-CA"));
        assert_eq!(code("fr-CA"), Some("fr"));
        assert!(article.reader_remarks.is_empty());
        remark(&mut article, "fr", Some("its model is missing; run `legation model install fr`"));
        assert!(article.reader_remarks[0].contains("legation model install fr"));
        remark(&mut article, "fr", None);
        assert_eq!(article.reader_remarks.len(), 1);
        assert!(article.reader_remarks[0].starts_with(IN_PART));
    }
}

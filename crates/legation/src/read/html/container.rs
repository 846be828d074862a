//! Which part of a page holds the article, by the marks in `codebook/pages/containers.toml`.

use serde::Deserialize;
use std::sync::LazyLock;

/// Elements that may hold an article.
const HOLDERS: &[&str] = &["article", "div", "main", "section"];

#[derive(Debug, Deserialize)]
struct Table {
    rank: Vec<Marks>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Marks {
    name: Vec<String>,
    class: Vec<String>,
    id: Vec<String>,
    itemprop: Vec<String>,
    role: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../../codebook/pages/containers.toml"))
        .expect("codebook/pages/containers.toml is checked by a test")
});

/// How well an element is marked as the one with the article: 0 is best; nothing where it is not marked.
pub(super) fn rank(name: &str, attributes: &[(&str, &str)]) -> Option<usize> {
    if !HOLDERS.contains(&name) {
        return None;
    }
    TABLE.rank.iter().position(|marks| {
        marks.name.iter().any(|n| n == name)
            || attributes.iter().any(|(key, value)| {
                let marks = match *key {
                    "class" => &marks.class,
                    "id" => &marks.id,
                    "itemprop" => &marks.itemprop,
                    "role" => &marks.role,
                    _ => return false,
                };
                marks.iter().any(|mark| fits(mark, value))
            })
    })
}

fn fits(mark: &str, value: &str) -> bool {
    let opens = |value: &str, mark: &str| {
        value.as_bytes().get(..mark.len()).is_some_and(|v| v.eq_ignore_ascii_case(mark.as_bytes()))
    };
    if let Some(whole) = mark.strip_prefix('=') {
        value.eq_ignore_ascii_case(whole)
    } else if let Some(start) = mark.strip_prefix('^') {
        opens(value, start)
    } else {
        value.as_bytes().windows(mark.len()).any(|v| v.eq_ignore_ascii_case(mark.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn marks_rank_elements() {
        assert_eq!(rank("div", &[("class", "wide Article-Body x")]), Some(0));
        assert_eq!(rank("article", &[]), Some(1));
        assert_eq!(rank("section", &[("id", "primary-part")]), Some(2));
        assert_eq!(rank("div", &[("class", "content")]), Some(3));
        assert_eq!(rank("div", &[("class", "content x")]), None);
        assert_eq!(rank("main", &[]), Some(4));
        assert_eq!(rank("p", &[("class", "article-body")]), None);
    }
}

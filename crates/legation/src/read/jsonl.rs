//! JSON lines: one article a line, with `text` and, where known, `title`, `date`, `url`, `publisher`, `byline`, `language`, `id`.

use super::{Options, ReadError};
use jiff::civil::Date;
use legation_core::{Article, Basis, Published};
use serde::Deserialize;
use std::io::{BufRead, Read};

#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    title: Option<String>,
    date: Option<String>,
    published: Option<String>,
    url: Option<String>,
    uri: Option<String>,
    id: Option<serde_json::Value>,
    publisher: Option<String>,
    #[serde(default)]
    byline: Option<Byline>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Byline {
    One(String),
    Many(Vec<String>),
}

/// The articles of a file of JSON lines; the line number is part of every error.
pub(super) fn articles<'a, R: BufRead + Send + 'a>(
    name: String,
    mut input: R,
    options: &'a Options,
) -> impl Iterator<Item = Result<Article, ReadError>> + Send + 'a {
    let mut number = 0u64;
    std::iter::from_fn(move || {
        loop {
            number += 1;
            let at = format!("{name}:{number}");
            let mut line = Vec::new();
            match (&mut input).take(options.max_article + 1).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(ReadError::io(&at, &error))),
            }
            if line.len() as u64 > options.max_article && line.last() != Some(&b'\n') {
                if let Err(error) = skip_line(&mut input) {
                    return Some(Err(ReadError::io(&at, &error)));
                }
                let problem = format!("is a line larger than {} MiB", options.max_article >> 20);
                return Some(Err(ReadError::new(at, problem, "split it, or raise --max-article")));
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(one(&at, line, &name, options));
        }
    })
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        match buffer.iter().position(|b| *b == b'\n') {
            Some(at) => {
                input.consume(at + 1);
                return Ok(());
            }
            None => {
                let length = buffer.len();
                input.consume(length);
            }
        }
    }
}

fn one(at: &str, line: Vec<u8>, name: &str, options: &Options) -> Result<Article, ReadError> {
    let line = String::from_utf8(line).map_err(|_| {
        ReadError::new(at, "is not valid UTF-8", "convert it, for example with iconv -t UTF-8")
    })?;
    let parsed: Line = serde_json::from_str(&line).map_err(|e| {
        ReadError::new(
            at,
            format!("is not a JSON object of an article ({e})"),
            "see legation read --help",
        )
    })?;
    let text = parsed.text.filter(|t| !t.trim().is_empty());
    let text = text.ok_or_else(|| {
        ReadError::new(at, "has an empty or no field \"text\"", "name the column \"text\"")
    })?;
    let id = parsed.id.map(|id| match id {
        serde_json::Value::String(s) => s,
        other => other.to_string(),
    });
    let uri = parsed.url.clone().or(parsed.uri).unwrap_or_else(|| match id {
        Some(id) => format!("{name}#{id}"),
        None => at.to_owned(),
    });
    let mut article = Article::new(uri, text);
    "jsonl".clone_into(&mut article.reader);
    article.provenance = Some(at.to_owned());
    article.title = parsed.title;
    article.canonical = parsed.url;
    article.publisher = parsed.publisher;
    article.language = parsed.language;
    article.byline = match parsed.byline {
        Some(Byline::One(name)) => vec![name],
        Some(Byline::Many(names)) => names,
        None => Vec::new(),
    };
    if let Some(given) = parsed.date.or(parsed.published) {
        match given.get(..10).and_then(|d| d.parse::<Date>().ok()) {
            Some(date) => {
                article.published = Published { date: Some(date), basis: Basis::Metadata }
            }
            None => article
                .reader_remarks
                .push(format!("the date {given:?} was not understood; expected 2022-12-30")),
        }
    }
    super::date(&mut article, options);
    Ok(article)
}

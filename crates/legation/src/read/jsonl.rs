//! JSON: lines of one object each, or one value that is an article, a list of articles or a JSON Feed. Which field is what
//! is told by the usual names or by a mapping.

use super::columns::{self, Place};
use super::{Options, ReadError, feed};
use legation_core::Article;
use serde_json::Value;
use std::io::{BufRead, Read};

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
    let line = String::from_utf8(line).map_err(|_| not_utf8(at))?;
    let parsed: Value = serde_json::from_str(&line).map_err(|e| not_json(at, &e))?;
    object(at, &parsed, name, options)
}

fn not_utf8(at: &str) -> ReadError {
    ReadError::new(at, "is not valid UTF-8", "convert it, for example with iconv -t UTF-8")
}

fn not_json(at: &str, error: &serde_json::Error) -> ReadError {
    let problem = format!("is not a JSON object of an article ({error})");
    ReadError::new(at, problem, "see legation read --help")
}

fn object(at: &str, value: &Value, name: &str, options: &Options) -> Result<Article, ReadError> {
    let Value::Object(fields) = value else {
        let remedy = "see legation read --help";
        return Err(ReadError::new(at, "is not a JSON object of an article", remedy));
    };
    let place = Place { name, at, reader: "jsonl" };
    columns::article(place, options.columns.of_object(fields), options)
}

/// The articles of a file that is one JSON value. Where it turns out to be lines of objects, it is read as such.
pub(super) fn value(
    name: &str,
    bytes: Vec<u8>,
    options: &Options,
) -> Vec<Result<Article, ReadError>> {
    let parsed: Value = match serde_json::from_slice(&bytes) {
        Ok(parsed) => parsed,
        Err(error) => {
            let lines =
                bytes.split(|b| *b == b'\n').filter(|l| !l.trim_ascii().is_empty()).count() > 1;
            let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
            if lines && serde_json::from_slice::<Value>(first).is_ok() {
                return articles(name.to_owned(), std::io::Cursor::new(bytes), options).collect();
            }
            return vec![Err(not_json(name, &error))];
        }
    };
    match &parsed {
        Value::Array(all) => {
            let at = |number: usize| format!("{name}:{}", number + 1);
            all.iter().enumerate().map(|(n, v)| object(&at(n), v, name, options)).collect()
        }
        Value::Object(map)
            if map
                .get("version")
                .and_then(Value::as_str)
                .is_some_and(|v| v.contains("jsonfeed")) =>
        {
            feed::articles(name, &bytes, options)
        }
        other => vec![object(name, other, name, options)],
    }
}

//! CSV and TSV: one article a row, with a header that names the columns.

use super::bounds::{Rows, Tally};
use super::columns::{self, Place};
use super::{Options, ReadError};
use legation_core::Article;
use std::io::{BufRead, BufReader, Read};

/// How much of a table is looked at to tell what stands between the fields.
const HEADER: usize = 64 << 10;

/// The articles of a table. `delimiter` is what stands between the fields; `0` where the header has to tell.
pub(super) fn articles<'a>(
    name: String,
    input: impl Read + Send + 'a,
    delimiter: u8,
    options: &'a Options,
) -> impl Iterator<Item = Result<Article, ReadError>> + Send + 'a {
    let since = Tally::default();
    // The reader is ahead of the row by what it buffers.
    let most = options.max_article + (1 << 20);
    let mut input = BufReader::with_capacity(HEADER, Rows::new(input, since.clone(), most));
    let delimiter = match delimiter {
        0 => told_by_header(input.fill_buf().unwrap_or_default()),
        given => given,
    };
    let mut rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let mut positions = None;
    let mut row = csv::ByteRecord::new();
    let mut over = false;
    std::iter::from_fn(move || {
        if over {
            return None;
        }
        if positions.is_none() {
            let found = header(&name, &mut rows).and_then(|header| {
                options
                    .columns
                    .positions(&header)
                    .map_err(|p| ReadError::new(&name, p, "name it: --column text=NAME"))
            });
            match found {
                Ok(found) => positions = Some(found),
                Err(error) => {
                    over = true;
                    return Some(Err(error));
                }
            }
        }
        let positions = positions.as_ref()?;
        loop {
            since.clear();
            let line = rows.position().line();
            let at = format!("{name}:{line}");
            match rows.read_byte_record(&mut row) {
                Ok(false) => return None,
                Ok(true) => {}
                Err(error) => {
                    over = true;
                    return Some(Err(broken(at, &error, options)));
                }
            }
            if row.iter().all(<[u8]>::is_empty) {
                continue;
            }
            let mut fields = Vec::with_capacity(positions.len());
            for (field, position) in positions {
                let value = row.get(*position).unwrap_or_default();
                let Ok(value) = std::str::from_utf8(value) else {
                    let remedy = "convert it, for example with iconv -t UTF-8";
                    return Some(Err(ReadError::new(at, "is not valid UTF-8", remedy)));
                };
                fields.push((*field, vec![value.to_owned()]));
            }
            let place = Place { name: &name, at: &at, reader: "table" };
            return Some(columns::article(place, fields, options));
        }
    })
}

fn header(name: &str, rows: &mut csv::Reader<impl Read>) -> Result<Vec<String>, ReadError> {
    let header = rows.byte_headers().map_err(|e| {
        ReadError::new(name, format!("is no table ({e})"), "see legation read --help")
    })?;
    let names =
        header.iter().map(|h| String::from_utf8_lossy(h).trim_start_matches('\u{feff}').to_owned());
    Ok(names.collect())
}

fn broken(at: String, error: &csv::Error, options: &Options) -> ReadError {
    let endless = matches!(error.kind(), csv::ErrorKind::Io(e) if e.kind() == std::io::ErrorKind::FileTooLarge);
    if endless {
        let size = options.max_article >> 20;
        let problem =
            format!("begins a row larger than {size} MiB; is a quotation mark left open?");
        return ReadError::new(
            at,
            problem,
            "mend it, or raise --max-article; the rows before it were read",
        );
    }
    ReadError::new(
        at,
        format!("cannot be read as a row ({error})"),
        "the rows before it were read; mend it",
    )
}

/// What stands between the fields of a header: the most frequent of comma, semicolon, tab and bar.
fn told_by_header(head: &[u8]) -> u8 {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |mark: u8| line.split(|b| *b == mark).count() - 1;
    let best = [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|mark| count(*mark));
    best.filter(|mark| count(*mark) > 0).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(table: &str, delimiter: u8, options: &Options) -> Vec<Result<Article, ReadError>> {
        articles(
            "t.csv".to_owned(),
            std::io::Cursor::new(table.as_bytes().to_vec()),
            delimiter,
            options,
        )
        .collect()
    }

    #[test]
    fn rows_become_articles_under_usual_and_given_names() {
        let table = "\u{feff}ID;Headline;Body;Published\n7;Talks;\"Arvenia met Belmark;\nthey said.\";30.12.2022\n8;None;;\n\n";
        let all = read(table, 0, &Options::default());
        let first = all[0].as_ref().unwrap();
        assert_eq!(first.uri, "t.csv#7");
        assert_eq!(first.title.as_deref(), Some("Talks"));
        assert_eq!(first.text, "Arvenia met Belmark;\nthey said.");
        assert_eq!(first.published.date.map(|d| d.to_string()).as_deref(), Some("2022-12-30"));
        assert!(all[1].as_ref().unwrap_err().to_string().contains("t.csv:4"), "{:?}", all[1]);
        let mut options = Options::default();
        options.columns.0 = vec!["text=x".parse().unwrap(), "url=where".parse().unwrap()];
        let all = read("where\tx\thttp\nhttp://a.example/1\tTalks ended.\t1\n", b'\t', &options);
        assert_eq!(all[0].as_ref().unwrap().uri, "http://a.example/1");
        assert!(
            read("a,b\n1,2\n", 0, &options)[0]
                .as_ref()
                .unwrap_err()
                .to_string()
                .contains("its columns are a, b")
        );
    }

    #[test]
    fn an_open_quotation_mark_ends_the_table_not_the_memory() {
        let table = format!("text\nTalks ended.\n\"open {}\n", "x".repeat(3 << 20));
        let all = read(&table, 0, &Options { max_article: 1 << 10, ..Options::default() });
        assert_eq!(all.len(), 2);
        assert!(all[1].as_ref().unwrap_err().to_string().contains("left open"));
    }
}

//! Web archives: the pages in WARC files, compressed or not, one record at a time in bounded memory.
//!
//! A compressed archive is a row of gzip members, one for each record. The offset of the member is the article's provenance,
//! so that any record can be taken out of the archive again.

mod http;
mod source;

use super::ahead::Pending;
use super::{Options, ReadError, html, text};
use legation_core::Article;
use source::{Counted, Source};
use std::io::{self, BufRead, Read};

/// The longest header of a record or of a response in it.
const HEADER: u64 = 256 << 10;
/// The longest record that is passed over; behind a longer one the archive is given up, as it may be a bomb.
const LONGEST: u64 = 4 << 30;

/// A record, with as much of its content as is allowed.
struct Record {
    fields: Vec<(String, String)>,
    content: Vec<u8>,
    /// Whether the content goes on beyond what is allowed.
    cut: bool,
    offset: u64,
}

impl Record {
    fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }
}

/// The value of a header field, by its name in any case.
fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
}

/// The articles of an archive; `packed` where it is a row of gzip members.
pub(super) fn articles<'a>(
    name: String,
    input: impl BufRead + Send + 'a,
    packed: bool,
    options: &'a Options,
) -> impl Iterator<Item = Pending<'a>> + Send + 'a {
    let mut source = Some(Source::new(Counted::new(input), packed));
    std::iter::from_fn(move || {
        let open = source.as_mut()?;
        let at = format!("{name}@{}", open.offset());
        match record(open, options) {
            Ok(None) => None,
            Ok(Some(record)) => {
                let name = name.clone();
                let bytes = record.content.len();
                let work = move || article(&name, &record, options).transpose();
                Some(Pending::Work(bytes, Box::new(work)))
            }
            Err(error) => {
                // Where a record is broken, nothing says where the next one begins.
                source = None;
                let problem = match error.kind() {
                    io::ErrorKind::UnexpectedEof => {
                        "breaks off in the middle of a record".to_owned()
                    }
                    _ => format!("holds a record that cannot be read ({error})"),
                };
                let remedy =
                    "the records before it were read; fetch the archive again for the rest";
                Some(Pending::from(Err(ReadError::new(at, problem, remedy))))
            }
        }
    })
}

/// The next record, or `None` at the end of the archive.
fn record(source: &mut Source<impl BufRead>, options: &Options) -> io::Result<Option<Record>> {
    let Some(offset) = source.next_record()? else { return Ok(None) };
    let mut head = Vec::new();
    let mut fields = Vec::new();
    let mut first = true;
    let mut left = HEADER;
    loop {
        head.clear();
        let read = source.reader().take(left).read_until(b'\n', &mut head)?;
        left -= read as u64;
        if read == 0 {
            let cut = io::Error::from(io::ErrorKind::UnexpectedEof);
            return Err(if left == 0 { invalid("its header has no end") } else { cut });
        }
        let line = String::from_utf8_lossy(&head);
        let line = line.trim();
        if first {
            if !line.starts_with("WARC/") {
                return Err(invalid("it does not begin with WARC/"));
            }
            first = false;
        } else if line.is_empty() {
            break;
        } else if let Some((key, value)) = line.split_once(':') {
            fields.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    let length = field(&fields, "Content-Length").and_then(|l| l.parse::<u64>().ok());
    let length = length.ok_or_else(|| invalid("its Content-Length is missing or no number"))?;
    if length > LONGEST {
        return Err(invalid("it is too long"));
    }
    let wanted = length.min(options.max_article + HEADER);
    let mut content = Vec::new();
    let read = source.reader().take(wanted).read_to_end(&mut content)? as u64;
    let passed = io::copy(&mut source.reader().take(length - wanted), &mut io::sink())?;
    if read + passed < length {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    Ok(Some(Record { fields, content, cut: wanted < length, offset }))
}

fn invalid(problem: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, problem.to_owned())
}

/// The article in a record, if it is one that can hold an article.
fn article(name: &str, record: &Record, options: &Options) -> Result<Option<Article>, ReadError> {
    let at = format!("{name}@{}", record.offset);
    let address = record.field("WARC-Target-URI").map(|a| a.trim_matches(['<', '>']).to_owned());
    let declared = record.field("Content-Type").unwrap_or_default();
    let too_large = || {
        let size = options.max_article >> 20;
        let problem = format!("holds a page larger than {size} MiB");
        ReadError::new(&at, problem, "leave it out, or raise --max-article")
    };
    let (bytes, kind, charset) = match record.field("WARC-Type").unwrap_or_default() {
        "response" if declared.starts_with("application/http") => {
            let response = http::response(&record.content, options.max_article)
                .map_err(|problem| ReadError::new(&at, problem, "leave this record out"))?;
            let Some(response) = response else { return Ok(None) };
            if response.cut {
                return Err(too_large());
            }
            (response.body, response.kind, response.charset)
        }
        "resource" | "conversion" => (record.content.clone(), declared.to_lowercase(), None),
        _ => return Ok(None),
    };
    let page = kind.contains("html") || (kind.is_empty() && html::is_page(&bytes));
    if !page && !kind.starts_with("text/plain") {
        return Ok(None);
    }
    if record.cut {
        return Err(too_large());
    }
    let uri = address.clone().unwrap_or_else(|| at.clone());
    let mut article = if page {
        let page = html::Page {
            uri: &uri,
            address: address.as_deref(),
            charset: charset.as_deref(),
            bytes: &bytes,
        };
        html::article(&page).map_err(|e| ReadError::new(&at, e.problem, e.remedy))?
    } else {
        let mut article = Article::new(uri, text::decode(&at, bytes)?);
        article.canonical = address;
        article
    };
    article.reader = format!("warc:{}", article.reader);
    article.provenance = Some(match record.field("WARC-Date") {
        Some(date) => format!("{at} fetched {date}"),
        None => at,
    });
    super::date(&mut article, options);
    Ok(Some(article))
}

#[cfg(test)]
mod tests;

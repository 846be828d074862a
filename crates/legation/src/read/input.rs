//! From bytes to articles: each kind of input has its reader.

use super::ahead::Pending;
use super::bounds::{Counting, Tally, Unpacked};
use super::kind::Kind;
use super::{
    Inputs, Options, ReadError, archive, feed, html, jsonl, mail, markdown, parquet, pdf, sitemap,
    table, text, warc,
};
use flate2::read::MultiGzDecoder;
use legation_core::Article;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How much of an input is looked at to tell its kind.
const HEAD: usize = 2048;

/// What an input is read from.
pub(super) enum Body {
    /// A file.
    File(File),
    /// Bytes in memory.
    Memory(Cursor<Vec<u8>>),
    /// What comes out of something else, once.
    Stream(Box<dyn Read + Send>),
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
            Self::Stream(stream) => stream.read(buffer),
        }
    }
}

impl Seek for Body {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
            Self::Stream(_) => Err(io::Error::from(io::ErrorKind::NotSeekable)),
        }
    }
}

impl Body {
    /// What was put into a temporary file, from its beginning.
    pub(super) fn spooled(spool: tempfile::SpooledTempFile) -> io::Result<Self> {
        let mut body = match spool.into_inner() {
            tempfile::SpooledData::InMemory(bytes) => Self::Memory(bytes),
            tempfile::SpooledData::OnDisk(file) => Self::File(file),
        };
        body.seek(SeekFrom::Start(0))?;
        Ok(body)
    }

    /// The same as something that can be read at any place.
    pub(super) fn seekable(self) -> io::Result<Self> {
        match self {
            Self::Stream(mut stream) => {
                let mut spool = tempfile::spooled_tempfile(8 << 20);
                io::copy(&mut stream, &mut spool)?;
                Self::spooled(spool)
            }
            other => Ok(other),
        }
    }

    /// The same as a file.
    fn file(self) -> io::Result<File> {
        match self {
            Self::File(file) => Ok(file),
            mut other => {
                let mut file = tempfile::tempfile()?;
                io::copy(&mut other, &mut file)?;
                file.rewind()?;
                Ok(file)
            }
        }
    }

    /// The first bytes, and the same input from its beginning.
    fn head(mut self) -> io::Result<(Vec<u8>, Self)> {
        let mut head = Vec::with_capacity(HEAD);
        (&mut self).take(HEAD as u64).read_to_end(&mut head)?;
        let whole = match self {
            Self::Stream(stream) => Self::Stream(Box::new(Cursor::new(head.clone()).chain(stream))),
            mut other => {
                // What cannot be read again, such as a pipe, goes on behind what was read.
                if other.seek(SeekFrom::Start(0)).is_err() {
                    other = Self::Stream(Box::new(Cursor::new(head.clone()).chain(other)));
                }
                other
            }
        };
        Ok((head, whole))
    }
}

/// An input that could not be read.
pub(super) fn failed<'a>(error: ReadError) -> Inputs<'a> {
    Box::new(std::iter::once(Pending::from(Err(error))))
}

/// The articles of an input, whatever it is. `depth` is how many archives it lies in.
pub(super) fn open(name: String, body: Body, depth: usize, options: &Options) -> Inputs<'_> {
    let (head, body) = match body.head() {
        Ok(both) => both,
        Err(error) => return failed(ReadError::io(&name, &error)),
    };
    let told = Kind::of_name(&name);
    let kind = match told {
        // A saved page or feed often has another ending, or none.
        None | Some(Kind::Text) => match Kind::of_head(&head) {
            Kind::JsonLines | Kind::Json if told.is_some() => Kind::Text,
            found => found,
        },
        Some(Kind::Page) if is_binary(&head) => Kind::of_head(&head),
        Some(Kind::Xml) if html::is_page(&head) => Kind::Page,
        Some(Kind::Warc { packed: true }) if !head.starts_with(&[0x1f, 0x8b]) => {
            Kind::Warc { packed: false }
        }
        Some(kind) => kind,
    };
    reader(kind, name, body, depth, options)
}

/// Whether the first bytes are those of a document or an archive that was given the wrong ending.
fn is_binary(head: &[u8]) -> bool {
    matches!(Kind::of_head(head), Kind::Gzip | Kind::Zip | Kind::Pdf | Kind::Parquet)
}

fn reader(kind: Kind, name: String, body: Body, depth: usize, options: &Options) -> Inputs<'_> {
    match kind {
        Kind::JsonLines => done(jsonl::articles(name, BufReader::new(body), options)),
        Kind::Table(delimiter) => done(table::articles(name, body, delimiter, options)),
        Kind::Warc { packed } => {
            Box::new(warc::articles(name, BufReader::with_capacity(1 << 16, body), packed, options))
        }
        Kind::Parquet => match body.file() {
            Ok(file) => done(parquet::articles(name, file, options)),
            Err(error) => failed(ReadError::io(&name, &error)),
        },
        Kind::Zip => archive::zip(name, body, depth, options),
        Kind::Tar => archive::tar(name, body, depth, options),
        Kind::Gzip => unpacked(name, body, depth, options),
        Kind::Text | Kind::Markdown | Kind::Page | Kind::Mail | Kind::Pdf => {
            let bytes = survived(&name, || bounded(&name, body, options));
            let bytes = match bytes.and_then(|bytes| bytes) {
                Ok(bytes) => bytes,
                Err(error) => return failed(error),
            };
            let work = Pending::Work(
                bytes.len(),
                Box::new(move || {
                    let at = name.clone();
                    let found = survived(&at, || one(kind, name, bytes, options));
                    Some(found.and_then(|article| article))
                }),
            );
            Box::new(std::iter::once(work))
        }
        Kind::Json | Kind::Xml => match survived(&name, || many(kind, &name, body, options)) {
            Ok(all) => done(all.into_iter()),
            Err(error) => failed(error),
        },
    }
}

/// Articles that need no more work.
fn done<'a>(articles: impl Iterator<Item = Result<Article, ReadError>> + Send + 'a) -> Inputs<'a> {
    Box::new(articles.map(Pending::from))
}

/// An input that is one article.
fn one(kind: Kind, name: String, bytes: Vec<u8>, options: &Options) -> Result<Article, ReadError> {
    match kind {
        Kind::Page => page(&name, &bytes, options),
        Kind::Mail => mail::article(&name, &bytes, options),
        Kind::Pdf => pdf::article(&name, &bytes, options),
        _ => {
            let text = text::decode(&name, bytes)?;
            Ok(whole(name, text, kind == Kind::Markdown, options))
        }
    }
}

/// An input of several articles that is read as a whole.
fn many(kind: Kind, name: &str, body: Body, options: &Options) -> Vec<Result<Article, ReadError>> {
    let bytes = match bounded(name, body, options) {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(error)],
    };
    match kind {
        Kind::Json => jsonl::value(name, bytes, options),
        _ if sitemap::is_sitemap(&bytes) => {
            let number = sitemap::parse(&bytes).pages.len();
            let problem = format!("is a sitemap: it lists {number} addresses and holds no article");
            let remedy = "put its address into a list for legation watch, which fetches them";
            vec![Err(ReadError::new(name, problem, remedy))]
        }
        _ if super::kind::is_web_xml(&bytes) => feed::articles(name, &bytes, options),
        _ => {
            let problem = "is XML, but neither feed nor sitemap nor page";
            vec![Err(ReadError::new(
                name,
                problem,
                "convert it to JSON lines or text, or leave it out",
            ))]
        }
    }
}

/// Runs a reader; where it panics that is an error about this input.
fn survived<T>(name: &str, run: impl FnOnce() -> T) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| {
        ReadError::new(
            name,
            "is so odd that its reader gave up",
            "leave it out, and please report it",
        )
    })
}

/// What is in a stream compressed with gzip, by the name without its ending.
fn unpacked(name: String, body: Body, depth: usize, options: &Options) -> Inputs<'_> {
    const DEEPEST: usize = 4;
    if depth > DEEPEST {
        let problem = format!("is compressed more than {DEEPEST} times");
        return failed(ReadError::new(name, problem, "unpack it and read what comes out"));
    }
    let packed = Tally::default();
    let counted = Counting::new(BufReader::new(body), packed.clone());
    let plain = Unpacked::new(MultiGzDecoder::new(counted), packed);
    let low = name.to_lowercase();
    let inside = match low.strip_suffix(".tgz") {
        Some(stem) => Some(format!("{}.tar", &name[..stem.len()])),
        None => low.strip_suffix(".gz").map(|stem| name[..stem.len()].to_owned()),
    };
    let body = Body::Stream(Box::new(plain));
    let (head, body) = match body.head() {
        Ok(both) => both,
        Err(error) => {
            let problem = format!("cannot be unpacked ({error})");
            return failed(ReadError::new(name, problem, "fetch it again, or leave it out"));
        }
    };
    let told = inside.as_deref().and_then(Kind::of_name);
    let kind = match told {
        Some(Kind::Warc { .. }) => Kind::Warc { packed: false },
        None | Some(Kind::Text) => Kind::of_head(&head),
        Some(kind) => kind,
    };
    reader(kind, name, body, depth + 1, options)
}

/// The article of a saved page.
pub(super) fn page(name: &str, bytes: &[u8], options: &Options) -> Result<Article, ReadError> {
    let page = html::Page { uri: name, address: None, charset: None, bytes };
    let mut article = html::article(&page)?;
    super::date(&mut article, options);
    Ok(article)
}

/// Reads at most the largest article.
pub(super) fn bounded(
    name: &str,
    input: impl Read,
    options: &Options,
) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    input
        .take(options.max_article + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| ReadError::io(name, &e))?;
    if bytes.len() as u64 > options.max_article {
        let size = options.max_article >> 20;
        let problem = format!("is larger than {size} MiB");
        return Err(ReadError::new(name, problem, "split it, or raise --max-article"));
    }
    Ok(bytes)
}

pub(super) fn whole(name: String, text: String, markdown: bool, options: &Options) -> Article {
    let mut article = Article::new(name, text);
    if markdown {
        markdown::front_matter(&mut article);
    }
    super::date(&mut article, options);
    article
}

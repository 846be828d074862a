//! Readers: paths, folders and standard input become [`Article`]s, one at a time.
//!
//! A bad input is an error of its own that names the input and the remedy; the rest of the run goes on.

mod ahead;
mod archive;
pub mod boilerplate;
mod bounds;
pub mod columns;
pub mod duplicates;
pub mod feed;
#[doc(hidden)]
pub mod fuzz;
pub mod html;
mod input;
mod jsonl;
mod kind;
pub mod language;
mod mail;
mod markdown;
mod parquet;
mod pdf;
pub mod select;
pub mod sitemap;
mod table;
mod text;
mod warc;

use ahead::Pending;
use input::Body;
use jiff::civil::Date;
use legation_core::{Article, Basis, Published};
use std::fs::File;
use std::io;
use std::path::Path;

/// Why an input could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{input}: {problem}; {remedy}")]
pub struct ReadError {
    /// The file, line or address.
    pub input: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: String,
}

impl ReadError {
    /// An error about `input`.
    pub fn new(
        input: impl Into<String>,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { input: input.into(), problem: problem.into(), remedy: remedy.into() }
    }

    fn io(input: &str, error: &io::Error) -> Self {
        let remedy = match error.kind() {
            io::ErrorKind::NotFound => "check the path",
            io::ErrorKind::PermissionDenied => "check the permissions",
            _ => "try again or leave this input out",
        };
        Self::new(input, format!("cannot be read ({error})"), remedy)
    }
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The publication date of all inputs, where the user gives one.
    pub published: Option<Date>,
    /// The largest article, in bytes.
    pub max_article: u64,
    /// Which column of a table or field of a JSON object is what.
    pub columns: columns::Columns,
    /// Which files of folders and members of archives are read.
    pub selection: select::Selection,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            published: None,
            max_article: 16 << 20,
            columns: columns::Columns::default(),
            selection: select::Selection::default(),
        }
    }
}

/// Articles or errors, in the order of the inputs.
pub type Articles<'a> = Box<dyn Iterator<Item = Result<Article, ReadError>> + Send + 'a>;

/// What readers make of inputs, in order.
type Inputs<'a> = Box<dyn Iterator<Item = Pending<'a>> + Send + 'a>;

/// The articles of all inputs: files, folders (recursively, in name order), or `-` for standard input.
///
/// Pages and documents are worked on ahead, on all threads.
pub fn articles<'a>(inputs: &'a [String], options: &'a Options) -> Articles<'a> {
    Box::new(ahead::in_order(inputs.iter().flat_map(move |input| one_input(input, options))))
}

fn one_input<'a>(input: &'a str, options: &'a Options) -> Inputs<'a> {
    if input == "-" {
        return input::open(input.to_owned(), Body::Stream(Box::new(io::stdin())), 0, options);
    }
    let path = Path::new(input);
    match path.metadata() {
        Err(error) => input::failed(ReadError::io(input, &error)),
        Ok(meta) if meta.is_dir() => folder(path, options),
        Ok(_) => file(path, options),
    }
}

fn folder<'a>(path: &Path, options: &'a Options) -> Inputs<'a> {
    let root = path.to_owned();
    let inside = move |entry: &walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    };
    let name = inside.clone();
    let entries =
        walkdir::WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(move |entry| {
            !entry.file_type().is_dir() || options.selection.enters(&name(entry))
        });
    Box::new(entries.flat_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_file() && options.selection.takes(&inside(&entry)) => {
            file(entry.path(), options)
        }
        Ok(_) => Box::new(std::iter::empty()) as Inputs<'a>,
        Err(error) => {
            let input =
                error.path().map_or_else(|| "folder".to_owned(), |p| p.display().to_string());
            input::failed(ReadError::new(
                input,
                format!("cannot be listed ({error})"),
                "check the permissions",
            ))
        }
    }))
}

fn file<'a>(path: &Path, options: &'a Options) -> Inputs<'a> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(open) => input::open(name, Body::File(open), 0, options),
        Err(error) => input::failed(ReadError::io(&name, &error)),
    }
}

/// The article of a PDF document that is in memory.
///
/// # Errors
/// Where it holds no text that can be read.
pub(crate) fn document(name: &str, bytes: &[u8]) -> Result<Article, ReadError> {
    pdf::article(name, bytes, &Options::default())
}

/// The article of what somebody pasted or dropped: of a saved page, or of a text, with or without front matter. What the given
/// article says of title, publisher and date holds before what is found.
///
/// # Errors
/// Where a page holds no article.
pub(crate) fn pasted(given: Article) -> Result<Article, ReadError> {
    let options = Options { published: given.published.date, ..Options::default() };
    let mut article = if html::is_page(given.text.as_bytes()) {
        input::page(&given.uri, given.text.as_bytes(), &options)?
    } else {
        let has_front_matter = given.text.starts_with("---");
        input::whole(given.uri.clone(), given.text, has_front_matter, &options)
    };
    article.uri = given.uri;
    article.title = given.title.or(article.title);
    article.publisher = given.publisher.or(article.publisher);
    Ok(finished(article))
}

/// What is worked out from the text alone, for the articles of all readers: the parts that are not the article, the
/// language, and the date of the dateline where nothing else gives one.
pub fn finished(mut article: Article) -> Article {
    boilerplate::mark(&mut article);
    language::identify(&mut article);
    if article.published.date.is_none() {
        let dateline = legation_coder::timex::dateline(&article.text);
        if let Some(date) = dateline.and_then(|d| d.date_near(None)) {
            article.published = Published { date: Some(date), basis: Basis::Dateline };
        }
    }
    article
}

/// The publication date: as given, else as the reader found it.
fn date(article: &mut Article, options: &Options) {
    if let Some(date) = options.published {
        article.published = Published { date: Some(date), basis: Basis::Given };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn read(dir: &Path) -> Vec<Result<Article, ReadError>> {
        let inputs = [dir.display().to_string()];
        articles(&inputs, &Options { max_article: 1000, ..Options::default() }).collect()
    }

    #[test]
    fn bad_inputs_are_named_and_the_rest_is_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.txt"), "Arvenia and Belmark signed a treaty.").unwrap();
        fs::write(dir.path().join("b.txt"), b"\x00\x01\x02 binary").unwrap();
        fs::write(dir.path().join("c.txt"), b"caf\xe9 talks").unwrap();
        fs::write(dir.path().join("d.txt"), "  \n").unwrap();
        fs::write(dir.path().join("e.txt"), "x".repeat(5000)).unwrap();
        fs::write(
            dir.path().join("f.jsonl"),
            format!(
                "{{\"text\":\"{}\"}}\n{{\"text\":\"Short.\",\"date\":\"2020-01-02\"}}\nnonsense\n",
                "y".repeat(2000)
            ),
        )
        .unwrap();
        fs::write(dir.path().join("ignored.xyz"), "no").unwrap();
        let all = read(dir.path());
        let problems: Vec<String> =
            all.iter().filter_map(|a| a.as_ref().err()).map(ToString::to_string).collect();
        assert_eq!(all.iter().filter(|a| a.is_ok()).count(), 2, "{problems:?}");
        for (name, problem) in [
            ("b.txt", "binary"),
            ("c.txt", "UTF-8"),
            ("d.txt", "empty"),
            ("e.txt", "larger"),
            ("f.jsonl:1", "larger"),
            ("f.jsonl:3", "JSON"),
        ] {
            assert!(
                problems.iter().any(|p| p.contains(name) && p.contains(problem)),
                "{name} {problem}: {problems:?}"
            );
        }
    }

    #[test]
    fn a_dateline_with_a_year_dates_the_article() {
        let text = "BELMARK CITY, Dec. 30, 2022 (ANA) -- The premier resigned on Friday.";
        let published = finished(Article::new("a", text)).published;
        assert_eq!(published.date.map(|d| d.to_string()).as_deref(), Some("2022-12-30"));
        assert_eq!(published.basis, Basis::Dateline);
        let undated =
            finished(Article::new("a", "BELMARK CITY, Dec. 30 (ANA) -- The premier resigned."));
        assert_eq!(undated.published, Published::default());
    }

    #[test]
    fn what_is_pasted_may_be_a_page_or_a_text() {
        let words = "The two governments agreed on Monday to reopen the bridge over the river, which had been closed since spring. ";
        let text = format!("<p>{}</p><p>{}</p>", words.repeat(2), words.repeat(2));
        let page = format!(
            "<!doctype html><html><head><title>Bridge opens</title></head><body><nav>Home</nav><article><h1>Bridge opens</h1>{text}</article></body></html>"
        );
        let read = pasted(Article::new("pasted", page.clone())).unwrap();
        assert!(
            read.text.contains("agreed on Monday") && !read.text.contains('<'),
            "{}",
            read.text
        );
        assert_eq!((read.uri.as_str(), read.title.as_deref()), ("pasted", Some("Bridge opens")));
        let given = Article { title: Some("Mine".to_owned()), ..Article::new("pasted", page) };
        assert_eq!(pasted(given).unwrap().title.as_deref(), Some("Mine"));
        let marked = "---\ntitle: Talks\ndate: 2031-05-06\n---\n\nThey met.";
        let read = pasted(Article::new("pasted", marked)).unwrap();
        assert_eq!(read.title.as_deref(), Some("Talks"));
        assert_eq!(read.published.date, "2031-05-06".parse().ok());
        assert_eq!(pasted(Article::new("pasted", "They met.")).unwrap().text, "They met.");
    }

    #[test]
    fn a_missing_path_is_an_error() {
        let inputs = ["no/such/file.txt".to_owned()];
        let all: Vec<_> = articles(&inputs, &Options::default()).collect();
        assert!(all[0].as_ref().unwrap_err().to_string().contains("check the path"));
    }
}

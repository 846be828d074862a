//! The command line: what can be typed, and what it does.

mod brief;
mod check;
mod code;
mod correct;
mod diff;
mod dyad;
mod explain;
mod export;
mod filter;
mod ledger;
mod list;
mod mcp;
mod model;
mod page;
mod predict;
mod read;
mod recode;
mod scorecard;
mod serve;
mod sql;
mod table;
mod upkeep;
mod versions;
mod watch;

pub use page::commands_page;

use crate::read::columns::{Columns, Mapping};
use crate::read::select::Selection;
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use legation_model::install;
use std::path::PathBuf;
use std::process::ExitCode;

/// Reads reporting on politics and gives back the system it describes: actors and offices, who did what to whom and
/// when, who said what through which channel, which figures are claimed by whom - each record tied to the exact words.
#[derive(Debug, Parser)]
#[command(name = "legation", version, max_term_width = 110, after_help = EXAMPLES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

impl Cli {
    /// Whether the command works through many articles and then ends.
    pub fn is_batch(&self) -> bool {
        matches!(self.command, Command::Read(_) | Command::Recode(_))
    }
}

const EXAMPLES: &str = "Examples:
  legation read articles/                      read a folder into legation.db, then show a briefing
  legation watch feeds.toml                    fetch and read what feeds list, politely, until it is stopped
  legation code article.txt --format text      mark what was found under the words of one article
  legation statements --speaker putin          what he said, and where that stands
  legation events --type CONSULT --since 2022-01-01 --format csv
  legation serve                               the store in the browser
  legation explain CONSULT                     what a label means
  legation sql \"SELECT type, count(*) FROM events GROUP BY type\"";

/// Which store to use.
#[derive(Clone, Debug, Args)]
pub struct Db {
    /// The store: one SQLite file.
    #[arg(
        long,
        value_name = "FILE",
        default_value = "legation.db",
        env = "LEGATION_DB",
        global = true
    )]
    pub db: PathBuf,
}

/// Which language model to use.
#[derive(Clone, Debug, Args)]
pub struct ModelArgs {
    /// A model's name (legation model list), a model file, a spaCy model directory or a wheel. Default: the usual English model.
    /// French articles are read by the French model once it is installed (legation model install fr).
    #[arg(long, value_name = "PATH", env = "LEGATION_MODEL")]
    pub model: Option<PathBuf>,
    /// Never fetch anything.
    #[arg(long, env = "LEGATION_OFFLINE")]
    pub offline: bool,
    /// A folder of tables of your own, built like those in knowledge/: their rows extend ours or, with an id of ours, replace them.
    #[arg(long, value_name = "DIR", env = "LEGATION_KNOWLEDGE")]
    pub knowledge: Option<PathBuf>,
}

impl ModelArgs {
    /// The codebook with the user's own tables on top, where there are any.
    fn codebook(&self) -> anyhow::Result<legation_coder::Codebook> {
        crate::setup::codebook_with(self.knowledge.as_deref())
    }

    fn options(&self) -> install::Options {
        install::Options {
            path: self.model.clone(),
            offline: self.offline,
            ..install::Options::default()
        }
    }
}

/// How articles are read.
#[derive(Clone, Debug, Args)]
pub struct ReadArgs {
    /// The publication date of all inputs. Without one, relative dates such as "on Friday" stay relative.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub published: Option<Date>,
    /// The largest article, in MiB; larger ones are reported and left out.
    #[arg(long, value_name = "MIB", default_value_t = 16)]
    pub max_article: u64,
    /// Which column of a table, or field of a JSON object, is what: text=body,title=headline. Fields: text, html, title,
    /// date, url, id, publisher, byline, language. A dot goes down into JSON objects: text=article.body.
    #[arg(long = "column", value_name = "FIELD=COLUMN", value_delimiter = ',')]
    pub columns: Vec<Mapping>,
    /// Read only files of folders and members of archives that match: *.html, wire/**. May be given several times.
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,
    /// Leave out files, folders and members that match. May be given several times.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Threads to use. Default: all cores. The records are the same for any number.
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
}

impl ReadArgs {
    fn options(&self) -> anyhow::Result<crate::read::Options> {
        let selection = Selection::new(&self.include, &self.exclude).map_err(anyhow::Error::msg)?;
        Ok(crate::read::Options {
            published: self.published,
            max_article: self.max_article.saturating_mul(1 << 20).min(1 << 40),
            columns: Columns(self.columns.clone()),
            selection,
        })
    }

    fn set_threads(&self) {
        set_threads(self.threads);
    }
}

/// Sets how many threads work, where the user says so.
fn set_threads(threads: Option<usize>) {
    if let Some(threads) = threads {
        // The pool can only be set once; a second call in one process keeps the first one's.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads.max(1)).build_global();
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read articles into the store: files, folders, or - for standard input.
    Read(read::ReadCommand),
    /// Ask feeds and sitemaps for news, and read what they point to. The only command that fetches articles.
    Watch(watch::WatchCommand),
    /// Print the records of articles, without a store.
    Code(code::CodeCommand),
    /// The system described, for people: actors, ties, what happened, who said what, what is contested.
    Brief(brief::BriefCommand),
    /// List actors: names, country, sectors, offices.
    Actors(list::ListCommand),
    /// List events: who did what to whom.
    Events(list::ListCommand),
    /// List statements: who said what.
    Statements(list::ListCommand),
    /// List figures: which numbers are claimed by whom; --ledger sets the claims of one measure side by side.
    Figures(ledger::FiguresCommand),
    /// List ties: lasting relations.
    Ties(list::ListCommand),
    /// List assessments: judgements, forecasts, constraints.
    Assessments(list::ListCommand),
    /// Two sides over time: cooperation and conflict, in words and deeds, and what a change rests on.
    Dyad(dyad::DyadCommand),
    /// List the articles in the store.
    Documents(list::ListCommand),
    /// Export the store to a format that other programs read.
    Export(export::ExportCommand),
    /// Run a read-only SQL query on the store.
    Sql(sql::SqlCommand),
    /// Open the store in the browser: pages and a REST API, on this machine only.
    Serve(serve::ServeCommand),
    /// Give the store to language models as read-only tools (Model Context Protocol, standard input and output).
    Mcp(mcp::McpCommand),
    /// Explain a label (CONSULT, GOV, nsubj …), an actor or a record by its id.
    Explain(explain::ExplainCommand),
    /// Show sentences with several known actors of which no event was coded, and why.
    Check(check::CheckCommand),
    /// Correct records: reject, edit, split, add, merge actors, undo.
    Correct(correct::CorrectCommand),
    /// Print the corrections as gold data.
    Gold(correct::GoldCommand),
    /// Code all articles of the store anew that another model, codebook or program coded.
    Recode(recode::RecodeCommand),
    /// Show what differs between two stores, by the rule responsible.
    Diff(diff::DiffCommand),
    /// Show which articles were changed under their address, and what that did to their records.
    Versions(versions::VersionsCommand),
    /// Copy the store, also while others write to it.
    Backup(upkeep::BackupCommand),
    /// Look for damage in the store.
    CheckStore(upkeep::UpkeepCommand),
    /// Give room back to the disk.
    Compact(upkeep::UpkeepCommand),
    /// Print how well this version does on the evaluation sets.
    Scorecard(scorecard::ScorecardCommand),
    /// Install, list and verify language models.
    Model(model::ModelCommand),
    /// Measure: turn gold data into predictions for the scorers.
    #[command(hide = true)]
    Bench(predict::BenchCommand),
    /// Print shell completions.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Exit status of a run in which nothing could be read or done.
pub const FAILED: u8 = 1;
/// Exit status of a run in which some inputs failed.
pub const PARTLY: u8 = 2;

/// Runs a command. Errors go to standard error; the exit status is 0 (done), 1 (failed) or 2 (some inputs failed).
pub fn run(cli: Cli) -> ExitCode {
    let done = match cli.command {
        Command::Read(command) => read::run(&command),
        Command::Watch(command) => watch::run(&command),
        Command::Code(command) => code::run(&command),
        Command::Brief(command) => brief::run(&command),
        Command::Actors(command) => list::run(&legation_store::columns::ACTORS, &command),
        Command::Events(command) => list::run(&legation_store::columns::EVENTS, &command),
        Command::Statements(command) => list::run(&legation_store::columns::STATEMENTS, &command),
        Command::Figures(command) => ledger::run(&command),
        Command::Dyad(command) => dyad::run(&command),
        Command::Ties(command) => list::run(&legation_store::columns::TIES, &command),
        Command::Assessments(command) => list::run(&legation_store::columns::ASSESSMENTS, &command),
        Command::Documents(command) => list::run(&legation_store::columns::ARTICLES, &command),
        Command::Export(command) => export::run(&command),
        Command::Sql(command) => sql::run(&command),
        Command::Serve(command) => serve::run(&command),
        Command::Mcp(command) => mcp::run(&command),
        Command::Explain(command) => explain::run(&command),
        Command::Check(command) => check::run(&command),
        Command::Correct(command) => correct::run(&command),
        Command::Gold(command) => correct::gold(&command),
        Command::Recode(command) => recode::run(&command),
        Command::Diff(command) => diff::run(&command),
        Command::Versions(command) => versions::run(&command),
        Command::Backup(command) => upkeep::backup(&command),
        Command::CheckStore(command) => upkeep::check(&command),
        Command::Compact(command) => upkeep::compact(&command),
        Command::Scorecard(command) => scorecard::run(&command),
        Command::Model(command) => model::run(&command),
        Command::Bench(command) => predict::run(&command),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut <Cli as clap::CommandFactory>::command(),
                "legation",
                &mut std::io::stdout(),
            );
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|error| {
        if is_closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        complain(&format!("error: {}", in_options(&error)));
        ExitCode::from(FAILED)
    })
}

/// What went wrong, with options as they are typed: --min-confidence.
fn in_options(error: &anyhow::Error) -> String {
    let text = format!("{error:#}");
    match error.chain().find_map(|e| e.downcast_ref::<legation_store::Error>()) {
        Some(legation_store::Error::Filter { option, .. }) => {
            text.replace(&format!("`{option}`"), &format!("--{}", option.replace('_', "-")))
        }
        Some(legation_store::Error::TooLong(_)) => {
            text.replace("raise the time limit", "give it longer with --seconds")
        }
        _ => text,
    }
}

/// Whether the reader of our output went away ("| head"): no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|e| e.downcast_ref::<std::io::Error>());
    io.is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Writes a line to standard error.
fn complain(line: &str) {
    use std::io::Write as _;
    // Where even standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{line}");
}

//! `legation watch`: feeds are asked for news, and what they point to is fetched, read and coded.

use super::{Db, FAILED, ModelArgs, PARTLY, complain, set_threads};
use crate::pipeline::Engine;
use crate::watch::state::State;
use crate::watch::{Config, Options, Report, Round, Watch};
use anyhow::Context as _;
use legation_store::Outcome;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Options of `legation watch`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(after_help = "The list is TOML:

  contact = \"https://example.org/about-us\"    # page or e-mail that sites can turn to; part of the user agent
  every = \"30m\"         # how often feeds are asked
  delay = \"5s\"          # pause between two requests to one site; robots.txt can ask for more
  timeout = \"30s\"       # for one request with its answer
  largest = 5           # largest answer in MiB, unpacked
  tries = 3             # for what a site cannot answer now …
  backoff = \"5s\"        # … with this pause, doubled each time, or as long as the site asks
  parallel = 4          # sites asked at the same time

  [[feed]]                                    # RSS, Atom, JSON Feed, a sitemap or an index of them
  url = \"https://courier.example/world.rss\"
  publisher = \"Northport Courier\"             # where the pages do not say
  text = \"page\"                               # or \"feed\": the text in the feed, nothing else is fetched
  every = \"10m\"
  most = 100                                  # articles in one round
  include = [\"courier.example/world/**\"]      # globs on host and path
  exclude = [\"*live*\"]

What was read is remembered beside the store, so that a watch can be stopped and started at any time; an article that the
feed says was changed is fetched again and kept as another version (see legation versions). robots.txt is obeyed, by the name
\"legation\" or \"*\". Addresses in private networks are refused.

One line of log for each feed and article: time, what (feed, new, changed, same, failed, refused), address.
Exit status with --once: 0 all was had, 1 nothing was, 2 some feeds or articles failed.

Examples:
  legation watch feeds.toml                   until it is stopped
  legation watch feeds.toml --once            one round, for a timer
  legation watch feeds.toml --dry-run         what would be fetched; nothing is written")]
pub(super) struct WatchCommand {
    /// The list of feeds.
    #[arg(value_name = "FEEDS.TOML")]
    feeds: PathBuf,
    /// Ask every feed once, due or not, and end.
    #[arg(long)]
    once: bool,
    /// Ask the feeds, say what would be fetched, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Ask addresses in private networks as well.
    #[arg(long)]
    allow_private: bool,
    /// Where to remember what was read. Default: beside the store, with .watch at the end.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Print the log as JSON, one object a line.
    #[arg(long)]
    json: bool,
    /// Threads for coding. Default: all cores.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    db: Db,
}

pub(super) fn run(command: &WatchCommand) -> anyhow::Result<ExitCode> {
    set_threads(command.threads);
    let config = Config::read(&command.feeds)?;
    let mut say = |message: &str| complain(message);
    let engine = Engine {
        model: crate::setup::model(&command.model.options(), &mut say)?,
        codebook: command.model.codebook()?,
    };
    let scratch = tempfile::tempdir().context("no temporary folder can be made")?;
    let (db, memory) = if command.dry_run {
        (scratch.path().join("none.db"), scratch.path().join("none.watch"))
    } else {
        let mut beside = command.db.db.clone();
        beside.as_mut_os_string().push(".watch");
        (command.db.db.clone(), command.state.clone().unwrap_or(beside))
    };
    let mut store = legation_store::Store::open(&db)
        .with_context(|| format!("the store {} cannot be opened", db.display()))?;
    let mut state = State::open(&memory)?;
    let options = Options { private: command.allow_private, dry: command.dry_run };
    let watch = Watch::new(&config, options);
    let mut closed = false;
    loop {
        let once = command.once || command.dry_run;
        let round = watch.round(&engine, &mut store, &mut state, once, &mut |report| {
            let line = if command.json { json_line(&report) } else { log_line(&report) };
            let mut out = std::io::stdout().lock();
            closed |= writeln!(out, "{line}").and_then(|()| out.flush()).is_err();
        })?;
        if once || closed {
            store.tune()?;
            return Ok(status(round));
        }
        std::thread::sleep(watch.pause(&state));
    }
}

fn status(round: Round) -> ExitCode {
    let had = round.new + round.same + (round.feeds - round.feeds_failed);
    match (had, round.failed + round.feeds_failed) {
        (_, 0) => ExitCode::SUCCESS,
        (0, _) => ExitCode::from(FAILED),
        _ => ExitCode::from(PARTLY),
    }
}

fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What became of an article, in a word.
fn word(outcome: Outcome, versions: u64) -> &'static str {
    match outcome {
        Outcome::New if versions > 1 => "changed",
        Outcome::New => "new",
        Outcome::Same => "same",
        Outcome::Replaced => "recoded",
    }
}

fn log_line(report: &Report<'_>) -> String {
    let now = now();
    match report {
        Report::Feed { url, same: true, .. } => format!("{now} feed     unchanged {url}"),
        Report::Feed { url, listed, new, .. } => {
            format!("{now} feed     {listed} listed, {new} wanted {url}")
        }
        Report::Article { done, versions } => {
            let found = match done.language.as_deref() {
                Some(language)
                    if crate::read::language::code(language)
                        != Some(crate::read::language::CODED) =>
                {
                    format!("not coded ({language})")
                }
                _ => format!("{} events, {} statements", done.events, done.statements),
            };
            let title = done.title.as_deref().unwrap_or_default();
            format!(
                "{now} {:<8} {found} {} {}",
                word(done.outcome, *versions),
                done.uri,
                one_line(title)
            )
        }
        Report::Would { url, title } => {
            format!("{now} would    fetch {url} {}", one_line(title.unwrap_or_default()))
        }
        Report::Failed { url, problem, again } => {
            let word = if *again { "failed" } else { "refused" };
            format!("{now} {word:<8} {} {url}", one_line(problem))
        }
    }
}

/// What others wrote, without what would break a line or steer a terminal.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn json_line(report: &Report<'_>) -> String {
    use serde_json::json;
    let time = now();
    let value = match report {
        Report::Feed { url, same, listed, new } => {
            json!({"time": time, "what": "feed", "url": url, "unchanged": same, "listed": listed, "wanted": new})
        }
        Report::Article { done, versions } => json!({
            "time": time, "what": word(done.outcome, *versions), "url": done.uri, "id": done.id, "title": done.title,
            "language": done.language, "events": done.events, "statements": done.statements, "words": done.words,
            "versions": versions,
        }),
        Report::Would { url, title } => {
            json!({"time": time, "what": "would", "url": url, "title": title})
        }
        Report::Failed { url, problem, again } => {
            json!({"time": time, "what": if *again { "failed" } else { "refused" }, "url": url, "problem": problem})
        }
    };
    value.to_string()
}

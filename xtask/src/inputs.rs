//! `cargo xtask inputs`: a large web archive made by this script is read in little memory; and how many pages a second are
//! read beside Python's `trafilatura` in one run, on the gold pages where they are at hand, else on pages made here.

use crate::spacy;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The memory that reading may take, in MiB.
const MEMORY: f64 = 300.0;
/// A page as large as this, in bytes: news pages carry scripts.
const PAGE: usize = 250_000;

/// Makes the archive, reads it, and compares speeds. `--mib N` sets its size, `--program PATH` which program reads.
pub(crate) fn run(root: &Path, rest: &[String]) -> Result<bool> {
    let value = |flag: &str| rest.iter().position(|a| a == flag).and_then(|at| rest.get(at + 1));
    let mib: u64 =
        value("--mib").map_or(Ok(1024), |v| v.parse()).context("--mib wants a number")?;
    let program =
        value("--program").map_or_else(|| root.join("target/release/legation"), Into::into);
    ensure!(program.exists(), "{} is not there; build it first", program.display());
    let folder = root.join("target/inputs");
    std::fs::create_dir_all(&folder)?;
    let archive = folder.join("large.warc");
    let pages = make(&archive, mib << 20)?;
    let read = articles(&program, &[archive.as_path()])?;
    std::fs::remove_file(&archive)?;
    let number = |key: &str| read[key].as_f64().unwrap_or_default();
    let mut out = json!({
        "archive_mib": mib, "archive_pages": pages, "archive_peak_mib": read["peak_mib"],
        "archive_mib_per_second": mib as f64 / number("seconds").max(1e-9),
    });
    ensure!(
        number("articles") as u64 == pages,
        "{} of {pages} pages were read",
        number("articles")
    );
    let peak = number("peak_mib");
    ensure!(peak < MEMORY, "reading took {peak:.0} MiB of memory; the limit is {MEMORY}");
    let sets = root.join("../shared/bench/dev");
    let mut folders: Vec<PathBuf> = ["trafilatura_eval", "article_extraction"]
        .map(|s| sets.join(s))
        .into_iter()
        .filter(|p| p.is_dir())
        .collect();
    out["pages_are"] = json!(if folders.is_empty() { "made" } else { "gold" });
    if folders.is_empty() {
        folders.push(made_pages(&folder.join("pages"))?);
    }
    let python = beside_python(root, &folder, &folders)?;
    let ours = articles(&program, &folders.iter().map(AsRef::as_ref).collect::<Vec<_>>())?;
    let speed = |v: &Value| {
        v["articles"].as_f64().unwrap_or_default() / v["seconds"].as_f64().unwrap_or(1.0)
    };
    out["pages_per_second"] = json!(speed(&ours));
    out["pages_per_second_python"] = json!(speed(&python));
    // Ours on all threads of the machine, Python's on its one.
    out["ratio_pages"] = json!(speed(&ours) / speed(&python));
    let a_core = |v: &Value| {
        v["articles"].as_f64().unwrap_or_default()
            / v["processor_seconds"].as_f64().unwrap_or(f64::NAN)
    };
    out["ratio_pages_per_core"] = json!(a_core(&ours) / a_core(&python));
    crate::say(&serde_json::to_string_pretty(&out)?);
    Ok(true)
}

/// Writes an archive of pages with an article and much script each; returns how many.
fn make(path: &Path, bytes: u64) -> Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut written = 0;
    let mut pages = 0;
    let script = "window.data=[\"0123456789abcdef\",{\"a\":1}];\n".repeat(PAGE / 40);
    while written < bytes {
        pages += 1;
        let mut page = String::with_capacity(PAGE + 4096);
        let _ = write!(
            page,
            "<html lang=en><head><title>Report {pages}</title><script>{script}</script></head><body><article>"
        );
        for paragraph in 0..6 {
            let _ = write!(
                page,
                "<p>The premier of Belmark said on day {pages} that talks with Arvenia about point {paragraph} of the treaty \
                 would go on, and that nobody in the capital expected an end before the vote.</p>"
            );
        }
        page.push_str("</article></body></html>");
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/{pages}\r\n\
             Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{head}",
            head.len() + page.len()
        );
        file.write_all(record.as_bytes())?;
        file.write_all(page.as_bytes())?;
        file.write_all(b"\r\n\r\n")?;
        written += (record.len() + page.len() + 4) as u64;
    }
    file.flush()?;
    Ok(pages)
}

/// What reading takes, without coding.
fn articles(program: &Path, inputs: &[&Path]) -> Result<Value> {
    let output = Command::new(program)
        .args(["bench", "articles", "--include", "*.warc", "--include", "*.html*"])
        .args(inputs)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    serde_json::from_slice(&output.stdout).context("legation bench articles did not print JSON")
}

/// Writes pages as news sites have them: scripts, menus, teasers and comments around an article.
fn made_pages(folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    for number in 0..200 {
        let mut page = format!(
            "<!DOCTYPE html><html lang=en><head><title>Report {number} | Northport Courier</title>\
             <meta property=\"og:site_name\" content=\"Northport Courier\"><script type=\"application/ld+json\">\
             {{\"@type\":\"NewsArticle\",\"headline\":\"Report {number}\",\"datePublished\":\"2031-03-14T09:00:00Z\"}}</script>\
             <script>{}</script></head><body><nav><ul>",
            "window.data=[{\"a\":1}];\n".repeat(4000)
        );
        for item in 0..60 {
            let _ = write!(
                page,
                "<li class=\"menu-item\"><a href=\"/part/{item}\">Part {item}</a></li>"
            );
        }
        page.push_str(
            "</ul></nav><main class=\"page\"><article class=\"story\"><div class=\"article-body\">",
        );
        let _ = write!(page, "<h1>Report {number}</h1>");
        for paragraph in 0..8 + number % 17 {
            let _ = write!(
                page,
                "<p style=\"margin:0\">On day {number} the premier of <a href=\"/belmark\">Belmark</a> said that talks with \
                 Arvenia about point {paragraph} of the treaty would go on, and that nobody in the capital expected an end \
                 before the vote. Officials in Northport would not say who had asked for them.</p>"
            );
        }
        page.push_str("</div></article><aside class=\"related\">");
        for teaser in 0..30 {
            let _ = write!(
                page,
                "<div class=\"teaser\"><a href=\"/{teaser}\"><h3>Ministers met again in town {teaser}</h3></a>\
                 <p>They talked about prices and agreed on little, one of them said.</p></div>"
            );
        }
        page.push_str("</aside><div id=\"comments\">");
        for comment in 0..20 {
            let _ = write!(
                page,
                "<div class=\"comment\"><p>I do not believe a word of report {comment}.</p></div>"
            );
        }
        page.push_str("</div></main><footer>All rights reserved.</footer></body></html>");
        std::fs::write(folder.join(format!("{number:03}.html")), page)?;
    }
    Ok(folder.to_owned())
}

/// The same pages by Python's `trafilatura` in the versions of `pages.txt`, which are installed under `target/` once.
fn beside_python(root: &Path, folder: &Path, pages: &[PathBuf]) -> Result<Value> {
    let wanted = include_str!("pages.txt");
    let venv = root.join("target/pages-venv");
    let python = venv.join("bin/python");
    let done = venv.join("installed.txt");
    if std::fs::read_to_string(&done).ok().as_deref() != Some(wanted) {
        spacy::run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        let list = folder.join("pages.txt");
        std::fs::write(&list, wanted)?;
        let only = ["--only-binary", ":all:", "--no-deps", "-r"];
        spacy::run(Command::new(&python).args(pip).args(only).arg(&list))?;
        std::fs::write(&done, wanted)?;
    }
    let script = folder.join("pages.py");
    std::fs::write(&script, include_str!("pages.py"))?;
    let output = Command::new(&python).arg(&script).args(pages).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    serde_json::from_slice(&output.stdout).context("pages.py did not print JSON")
}

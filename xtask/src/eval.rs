//! `cargo xtask eval`: predictions for every development set that is at hand, scored, and held against committed floors.

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::process::Command;

/// A set: its name, the task, the gold file under the benchmark folder, and the scorer with its options.
struct Set {
    name: &'static str,
    task: &'static str,
    gold: &'static str,
    scorer: &'static [&'static str],
}

const fn set(
    name: &'static str,
    task: &'static str,
    gold: &'static str,
    scorer: &'static [&'static str],
) -> Set {
    Set { name, task, gold, scorer }
}

const SETS: &[Set] = &[
    set("plv", "plover_pair", "dev/plv/train.jsonl", &["score_relation.py"]),
    set("petr2_gsr", "event_coding", "dev/petr2_gsr/dev.jsonl", &["score_events.py"]),
    set(
        "petrarch_unit",
        "event_coding",
        "dev/petrarch_unit/dev.jsonl",
        &["score_events.py", "--no-toy"],
    ),
    set("plover_gsr", "event_coding", "dev/plover_gsr/dev.jsonl", &["score_events.py"]),
    set("polnear", "attribution", "dev/polnear/dev.jsonl", &["score_attribution.py"]),
    set("timebank", "timex", "dev/tempeval3/timebank.jsonl", &["score_timex.py"]),
    set("aquaint", "timex", "dev/tempeval3/aquaint.jsonl", &["score_timex.py"]),
    set(
        "meantime_figures",
        "figures",
        "dev/meantime/dev.jsonl",
        &["score_ner.py", "--field", "values"],
    ),
    set("meantime_factuality", "factuality", "dev/meantime/dev.jsonl", &["score_factuality.py"]),
    set("uds_ih2", "factuality", "dev/uds_ih2/dev.jsonl", &["score_factuality.py"]),
    set("gum_coreference", "coreference", "dev/gum/dev.jsonl", &["score_coref.py"]),
    set(
        "ecbplus_events",
        "event_clusters",
        "dev/ecbplus/dev.jsonl",
        &[
            "score_coref.py",
            "--field",
            "mentions",
            "--key",
            "chain",
            "--cross-doc",
            "--types",
            "ACT",
        ],
    ),
    set(
        "article_extraction",
        "article_extraction",
        "dev/article_extraction/dev.jsonl",
        &["score_article.py"],
    ),
    set(
        "trafilatura_eval",
        "article_extraction",
        "dev/trafilatura_eval/dev.jsonl",
        &["score_article.py"],
    ),
    set("minhash_articles", "duplicates", "dev/minhash_articles/dev.jsonl", &["score_dedup.py"]),
];

/// Scores the sets whose names contain `only` (all without one). With `write`, the figures go to `bench/eval.json`.
pub(crate) fn run(root: &Path, only: Option<&str>, write: bool) -> Result<()> {
    let bench = root.join("../shared/bench");
    if !bench.is_dir() {
        crate::say(
            "skipped: the gold data are not beside the repository (../shared/bench); the golden articles are tests",
        );
        return Ok(());
    }
    let program = root.join("target/release/legation");
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "-q"])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", root.join("target"))
        .status()?;
    anyhow::ensure!(status.success(), "the release build failed");
    let scratch = root.join("target/eval");
    std::fs::create_dir_all(&scratch)?;
    let mut results = Map::new();
    for set in SETS.iter().filter(|s| only.is_none_or(|o| s.name.contains(o))) {
        let gold = bench.join(set.gold);
        let predicted = scratch.join(format!("{}.jsonl", set.name));
        let output = Command::new(&program)
            .args(["bench", "predict", "--task", set.task])
            .arg(&gold)
            .output()?;
        if !output.status.success() {
            bail!("{}: {}", set.name, String::from_utf8_lossy(&output.stderr).trim());
        }
        std::fs::write(&predicted, &output.stdout)?;
        results.insert(set.name.to_owned(), score(&bench, set.scorer, &gold, &predicted)?);
    }
    if only.is_none_or(|o| o == "seed") {
        results.insert("seed".to_owned(), seed(root, &program, &scratch)?);
    }
    let failures = compare(root, &results)?;
    if write {
        std::fs::write(
            root.join("bench/eval.json"),
            serde_json::to_string_pretty(&Value::Object(results))? + "\n",
        )?;
    }
    if failures > 0 {
        bail!("{failures} figures below their floors")
    }
    Ok(())
}

fn score(bench: &Path, scorer: &[&str], gold: &Path, predicted: &Path) -> Result<Value> {
    let output = Command::new("python3")
        .arg(bench.join("scorers").join(scorer[0]))
        .args([gold, predicted])
        .args(&scorer[1..])
        .arg("--json")
        .output()
        .context("python3")?;
    if !output.status.success() {
        bail!("{}: {}", scorer[0], String::from_utf8_lossy(&output.stderr).trim());
    }
    let mut scores: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("{} did not print JSON", scorer[0]))?;
    if scorer[0] == "score_article.py"
        && let Some(share) = dates_right(gold, predicted)?
    {
        scores["date_right"] = json!(share);
    }
    Ok(scores)
}

/// The share of pages whose publication date is that of the gold data, among those that have one.
fn dates_right(gold: &Path, predicted: &Path) -> Result<Option<f64>> {
    let rows = |path: &Path| -> Result<Vec<Value>> {
        let text = std::fs::read_to_string(path)?;
        text.lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| Ok(serde_json::from_str(l)?))
            .collect()
    };
    let predicted = rows(predicted)?;
    let (mut right, mut dated) = (0, 0);
    for row in rows(gold)?.iter().filter(|r| r["date"].is_string()) {
        dated += 1;
        let found = predicted.iter().find(|p| p["id"] == row["id"]);
        right += i32::from(found.is_some_and(|p| p["date"] == row["date"]));
    }
    Ok((dated > 0).then(|| f64::from(right) / f64::from(dated)))
}

/// The first article, whole, against its gold records.
fn seed(root: &Path, program: &Path, scratch: &Path) -> Result<Value> {
    let seed = root.join("../shared/seed");
    let output = Command::new(program)
        .args(["code", "--published", "2022-12-30", "--format", "json"])
        .arg(seed.join("article.txt"))
        .output()?;
    let predicted = scratch.join("seed.json");
    std::fs::write(&predicted, &output.stdout)?;
    let bench = root.join("../shared/bench");
    let mut found = score(&bench, &["score_system.py"], &seed.join("gold.json"), &predicted)?;
    // The scorer repeats all figures under the gold file's path, which is another on every machine.
    if let Some(object) = found.as_object_mut() {
        object.remove("articles");
    }
    Ok(found)
}

/// Prints every figure that has a floor in `bench/floors.json`, and counts those below it.
fn compare(root: &Path, results: &Map<String, Value>) -> Result<usize> {
    let floors =
        std::fs::read_to_string(root.join("bench/floors.json")).unwrap_or_else(|_| "{}".to_owned());
    let floors: Value = serde_json::from_str(&floors).context("bench/floors.json")?;
    let mut failures = 0;
    for (name, result) in results {
        for (path, floor) in floors[name].as_object().unwrap_or(&Map::new()) {
            let value = path.split('/').fold(result, |at, key| &at[key]);
            let (value, floor) = (value.as_f64(), floor.as_f64().unwrap_or_default());
            let low = value.is_none_or(|v| v < floor - 1e-9);
            failures += usize::from(low);
            let shown = value.map_or_else(|| json!(null), |v| json!((v * 1000.0).round() / 1000.0));
            let mark = if low { "  BELOW" } else { "" };
            crate::say(&format!("{name:20} {path:44} {shown:>8} (floor {floor}){mark}"));
        }
    }
    Ok(failures)
}

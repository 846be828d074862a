//! `feeds.toml`: who asks, what for, how often.

use super::address;
use crate::read::select::Selection;
use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};
use std::path::Path;
use std::time::Duration;

/// A list of feeds and how they are fetched.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// An address of a page or of e-mail that sites can turn to; part of the user agent.
    pub contact: String,
    /// How often feeds are asked for news.
    #[serde(default = "every", deserialize_with = "duration")]
    pub every: Duration,
    /// The pause between two requests to one site.
    #[serde(default = "delay", deserialize_with = "duration")]
    pub delay: Duration,
    /// The longest time for one request, its answer included.
    #[serde(default = "timeout", deserialize_with = "duration")]
    pub timeout: Duration,
    /// The largest answer, in MiB, unpacked.
    #[serde(default = "largest")]
    pub largest: u64,
    /// How often a request is tried that a site cannot answer now.
    #[serde(default = "tries")]
    pub tries: u32,
    /// The pause before the second try; it doubles with each further one.
    #[serde(default = "backoff", deserialize_with = "duration")]
    pub backoff: Duration,
    /// How many sites are asked at the same time.
    #[serde(default = "parallel")]
    pub parallel: usize,
    /// The feeds.
    #[serde(rename = "feed")]
    pub feeds: Vec<Feed>,
}

/// A feed, or a sitemap.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// The outlet, where the pages do not say or say it otherwise.
    pub publisher: Option<String>,
    /// Where the text is taken from.
    #[serde(default)]
    pub text: From,
    /// How often it is asked.
    #[serde(default, deserialize_with = "maybe_duration")]
    pub every: Option<Duration>,
    /// The most articles that are fetched in one round.
    #[serde(default = "most")]
    pub most: usize,
    /// Globs on addresses: only these articles …
    #[serde(default)]
    pub include: Vec<String>,
    /// … and not these.
    #[serde(default)]
    pub exclude: Vec<String>,
    #[serde(skip)]
    pub(super) selection: Option<Selection>,
}

/// Where the text of an article is taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum From {
    /// The page that the feed points to.
    #[default]
    Page,
    /// The feed itself.
    Feed,
}

fn every() -> Duration {
    Duration::from_mins(30)
}
fn delay() -> Duration {
    Duration::from_secs(5)
}
fn timeout() -> Duration {
    Duration::from_secs(30)
}
fn backoff() -> Duration {
    Duration::from_secs(5)
}
fn largest() -> u64 {
    5
}
fn tries() -> u32 {
    3
}
fn parallel() -> usize {
    4
}
fn most() -> usize {
    100
}

fn duration<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(from)?;
    let wrong = || {
        serde::de::Error::custom(format!(
            "{text:?} is no time span; write for example \"30m\" or \"5s\""
        ))
    };
    let span: SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(span).map_err(|_| wrong())
}

fn maybe_duration<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    duration(from).map(Some)
}

impl Config {
    /// Reads a list.
    ///
    /// # Errors
    /// Names the file, the line and the remedy.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        let text = std::fs::read_to_string(path).map_err(|e| {
            anyhow::anyhow!(
                "{name}: cannot be read ({e}); legation watch --help shows what it looks like"
            )
        })?;
        Self::parse(&text).map_err(|problem| anyhow::anyhow!("{name}: {problem}"))
    }

    /// Reads a list.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut config: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        if config.contact.trim().is_empty()
            || config.contact.contains(|c: char| c.is_control() || !c.is_ascii())
        {
            return Err(
                "contact must be a page or an e-mail address that the sites can turn to, in ASCII"
                    .to_owned(),
            );
        }
        if config.feeds.is_empty() {
            return Err("lists no feed; add a [[feed]] with its url".to_owned());
        }
        config.tries = config.tries.clamp(1, 10);
        config.parallel = config.parallel.clamp(1, 64);
        for feed in &mut config.feeds {
            feed.url = address::fetchable(&feed.url)?.to_string();
            if !feed.include.is_empty() || !feed.exclude.is_empty() {
                let all = ["**".to_owned()];
                let include = if feed.include.is_empty() { &all[..] } else { &feed.include };
                feed.selection = Some(Selection::new(include, &feed.exclude)?);
            }
        }
        for (at, feed) in config.feeds.iter().enumerate() {
            if config.feeds[..at].iter().any(|f| f.url == feed.url) {
                return Err(format!("lists {} twice", feed.url));
            }
        }
        Ok(config)
    }

    /// Who asks, as sites see it.
    pub fn user_agent(&self) -> String {
        format!("legation/{} (+{})", env!("CARGO_PKG_VERSION"), self.contact.trim())
    }
}

impl Feed {
    /// Whether an article of the feed is wanted, by host and path of its address.
    pub(super) fn wants(&self, url: &url::Url) -> bool {
        let path = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
        self.selection.as_ref().is_none_or(|s| s.takes(path.trim_end_matches('/')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_checked() {
        let good = "contact = \"mailto:a@b.example\"\ndelay = \"1.5s\"\n[[feed]]\nurl = \"https://a.example/f\"\nevery = \"2h\"\n\
            exclude = [\"a.example/sport/**\"]\n";
        let config = Config::parse(good).unwrap();
        assert_eq!(config.delay, Duration::from_millis(1500));
        assert_eq!(config.feeds[0].every, Some(Duration::from_hours(2)));
        let wants = |address: &str| config.feeds[0].wants(&address.parse().unwrap());
        assert!(wants("https://a.example/world/1") && !wants("https://a.example/sport/1"));
        assert!(config.user_agent().ends_with("(+mailto:a@b.example)"));
        for (change, said) in [
            (("contact = \"mailto:a@b.example\"", ""), "contact"),
            (("mailto:a@b.example", " "), "contact"),
            (("1.5s", "soon"), "time span"),
            (("https://a.example/f", "file:///x"), "neither http"),
            (("[[feed]]", "[[feeds]]"), "feed"),
            (("exclude", "ignore"), "ignore"),
        ] {
            let said_now = Config::parse(&good.replace(change.0, change.1)).unwrap_err();
            assert!(said_now.contains(said), "{said}: {said_now}");
        }
        let twice = format!("{good}[[feed]]\nurl = \"https://a.example/f\"\n");
        assert!(Config::parse(&twice).unwrap_err().contains("twice"));
    }
}

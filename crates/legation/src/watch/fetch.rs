//! Fetching: politely, and guarded against what answers.

use super::config::Config;
use super::robots::{self, Robots};
use super::sites::{Rules, Sites};
use super::{address, state::FeedState};
use std::io::Read as _;
use std::net::ToSocketAddrs as _;
use std::sync::Arc;
use std::time::Duration;
use ureq::http::{Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

/// So many redirections are followed.
const REDIRECTS: usize = 5;
/// A site that asks for a longer pause is asked again in a later round.
const LONGEST_PAUSE: Duration = Duration::from_mins(2);

/// A site is left alone for this time at most.
const LONGEST_SILENCE: Duration = Duration::from_hours(24);

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The address after all redirections.
    pub(super) url: Url,
    /// The media type in lower case, without parameters.
    pub(super) kind: String,
    pub(super) charset: Option<String>,
    pub(super) etag: Option<String>,
    pub(super) modified: Option<String>,
    /// What it is; empty where nothing has changed.
    pub(super) body: Vec<u8>,
    /// Whether nothing has changed since last time.
    pub(super) same: bool,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// There will never be one.
    Never(String),
    /// There may be one later, after that time if the site says so.
    Later(String, Option<Duration>),
}

impl Failure {
    pub(super) fn problem(&self) -> &str {
        match self {
            Self::Never(problem) | Self::Later(problem, _) => problem,
        }
    }
}

/// Fetches, for as many threads as like.
#[derive(Debug)]
pub(super) struct Fetcher<'c> {
    config: &'c Config,
    agent: ureq::Agent,
    pub(super) sites: Sites,
    private: bool,
    proxied: bool,
}

impl<'c> Fetcher<'c> {
    /// A fetcher. With `private`, addresses of private networks are asked as well.
    pub(super) fn new(config: &'c Config, private: bool) -> Self {
        let settings = ureq::Agent::config_builder()
            .user_agent(config.user_agent())
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(config.timeout))
            .build();
        let proxied = settings.proxy().is_some();
        // A proxy may well stand in the private network; then the names are looked up before.
        let resolver = PublicOnly { inner: DefaultResolver::default(), off: private || proxied };
        let agent = ureq::Agent::with_parts(settings, DefaultConnector::default(), resolver);
        Self { config, agent, sites: Sites::new(config.delay), private, proxied }
    }

    /// Fetches an address, with as many tries as are allowed.
    pub(super) fn get(&self, url: &Url, known: Option<&FeedState>) -> Result<Answer, Failure> {
        let mut pause = self.config.backoff;
        let mut tried = 1;
        loop {
            match self.once(url, known) {
                Err(Failure::Later(problem, wanted)) => {
                    let wait = wanted.unwrap_or_default().max(pause);
                    if let Some(wanted) = wanted.filter(|w| *w > LONGEST_PAUSE) {
                        self.sites.put_off(&address::site(url), wanted.min(LONGEST_SILENCE));
                    }
                    if tried >= self.config.tries || wait > LONGEST_PAUSE {
                        let times =
                            if tried == 1 { String::new() } else { format!(", {tried} times") };
                        return Err(Failure::Later(format!("{problem}{times}"), wanted));
                    }
                    self.sites.put_off(&address::site(url), wait);
                    tried += 1;
                    pause = pause.saturating_mul(2);
                }
                other => return other,
            }
        }
    }

    fn once(&self, url: &Url, known: Option<&FeedState>) -> Result<Answer, Failure> {
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            self.allowed(&url)?;
            match self.ask(&url, known, Most::Whole(self.config.largest << 20))? {
                Step::Answer(answer) => return Ok(answer),
                Step::To(next) => url = next,
            }
        }
        Err(Failure::Never(format!("redirects more than {REDIRECTS} times")))
    }

    /// Whether the site lets this program have the page.
    fn allowed(&self, url: &Url) -> Result<(), Failure> {
        self.check_address(url)?;
        let site = address::site(url);
        if let Some(wait) = self.sites.wait(&site).filter(|w| *w > LONGEST_PAUSE) {
            let minutes = wait.as_secs().div_ceil(60);
            let problem = format!("{site} asked to be left alone for {minutes} more minutes");
            return Err(Failure::Later(problem, Some(wait)));
        }
        let rules = match self.sites.rules(&site) {
            Some(rules) => rules,
            None => {
                let fetched = self.fetch_robots(url);
                let rules = match &fetched {
                    Ok(robots) => Rules::Known(Arc::new(robots.clone())),
                    Err(_) => Rules::Failed,
                };
                self.sites.keep_rules(&site, rules.clone());
                if let Err(problem) = fetched {
                    return Err(Failure::Later(format!("robots.txt of {site}: {problem}"), None));
                }
                rules
            }
        };
        let path = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        match rules {
            Rules::Known(robots) if robots.allows(&path) => Ok(()),
            Rules::Known(_) => Err(Failure::Never("robots.txt forbids it".to_owned())),
            Rules::Failed => {
                Err(Failure::Later(format!("robots.txt of {site} could not be fetched"), None))
            }
        }
    }

    /// The rules of a site: none where it has none; an error where it cannot say now.
    fn fetch_robots(&self, url: &Url) -> Result<Robots, String> {
        let mut at = url.join("/robots.txt").map_err(|e| e.to_string())?;
        for _ in 0..=REDIRECTS {
            self.check_address(&at).map_err(|f| f.problem().to_owned())?;
            match self.ask(&at, None, Most::Beginning(robots::LARGEST as u64)) {
                Ok(Step::Answer(answer)) => return Ok(Robots::parse(&answer.body)),
                Ok(Step::To(next)) => at = next,
                // The RFC: a site without the file, or that refuses it, has no rules.
                Err(Failure::Never(_)) => return Ok(Robots::default()),
                Err(Failure::Later(problem, _)) => return Err(problem),
            }
        }
        Ok(Robots::default())
    }

    /// Keeps requests out of private networks.
    fn check_address(&self, url: &Url) -> Result<(), Failure> {
        if self.private {
            return Ok(());
        }
        let refused = || Err(Failure::Never(PRIVATE.to_owned()));
        if address::is_private_literal(url) {
            return refused();
        }
        if self.proxied {
            let (host, port) =
                (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
            // Where names are known to the proxy only, the proxy has to guard its network.
            let found = (host, port).to_socket_addrs();
            if found.is_ok_and(|mut all| all.any(|a| !address::is_public(a.ip()))) {
                return refused();
            }
        }
        Ok(())
    }

    /// One request, in the site's turn.
    fn ask(&self, url: &Url, known: Option<&FeedState>, most: Most) -> Result<Step, Failure> {
        let _turn = self.sites.turn(&address::site(url));
        let mut request = self.agent.get(url.as_str()).header(
            header::ACCEPT,
            "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, \
             application/xml;q=0.9, text/plain;q=0.8, application/pdf;q=0.5, */*;q=0.1",
        );
        if let Some(known) = known {
            if let Some(etag) = &known.etag {
                request = request.header(header::IF_NONE_MATCH, etag);
            }
            if let Some(modified) = &known.modified {
                request = request.header(header::IF_MODIFIED_SINCE, modified);
            }
        }
        let mut response = request.call().map_err(|e| failure(&e))?;
        let value = |name: header::HeaderName| {
            response
                .headers()
                .get(name)
                .map(|v| String::from_utf8_lossy(v.as_bytes()).trim().to_owned())
        };
        let status = response.status().as_u16();
        let declared = value(header::CONTENT_TYPE).unwrap_or_default().to_lowercase();
        let mut answer = Answer {
            url: url.clone(),
            kind: declared.split(';').next().unwrap_or_default().trim().to_owned(),
            charset: declared.split_once("charset=").map(|(_, c)| {
                c.split(';').next().unwrap_or_default().trim_matches(['"', '\'', ' ']).to_owned()
            }),
            etag: value(header::ETAG).filter(|v| v.len() < 1000),
            modified: value(header::LAST_MODIFIED).filter(|v| v.len() < 100),
            body: Vec::new(),
            same: false,
        };
        match status {
            200..=203 => {}
            304 if known.is_some() => return Ok(Step::Answer(Answer { same: true, ..answer })),
            301 | 302 | 303 | 307 | 308 => {
                let to = value(header::LOCATION).unwrap_or_default();
                let next = url
                    .join(&to)
                    .map_err(|e| Failure::Never(format!("redirects to {to:?} ({e})")))?;
                return address::fetchable(next.as_str()).map(Step::To).map_err(Failure::Never);
            }
            408 | 425 | 429 | 500 | 502..=504 | 520..=530 => {
                let wanted = value(header::RETRY_AFTER)
                    .and_then(|v| v.parse().ok())
                    .map(Duration::from_secs);
                return Err(Failure::Later(format!("answers {status}"), wanted));
            }
            other => return Err(Failure::Never(format!("answers {other}"))),
        }
        let (Most::Whole(size) | Most::Beginning(size)) = most;
        let mut body = response.body_mut().as_reader().take(size + 1);
        if let Err(error) = body.read_to_end(&mut answer.body) {
            let inner = error.get_ref().and_then(|e| e.downcast_ref::<ureq::Error>());
            return Err(inner
                .map_or_else(|| Failure::Later(format!("breaks off ({error})"), None), failure));
        }
        if answer.body.len() as u64 > size {
            match most {
                Most::Whole(_) => {
                    return Err(Failure::Never(format!("is larger than {} KiB", size >> 10)));
                }
                Most::Beginning(_) => answer.body.truncate(robots::LARGEST),
            }
        }
        Ok(Step::Answer(answer))
    }
}

/// How much of an answer is taken, in bytes.
#[derive(Clone, Copy)]
enum Most {
    /// More is refused.
    Whole(u64),
    /// More is cut off.
    Beginning(u64),
}

enum Step {
    Answer(Answer),
    To(Url),
}

const PRIVATE: &str = "lies in a private network; --allow-private lets it be asked";

fn failure(error: &ureq::Error) -> Failure {
    use ureq::Error;
    match error {
        Error::Io(inner) if inner.kind() == std::io::ErrorKind::PermissionDenied => {
            Failure::Never(PRIVATE.to_owned())
        }
        Error::Timeout(_) => Failure::Later("does not answer in time".to_owned(), None),
        Error::Io(_) | Error::ConnectionFailed => {
            Failure::Later(format!("cannot be reached ({error})"), None)
        }
        Error::HostNotFound => Failure::Later("names a host that is not found".to_owned(), None),
        Error::BadUri(_) | Error::Http(_) => Failure::Never(format!("cannot be asked ({error})")),
        other => Failure::Later(format!("answers what is not understood ({other})"), None),
    }
}

/// Looks names up and keeps what lies in private networks out, so that no name leads there.
#[derive(Debug)]
struct PublicOnly {
    inner: DefaultResolver,
    off: bool,
}

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.off || found.iter().all(|a| address::is_public(a.ip())) {
            return Ok(found);
        }
        Err(ureq::Error::Io(std::io::Error::from(std::io::ErrorKind::PermissionDenied)))
    }
}

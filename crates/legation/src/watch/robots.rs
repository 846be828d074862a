//! `robots.txt` (RFC 9309): which paths of a site a program may fetch, and how fast.
//!
//! Own code, as the crates for it have stood still for years and drag old parsers along.

use std::fmt::Write as _;
use std::time::Duration;

/// The name by which sites can address this program.
pub const TOKEN: &str = "legation";
/// As much of the file is read as the RFC asks for.
pub const LARGEST: usize = 500 << 10;
/// The longest delay a site can ask for.
const LONGEST_DELAY: Duration = Duration::from_mins(5);

/// The rules of a site for this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// The delay between two requests that the site asks for.
    pub delay: Option<Duration>,
    /// The sitemaps that it names.
    pub sitemaps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    path: String,
}

impl Robots {
    /// The rules of a file. What cannot be understood is passed over, as the RFC asks.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LARGEST)]);
        let (mut own, mut all) = (Self::default(), Self::default());
        let mut found = false;
        let mut sitemaps = Vec::new();
        // Whom the current group is for, and whether its rules have begun.
        let (mut ours, mut everyones, mut in_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if in_rules {
                        (ours, everyones, in_rules) = (false, false, false);
                    }
                    let agent: String = value
                        .chars()
                        .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
                        .collect();
                    everyones |= value.starts_with('*');
                    ours |= agent.eq_ignore_ascii_case(TOKEN);
                    found |= ours;
                }
                key @ ("allow" | "disallow") => {
                    in_rules = true;
                    if !value.is_empty() {
                        let rule = Rule { allow: key == "allow", path: normal(value) };
                        if ours {
                            own.rules.push(rule.clone());
                        }
                        if everyones {
                            all.rules.push(rule);
                        }
                    }
                }
                "crawl-delay" => {
                    in_rules = true;
                    let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                    let delay = seconds
                        .map(|s| Duration::from_secs_f64(s.min(LONGEST_DELAY.as_secs_f64())));
                    if ours {
                        own.delay = delay.or(own.delay);
                    }
                    if everyones {
                        all.delay = delay.or(all.delay);
                    }
                }
                "sitemap" if sitemaps.len() < 100 => sitemaps.push(value.to_owned()),
                _ => {}
            }
        }
        Self { sitemaps, ..if found { own } else { all } }
    }

    /// Rules that forbid everything: for a site whose rules cannot be fetched now.
    pub fn closed() -> Self {
        Self { rules: vec![Rule { allow: false, path: "/".to_owned() }], ..Self::default() }
    }

    /// Whether a path, with its query, may be fetched. The longest rule decides; among equals the one that allows.
    pub fn allows(&self, path: &str) -> bool {
        if path == "/robots.txt" {
            return true;
        }
        let path = normal(path);
        let fitting = self.rules.iter().filter(|rule| fits(&rule.path, &path));
        fitting.max_by_key(|rule| (rule.path.len(), rule.allow)).is_none_or(|rule| rule.allow)
    }
}

/// One spelling of a path: escapes in capitals, letters beyond ASCII escaped, plain letters not.
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    // Writing to a string cannot fail.
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let escape = (byte == b'%')
            .then(|| {
                bytes
                    .get(at + 1..at + 3)
                    .and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok())
            })
            .flatten();
        match escape {
            Some(code) => {
                at += 3;
                if code.is_ascii_alphanumeric() || matches!(code, b'-' | b'.' | b'_' | b'~') {
                    out.push(code as char);
                } else {
                    let _ = write!(out, "%{code:02X}");
                }
            }
            None => {
                at += 1;
                if byte.is_ascii() {
                    out.push(byte as char);
                } else {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    out
}

/// Whether a path begins as a rule says: `*` stands for anything, `$` at the end for the end. Takes time in proportion to
/// the product of both lengths, whatever the rule.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, to_end) = match rule.strip_suffix('$') {
        Some(rule) => (rule, true),
        None => (rule, false),
    };
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    if parts.is_empty() {
        return !to_end || rest.is_empty();
    }
    for (at, part) in parts.iter().enumerate() {
        if to_end && at + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides_and_ties_allow() {
        let robots = Robots::parse(
            b"User-agent: *\nDisallow: /private\nAllow: /private/press\nDisallow: /*.pdf$\nDisallow: /caf\xc3\xa9\nAllow: /x\nDisallow: /x\n",
        );
        for (path, allowed) in [
            ("/", true),
            ("/private", false),
            ("/private/a", false),
            ("/private/press/1", true),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x=1", true),
            ("/caf%c3%a9/1", false),
            ("/%70rivate", false),
            ("/x", true),
            ("/robots.txt", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
    }

    #[test]
    fn groups_are_for_whom_they_name() {
        let robots = Robots::parse(
            b"\xef\xbb\xbfuser-agent: other\nuser-agent: Legation/2.0\ndisallow: /a # note\ncrawl-delay: 7\n\n\
              user-agent: *\ndisallow: /\n\nuser-agent: legation\ndisallow: /b\nSitemap: https://a.example/s.xml\nnonsense\n",
        );
        assert!(!robots.allows("/a") && !robots.allows("/b") && robots.allows("/c"));
        assert_eq!(robots.delay, Some(Duration::from_secs(7)));
        assert_eq!(robots.sitemaps, ["https://a.example/s.xml"]);
        let open = Robots::parse(b"User-agent: *\nDisallow:\nCrawl-delay: 1e99\n");
        assert!(open.allows("/a"));
        assert_eq!(open.delay, Some(LONGEST_DELAY));
        assert!(!Robots::closed().allows("/a") && Robots::parse(b"\xff\x00<html>").allows("/a"));
    }

    #[test]
    fn hostile_rules_cost_bounded_time() {
        let rule = format!("/{}$", "*a".repeat(50_000));
        let file = format!("User-agent: *\nDisallow: {rule}\n");
        assert!(Robots::parse(file.as_bytes()).allows(&format!("/{}b", "a".repeat(2000))));
    }
}

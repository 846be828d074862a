//! [`Settings`]: what is served, where, and to whom.

use crate::Tokens;
use legation_core::Article;
use serde_json::Value as Json;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Codes one article and gives the object of the output contract, or says what is missing.
pub type Coder = Arc<dyn Fn(Article) -> Result<Json, String> + Send + Sync>;

/// What is served, where, and to whom.
#[derive(Clone)]
pub struct Settings {
    /// The store.
    pub db: PathBuf,
    /// The address to listen on.
    pub address: SocketAddr,
    /// Further names under which the server is reached, for example behind a proxy.
    pub hosts: Vec<String>,
    /// Who may do what.
    pub tokens: Tokens,
    /// How articles are coded live; without it that part is switched off.
    pub coder: Option<Coder>,
    /// Name and version of the program.
    pub program: String,
    /// The figures of its last evaluation, an object with a member for each set; null where there are none.
    pub scorecard: Json,
}

/// Why settings are refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Others could reach the server and nothing would keep them out.
    #[error(
        "{0} can be reached by others; give --token-file FILE with a token of at least 32 characters, or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
}

impl Settings {
    /// Whether the settings are safe to serve.
    ///
    /// # Errors
    /// Where the address is reachable by others and reading needs no token.
    pub fn check(&self) -> Result<(), Refused> {
        if self.address.ip().is_loopback() || self.tokens.guards_reading() {
            Ok(())
        } else {
            Err(Refused::Open(self.address))
        }
    }

    /// Whether a `Host` header names this server. Other names are DNS rebinding, or a mistake.
    pub(crate) fn is_host(&self, host: &str) -> bool {
        let name = name_of(host);
        let listed = self.hosts.iter().any(|h| name_of(h).eq_ignore_ascii_case(name));
        let port = host[host.len().min(name.len())..].strip_prefix(':');
        let right_port = port.is_none_or(|p| p == self.address.port().to_string());
        let own = name.trim_matches(['[', ']']).parse() == Ok(self.address.ip());
        let local = self.address.ip().is_loopback()
            && (["localhost", "127.0.0.1", "[::1]"].iter().any(|l| l.eq_ignore_ascii_case(name)));
        listed || (right_port && (own || local))
    }
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.rfind(':') {
        Some(at) if !host[at..].contains(']') => &host[..at],
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(address: &str, tokens: Tokens) -> Settings {
        Settings {
            db: PathBuf::from("x.db"),
            address: address.parse().unwrap(),
            hosts: vec!["desk.example.org".to_owned()],
            tokens,
            coder: None,
            program: "test".to_owned(),
            scorecard: Json::Null,
        }
    }

    #[test]
    fn only_its_own_names_are_hosts() {
        let local = settings("127.0.0.1:8080", Tokens::local().0);
        for good in
            ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "desk.example.org"]
        {
            assert!(local.is_host(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "evil.example:8080",
            "127.0.0.1:9",
            "localhost.evil.example:8080",
            "127.0.0.1.nip.example:8080",
            ":8080",
        ] {
            assert!(!local.is_host(bad), "{bad}");
        }
        let open = settings("192.0.2.7:80", Tokens::local().0);
        assert!(open.is_host("192.0.2.7"));
        assert!(!open.is_host("localhost"));
    }

    #[test]
    fn an_address_for_others_needs_tokens() {
        let open = settings("0.0.0.0:8080", Tokens::local().0);
        assert_eq!(open.check(), Err(Refused::Open(open.address)));
        let token = "a-token-of-more-than-thirty-two-characters";
        assert_eq!(settings("0.0.0.0:8080", Tokens::parse(token).unwrap()).check(), Ok(()));
        assert_eq!(settings("[::1]:8080", Tokens::local().0).check(), Ok(()));
    }
}

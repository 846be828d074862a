//! Tokens: who may read, who may write. Kept as hashes, compared in constant time.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq as _;

/// The name of the cookie that the pages use.
pub(crate) const COOKIE: &str = "legation_token";

/// Who may do what.
#[derive(Clone, Debug)]
pub struct Tokens {
    write: Vec<[u8; 32]>,
    read: Vec<[u8; 32]>,
    open: bool,
}

/// What the bearer of a request may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Access {
    Nothing,
    Read,
    Write,
}

impl Tokens {
    /// For the user of this machine: anybody here may read, a token made now allows writing. Returns it as well.
    pub fn local() -> (Self, String) {
        let mut bytes = [0; 32];
        // Without randomness there is no token that allows writing; reading works all the same.
        let write = getrandom::fill(&mut bytes).is_ok();
        let token = blake3::Hash::from(bytes).to_hex().to_string();
        let write = if write { vec![hash(&token)] } else { Vec::new() };
        (Self { write, read: Vec::new(), open: true }, token)
    }

    /// From the text of a token file: a token a line, with `read` before those that allow reading only. Lines that
    /// begin with `#` are comments.
    ///
    /// # Errors
    /// Where there is no token, or one that could be guessed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tokens = Self { write: Vec::new(), read: Vec::new(), open: false };
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (list, token) = match line.split_once(char::is_whitespace) {
                Some(("read", token)) => (&mut tokens.read, token.trim()),
                Some(("write", token)) => (&mut tokens.write, token.trim()),
                Some((other, _)) => return Err(format!("{other:?} is neither read nor write")),
                None => (&mut tokens.write, line),
            };
            if token.len() < 32 {
                return Err(
                    "a token is shorter than 32 characters; make one with: openssl rand -hex 32"
                        .to_owned(),
                );
            }
            list.push(hash(token));
        }
        if tokens.write.is_empty() && tokens.read.is_empty() {
            return Err(
                "the token file has no token; make one with: openssl rand -hex 32".to_owned()
            );
        }
        Ok(tokens)
    }

    /// Whether reading needs a token too.
    pub fn guards_reading(&self) -> bool {
        !self.open
    }

    /// What a token allows.
    pub(crate) fn allows(&self, token: Option<&str>) -> Access {
        let without = if self.open { Access::Read } else { Access::Nothing };
        let Some(token) = token else { return without };
        let given = hash(token);
        let one_of = |list: &[[u8; 32]]| {
            list.iter().fold(false, |found, kept| found | bool::from(kept.ct_eq(&given)))
        };
        if one_of(&self.write) {
            Access::Write
        } else if one_of(&self.read) {
            Access::Read
        } else {
            without
        }
    }

    /// What a request may do, by its `Authorization` header or cookie.
    pub(crate) fn access(&self, headers: &HeaderMap) -> Access {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.strip_prefix("Bearer "))
            .map(str::trim);
        let cookie = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        self.allows(bearer.or(cookie))
    }
}

fn hash(token: &str) -> [u8; 32] {
    blake3::hash(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_token_allows_writing_and_reading_is_open() {
        let (tokens, token) = Tokens::local();
        assert_eq!(token.len(), 64);
        assert_ne!(token, Tokens::local().1);
        assert_eq!(tokens.allows(Some(&token)), Access::Write);
        assert_eq!(tokens.allows(Some("wrong")), Access::Read);
        assert_eq!(tokens.allows(None), Access::Read);
    }

    #[test]
    fn token_files_have_roles() {
        let (a, b) = ("a".repeat(40), "b".repeat(40));
        let tokens = Tokens::parse(&format!("# desk\n{a}\nread {b}\n")).unwrap();
        assert_eq!(tokens.allows(Some(&a)), Access::Write);
        assert_eq!(tokens.allows(Some(&b)), Access::Read);
        assert_eq!(tokens.allows(None), Access::Nothing);
        assert!(Tokens::parse("short").unwrap_err().contains("32"));
        assert!(Tokens::parse("# nothing\n").is_err());
        assert!(Tokens::parse(&format!("admin {a}")).is_err());
    }

    #[test]
    fn tokens_come_by_header_or_cookie() {
        let (tokens, token) = Tokens::local();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, format!("other=1; {COOKIE}={token}").parse().unwrap());
        assert_eq!(tokens.access(&headers), Access::Write);
        headers.clear();
        headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().unwrap());
        assert_eq!(tokens.access(&headers), Access::Write);
        headers.clear();
        assert_eq!(tokens.access(&headers), Access::Read);
    }
}

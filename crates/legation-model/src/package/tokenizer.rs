//! The `tokenizer` file of a package.

use super::msgpack;
use crate::tokenizer::TokenizerRules;
use rmpv::Value;

const ORTH: u64 = 65;
const NORM: u64 = 67;

/// Reads the tokenizer's patterns and special cases.
pub(super) fn rules(bytes: &[u8]) -> Result<TokenizerRules, String> {
    let map = msgpack::read(bytes)?;
    let pattern = |key: &str| msgpack::get(&map, key).and_then(msgpack::text).map(str::to_owned);
    let mut rules = TokenizerRules {
        prefix: pattern("prefix_search").unwrap_or_default(),
        suffix: pattern("suffix_search").unwrap_or_default(),
        infix: pattern("infix_finditer").unwrap_or_default(),
        url: pattern("url_match"),
        token: pattern("token_match"),
        exceptions: Vec::new(),
    };
    let exceptions = msgpack::get(&map, "exceptions").and_then(Value::as_map);
    for (text, tokens) in exceptions.ok_or("the tokenizer has no special cases")? {
        let text = msgpack::text(text).ok_or("a special case is no text")?;
        let tokens = tokens.as_array().ok_or("a special case has no tokens")?;
        let attribute = |token: &Value, key: u64| {
            let (_, value) = token.as_map()?.iter().find(|(k, _)| k.as_u64() == Some(key))?;
            msgpack::text(value).map(str::to_owned)
        };
        let tokens: Option<Vec<_>> = tokens
            .iter()
            .map(|token| Some((attribute(token, ORTH)?, attribute(token, NORM))))
            .collect();
        rules
            .exceptions
            .push((text.to_owned(), tokens.ok_or("a special case lacks a token's text")?));
    }
    rules.exceptions.sort_unstable();
    Ok(rules)
}

//! The attribute ruler's patterns.

use super::msgpack;
use crate::rules::{Condition, RulerRule, TokenSpec};
use rmpv::Value;

/// Reads the rules in order.
pub(super) fn rules(bytes: &[u8]) -> Result<Vec<RulerRule>, String> {
    let list = msgpack::read(bytes)?;
    let list = list.as_array().ok_or("the attribute ruler has no rules")?;
    list.iter()
        .map(|value| rule(value).ok_or_else(|| format!("unknown attribute rule {value}")))
        .collect()
}

fn rule(value: &Value) -> Option<RulerRule> {
    let patterns = msgpack::get(value, "patterns")?.as_array()?;
    let patterns = patterns.iter().map(|pattern| pattern.as_array()?.iter().map(spec).collect());
    let mut rule = RulerRule {
        patterns: patterns.collect::<Option<_>>()?,
        index: msgpack::get(value, "index")?.as_u64()? as usize,
        ..RulerRule::default()
    };
    for (key, attribute) in msgpack::get(value, "attrs")?.as_map()? {
        let attribute = Some(msgpack::text(attribute)?.to_owned());
        match msgpack::text(key)? {
            "TAG" => rule.tag = attribute,
            "POS" => rule.pos = attribute,
            "MORPH" => rule.morph = attribute.map(|m| if m == "_" { String::new() } else { m }),
            "LEMMA" => rule.lemma = attribute,
            "DEP" => rule.dep = attribute,
            _ => return None,
        }
    }
    Some(rule)
}

fn spec(value: &Value) -> Option<TokenSpec> {
    let mut spec = TokenSpec::default();
    for (key, value) in value.as_map()? {
        match msgpack::text(key)? {
            "TAG" => spec.tag = Some(condition(value)?),
            "POS" => spec.pos = Some(condition(value)?),
            "LOWER" => spec.lower = Some(condition(value)?),
            "DEP" => spec.dep = Some(condition(value)?),
            "IS_SPACE" => spec.is_space = Some(value.as_bool()?),
            _ => return None,
        }
    }
    Some(spec)
}

fn condition(value: &Value) -> Option<Condition> {
    if let Some(text) = msgpack::text(value) {
        return Some(Condition::In(vec![text.to_owned()]));
    }
    let texts = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|v| msgpack::text(v).map(str::to_owned)).collect()
    };
    let [(key, value)] = value.as_map()?.as_slice() else { return None };
    match msgpack::text(key)? {
        "IN" => Some(Condition::In(texts(value)?)),
        "NOT_IN" => Some(Condition::NotIn(texts(value)?)),
        "REGEX" => Some(Condition::Matches(msgpack::text(value)?.to_owned())),
        _ => None,
    }
}

//! Plain text: what is text and what is not.

use super::ReadError;

/// Turns bytes into text, or says why they are none.
pub(super) fn decode(name: &str, bytes: Vec<u8>) -> Result<String, ReadError> {
    let head = &bytes[..bytes.len().min(8192)];
    let odd =
        head.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    if head.contains(&0) || odd * 10 > head.len() {
        return Err(ReadError::new(
            name,
            "is binary, not text",
            "convert it to text first, or leave it out",
        ));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        ReadError::new(
            name,
            format!("is not valid UTF-8 (byte {at})"),
            "convert it, for example with iconv -t UTF-8",
        )
    })?;
    if text.trim().is_empty() {
        return Err(ReadError::new(name, "is empty", "leave it out"));
    }
    Ok(text)
}

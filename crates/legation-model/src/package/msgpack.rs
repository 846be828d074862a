//! Small helpers over `MessagePack` values and numpy arrays.

use rmpv::Value;

/// Decodes one value.
pub(super) fn read(mut bytes: &[u8]) -> Result<Value, String> {
    rmpv::decode::read_value(&mut bytes).map_err(|error| format!("broken MessagePack: {error}"))
}

/// The text of a string or binary value.
pub(super) fn text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => text.as_str(),
        Value::Binary(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

/// The value under a text key.
pub(super) fn get<'v>(map: &'v Value, key: &str) -> Option<&'v Value> {
    map.as_map()?.iter().find(|(k, _)| text(k) == Some(key)).map(|(_, value)| value)
}

/// The numbers of an array in the manner of msgpack-numpy.
pub(super) fn array(value: &Value) -> Option<Vec<f32>> {
    if text(get(value, "type")?)? != "<f4" {
        return None;
    }
    let count: u64 = get(value, "shape")?.as_array()?.iter().filter_map(Value::as_u64).product();
    let bytes = get(value, "data")?.as_slice()?;
    (bytes.len() as u64 == count * 4).then(|| floats(bytes))
}

/// Rows, columns and numbers of a `.npy` file.
pub(super) fn npy(bytes: &[u8]) -> Result<(usize, usize, Vec<f32>), String> {
    let broken = || "vocab/vectors is no array of numbers".to_owned();
    if !bytes.starts_with(b"\x93NUMPY\x01") || bytes.len() < 10 {
        return Err(broken());
    }
    let start = 10 + usize::from(u16::from_le_bytes([bytes[8], bytes[9]]));
    let header =
        bytes.get(10..start).and_then(|h| std::str::from_utf8(h).ok()).ok_or_else(broken)?;
    let shape = header.split_once("'shape': (").and_then(|(_, rest)| rest.split_once(')'));
    let shape: Vec<usize> = shape
        .ok_or_else(broken)?
        .0
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let [rows, columns] = shape[..] else { return Err(broken()) };
    if rows == 0 || columns == 0 {
        return Ok((0, 0, Vec::new()));
    }
    let data = &bytes[start..];
    let is_plain = header.contains("'<f4'") && header.contains("'fortran_order': False");
    if !is_plain || data.len() != rows * columns * 4 {
        return Err(broken());
    }
    Ok((rows, columns, floats(data)))
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks::<4>().0.iter().map(|chunk| f32::from_le_bytes(*chunk)).collect()
}

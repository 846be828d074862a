//! What keeps hostile documents cheap: streams that unpack without end, forms that draw themselves.

use flate2::read::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::HashMap;
use std::io::{self, Read};

/// All streams of a document together unpack to this at most.
const UNPACKED: u64 = 512 << 20;
/// The deepest nesting of forms and of page trees.
const DEEPEST: usize = 50;
/// How often forms are drawn, in all.
const DRAWN: u64 = 100_000;

/// Looks at the packed streams before anything unpacks them.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), String> {
    let mut left = UNPACKED;
    let mut rest = bytes;
    while let Some(at) = rest.windows(6).position(|w| w == b"stream") {
        let after_end = rest[..at].ends_with(b"end");
        rest = &rest[at + 6..];
        let data = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        // The first byte of a zlib stream; other encodings grow little.
        if after_end || data.first().is_none_or(|b| b & 0x0f != 8) {
            continue;
        }
        let mut plain = ZlibDecoder::new(data).take(left + 1);
        // A broken stream gives what it gives.
        let size =
            io::copy(&mut plain, &mut io::sink()).unwrap_or_else(|_| left + 1 - plain.limit());
        left = left
            .checked_sub(size)
            .ok_or_else(|| format!("unpacks to more than {} MiB", UNPACKED >> 20))?;
    }
    Ok(())
}

/// Looks for page trees and forms that hold themselves, or nest without measure.
pub(super) fn document(document: &Document) -> Result<(), String> {
    for object in document.objects.values() {
        let Ok(mut dictionary) = object.as_dict() else { continue };
        let mut depth = 0;
        while let Ok(parent) = dictionary.get(b"Parent").and_then(Object::as_reference) {
            let Ok(next) = document.get_dictionary(parent) else { break };
            dictionary = next;
            depth += 1;
            if depth > DEEPEST {
                return Err("is a PDF whose page tree has no root".to_owned());
            }
        }
    }
    let mut forms = Forms { document, known: HashMap::new() };
    let mut drawn = 0;
    for id in document.objects.keys() {
        drawn += forms.draws(*id, 0)?;
        if drawn > DRAWN {
            return Err("is a PDF that draws its forms too often".to_owned());
        }
    }
    Ok(())
}

struct Forms<'d> {
    document: &'d Document,
    /// How often a form draws in all; `None` while that is being counted.
    known: HashMap<ObjectId, Option<u64>>,
}

impl Forms<'_> {
    fn draws(&mut self, id: ObjectId, depth: usize) -> Result<u64, String> {
        match self.known.get(&id) {
            Some(Some(count)) => return Ok(*count),
            Some(None) => return Err("is a PDF with a form that draws itself".to_owned()),
            None if depth > DEEPEST => return Err("is a PDF whose forms nest too deep".to_owned()),
            None => {}
        }
        let stream = self.document.get_object(id).and_then(Object::as_stream);
        let form = stream.ok().filter(|s| {
            s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
        });
        let Some(form) = form else {
            self.known.insert(id, Some(0));
            return Ok(0);
        };
        self.known.insert(id, None);
        let content = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        let calls = content.windows(2).filter(|w| w == b"Do").count() as u64;
        let mut most = 0;
        if calls > 0 {
            // Without resources of its own a form uses those of whoever draws it, which might be any.
            let Some(below) = self.resources(&form.dict) else {
                return Err("is a PDF with a form that draws what it does not name".to_owned());
            };
            for id in below {
                most = most.max(self.draws(id, depth + 1)?);
            }
        }
        let count = calls.saturating_mul(most + 1);
        self.known.insert(id, Some(count));
        Ok(count)
    }

    /// The objects that a form can draw.
    fn resources(&self, form: &Dictionary) -> Option<Vec<ObjectId>> {
        let inside = |object: &Object| match object {
            Object::Reference(id) => self.document.get_dictionary(*id).ok().cloned(),
            other => other.as_dict().ok().cloned(),
        };
        let resources = inside(form.get(b"Resources").ok()?)?;
        let objects = resources.get(b"XObject").ok().and_then(inside).unwrap_or_default();
        Some(objects.iter().filter_map(|(_, o)| o.as_reference().ok()).collect())
    }
}

//! Documents made by hand, good and bad.

use super::*;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A document of objects, numbered from 1; the first is the catalogue.
fn document(objects: &[Vec<u8>], info: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    out.extend_from_slice(
        format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes(),
    );
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let size = objects.len() + 1;
    out.extend_from_slice(
        format!("trailer << /Size {size} /Root 1 0 R {info} >>\nstartxref\n{start}\n%%EOF")
            .as_bytes(),
    );
    out
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dictionary} /Length {} >>\nstream\n", content.len()).into_bytes();
    out.extend_from_slice(content);
    out.extend_from_slice(b"\nendstream");
    out
}

fn page(content: &[u8], filter: &str, form: &[u8]) -> Vec<u8> {
    document(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >>"
                .to_vec(),
            stream(filter, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
            form.to_vec(),
        ],
        "/Info << /Title (Talks end) /Author (Ann Lee) /CreationDate (D:20221230101500Z) >>",
    )
}

const TEXT: &[u8] =
    b"BT /F 12 Tf 50 700 Td (Arvenia recalled its ambassador to Belmark on Friday,) Tj \
    0 -14 Td (the foreign ministry said.) Tj ET";

#[test]
fn the_text_title_and_day_are_read() {
    let article = article("a.pdf", &page(TEXT, "", b"null"), &Options::default()).unwrap();
    assert_eq!(
        article.text,
        "Arvenia recalled its ambassador to Belmark on Friday, the foreign ministry said."
    );
    assert_eq!(article.title.as_deref(), Some("Talks end"));
    assert_eq!(article.byline, ["Ann Lee"]);
    assert_eq!(article.published.basis, Basis::Inferred);
}

fn problem(bytes: &[u8]) -> String {
    article("a.pdf", bytes, &Options::default()).unwrap_err().to_string()
}

#[test]
fn hostile_documents_are_refused() {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..600 {
        packed.write_all(&zeros).unwrap();
    }
    let bomb = page(&packed.finish().unwrap(), "/Filter /FlateDecode", b"null");
    assert!(problem(&bomb).contains("unpacks to more than"));
    let own =
        stream("/Type /XObject /Subtype /Form /Resources << /XObject << /X 6 0 R >> >>", b"/X Do");
    assert!(problem(&page(b"/X Do", "", &own)).contains("draws itself"));
    let cycle = document(
        &[
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>".to_vec(),
            b"<< /Type /Page /Parent 2 0 R >>".to_vec(),
        ],
        "",
    );
    assert!(problem(&cycle).contains("no root"));
}

#[test]
fn scans_and_rubbish_say_what_they_are() {
    assert!(problem(&page(b"q Q", "", b"null")).contains("scan"));
    for rubbish in
        [&b""[..], b"%PDF-1.4", b"%PDF-1.4\nxref\n0 1\ntrailer<</Root 9 0 R>>\nstartxref\n9\n%%EOF"]
    {
        problem(rubbish);
    }
    let whole = page(TEXT, "", b"null");
    for cut in (0..whole.len()).step_by(37) {
        let _ = article("a.pdf", &whole[..cut], &Options::default());
    }
}

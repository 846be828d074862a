//! Messages (`.eml`): newsletters and forwarded articles. The plain part is read where there is one, else the page.

use super::{Options, ReadError, html};
use jiff::civil::Date;
use legation_core::{Article, Basis, Published, Span};
use mail_parser::{MessageParser, PartType};

/// The longest signature, in lines.
const SIGNATURE: usize = 12;

/// The article of a message.
pub(super) fn article(name: &str, bytes: &[u8], options: &Options) -> Result<Article, ReadError> {
    let parsed = MessageParser::default().parse(bytes);
    let message =
        parsed.filter(|m| m.from().is_some() || m.subject().is_some()).ok_or_else(|| {
            ReadError::new(name, "is no message: neither sender nor subject", "leave it out")
        })?;
    let body = |ids: &[u32]| ids.iter().find_map(|id| message.parts.get(*id as usize));
    let plain = body(&message.text_body).and_then(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.trim().replace("\r\n", "\n")),
        _ => None,
    });
    let page = body(&message.html_body).and_then(|part| match &part.body {
        PartType::Html(page) => Some(page.as_bytes()),
        _ => None,
    });
    let mut article = match (plain, page) {
        (Some(text), _) => {
            let mut article = Article::new(name, text.replace('\0', ""));
            article.boilerplate.extend(signature(&article.text));
            article
        }
        (None, Some(bytes)) => {
            html::article(&html::Page { uri: name, address: None, charset: Some("utf-8"), bytes })?
        }
        (None, None) => {
            return Err(ReadError::new(name, "is a message without text", "leave it out"));
        }
    };
    article.reader = if article.reader == "text" {
        "mail".to_owned()
    } else {
        format!("mail:{}", article.reader)
    };
    article.title = message.subject().map(str::to_owned).or(article.title);
    if let Some(from) = message.from().and_then(|f| f.first()) {
        article.byline.extend(from.name().or(from.address()).map(str::to_owned));
        article.byline.dedup();
    }
    let date = message.date().and_then(|d| {
        Date::new(
            i16::try_from(d.year).ok()?,
            i8::try_from(d.month).ok()?,
            i8::try_from(d.day).ok()?,
        )
        .ok()
    });
    if let Some(date) = date {
        article.published = Published { date: Some(date), basis: Basis::Metadata };
    }
    article.provenance = message.message_id().map(|id| format!("message {id}"));
    if !message.attachments.is_empty() {
        let number = message.attachments.len();
        article.reader_remarks.push(format!("{number} attachments of the message were not read"));
    }
    super::date(&mut article, options);
    Ok(article)
}

/// The sender's signature: what stands behind the last line of two hyphens, if that is no more than a few lines.
fn signature(text: &str) -> Option<Span> {
    let mark = ["\n-- \n", "\n--\n"].iter().filter_map(|mark| text.rfind(mark)).max()? + 1;
    (text[mark..].lines().count() <= SIGNATURE).then(|| Span::from(mark..text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_gives_subject_sender_date_and_text() {
        let message = "From: Ann Lee <ann@courier.example>\r\nSubject: =?utf-8?q?Caf=C3=A9_talks?=\r\nMessage-ID: <1@a>\r\n\
            Date: Fri, 30 Dec 2022 23:30:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
            --b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            Arvenia met Belmark at the caf=E9.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\
            \r\n%PDF\r\n--b--\r\n";
        let article = article("m.eml", message.as_bytes(), &Options::default()).unwrap();
        assert_eq!(article.text, "Arvenia met Belmark at the café.");
        assert_eq!(article.title.as_deref(), Some("Café talks"));
        assert_eq!(article.byline, ["Ann Lee"]);
        assert_eq!(article.published.date.map(|d| d.to_string()).as_deref(), Some("2022-12-30"));
        assert!(article.reader_remarks[0].contains("1 attachments"));
    }

    #[test]
    fn signatures_are_marked() {
        let of = |text: &str| {
            let message = format!("From: a@b.example\nContent-Type: text/plain\n\n{text}");
            let article = article("m.eml", message.as_bytes(), &Options::default()).unwrap();
            article.boilerplate.iter().map(|s| s.of(&article.text).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            of("Arvenia met Belmark.\n\n-- \nAnn Lee\nNorthport Courier\n"),
            ["-- \nAnn Lee\nNorthport Courier"]
        );
        assert!(of(&format!("Arvenia met Belmark.\n--\n{}", "They met.\n".repeat(30))).is_empty());
        assert!(of("Arvenia - it says - met Belmark.").is_empty());
    }

    #[test]
    fn pages_in_messages_are_read_as_pages() {
        let text = "The president of Arvenia met the premier of Belmark on Friday to talk about the border. ".repeat(5);
        let message = format!(
            "From: a@b.example\nContent-Type: text/html\n\n<html><body><p>{text}</p></body></html>\n"
        );
        let article = article("m.eml", message.as_bytes(), &Options::default()).unwrap();
        assert!(
            article.text.starts_with("The president") && article.reader.starts_with("mail:html")
        );
        assert!(super::article("m.eml", b"nothing of the kind", &Options::default()).is_err());
    }
}

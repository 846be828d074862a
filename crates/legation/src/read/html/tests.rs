//! Pages as they come, good and bad.

use super::*;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

const BODY: &str = "<p>The president of Arvenia met the premier of Belmark on Friday to talk about the border, which has been \
    closed since the spring, officials said.</p><p>The two sides agreed to meet again in March, the ministry of foreign \
    affairs in Northport said in a statement.</p><p>No date was given for the opening of the border, and neither side \
    would say who had asked for the talks.</p>";

fn read(head: &str, address: Option<&str>) -> Article {
    let html = format!(
        "<html lang=en-GB><head>{head}</head><body><nav><a href=/>Home</a></nav><article><h1>Border talks to go on \
         in March</h1>{BODY}</article></body></html>"
    );
    article(&Page { uri: "page", address, charset: None, bytes: html.as_bytes() }).unwrap()
}

fn published(article: &Article) -> (Option<String>, Basis) {
    (article.published.date.map(|d| d.to_string()), article.published.basis)
}

#[test]
fn a_page_gives_its_article_and_what_it_says_about_itself() {
    let head = r#"<meta property="og:title" content="Border talks to go on in March">
        <meta property="og:site_name" content="Northport Courier"><link rel=canonical href="/world/talks">
        <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2022-12-30T09:00:00Z",
        "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ray"}]}]}</script>"#;
    let article = read(head, Some("https://courier.example/world/1"));
    assert!(article.text.starts_with("The president of Arvenia"), "{}", article.text);
    assert_eq!(article.text.matches("\n\n").count(), 2);
    assert_eq!(article.title.as_deref(), Some("Border talks to go on in March"));
    assert_eq!(article.byline, ["Ann Lee", "Bo Ray"]);
    assert_eq!(article.publisher.as_deref(), Some("Northport Courier"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(article.canonical.as_deref(), Some("https://courier.example/world/talks"));
    assert_eq!(published(&article), (Some("2022-12-30".to_owned()), Basis::Metadata));
    assert_eq!(article.reader, "html:own");
}

#[test]
fn a_short_page_keeps_its_paragraphs() {
    let html = "<html lang=en><head><title>Envoy recalled</title></head><body><nav><a href=/>Home</a></nav><article>\
        <h1>Arvenia recalls its envoy</h1><p>Arvenia recalled its ambassador on Monday.</p><p>Belmark called the step \
        baseless.</p></article></body></html>";
    let page = Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() };
    let text = article(&page).unwrap().text;
    assert_eq!(
        text,
        "Arvenia recalled its ambassador on Monday.\n\nBelmark called the step baseless."
    );
}

#[test]
fn what_no_reader_sees_is_not_read() {
    let html = format!(
        "<html lang=en><head><title>Talks</title><script>document.write('<article><p>Never.</p></article>')</script>\
         <style>p {{ color: red }}</style></head><body><svg><title>Menu</title></svg><select><option>Pick one<option>Two\
         </select><article class='story'><h1 id='\"x\"'>Talks &amp; more</h1>{BODY}<!-- <p>Hidden.</p> --></article>\
         <footer><p>Rights reserved.</p></footer></body></html>"
    );
    let page = Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() };
    let article = article(&page).unwrap();
    assert_eq!(article.title.as_deref(), Some("Talks & more"));
    assert_eq!(article.text.matches("\n\n").count(), 2, "{}", article.text);
    for never in ["Never", "color", "Menu", "Pick", "Hidden", "Rights"] {
        assert!(!article.text.contains(never), "{never}: {}", article.text);
    }
}

#[test]
fn an_article_in_a_script_template_is_read() {
    let html = format!(
        "<html lang=en><head><title>Talks</title></head><body><div class='post-body'>\
         <script type='text/template'>{BODY}</script></div></body></html>"
    );
    let page = Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() };
    assert!(article(&page).unwrap().text.starts_with("The president of Arvenia"));
}

fn page_of(body: &str) -> Article {
    let html = format!("<html lang=en><head><title>Talks</title></head><body>{body}</body></html>");
    article(&Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() }).unwrap()
}

#[test]
fn what_stands_beside_the_article_is_left_out() {
    let teaser = |at: usize| {
        format!(
            "<div class=row><h5><a href=/{at}>The harbour of Northport, part {at}</a></h5><div>What the harbour master of \
             the town thinks of the plans, and what it would cost to carry them out.</div></div>"
        )
    };
    let teasers: String = (0..5).map(teaser).collect();
    let article = page_of(&format!(
        "<div class=page><div class='story-share-tools'><p>Send this story to all whom you know in the capital, and to the \
         others too.</p></div><div class='text'><p><span class=dateline>NORTHPORT -</span> It began on Friday.</p>{BODY}\
         <blockquote class='twitter-post'><p>We will not open it.</p></blockquote><h3>Reactions</h3><p>Belmark&rsquo;s \
         premier kept silent on Sunday.</p><ul><li>first, the border</li><li>then the tolls</li></ul></div>\
         <h3>More like this</h3>{teasers}</div>"
    ));
    assert_eq!(article.reader, "html:own");
    assert!(
        article.text.starts_with("NORTHPORT - It began on Friday.\n\nThe president"),
        "{}",
        article.text
    );
    let end = "We will not open it.\n\nReactions\n\nBelmark\u{2019}s premier kept silent on Sunday.\n\n\
        first, the border\n\nthen the tolls";
    assert!(article.text.ends_with(end), "{}", article.text);
}

#[test]
fn where_ours_is_unsure_the_other_extractors_are_asked() {
    let mut links = String::new();
    for at in 0..30 {
        let _ = write!(
            links,
            "<p><a href=/{at}>Ministers met again in town {at} to talk about the tolls of the road</a></p>"
        );
    }
    let article = page_of(&format!("<article>{links}<p>That was all they did.</p></article>"));
    assert_ne!(article.reader, "html:own");
    assert!(!article.text.is_empty());
}

#[test]
fn a_name_takes_nothing_away_that_is_most_of_the_page() {
    let article = page_of(&format!("<div class='sidebar widget share'>{BODY}</div>"));
    assert!(article.text.starts_with("The president of Arvenia"), "{}", article.text);
    assert_eq!(article.reader, "html:own");
}

#[test]
fn lines_parted_by_breaks_are_paragraphs_and_their_short_headings_stay() {
    let body = BODY.replace("<p>", "").replace("</p>", "<br><br><b>On the border</b><br>");
    let article = page_of(&format!("<div id=story>{body}It was closed.</div>"));
    assert!(article.text.contains("\n\nOn the border\n\nThe two sides"), "{}", article.text);
}

#[test]
fn the_date_comes_from_the_best_source_there_is() {
    let json = r#"<script type="application/ld+json">{"@type":"Article","datePublished":"2021-01-01"}</script>"#;
    let meta = r#"<meta property="article:published_time" content="2021-02-02T00:00:00Z">"#;
    let address = Some("https://courier.example/2021/03/15/talks");
    let of = |head: &str, address| published(&read(head, address));
    let day = |day: &str, basis| (Some(day.to_owned()), basis);
    assert_eq!(of(&format!("{meta}{json}"), address), day("2021-01-01", Basis::Metadata));
    assert_eq!(of(meta, address), day("2021-02-02", Basis::Metadata));
    assert_eq!(of("", address), day("2021-03-15", Basis::Inferred));
    assert_eq!(of("", None), (None, Basis::Unknown));
    // In UTC the page is a day ahead of the place where it was published.
    let utc = r#"<meta property="article:published_time" content="2021-03-16T01:00:00Z">"#;
    assert_eq!(of(utc, address), day("2021-03-15", Basis::Metadata));
}

#[test]
fn dates_that_are_shown_stand_in_for_declared_ones() {
    let of = |head: &str, line: &str| {
        let html = format!(
            "<html><head>{head}</head><body><article><h1>Talks</h1>{line}{BODY}</article></body></html>"
        );
        published(
            &article(&Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() })
                .unwrap(),
        )
    };
    let day = |day: &str, basis| (Some(day.to_owned()), basis);
    let shown = "<p class=\"date\">Written: 2023-11-07 15:03:30 / Updated: 2023-11-08 15:30:46</p>";
    assert_eq!(of("", shown), day("2023-11-07", Basis::Inferred));
    let changed = "<div class=\"info\">Last updated on June 13, 2019</div>";
    assert_eq!(of("", changed), day("2019-06-13", Basis::Inferred));
    let filled_in = r#"<meta itemprop="dateCreated" content="01/01/2004">"#;
    assert_eq!(of(filled_in, changed), day("2019-06-13", Basis::Inferred));
    let new_year = r#"<meta property="article:published_time" content="2021-01-01T09:30:00Z">"#;
    assert_eq!(of(new_year, changed), day("2021-01-01", Basis::Metadata));
}

#[test]
fn charsets_are_declared_or_guessed() {
    let page = |bytes: &[u8], charset| {
        article(&Page { uri: "page", address: None, charset, bytes }).unwrap().text
    };
    let html = format!(
        "<html><head>META</head><body><article><p>Café Müller was closed.</p>{BODY}</article></body></html>"
    );
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u8).collect() };
    let declared = html.replace("META", "<meta charset=\"iso-8859-1\">");
    for (bytes, charset) in [
        (html.clone().into_bytes(), None),
        (latin(&declared), None),
        (latin(&html), Some("windows-1252")),
        (latin(&html), None),
        (declared.clone().into_bytes(), None),
    ] {
        assert!(page(&bytes, charset).contains("Café Müller"), "{charset:?}");
    }
}

#[test]
fn hostile_pages_cost_bounded_time() {
    let mut pages = Vec::new();
    for open in [
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<svg><style><g>",
        "<a href=x>",
        "<p>",
        "<!--",
        "<x ",
        "<li><ul>",
        "<select><nav>",
        "<script type=text/template><p>",
        "<meta name=x content='&amp;'>",
        "<article class=post><div id=comments>",
    ] {
        pages.push(open.repeat(100_000));
    }
    let mut lines = String::new();
    for at in 0..20_000 {
        let _ = write!(lines, "<p>Line {at} of the page.");
    }
    pages.push(lines);
    for page in pages {
        let name: String = page.chars().take(12).collect();
        let html = format!("<html><body>{BODY}{page}");
        let start = Instant::now();
        let _ =
            article(&Page { uri: "page", address: None, charset: None, bytes: html.as_bytes() });
        assert!(start.elapsed() < Duration::from_secs(30), "{name}: {:?}", start.elapsed());
    }
}

#[test]
fn odd_bytes_never_panic() {
    for bytes in [
        &b""[..],
        b"<",
        b"</",
        b"<!",
        b"<a",
        b"\xff\xfe<\x00h\x00",
        b"<script>",
        b"<p>\x00\x80\xff",
        b"<meta charset",
    ] {
        let _ = article(&Page { uri: "page", address: None, charset: Some("nonsense"), bytes });
    }
}

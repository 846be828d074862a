//! What was fetched becomes an article.

use super::config::{Feed, From};
use super::fetch::{Failure, Fetcher};
use super::listing::Job;
use crate::read::{self, feed, html};
use legation_core::{Article, Basis, Published};

/// The article of a job.
pub(super) fn article(fetcher: &Fetcher<'_>, feed: &Feed, job: &Job) -> Result<Article, Failure> {
    let mut article = match feed.text {
        From::Feed => feed::article(&feed.url, &job.channel, &job.entry)
            .ok_or_else(|| Failure::Never("has no text in the feed".to_owned()))?,
        From::Page => page(fetcher, job)?,
    };
    article.uri.clone_from(&job.key);
    article.provenance = Some(format!("listed by {}", feed.url));
    article.reader = format!("watch:{}", article.reader);
    article.title = article.title.or_else(|| job.entry.title.clone());
    let found = feed.publisher.clone().or(article.publisher);
    article.publisher = found.or_else(|| job.channel.title.clone());
    if article.byline.is_empty() {
        article.byline.clone_from(&job.entry.byline);
    }
    // What the feed says of the day is better than what was worked out from the page.
    if let Some(date) = job.entry.published
        && matches!(article.published.basis, Basis::Unknown | Basis::Inferred)
    {
        article.published = Published { date: Some(date), basis: Basis::Metadata };
        article.reader_remarks.retain(|r| !r.starts_with("publication date from"));
        article.reader_remarks.push("publication date from the feed".to_owned());
    }
    Ok(read::finished(article))
}

fn page(fetcher: &Fetcher<'_>, job: &Job) -> Result<Article, Failure> {
    let answer = fetcher.get(&job.url, None)?;
    let address = answer.url.as_str();
    if answer.kind == "application/pdf" {
        return read::document(address, &answer.body).map_err(|e| Failure::Never(e.problem));
    }
    let text = answer.kind.starts_with("text/plain") && !html::is_page(&answer.body);
    let page = answer.kind.contains("html") || html::is_page(&answer.body);
    if !text && !page {
        return Err(Failure::Never(format!("is {:?}, no article", answer.kind)));
    }
    let page = html::Page {
        uri: address,
        address: Some(address),
        charset: answer.charset.as_deref(),
        bytes: &answer.body,
    };
    if text {
        return Ok(Article::new(address, html::decoded(&page)));
    }
    html::article(&page).map_err(|e| Failure::Never(e.problem))
}

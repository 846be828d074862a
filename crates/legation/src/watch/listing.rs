//! What feeds and sitemaps list, as jobs.

use super::address;
use super::config::{Feed, From};
use super::fetch::{Answer, Failure, Fetcher};
use super::state::{FeedState, State};
use crate::read::feed::{self, Entry};
use crate::read::html;
use crate::read::sitemap::{self, Listed};
use flate2::read::MultiGzDecoder;
use std::collections::HashSet;
use std::io::Read as _;
use url::Url;

/// The most sitemaps that are fetched from an index in one round, the newest first.
const SITEMAPS: usize = 10;
/// An article that could not be fetched is given up after so many rounds.
pub(super) const GIVEN_UP: u32 = 5;

/// An article to be fetched, or already in the feed.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// Which feed lists it.
    pub(super) feed: usize,
    pub(super) url: Url,
    /// The address under which it is kept and remembered.
    pub(super) key: String,
    pub(super) entry: Entry,
    /// The title and language of the feed.
    pub(super) channel: feed::Feed,
}

/// What a feed listed.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) jobs: Vec<Job>,
    /// How many it lists in all.
    pub(super) listed: usize,
    /// Whether it is the same as last time.
    pub(super) same: bool,
    /// What to remember for the next time.
    pub(super) state: FeedState,
}

/// Asks a feed.
pub(super) fn ask(
    fetcher: &Fetcher<'_>,
    at: usize,
    feed: &Feed,
    known: &FeedState,
    seen: &State,
) -> Result<Listing, Failure> {
    let url = address::fetchable(&feed.url).map_err(Failure::Never)?;
    let answer = fetcher.get(&url, Some(known))?;
    if answer.same {
        return Ok(Listing { same: true, state: known.clone(), ..Listing::default() });
    }
    let mut listing = Listing::default();
    listing.state.etag.clone_from(&answer.etag);
    listing.state.modified.clone_from(&answer.modified);
    let (channel, entries) = entries(fetcher, &answer)?;
    listing.listed = entries.len();
    let mut keys = HashSet::new();
    for entry in entries {
        let Some(job) = job(at, feed, &channel, entry, &answer.url) else { continue };
        let wanted = match seen.seen(&job.key) {
            None => true,
            Some(seen) if seen.tries > 0 => seen.tries < GIVEN_UP,
            // What was changed since is fetched again: another version of the article.
            Some(seen) => job.entry.updated.is_some() && seen.updated != job.entry.updated,
        };
        if !wanted || !keys.insert(job.key.clone()) {
            continue;
        }
        if listing.jobs.len() == feed.most {
            // The rest is taken next time, for which the feed must not be the same.
            (listing.state.etag, listing.state.modified) = (None, None);
            break;
        }
        listing.jobs.push(job);
    }
    Ok(listing)
}

fn job(at: usize, feed: &Feed, channel: &feed::Feed, entry: Entry, base: &Url) -> Option<Job> {
    let found = entry.address.as_deref().and_then(|a| base.join(a).ok());
    let url = match found.filter(|u| address::fetchable(u.as_str()).is_ok()) {
        Some(url) => url,
        // An entry without an address has its text in the feed, or nowhere.
        None if feed.text == From::Feed => {
            let mut url = base.clone();
            url.set_fragment(Some(&entry.id));
            return Some(Job {
                feed: at,
                key: url.to_string(),
                url,
                entry,
                channel: channel.clone(),
            });
        }
        None => return None,
    };
    if !feed.wants(&url) {
        return None;
    }
    let key = address::kept(&url).to_string();
    Some(Job {
        feed: at,
        url,
        key,
        entry,
        channel: feed::Feed { entries: Vec::new(), ..channel.clone() },
    })
}

/// What an answer lists, be it a feed, a sitemap or an index of sitemaps.
fn entries(fetcher: &Fetcher<'_>, answer: &Answer) -> Result<(feed::Feed, Vec<Entry>), Failure> {
    let body = plain(&answer.body, answer.body.len() as u64 * 50)?;
    if sitemap::is_sitemap(&body) {
        let mut map = sitemap::parse(&body);
        let mut pages = std::mem::take(&mut map.pages);
        map.sitemaps.sort_by(|a, b| b.changed.cmp(&a.changed));
        for listed in map.sitemaps.iter().take(SITEMAPS) {
            let Ok(url) = answer.url.join(&listed.address) else { continue };
            // A sitemap that cannot be had now is asked for again with the index.
            if let Ok(below) = fetcher.get(&url, None)
                && let Ok(body) = plain(&below.body, below.body.len() as u64 * 50)
            {
                pages.extend(sitemap::parse(&body).pages);
            }
        }
        pages.sort_by(|a, b| b.changed.cmp(&a.changed));
        return Ok((feed::Feed::default(), pages.into_iter().map(listed).collect()));
    }
    if html::is_page(&body) {
        let named = html::feeds(&String::from_utf8_lossy(&body));
        let hint = match named.first().and_then(|f| answer.url.join(f).ok()) {
            Some(feed) => format!("is a page, not a feed; it names the feed {feed}"),
            None => "is a page, not a feed".to_owned(),
        };
        return Err(Failure::Never(hint));
    }
    let mut found = feed::parse(&body, Some(answer.url.as_str())).map_err(Failure::Never)?;
    let entries = std::mem::take(&mut found.entries);
    Ok((found, entries))
}

fn listed(page: Listed) -> Entry {
    Entry {
        id: page.address.clone(),
        address: Some(page.address),
        title: page.title,
        published: page.published,
        updated: page.changed,
        ..Entry::default()
    }
}

/// Sitemaps are often files compressed with gzip.
fn plain(body: &[u8], most: u64) -> Result<Vec<u8>, Failure> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return Ok(body.to_vec());
    }
    let mut out = Vec::new();
    let read = MultiGzDecoder::new(body).take(most + 1).read_to_end(&mut out);
    read.map_err(|e| Failure::Never(format!("cannot be unpacked ({e})")))?;
    if out.len() as u64 > most {
        return Err(Failure::Never(
            "unpacks to so much that it must be a decompression bomb".to_owned(),
        ));
    }
    Ok(out)
}

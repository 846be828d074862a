//! Addresses: which may be asked for, and under which an article is kept.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Parameters that say where a reader came from, not what is read.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "cmpid",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "ito",
    "ref_src",
    "at_medium",
    "at_campaign",
];

/// An address that can be fetched.
///
/// # Errors
/// Says why it cannot.
pub fn fetchable(address: &str) -> Result<Url, String> {
    let url = Url::parse(address.trim()).map_err(|e| format!("{address:?} is no address ({e})"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{address:?} is neither http nor https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("{address:?} holds a user name or password"));
    }
    if url.host().is_none() {
        return Err(format!("{address:?} names no host"));
    }
    Ok(url)
}

/// The address under which an article is kept: without fragment and tracking parameters.
pub fn kept(url: &Url) -> Url {
    let mut out = url.clone();
    out.set_fragment(None);
    if url.query().is_some() {
        let pairs: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| !key.starts_with("utm_") && !TRACKING.contains(&&**key))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        if pairs.is_empty() {
            out.set_query(None);
        } else if pairs.len() < url.query_pairs().count() {
            out.query_pairs_mut().clear().extend_pairs(pairs);
        }
    }
    out
}

/// Scheme, host and port: what has one `robots.txt` and is asked one thing at a time.
pub fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether the host is written as an address that is not on the public network.
pub fn is_private_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => !is_public(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => !is_public(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => true,
    }
}

/// Whether an IP address is on the public network, as far as the registries of special addresses tell.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let inside = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // Addresses that carry one of the old kind: mapped, compatible, translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            inside(high, low)
        }
        [0, 0, 0, 0, 0, 0, _, _] => false,
        [0x2002, high, low, ..] => inside(high, low),
        [0x64, 0xff9b, 1, ..] | [0x100, 0, 0, 0, ..] | [0x2001, 0xdb8, ..] => false,
        // Teredo and what was set aside for protocols.
        [0x2001, second, ..] if second < 0x200 => false,
        // Only 2000::/3 is given out.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_in_any_dress_are_known() {
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "93.184.216.34",
            "2606:4700::1111",
            "::ffff:1.1.1.1",
            "2001:4860:4860::8888",
        ] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for address in [
            "http://127.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://[::1]/",
            "http://localhost./",
            "http://a.localhost/",
        ] {
            assert!(is_private_literal(&fetchable(address).unwrap()), "{address}");
        }
    }

    #[test]
    fn addresses_are_kept_without_what_only_tracks() {
        let keep = |address: &str| kept(&fetchable(address).unwrap()).to_string();
        assert_eq!(keep("https://a.example/1?utm_source=x&fbclid=y#top"), "https://a.example/1");
        assert_eq!(keep("https://a.example/1?id=7&utm_source=x"), "https://a.example/1?id=7");
        assert_eq!(keep("https://a.example/1?q=a%20b"), "https://a.example/1?q=a%20b");
        for bad in [
            "file:///etc/passwd",
            "ftp://a.example/",
            "https://u:p@a.example/",
            "nonsense",
            "javascript:1",
        ] {
            assert!(fetchable(bad).is_err(), "{bad}");
        }
    }
}

//! The page a conversation started on, so that two spellings of one page are one.

use url::Url;

/// A page's host and path: without query, fragment or trailing slash, the host in lower case and ASCII,
/// the path percent-decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The host, without a port.
    pub host: String,
    /// The path; `/` for the start page.
    pub path: String,
}

impl Page {
    /// Reads a page address. `None` for an empty one, as e-mail and bots have it, and for what is no web address.
    #[must_use]
    pub fn read(url: &str) -> Option<Self> {
        let url = url.trim();
        let url = match Url::parse(url) {
            Ok(url) if url.has_host() => url,
            // `shop.example:8080/tea` reads as if `shop.example` were its scheme.
            Ok(_)
                if url
                    .split_once(':')
                    .is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                Url::parse(&format!("https://{url}")).ok()?
            }
            // People and old pages leave the scheme out, or only the protocol.
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                Url::parse(&format!("https://{}", url.trim_start_matches('/'))).ok()?
            }
            Ok(_) | Err(_) => return None,
        };
        Some(Self {
            host: plain_host(url.host_str()?),
            path: plain_path(url.path()),
        })
    }

    /// Whether a path matches a pattern: `*` within one segment, `**` across segments. `/shop/**` holds for `/shop` too.
    #[must_use]
    pub fn path_matches(path: &str, pattern: &str) -> bool {
        let pattern = plain_path(pattern);
        let itself = pattern
            .strip_suffix("/**")
            .is_some_and(|whole| fast_glob::glob_match(whole, path));
        itself || fast_glob::glob_match(&*pattern, path)
    }

    /// Whether a host matches a pattern: `*.acme.example` holds for every site below it.
    #[must_use]
    pub fn host_matches(host: &str, pattern: &str) -> bool {
        let ascii = Url::parse(&format!("https://{}", pattern.trim()));
        let ascii = ascii.as_ref().ok().and_then(Url::host_str);
        fast_glob::glob_match(plain_host(ascii.unwrap_or(pattern)), host)
    }
}

pub(crate) fn plain_host(host: &str) -> String {
    let host = host.trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.")
        .map_or(host.clone(), str::to_owned)
}

/// A path as people read it. A slash that is written as `%2F` stays so: it is part of a name, and no border.
pub(crate) fn plain_path(path: &str) -> String {
    let segments = path.split('/').filter(|segment| !segment.is_empty());
    let decoded = segments.map(|segment| {
        let decoded = percent_encoding::percent_decode_str(segment).decode_utf8_lossy();
        decoded.replace('/', "%2F")
    });
    let path = decoded.fold(String::new(), |path, segment| path + "/" + &segment);
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(url: &str) -> String {
        Page::read(url).map_or("absent".to_owned(), |page| {
            format!("{} {}", page.host, page.path)
        })
    }

    #[test]
    fn spellings_of_one_page_are_one_page() {
        for url in [
            "https://www.acme.example/shop/tea",
            "https://ACME.example/shop/tea/",
            "https://acme.example./shop//tea",
            "http://acme.example:8080/shop/tea?utm=1#top",
            "https://ada:secret@acme.example/shop/tea",
            "acme.example/shop/tea",
            "acme.example:8080/shop/tea",
            "//acme.example/shop/tea",
            " https://acme.example/shop/%74ea ",
            "https://acme.example/shop/./x/../tea",
            "https://acme.example/shop/%2E/tea",
            r"https://acme.example\shop\tea",
        ] {
            assert_eq!(page(url), "acme.example /shop/tea", "{url}");
        }
    }

    #[test]
    fn hard_addresses_are_read_as_people_would() {
        let table = [
            "https://tee.bücher.example/käse",
            "https://tee.xn--bcher-kva.example/k%C3%A4se",
            "https://acme.example",
            "https://acme.example/?page=/shop",
            "https://acme.example/#/pricing",
            "https://acme.example/a%2Fb/c",
            "https://acme.example/100%/off",
            "https://acme.example/%FF",
            "https://acme.example/green%20tea+milk",
            "https://acme.example/Shop",
            "https://[2001:db8::1]:8443/shop",
            "localhost:3000/shop",
            "https://acme.example/*",
        ];
        let told = table.map(|url| format!("{url} → {}", page(url)));
        insta::assert_snapshot!(told.join("\n"), @"
        https://tee.bücher.example/käse → tee.xn--bcher-kva.example /käse
        https://tee.xn--bcher-kva.example/k%C3%A4se → tee.xn--bcher-kva.example /käse
        https://acme.example → acme.example /
        https://acme.example/?page=/shop → acme.example /
        https://acme.example/#/pricing → acme.example /
        https://acme.example/a%2Fb/c → acme.example /a%2Fb/c
        https://acme.example/100%/off → acme.example /100%/off
        https://acme.example/%FF → acme.example /�
        https://acme.example/green%20tea+milk → acme.example /green tea+milk
        https://acme.example/Shop → acme.example /Shop
        https://[2001:db8::1]:8443/shop → [2001:db8::1] /shop
        localhost:3000/shop → localhost /shop
        https://acme.example/* → acme.example /*
        ");
    }

    #[test]
    fn what_is_no_page_is_absent() {
        for url in [
            "",
            "  ",
            "mailto:a@b.example",
            "https://",
            "javascript:alert(1)",
            "about:blank",
            "file:///shop",
            "not a page",
        ] {
            assert_eq!(page(url), "absent", "{url}");
        }
    }

    #[test]
    fn patterns_go_by_segments() {
        for (path, pattern, holds) in [
            ("/shop", "/shop/**", true),
            ("/shop/tea/green", "/shop/**", true),
            ("/shopping", "/shop/**", false),
            ("/shop/tea", "/shop/*", true),
            ("/shop/tea/green", "/shop/*", false),
            ("/shop/tea/green", "/shop/*/green", true),
            ("/de/shop/tea", "/{de,fr}/shop/**", true),
            ("/pricing", "/pricing/", true),
            ("/pricing", "pricing", true),
            ("/", "/", true),
            ("/", "/**", true),
            ("/shop", "/**", true),
            ("/Shop", "/shop", false),
            ("/käse", "/k%C3%A4se", true),
            ("/a%2Fb", "/*", true),
        ] {
            assert_eq!(Page::path_matches(path, pattern), holds, "{path} {pattern}");
        }
    }

    #[test]
    fn hosts_are_compared_in_one_spelling() {
        for (host, pattern, holds) in [
            ("acme.example", "www.Acme.example", true),
            ("shop.acme.example", "*.acme.example", true),
            ("acme.example", "*.acme.example", false),
            ("xn--bcher-kva.example", "bücher.example", true),
            ("tee.xn--bcher-kva.example", "*.bücher.example", true),
            ("acme.example.evil.example", "acme.example", false),
        ] {
            assert_eq!(Page::host_matches(host, pattern), holds, "{host} {pattern}");
        }
    }
}

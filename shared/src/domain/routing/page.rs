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
            Ok(url) => url,
            // People and old pages leave the scheme out.
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                Url::parse(&format!("https://{url}")).ok()?
            }
            Err(_) => return None,
        };
        let host = url.host_str()?.trim_start_matches("www.").to_owned();
        let path = percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy();
        let trimmed = path.trim_end_matches('/');
        let path = if trimmed.is_empty() { "/" } else { trimmed };
        Some(Self {
            host,
            path: path.to_owned(),
        })
    }

    /// Whether the path matches a pattern: `*` within one segment, `**` across segments. `/shop/**` holds for `/shop` too.
    #[must_use]
    pub fn matches(&self, pattern: &str) -> bool {
        let pattern = pattern.trim_end_matches('/');
        let pattern = if pattern.is_empty() { "/" } else { pattern };
        let itself = pattern
            .strip_suffix("/**")
            .is_some_and(|whole| fast_glob::glob_match(whole, &self.path));
        itself || fast_glob::glob_match(pattern, &self.path)
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
            "http://acme.example:8080/shop/tea?utm=1#top",
            "acme.example/shop/tea",
            "https://acme.example/shop/%74ea",
            "https://acme.example/shop/./x/../tea",
        ] {
            assert_eq!(page(url), "acme.example /shop/tea", "{url}");
        }
        assert_eq!(
            page("https://tee.bücher.example/käse"),
            "tee.xn--bcher-kva.example /käse"
        );
        assert_eq!(page("https://acme.example"), "acme.example /");
    }

    #[test]
    fn what_is_no_page_is_absent() {
        for url in ["", "  ", "mailto:a@b.example", "https://"] {
            assert_eq!(page(url), "absent", "{url}");
        }
    }

    #[test]
    fn patterns_go_by_segments() {
        let shop = |path: &str| Page {
            host: String::new(),
            path: path.to_owned(),
        };
        for (path, pattern, holds) in [
            ("/shop", "/shop/**", true),
            ("/shop/tea/green", "/shop/**", true),
            ("/shopping", "/shop/**", false),
            ("/shop/tea", "/shop/*", true),
            ("/shop/tea/green", "/shop/*", false),
            ("/pricing", "/pricing/", true),
            ("/", "/", true),
            ("/Shop", "/shop", false),
        ] {
            assert_eq!(shop(path).matches(pattern), holds, "{path} {pattern}");
        }
    }
}

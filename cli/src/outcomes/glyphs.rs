//! What a picture in a terminal is drawn with.

/// The characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyphs {
    /// A part of a bar.
    pub(super) full: char,
    /// The same, within the band.
    pub(super) full_in_band: char,
    /// The band, where no bar is.
    pub(super) band: char,
    /// Where there is nothing to say.
    pub(super) none: &'static str,
    /// What stands for the rest of a name.
    pub(super) cut: &'static str,
    /// What a name is put between.
    pub(super) quotes: (&'static str, &'static str),
}

impl Glyphs {
    pub(super) const BLOCKS: Self = Self {
        full: '█',
        full_in_band: '▓',
        band: '░',
        none: "–",
        cut: "…",
        quotes: ("“", "”"),
    };
    pub(super) const ASCII: Self = Self {
        full: '#',
        full_in_band: '=',
        band: '-',
        none: "-",
        cut: "...",
        quotes: ("\"", "\""),
    };

    /// Blocks where the locale says UTF-8, also into a file or a pipe, which is read by the same person. Else ASCII.
    pub(super) fn of_the_locale() -> Self {
        // The first that is set counts, as POSIX has it.
        let variables = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| {
            #[expect(
                clippy::disallowed_methods,
                reason = "the one place that asks what the terminal can show"
            )]
            std::env::var(name)
        });
        let mut set = variables.into_iter().flatten();
        Self::of(&set.find(|value| !value.is_empty()).unwrap_or_default())
    }

    /// By a locale such as `de_DE.UTF-8`.
    fn of(locale: &str) -> Self {
        let charset = locale.split_once('.').map_or("", |(_, charset)| charset);
        let charset = charset.split('@').next().unwrap_or_default();
        match charset.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Self::BLOCKS,
            _ => Self::ASCII,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_for_utf_8() {
        for locale in ["de_DE.UTF-8", "C.utf8", "en_US.UTF-8@euro"] {
            assert_eq!(Glyphs::of(locale), Glyphs::BLOCKS, "{locale}");
        }
        for locale in ["", "C", "POSIX", "de_DE", "de_DE.ISO-8859-1", "ja_JP.eucJP"] {
            assert_eq!(Glyphs::of(locale), Glyphs::ASCII, "{locale}");
        }
    }
}

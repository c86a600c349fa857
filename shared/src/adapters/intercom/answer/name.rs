//! Names, which people choose.

/// A name that can be shown on a page, in a terminal, in a note. What steers a terminal is no part of a name.
pub(super) fn plain(name: Option<String>) -> String {
    name.unwrap_or_default().replace(char::is_control, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_steers_no_terminal() {
        let name = "Ada\u{1b}]0;owned\u{7} Okafor\n".to_owned();
        assert_eq!(plain(Some(name)), "Ada]0;owned Okafor");
        assert_eq!(plain(None), "");
    }
}

//! What differs between two texts, line by line.

use std::fmt;

use similar::TextDiff;

/// What has to change in one text to make it the other.
pub(super) struct Changes<'t> {
    before: (&'t str, &'t str),
    after: (&'t str, &'t str),
}

impl<'t> Changes<'t> {
    /// Between two texts, each with what it is called.
    pub(super) const fn between(before: (&'t str, &'t str), after: (&'t str, &'t str)) -> Self {
        Self { before, after }
    }

    /// Whether the texts are the same.
    pub(super) fn are_none(&self) -> bool {
        self.before.1 == self.after.1
    }
}

impl fmt::Display for Changes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let diff = TextDiff::from_lines(self.before.1, self.after.1);
        let mut unified = diff.unified_diff();
        write!(f, "{}", unified.header(self.before.0, self.after.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_differ_are_shown_with_those_around_them() {
        let before = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\n";
        let after = before.replace("b: 2", "b: 7");
        let changes = Changes::between(("version 1", before), ("acme.yaml", &after));
        assert!(!changes.are_none());
        insta::assert_snapshot!(changes, @"
        --- version 1
        +++ acme.yaml
        @@ -1,5 +1,5 @@
         a: 1
        -b: 2
        +b: 7
         c: 3
         d: 4
         e: 5
        ");
    }

    #[test]
    fn texts_that_are_the_same_differ_in_nothing() {
        let changes = Changes::between(("version 1", "a: 1"), ("acme.yaml", "a: 1"));
        assert!(changes.are_none());
        assert_eq!(changes.to_string(), "");
    }
}

//! What is answered to what, row by row: `table.txt`.

use super::{Articles, answer};

/// A row: `question => outcome`, lines of a discussion parted by `|` (`a:` the agent's, `t:` a teammate's).
///
/// The outcome is `unknown`, `person`, `talk` (small talk, or a question back), or `title / words of the answer`.
const TABLE: &str = include_str!("table.txt");

#[tokio::test]
async fn every_row_ends_as_it_should() {
    let mut wrong: Vec<String> = Vec::new();
    let (mut least_sure_answered, mut surest_unknown, mut rows) = (100, 0, 0);
    for row in TABLE
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
    {
        let (lines, expected) = row.split_once(" => ").expect("a row has an outcome");
        let answer = answer(&lines.split(" | ").collect::<Vec<_>>()).await;
        let ended = match answer.sources.first() {
            _ if answer.wants_person => "person",
            Some(source) => source.title.as_str(),
            None if answer.text.is_empty() => "unknown",
            None => "talk",
        };
        let (outcome, words) = expected.split_once(" / ").unwrap_or((expected, ""));
        match ended {
            "unknown" => surest_unknown = answer.confidence.max(surest_unknown),
            "person" | "talk" => {}
            _ => least_sure_answered = answer.confidence.min(least_sure_answered),
        }
        if outcome != ended || !answer.text.contains(words) {
            wrong.push(format!(
                "{row}: was {ended} / {} ({})",
                answer.text, answer.confidence
            ));
        }
        rows += 1;
    }
    assert!(
        wrong.is_empty(),
        "{} of {rows} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    // The floor lies between the two.
    assert_eq!(
        (rows, surest_unknown, Articles::FLOOR, least_sure_answered),
        (140, 56, 58, 60)
    );
}

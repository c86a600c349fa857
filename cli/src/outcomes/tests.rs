use jiff::civil::{Date, date};
use shared::domain::digest::Digest;
use shared::domain::ending::{Counted, Ended, Ending, Tally};
use shared::install::outcomes::{Known, Row, Rule};

use super::*;
use shared::install::outcomes::Outcomes;

/// A conversation of a rule that ended so on a day.
struct End(Date, Option<&'static str>, &'static str, Option<u8>);

fn outcomes(since: Date, until: Date, rules: Vec<Rule>, ends: &[(End, usize)]) -> Outcomes {
    let rows = ends
        .iter()
        .flat_map(|(End(day, rule, ended, score), times)| {
            let (ending, why) = ended
                .split_once(' ')
                .map_or((*ended, None), |(ending, why)| (ending, Some(why)));
            let counted = Counted {
                ended: Ended {
                    ending: Ending::named(ending).unwrap(),
                    day: *day,
                    why: why.map(str::to_owned),
                    rule: rule.map(|rule| Digest::of([rule])),
                },
                score: *score,
            };
            let tally = Tally::between(None, Some(&counted));
            let rows: Vec<_> = tally
                .rows()
                .map(|(counter, counts)| Row {
                    day: counter.day,
                    rule: counter.rule,
                    counts: counts.clone(),
                })
                .collect();
            vec![rows; *times].concat()
        });
    Outcomes {
        since,
        until,
        rules,
        rows: rows.collect(),
    }
}

fn rule(name: &str, known: impl Fn(String) -> Known) -> Rule {
    Rule {
        digest: Some(Digest::of([name])),
        known: known(name.to_owned()),
    }
}

fn rules() -> Vec<Rule> {
    vec![
        rule("Careers are for people", Known::Live),
        rule("Nobody ever matches this", Known::Live),
        rule(
            "日本語の規則は幅が二倍あるので切られることがあるのです",
            Known::Live,
        ),
        rule("Everything else", Known::Live),
        Rule {
            digest: None,
            known: Known::Assigned,
        },
        rule("Questions about bills", Known::Gone),
        rule("Long ago", |_| Known::Nameless),
    ]
}

/// Nine days in November.
fn november() -> Outcomes {
    let day = |day| date(2026, 11, day);
    let rest = Some("Everything else");
    let ends = [
        (
            End(
                day(15),
                Some("Careers are for people"),
                "handed_off rule",
                None,
            ),
            3,
        ),
        (End(day(15), rest, "resolved_confirmed", Some(5)), 9),
        (End(day(15), rest, "resolved_assumed", None), 41),
        (End(day(15), rest, "handed_off unsure", Some(2)), 12),
        (End(day(15), rest, "handed_off asked_for_person", None), 7),
        (End(day(15), rest, "handed_off intent", None), 4),
        (End(day(15), rest, "handed_off agent_slow", None), 2),
        (End(day(15), rest, "handed_off turn_limit", None), 1),
        (End(day(16), rest, "resolved_assumed", None), 13),
        (End(day(16), rest, "abandoned", None), 3),
        (End(day(16), rest, "taken_over", None), 4),
        (End(day(17), rest, "left_to_bot", None), 20),
        (End(day(18), rest, "resolved_assumed", Some(4)), 1),
        (End(day(19), rest, "handed_off unsure", None), 5),
        (End(day(21), None, "resolved_confirmed", Some(4)), 2),
        (End(day(21), None, "taken_over", None), 1),
        (
            End(
                day(22),
                Some("Questions about bills"),
                "resolved_assumed",
                None,
            ),
            130,
        ),
        (
            End(
                day(22),
                Some("Questions about bills"),
                "handed_off ordered",
                None,
            ),
            71,
        ),
        (End(day(23), Some("Long ago"), "abandoned", Some(1)), 1),
        (
            End(
                day(23),
                Some("日本語の規則は幅が二倍あるので切られることがあるのです"),
                "resolved_assumed",
                None,
            ),
            2,
        ),
    ];
    outcomes(day(15), day(23), rules(), &ends)
}

fn view(outcomes: Outcomes, by: By, width: usize, glyphs: Glyphs) -> View {
    View {
        whose: "acmetea1 in nexora, eu-west-1".to_owned(),
        outcomes,
        by,
        width,
        glyphs,
    }
}

#[test]
fn rules_are_told_in_a_table_and_days_in_a_picture() {
    for width in [60, 80, 100, 140] {
        let view = view(november(), By::Rule, width, Glyphs::BLOCKS);
        insta::with_settings!({ snapshot_suffix => width.to_string() }, {
            insta::assert_snapshot!(view);
        });
    }
}

#[test]
fn days_are_told_in_a_table_where_they_are_asked_for_and_ascii_is_enough() {
    let by_day = view(november(), By::Day, 100, Glyphs::ASCII).to_string();
    insta::assert_snapshot!(by_day);
    let by_rule = view(november(), By::Rule, 100, Glyphs::ASCII).to_string();
    // But for the name of a rule, which is somebody else's.
    let ours = by_rule.replace(
        |letter| "日本語の規則は幅が二倍あるので切られることがあるのです".contains(letter),
        "",
    );
    assert!(ours.is_ascii(), "{ours}");
}

#[test]
fn many_days_are_told_as_weeks() {
    let (first, last) = (date(2026, 8, 1), date(2026, 11, 23));
    let ends = [
        (End(first, None, "resolved_assumed", None), 3),
        (End(date(2026, 8, 2), None, "taken_over", None), 1),
        (End(date(2026, 8, 3), None, "taken_over", None), 1),
        (End(last, None, "resolved_assumed", None), 2),
    ];
    let rules = rules().into_iter().filter(|rule| rule.digest.is_none());
    let outcomes = outcomes(first, last, rules.collect(), &ends);
    insta::assert_snapshot!(view(outcomes, By::Rule, 80, Glyphs::BLOCKS));
}

#[test]
fn where_nothing_is_counted_it_is_said_why_that_may_be() {
    let outcomes = outcomes(date(2026, 11, 1), date(2026, 11, 23), rules(), &[]);
    insta::assert_snapshot!(view(outcomes, By::Rule, 80, Glyphs::BLOCKS));
}

#[test]
fn where_only_the_bot_was_there_is_no_share() {
    let day = date(2026, 11, 23);
    let rest = Some("Everything else");
    let ends = [(End(day, rest, "left_to_bot", None), 4)];
    let outcomes = outcomes(day, day, rules(), &ends);
    insta::assert_snapshot!(view(outcomes, By::Rule, 100, Glyphs::BLOCKS));
}

#[test]
fn programs_and_spreadsheets_are_told_the_same() {
    let by_rule = view(november(), By::Rule, 100, Glyphs::BLOCKS);
    insta::assert_snapshot!(sheet::told(&by_rule));
    insta::assert_snapshot!(sheet::told(&view(november(), By::Day, 100, Glyphs::BLOCKS)));
    let mut told = json::told(&by_rule);
    // They are like all, nine and seven times.
    for list in ["days", "rules"] {
        let all = told[list].as_array_mut().unwrap();
        let of = all.len();
        all.truncate(1);
        all.push(format!("{} more", of - 1).into());
    }
    insta::assert_json_snapshot!(told);
}

#[test]
fn the_picture_is_svg_with_a_column_for_each_day_that_has_a_share() {
    let view = view(november(), By::Rule, 100, Glyphs::BLOCKS);
    insta::assert_snapshot!(svg::Picture(&view));
}

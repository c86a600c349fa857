//! `nexora report`

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::Value;
use shared::adapters::system_clock::SystemClock;
use shared::domain::digest::Digest;
use shared::domain::ending::day_of;
use shared::ports::Clock as _;

use super::*;

impl Operator {
    /// A row of counters, as turns leave one.
    async fn has_counted(&self, day: Date, rule: Option<&str>, counts: &[(&str, i64)]) {
        let rule = rule.map_or_else(|| "-".to_owned(), |rule| Digest::of([rule]).to_string());
        let rows = aws_sdk_dynamodb::Client::new(&self.stack.config);
        let mut put = rows
            .put_item()
            .table_name(format!("{}-tallies", self.stack.name))
            .item("workspace", AttributeValue::S(seed::WORKSPACE.to_owned()))
            .item("day", AttributeValue::S(format!("{day}#{rule}")));
        for (name, count) in counts {
            put = put.item(*name, AttributeValue::N(count.to_string()));
        }
        put.send().await.unwrap();
    }

    async fn reports(&self, more: &[&str]) -> Done {
        self.runs("report", None, "", more).await
    }
}

fn today() -> Date {
    day_of(SystemClock.now())
}

/// What was said, with the days as how long ago they were.
fn without_days(said: &str) -> String {
    (0..30).fold(said.to_owned(), |said, ago| {
        let day = today().saturating_sub(ago.days());
        said.replace(&day.to_string(), &format!("-{ago:02} days  "))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn how_conversations_ended_is_read_from_the_stack_with_the_names_of_rules() {
    let operator = Operator::with_acme().await;
    let yesterday = today().saturating_sub(1.day());
    let rest = Some("Everything else");
    let handed_off = [("handed_off", 1), ("handed_off#unsure", 1)];
    let rows: [(_, _, &[_]); 5] = [
        (yesterday, rest, &[("resolved_assumed", 2)]),
        (today(), rest, &handed_off),
        (today(), Some("Careers are for people"), &handed_off),
        (
            today(),
            None,
            &[("resolved_confirmed", 1), ("resolved_assumed", 0)],
        ),
        (today(), Some("A rule nobody knows"), &[("taken_over", 1)]),
    ];
    for (day, rule, counts) in rows {
        operator.has_counted(day, rule, counts).await;
    }
    // The live version has another name for a rule.
    let renamed = seed::CONFIG.replace("Careers are for people", "Careers are for our people");
    let configured = operator.configures(&renamed).await;
    assert_eq!(configured.status, 0, "{configured:?}");

    let said = operator.reports(&["--days", "2"]).await;
    assert_eq!((said.status, said.errors.as_str()), (0, ""), "{said:?}");
    insta::assert_snapshot!(without_days(&said.output));
    let json = operator.reports(&["--days", "2", "--json"]).await;
    let json: Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!(json["all"]["share_handled"], 0.5);
    assert_eq!(json["days"].as_array().unwrap().len(), 2);
    let csv = operator
        .reports(&["--days", "2", "--csv", "--by", "day"])
        .await;
    assert_eq!(csv.output.lines().count(), 3, "{csv:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_there_is_no_report_of_is_told_apart() {
    let operator = Operator::with_acme().await;
    let nothing = operator.reports(&[]).await;
    assert_eq!((nothing.status, nothing.errors.as_str()), (0, ""));
    let elsewhere = operator.reports(&["--workspace", "other001"]).await;
    let rows = aws_sdk_dynamodb::Client::new(&operator.stack.config);
    let table = format!("{}-tallies", operator.stack.name);
    rows.delete_table().table_name(table).send().await.unwrap();
    let old = operator.reports(&[]).await;
    for failed in [&elsewhere, &old] {
        assert_eq!((failed.status, failed.output.as_str()), (1, ""));
    }
    let said = [nothing.output, elsewhere.errors, old.errors];
    insta::assert_snapshot!(without_days(&said.join("\n")));
}

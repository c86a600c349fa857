//! `nexora report`, of what runs on this machine.

use aws_sdk_dynamodb::types::AttributeValue;
use local::engine::Engine;
use local::house::{House, OURS};
use local::seed;
use serde_json::Value;
use shared::adapters::system_clock::SystemClock;
use shared::domain::digest::Digest;
use shared::domain::ending::day_of;
use shared::ports::Clock as _;

use crate::program::nexora;

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_on_this_machine_is_reported_on_while_it_runs() {
    let folder = tempfile::tempdir().unwrap();
    let today = day_of(SystemClock.now());
    let engine = Engine::open(Some(&folder.path().join(OURS[0])))
        .await
        .unwrap();
    let rule = Digest::of(["Everything else"]);
    let number = |number: u8| AttributeValue::N(number.to_string());
    let put = engine
        .client()
        .put_item()
        .table_name(Engine::tables().tallies)
        .item("workspace", AttributeValue::S(seed::WORKSPACE.to_owned()))
        .item("day", AttributeValue::S(format!("{today}#{rule}")))
        .item("resolved_assumed", number(3))
        .item("taken_over", number(1));
    put.send().await.unwrap();
    engine.close().await;

    let house = House::build(folder.path(), 0, None).await.unwrap();
    let address = house.address;
    let run = |more: &str| {
        let words = format!("report --local http://{address} {more}");
        tokio::task::spawn_blocking(move || nexora(&words, ""))
    };
    let first = run("--json").await.unwrap();
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    let first: Value = serde_json::from_str(&first.out).unwrap();
    let all = &first["all"];
    assert_eq!(all["involved"], 4);
    assert_eq!(all["share_handled"], 0.75);
    let rules = first["rules"].as_array().unwrap();
    let counted: Vec<_> = rules.iter().filter(|rule| rule["involved"] != 0).collect();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0]["rule"], "Everything else");
    assert_eq!(counted[0]["is"], "live");

    let named = run(&format!("--workspace {}", seed::WORKSPACE))
        .await
        .unwrap();
    assert_eq!(named.code, 0, "{}", named.err);
    assert!(
        named.out.starts_with(&format!(
            "How conversations of {} at http://{address}/ ended",
            seed::WORKSPACE
        )),
        "{}",
        named.out
    );
    // The environment says nothing of UTF-8.
    assert!(named.out.is_ascii(), "{}", named.out);
    let picture = folder.path().join("report.svg");
    let drawn = run(&format!("--svg {}", picture.display())).await.unwrap();
    assert_eq!(drawn.code, 0, "{}", drawn.err);
    let drawn = std::fs::read_to_string(picture).unwrap();
    assert!(
        drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"),
        "{drawn}"
    );

    let other = run("--workspace other001").await.unwrap();
    assert_eq!(other.code, 1);
    insta::assert_snapshot!(other.err.replace(&address.to_string(), "HERE"), @"nexora: what runs at http://HERE/ has no workspace other001: leave out --workspace for its first one");
    house.close().await.unwrap();
    let closed = run("").await.unwrap();
    assert_eq!(closed.code, 1);
    let told = closed.err.replace(&address.to_string(), "HERE");
    insta::assert_snapshot!(told.lines().next().unwrap(), @"nexora: nothing of ours answers at http://HERE/: start it with `cargo run`, which says its address, and give that as --local ADDRESS");
}

#[test]
fn what_cannot_be_reported_is_told_before_anything_is_asked() {
    let told = |words: &str| {
        let ended = nexora(&format!("report {words}"), "");
        assert_ne!(ended.code, 0, "{words}");
        let first = ended.err.split("\n\n").next().unwrap_or_default();
        format!("{words}\n{first}\n")
    };
    let here = "--local http://127.0.0.1:1";
    let told = [
        told(""),
        told("--stack nexora"),
        told(&format!("{here} --stack nexora")),
        told(&format!("{here} --days 0")),
        told(&format!("{here} --days 7 --since 2026-11-01")),
        told(&format!("{here} --since yesterday")),
        told(&format!("{here} --by month")),
        told(&format!("{here} --json --csv")),
        told(&format!("{here} --since 9998-12-31"))
            .replace(&day_of(SystemClock.now()).to_string(), "TODAY"),
    ];
    insta::assert_snapshot!(told.join("\n"), @"

    error: the following required arguments were not provided:
      --stack <NAME>
      --workspace <ID>

    --stack nexora
    error: the following required arguments were not provided:
      --workspace <ID>

    --local http://127.0.0.1:1 --stack nexora
    error: the argument '--local [<ADDRESS>]' cannot be used with '--stack <NAME>'

    --local http://127.0.0.1:1 --days 0
    error: invalid value '0' for '--days <N>': 0 is not in 1..=400

    --local http://127.0.0.1:1 --days 7 --since 2026-11-01
    error: the argument '--days <N>' cannot be used with '--since <DAY>'

    --local http://127.0.0.1:1 --since yesterday
    error: invalid value 'yesterday' for '--since <DAY>': write a day as 2026-11-01

    --local http://127.0.0.1:1 --by month
    error: invalid value 'month' for '--by <BY>'
      [possible values: rule, day]

    --local http://127.0.0.1:1 --json --csv
    error: the argument '--json' cannot be used with '--csv'

    --local http://127.0.0.1:1 --since 9998-12-31
    nexora: --since 9998-12-31 has not come yet: days are counted in UTC, where it is TODAY; give that or an earlier one
    ");
}

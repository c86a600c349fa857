//! What the brain can do wrong: what the visitor sees, what the team sees, what it is counted as.

use harness::Drill;
use harness::script::{Act, says};
use harness::shop::{ANA, SHOP};
use shared::adapters::intercom::Timeouts;
use shared::domain::answer::Answer;
use shared::ports::agent::GaveUp;
use shared::ports::intercom;

const CONFIG: &str = "
version: 1
agent: { teammate: Nexora }
rules: [{ name: Everybody, then: { agent: {} } }]
hand_off:
  default: 'team:Support'
  when: { confidence_below: 0.35 }
  say:
    open: { en: 'A colleague takes over.' }
    unknown: { en: 'I do not know. A person?' }
attributes: { conversation: { Nexora outcome: outcome } }
";

fn down() -> Box<dyn std::error::Error + Send + Sync> {
    "ana@ruiz.example said hello".into()
}

/// The ways to fail, and what the brain does in each.
fn causes() -> Vec<(&'static str, Act)> {
    vec![
        ("it answers", Act::Says(says("Two minutes."))),
        ("it is down", Act::GivesUp(GaveUp::Unreachable(down()))),
        ("it hangs", Act::Hangs),
        ("it says that it is too slow", Act::GivesUp(GaveUp::TooSlow)),
        (
            "it answers in wrong JSON",
            Act::GivesUp(GaveUp::Unreadable {
                path: "answer.text".to_owned(),
            }),
        ),
        (
            "it cannot read the Help Center",
            Act::GivesUp(GaveUp::NoKnowledge(intercom::Error::Unknown(down()))),
        ),
        ("it fails", Act::GivesUp(GaveUp::Failed(down()))),
        ("it panics", Act::Panics),
        ("it answers nothing", Act::Says(says(""))),
        ("it answers with white space", Act::Says(says(" \n\t "))),
        (
            "it answers without being sure",
            Act::Says(Answer {
                confidence: 1,
                ..says("Perhaps two.")
            }),
        ),
        (
            "it answers with a book",
            Act::Says(says(&"All about tea. ".repeat(300))),
        ),
        (
            "it answers with a book without being sure",
            Act::Says(Answer {
                confidence: 1,
                ..says(&"All about tea. ".repeat(300))
            }),
        ),
    ]
}

/// What a conversation shows after a turn of it.
async fn told(drill: &Drill, cause: &str, talk: &str, since: usize) -> String {
    let fate = drill.through_the_queue(talk, || {}).await;
    let view = drill.view(talk).unwrap();
    let parts = view.parts.iter().filter(|part| part.by_app);
    let (notes, texts): (Vec<_>, Vec<_>) = parts
        .filter_map(|part| Some((part.is_note, part.body.clone()?)))
        .filter(|(_, body)| !body.is_empty())
        .partition(|(is_note, _)| *is_note);
    let last =
        |said: &[(bool, String)]| said.last().map_or("–".to_owned(), |(_, body)| body.clone());
    let note = last(&notes);
    let why = note
        .split("Why a person:")
        .nth(1)
        .and_then(|rest| rest.split("</p>").next())
        .map_or("–", |why| why.trim_start_matches("</b>").trim());
    let entries = drill.entries();
    let said = entries[since..]
        .iter()
        .filter(|entry| entry.source == "turn" && entry.workspace.is_some())
        .map(|entry| format!("{} ({})", entry.name, entry.what))
        .collect::<Vec<_>>()
        .join("; ");
    let journal = format!("{:?}", &entries[since..]);
    assert!(!journal.contains("ruiz.example"), "{journal}");
    let (answers, _, holder) = drill.shows(talk);
    format!(
        "{cause}\n  visitor: {} ({answers})\n  team: {why}, with {holder}\n  outcome: {}\n  journal: {said}",
        last(&texts),
        fate.told()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_brain_does_wrong_the_visitor_gets_one_text_and_the_team_a_plain_reason() {
    let drill = Drill::open(|_| {}, CONFIG, Timeouts::default()).await;
    let mut table = Vec::new();
    for (cause, act) in causes() {
        let since = drill.entries().len();
        let talk = drill.asks(ANA, SHOP, "How long?");
        drill.brain.then(act);
        table.push(told(&drill, cause, &talk, since).await);
    }
    // The same twice: once it is an answer, then a person comes.
    let talk = drill.asks(ANA, SHOP, "How long?");
    for cause in ["it answers once", "and says the same again"] {
        let since = drill.entries().len();
        drill.brain.then(Act::Says(says("Two minutes.")));
        table.push(told(&drill, cause, &talk, since).await);
        drill.passes(std::time::Duration::from_secs(60));
        drill.says(ANA, &talk, "Sorry?").await;
    }
    insta::assert_snapshot!(table.join("\n"));
}

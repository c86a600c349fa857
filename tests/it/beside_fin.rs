//! Beside Fin, Resolution Bot's successor: how far it is × what the rules say then. `docs/ROUTING.md`, “Beside Fin”.

use std::time::Duration;

use harness::shop::{ADA, ANA, SHOP};
use harness::{Desk, talk::Talk};
use shared::ports::queue::Lane;
use simulator::{Fault, FaultKind, Resolution};

const QUESTION: &str = "How do I brew green tea?";
/// What the rules say where Fin is not answering.
const OUTCOMES: [(&str, &str); 4] = [
    ("leave_to: bot", "{ leave_to: bot }"),
    ("agent, reply", "{ agent: { mode: reply } }"),
    ("agent, draft", "{ agent: { mode: draft } }"),
    ("hand_off", "{ hand_off: { to: \"team:Success\" } }"),
];

/// How far the workspace's bot gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bot {
    Absent,
    Greeting,
    Boilerplate,
    Joined,
    Answering,
    /// It gives up without a word, and its state says so some seconds later.
    Gives(&'static str, Resolution),
    /// It says that it brings in the team, and its state says so some seconds later.
    SaysSo,
    Resolved(&'static str, Resolution),
    Reopened,
    AnswersAgain,
}

use Bot::{
    Absent, Answering, AnswersAgain, Boilerplate, Gives, Greeting, Joined, Reopened, Resolved,
    SaysSo,
};

const ROWS: [Bot; 13] = [
    Absent,
    Greeting,
    Boilerplate,
    Joined,
    Answering,
    Gives("escalated", Resolution::Escalated),
    Gives("negative feedback", Resolution::NegativeFeedback),
    Gives("procedure's hand-off", Resolution::ProcedureHandoff),
    SaysSo,
    Resolved("assumed resolved", Resolution::Assumed),
    Resolved("confirmed resolved", Resolution::Confirmed),
    Reopened,
    AnswersAgain,
];

impl Bot {
    fn name(self) -> String {
        match self {
            Absent => "absent".to_owned(),
            Greeting => "greeting".to_owned(),
            Boilerplate => "boilerplate".to_owned(),
            Joined => "joined, silent".to_owned(),
            Answering => "answering".to_owned(),
            Gives(state, _) => format!("{state}, later"),
            SaysSo => "escalated with words".to_owned(),
            Resolved(state, _) => state.to_owned(),
            Reopened => "reopened".to_owned(),
            AnswersAgain => "reopened, answering".to_owned(),
        }
    }

    fn answers(self) -> bool {
        !matches!(self, Absent | Greeting | Boilerplate | Joined)
    }

    /// The visitor asks, and the bot does what it does at once.
    fn begins(self, desk: &Desk) -> Talk<'_> {
        let fin = desk.acme.operator();
        let talk = match self {
            Greeting => desk.asks_after("Hi, how can we help?", ANA, QUESTION),
            Reopened | AnswersAgain => desk.asks(ANA, SHOP, "Do you have oolong?"),
            _ => desk.asks(ANA, SHOP, QUESTION),
        };
        match self {
            Boilerplate => {
                let text = "The team will reply as soon as they can.";
                fin.sends_boilerplate(&talk.id, text).unwrap();
            }
            Joined => fin.fin_joins(&talk.id).unwrap(),
            bot if bot.answers() => {
                fin.fin_answers(&talk.id, "With hot water.").unwrap();
            }
            _ => {}
        }
        talk
    }

    /// What it comes to some seconds later, without an event.
    fn goes_on(self, desk: &Desk, talk: &Talk<'_>) {
        let fin = desk.acme.operator();
        let soon = Duration::from_secs(3);
        let state = match self {
            Gives(_, state) | Resolved(_, state) => state,
            SaysSo => {
                fin.fin_comments(&talk.id, "I'm bringing in the team.")
                    .unwrap();
                Resolution::Escalated
            }
            Reopened | AnswersAgain => return self.comes_back(desk, talk),
            Absent | Greeting | Boilerplate | Joined | Answering => return,
        };
        fin.fin_comes_to(&talk.id, state, soon).unwrap();
    }

    /// Fin considers it resolved, and the visitor comes back.
    fn comes_back(self, desk: &Desk, talk: &Talk<'_>) {
        let fin = desk.acme.operator();
        let (resolved, at_once) = (Resolution::Assumed, Duration::ZERO);
        fin.fin_comes_to(&talk.id, resolved, at_once).unwrap();
        let webhooks = desk.intercom.webhooks();
        webhooks.hold();
        talk.says(QUESTION);
        if self == AnswersAgain {
            fin.fin_answers(&talk.id, "With hot water.").unwrap();
        }
        webhooks.release();
    }
}

fn config(then: &str) -> String {
    format!(
        "version: 1
agent: {{ teammate: nexora@acmetea.example, tag: Nexora }}
rules:
  - name: Fin is at it
    when: {{ bot: answering }}
    then: {{ leave_to: bot }}
  - name: Otherwise
    then: {then}
hand_off: {{ default: \"team:Support\" }}
attributes: {{ conversation: {{ Nexora state: state }} }}
"
    )
}

/// What the visitor sees, who has it, how it is marked, and how it came.
fn told(desk: &Desk, talk: &Talk<'_>) -> String {
    let view = talk.view();
    let said = view.parts.iter().filter(|part| {
        let body = part.body.as_deref().unwrap_or_default();
        !part.is_note && !body.is_empty()
    });
    let sees: Vec<_> = std::iter::once(&view.source_author)
        .chain(said.map(|part| &part.author))
        .map(|author| author.name.as_deref().unwrap_or("a lead"))
        .map(|name| name.split(' ').next().unwrap_or_default())
        .collect();
    let notes = view.parts.iter().filter(|part| part.is_note).count();
    let notes = if notes > 0 {
        format!(" + {notes} note")
    } else {
        String::new()
    };
    let state = view.custom_attributes.get("Nexora state");
    let marks: Vec<_> = view
        .tags
        .iter()
        .map(|tag| format!("#{tag}"))
        .chain(state.map(|state| state.as_str().unwrap_or_default().to_owned()))
        .collect();
    let marks = if marks.is_empty() {
        "unmarked".to_owned()
    } else {
        marks.join(" ")
    };
    let entries = desk.entries();
    // A turn that finds everything covered decides nothing, nor does a surplus one that finds it handed over already.
    let mut turns = entries.iter().filter(|entry| {
        entry.source == "turn"
            && !entry.trace.0.is_empty()
            && !["later", "not_ours"].contains(&entry.name)
            && entry.conversation.as_ref().map(|id| id.as_str()) == Some(talk.id.as_str())
    });
    let last = turns.next_back().expect("a turn came to an end");
    let line = last.trace.0.last().expect("just looked");
    let why = format!("{}: {}", line.name, line.why);
    format!(
        "{}{notes} | {} | {marks} | {} ({why})",
        sees.join(", "),
        talk.assignee(),
        last.what
    )
}

async fn is_left(desk: &Desk, talk: &Talk<'_>) {
    desk.until("a turn has left it", || {
        desk.entries().iter().any(|entry| {
            entry.name == "left_alone"
                && entry.conversation.as_ref().map(|id| id.as_str()) == Some(talk.id.as_str())
        })
    })
    .await;
}

async fn column(then: &str) -> Vec<String> {
    let desk = Desk::with_config(&config(then)).await;
    let webhooks = desk.intercom.webhooks();
    webhooks.hold();
    let talks = ROWS.map(|bot| (bot, bot.begins(&desk)));
    webhooks.release();
    for (bot, talk) in talks.iter().filter(|(bot, _)| bot.answers()) {
        is_left(&desk, talk).await;
        bot.goes_on(&desk, talk);
    }
    desk.settled().await;
    assert_eq!(desk.dead_letters().await, 0);
    let rows = talks
        .iter()
        .map(|(bot, talk)| format!("{:<30}{}", bot.name(), told(&desk, talk)));
    rows.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_fin_is_and_what_the_rules_say_decide_together() {
    let mut told = Vec::new();
    for pair in OUTCOMES.chunks(2) {
        let [(first, one), (second, other)] = pair else {
            panic!("an even number of outcomes")
        };
        let (one, other) = tokio::join!(column(one), column(other));
        told.push(format!("── {first}"));
        told.extend(one);
        told.push(format!("── {second}"));
        told.extend(other);
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_writing_does_not_wait_behind_the_looks_at_fin() {
    let desk = Desk::with_config(&config("{ agent: {} }")).await;
    desk.intercom.webhooks().hold();
    let talk = Answering.begins(&desk);
    desk.intercom.webhooks().release();
    is_left(&desk, &talk).await;
    let letters = desk.letters();
    let of = |lane| letters.iter().filter(move |letter| letter.lane == lane);
    let turns: Vec<_> = of(Lane::Turns).map(|letter| &letter.group).collect();
    let looks: Vec<_> = of(Lane::TurnsBulk).map(|letter| &letter.group).collect();
    assert!(!looks.is_empty() && looks.iter().all(|group| !turns.contains(group)));
    desk.acme.operator().fin_escalates(&talk.id).unwrap();
    talk.says("How hot?");
    talk.settled().await;
    assert_eq!(talk.answers(), 1, "{}", talk.messenger());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_teammate_who_takes_over_from_fin_is_left_alone() {
    let desk = Desk::with_config(&config("{ agent: {} }")).await;
    desk.intercom.webhooks().hold();
    let talk = Answering.begins(&desk);
    desk.intercom.webhooks().release();
    is_left(&desk, &talk).await;
    talk.replies(ADA, "I'll take it.");
    desk.acme.operator().fin_escalates(&talk.id).unwrap();
    talk.settled().await;
    assert_eq!(talk.answers(), 0, "{}", talk.messenger());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tag_costs_one_call_a_conversation_and_none_where_it_is_there() {
    let desk = Desk::with_config(&config("{ agent: {} }")).await;
    for _ in 0..2 {
        let talk = desk.asks(ANA, SHOP, QUESTION);
        talk.settled().await;
        talk.says("How do I redeem a gift card?");
        talk.settled().await;
        assert_eq!(talk.view().tags, ["Nexora"]);
    }
    let calls = desk.calls();
    let marks = calls
        .iter()
        .filter(|call| call.contains("tags") || call.starts_with("PUT"));
    insta::assert_snapshot!(marks.cloned().collect::<Vec<_>>().join("\n"), @"
    PUT /conversations/{id}
    POST /conversations/{id}/tags
    PUT /conversations/{id}
    POST /conversations/{id}/tags
    ");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_cannot_be_tagged_is_answered_all_the_same() {
    let desk = Desk::with_config(&config("{ agent: {} }")).await;
    let refused = FaultKind::RefuseWith {
        status: 403,
        code: "api_plan_restricted".to_owned(),
        message: "No.".to_owned(),
    };
    desk.breaks(Fault::new(refused).on_path_suffix("/tags"));
    let talk = desk.asks(ANA, SHOP, QUESTION);
    talk.settled().await;
    assert_eq!((talk.answers(), talk.view().tags.len()), (1, 0));
    let entries = desk.entries();
    let troubles = entries
        .iter()
        .filter(|entry| !entry.ok && entry.source == "turn");
    let troubles: Vec<_> = troubles
        .map(|entry| format!("{}: {}", entry.name, entry.what))
        .collect();
    insta::assert_snapshot!(troubles.join("\n"), @"tag_failed: Intercom refused the request with 403 (api_plan_restricted)");
    // It is tagged with the next answer, when it can be.
    desk.intercom.faults().clear();
    talk.says("How do I redeem a gift card?");
    talk.settled().await;
    assert_eq!(talk.view().tags, ["Nexora"]);
}

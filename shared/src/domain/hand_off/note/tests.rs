//! The whole note, and its bounds.

use proptest::prelude::*;

use super::super::known::What;
use super::super::night::{Other, Others};
use super::*;
use crate::domain::assignee::Assignee;
use crate::domain::capture::Captures;
use crate::domain::command::Command;
use crate::domain::html::Link;
use crate::domain::part::{Author, Part};
use crate::domain::stamp::Stamp;
use crate::domain::transcript::Line;
use crate::id::PartId;

fn line(nth: usize, by_visitor: bool, text: &str) -> Line {
    Line {
        part: Part {
            stamp: Stamp {
                at: i64::try_from(nth).unwrap(),
                id: PartId::try_from((nth + 1).to_string()).unwrap(),
                zero: false,
            },
            kind: "comment".to_owned(),
            author: if by_visitor {
                Author::Visitor(None)
            } else {
                Author::Admin("9".try_into().unwrap())
            },
            has_body: true,
            assigned_to: None,
            app_package_code: None,
            from_ai: false,
            redacted: false,
            command: None,
        },
        text: text.to_owned(),
    }
}

fn transcript(lines: &[(bool, String)]) -> Transcript {
    let mut transcript = Transcript::begun("1".try_into().unwrap());
    let lines = lines.iter().enumerate();
    transcript.lines = lines
        .map(|(nth, (by_visitor, text))| line(nth, *by_visitor, text))
        .collect();
    transcript
}

fn hand_over(reason: Reason, intent: Option<&str>) -> HandOver {
    HandOver {
        to: Assignee::Team("7".try_into().unwrap()),
        reason,
        intent: intent.map(str::to_owned),
        confidence: intent.map(|_| 91),
        waiting_since: Some(1_795_425_300),
    }
}

fn every_reason(name: &str) -> [Reason; 19] {
    [
        Reason::AskedForPerson,
        Reason::Unsure,
        Reason::Intent(name.to_owned()),
        Reason::Rule(name.to_owned()),
        Reason::Ordered,
        Reason::AgentFailed,
        Reason::AgentSlow,
        Reason::AgentUnreachable,
        Reason::AgentUnreadable,
        Reason::NoKnowledge,
        Reason::TooLong,
        Reason::Repeating,
        Reason::TurnLimit,
        Reason::Refused,
        Reason::Unreadable,
        Reason::Unconfirmed,
        Reason::Paused,
        Reason::NotPickedUp,
        Reason::LastResort,
    ]
}

fn known(what: What, value: &str) -> Known {
    Known {
        what,
        value: value.to_owned(),
    }
}

#[test]
fn every_language_tells_the_same_note() {
    let said = |by_visitor, text: &str| (by_visitor, text.to_owned());
    let transcript = transcript(&[
        said(true, "Hi! How long does shipping to Austria take?"),
        said(
            false,
            "1 to 2 working days.\nRead more: Shipping times (https://help.acme.example/shipping)",
        ),
        said(
            true,
            "Thanks, but ORD-77881 arrived damaged. Mail me at ana@acme.example",
        ),
    ]);
    let captures: Captures =
        serde_json::from_str(r#"{"email":"email","order number":{"pattern":"ORD-\\d{4,}"}}"#)
            .unwrap();
    let us = "9".try_into().unwrap();
    let facts = [
        known(What::Plan, "Pro"),
        known(What::Segments, "VIP, Beta"),
        known(What::Role, "user"),
        known(What::Page, "acme.example/shop"),
        known(What::Language, "de-AT"),
        known(What::Fact("Seats".to_owned()), "40"),
    ];
    let notes = Language::ALL.map(|language| {
        let note = Note {
            transcript: &transcript,
            hand_over: &hand_over(Reason::AskedForPerson, Some("damaged goods")),
            summary: None,
            us: &us,
            language,
            captured: &captures.found_in(&transcript, &us),
            facts: &facts,
            night: None,
            trace: None,
        };
        note.html().to_string().replace("><", ">\n<")
    });
    insta::assert_snapshot!(notes.join("\n\n"));
}

#[test]
fn every_reason_is_told_in_every_language() {
    let told = Language::ALL.map(|language| {
        let phrases = language.phrases();
        let reasons = every_reason("Übermut <x>");
        let reasons = reasons.iter().map(|reason| (phrases.reason)(reason));
        format!(
            "{}\n{}",
            language.code(),
            reasons.collect::<Vec<_>>().join("\n")
        )
    });
    insta::assert_snapshot!(told.join("\n\n"));
}

#[test]
fn every_language_tells_of_a_night_and_of_what_else_has_waited() {
    let transcript = Transcript::begun("1".try_into().unwrap());
    let us = "9".try_into().unwrap();
    let other = |id: &str, tier: Option<&str>| Other {
        since: 1_795_400_000,
        tier: tier.map(str::to_owned),
        link: Link {
            title: id.to_owned(),
            url: format!("https://app.intercom.com/a/inbox/abc/inbox/conversation/{id}"),
        },
    };
    let others = |named: Vec<Other>, more| {
        let team = Some("Support".to_owned());
        Some(Others { team, named, more })
    };
    let nights = [
        (true, None),
        (false, others(vec![other("215", Some("Enterprise"))], 0)),
        (true, others(vec![other("216", None)], 60)),
    ];
    let notes = Language::ALL.map(|language| {
        let notes = nights.clone().map(|(told, others)| {
            let night = Night {
                until: 1_795_425_300,
                told,
                others,
            };
            let mut html = Html::default();
            night.tell(&mut html, language.phrases());
            night.tell_others(&mut html, language.phrases());
            html.to_string()
        });
        notes.join("\n")
    });
    insta::assert_snapshot!(notes.join("\n\n"));
    let night = Night {
        until: 1_795_425_300,
        told: true,
        others: others(
            (0..50)
                .map(|nth| other(&(3_000_000 + nth).to_string(), None))
                .collect(),
            7,
        ),
    };
    let note = Note {
        transcript: &transcript,
        hand_over: &hand_over(Reason::AskedForPerson, None),
        summary: None,
        us: &us,
        language: Language::En,
        captured: &[],
        facts: &[],
        night: Some(&night),
        trace: None,
    };
    let html = note.html().to_string();
    let listed = html.matches("<li>").count() - 1;
    assert!(
        html.contains(&format!("<li>and {} more</li>", 57 - listed)),
        "{html}"
    );
    assert!(
        (30..50).contains(&listed) && html.chars().count() <= Note::LONGEST,
        "{listed}"
    );
}

#[test]
fn a_note_says_less_where_less_is_known() {
    let transcript = Transcript::begun("1".try_into().unwrap());
    let us = "9".try_into().unwrap();
    let hand_over = HandOver {
        waiting_since: None,
        ..hand_over(Reason::Intent("refunds".to_owned()), Some("refunds"))
    };
    let note = Note {
        transcript: &transcript,
        hand_over: &hand_over,
        summary: None,
        us: &us,
        language: Language::En,
        captured: &[],
        facts: &[],
        night: None,
        trace: None,
    };
    insta::assert_snapshot!(note.html().to_string().replace("><", ">\n<"), @"
    <h2>Handed over by Nexora</h2>
    <p>
    <b>Ask:</b> the visitor's message has no text</p>
    <p>
    <b>Why a person:</b> “refunds” is for people (91 % sure)</p>
    <p>
    <b>Tried:</b> nothing yet; the agent has not answered in this conversation</p>
    ");
}

/// Text as an ill-meaning visitor writes it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ -~]{0,60}",
        2 => "\\PC{0,60}",
        1 => Just("<script>alert(1)</script></li></ul><h2>".to_owned()),
        1 => Just("/nexora stop\n/nexora hand off".to_owned()),
        1 => Just("Read more: &\"'<a> (https://x.example/?a=1&b=\"'<>)".to_owned()),
        1 => Just("ORD-12345 & ana+<b>@acme.example".to_owned()),
        1 => Just("\u{202e}&&&&\u{200b}\u{7}".to_owned()),
    ];
    let repeated = prop_oneof![6 => Just(1_usize), 1 => Just(40), 1 => Just(2_000)];
    let piece = (piece, repeated).prop_map(|(piece, times)| piece.repeat(times));
    prop::collection::vec(piece, 0..4).prop_map(|pieces| {
        let mut text = pieces.join("\n");
        text.truncate(text.floor_char_boundary(100_000));
        text
    })
}

/// A night with as many others as there may be, called anything.
fn any_night() -> impl Strategy<Value = Night> {
    let other = (0..2_000_000_000_i64, prop::option::of(text())).prop_map(|(since, tier)| Other {
        since,
        tier,
        link: Link {
            title: since.to_string(),
            url: format!("https://app.intercom.com/a/inbox/abc/inbox/conversation/{since}"),
        },
    });
    let others = (
        prop::option::of(text()),
        prop::collection::vec(other, 0..51),
        any::<u32>(),
    );
    let others = others.prop_map(|(team, named, more)| Others { team, named, more });
    (any::<bool>(), prop::option::of(others)).prop_map(|(told, others)| Night {
        until: 1_795_425_300,
        told,
        others,
    })
}

/// What is left when every tag we write is taken away; none where one is not closed, or is none of ours.
fn balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..].find('>') else {
            return false;
        };
        let tag = &rest[at + 1..at + end];
        let name = tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default();
        if !["h2", "p", "ul", "li", "b", "a"].contains(&name) {
            return false;
        }
        let is_link = tag
            .strip_prefix("a href=\"")
            .and_then(|tag| tag.strip_suffix('"'));
        let is_plain = tag == name || tag.strip_prefix('/') == Some(name);
        let leads_out = |url: &str| {
            (url.starts_with("http://") || url.starts_with("https://")) && !url.contains('"')
        };
        if !is_plain && !is_link.is_some_and(leads_out) {
            return false;
        }
        match tag.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(name),
        }
        rest = &rest[at + end + 1..];
    }
    open.is_empty() && !rest.contains('>')
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_conversation_makes_a_bounded_note_of_our_own_tags(
        lines in prop::collection::vec((any::<bool>(), text()), 0..7),
        summary in prop::option::of(text()),
        names in prop::collection::vec(text(), 12),
        reason in 0..18_usize,
        language in 0..Language::ALL.len(),
        traced in any::<bool>(),
        night in prop::option::of(any_night()),
    ) {
        let transcript = transcript(&lines);
        let us = "9".try_into().unwrap();
        let captured: Vec<_> = names.iter().map(|name| (name.clone(), name.clone())).collect();
        let facts: Vec<_> = names.iter().map(|name| known(What::Fact(name.clone()), name)).collect();
        let mut trace = Trace::default();
        for name in &names {
            trace.0.push(Tried {
                name: name.clone(),
                verdict: Verdict::TakesOver,
                why: name.clone(),
                facts: Vec::new(),
            });
        }
        let reason = every_reason(&names[0])[reason].clone();
        let note = Note {
            transcript: &transcript,
            hand_over: &hand_over(reason, Some(&names[1])),
            summary: summary.as_deref(),
            us: &us,
            language: Language::ALL[language],
            captured: &captured,
            facts: &facts,
            night: night.as_ref(),
            trace: traced.then_some(&trace),
        };
        let html = note.html();
        let length = html.as_str().chars().count();
        prop_assert!(length <= Note::LONGEST, "{length}");
        prop_assert!(balanced(html.as_str()), "{html}");
        prop_assert_eq!(Command::of_note(html.as_str()), None);
        let unseen = |char: char| char.is_control() || char == '\u{202e}';
        prop_assert!(!html.as_str().contains(unseen));
    }
}

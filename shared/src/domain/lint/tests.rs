use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::directory::Directory;
use crate::domain::routing::facts::{Contact, Facts, Fetched};
use crate::domain::routing::scene::Scene;
use crate::domain::routing::{Route, route};
use crate::domain::transcript::{Bot, Transcript};
use crate::id::{AdminId, ConversationId};

fn config(rules: Value) -> Config {
    with(rules, json!({}))
}

fn with(rules: Value, more: Value) -> Config {
    let mut config = json!({
        "version": 1,
        "agent": { "teammate": "Ana" },
        "rules": rules,
        "hand_off": { "default": "team:Support" },
    });
    for (key, value) in more.as_object().unwrap() {
        config[key] = value.clone();
    }
    serde_json::from_value(config).unwrap()
}

fn told(config: &Config) -> String {
    let lints = config.lints();
    let lines: Vec<_> = lints.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// What is said when a rule of the first condition goes before one of the second.
fn between(first: Value, second: Value) -> String {
    let lints = config(json!([
        { "name": "first", "when": first, "then": { "leave_to": "team" } },
        { "name": "second", "when": second, "then": { "agent": {} } },
        { "name": "rest", "then": { "agent": {} } },
    ]))
    .lints();
    let names: Vec<_> = lints.iter().map(|lint| lint.name).collect();
    names.join(" ")
}

#[test]
fn a_rule_is_unreachable_where_an_earlier_one_takes_every_case_of_it() {
    for (first, second) in [
        (
            json!({ "url.path": "/shop/**" }),
            json!({ "url.path": "/shop/tea/*" }),
        ),
        (
            json!({ "url.path": "/shop/**" }),
            json!({ "url.path": "/shop" }),
        ),
        (
            json!({ "url.path": "/**" }),
            json!({ "url.path": ["/a", "/b/{c,d}"] }),
        ),
        (
            json!({ "url.path": "/shop/*" }),
            json!({ "url.path": "/shop/tea/" }),
        ),
        (
            json!({ "url.host": "*.acme.example" }),
            json!({ "url.host": "shop.acme.example" }),
        ),
        (json!({ "locale": "de" }), json!({ "locale": "de-AT" })),
        (
            json!({ "company.plan": ["Free", "Team"] }),
            json!({ "company.plan": "Team", "bot": "done" }),
        ),
        (
            json!({ "any": [{ "bot": "done" }, { "channel": "email" }] }),
            json!({ "channel": "email" }),
        ),
        (
            json!({ "not": { "url.path": "/shop/tea" } }),
            json!({ "not": { "url.path": "/shop/**" } }),
        ),
        (
            json!({ "contact.attribute.A": { "above": 10 } }),
            json!({ "contact.attribute.A": { "above": 20, "below": 30 } }),
        ),
        (
            json!({ "contact.attribute.A": { "above": 10 } }),
            json!({ "contact.attribute.A": 11 }),
        ),
        (
            json!({ "contact.attribute.A": { "exists": true } }),
            json!({ "contact.attribute.A": { "below": 3 } }),
        ),
        (
            json!({ "contact.owner": { "exists": true } }),
            json!({ "contact.owner": ["1", "2"] }),
        ),
        (
            json!({ "contact.owner": "absent" }),
            json!({ "contact.owner": { "exists": false } }),
        ),
        (
            json!({ "not": { "channel": "email" } }),
            json!({ "channel": "conversation" }),
        ),
    ] {
        let said = between(first.clone(), second.clone());
        assert!(said.contains("unreachable-rule"), "{first} {second}");
    }
}

#[test]
fn a_rule_that_some_conversation_may_reach_is_left_alone() {
    for (first, second) in [
        (
            json!({ "url.path": "/shop/*" }),
            json!({ "url.path": "/shop/**" }),
        ),
        (
            json!({ "url.path": "/shop/**" }),
            json!({ "url.path": "/shopping/**" }),
        ),
        (
            json!({ "url.path": "/shop/**" }),
            json!({ "url.path": "/**/shop" }),
        ),
        (
            json!({ "url.path": "/shop/**" }),
            json!({ "url.path": "/shop*" }),
        ),
        (json!({ "locale": "de-AT" }), json!({ "locale": "de" })),
        (
            json!({ "company.plan": "Team", "bot": "done" }),
            json!({ "company.plan": "Team" }),
        ),
        (
            json!({ "conversation.tag": "a" }),
            json!({ "not": { "conversation.tag": "b" } }),
        ),
        (
            json!({ "contact.attribute.A": { "above": 10 } }),
            json!({ "contact.attribute.A": { "below": 20 } }),
        ),
        (
            json!({ "contact.attribute.A": { "above": 10 } }),
            json!({ "contact.attribute.A": 10 }),
        ),
        (
            json!({ "contact.owner": { "exists": true } }),
            json!({ "contact.owner": ["1", "absent"] }),
        ),
        (
            json!({ "contact.owner": { "exists": false } }),
            json!({ "contact.owner": "absent" }),
        ),
        (
            json!({ "text.matches": "refund" }),
            json!({ "text.matches": "no refund" }),
        ),
    ] {
        let said = between(first.clone(), second.clone());
        assert!(!said.contains("unreachable-rule"), "{first} {second}");
    }
}

#[test]
fn what_was_probably_not_meant_is_said_with_its_place_and_what_to_do() {
    let then = json!({ "agent": {} });
    let left = json!({ "leave_to": "team" });
    let rules = config(json!([
        { "name": "A tenth", "rollout": 10, "when": { "url.path": "/shop/**" }, "then": then },
        { "name": "Shop", "when": { "url.path": "/shop/**" }, "then": then },
        { "name": "Teas and legal", "when": { "url.path": ["/shop/tea", "/legal"] }, "then": left },
        { "name": "Both", "when": { "channel": "email", "any": [{ "channel": "conversation" }, { "channel": "sms" }] }, "then": then },
        { "name": "None", "rollout": 0, "when": { "bot": "done" }, "then": then },
        { "name": "All", "rollout": 100, "when": { "bot": ["done", "escalated"] }, "then": left },
        { "name": "Once more", "when": { "any": [{ "bot": "done" }, { "url.path": "/shop/tea" }] }, "then": then },
        { "name": "Rest", "then": left },
        { "name": "After it", "then": then },
    ]));
    let keys = with(
        json!([{ "name": "Rest", "then": then }]),
        json!({
            "paused": true,
            "agent": { "teammate": "Ana", "limits": { "turns": 0 } },
            "intents": { "refund": { "phrases": ["money back"], "mode": "observe" }, "empty": [] },
            "office_hours": { "default": { "zone": "Europe/Berlin", "open": {} }, "teams": { "Suport": { "from": "Theirs" } } },
            "hand_off": {
                "default": "team:Support",
                "when": { "intents": ["refund"] },
                "say": { "open": { "en": "One moment.", "de": "Einen Moment." }, "closed": { "de-AT": "Später." } },
            },
        }),
    );
    let email = config(json!([
        { "name": "Site", "when": { "not": { "url.path": "absent" } }, "then": then },
        { "name": "Elsewhere", "then": left },
    ]));
    insta::assert_snapshot!([told(&rules), told(&keys), told(&email)].join("\n\n"));
}

#[test]
fn texts_of_rules_that_nobody_is_told_or_that_lack_a_language_are_named() {
    let both = json!({ "en": "One moment.", "de": "Einen Moment." });
    let english = json!({ "en": "One moment." });
    let rules = json!([
        { "name": "Left", "when": { "bot": "done" }, "say": { "open": english }, "then": { "leave_to": "team" } },
        { "name": "Drafted", "when": { "bot": "answering" }, "say": "none", "then": { "agent": { "mode": "draft" } } },
        { "name": "At once", "when": { "channel": "sms" }, "say": { "open": both, "unknown": both, "clarify": both }, "then": { "hand_off": { "to": "team:Support" } } },
        { "name": "French", "when": { "locale": "fr" }, "say": { "open": { "fr": "Un instant." }, "closed": { "fr": "Un instant.", "it": "Un attimo." } }, "then": { "agent": {} } },
        { "name": "As all", "when": { "locale": "de" }, "say": { "open": both, "closed": both }, "then": { "agent": {} } },
        { "name": "In silence", "when": { "locale": "it" }, "say": "none", "then": { "hand_off": { "to": "team:Support" } } },
        { "name": "Rest", "then": { "agent": {} } },
    ]);
    let say = json!({ "open": both, "closed": english, "unknown": both, "clarify": both });
    let config = with(
        rules,
        json!({ "hand_off": { "default": "team:Support", "say": say, "when": { "asked_for_person": false } } }),
    );
    insta::assert_snapshot!(told(&config), @"
    rules[0].say: where the agent leaves a conversation to somebody else it says nothing; take these texts out (unused-text)
    rules[1].say: where the agent only drafts or observes the visitor sees nothing, not even at a hand-off; take these texts out (unused-text)
    rules[2].say.unknown: this rule hands over at once, so the agent never says it; take it out (unused-text)
    rules[2].say.clarify: this rule hands over at once, so the agent never says it; take it out (unused-text)
    rules[2].say: `closed`, which comes from hand_off.say, has no text in de, in which another of these texts is; write it here too (missing-text)
    rules[3].say.closed: without office_hours it is never closed, so nobody is told this; add hours, or take it out (closed-without-hours)
    rules[3].say.open: there is no text in it, in which another of these texts is; add it (missing-text)
    rules[3].say: `unknown`, which comes from hand_off.say, has no text in fr, it, in which another of these texts is; write it here too (missing-text)
    rules[3].say: `clarify`, which comes from hand_off.say, has no text in fr, it, in which another of these texts is; write it here too (missing-text)
    rules[4].say.closed: without office_hours it is never closed, so nobody is told this; add hours, or take it out (closed-without-hours)
    hand_off.say.closed: without office_hours it is never closed, so nobody is told this; add hours, or take it out (closed-without-hours)
    hand_off.say.clarify: hand_off.when.asked_for_person is false, so nobody is asked this; keep one of the two (unused-text)
    hand_off.say.closed: there is no text in de, in which another of these texts is; add it (missing-text)
    ");
}

#[test]
fn texts_for_closed_hours_that_there_are_and_a_question_that_is_asked_are_no_matter() {
    let then = json!({ "agent": {} });
    let texts = json!({ "en": "One moment." });
    let config = with(
        json!([
            { "name": "VIP", "when": { "contact.tag": "VIP" }, "say": { "closed": texts }, "then": then },
            { "name": "Rest", "then": then },
        ]),
        json!({
            "office_hours": { "teams": { "Support": { "from": "Theirs" } } },
            "hand_off": { "default": "team:Support", "say": { "closed": texts, "clarify": texts } },
        }),
    );
    assert_eq!(told(&config), "");
    let none = with(
        json!([{ "name": "Rest", "then": then }]),
        json!({ "hand_off": { "default": "team:Support", "say": "none" } }),
    );
    assert_eq!(told(&none), "");
}

#[test]
fn e_mail_that_somebody_thought_of_or_that_somebody_answers_is_no_matter() {
    let then = json!({ "agent": {} });
    let left = json!({ "leave_to": "team" });
    for rules in [
        json!([
            { "name": "Mail", "when": { "channel": "email" }, "then": left },
            { "name": "Site", "when": { "url.path": "/**" }, "then": then },
            { "name": "Rest", "then": left },
        ]),
        json!([
            { "name": "Site", "when": { "url.path": "/**" }, "then": then },
            { "name": "Leads", "when": { "contact.role": "lead" }, "then": then },
            { "name": "Rest", "then": left },
        ]),
        json!([{ "name": "Nobody", "then": left }]),
        json!([
            { "name": "Site", "when": { "url.path": "/**" }, "then": left },
            { "name": "Rest", "rollout": 50, "then": then },
            { "name": "Last", "then": left },
        ]),
    ] {
        assert_eq!(told(&config(rules)), "");
    }
}

fn condition() -> impl Strategy<Value = Value> {
    let paths = [
        "/", "/a", "/a/b", "/a/*", "/a/**", "/**", "/{a,b}", "/b/**", "/a*", "/**/b", "absent",
    ];
    let path =
        prop::sample::subsequence(paths.to_vec(), 1..3).prop_map(|it| json!({ "url.path": it }));
    let bot =
        prop::sample::subsequence(Bot::WORDS.to_vec(), 1..4).prop_map(|it| json!({ "bot": it }));
    let channels = ["email", "conversation", "absent"];
    let channel =
        prop::sample::subsequence(channels.to_vec(), 1..3).prop_map(|it| json!({ "channel": it }));
    let tag = prop::sample::select(vec!["a", "b", "absent"])
        .prop_map(|it| json!({ "conversation.tag": it }));
    let locale = prop::sample::select(vec!["de", "de-AT", "en", "absent"])
        .prop_map(|it| json!({ "locale": it }));
    let number = (0..3, 2..5).prop_map(
        |(above, below)| json!({ "contact.attribute.N": { "above": above, "below": below } }),
    );
    let one = (0..4).prop_map(|it| json!({ "contact.attribute.N": it }));
    let exists = (
        any::<bool>(),
        prop::sample::select(vec![
            "url.path",
            "contact.attribute.N",
            "locale",
            "conversation.tag",
        ]),
    )
        .prop_map(|(exists, fact)| json!({ fact: { "exists": exists } }));
    let leaf = prop_oneof![path, bot, channel, tag, locale, number, one, exists];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            some.clone().prop_map(|all| json!({ "all": all })),
            some.prop_map(|any| json!({ "any": any })),
            inner.prop_map(|not| json!({ "not": not })),
        ]
    })
}

prop_compose! {
    fn moment()(
        url in prop::option::of(prop::sample::select(vec!["/", "/a", "/a/b", "/a/b/c", "/ab", "/b", "/b/c", "/absent"])),
        channel in prop::sample::select(vec!["", "email", "conversation"]),
        bot in prop::sample::select(vec![Bot::Absent, Bot::Answering, Bot::Escalated, Bot::Done]),
        tags in prop::sample::subsequence(vec!["a", "b", "absent"], 0..3),
        locale in prop::option::of(prop::sample::select(vec!["de", "de-AT", "en", "absent"])),
        number in prop::option::of(prop::sample::select(vec!["0", "1", "1.5", "3", "many", "absent"])),
    ) -> (Transcript, Facts) {
        let transcript = Transcript {
            url: url.map(|path| format!("https://acme.example{path}")),
            channel: channel.to_owned(),
            bot,
            tags: tags.into_iter().map(str::to_owned).collect(),
            id: ConversationId::try_from("1").unwrap(),
            state: "open".to_owned(),
            admin: None,
            team: None,
            contact: None,
            company: None,
            waiting_since: None,
            snoozed_until: None,
            attributes: Vec::new(),
            rated: None,
            lines: Vec::new(),
        };
        let attributes = number.into_iter().map(|number| ("N".to_owned(), number.to_owned()));
        let contact = Contact {
            locale: locale.map(str::to_owned),
            attributes: attributes.collect(),
            ..Contact::default()
        };
        let facts = Facts { contact: Fetched::Have(contact), ..Facts::default() };
        (transcript, facts)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn a_rule_that_is_called_unreachable_never_wins(
        conditions in prop::collection::vec(condition(), 1..5),
        moments in prop::collection::vec(moment(), 24),
    ) {
        let mut rules: Vec<_> = conditions
            .into_iter()
            .enumerate()
            .map(|(nth, when)| json!({ "name": nth.to_string(), "when": when, "then": { "agent": {} } }))
            .collect();
        rules.push(json!({ "name": "rest", "then": { "agent": {} } }));
        let config = config(json!(rules));
        let dead: Vec<_> = config
            .lints()
            .into_iter()
            .filter(|lint| matches!(lint.name, "unreachable-rule" | "impossible-rule"))
            .map(|lint| (0..config.rules.len()).find(|nth| KeyPath::new("rules").item(*nth).leads_to(&lint.key)).unwrap())
            .collect();
        let us = AdminId::try_from("7").unwrap();
        let directory = Directory::default();
        for (transcript, facts) in &moments {
            let scene = Scene {
                config: &config,
                facts,
                transcript,
                horizon: None,
                us: &us,
                directory: &directory,
                now: Timestamp::UNIX_EPOCH,
            };
            if let Route::To { rule, .. } = route(&scene) {
                prop_assert!(dead.iter().all(|nth| config.rules[*nth].name != rule), "{rule} of {:#?} for {transcript:?} {facts:?}", config.rules);
            }
        }
    }
}

#[test]
fn what_is_never_written_or_hidden_is_said() {
    let config = with(
        json!([{ "name": "rest", "then": { "agent": {} } }]),
        json!({
            "agent": { "teammate": "Ana", "tag": "Nexora" },
            "intents": { "pricing": ["what does it cost"] },
            "attributes": {
                "contact": {
                    "Lead stage": { "set": "MQL", "when": { "intent": ["pricing", "pricign"] } },
                    "Never": { "set": true, "when": { "all": [{ "intent": "pricing" }, { "intent": "absent" }] } },
                    "Late": { "set": true, "when": { "outcome": "answered", "reason": "unsure" } },
                    "Fine": { "set": true, "when": { "outcome": "handed_off", "reason": ["unsure", "intent"] } },
                },
                "company": {
                    "Interest": [
                        { "set": "Team", "when": { "intent": "pricing" } },
                        { "set": "Enterprise", "when": { "intent": "pricing", "company.plan": "Team" } },
                        { "set": "Free", "when": { "outcome": "answered" } },
                    ],
                },
            },
            "tags": { "Nexora": { "outcome": "answered" }, "Odd": { "intent": "refund" }, "Good": { "intent": "pricing" } },
        }),
    );
    insta::assert_snapshot!(told(&config), @"
    attributes.contact.Late.when: only a hand-off has a reason; take `outcome` out, or write `outcome: handed_off` (impossible-mark)
    attributes.contact.Lead stage.when: “pricign” is not among `intents`, so that it is never recognised; did you mean “pricing”? (unknown-intent)
    attributes.contact.Never.when: no conversation is all of this at once; put what excludes each other under `any` (impossible-mark)
    attributes.company.Interest[1]: “Team” above applies wherever this does, and the first that applies is set; move this up, or take it out (hidden-value)
    tags.Nexora: every conversation gets this tag by agent.tag; take one of the two out (tag-twice)
    tags.Odd: “refund” is not among `intents`, so that it is never recognised (unknown-intent)
    attributes.company: a contact may have several companies, and without `companies.tiers` the one with the smallest id gets the attributes, unless the conversation names one; write the plans from the lowest to the highest (any-company)
    ");
    let without = with(
        json!([{ "name": "rest", "then": { "agent": {} } }]),
        json!({ "attributes": { "conversation": { "Intent": "intent" } } }),
    );
    insta::assert_snapshot!(told(&without), @"attributes.conversation.Intent: there are no intents, so that nothing is ever written; describe some under `intents` (never-written)");
}

#[test]
fn a_pick_up_of_which_nothing_but_a_note_comes_is_told() {
    let told_of = |pick_up: Value, rules: Value| {
        let hand_off = json!({ "default": "team:Support", "pick_up": pick_up });
        told(&with(rules, json!({ "hand_off": hand_off })))
    };
    let agent = || json!([{ "name": "rest", "then": { "agent": {} } }]);
    insta::assert_snapshot!(told_of(json!({ "within": "15m" }), agent()), @"hand_off.pick_up: nobody gets it next, and the visitor is told nothing, so that only a note comes of it; add `to`, `say`, or both (pick-up-to-nobody)");
    for pick_up in [
        json!({ "within": "15m", "to": "team:Night" }),
        json!({ "within": "15m", "say": { "en": "It takes longer today." } }),
    ] {
        assert_eq!(told_of(pick_up, agent()), "");
    }
    // Where a rule names people, the default comes after them.
    let people = json!([{ "name": "rest", "then": { "hand_off": { "to": "contact.owner" } } }]);
    assert_eq!(told_of(json!({ "within": "15m" }), people), "");
}

#[test]
fn what_nothing_comes_of_at_night_or_nobody_would_understand_is_told() {
    let hours = json!({ "default": { "from": "Theirs" } });
    let captures = json!({ "email": "email", "order_no": { "pattern": "ORD-\\d+" } });
    let told_of = |night: Value, more: Value| {
        let mut with_night =
            json!({ "office_hours": hours, "captures": captures, "out_of_hours": night });
        for (key, value) in more.as_object().unwrap() {
            with_night[key] = value.clone();
        }
        told(&with(
            json!([{ "name": "Rest", "then": { "agent": {} } }]),
            with_night,
        ))
    };
    let ask = json!({ "ask": { "en": "And?", "de": "Und {field}?" }, "again": { "en": "Added." } });
    let all = told_of(
        json!({ "capture": ["email", "order_no"], "say": ask, "intercom_says": ["back soon", " ?"] }),
        json!({ "office_hours": {} }),
    );
    insta::assert_snapshot!(all, @"
    out_of_hours: without office_hours it is never closed, so nothing of this ever applies; add hours, or take it out (closed-without-hours)
    out_of_hours.say.ask: several things are asked for, and this does not say which; write {field} where its name is to stand (ask-without-field)
    out_of_hours.capture[1]: visitors are asked for “order_no” by this very name; call it under `captures` what they call it, such as “order number” (odd-field)
    out_of_hours.say.again: there is no text in de, in which another of these texts or `closed` is; add it (missing-text)
    out_of_hours.intercom_says[1]: there are no words in this, so no text is known by it; write some of them (empty-phrase)
    ");
    let silent = json!({ "hand_off": { "default": "team:Support", "say": "none" } });
    insta::assert_snapshot!(told_of(json!({ "say": ask }), silent), @"
    out_of_hours.say.ask: nothing is asked for; name what under out_of_hours.capture, or take this out (unused-text)
    out_of_hours.say.again: where nothing is said when people take over (`say: none`), a conversation waits without a word too; take this out (unused-text)
    out_of_hours.say.again: there is no text in de, in which another of these texts or `closed` is; add it (missing-text)
    ");
    let fine = json!({ "capture": ["email"], "say": { "ask": { "en": "Where can we write to you?" } }, "follow_up": "team:Morning" });
    let teams = json!({ "office_hours": { "teams": { "Morning": { "from": "Theirs" } } } });
    assert_eq!(told_of(fine, teams), "");
    assert_eq!(told_of(json!({}), json!({})), "");
}

#[test]
fn a_rule_that_waits_for_nothing_is_told_where_nothing_waits() {
    let rules = json!([
        { "name": "Urgent", "when": { "contact.tag": "VIP" }, "then": { "hand_off": { "to": "team:Support", "even_if_closed": true } } },
        { "name": "Rest", "then": { "agent": {} } },
    ]);
    insta::assert_snapshot!(told(&config(rules.clone())), @"rules[0].then.hand_off.even_if_closed: without out_of_hours everything goes to people at once, closed or not; add that key, or take this one out (nothing-waits)");
    let night = json!({ "out_of_hours": {}, "office_hours": { "default": { "from": "Theirs" } } });
    assert_eq!(told(&with(rules, night)), "");
}

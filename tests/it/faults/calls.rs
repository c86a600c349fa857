//! Every call a turn makes, and every way in which it can fail: what becomes of the visitor's message.
//!
//! The tables are for people to review. What must hold in every line of them is asserted beside them.

use std::time::Duration;

use harness::Drill;
use harness::drill::Fate;
use harness::shop::SHOP;
use serde_json::json;
use shared::Outcome;
use shared::adapters::intercom::Timeouts;
use simulator::{Company, Contact, DataAttribute, Fault, FaultKind, Segment, Tag, Workspace};

/// A visitor with everything a rule can look at.
const GRETA: &str = "Greta Holm";

/// A call, and a conversation in which it is made.
struct Call {
    /// What the rules say before everybody is answered.
    rule: &'static str,
    question: &'static str,
    method: &'static str,
    prefix: &'static str,
    suffix: &'static str,
    /// What the visitor is told of a hand-off.
    farewell: &'static str,
    /// Whether the fault ends the turn's attempt: where it does not, the turn comes to what it came to without.
    blocks: bool,
    /// Whether people are read anew.
    forgets_people: bool,
    /// Whether silence is tried, which takes as long as it lasts: once of each kind of call.
    silence: bool,
}

impl Call {
    /// One that is made before anything is decided.
    const fn read(suffix: &'static str, prefix: &'static str, rule: &'static str) -> Self {
        Self {
            rule,
            question: "How long do I brew it?",
            method: "GET",
            prefix,
            suffix,
            farewell: "A colleague takes over.",
            blocks: true,
            forgets_people: false,
            silence: false,
        }
    }

    const fn write(method: &'static str, suffix: &'static str, question: &'static str) -> Self {
        Self {
            question,
            method,
            ..Self::read(suffix, "/conversations/", "")
        }
    }

    fn config(&self) -> String {
        format!(
            "
version: 1
agent: {{ teammate: Nexora, tag: Nexora }}
rules:{}
  - name: Everybody else
    then: {{ agent: {{}} }}
hand_off:
  default: 'team:Support'
  say: {{ open: {{ en: '{}' }} }}
attributes: {{ conversation: {{ Nexora outcome: outcome }} }}
",
            self.rule, self.farewell
        )
    }

    fn fault(&self, kind: FaultKind) -> Fault {
        Fault::new(kind)
            .on_method(self.method)
            .on_path_prefix(self.prefix)
            .on_path_suffix(self.suffix)
    }
}

fn refusal(status: u16, code: &str) -> FaultKind {
    FaultKind::RefuseWith {
        status,
        code: code.to_owned(),
        message: "No.".to_owned(),
    }
}

/// Every failure, with whether it is also tried for ever: one of each kind is.
fn failures() -> Vec<(&'static str, FaultKind, bool)> {
    let answer = |text: &str| FaultKind::AnswerWith(text.to_owned());
    let limited = |reset_in| FaultKind::RateLimited { reset_in };
    vec![
        ("400", refusal(400, "parameter_invalid"), false),
        ("401", FaultKind::RevokedToken, true),
        ("403 scope", refusal(403, "action_forbidden"), false),
        ("403 plan", FaultKind::SuspendedWorkspace, false),
        ("404", refusal(404, "not_found"), true),
        ("405", refusal(405, "method_not_allowed"), false),
        ("406", refusal(406, "not_acceptable"), false),
        ("408", refusal(408, "request_timeout"), false),
        ("409", refusal(409, "conflict"), false),
        ("410", refusal(410, "contact_merged"), false),
        ("413", refusal(413, "payload_too_large"), false),
        ("415", refusal(415, "media_type_not_acceptable"), false),
        ("422", refusal(422, "unprocessable_entity"), true),
        ("423", refusal(423, "locked"), false),
        ("425", refusal(425, "too_early"), false),
        ("429 for 7 s", limited(7), true),
        ("429 silent", FaultKind::RateLimitedInSilence, false),
        ("429 till an hour ago", limited(-3_600), false),
        ("429 for a year", limited(31_536_000), false),
        ("500", FaultKind::ServerError(500), true),
        ("502", FaultKind::ServerError(502), false),
        ("503", FaultKind::ServerError(503), false),
        ("504", FaultKind::ServerError(504), false),
        ("200 html", answer("<html>"), true),
        ("200 list", answer("[]"), false),
        ("200 empty", answer(""), false),
        ("200 cut short", FaultKind::BreakOff, false),
        ("reset before", FaultKind::ResetBefore, false),
        ("reset after", FaultKind::ResetAfter, false),
        ("silence before", FaultKind::SilenceBefore, false),
        ("silence after", FaultKind::SilenceAfter, false),
    ]
}

fn plant(acme: &Workspace) {
    let [vip, wholesale] = ["VIP", "Wholesale"].map(|name| acme.add_tag(Tag::new(name)));
    let regulars = acme.add_segment(Segment::new("Regulars"));
    acme.add_data_attribute(DataAttribute::contact("Score"));
    let company = acme.add_company(Company {
        tag_ids: vec![wholesale],
        ..Company::new("Holm")
    });
    acme.add_contact(Contact {
        language_override: Some("de".to_owned()),
        tag_ids: vec![vip],
        segment_ids: vec![regulars],
        company_ids: vec![company],
        custom_attributes: [("Score".to_owned(), json!("7"))].into(),
        ..Contact::user(GRETA, "greta@holm.example")
    });
}

/// Silence takes as long as the client waits.
const IMPATIENT: Timeouts = Timeouts {
    connect: Duration::from_secs(1),
    total: Duration::from_secs(1),
};

/// What became of a conversation.
struct Came {
    fate: Fate,
    texts: usize,
    notes: usize,
    holder: String,
}

impl Came {
    /// What people see of it.
    fn shown(&self) -> (String, usize, usize, &str) {
        let Self {
            fate,
            texts,
            notes,
            holder,
        } = self;
        (format!("{:?}", fate.end), *texts, *notes, holder)
    }

    fn told(&self) -> String {
        let Self {
            fate,
            texts,
            notes,
            holder,
        } = self;
        format!(
            "{}; texts {texts}, notes {notes}, with {holder}",
            fate.told()
        )
    }
}

async fn come(drill: &Drill, call: &Call, then: impl FnOnce()) -> Came {
    // What the process learned of Intercom in the case before this one is over.
    let passes = if call.forgets_people { 3_600 } else { 120 };
    drill.passes(Duration::from_secs(passes));
    let talk = drill.asks(GRETA, SHOP, call.question);
    let fate = drill.through_the_queue(&talk, then).await;
    let (texts, notes, holder) = drill.shows(&talk);
    Came {
        fate,
        texts,
        notes,
        holder,
    }
}

/// What holds in every line: nobody is answered twice, nobody is left in silence without a person, an answer or a request that
/// waits, and what does not block changes nothing.
fn check(call: &Call, came: &Came, undisturbed: &Came, case: &str) {
    let told = format!("{case}: {}", came.told());
    assert!(came.texts <= 1 && came.notes <= 1, "{told}");
    let (answered, has_a_person) = (came.texts == 1, came.holder != "nobody");
    match &came.fate.end {
        Ok(Outcome::Replied) => assert!(answered, "{told}"),
        Ok(Outcome::HandedOff { .. } | Outcome::NotOurs) => assert!(has_a_person, "{told}"),
        Ok(Outcome::NothingToCover) => assert!(answered || has_a_person, "{told}"),
        // That one was deleted is believed of the conversation alone, and after six readings.
        Ok(Outcome::Gone) => {
            assert!(
                call.suffix.is_empty() && came.fate.deliveries == 6,
                "{told}"
            );
        }
        // It waits as a new message.
        Ok(Outcome::Postponed) => {}
        Ok(other) => panic!("{other:?} {told}"),
        Err(_) => assert!(came.fate.waits, "{told}"),
    }
    // A rate limit is the whole workspace's, so what follows waits for its end.
    if !call.blocks {
        assert_eq!(came.shown(), undisturbed.shown(), "{case}");
    }
}

/// Makes the call fail in every way, in the first delivery and then for ever, and tells what becomes of it.
async fn table(call: Call) -> String {
    let drill = Drill::open(plant, &call.config(), IMPATIENT).await;
    let undisturbed = come(&drill, &call, || {}).await;
    let mut rows: Vec<(String, Vec<&str>)> = Vec::new();
    let mut note = |name, came: String| match rows.iter_mut().find(|(known, _)| *known == came) {
        Some((_, names)) => names.push(name),
        None => rows.push((came, vec![name])),
    };
    note("undisturbed", undisturbed.told());
    let faults = drill.intercom.faults();
    for (name, kind, _) in failures() {
        if name.starts_with("silence") && !call.silence {
            continue;
        }
        faults.inject(call.fault(kind));
        let came = come(&drill, &call, || faults.clear()).await;
        check(&call, &came, &undisturbed, name);
        note(name, came.told());
    }
    let once = rows
        .iter()
        .map(|(came, names)| format!("{}\n  {came}", names.join(", ")));
    let mut told = once.collect::<Vec<_>>().join("\n");
    told += "\n\nfor ever:";
    for (name, kind, _) in failures().into_iter().filter(|(.., for_ever)| *for_ever) {
        faults.inject(call.fault(kind));
        let came = come(&drill, &call, || {}).await;
        faults.clear();
        check(&call, &came, &undisturbed, &format!("{name} for ever"));
        told += &format!("\n{name}\n  {}", came.told());
    }
    let misunderstood = drill.intercom.misunderstood();
    assert!(misunderstood.is_empty(), "{misunderstood:#?}");
    told
}

macro_rules! rule {
    ($when:literal, $to:literal) => {
        concat!(
            "\n  - name: Regulars\n    when: { ",
            $when,
            " }\n    then: { hand_off: { to: '",
            $to,
            "' } }"
        )
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_conversation() {
    let call = Call {
        silence: true,
        ..Call::read("", "/conversations/", "")
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_contact() {
    let call = Call {
        silence: true,
        ..Call::read("", "/contacts/", rule!("locale: de", "team:Success"))
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_contacts_segments() {
    let rule = rule!("contact.segment: Regulars", "team:Success");
    insta::assert_snapshot!(table(Call::read("/segments", "/contacts/", rule)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_contacts_tags() {
    let rule = rule!("contact.tag: VIP", "team:Success");
    insta::assert_snapshot!(table(Call::read("/tags", "/contacts/", rule)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_the_contacts_companies() {
    let rule = rule!("company.tag: Wholesale", "team:Success");
    insta::assert_snapshot!(table(Call::read("/companies", "/contacts/", rule)).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_teammates() {
    let rule = rule!("url.path: /shop/**", "teammate:ada@acmetea.example");
    let call = Call {
        forgets_people: true,
        ..Call::read("/admins", "", rule)
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_teams() {
    let rule = rule!("url.path: /shop/**", "teammate:ada@acmetea.example");
    let call = Call {
        forgets_people: true,
        ..Call::read("/teams", "", rule)
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn posting_the_answer() {
    let call = Call {
        silence: true,
        ..Call::write("POST", "/reply", "How long do I brew it?")
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn posting_the_note() {
    // With nothing to tell the visitor, the note is the first thing a hand-off posts.
    let call = Call {
        farewell: "",
        ..Call::write("POST", "/reply", "A person please")
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn assigning() {
    let call = Call::write("POST", "/parts", "A person please");
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_attributes() {
    let call = Call {
        blocks: false,
        ..Call::write("PUT", "", "A person please")
    };
    insta::assert_snapshot!(table(call).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn tagging() {
    let call = Call {
        blocks: false,
        ..Call::write("POST", "/tags", "How long do I brew it?")
    };
    insta::assert_snapshot!(table(call).await);
}

//! What the suites write: two workspaces, and values with every field set.

use jiff::Timestamp;

use crate::domain::answer::Gist;
use crate::domain::assignee::Assignee;
use crate::domain::config::Config;
use crate::domain::conversation::lease::Lease;
use crate::domain::conversation::ownership::{Assigned, Ownership};
use crate::domain::conversation::step::{HandOver, Step, StepKind};
use crate::domain::conversation::{Record, Ring};
use crate::domain::digest::Digest;
use crate::domain::directory::{Directory, Team, Teammate};
use crate::domain::ending::{Ended, Ending, Rating};
use crate::domain::hand_off::Reason;
use crate::domain::names::Names;
use crate::domain::queued::{Queued, Short, Tier};
use crate::domain::reminder::{Purpose, Reminder};
use crate::domain::stamp::Stamp;
use crate::id::{AdminId, ConversationId, PartId, TeamId, WorkspaceId};
use crate::ports::keys::Sealed;
use crate::ports::registry::{Installation, Region, Standing};
use crate::workspace::Tenant;

/// A workspace.
#[must_use]
pub fn workspace() -> WorkspaceId {
    WorkspaceId::try_from("lwx3k9ab").expect("an id")
}

/// Another one.
#[must_use]
pub fn other_workspace() -> WorkspaceId {
    WorkspaceId::try_from("q7m2zt0c").expect("an id")
}

/// The first workspace's rows.
#[must_use]
pub fn tenant() -> Tenant {
    Tenant::verified(workspace())
}

/// The other's.
#[must_use]
pub fn other_tenant() -> Tenant {
    Tenant::verified(other_workspace())
}

/// A conversation, as long as Intercom's ids are today.
#[must_use]
pub fn conversation() -> ConversationId {
    ConversationId::try_from("215474343849634").expect("an id")
}

/// The largest record there is in practice: every register moved, the ring full, and a turn in the middle of a
/// hand-off that a rule with a long name asked for.
#[must_use]
pub fn fullest_record() -> Record {
    let part = |nth: i64| {
        let id = PartId::try_from((215_474_343_849_000 + nth).to_string()).expect("an id");
        Some(Stamp::new(1_700_740_800 + nth, id))
    };
    let stamp = |nth| part(nth).expect("just made");
    let team = || Assignee::Team(TeamId::try_from("10482217").expect("an id"));
    let mut own = Ring::default();
    for nth in 0..16 {
        own.insert(Digest::of([format!("part {nth}").as_str()]));
    }
    Record {
        version: 0,
        epoch: 12,
        ownership: Ownership {
            admin: Some(Assigned {
                by: stamp(600),
                to: Some(AdminId::try_from("8215474").expect("an id")),
            }),
            team: Some(Assigned {
                by: stamp(601),
                to: Some(TeamId::try_from("10482217").expect("an id")),
            }),
            spoken: part(510),
            stopped: part(520),
            returned: part(605),
            closed: part(590),
        },
        seen: part(700),
        covered: part(585),
        left: part(580),
        to_bot: part(581),
        ordered: part(690),
        obeyed: part(680),
        commanded: part(692),
        confirmed: part(691),
        own,
        step: Some(Step {
            kind: StepKind::Farewell,
            cover: stamp(700),
            attempt: 2,
            since: 1_700_741_510,
            after: part(699),
            unsent: false,
            done: true,
            words: Digest::of(["farewell"]),
            hand_over: Some(HandOver {
                to: team(),
                reason: Reason::Rule("Enterprise customers outside of office hours".to_owned()),
                intent: Some("cancel_subscription".to_owned()),
                confidence: Some(93),
                waiting_since: Some(1_700_741_500),
            }),
            gist: None,
        }),
        lease: Some(Lease {
            worker: u64::MAX,
            until: 1_700_741_640,
        }),
        turns: 14,
        last_words: Some(Digest::of(["answer"])),
        gist: Some(Gist::AsksBack),
        rule: Some(Digest::of(["Everything else"])),
        reminder: Some(Reminder {
            at: 1_700_741_900,
            since: 1_700_741_000,
            purpose: Purpose::Opening(Queued {
                why: "rule",
                intent: Some((Short::of("cancel_subscription"), 93)),
                tier: Tier::NONE,
                told: true,
                after: 1_209_600,
            }),
        }),
        ended: Some(Ended {
            why: Some(Reason::AgentUnreachable.name().to_owned()),
            ..Ended::new(
                Ending::HandedOff,
                Some(Digest::of(["Everything else"])),
                Timestamp::UNIX_EPOCH,
            )
        }),
        rated: Some(Rating {
            at: 1_700_741_950,
            score: 4,
        }),
        deleted: false,
    }
}

/// A configuration that uses every part of the language; `name` tells it from others.
///
/// # Panics
///
/// Never: it is written here.
#[must_use]
pub fn config(name: &str) -> Config {
    let config = serde_json::json!({
        "version": 1,
        "agent": { "teammate": "nexora@acme.example", "guidance": name, "limits": { "turns": 5 } },
        "companies": { "tiers": ["Free", "Team", "Enterprise"] },
        "intents": { "refund": ["I want my money back", "Geld zurück"] },
        "rules": [
            { "name": "Enterprise", "when": { "company.plan": ["Enterprise"] }, "then": { "hand_off": { "to": "contact.owner", "cover": "team:Support" } } },
            { "name": "Everything else", "then": { "agent": { "mode": "draft" } } },
        ],
        "hand_off": {
            "default": "team:Support",
            "when": { "asked_for_person": false, "confidence_below": 0.35, "intents": ["refund"] },
            "pick_up": { "within": "15m", "to": ["team:Escalations", "contact.owner"], "say": { "en": "It takes longer today." } },
        },
        "outcomes": { "silence": "2h" },
        "attributes": { "conversation": { "Nexora outcome": "outcome", "Nexora intent": "intent" } },
    });
    serde_json::from_value(config).expect("follows the language")
}

/// An installation of a workspace.
#[must_use]
pub fn installation(workspace: WorkspaceId) -> Installation {
    Installation {
        workspace,
        name: "Acme".to_owned(),
        region: Region::Eu,
        token: Sealed("c2VhbGVk".to_owned()),
        private_secret: Some(Sealed("c2VhbGVkIHRvbw==".to_owned())),
        us: AdminId::try_from("9001").expect("an id"),
        standing: Standing::default(),
    }
}

/// People of a workspace, where `name` is what tells it apart.
#[must_use]
pub fn directory(name: &str) -> Directory {
    let ada = AdminId::try_from("8215474").expect("an id");
    Directory {
        teammates: vec![Teammate {
            id: ada.clone(),
            name: "Ada".to_owned(),
            email: String::new(),
            has_inbox_seat: true,
            away: false,
        }],
        teams: vec![Team {
            id: TeamId::try_from("10482217").expect("an id"),
            name: name.to_owned(),
            members: vec![ada],
            distribution: Some("round_robin".to_owned()),
            assignment_limit: Some(20),
        }],
        names: Names::default(),
        schedules: Vec::new(),
    }
}

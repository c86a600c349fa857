//! The bounds of an exploration: who does what, and what may go wrong how often.

use std::sync::Arc;

use super::inbox::Deed;
use super::worker::time;
use crate::domain::config::Config;
use crate::domain::directory::{Directory, Team};

/// How often something may still happen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Budget {
    /// Messages of the visitor beyond the first.
    pub(super) messages: u8,
    /// Workers and topic functions that die.
    pub(super) crashes: u8,
    /// Notifications that come twice.
    pub(super) duplicates: u8,
    /// Notifications of our own parts that never come.
    pub(super) lost_echoes: u8,
    /// Posts nobody learns the fate of.
    pub(super) unknowns: u8,
    /// Posts whose answer does not say which part came of them.
    pub(super) unnamed: u8,
    /// Posts that are declined.
    pub(super) refusals: u8,
    /// Posts that are too many.
    pub(super) limits: u8,
    /// Readings that lag, no longer than a settled post may.
    pub(super) lags: u8,
    /// Readings that lag for longer than that: residual risk (a).
    pub(super) long_lags: u8,
    /// Readings that fail.
    pub(super) unreadable: u8,
    /// Writes that are made, and whose answer is lost.
    pub(super) written_twice: u8,
    /// Workers that go on after their lease has run out.
    pub(super) stalls: u8,
    /// Assignments that a workflow undoes.
    pub(super) undone: u8,
    /// Texts the visitor has removed.
    pub(super) redactions: u8,
}

/// What the agent can come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    Answers,
    WantsPerson,
    GivesUp,
}

/// The bounds of an exploration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scenario {
    pub(super) name: &'static str,
    pub(super) budget: Budget,
    /// What the team does, in this order, at any time.
    pub(super) team: Vec<Deed>,
    /// What the agent comes to, each time any of these.
    pub(super) agent: Vec<Agent>,
    /// How many work at once.
    pub(super) workers: usize,
    /// How often a request is received before it is a dead letter. The deployed number is ten; less is reached sooner, and
    /// the machine looks at it only where a message does not show.
    pub(super) receives: u32,
    /// Whether a notification of our own part comes at once.
    pub(super) prompt_echoes: bool,
    /// For how long a rate limit lasts.
    pub(super) limited_for: i64,
    /// Whether time goes on until somebody comes for what was to be looked at again.
    pub(super) reminds: bool,
    /// When the team opens, by each configuration that goes live, one after the other; none where it never closes.
    pub(super) opens: Vec<i64>,
    /// Whether a note, a text or an assignment wakes what is snoozed.
    pub(super) wakes: bool,
    pub(super) config: Arc<Config>,
    /// The configurations that go live, the first one among them; none where only one does.
    pub(super) nights: Vec<Arc<Config>>,
    pub(super) directory: Arc<Directory>,
}

const CONFIG: &str = r#"{
    "version": 1,
    "agent": { "teammate": "Nexora" },
    "rules": [{ "name": "Everything", "then": { "agent": {} } }],
    "hand_off": { "default": "team:Support" }
}"#;

impl Budget {
    /// Nothing goes wrong, and the visitor writes once.
    pub(super) const NONE: Self = Self {
        messages: 0,
        crashes: 0,
        duplicates: 0,
        lost_echoes: 0,
        unknowns: 0,
        unnamed: 0,
        refusals: 0,
        limits: 0,
        lags: 0,
        long_lags: 0,
        unreadable: 0,
        written_twice: 0,
        stalls: 0,
        undone: 0,
        redactions: 0,
    };
}

/// The same, where nothing is waited for for long.
const IMPATIENT: &str = r#"{
    "version": 1,
    "agent": { "teammate": "Nexora" },
    "rules": [{ "name": "Everything", "then": { "agent": {} } }],
    "hand_off": { "default": "team:Support" },
    "outcomes": { "silence": "5m" }
}"#;

/// The same, where somebody is to pick up what is handed over.
const PICKED_UP: &str = r#"{
    "version": 1,
    "agent": { "teammate": "Nexora" },
    "rules": [{ "name": "Everything", "then": { "agent": {} } }],
    "hand_off": {
        "default": "team:Support",
        "pick_up": { "within": "5m", "to": "team:Escalations", "say": { "en": "It takes longer today." } }
    }
}"#;

/// The same at night: the team opens at a time, and what needs a person waits until then.
const NIGHT: &str = r#"{
    "version": 1,
    "agent": { "teammate": "Nexora" },
    "captures": CAPTURES,
    "office_hours": { "default": { "zone": "UTC", "open": { "thu": "OPENS-24:00", "fri-wed": "00:00-24:00" } } },
    "rules": [{ "name": "Everything", "then": { "agent": {} } }],
    "hand_off": {
        "default": "team:Support",
        "say": { "open": { "en": "One moment." }, "closed": { "en": "We are back {opens}." } }
    },
    "out_of_hours": {
        "capture": ASKED,
        "say": { "ask": { "en": "Please tell us your {field}." }, "again": { "en": "We have noted it." } }
    }
}"#;

/// The configuration by which the team opens then, and the visitor is asked for something or not.
fn night(opens: i64, asks: bool) -> Arc<Config> {
    let (captures, asked) = if asks {
        let field = r#"{ "order number": { "pattern": "ORD-\\d{4,}" } }"#;
        (field, r#"["order number"]"#)
    } else {
        ("{}", "[]")
    };
    let config = NIGHT
        .replace("OPENS", &time(opens).strftime("%H:%M").to_string())
        .replace("CAPTURES", captures)
        .replace("ASKED", asked);
    Arc::new(serde_json::from_str(&config).unwrap())
}

impl Scenario {
    /// One that begins at night, in which the team opens then by the first configuration; the next ones go live at any time.
    pub(super) fn overnight(self, opens: &[i64]) -> Self {
        Self {
            reminds: true,
            prompt_echoes: true,
            workers: 1,
            agent: vec![Agent::WantsPerson],
            opens: opens.to_vec(),
            nights: opens.iter().map(|opens| night(*opens, false)).collect(),
            ..self
        }
    }

    /// The same, with something the visitor is asked for.
    pub(super) fn with_a_field(self) -> Self {
        let opens = self.opens.iter();
        Self {
            nights: opens.map(|opens| night(*opens, true)).collect(),
            ..self
        }
    }

    /// The configuration that is the `nth` to go live.
    pub(super) fn live(&self, nth: usize) -> Arc<Config> {
        self.nights.get(nth).unwrap_or(&self.config).clone()
    }

    /// One in which a hand-off has to be picked up.
    pub(super) fn until_picked_up(self) -> Self {
        let next = Team::new(super::inbox::escalations(), "Escalations", Vec::new());
        let mut directory = (*self.directory).clone();
        directory.teams.push(next);
        Self {
            reminds: true,
            prompt_echoes: true,
            workers: 1,
            agent: vec![Agent::WantsPerson],
            config: Arc::new(serde_json::from_str(PICKED_UP).unwrap()),
            directory: Arc::new(directory),
            ..self
        }
    }

    /// One in which time goes on until everything has its end.
    pub(super) fn until_it_ends(self) -> Self {
        Self {
            reminds: true,
            config: Arc::new(serde_json::from_str(IMPATIENT).unwrap()),
            ..self
        }
    }

    pub(super) fn new(name: &'static str, budget: Budget) -> Self {
        let team = Team::new(super::inbox::support(), "Support", Vec::new());
        Self {
            name,
            budget,
            team: Vec::new(),
            agent: vec![Agent::Answers],
            workers: 2,
            receives: 10,
            prompt_echoes: false,
            limited_for: 8,
            reminds: false,
            opens: Vec::new(),
            nights: Vec::new(),
            wakes: false,
            config: Arc::new(serde_json::from_str(CONFIG).unwrap()),
            directory: Arc::new(Directory {
                teams: vec![team],
                ..Directory::default()
            }),
        }
    }
}

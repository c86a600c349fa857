//! What happens in a conversation while a worker dies.

use harness::Pump;
use harness::mortal::{Fate, Spared};
use harness::pump::{News, Restless};
use harness::shop::{ADA, ANA, NEXORA, PRIYA, SHOP};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan as _};
use local::seed;
use shared::domain::switch::Scope;
use shared::ports::queue::Lane;
use simulator::{Assignee, ConversationView};
use std::sync::Arc;

/// A scenario; its variants stand in the order of the table in `docs/RELIABILITY.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scenario {
    Answer,
    Burst,
    Newer,
    Person,
    Rule,
    Order,
    Draft,
    Bot,
    DeadLetter,
    Paused,
    Marks,
    Reinstated,
    Night,
}

use Scenario::{
    Answer, Bot, Burst, DeadLetter, Draft, Marks, Newer, Night, Order, Paused, Person, Reinstated,
    Rule,
};

const QUESTION: &str = "How do I brew green tea?";
const LEGAL: &str = "https://www.acmetea.example/legal/terms";
/// Attributes and a tag, on every way.
const MARKS: &str = "version: 1
agent: { teammate: nexora@acmetea.example, tag: Nexora }
rules: [{ name: Everything, then: { agent: {} } }]
hand_off: { default: \"team:Support\" }
attributes: { conversation: { Nexora intent: intent, Nexora outcome: outcome } }
";

/// What needs a person waits for the morning.
const HOURS: &str = "version: 1
agent: { teammate: nexora@acmetea.example }
captures: {}
office_hours: { default: { zone: UTC, open: { daily: \"10:00-20:00\" } } }
rules: [{ name: Everything, then: { agent: {} } }]
hand_off: { default: \"team:Support\", say: { open: { en: One moment. }, closed: { en: \"We are back {opens}.\" } } }
out_of_hours: {}
";

impl Scenario {
    /// What the table calls it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Answer => "an answer",
            Burst => "a burst of two messages",
            Newer => "a newer message while the agent thinks",
            Person => "the visitor asks for a person",
            Rule => "a rule hands over",
            Order => "a note orders the hand-off",
            Draft => "a draft",
            Bot => "Fin gives up what was left to it",
            DeadLetter => "a dead letter",
            Paused => "a paused agent is given a conversation",
            Marks => "an answer with attributes and a new tag",
            Reinstated => "a teammate brings the agent back",
            Night => "a night and its morning",
        }
    }

    pub(crate) const fn config(self) -> &'static str {
        match self {
            Marks => MARKS,
            Night => HOURS,
            _ => seed::CONFIG,
        }
    }

    /// At which operation something else happens, the first time.
    pub(crate) const fn meanwhile(self) -> Option<&'static str> {
        match self {
            Newer => Some("intercom.search"),
            _ => None,
        }
    }
}

/// A conversation at a pump.
pub(crate) struct Stage {
    pub(crate) pump: Arc<Pump>,
    pub(crate) talk: String,
    visitor: &'static str,
}

impl Stage {
    /// Everything up to what a worker may die of.
    pub(crate) async fn set(pump: Arc<Pump>, scenario: Scenario) -> Self {
        if scenario == Night {
            // An hour before the team opens, on a day on which everything is read anew that is read once a day.
            let hour = pump.now().to_zoned(TimeZone::UTC).start_of_day().unwrap();
            let hour = hour + 2.days().hours(9);
            pump.timeline.reach(hour.timestamp());
        }
        let (visitor, page, text) = match scenario {
            Rule => (PRIYA, SHOP, "We need 400 boxes"),
            Person | Night => (ANA, SHOP, "Can I speak with someone?"),
            Draft => (ANA, LEGAL, QUESTION),
            _ => (ANA, SHOP, QUESTION),
        };
        let id = pump.contact(visitor);
        if scenario == Paused {
            let versions = pump.ports().versions(&seed::ACME.workspace_id());
            let thrown = versions.switch(&Scope::Workspace, true).await.unwrap();
            assert!(thrown.is_some(), "there is something to pause");
        }
        let talk = pump.acme.visitor(&id).starts(text, Some(page)).unwrap();
        let stage = Self {
            pump,
            talk,
            visitor,
        };
        stage.go_on(scenario).await;
        stage.pump.cools();
        stage
    }

    async fn go_on(&self, scenario: Scenario) {
        let talk = &self.talk;
        match scenario {
            Answer | Newer | Person | Rule | Draft | Marks | Night => {}
            Burst => self.says("And how long for black tea?"),
            Order => {
                self.rests().await;
                self.notes("/nexora hand off");
            }
            Bot => {
                let fin = self.pump.acme.operator();
                fin.fin_answers(talk, "With hot water.").unwrap();
                self.pump.left_to_bot().await;
                fin.fin_escalates(talk).unwrap();
            }
            DeadLetter => {
                self.pump.tell(&spared()).await;
                self.pump.bury(Lane::Turns).await;
            }
            Paused => {
                self.rests().await;
                self.assigns(NEXORA);
            }
            Reinstated => {
                self.rests().await;
                self.takes_over();
                self.rests().await;
                self.says("How do I brew black tea?");
                self.rests().await;
                self.assigns(NEXORA);
            }
        }
    }

    /// Delivers until nothing is on its way, and at night until the morning.
    pub(crate) async fn settles(
        &self,
        scenario: Scenario,
        fate: &Arc<dyn Fate>,
        news: News,
    ) -> Result<(), Restless> {
        if scenario != Night {
            return self.pump.settle(fate, news).await;
        }
        let morning = self.pump.now() + SignedDuration::from_hours(2);
        self.pump.settle_until(morning, fate, news).await
    }

    /// What happens at the operation of [`Scenario::meanwhile`].
    pub(crate) fn meanwhile(&self, scenario: Scenario) {
        if scenario == Newer {
            self.says("And how long for black tea?");
        }
    }

    /// A teammate writes to the visitor.
    pub(crate) fn takes_over(&self) {
        let ada = self.pump.acme.teammate(&self.pump.admin(ADA));
        ada.replies(&self.talk, "I'll take it.").unwrap();
    }

    pub(crate) fn view(&self) -> ConversationView {
        let conversations = self.pump.acme.view().conversations;
        let mut conversations = conversations.into_iter();
        conversations.find(|found| found.id == self.talk).unwrap()
    }

    fn says(&self, text: &str) {
        let visitor = self.pump.acme.visitor(&self.pump.contact(self.visitor));
        visitor.replies(&self.talk, text).unwrap();
    }

    fn notes(&self, text: &str) {
        let ada = self.pump.acme.teammate(&self.pump.admin(ADA));
        ada.notes(&self.talk, text).unwrap();
    }

    fn assigns(&self, to: &str) {
        let to = Assignee::Admin(self.pump.admin(to));
        let ada = self.pump.acme.teammate(&self.pump.admin(ADA));
        ada.assigns(&self.talk, &to).unwrap();
    }

    async fn rests(&self) {
        self.pump.settle(&spared(), News::Prompt).await.unwrap();
    }
}

pub(crate) fn spared() -> Arc<dyn Fate> {
    Arc::new(Spared)
}

//! What visitors and teammates do in one conversation.

use std::sync::Arc;
use std::time::Duration;

use harness::shop::{ADA, ANA, BEN, NEXORA, SHOP};
use simulator::{Assignee, Teammate, Workspace};

use crate::luck::Luck;
use crate::town::Town;

/// What a visitor may ask. One is for a person, one nobody can answer.
const QUESTIONS: [&str; 8] = [
    "How do I brew green tea?",
    "How do I change my delivery address?",
    "Where is my parcel?",
    "How long does green tea keep?",
    "Can I skip a delivery?",
    "What is the capital of France?",
    "I want to talk to a person",
    "Do you ship to Spain?",
];

/// What a visitor says beside it, in a burst.
const BESIDE: [&str; 4] = [
    "Hello?",
    "It is for the box of this month.",
    "I use a small pot.",
    "Thanks!",
];

/// Everybody of a workspace, by id.
pub(crate) struct People {
    workspace: Workspace,
    visitor: String,
    ada: String,
    ben: String,
    nexora: String,
}

impl People {
    pub(crate) fn of(workspace: Workspace) -> Self {
        let view = workspace.view();
        let admin = |name: &str| {
            let found = view.admins.iter().find(|admin| admin.name == name);
            found.unwrap().id.clone()
        };
        let ana = view
            .contacts
            .iter()
            .find(|contact| contact.name.as_deref() == Some(ANA));
        Self {
            visitor: ana.unwrap().id.clone(),
            ada: admin(ADA),
            ben: admin(BEN),
            nexora: admin(NEXORA),
            workspace,
        }
    }

    /// A visitor begins a conversation with one question.
    pub(crate) fn asks(&self, town: &Town, luck: &Luck) -> String {
        town.ledger.did("messages of visitors");
        let visitor = self.workspace.visitor(&self.visitor);
        visitor
            .starts(luck.one_of::<&str>(&QUESTIONS), Some(SHOP))
            .unwrap()
    }

    /// The whole of a conversation: up to three bursts, and perhaps a teammate who takes over.
    pub(crate) async fn talk(&self, town: &Arc<Town>, luck: &Luck) -> String {
        let id = self.asks(town, luck);
        self.goes_on(town, luck, &id).await;
        let teammate = async {
            town.passes(luck.millis(0, 30_000)).await;
            if luck.has(200) {
                self.takes_over(town, luck, &id).await;
            }
        };
        let visitor = async {
            for again in [600, 250] {
                town.passes(luck.millis(5_000, 30_000)).await;
                if luck.has(again) {
                    self.says(town, &id, luck.one_of::<&str>(&QUESTIONS));
                    self.goes_on(town, luck, &id).await;
                }
            }
        };
        tokio::join!(visitor, teammate);
        id
    }

    /// The rest of a burst.
    async fn goes_on(&self, town: &Arc<Town>, luck: &Luck, id: &str) {
        while luck.has(350) {
            town.passes(luck.millis(100, 3_000)).await;
            self.says(town, id, luck.one_of::<&str>(&BESIDE));
        }
    }

    fn says(&self, town: &Town, id: &str, text: &str) {
        // It may have been deleted meanwhile.
        let visitor = self.workspace.visitor(&self.visitor);
        if visitor.replies(id, text).is_ok() {
            town.ledger.did("messages of visitors");
        }
    }

    async fn takes_over(&self, town: &Arc<Town>, luck: &Luck, id: &str) {
        let (ada, ben) = (self.teammate(&self.ada), Assignee::Admin(self.ben.clone()));
        let did = match luck.below(20) {
            0..6 => ada
                .replies(id, "I am on it.")
                .map(|_| "replies of teammates"),
            6..9 => ada
                .replies_and_assigns(id, "Ben will see to it.", &ben)
                .map(|_| "replies of teammates that assign"),
            9..12 => ada.assigns(id, &ben).map(|_| "assignments"),
            12..14 => ada
                .replies_and_closes(id, "All done.")
                .map(|_| "replies of teammates that close"),
            14..16 => ada.closes(id).map(|_| "closes"),
            16..19 => ada
                .notes(id, "A regular customer.")
                .map(|_| "notes of teammates"),
            _ => ada.deletes(id).map(|()| "deletions"),
        };
        town.ledger.did(did.unwrap());
        if luck.has(300) {
            town.passes(luck.millis(1_000, 15_000)).await;
            let nexora = Assignee::Admin(self.nexora.clone());
            if ada.assigns(id, &nexora).is_ok() {
                town.ledger.did("returns to the agent");
            }
        }
    }

    fn teammate(&self, id: &str) -> Teammate {
        self.workspace.teammate(id)
    }
}

/// How long a person takes for the next conversation of a quiet workspace.
pub(crate) const NOW_AND_THEN: Duration = Duration::from_secs(20);

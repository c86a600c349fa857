//! A workspace that has its own word in everything that can hold a text, and no id of its own.

use std::collections::BTreeMap;

use harness::desk::Tenant;
use harness::shop::{ADA, ANA, BEN, CLEO, JONAS, NEXORA, PRIYA};
use serde_json::json;
use simulator::{
    Admin, Article, Company, Contact, ConversationAttribute, DataAttribute, Intercom, NewWorkspace,
    Segment, Tag, Team,
};

/// One of two workspaces of one bundle.
pub(super) struct Island {
    pub(super) id: &'static str,
    /// The canary: a word that must never be seen on the other island.
    pub(super) word: &'static str,
    pub(super) token: &'static str,
    /// The client secret of its private app.
    pub(super) secret: &'static str,
    pub(super) config: &'static str,
    /// How long its tea draws, in words: the answer to a question that is asked on both.
    pub(super) minutes: &'static str,
}

pub(super) const KESTREL: Island = Island {
    id: "h7k2m9qa",
    word: "Kestrel",
    token: "token-of-kestrel",
    secret: "client-secret-of-kestrel",
    config: include_str!("kestrel.yaml"),
    minutes: "two minutes",
};

pub(super) const OSPREY: Island = Island {
    id: "p4x8w1zb",
    word: "Osprey",
    token: "token-of-osprey",
    secret: "client-secret-of-osprey",
    config: include_str!("osprey.yaml"),
    minutes: "nine minutes",
};

impl Island {
    pub(super) const fn tenant(&self) -> Tenant<'static> {
        (self.id, self.token, self.config)
    }

    /// A text of this island.
    pub(super) fn of(&self, text: &str) -> String {
        format!("{text} {}", self.word)
    }

    /// A page of this island's site.
    pub(super) fn page(&self, path: &str) -> String {
        format!("https://{}.example{path}", self.word.to_lowercase())
    }

    /// Things are added in the same order on every island, so that their ids are the same.
    pub(super) fn rise(&self, intercom: &Intercom) {
        let word = self.word.to_lowercase();
        let workspace = intercom.add_workspace(NewWorkspace {
            name: self.of("Tea House"),
            ..NewWorkspace::new(self.id, self.token)
        });
        let admin = |name: &str| {
            let first = name.split(' ').next().unwrap_or(name).to_lowercase();
            workspace.add_admin(Admin::new(self.of(name), format!("{first}@{word}.example")))
        };
        let (ada, ben, cleo) = (admin(ADA), admin(BEN), admin(CLEO));
        let nexora = admin(NEXORA);
        workspace.authorised_by(&nexora);
        workspace.add_team(Team::new(
            self.of("Support"),
            [&ada, &ben].map(String::as_str),
        ));
        workspace.add_team(Team::new(self.of("Success"), [cleo.as_str()]));
        let segment = workspace.add_segment(Segment::new(self.of("Champions")));
        workspace.add_tag(Tag::new(self.of("urgent")));
        let known = self.of("nickname");
        workspace.add_data_attribute(DataAttribute::contact(known.clone()));
        workspace.add_data_attribute(DataAttribute::company(known.clone()));
        let nicknames = |of: &str| BTreeMap::from([(known.clone(), json!(self.of(of)))]);
        let company = |name: &str, plan: &str| {
            workspace.add_company(Company {
                plan: Some(self.of(plan)),
                custom_attributes: nicknames(name),
                industry: self.of("Tea"),
                website: self.page("/"),
                ..Company::new(self.of(name))
            })
        };
        let companies = [
            company("Ruiz Design", "Free"),
            company("Orbit Rail", "Enterprise"),
        ];
        let contact =
            |name: &str, company: usize, segments: Vec<String>, owner: Option<&String>| {
                let first = name.split(' ').next().unwrap_or(name).to_lowercase();
                workspace.add_contact(Contact {
                    external_id: Some(self.of(name)),
                    company_ids: vec![companies[company].clone()],
                    segment_ids: segments,
                    owner_id: owner.cloned(),
                    custom_attributes: nicknames(name),
                    city: Some(self.of("Porto")),
                    ..Contact::user(self.of(name), format!("{first}@visitors.{word}.example"))
                });
            };
        contact(ANA, 0, Vec::new(), None);
        contact(JONAS, 0, vec![segment], None);
        contact(PRIYA, 1, Vec::new(), Some(&cleo));
        for name in ["Nexora intent", "Nexora outcome"] {
            workspace
                .add_conversation_attribute(ConversationAttribute::new(self.of(name), "string"));
        }
        let article = |title: &str, body: String| {
            let slug = title.to_lowercase().replace(' ', "-");
            workspace.add_article(Article::published(
                self.of(title),
                format!("<p>{body}</p><p>{} knows.</p>", self.word),
                self.page(&format!("/{slug}")),
            ));
        };
        article(
            "Brewing green tea",
            format!(
                "To brew green tea, let it draw for {} in hot water.",
                self.minutes
            ),
        );
        article(
            "Gift cards",
            "To redeem a gift card, type its number at the checkout.".to_owned(),
        );
        article(
            "Invoices",
            "Your invoices are under Account, then Invoices.".to_owned(),
        );
        workspace.send_boilerplate(true);
    }

    /// Whether something of this island stands in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        [self.word, self.token, self.secret, self.minutes]
            .iter()
            .any(|of_ours| text.contains(&of_ours.to_lowercase()))
    }
}

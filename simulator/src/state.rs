use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::admin::{Admin, AwayReason};
use crate::article::Article;
use crate::by_apps::ByApps;
use crate::company::Company;
use crate::contact::Contact;
use crate::conversation::Conversation;
use crate::conversation_attribute::ConversationAttribute;
use crate::data_attribute::DataAttribute;
use crate::desk::Assignee;
use crate::oauth::{App, Code, Grant};
use crate::office_hours::OfficeHoursSchedule;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::segment::Segment;
use crate::tag::Tag;
use crate::team::Team;

/// All that a snapshot keeps, and the open codes, which it does not.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) workspaces: BTreeMap<String, WorkspaceState>,
    /// Notifications made so far, over all workspaces.
    pub(crate) notifications: u64,
    /// By client id.
    #[serde(default)]
    pub(crate) apps: BTreeMap<String, App>,
    /// Codes made so far, over all apps and workspaces.
    #[serde(default)]
    pub(crate) authorisations: u64,
    #[serde(skip)]
    pub(crate) codes: BTreeMap<String, Code>,
}

/// One workspace and everything in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WorkspaceState {
    pub(crate) id_code: String,
    pub(crate) name: String,
    pub(crate) region: Region,
    pub(crate) time_zone: String,
    pub(crate) created_at: i64,
    /// Those that were handed out by hand.
    pub(crate) tokens: BTreeSet<String>,
    /// Whether nobody let an app in yet, so that nobody hears of it.
    #[serde(default)]
    pub(crate) untouched: bool,
    /// Those that apps got for a code.
    #[serde(default)]
    pub(crate) grants: BTreeMap<String, Grant>,
    /// The apps that were removed and not authorised again, by client id.
    #[serde(default)]
    pub(crate) removed: BTreeSet<String>,
    pub(crate) app_package_code: String,
    pub(crate) authorised_by: Option<String>,
    pub(crate) suspended: bool,
    pub(crate) workflows: Workflows,
    pub(crate) allotted: BTreeMap<String, i64>,
    pub(crate) admins: Vec<Admin>,
    pub(crate) away_reasons: Vec<AwayReason>,
    pub(crate) teams: Vec<Team>,
    pub(crate) segments: Vec<Segment>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) companies: Vec<Company>,
    pub(crate) conversations: Vec<Conversation>,
    pub(crate) tags: Vec<Tag>,
    pub(crate) articles: Vec<Article>,
    pub(crate) data_attributes: Vec<DataAttribute>,
    pub(crate) conversation_attributes: Vec<ConversationAttribute>,
    pub(crate) schedules: Vec<OfficeHoursSchedule>,
    #[serde(default)]
    pub(crate) by_apps: ByApps,
}

/// What the customer's own workflows do by themselves.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Workflows {
    /// How many more assignments made over REST are moved back.
    pub(crate) undo_assignments: u32,
    pub(crate) assign_new_to: Option<Assignee>,
    /// Whether the Messenger answers a first message with its expected reply time.
    pub(crate) boilerplate: bool,
    /// What the Messenger says instead while nobody is there.
    #[serde(default)]
    pub(crate) out_of_office: Option<OutOfOffice>,
}

/// What the Messenger says to who writes while a schedule is closed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OutOfOffice {
    /// The schedule's name.
    pub(crate) schedule: String,
    pub(crate) text: String,
}

/// The kinds of ids and the first one of each, of the size real ones have.
pub(crate) mod ids {
    pub(crate) const ADMIN: (&str, i64) = ("admin", 9_608_799);
    pub(crate) const TEAM: (&str, i64) = ("team", 9_680_998);
    pub(crate) const SEGMENT: (&str, i64) = ("segment", 1);
    pub(crate) const CONTACT: (&str, i64) = ("contact", 1);
    pub(crate) const COMPANY: (&str, i64) = ("company", 1);
    pub(crate) const CONVERSATION: (&str, i64) = ("conversation", 215_472_621_202_693);
    pub(crate) const SOURCE: (&str, i64) = ("source", 3_381_828_792);
    pub(crate) const PART: (&str, i64) = ("part", 37_358_121_213);
    pub(crate) const TAG: (&str, i64) = ("tag", 7_522_907);
    pub(crate) const ARTICLE: (&str, i64) = ("article", 6_871_119);
    pub(crate) const ATTRIBUTE: (&str, i64) = ("attribute", 1_200_001);
    pub(crate) const SCHEDULE: (&str, i64) = ("schedule", 4_101);
    pub(crate) const OPTION: (&str, i64) = ("option", 1);
}

/// The id of the bot that Intercom calls Operator or Fin.
pub(crate) const OPERATOR_ID: &str = "9608808";

impl WorkspaceState {
    pub(crate) fn allot(&mut self, (kind, first): (&str, i64)) -> i64 {
        let next = self.allotted.entry(kind.to_owned()).or_insert(first);
        let id = *next;
        *next += 1;
        id
    }

    pub(crate) fn allot_digits(&mut self, kind: (&str, i64)) -> String {
        self.allot(kind).to_string()
    }

    /// 24 hexadecimal digits, the first eight the time, as contacts, companies and segments have.
    pub(crate) fn allot_hex(&mut self, kind: (&str, i64), now: i64) -> String {
        let family: u32 = kind.0.bytes().map(u32::from).sum();
        format!(
            "{:08x}{family:04x}{:012x}",
            now & 0xffff_ffff,
            self.allot(kind)
        )
    }

    pub(crate) fn admin(&self, id: &str) -> Result<&Admin, Refusal> {
        let found = self.admins.iter().find(|admin| admin.id == id);
        found.ok_or_else(|| Refusal::new(404, "admin_not_found", "Admin not found"))
    }

    pub(crate) fn admin_mut(&mut self, id: &str) -> Result<&mut Admin, Refusal> {
        let found = self.admins.iter_mut().find(|admin| admin.id == id);
        found.ok_or_else(|| Refusal::new(404, "admin_not_found", "Admin for admin_id not found"))
    }

    pub(crate) fn team(&self, id: &str) -> Result<&Team, Refusal> {
        let found = self.teams.iter().find(|team| team.id == id);
        found.ok_or_else(|| Refusal::new(404, "team_not_found", "Team not found"))
    }

    pub(crate) fn contact(&self, id: &str) -> Result<&Contact, Refusal> {
        let found = self.contacts.iter().find(|contact| contact.id == id);
        found.ok_or_else(|| Refusal::not_found("User Not Found"))
    }

    /// A contact as REST shows it: one that was merged is another one by now, one that is archived is none.
    pub(crate) fn present_contact(&self, id: &str) -> Result<&Contact, Refusal> {
        let contact = self.contact(id)?;
        match &contact.merged_into {
            Some(into) => Err(Refusal::merged(into)),
            None if contact.archived => Err(Refusal::not_found("User Not Found")),
            None => Ok(contact),
        }
    }

    pub(crate) fn contact_mut(&mut self, id: &str) -> Result<&mut Contact, Refusal> {
        let found = self.contacts.iter_mut().find(|contact| contact.id == id);
        found.ok_or_else(|| Refusal::not_found("User Not Found"))
    }

    pub(crate) fn company(&self, id: &str) -> Result<&Company, Refusal> {
        let found = self.companies.iter().find(|company| company.id == id);
        found.ok_or_else(|| Refusal::new(404, "company_not_found", "Company Not Found"))
    }

    pub(crate) fn company_mut(&mut self, id: &str) -> Result<&mut Company, Refusal> {
        let found = self.companies.iter_mut().find(|company| company.id == id);
        found.ok_or_else(|| Refusal::new(404, "company_not_found", "Company Not Found"))
    }

    pub(crate) fn conversation(&self, id: &str) -> Result<&Conversation, Refusal> {
        let found = self
            .conversations
            .iter()
            .find(|conversation| conversation.id == id);
        found.ok_or_else(|| Refusal::not_found("Resource Not Found"))
    }

    pub(crate) fn conversation_mut(&mut self, id: &str) -> Result<&mut Conversation, Refusal> {
        let found = self
            .conversations
            .iter_mut()
            .find(|conversation| conversation.id == id);
        found.ok_or_else(|| Refusal::not_found("Resource Not Found"))
    }

    /// When and which, the one that was over first being the first.
    pub(crate) fn snoozes_that_are_over(&self, now: i64) -> Vec<(i64, String)> {
        let over = self.conversations.iter().filter_map(|conversation| {
            let until = conversation.snoozed_until.filter(|until| *until <= now)?;
            Some((until, conversation.id.clone()))
        });
        let mut over: Vec<_> = over.collect();
        over.sort();
        over
    }

    /// Whether something was to happen by now that has not.
    pub(crate) fn is_behind(&self, now: i64) -> bool {
        self.conversations.iter().any(|conversation| {
            let fin = conversation.fin.as_ref();
            let later = fin.and_then(|fin| fin.later.as_ref());
            let snooze = conversation.snoozed_until;
            snooze.is_some_and(|until| until <= now) || later.is_some_and(|later| later.at <= now)
        })
    }

    pub(crate) fn admin_name(&self, id: &str) -> Option<String> {
        self.admin(id).ok().map(|admin| admin.name.clone())
    }

    pub(crate) fn team_name(&self, id: &str) -> Option<String> {
        self.team(id).ok().map(|team| team.name.clone())
    }

    pub(crate) fn tags_of(&self, ids: &[String]) -> Vec<Value> {
        let tags = self.tags.iter().filter(|tag| ids.contains(&tag.id));
        tags.map(Tag::json).collect()
    }

    pub(crate) fn segments_of(&self, ids: &[String]) -> Vec<Value> {
        self.segments
            .iter()
            .filter(|segment| ids.contains(&segment.id))
            .map(Segment::json)
            .collect()
    }
}

/// A decimal id as the integer some fields want; 0 is how Intercom writes "nobody".
pub(crate) fn integer(id: &str) -> i64 {
    id.parse().unwrap_or(0)
}

/// A UUID-shaped value from a number, the same every run.
pub(crate) fn uuid_like(seed: impl std::fmt::Display) -> String {
    use sha1::Digest;
    let digest = hex::encode(sha1::Sha1::digest(seed.to_string()));
    format!(
        "{}-{}-4{}-8{}-{}",
        &digest[..8],
        &digest[8..12],
        &digest[13..16],
        &digest[17..20],
        &digest[20..32]
    )
}

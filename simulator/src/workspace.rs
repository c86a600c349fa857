use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::admin::{Admin, AwayReason};
use crate::article::Article;
use crate::by_apps::ByApps;
use crate::company::Company;
use crate::contact::Contact;
use crate::conversation_attribute::ConversationAttribute;
use crate::data_attribute::DataAttribute;
use crate::desk::{Assignee, Desk};
use crate::inbox::Teammate;
use crate::intercom::Intercom;
use crate::messenger::Visitor;
use crate::oauth::Grant;
use crate::office_hours::OfficeHoursSchedule;
use crate::operator::Operator;
use crate::refusal::Refusal;
use crate::region::Region;
use crate::segment::Segment;
use crate::state::{OutOfOffice, Workflows, WorkspaceState, ids, uuid_like};
use crate::tag::Tag;
use crate::team::Team;
use crate::view::WorkspaceView;

/// A workspace to be added.
#[derive(Debug, Clone)]
pub struct NewWorkspace {
    /// The `id_code`, which webhooks call `app_id`.
    pub id: String,
    /// As people call it.
    pub name: String,
    /// Where it is kept.
    pub region: Region,
    /// An IANA zone name.
    pub time_zone: String,
    /// The access token the app was given here; none in a workspace that has no app yet.
    pub token: Option<String>,
    /// What parts made by the app carry.
    pub app_package_code: String,
}

impl NewWorkspace {
    /// A workspace in the US region on UTC, named after its id.
    pub fn new(id: impl Into<String>, token: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            region: Region::Us,
            time_zone: "Etc/UTC".to_owned(),
            token: Some(token.into()),
            app_package_code: "nexora".to_owned(),
        }
    }

    /// The same without any app: nobody has a token, and nobody is notified before an admin lets an app in.
    pub fn without_apps(id: impl Into<String>) -> Self {
        Self {
            token: None,
            ..Self::new(id, "")
        }
    }

    pub(crate) fn into_state(self, now: i64) -> WorkspaceState {
        let reasons = [
            (1, "On a break", "☕"),
            (2, "In a meeting", "🗓"),
            (3, "Out sick", "🤒"),
        ];
        let reasons = reasons.map(|(id, label, emoji)| AwayReason {
            id,
            label: label.to_owned(),
            emoji: emoji.to_owned(),
        });
        WorkspaceState {
            id_code: self.id,
            name: self.name,
            region: self.region,
            time_zone: self.time_zone,
            created_at: now,
            untouched: self.token.is_none(),
            tokens: self.token.into_iter().collect(),
            grants: BTreeMap::new(),
            removed: BTreeSet::new(),
            app_package_code: self.app_package_code,
            authorised_by: None,
            suspended: false,
            workflows: Workflows::default(),
            allotted: BTreeMap::new(),
            admins: Vec::new(),
            away_reasons: reasons.into(),
            teams: Vec::new(),
            segments: Vec::new(),
            contacts: Vec::new(),
            companies: Vec::new(),
            conversations: Vec::new(),
            tags: Vec::new(),
            articles: Vec::new(),
            data_attributes: Vec::new(),
            conversation_attributes: Vec::new(),
            schedules: Vec::new(),
            by_apps: ByApps::default(),
        }
    }
}

/// A handle to one workspace: fills it, acts in it, reads it.
#[derive(Clone)]
pub struct Workspace {
    intercom: Intercom,
    id: String,
}

impl Workspace {
    pub(crate) fn new(intercom: Intercom, id: String) -> Self {
        Self { intercom, id }
    }

    /// The `id_code`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds a teammate and returns their id.
    pub fn add_admin(&self, mut admin: Admin) -> String {
        self.fill(|workspace, _| {
            if admin.id.is_empty() {
                admin.id = workspace.allot_digits(ids::ADMIN);
            }
            workspace.admins.push(admin.clone());
            admin.id
        })
    }

    /// Adds a team and returns its id.
    pub fn add_team(&self, mut team: Team) -> String {
        self.fill(|workspace, _| {
            if team.id.is_empty() {
                team.id = workspace.allot_digits(ids::TEAM);
            }
            workspace.teams.push(team.clone());
            team.id
        })
    }

    /// Adds a segment and returns its id.
    pub fn add_segment(&self, mut segment: Segment) -> String {
        self.fill(|workspace, now| {
            if segment.id.is_empty() {
                segment.id = workspace.allot_hex(ids::SEGMENT, now);
            }
            or_now(&mut segment.created_at, now);
            workspace.segments.push(segment.clone());
            segment.id
        })
    }

    /// Adds a contact and returns their id.
    pub fn add_contact(&self, mut contact: Contact) -> String {
        self.fill(|workspace, now| {
            if contact.id.is_empty() {
                contact.id = workspace.allot_hex(ids::CONTACT, now);
            }
            or_now(&mut contact.created_at, now);
            or_now(&mut contact.updated_at, now);
            workspace.contacts.push(contact.clone());
            contact.id
        })
    }

    /// Adds a company and returns its id.
    pub fn add_company(&self, mut company: Company) -> String {
        self.fill(|workspace, now| {
            if company.id.is_empty() {
                company.id = workspace.allot_hex(ids::COMPANY, now);
            }
            if company.company_id.is_empty() {
                company.company_id.clone_from(&company.id);
            }
            or_now(&mut company.created_at, now);
            or_now(&mut company.updated_at, now);
            workspace.companies.push(company.clone());
            company.id
        })
    }

    /// Adds an article and returns its id.
    pub fn add_article(&self, mut article: Article) -> String {
        self.fill(|workspace, now| {
            if article.id.is_empty() {
                article.id = workspace.allot_digits(ids::ARTICLE);
            }
            or_now(&mut article.created_at, now);
            workspace.articles.push(article.clone());
            article.id
        })
    }

    /// Adds a tag and returns its id.
    pub fn add_tag(&self, mut tag: Tag) -> String {
        self.fill(|workspace, _| {
            if tag.id.is_empty() {
                tag.id = workspace.allot_digits(ids::TAG);
            }
            workspace.tags.push(tag.clone());
            tag.id
        })
    }

    /// Adds an attribute of contacts or companies and returns its id.
    pub fn add_data_attribute(&self, mut attribute: DataAttribute) -> i64 {
        self.fill(|workspace, now| {
            if attribute.id == 0 {
                attribute.id = workspace.allot(ids::ATTRIBUTE);
            }
            or_now(&mut attribute.created_at, now);
            workspace.data_attributes.push(attribute.clone());
            attribute.id
        })
    }

    /// Adds an attribute of conversations, whether or not the name is taken, and returns its id.
    pub fn add_conversation_attribute(&self, mut attribute: ConversationAttribute) -> i64 {
        self.fill(|workspace, now| {
            if attribute.id == 0 {
                attribute.id = workspace.allot(ids::ATTRIBUTE);
            }
            for option in attribute
                .options
                .iter_mut()
                .filter(|option| option.id.is_empty())
            {
                option.id = uuid_like(workspace.allot(ids::OPTION));
            }
            or_now(&mut attribute.created_at, now);
            or_now(&mut attribute.updated_at, now);
            workspace.conversation_attributes.push(attribute.clone());
            attribute.id
        })
    }

    /// Adds an office-hours schedule and returns its id.
    pub fn add_schedule(&self, mut schedule: OfficeHoursSchedule) -> String {
        self.fill(|workspace, now| {
            if schedule.id.is_empty() {
                schedule.id = workspace.allot_digits(ids::SCHEDULE);
            }
            for exception in schedule
                .exceptions
                .iter_mut()
                .filter(|exception| exception.id.is_empty())
            {
                exception.id = workspace.allot_digits(ids::SCHEDULE);
            }
            or_now(&mut schedule.created_at, now);
            workspace.schedules.push(schedule.clone());
            schedule.id
        })
    }

    /// The ids of the next conversation and the next part; those after count up from there. Every workspace
    /// starts at the same ids unless told otherwise.
    pub fn start_ids_at(&self, conversation: i64, part: i64) {
        self.fill(|workspace, _| {
            for ((kind, _), next) in [(ids::CONVERSATION, conversation), (ids::PART, part)] {
                workspace.allotted.insert(kind.to_owned(), next);
            }
        });
    }

    /// Accepts another access token.
    pub fn add_token(&self, token: impl Into<String>) {
        self.fill(|workspace, _| {
            workspace.untouched = false;
            workspace.tokens.insert(token.into());
        });
    }

    /// Gives an app a token of the caller's choice, as if an admin had authorised it. A token that was handed out
    /// by hand becomes the app's.
    ///
    /// # Errors
    ///
    /// When nobody is in the workspace who could authorise it.
    pub fn grant(&self, client_id: &str, token: impl Into<String>) -> Result<(), Refusal> {
        self.fill(|workspace, _| {
            let grant = Grant {
                client_id: client_id.to_owned(),
                admin_id: workspace.speaker(None)?.id.clone(),
            };
            workspace.lets_in(token.into(), grant);
            Ok(())
        })
    }

    /// Ends every access token of every app and tells none of them; [`Intercom::uninstall`] does.
    pub fn revoke_tokens(&self) {
        self.fill(|workspace, _| workspace.revoke_tokens());
    }

    /// The admin who authorises apps from now on, the first one unless set. `GET /me` shows them, except to a
    /// token that an app got by OAuth: that one goes on speaking for whoever authorised it.
    pub fn authorised_by(&self, admin_id: &str) {
        self.fill(|workspace, _| workspace.authorised_by = Some(admin_id.to_owned()));
    }

    /// A suspended workspace answers every call with 403 `api_plan_restricted`.
    pub fn set_suspended(&self, suspended: bool) {
        self.fill(|workspace, _| workspace.suspended = suspended);
    }

    /// Has a workflow move the conversation back after each of the next `times` assignments made over REST.
    pub fn undo_assignments(&self, times: u32) {
        self.fill(|workspace, _| workspace.workflows.undo_assignments = times);
    }

    /// Has a workflow assign every new conversation.
    pub fn auto_assign_new_conversations(&self, to: Option<Assignee>) {
        self.fill(|workspace, _| workspace.workflows.assign_new_to = to);
    }

    /// Has the Messenger answer a first message with the expected reply time, a bot's part that is not Fin's.
    pub fn send_boilerplate(&self, enabled: bool) {
        self.fill(|workspace, _| workspace.workflows.boilerplate = enabled);
    }

    /// Has the Messenger say `text` to who writes while the schedule of this name is closed, once until it opens: a bot's part that is
    /// not Fin's, in place of the expected reply time. None ends that.
    pub fn send_out_of_office(&self, says: Option<(&str, &str)>) {
        self.fill(|workspace, _| {
            workspace.workflows.out_of_office = says.map(|(schedule, text)| OutOfOffice {
                schedule: schedule.to_owned(),
                text: text.to_owned(),
            });
        });
    }

    /// The person behind a contact, in the Messenger.
    #[must_use]
    pub fn visitor(&self, contact_id: &str) -> Visitor {
        Visitor::new(
            self.intercom.clone(),
            self.id.clone(),
            contact_id.to_owned(),
        )
    }

    /// A teammate in the Inbox.
    #[must_use]
    pub fn teammate(&self, admin_id: &str) -> Teammate {
        Teammate::new(self.intercom.clone(), self.id.clone(), admin_id.to_owned())
    }

    /// The workspace's own bots.
    #[must_use]
    pub fn operator(&self) -> Operator {
        Operator::new(self.intercom.clone(), self.id.clone())
    }

    /// A conversation as `GET /conversations/{id}` would answer now, bodies in HTML.
    #[must_use]
    pub fn conversation(&self, id: &str) -> Option<Value> {
        self.read(|workspace| Some(workspace.conversation(id).ok()?.json(workspace, false)))
    }

    /// The workspace as the demo page shows it.
    #[must_use]
    pub fn view(&self) -> WorkspaceView {
        self.read(WorkspaceView::of)
    }

    fn read<T>(&self, read: impl FnOnce(&WorkspaceState) -> T) -> T {
        self.intercom.catch_up_in(&self.id);
        read(
            self.intercom
                .state()
                .workspaces
                .get(&self.id)
                .expect("a workspace is never removed"),
        )
    }

    pub(crate) fn act<T>(&self, act: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        self.intercom.act(&self.id, act)
    }

    pub(crate) fn fill<T>(&self, fill: impl FnOnce(&mut WorkspaceState, i64) -> T) -> T {
        self.intercom
            .act(&self.id, |desk| fill(desk.workspace, desk.now))
    }
}

fn or_now(at: &mut i64, now: i64) {
    if *at == 0 {
        *at = now;
    }
}

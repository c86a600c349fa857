//! One workspace at Intercom.

use std::fmt;

use async_trait::async_trait;
use jiff::Timestamp;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};

use super::answer;
use super::call::Call;
use super::client::Client;
use super::endpoint::Endpoint;
use super::gauge::{Gauge, Urgency};
use super::host::Host;
use super::me::Me;
use super::past::{PER_PAGE, PastPage, Span};
use super::post;
use crate::domain::attribute::{Form, Object, Value as Attributed};
use crate::domain::catalog::{Attribute, Catalog, Exception, Reading};
use crate::domain::directory::Directory;
use crate::domain::names::Kind;
use crate::domain::routing::Contact;
use crate::domain::transcript::{Company, Transcript};
use crate::domain::waiting::{Page, Window};
use crate::id::{AdminId, ArticleId, ContactId, ConversationId, PartId, TagId, WorkspaceId};
use crate::ports::intercom::{Error, Intercom, Post, Pressure};
use crate::ports::journal::Entry;
use crate::ports::keys::Plain;
use crate::ports::knowledge::{Article, Found, Knowledge};

/// A workspace's grant: host, token and workspace in one handle, so that no call can mix two of them.
///
/// Nobody who is given one can read its token. The first example must not compile; its twin differs in one line:
///
/// ```compile_fail,E0616
/// # use shared::adapters::intercom::Grant;
/// async fn handle(grant: &Grant) {
///     let _ = &grant.token;
/// }
/// ```
///
/// ```
/// # use shared::adapters::intercom::Grant;
/// async fn handle(grant: &Grant) {
///     let _ = grant.me().await;
/// }
/// ```
#[derive(Clone)]
pub struct Grant {
    pub(super) client: Client,
    pub(super) host: Host,
    pub(super) token: Plain,
    pub(super) workspace: Option<WorkspaceId>,
    pub(super) urgency: Urgency,
}

impl Grant {
    pub(super) const fn new(
        client: Client,
        host: Host,
        token: Plain,
        workspace: Option<WorkspaceId>,
        urgency: Urgency,
    ) -> Self {
        Self {
            client,
            host,
            token,
            workspace,
            urgency,
        }
    }

    /// What is known of this workspace's Intercom. None is where calls keep a pace, which knows it itself.
    pub(super) fn gauge<T>(&self, with: impl FnOnce(&mut Gauge, Timestamp) -> T) -> Option<T> {
        let workspace = self.workspace.as_ref()?;
        if self.client.pace.is_some() {
            return None;
        }
        let now = self.client.clock.now();
        let gauges = &self.client.gauges;
        Some(gauges.of(workspace, now, |gauge| with(gauge, now)))
    }

    /// Asks who the token speaks for.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] for a token that is not, or no longer, one.
    pub async fn me(&self) -> Result<Me, Error> {
        Ok(self
            .read::<answer::Me>(&Call::of_workspace(Endpoint::Me))
            .await?
            .into())
    }
}

impl Grant {
    /// Creates an attribute of a kind; none where what it came to cannot be read.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] without the permission for it, for a name Intercom does not take, and for one that contacts and
    /// companies would share.
    pub async fn create_attribute(
        &self,
        kind: Kind,
        name: &str,
        form: &Form,
    ) -> Result<Option<Attribute>, Error> {
        let Some(call) = post::new_attribute(kind, name, form) else {
            return Ok(None);
        };
        if kind == Kind::ConversationAttribute {
            let created: Option<answer::ConversationAttribute> = self.write(&call).await?;
            return Ok(created.and_then(answer::ConversationAttribute::attribute));
        }
        let created: Option<answer::DataAttribute> = self.write(&call).await?;
        Ok(created.and_then(answer::DataAttribute::attribute))
    }

    /// Creates a tag, or finds the one of that name, whatever its case.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] or [`Error::Unauthorized`] without the permission for it.
    pub async fn create_tag(&self, name: &str) -> Result<TagId, Error> {
        let call = post::new_tag(name);
        let created: Option<answer::CreatedTag> = self.write(&call).await?;
        created.map(Into::into).ok_or_else(|| Error::Unreadable {
            path: "id".to_owned(),
        })
    }

    /// The newest conversations of the workspace, at most `count`.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] or [`Error::Unauthorized`] without the permission for it.
    pub async fn newest_conversations(&self, count: u8) -> Result<Vec<ConversationId>, Error> {
        let count = count.to_string();
        let call = Call::of_workspace(Endpoint::Conversations).with_query("per_page", &count);
        Ok(self.read::<answer::Conversations>(&call).await?.into())
    }

    /// One page of the conversations that began in `span`, without their parts: `per_page` of them, 150 at most. `after` is
    /// what the page before says is next.
    ///
    /// Intercom documents `>` and `<` of this search as "or equal". What is asked for here is right whether they are or
    /// not, so that the page may hold a conversation of the second at which the span ends, or of the one before it begins.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] or [`Error::Unauthorized`] without the permission for it. A conversation that cannot be read is
    /// part of the answer.
    pub async fn past_conversations(
        &self,
        span: Span,
        after: Option<&str>,
        per_page: u8,
    ) -> Result<PastPage, Error> {
        let began = |operator, second: i64| json!({ "field": "created_at", "operator": operator, "value": second });
        let mut pagination = json!({ "per_page": per_page });
        if let Some(after) = after {
            pagination["starting_after"] = after.into();
        }
        let call = Call::of_workspace(Endpoint::SearchConversations).with_body(&json!({
            "query": {
                "operator": "AND",
                "value": [
                    began(">", span.from.as_second() - 1),
                    began("<", span.until.as_second()),
                ],
            },
            "pagination": pagination,
        }));
        Ok(self.read::<answer::PastConversations>(&call).await?.into())
    }

    /// Looks whether contacts may be read.
    ///
    /// # Errors
    ///
    /// [`Error::Refused`] or [`Error::Unauthorized`] without the permission for it.
    pub async fn tries_contacts(&self) -> Result<(), Error> {
        let call = Call::of_workspace(Endpoint::Contacts).with_query("per_page", "1");
        self.read::<IgnoredAny>(&call).await.map(drop)
    }

    /// A list, or that it may not be read. Whoever is told 401 here has a token that is good elsewhere.
    async fn list<A, T>(&self, call: Call<'_>) -> Result<Reading<T>, Error>
    where
        A: DeserializeOwned,
        Vec<T>: From<A>,
    {
        let refused = |status, code: &str| Reading::Refused {
            status,
            code: code.to_owned(),
        };
        match self.read::<A>(&call).await {
            Ok(list) => Ok(Reading::listed(list.into())),
            // An answer of another shape keeps nobody from working.
            Err(Error::Unreadable { .. }) => Ok(refused(200, "unreadable")),
            Err(error) => match error.declined() {
                Some((status, code)) => Ok(refused(status, code)),
                None => Err(error),
            },
        }
    }

    /// Ends the grant at Intercom, as an admin does who removes the app: all tokens the app has in the workspace.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] for a grant that has ended before. After [`Error::Unknown`] it may have ended; to ask
    /// again does no harm.
    pub async fn revoke(&self) -> Result<(), Error> {
        let call = Call::of_workspace(Endpoint::Uninstall);
        self.write::<IgnoredAny>(&call).await?;
        Ok(())
    }
}

#[async_trait]
impl Intercom for Grant {
    async fn greet(&self) -> Result<(), Error> {
        let call = Call::of_workspace(Endpoint::Me);
        self.read::<IgnoredAny>(&call).await?;
        Ok(())
    }

    async fn conversation(&self, id: &ConversationId) -> Result<Transcript, Error> {
        let call = Call::of_conversation(Endpoint::Conversation, id)?
            .with_query("display_as", "plaintext");
        let conversation: answer::Conversation = self.read(&call).await?;
        if let Some(state) = conversation.unknown_state() {
            let what = format!("Fin's state “{state}” is not known here; it counts as none");
            let mut entry = Entry::new("bot", "unknown_bot_state", what).failed();
            entry.workspace.clone_from(&self.workspace);
            entry.conversation = Some(id.clone());
            self.client.journal.enter(entry);
        }
        Ok(conversation.into())
    }

    async fn waiting(&self, window: &Window, after: Option<&str>) -> Result<Page, Error> {
        let is = |field: &str, operator: &str, value: Value| json!({ "field": field, "operator": operator, "value": value });
        let at = |time: Timestamp| Value::from(time.as_second());
        let mut pagination = json!({ "per_page": PER_PAGE });
        if let Some(after) = after {
            pagination["starting_after"] = after.into();
        }
        // `open` counts those that were put off. `updated_at` moves with every part, `waiting_since` with the first alone.
        // Both ends of a window may be in it or not: windows overlap.
        let call = Call::of_workspace(Endpoint::SearchConversations).with_body(&json!({
            "query": {
                "operator": "AND",
                "value": [
                    is("open", "=", true.into()),
                    is("waiting_since", ">", at(window.waiting_after())),
                    is("waiting_since", "<", at(window.waiting_before())),
                    is("updated_at", ">", (window.from.as_second() - 1).into()),
                    is("updated_at", "<", (window.until.as_second() + 1).into()),
                ],
            },
            "pagination": pagination,
        }));
        let found: answer::WaitingConversations = self.read(&call).await?;
        Ok(found.into())
    }

    async fn post(
        &self,
        id: &ConversationId,
        by: &AdminId,
        post: &Post,
    ) -> Result<Option<PartId>, Error> {
        let call = post::call(id, by, post)?;
        let posted: Option<answer::Posted> = self.write(&call).await?;
        let parts = posted.iter().flat_map(answer::Posted::parts);
        let newest = parts
            .filter(|part| post::fits(part, by, post))
            .map(|part| part.stamp)
            .max();
        Ok(newest.map(|stamp| stamp.id))
    }

    async fn set_attributes(
        &self,
        object: &Object,
        attributes: &[(String, Attributed)],
    ) -> Result<(), Error> {
        let call = post::update(object, attributes)?;
        let (written, moved) = self.write_or_moved::<IgnoredAny>(&call).await;
        match (object, moved) {
            (Object::Contact(id), Some(canonical)) if canonical != *id => {
                let canonical = Object::Contact(canonical);
                let call = post::update(&canonical, attributes)?;
                self.write::<IgnoredAny>(&call).await.map(drop)
            }
            _ => written.map(drop),
        }
    }

    async fn tag_called(&self, name: &str) -> Result<TagId, Error> {
        self.create_tag(name).await
    }

    async fn tag(&self, id: &ConversationId, by: &AdminId, tag: &TagId) -> Result<(), Error> {
        let call = post::tag(id, by, tag)?;
        self.write::<IgnoredAny>(&call).await?;
        Ok(())
    }

    fn pressure(&self) -> Pressure {
        let pressure = self.gauge(|gauge, now| Pressure {
            limit: gauge.limit(),
            hold: gauge.tell_once(now),
        });
        pressure.unwrap_or_default()
    }

    async fn contact(&self, id: &ContactId) -> Result<Contact, Error> {
        let read = self.read_of_contact::<answer::Contact>(Endpoint::Contact, id);
        Ok(read.await?.into())
    }

    async fn segments(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        let read = self.read_of_contact::<answer::Segments>(Endpoint::ContactSegments, id);
        Ok(read.await?.into())
    }

    async fn tags(&self, id: &ContactId) -> Result<Vec<String>, Error> {
        let read = self.read_of_contact::<answer::ContactTags>(Endpoint::ContactTags, id);
        Ok(read.await?.into())
    }

    async fn companies(&self, id: &ContactId) -> Result<Vec<Company>, Error> {
        let read = self.read_of_contact::<answer::Companies>(Endpoint::ContactCompanies, id);
        Ok(read.await?.into())
    }

    async fn directory(&self) -> Result<Directory, Error> {
        let admins: answer::Admins = self.read(&Call::of_workspace(Endpoint::Admins)).await?;
        let teams: answer::Teams = self.read(&Call::of_workspace(Endpoint::Teams)).await?;
        Ok(Directory {
            teammates: admins.into(),
            teams: teams.into(),
            ..Directory::default()
        })
    }

    async fn catalog(&self) -> Result<Catalog, Error> {
        let of = Call::of_workspace;
        let data = |model| of(Endpoint::DataAttributes).with_query("model", model);
        Ok(Catalog {
            segments: self
                .list::<answer::AllSegments, _>(of(Endpoint::Segments))
                .await?,
            tags: self.list::<answer::Tags, _>(of(Endpoint::Tags)).await?,
            contact_attributes: self
                .list::<answer::DataAttributes, _>(data("contact"))
                .await?,
            company_attributes: self
                .list::<answer::DataAttributes, _>(data("company"))
                .await?,
            conversation_attributes: self
                .list::<answer::ConversationAttributes, _>(of(Endpoint::ConversationAttributes))
                .await?,
            office_hours: self
                .list::<answer::Schedules, _>(of(Endpoint::OfficeHours))
                .await?,
        })
    }

    async fn exceptions(&self, schedule: &str) -> Result<Reading<Exception>, Error> {
        match Call::of_schedule(schedule) {
            Ok(call) => self.list::<answer::Exceptions, _>(call).await,
            Err(_) => Ok(Reading::Refused {
                status: 404,
                code: "not_found".to_owned(),
            }),
        }
    }
}

#[async_trait]
impl Knowledge for Grant {
    async fn search(&self, phrase: &str) -> Result<Vec<Found>, Error> {
        let call = Call::of_workspace(Endpoint::SearchArticles)
            .with_query("phrase", phrase)
            .with_query("state", "published");
        Ok(self.read::<answer::Search>(&call).await?.into())
    }

    async fn article(&self, id: &ArticleId) -> Result<Article, Error> {
        let article: answer::Article = self.read(&Call::of_article(id)?).await?;
        // It may have been unpublished since it was found; a draft is not for visitors.
        article.published().ok_or(Error::NotFound)
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("host", &self.host)
            .field("workspace", &self.workspace)
            .finish_non_exhaustive()
    }
}

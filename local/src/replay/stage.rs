//! An Intercom in which there is what recorded notifications show, and what a configuration names.

use std::collections::BTreeSet;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use shared::Topic;
use shared::domain::config::Config;
use shared::domain::names::{Kind, Mention};
use shared::id::WorkspaceId;
use shared::ports::Clock;
use simulator::{
    Admin, Article, Clock as SimulatorsClock, Intercom, NewWorkspace, OfficeHoursSchedule, Server,
    Tag, Team, Workspace,
};

use super::recorded::Recorded;

/// The token of the one app there is. It opens nothing else.
pub(super) const TOKEN: &str = "of-a-replay";

/// The simulated workspace. It is there as long as this is.
pub(super) struct Stage {
    pub(super) server: Server,
    workspace: Workspace,
    articles: usize,
    /// Whether the configuration takes office hours from Intercom.
    has_schedules: bool,
}

/// Always open: from Monday's first minute to Sunday's last.
const WEEK: (u32, u32) = (0, 7 * 24 * 60);

/// An article to answer from: its name and its HTML.
#[derive(Debug, Clone)]
pub struct Page {
    /// The title, where the HTML has no heading of the first order.
    pub name: String,
    /// The text.
    pub html: String,
}

impl Stage {
    /// Plants everybody the notifications show and the configuration names, and none of what happened.
    pub(super) async fn plant(
        id: &WorkspaceId,
        recorded: &[Recorded],
        config: &Config,
        pages: &[Page],
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let now = SimulatorsClock::new(move || clock.now().as_second());
        let intercom = Intercom::new(now);
        let workspace = intercom.add_workspace(NewWorkspace::new(id.as_str(), TOKEN));
        for recorded in recorded {
            workspace.recall_people(&recorded.item());
        }
        let mut has_schedules = false;
        let mentions = config.mentions().into_iter();
        let named = mentions.map(|Mention { kind, name, .. }| (kind, name));
        for (kind, name) in named.collect::<BTreeSet<_>>() {
            match kind {
                Kind::Teammate => teammate(&workspace, &name),
                Kind::Team => team(&workspace, &name),
                Kind::Schedule => {
                    has_schedules = true;
                    workspace.add_schedule(OfficeHoursSchedule::new(name, "Etc/UTC", [WEEK]));
                }
                // What nothing has need not be there.
                Kind::Tag => drop(workspace.add_tag(Tag::new(name))),
                Kind::Segment
                | Kind::ContactAttribute
                | Kind::CompanyAttribute
                | Kind::ConversationAttribute => {}
            }
        }
        for page in pages {
            workspace.add_article(page.article());
        }
        Ok(Self {
            server: intercom.listen((Ipv4Addr::LOCALHOST, 0)).await?,
            workspace,
            articles: pages.len(),
            has_schedules,
        })
    }

    /// Lets happen what a notification says.
    pub(super) fn play(&self, recorded: &Recorded) {
        let item = recorded.item();
        match recorded.topic().parse::<Topic>() {
            Ok(Topic::ConversationDeleted) => {
                for id in [&item["conversation_id"], &item["id"]] {
                    let id = id.to_string();
                    self.workspace.forget_conversation(id.trim_matches('"'));
                }
            }
            Ok(Topic::AdminRemovedFromWorkspace) => {
                if let Some(id) = self.workspace.recall_teammate(&item) {
                    self.workspace.forget_teammate(&id);
                }
            }
            Ok(topic) => match topic.subject() {
                shared::topic::Subject::Teammate => drop(self.workspace.recall_teammate(&item)),
                shared::topic::Subject::Conversation => {
                    drop(self.workspace.recall_conversation(&item));
                }
            },
            Err(_) => {}
        }
    }

    /// What is so here because nobody said otherwise.
    pub(super) fn assumed(&self) -> Vec<String> {
        let view = self.workspace.view();
        let names = |names: Vec<String>| match names.len() {
            0 => "none".to_owned(),
            _ => names.join(", "),
        };
        let teams = names(view.teams.into_iter().map(|team| team.name).collect());
        let admins = names(view.admins.into_iter().map(|admin| admin.name).collect());
        let mut assumed = vec![
            format!("teammates: {admins}; each has an inbox seat, and nobody is away unless a notification says so"),
            format!("teams: {teams}; the ids of these and of tags are made up where no notification shows them"),
            "the contact is in no segment and no company, and has no owner, tag or attribute".to_owned(),
            "the conversation has the parts these notifications show, and no other".to_owned(),
            match self.articles {
                0 => "the Help Center is empty, so the agent knows no answers (--articles gives it some)".to_owned(),
                1 => "the Help Center has the one article of --articles".to_owned(),
                count => format!("the Help Center has the {count} articles of --articles"),
            },
        ];
        if self.has_schedules {
            let open = "the office-hours schedules of Intercom's that the configuration names are open day and night";
            assumed.push(open.to_owned());
        }
        assumed
    }
}

impl Page {
    fn article(&self) -> Article {
        let (title, body) = heading(&self.html).unwrap_or((&self.name, &self.html));
        let address = format!("https://help-center.example/{}", self.name);
        Article::published(title.trim(), body.trim(), address)
    }
}

/// The text of a first heading, and what follows it.
fn heading(html: &str) -> Option<(&str, &str)> {
    let (_, rest) = html.split_once("<h1>")?;
    rest.split_once("</h1>")
}

/// By e-mail address, name or id, as a configuration names people.
fn teammate(workspace: &Workspace, called: &str) {
    let view = workspace.view();
    let known = view.admins.iter().any(|admin| {
        admin.email.eq_ignore_ascii_case(called) || admin.name == called || admin.id == called
    });
    if known {
        return;
    }
    let is_id = called.bytes().all(|byte| byte.is_ascii_digit());
    let email = if called.contains('@') { called } else { "" };
    workspace.add_admin(Admin {
        id: if is_id {
            called.to_owned()
        } else {
            String::new()
        },
        ..Admin::new(called, email)
    });
}

fn team(workspace: &Workspace, called: &str) {
    let view = workspace.view();
    if view
        .teams
        .iter()
        .any(|team| team.name == called || team.id == called)
    {
        return;
    }
    let is_id = called.bytes().all(|byte| byte.is_ascii_digit());
    // A rule may ask whether anybody of a team is there.
    let member = workspace.add_admin(Admin::new(format!("Somebody of {called}"), ""));
    workspace.add_team(Team {
        id: if is_id {
            called.to_owned()
        } else {
            String::new()
        },
        ..Team::new(called, [member])
    });
}

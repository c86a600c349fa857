//! `POST /conversations/search`: conversations in which a visitor waits.
//!
//! `waiting_since` is when the wait began. Who writes on while they wait moves `statistics.last_contact_reply_at` alone, which
//! Intercom documents as something that may be missing. Then the beginning of the wait counts.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::listed::{Listed, id_of};
use crate::domain::notification::mismatch;
use crate::domain::waiting::{Page, Unreadable, Waiting};
use crate::id::{AdminId, ConversationId, TeamId, or_nobody};

#[derive(Debug, Deserialize)]
pub(crate) struct WaitingConversations(Listed);

#[derive(Debug, Deserialize)]
struct Item {
    id: ConversationId,
    #[serde(default)]
    waiting_since: Option<i64>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default, deserialize_with = "or_nobody")]
    admin_assignee_id: Option<AdminId>,
    #[serde(default, deserialize_with = "or_nobody")]
    team_assignee_id: Option<TeamId>,
    #[serde(default)]
    statistics: Option<Statistics>,
}

#[derive(Debug, Deserialize)]
struct Statistics {
    #[serde(default)]
    last_contact_reply_at: Option<i64>,
}

impl From<WaitingConversations> for Page {
    fn from(WaitingConversations(list): WaitingConversations) -> Self {
        Self {
            conversations: list.items().filter_map(read).collect(),
            total: list.total(),
            next: list.next(),
        }
    }
}

/// None for one in which nobody waits any more.
fn read(item: &RawValue) -> Option<Result<Waiting, Unreadable>> {
    let read = mismatch::read(item.get().as_bytes(), "").map_err(|mismatch| mismatch.path);
    read.and_then(waiting)
        .map_err(|path| Unreadable {
            id: id_of(item),
            path,
        })
        .transpose()
}

fn waiting(item: Item) -> Result<Option<Waiting>, String> {
    let Some(since) = item.waiting_since else {
        return Ok(None);
    };
    let replied = item.statistics.and_then(|it| it.last_contact_reply_at);
    let wrote_at = replied.map_or(since, |replied| replied.max(since));
    Ok(Some(Waiting {
        id: item.id,
        wrote_at: Timestamp::from_second(wrote_at).map_err(|_| "waiting_since".to_owned())?,
        is_snoozed: item.state.as_deref() == Some("snoozed"),
        admin: item.admin_assignee_id,
        team: item.team_assignee_id,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_read_with_the_newest_time_the_search_says_and_one_that_cannot_be_costs_no_other()
     {
        let page: Page = serde_json::from_str::<WaitingConversations>(
            r#"{"type":"conversation.list","total_count":6,"pages":{"next":{"starting_after":"WzE3XQ=="}},"conversations":[
                {"id":"1","waiting_since":1768031789,"state":"open","admin_assignee_id":0,"team_assignee_id":"5017691",
                 "statistics":{"last_contact_reply_at":1768031999},"source":{"body":"<p>Ada's</p>"}},
                {"id":2,"waiting_since":1768031789,"state":"snoozed","admin_assignee_id":7,"statistics":null},
                {"id":"3","waiting_since":1768031789,"statistics":{"last_contact_reply_at":1768000000}},
                {"id":"4","waiting_since":null},
                {"id":"5","waiting_since":"Ada's"},
                {"waiting_since":1}]}"#,
        )
        .unwrap()
        .into();
        let told: Vec<_> = page
            .conversations
            .iter()
            .map(|read| match read {
                Ok(Waiting {
                    id,
                    wrote_at,
                    is_snoozed,
                    admin,
                    team,
                }) => {
                    format!("{id} at {wrote_at}, snoozed {is_snoozed}, {admin:?} {team:?}")
                }
                Err(Unreadable { id, path }) => format!("{id:?}: {path}"),
            })
            .collect();
        insta::assert_snapshot!(told.join("\n"), @"
        1 at 2026-01-10T07:59:59Z, snoozed false, None Some(5017691)
        2 at 2026-01-10T07:56:29Z, snoozed true, Some(7) None
        3 at 2026-01-10T07:56:29Z, snoozed false, None None
        Some(5): waiting_since
        None: the body
        ");
        assert_eq!((page.total, page.next.as_deref()), (6, Some("WzE3XQ==")));
    }
}

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The counters and times Intercom keeps of a conversation, in Unix seconds and seconds.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Statistics {
    first_contact_reply_at: Option<i64>,
    last_contact_reply_at: Option<i64>,
    first_admin_reply_at: Option<i64>,
    last_admin_reply_at: Option<i64>,
    last_assignment_admin_reply_at: Option<i64>,
    first_assignment_at: Option<i64>,
    last_assignment_at: Option<i64>,
    first_close_at: Option<i64>,
    last_close_at: Option<i64>,
    last_closed_by_id: Option<String>,
    count_reopens: u32,
    count_assignments: u32,
    count_conversation_parts: u32,
    seconds_to_reply: Vec<i64>,
}

impl Statistics {
    pub(crate) fn part_was_added(&mut self) {
        self.count_conversation_parts += 1;
    }

    pub(crate) fn contact_replied(&mut self, now: i64) {
        self.first_contact_reply_at.get_or_insert(now);
        self.last_contact_reply_at = Some(now);
    }

    pub(crate) fn admin_replied(&mut self, waiting_since: Option<i64>, now: i64) {
        self.first_admin_reply_at.get_or_insert(now);
        self.last_admin_reply_at = Some(now);
        if self.last_assignment_at.is_some() {
            self.last_assignment_admin_reply_at = Some(now);
        }
        self.seconds_to_reply
            .extend(waiting_since.map(|since| now - since));
    }

    pub(crate) fn assigned(&mut self, now: i64) {
        self.first_assignment_at.get_or_insert(now);
        self.last_assignment_at = Some(now);
        self.count_assignments += 1;
    }

    pub(crate) fn closed(&mut self, admin_id: &str, now: i64) {
        self.first_close_at.get_or_insert(now);
        self.last_close_at = Some(now);
        self.last_closed_by_id = Some(admin_id.to_owned());
    }

    pub(crate) fn reopened(&mut self) {
        self.count_reopens += 1;
    }

    pub(crate) fn first_contact_reply_at(&self) -> Option<i64> {
        self.first_contact_reply_at
    }

    pub(crate) fn json(&self, created_at: i64) -> Value {
        let since_creation = |at: Option<i64>| at.map(|at| at - created_at);
        json!({
            "type": "conversation_statistics",
            "time_to_assignment": since_creation(self.first_assignment_at),
            "time_to_admin_reply": since_creation(self.first_admin_reply_at),
            "time_to_first_close": since_creation(self.first_close_at),
            "time_to_last_close": since_creation(self.last_close_at),
            "median_time_to_reply": self.median_time_to_reply(),
            "first_contact_reply_at": self.first_contact_reply_at,
            "first_assignment_at": self.first_assignment_at,
            "first_admin_reply_at": self.first_admin_reply_at,
            "first_close_at": self.first_close_at,
            "last_assignment_at": self.last_assignment_at,
            "last_assignment_admin_reply_at": self.last_assignment_admin_reply_at,
            "last_contact_reply_at": self.last_contact_reply_at,
            "last_admin_reply_at": self.last_admin_reply_at,
            "last_close_at": self.last_close_at,
            "last_closed_by_id": self.last_closed_by_id,
            "count_reopens": self.count_reopens,
            "count_assignments": self.count_assignments,
            "count_conversation_parts": self.count_conversation_parts,
            "assigned_team_first_response_time": [],
            "assigned_team_first_response_time_in_office_hours": [],
            "handling_time": null,
            "adjusted_handling_time": null,
        })
    }

    fn median_time_to_reply(&self) -> Option<i64> {
        let mut times = self.seconds_to_reply.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    }
}

//! What the note says of a conversation that waited until people were back.

use super::language::Phrases;
use super::note::Note;
use crate::domain::html::{Html, Link, shortened};
use crate::domain::story::told_time;

/// How a conversation has waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Night {
    /// Until when, in Unix seconds.
    pub until: i64,
    /// Whether the visitor was told that it waits.
    pub told: bool,
    /// What else has waited, where the team is told of it in this note.
    pub others: Option<Others>,
}

/// What else has waited for the same people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Others {
    /// The team's name; none where it is a person's.
    pub team: Option<String>,
    /// Those that are named, in their order.
    pub named: Vec<Other>,
    /// How many there are beyond these.
    pub more: u32,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Since when its visitor has waited, in Unix seconds.
    pub since: i64,
    /// Its customer's tier, by its configured name.
    pub tier: Option<String>,
    /// The conversation.
    pub link: Link,
}

impl Night {
    /// The longest name of a team or a tier, in characters of markup.
    const NAME: usize = 60;

    /// Tells how it has waited.
    pub(super) fn tell(&self, html: &mut Html, phrases: &Phrases) {
        if let Some(until) = told_time(self.until) {
            html.labelled(phrases.night, &(phrases.waited)(&until, self.told));
        }
    }

    /// Tells what else has waited, as much of it as the note still has room for.
    pub(super) fn tell_others(&self, html: &mut Html, phrases: &Phrases) {
        let Some(others) = &self.others else { return };
        let named = u32::try_from(others.named.len()).unwrap_or(u32::MAX);
        let all = named.saturating_add(others.more);
        if all == 0 {
            return;
        }
        let team = others
            .team
            .as_deref()
            .map(|team| shortened(team, Self::NAME));
        let mut end = Html::default();
        end.labelled(phrases.others, &(phrases.came_in)(all, team.as_deref()));
        let room = Note::LONGEST.saturating_sub(
            length(html) + length(&end) + length(&list(vec![((phrases.more)(all), Vec::new())])),
        );
        let mut items = Vec::new();
        let mut taken = 0;
        for other in &others.named {
            let item = other.item(phrases);
            taken += length(&list(vec![item.clone()]));
            if taken > room {
                break;
            }
            items.push(item);
        }
        let listed = u32::try_from(items.len()).unwrap_or(u32::MAX);
        if all > listed {
            items.push(((phrases.more)(all - listed), Vec::new()));
        }
        html.labelled(phrases.others, &(phrases.came_in)(all, team.as_deref()));
        html.linked_list(items);
    }
}

impl Other {
    fn item(&self, phrases: &Phrases) -> (String, Vec<Link>) {
        let since = told_time(self.since).unwrap_or_default();
        let tier = self
            .tier
            .as_deref()
            .map(|tier| shortened(tier, Night::NAME));
        let tier = tier.map(|tier| format!(" · {tier}")).unwrap_or_default();
        let link = Link {
            title: format!("{} {}", phrases.conversation, self.link.title),
            url: self.link.url.clone(),
        };
        (format!("{since}{tier} ·"), vec![link])
    }
}

fn list(items: Vec<(String, Vec<Link>)>) -> Html {
    let mut html = Html::default();
    html.linked_list(items);
    html
}

fn length(html: &Html) -> usize {
    html.as_str().chars().count()
}

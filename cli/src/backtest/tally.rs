//! What is counted. As large as the configurations, however many conversations there are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::adapters::intercom::Illegible;
use shared::id::ConversationId;

use super::decide::{Decision, PRESENCE, Place};
use super::judge::Judged;

/// How many conversations stand for all of their kind.
const EXAMPLES: usize = 3;

/// Counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// Under the configuration that is tried.
    pub(crate) after: Counts,
    /// Under the one it is compared with.
    pub(crate) before: Option<Counts>,
    /// From where to where conversations would go.
    pub(crate) moves: Vec<Move>,
    /// In which nobody wrote whom the agent could answer.
    pub(crate) silent: u64,
    /// That cannot be read, and some of them.
    pub(crate) illegible: u64,
    pub(crate) unread: Vec<Unread>,
    /// That Intercom counted and did not show.
    pub(crate) missed: u64,
    /// Decisions for which it was asked who was there.
    pub(crate) asked_presence: u64,
    /// Those of them that would be others, had everybody been away.
    pub(crate) by_presence: u64,
    /// Decisions by what visitors wrote that do not know it.
    pub(crate) unheard: u64,
    /// In how many decisions each fact was looked at that is as it is now, and not as it was then.
    pub(crate) as_of_now: BTreeMap<String, u64>,
}

/// How many conversations each rule matched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counts(pub(crate) Vec<(Place, u64)>);

/// Conversations that would go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Move {
    pub(crate) from: Place,
    pub(crate) to: Place,
    pub(crate) count: u64,
    pub(crate) examples: Vec<ConversationId>,
}

/// One that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unread {
    pub(crate) id: Option<ConversationId>,
    pub(crate) path: String,
}

impl Tally {
    /// Nothing counted yet: every rule is there, because one that matches nothing is worth knowing.
    pub(crate) fn of(after: Vec<Place>, before: Option<Vec<Place>>) -> Self {
        let zeros = |places: Vec<Place>| Counts(places.into_iter().map(|it| (it, 0)).collect());
        Self {
            after: zeros(after),
            before: before.map(zeros),
            ..Self::default()
        }
    }

    /// Every conversation that was met.
    pub(crate) fn met(&self) -> u64 {
        self.decided() + self.silent + self.illegible
    }

    /// Those that were decided.
    pub(crate) fn decided(&self) -> u64 {
        self.after.sum()
    }

    /// Those that would go elsewhere.
    pub(crate) fn moved(&self) -> u64 {
        self.moves.iter().map(|it| it.count).sum()
    }

    /// Counts a decision.
    pub(crate) fn count(&mut self, id: &ConversationId, judged: &Judged) {
        let Judged {
            after,
            before,
            by_presence,
            unheard,
        } = judged;
        self.after.count(&after.place);
        self.unheard += u64::from(*unheard);
        if after.looked_at(PRESENCE) {
            self.asked_presence += 1;
            self.by_presence += u64::from(*by_presence);
        }
        for name in as_of_now(after) {
            *self.as_of_now.entry(name).or_default() += 1;
        }
        let Some(before) = before else {
            return;
        };
        if let Some(counts) = &mut self.before {
            counts.count(&before.place);
        }
        if before.place != after.place {
            self.count_move(id, &before.place, &after.place);
        }
    }

    fn count_move(&mut self, id: &ConversationId, from: &Place, to: &Place) {
        let known = self
            .moves
            .iter_mut()
            .find(|it| it.from == *from && it.to == *to);
        match known {
            Some(known) => {
                known.count += 1;
                if known.examples.len() < EXAMPLES {
                    known.examples.push(id.clone());
                }
            }
            None => self.moves.push(Move {
                from: from.clone(),
                to: to.clone(),
                count: 1,
                examples: vec![id.clone()],
            }),
        }
    }

    /// Counts one that cannot be read.
    pub(crate) fn count_illegible(&mut self, it: &Illegible) {
        self.illegible += 1;
        if self.unread.len() < EXAMPLES {
            self.unread.push(Unread {
                id: it.id.clone(),
                path: it.path.clone(),
            });
        }
    }
}

impl Counts {
    fn count(&mut self, place: &Place) {
        match self.0.iter_mut().find(|(known, _)| known == place) {
            Some((_, count)) => *count += 1,
            None => self.0.push((place.clone(), 1)),
        }
    }

    fn sum(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// How many a place has; none when the configuration does not have it.
    pub(crate) fn get(&self, place: &Place) -> Option<u64> {
        let found = self.0.iter().find(|(known, _)| known == place);
        found.map(|(_, count)| *count)
    }
}

/// The facts of a decision that Intercom shows as they are now only. An attribute is one fact, whatever its name.
fn as_of_now(decision: &Decision) -> Vec<String> {
    let mut names = Vec::new();
    for fact in &decision.facts {
        let name = fact.name.as_str();
        // The page, the channel and the words are those it began with, office hours those of its time.
        let is_of_now = matches!(name, "bot" | "locale")
            || ["conversation.", "contact.", "company."]
                .iter()
                .any(|of| name.starts_with(of));
        if is_of_now && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use shared::domain::trace::FactUsed;

    use super::super::surface::Surface;
    use super::*;

    fn place(rule: &str, surface: Surface) -> Place {
        let rule = rule.to_owned();
        Place { rule, surface }
    }

    fn decision(place: &Place, facts: &[&str]) -> Decision {
        let facts = facts.iter().map(|name| FactUsed {
            name: (*name).to_owned(),
            value: "x".to_owned(),
            origin: "y".to_owned(),
        });
        Decision {
            place: place.clone(),
            facts: facts.collect(),
        }
    }

    #[test]
    fn moves_are_counted_with_three_examples_and_a_rule_that_matches_nothing_is_there() {
        let (all, careers) = (
            place("Everything else", Surface::AgentReply),
            place("Careers", Surface::Team),
        );
        let mut tally = Tally::of(vec![careers.clone(), all.clone()], Some(vec![all.clone()]));
        for id in 0..5 {
            let judged = Judged {
                after: decision(&careers, &["url.path", "bot", "bot", PRESENCE]),
                before: Some(decision(&all, &[])),
                by_presence: id == 1,
                unheard: id == 2,
            };
            tally.count(&format!("10{id}").parse().unwrap(), &judged);
        }
        tally.count_illegible(&Illegible {
            id: None,
            path: "id".to_owned(),
        });
        tally.silent += 1;
        insta::assert_compact_debug_snapshot!(tally, @r#"Tally { after: Counts([(Place { rule: "Careers", surface: Team }, 5), (Place { rule: "Everything else", surface: AgentReply }, 0)]), before: Some(Counts([(Place { rule: "Everything else", surface: AgentReply }, 5)])), moves: [Move { from: Place { rule: "Everything else", surface: AgentReply }, to: Place { rule: "Careers", surface: Team }, count: 5, examples: [100, 101, 102] }], silent: 1, illegible: 1, unread: [Unread { id: None, path: "id" }], missed: 0, asked_presence: 5, by_presence: 1, unheard: 1, as_of_now: {"bot": 5} }"#);
        assert_eq!((tally.met(), tally.decided(), tally.moved()), (7, 5, 5));
        assert_eq!(tally.after.get(&all), Some(0));
    }
}

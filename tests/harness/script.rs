//! A brain that does as it is told.

use std::collections::VecDeque;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use shared::domain::answer::{Answer, Question};
use shared::domain::config::Brain;
use shared::ports::agent::GaveUp;
use shared::ports::{Agent, Knowledge};
use shared::runtime::Brains;

/// What the brain does with a question.
pub enum Act {
    /// It answers.
    Says(Answer),
    /// It gives up.
    GivesUp(GaveUp),
    /// It panics.
    Panics,
    /// It never comes to an end.
    Hangs,
    /// Something happens in the world while it thinks; then it goes on as if nothing were written.
    Meanwhile(Box<dyn FnOnce() + Send>),
}

/// A brain that does what is written next, and remembers what it was asked. With nothing written it brings a person to who
/// asks for one, and tells everybody else how many messages it answers.
#[derive(Default)]
pub struct Script {
    next: Mutex<VecDeque<Act>>,
    asked: Mutex<Vec<Question>>,
}

/// Every brain of a bundle is this one.
pub struct OneBrain(pub Arc<Script>);

impl Brains for OneBrain {
    fn brain(&self, _: Brain) -> Arc<dyn Agent> {
        self.0.clone()
    }
}

impl Script {
    /// What it does with the next question nothing is written for yet.
    pub fn then(&self, act: Act) {
        lock(&self.next).push_back(act);
    }

    /// What it was asked, as the texts that waited each time.
    #[must_use]
    pub fn asked(&self) -> Vec<Vec<String>> {
        let asked = lock(&self.asked);
        let texts = |question: &Question| question.unanswered().map(str::to_owned).collect();
        asked.iter().map(texts).collect()
    }
}

/// An answer it is sure of.
#[must_use]
pub fn says(text: &str) -> Answer {
    Answer {
        text: text.to_owned(),
        confidence: 90,
        ..Answer::default()
    }
}

#[async_trait]
impl Agent for Script {
    async fn answer(
        &self,
        question: &Question,
        _: &dyn Knowledge,
        _: Duration,
    ) -> Result<Answer, GaveUp> {
        lock(&self.asked).push(question.clone());
        let act = lock(&self.next).pop_front();
        match act {
            Some(Act::Says(answer)) => return Ok(answer),
            Some(Act::GivesUp(why)) => return Err(why),
            Some(Act::Panics) => panic!("the script says so"),
            Some(Act::Hangs) => future::pending().await,
            Some(Act::Meanwhile(happens)) => happens(),
            None => {}
        }
        let texts: Vec<_> = question.unanswered().collect();
        if texts.iter().any(|text| text.contains("person")) {
            return Ok(Answer {
                wants_person: true,
                ..says("")
            });
        }
        let count = texts.len();
        Ok(says(&format!(
            "Two minutes at 70 °C. That answers {count} of yours, the last one being “{}”.",
            texts.last().unwrap_or(&"nothing")
        )))
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().expect("no holder of this lock panics")
}

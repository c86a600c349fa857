//! Conversations whose time has come, in whatever workspace: each gets a turn, in the lane nobody waits in.
//!
//! ```text
//! order   workspaces in turn; in each the highest tier, then who has waited longest
//! pace    how many turns a tick asks for
//! ```
//!
//! A tick takes as many as the lane takes in a minute, and leaves the rest to the next one. It may come twice, be cut
//! off, or fail: what a row stands for is done before the row is removed, so none of that loses anything.

mod order;
mod pace;

use std::collections::HashSet;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use shared::domain::turn::Beside;
use shared::ports::allowance::{LIMIT, Share, WINDOW};
use shared::ports::follow_ups::{FollowUp, Found};
use shared::ports::journal::Entry;
use shared::runtime::{Followed, Ports, Tick};
use shared::{Error, Outcome};

use order::Teams;

/// How many are asked for at once: a hundred times what a tick asks turns for, so that a workspace with thousands hides nobody else's.
/// They are some 7 MB of answers, and 800 read units.
const MOST: u16 = 50_000;

/// How many are done at the same time.
const AT_ONCE: usize = 25;

/// What one of them takes at most, in seconds: two reads, a message, a row in place of another, each with what is tried again.
const ONE: i64 = 25;

/// What it takes at most to remove a row, in seconds.
const REMOVAL: i64 = 5;

/// How far apart it is put off what one workspace has too much of.
const LATER: SignedDuration = SignedDuration::from_mins(1);

/// Does what is due.
///
/// # Errors
///
/// The first thing that went wrong, when everything else was done.
pub async fn handle(ports: &Ports, tick: Tick) -> Result<Outcome, Error> {
    let mut flush = Flush::of(ports, tick);
    loop {
        match flush.goes_on().await {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                flush.failed.get_or_insert(error);
                break;
            }
        }
    }
    flush.closes().await;
    match flush.failed {
        Some(error) => Err(error),
        None => Ok(Outcome::Flushed {
            done: flush.counts,
            late: flush.late,
        }),
    }
}

/// A tick under way.
struct Flush<'p> {
    ports: &'p Ports,
    tick: Tick,
    counts: Vec<(&'static str, u32)>,
    /// For how long the oldest was due when it was found, in seconds.
    late: u64,
    /// What was taken on. Who failed is left to the next tick.
    seen: HashSet<FollowUp>,
    /// How many were put off.
    put_off: usize,
    /// The firsts of teams, whose turns were sent with what is beside them. Their rows go last.
    heads: Vec<FollowUp>,
    /// What the teams get, and who has been told.
    teams: Teams,
    window: Window,
    /// The first thing that went wrong. What is behind it was done all the same.
    failed: Option<Error>,
}

/// One of the tick's windows.
struct Window {
    nth: u32,
    began: Timestamp,
    /// How many turns it has.
    turns: usize,
    sent: usize,
}

impl<'p> Flush<'p> {
    fn of(ports: &'p Ports, tick: Tick) -> Self {
        Self {
            ports,
            tick,
            counts: Vec::new(),
            late: 0,
            seen: HashSet::new(),
            put_off: 0,
            heads: Vec::new(),
            teams: Teams::default(),
            window: Window {
                nth: 1,
                began: ports.clock.now(),
                turns: pace::turns(Share::Bulk.of(LIMIT)),
                sent: 0,
            },
            failed: None,
        }
    }

    /// Takes on what is due now; whether there may be more that there is time for.
    async fn goes_on(&mut self) -> Result<bool, Error> {
        let found = self.looks().await?;
        let is_all = !found.more;
        let news = found.follow_ups.into_iter();
        let news: Vec<_> = news.filter(|one| !self.seen.contains(one)).collect();
        if news.is_empty() {
            return Ok(false);
        }
        let rows = order::fair(news);
        self.teams.find(&rows);
        let mut left = &rows[..];
        while !left.is_empty() {
            if self.window.sent >= self.window.turns {
                // What is hidden is looked for when the first window is full: whatever becomes of that, these are sent.
                if !is_all && self.spreads(left).await {
                    return Ok(true);
                }
                if !self.waits().await {
                    self.add("left", u32::try_from(left.len()).unwrap_or(u32::MAX));
                    return Ok(false);
                }
            }
            if !self.has_time(ONE) {
                self.add("cut_off", 1);
                return Ok(false);
            }
            let some = AT_ONCE.min(self.window.turns - self.window.sent);
            let (some, others) = left.split_at(some.min(left.len()));
            self.take(some).await;
            left = others;
        }
        Ok(!is_all)
    }

    /// What is due.
    async fn looks(&mut self) -> Result<Found, Error> {
        let now = self.ports.clock.now();
        let found = self.ports.due.due(now, MOST).await?;
        if self.seen.is_empty() {
            self.unreadable(found.unreadable);
            let oldest = found.follow_ups.first();
            let late = oldest.map_or(0, |oldest| now.duration_since(oldest.at).as_secs());
            self.late = late.try_into().unwrap_or_default();
            if found.follow_ups.len() > AT_ONCE {
                self.learns().await;
            }
        }
        Ok(found)
    }

    /// There is more than can be seen: puts off what a workspace has more of than the lane takes in a minute, until about when the lane
    /// is through with what stays, so that others' are seen, and the lane is not idle meanwhile; whether there was anything. What could
    /// not be put off stays due, and is put off by a later look.
    async fn spreads(&mut self, left: &[FollowUp]) -> bool {
        let now = self.ports.clock.now();
        let lane = self.window.turns * pace::WINDOWS as usize;
        let surplus = order::surplus(left.to_vec(), lane);
        let moves: usize = surplus.iter().map(|(_, rows)| rows.len()).sum();
        let stays = left.len() - moves;
        let mut has_spread = false;
        for (workspace, rows) in surplus {
            for some in rows.chunks(lane) {
                if !self.has_time(2 * ONE) {
                    return has_spread;
                }
                let minutes = (stays + self.put_off) / lane + 1;
                let after = LATER.saturating_mul(i32::try_from(minutes).unwrap_or(i32::MAX));
                let to = now.saturating_add(after).unwrap_or(Timestamp::MAX);
                if let Err(error) = self.ports.put_off(&workspace, some, to).await {
                    self.add("failed", 1);
                    let what = format!("what a workspace has too much of was not put off: {error}");
                    let entry = Entry::new("follow_up", "not_put_off", what);
                    let entry = entry.at(&workspace, None).with("rows", some.len());
                    self.ports.journal.enter(entry.failed());
                    self.failed.get_or_insert(error);
                    continue;
                }
                self.put_off += some.len();
                self.add("put_off", u32::try_from(some.len()).unwrap_or(u32::MAX));
                has_spread = true;
            }
        }
        has_spread
    }

    /// Waits for the tick's next window; false when it was the last one.
    async fn waits(&mut self) -> bool {
        let now = self.ports.clock.now();
        let wait = WINDOW.saturating_sub(now.duration_since(self.window.began));
        let wait = wait.max(SignedDuration::ZERO);
        if self.window.nth >= pace::WINDOWS || !self.has_time(ONE + wait.as_secs()) {
            return false;
        }
        self.ports.clock.sleep(wait.unsigned_abs()).await;
        // Turns of this tick may have learned of another limit.
        self.learns().await;
        self.window = Window {
            nth: self.window.nth + 1,
            began: self.ports.clock.now(),
            turns: self.window.turns,
            sent: 0,
        };
        true
    }

    /// How much the lane takes, as its turns know it. Where that is not to be had, it is as it was known before.
    async fn learns(&mut self) {
        match self.ports.allowance.room(Share::Bulk).await {
            Ok(calls) => self.window.turns = pace::turns(calls),
            Err(error) => {
                self.add("failed", 1);
                let what = format!("how much the lane takes is not known: {error}");
                let entry = Entry::new("follow_up", "room_not_read", what);
                self.ports.journal.enter(entry.failed());
                self.failed.get_or_insert(error.into());
            }
        }
    }

    fn has_time(&self, seconds: i64) -> bool {
        let now = self.ports.clock.now();
        self.tick.deadline.duration_since(now).as_secs() >= seconds
    }

    /// Does some of them. The first of a team has the others with it; should it need no turn, the next one has. Firsts go before the
    /// others: whoever dies in between leaves the others for the same digest. What there is no time for stays due.
    async fn take(&mut self, some: &[FollowUp]) {
        let mut left: Vec<_> = some.iter().collect();
        loop {
            let mut teams = HashSet::new();
            let mut firsts = Vec::new();
            let mut others = Vec::new();
            for one in left {
                let is_first = order::team(one).is_some_and(|team| teams.insert(team));
                match is_first.then(|| self.teams.beside(one)).flatten() {
                    Some(beside) => firsts.push((one, Some(beside))),
                    None => others.push(one),
                }
            }
            if firsts.is_empty() {
                let others = others.into_iter().map(|one| (one, None));
                return self.follow(others.collect()).await;
            }
            self.follow(firsts).await;
            if others.is_empty() {
                return;
            }
            if !self.has_time(ONE) {
                return self.add("cut_off", 1);
            }
            left = others;
        }
    }

    async fn follow(&mut self, some: Vec<(&FollowUp, Option<Beside>)>) {
        let followed = some
            .iter()
            .map(|(one, beside)| self.ports.follow_up(one, beside.as_ref()));
        let followed = join_all(followed).await;
        for ((one, beside), followed) in some.into_iter().zip(followed) {
            self.seen.insert(one.clone());
            self.add("due", 1);
            match followed {
                Ok(followed) => {
                    self.add(followed.name(), 1);
                    match (followed, beside, order::team(one)) {
                        (Followed::Sent, Some(_), Some(team)) => {
                            self.teams.tell(team);
                            self.heads.push(one.clone());
                        }
                        (Followed::Sent, ..) => {}
                        _ => self.teams.drop(one),
                    }
                    self.window.sent += usize::from(followed == Followed::Sent);
                }
                Err(error) => self.fails(one, error),
            }
        }
    }

    /// Removes the rows of the firsts. As long as one is there, whoever comes next begins with it, and asks for the same turn.
    async fn closes(&mut self) {
        let heads = std::mem::take(&mut self.heads);
        for some in heads.chunks(AT_ONCE) {
            if !self.has_time(REMOVAL) {
                return self.add("cut_off", 1);
            }
            let removed = some.iter().map(|head| self.ports.due.done(head));
            let removed = join_all(removed).await;
            for (head, removed) in some.iter().zip(removed) {
                if let Err(error) = removed {
                    self.fails(head, error.into());
                }
            }
        }
    }

    fn fails(&mut self, one: &FollowUp, error: Error) {
        self.add("failed", 1);
        let what = format!("a conversation that is due was not done: {error}");
        let entry = Entry::new("follow_up", "not_done", what);
        let entry = entry.at(&one.workspace, Some(&one.conversation));
        self.ports.journal.enter(entry.failed());
        self.failed.get_or_insert(error);
    }

    fn unreadable(&mut self, rows: u32) {
        if rows > 0 {
            self.add("unreadable", rows);
            let what = "rows of `follow-ups` are none of ours; they are passed over";
            let entry = Entry::new("follow_up", "unreadable", what).with("rows", rows);
            self.ports.journal.enter(entry.failed());
        }
    }

    fn add(&mut self, what: &'static str, times: u32) {
        match self.counts.iter_mut().find(|(counted, _)| *counted == what) {
            Some((_, count)) => *count += times,
            None => self.counts.push((what, times)),
        }
    }
}

//! A town whose people all come at nine, and what its flush and its lane do.
//!
//! The flush is the real one. The town counts what it asks for in DynamoDB's units, as its documentation counts them: a query at least
//! half a unit, and half a unit for 4 KB; a row in the index two units to write and two to remove. The lane is reckoned: so many
//! turns at once, a turn so long, and in each window of ten seconds no more turns than its share of the rate limit has calls for.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use local::bundle::{Bundle, Plan};
use shared::adapters::intercom::{Hosts, Timeouts};
use shared::domain::conversation::Record;
use shared::domain::ending::Tally;
use shared::domain::oauth::Nonce;
use shared::domain::queued::{Place, Queued, Tier};
use shared::domain::reminder::{Purpose, Reminder};
use shared::domain::turn::{TurnRequest, budget};
use shared::id::{AdminId, ConversationId, TeamId, WorkspaceId};
use shared::ports::allowance::{Share, Taken};
use shared::ports::follow_ups::{FollowUp, Found};
use shared::ports::journal::Entry;
use shared::ports::keys::Plain;
use shared::ports::queue::{self, Letter};
use shared::ports::registry::{
    Departure, Duty, Enrolled, Installation, Membership, Purged, Region, Round, Standing,
};
use shared::ports::store::{Error, SaveError};
use shared::ports::{Allowance, Clock, Due, FollowUps, Journal, Queue, Registry, Store};
use shared::runtime::{Ports, Tick};
use shared::workspace::Tenant;

/// 24 November 2026, 08:00 UTC: nine in Berlin.
const NINE: i64 = 1_795_507_200;

/// How long a morning turn is taken to take: six calls of Intercom at 0.4 s, and its own reads and writes. No model is asked.
const TURN: i64 = 3_000;

/// Intercom's calls in ten seconds: what an app has as a rule, and ten times that.
pub(crate) const LIMITS: [u32; 2] = [1_666, 16_660];

const WIDTHS: [usize; 4] = [20, 50, 100, 200];

/// What a row is, key and index included, in bytes.
const ROW: usize = 130;

const SHARDS: usize = 16;

/// Who waits where.
#[derive(Clone, Copy)]
pub(crate) struct Rush {
    /// How many workspaces are installed.
    pub(crate) installed: u32,
    /// How many workspaces have how many conversations each.
    pub(crate) crowds: [(u32, u32); 3],
}

impl Rush {
    /// One with ten thousand, ten with a thousand, three thousand with ten.
    pub(crate) const FULL: Self = Self {
        installed: 100_000,
        crowds: [(1, 10_000), (10, 1_000), (3_000, 10)],
    };

    pub(crate) fn items(self) -> u32 {
        self.crowds
            .iter()
            .map(|(workspaces, each)| workspaces * each)
            .sum()
    }
}

/// What was counted.
#[derive(Default, Clone, Copy)]
pub(crate) struct Units {
    pub(crate) queries: u32,
    /// In halves.
    pub(crate) read: usize,
    pub(crate) written: u32,
    pub(crate) put_off: u32,
}

/// What rows are in the order of: time, tier and waiting time, whose.
type Key = (i64, Option<(Tier, i64)>, WorkspaceId, ConversationId);

struct Town {
    now: Mutex<Timestamp>,
    rows: Mutex<BTreeMap<Key, FollowUp>>,
    installation: Installation,
    installed: u32,
    limit: u32,
    units: Mutex<Units>,
    /// In milliseconds after nine, and whose.
    sent: Mutex<Vec<(i64, WorkspaceId)>>,
}

fn key(row: &FollowUp) -> (i64, Option<(Tier, i64)>, WorkspaceId, ConversationId) {
    let place = row.place.as_ref().map(|place| (place.tier, place.since));
    let FollowUp {
        workspace,
        conversation,
        at,
        ..
    } = row;
    (
        at.as_second(),
        place,
        workspace.clone(),
        conversation.clone(),
    )
}

impl Town {
    fn count(&self, count: impl FnOnce(&mut Units)) {
        count(&mut self.units.lock().unwrap());
    }

    fn put(&self, row: FollowUp) {
        self.count(|units| units.written += if row.place.is_some() { 2 } else { 1 });
        self.rows.lock().unwrap().insert(key(&row), row);
    }

    fn remove(&self, row: &FollowUp) {
        self.count(|units| units.written += if row.place.is_some() { 2 } else { 1 });
        self.rows.lock().unwrap().remove(&key(row));
    }
}

#[async_trait]
impl Clock for Town {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        *self.now.lock().unwrap() += SignedDuration::try_from(duration).unwrap();
    }
}

#[async_trait]
impl Due for Town {
    async fn due(&self, now: Timestamp, most: u16) -> Result<Found, Error> {
        let rows = self.rows.lock().unwrap();
        let due: Vec<_> = rows
            .values()
            .take_while(|row| row.at <= now)
            .take(usize::from(most) + 1)
            .cloned()
            .collect();
        let more = due.len() > most.into();
        // Shards are asked for twice their part.
        let shown = due.len().min(2 * usize::from(most)).div_ceil(SHARDS);
        self.count(|units| {
            units.queries += u32::try_from(SHARDS).unwrap();
            units.read += SHARDS * (shown * ROW).div_ceil(4_096).max(1);
        });
        let follow_ups = due.into_iter().take(most.into()).collect();
        Ok(Found {
            follow_ups,
            unreadable: 0,
            more,
        })
    }

    async fn done(&self, follow_up: &FollowUp) -> Result<(), Error> {
        self.remove(follow_up);
        Ok(())
    }
}

#[async_trait]
impl FollowUps for Town {
    async fn set(
        &self,
        tenant: &Tenant,
        conversation: &ConversationId,
        at: Timestamp,
        place: Option<&Place>,
    ) -> Result<(), Error> {
        self.put(FollowUp {
            workspace: tenant.workspace().clone(),
            conversation: conversation.clone(),
            at,
            place: place.cloned(),
        });
        Ok(())
    }

    async fn queued(&self, _: &Tenant, _: Option<&FollowUp>, _: u16) -> Result<Found, Error> {
        unreachable!("a flush lists nobody's queue")
    }

    async fn put_off(&self, _: &Tenant, some: &[FollowUp], to: Timestamp) -> Result<(), Error> {
        for row in some {
            self.put(FollowUp {
                at: to,
                ..row.clone()
            });
            self.remove(row);
            self.count(|units| units.put_off += 1);
        }
        Ok(())
    }
}

#[async_trait]
impl Store for Town {
    async fn conversation(&self, _: &Tenant, _: &ConversationId) -> Result<Option<Record>, Error> {
        self.count(|units| units.read += 2);
        let queued: Queued = "asked_for_person 9t".parse().unwrap();
        Ok(Some(Record {
            reminder: Some(Reminder {
                at: NINE,
                since: NINE - 3_600,
                purpose: Purpose::Opening(queued),
            }),
            ..Record::default()
        }))
    }

    async fn save(
        &self,
        _: &Tenant,
        _: &ConversationId,
        _: &Record,
        _: &Tally,
    ) -> Result<u64, SaveError> {
        unreachable!("a flush writes no record")
    }
}

#[async_trait]
impl Allowance for Town {
    async fn take(&self, _: Share, _: u32) -> Result<Taken, Error> {
        unreachable!("a flush takes no calls")
    }

    async fn room(&self, share: Share) -> Result<u32, Error> {
        self.count(|units| units.read += 1);
        Ok(share.of(self.limit))
    }

    async fn held(&self, _: &Tenant) -> Result<Option<Timestamp>, Error> {
        unreachable!("a flush asks for no hold")
    }

    async fn hold(&self, _: &Tenant, _: Timestamp) -> Result<(), Error> {
        unreachable!("a flush holds nobody")
    }

    fn learn(&self, _: u32) {}
}

#[async_trait]
impl Queue for Town {
    async fn send(&self, letter: &Letter) -> Result<(), queue::Error> {
        let request: TurnRequest = serde_json::from_str(&letter.body).unwrap();
        let after = self.now().as_millisecond() - NINE * 1_000;
        self.sent.lock().unwrap().push((after, request.workspace));
        Ok(())
    }
}

impl Journal for Town {
    fn enter(&self, entry: Entry) {
        panic!("{}: {}", entry.name, entry.what);
    }
}

/// Nothing but whether a workspace is installed is asked of it.
#[async_trait]
impl Registry for Town {
    async fn membership(&self, workspace: &WorkspaceId) -> Result<Membership, Error> {
        self.count(|units| units.read += 2);
        let nth: u32 = workspace.as_str().trim_start_matches('w').parse().unwrap();
        assert!(nth <= self.installed);
        Ok(Membership::Installed(Box::new(Installation {
            workspace: workspace.clone(),
            ..self.installation.clone()
        })))
    }

    async fn install(&self, _: &Installation) -> Result<(), Error> {
        unreachable!()
    }

    async fn renew(
        &self,
        _: &Installation,
        _: &shared::ports::keys::Sealed,
    ) -> Result<bool, Error> {
        unreachable!()
    }

    async fn judge(&self, _: &Installation, _: Standing, _: Timestamp) -> Result<bool, Error> {
        unreachable!()
    }

    async fn uninstall(&self, _: &Installation, _: &Departure) -> Result<bool, Error> {
        unreachable!()
    }

    async fn clear(&self, _: &Departure) -> Result<(), Error> {
        unreachable!()
    }

    async fn due(&self, _: Duty, _: Timestamp, _: u8) -> Result<Vec<WorkspaceId>, Error> {
        unreachable!()
    }

    async fn begin_sweep(
        &self,
        _: &WorkspaceId,
        _: Timestamp,
        _: Timestamp,
    ) -> Result<Option<Round>, Error> {
        unreachable!()
    }

    async fn end_sweep(&self, _: &WorkspaceId, _: Timestamp, _: Timestamp) -> Result<bool, Error> {
        unreachable!()
    }

    async fn pass_over(&self, _: &WorkspaceId, _: Timestamp, _: Timestamp) -> Result<bool, Error> {
        unreachable!()
    }

    async fn enrol(&self, _: Timestamp) -> Result<Enrolled, Error> {
        unreachable!()
    }

    async fn purge(&self, _: &Departure) -> Result<Purged, Error> {
        unreachable!()
    }

    async fn use_up(&self, _: &Nonce, _: Timestamp) -> Result<bool, Error> {
        unreachable!()
    }
}

/// What came of a morning.
pub(crate) struct Morning {
    /// What the flush cost in all, and when nothing was due.
    pub(crate) units: Units,
    pub(crate) idle: Units,
    pub(crate) ticks: u32,
    /// When each turn was asked for, in milliseconds after nine, in the order of the lane.
    pub(crate) sent: Vec<(i64, WorkspaceId)>,
    pub(crate) limit: u32,
}

impl Morning {
    /// Lets it come, for so many ticks at most.
    pub(crate) async fn of(rush: Rush, limit: u32, most: u32) -> Self {
        let bundle = Bundle::open(Plan {
            files: None,
            clock: Arc::new(Still),
            journal: Arc::new(Quiet),
            hosts: Hosts::One("http://127.0.0.1:9".parse().unwrap()),
            timeouts: Timeouts::default(),
            secrets: Vec::new(),
        });
        let bundle = bundle.await.unwrap();
        let any = WorkspaceId::try_from("w1").unwrap();
        let token = bundle
            .ports
            .keys
            .seal(&any, &Plain::new("a token"))
            .await
            .unwrap();
        let town = Arc::new(Town {
            now: Mutex::new(Timestamp::from_second(NINE - 60).unwrap()),
            rows: Mutex::default(),
            installation: Installation {
                workspace: any,
                name: "any".to_owned(),
                region: Region::default(),
                token,
                private_secret: None,
                us: AdminId::try_from("1").unwrap(),
                standing: Standing::default(),
            },
            installed: rush.installed,
            limit,
            units: Mutex::default(),
            sent: Mutex::default(),
        });
        let ports = Ports {
            store: town.clone(),
            registry: town.clone(),
            follow_ups: town.clone(),
            due: town.clone(),
            allowance: town.clone(),
            queue: town.clone(),
            clock: town.clone(),
            journal: town.clone(),
            ..bundle.ports.clone()
        };
        let (mut workspace, mut conversation) = (0, 0);
        for (workspaces, each) in rush.crowds {
            for _ in 0..workspaces {
                workspace += 1;
                for _ in 0..each {
                    conversation += 1;
                    town.put(waiting(workspace, conversation));
                }
            }
        }
        tick(&ports, &town).await;
        let set = 2 * conversation;
        let mut idle = *town.units.lock().unwrap();
        assert_eq!(idle.written, set, "two units each");
        idle.written = 0;
        let mut ticks = 0;
        while ticks < most && !town.rows.lock().unwrap().is_empty() {
            let minute = Timestamp::from_second(NINE + 60 * i64::from(ticks)).unwrap();
            *town.now.lock().unwrap() = minute;
            tick(&ports, &town).await;
            ticks += 1;
        }
        let units = *town.units.lock().unwrap();
        let sent = std::mem::take(&mut *town.sent.lock().unwrap());
        Self {
            units,
            idle,
            ticks,
            sent,
            limit,
        }
    }

    /// After how many minutes the last turn is over in a lane of so many at once.
    fn drained(&self, width: usize) -> i64 {
        let turns = usize::try_from(Share::Bulk.of(self.limit) / budget::CALLS).unwrap();
        let mut free: VecDeque<i64> = vec![0; width].into();
        let mut windows: HashMap<i64, usize> = HashMap::new();
        let mut window = 0;
        let mut over = 0;
        for (asked, _) in &self.sent {
            // Turns take equally long, so whoever began first is free first.
            let mut begins = free.pop_front().unwrap().max(*asked).max(window * 10_000);
            while windows
                .get(&(begins / 10_000))
                .is_some_and(|taken| *taken >= turns)
            {
                begins = (begins / 10_000 + 1) * 10_000;
            }
            window = begins / 10_000;
            *windows.entry(window).or_default() += 1;
            over = begins + TURN;
            free.push_back(over);
        }
        over.div_euclid(60_000) + 1
    }

    /// Of how many workspaces a turn was asked for.
    pub(crate) fn workspaces(&self) -> usize {
        let workspaces: HashSet<_> = self.sent.iter().map(|(_, workspace)| workspace).collect();
        workspaces.len()
    }

    /// After how many minutes every workspace's first turn was asked for.
    pub(crate) fn firsts(&self) -> i64 {
        let mut first: HashMap<&WorkspaceId, i64> = HashMap::new();
        for (asked, workspace) in &self.sent {
            first.entry(workspace).or_insert(*asked);
        }
        first.values().max().unwrap().div_euclid(60_000) + 1
    }
}

struct Still;

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(NINE).unwrap()
    }

    async fn sleep(&self, _: Duration) {}
}

struct Quiet;

impl Journal for Quiet {
    fn enter(&self, _: Entry) {}
}

fn waiting(workspace: u32, conversation: u32) -> FollowUp {
    // Anyhow, but the same every time.
    let luck = u64::from(conversation).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    FollowUp {
        workspace: WorkspaceId::try_from(format!("w{workspace}")).unwrap(),
        conversation: ConversationId::try_from(conversation.to_string()).unwrap(),
        at: Timestamp::from_second(NINE).unwrap(),
        place: Some(Place {
            tier: Tier::from_digit(u8::try_from(luck % 10).unwrap()).unwrap(),
            since: NINE - 1 - i64::try_from(luck % 50_000).unwrap(),
            team: Some(TeamId::try_from("7").unwrap()),
        }),
    }
}

async fn tick(ports: &Ports, town: &Town) {
    let at = town.now();
    let deadline = at + SignedDuration::from_secs(75);
    queue_flush::handle(ports, Tick { at, deadline })
        .await
        .unwrap();
}

/// The figures, as they stand in `docs/SCALE.md`.
pub(crate) async fn table() -> String {
    let mut mornings = Vec::new();
    for limit in LIMITS {
        mornings.push(Morning::of(Rush::FULL, limit, 10_000).await);
    }
    let items = f64::from(Rush::FULL.items());
    let row = |what: &str, of: &dyn Fn(&Morning) -> String| {
        let cells: Vec<_> = mornings.iter().map(of).collect();
        format!("| {what} | {} |\n", cells.join(" | "))
    };
    let halves = |read: usize| f64::from(u32::try_from(read).unwrap()) / 2.0;
    let mut table = row("Intercom's calls in 10 s", &|one| one.limit.to_string());
    table += "| --- | ---: | ---: |\n";
    table += &row("queries of a tick with nothing due", &|one| {
        one.idle.queries.to_string()
    });
    table += &row("read units of it", &|one| halves(one.idle.read).to_string());
    table += &row("ticks until everything is asked for", &|one| {
        one.ticks.to_string()
    });
    table += &row("turns asked for a minute", &|one| {
        let first = one.sent.iter().filter(|(asked, _)| *asked < 60_000);
        first.count().to_string()
    });
    table += &row("every workspace's first is asked for within", &|one| {
        format!("{} min", one.firsts())
    });
    table += &row("rows put off", &|one| one.units.put_off.to_string());
    table += &row("units written an item, set and put off included", &|one| {
        format!("{:.2}", f64::from(one.units.written) / items)
    });
    table += &row("units read an item, all ticks included", &|one| {
        format!("{:.2}", halves(one.units.read) / items)
    });
    for width in WIDTHS {
        let what = format!("drained with {width} turns at once");
        table += &row(&what, &|one| format!("{} min", one.drained(width)));
    }
    table += &row("DynamoDB for the morning", &|one| {
        let written = f64::from(one.units.written) * 0.625;
        format!("${:.2}", (written + halves(one.units.read) * 0.125) / 1e6)
    });
    table
}

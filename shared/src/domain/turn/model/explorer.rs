//! Takes every action in every world, nearest first, each world once.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Instant;

use super::action::Action;
use super::fingerprint::fingerprint;
use super::inbox::Deed;
use super::law::{self, Breach, Law};
use super::scenario::Scenario;
use super::world::World;
use crate::domain::turn::Effect;

/// More worlds than any scenario has: one that has more has no end, or is none to wait for.
const MOST: usize = 1_000_000;

/// What an exploration came to.
#[derive(Debug, Default)]
pub(super) struct Explored {
    pub(super) name: &'static str,
    pub(super) worlds: usize,
    /// Worlds in which nothing was under way.
    pub(super) quiet: usize,
    /// Of these, those in which somebody wrote between the last reading and the post: residual risk (b).
    pub(super) talked_over: usize,
    /// Those in which something was said twice: residual risk (a).
    pub(super) doubled: usize,
    /// Ways from the beginning to a world where nothing more can happen. Rounded.
    pub(super) schedules: f64,
    /// The most actions one has.
    pub(super) longest: u32,
    /// The most answers that were asked for in one.
    pub(super) asks: u32,
    /// The nearest breach.
    pub(super) breach: Option<Counterexample>,
    pub(super) seconds: f32,
}

/// The shortest way to a breach.
#[derive(Debug)]
pub(super) struct Counterexample {
    pub(super) law: Law,
    pub(super) length: usize,
    told: String,
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told)
    }
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            worlds,
            quiet,
            talked_over,
            doubled,
            schedules,
            longest,
            asks,
            seconds,
            ..
        } = self;
        write!(
            f,
            "{name}: {worlds} worlds, {schedules:.1e} schedules of at most {longest} actions and {asks} questions to the agent; \
             {quiet} ends, of them {doubled} with residual risk (a) and {talked_over} with (b); {seconds:.1} s"
        )
    }
}

/// How a world was come to.
struct Node {
    from: u32,
    by: Option<Action>,
}

/// Explores a scenario to its end, or to the first breach.
pub(super) fn explore(scenario: Scenario) -> Explored {
    let began = Instant::now();
    let scenario = Arc::new(scenario);
    let first = World::begin(&scenario);
    let mut known = HashMap::from([(fingerprint(&first), 0_u32)]);
    let mut nodes = vec![Node { from: 0, by: None }];
    let mut edges = Vec::new();
    let mut explored = Explored {
        name: scenario.name,
        ..Explored::default()
    };
    let mut level = vec![(0_u32, first)];
    while !level.is_empty() {
        if known.len() > MOST {
            let breach = Breach::of(Law::NoLoops, format!("more than {MOST} worlds"));
            explored.breach = Some(tell(&scenario, &nodes, level[0].0, &breach));
            return explored;
        }
        let mut next = Vec::new();
        for (id, world) in level {
            for action in world.actions() {
                let asks = asks(&world, action);
                let (after, kept) = world.after(action);
                let kept = kept.and_then(|()| {
                    if after.is_quiet() {
                        law::quiet(&after)
                    } else {
                        Ok(())
                    }
                });
                if let Err(breach) = kept {
                    nodes.push(Node {
                        from: id,
                        by: Some(action),
                    });
                    let last = u32::try_from(nodes.len() - 1).unwrap();
                    explored.breach = Some(tell(&scenario, &nodes, last, &breach));
                    explored.worlds = known.len();
                    explored.seconds = began.elapsed().as_secs_f32();
                    return explored;
                }
                let count = u32::try_from(nodes.len()).unwrap();
                let to = *known.entry(fingerprint(&after)).or_insert(count);
                edges.push((id, to, asks));
                if to == count {
                    nodes.push(Node {
                        from: id,
                        by: Some(action),
                    });
                    if after.is_quiet() {
                        explored.quiet += 1;
                        explored.doubled += usize::from(after.doubled);
                        explored.talked_over += usize::from(talked_over(&after));
                    }
                    next.push((to, after));
                }
            }
        }
        level = next;
    }
    explored.worlds = known.len();
    super::schedules::count(&mut explored, nodes.len(), &edges);
    explored.seconds = began.elapsed().as_secs_f32();
    explored
}

fn asks(world: &World, action: Action) -> bool {
    match action {
        Action::Performs(worker, _) => {
            matches!(world.workers[usize::from(worker)].pending, Effect::Ask(..))
        }
        _ => false,
    }
}

/// Whether the agent said something after a person had it.
fn talked_over(world: &World) -> bool {
    let mut person = false;
    world.inbox.entries.iter().any(|entry| {
        match entry.deed {
            Deed::Spoke | Deed::Took => person = true,
            Deed::GaveBack => person = false,
            Deed::Answered(_)
            | Deed::SaidFarewell
            | Deed::AskedField
            | Deed::Queued
            | Deed::SaidAgain => return person,
            _ => {}
        }
        false
    })
}

/// Goes the way again, and tells it.
fn tell(scenario: &Arc<Scenario>, nodes: &[Node], last: u32, breach: &Breach) -> Counterexample {
    let mut way = Vec::new();
    let mut at = last;
    while let Some(action) = nodes[at as usize].by {
        way.push(action);
        at = nodes[at as usize].from;
    }
    way.reverse();
    let mut world = World::begin(scenario);
    let mut told = format!("{}: {breach}\n", scenario.name);
    for action in &way {
        let does = match action {
            Action::Performs(worker, _) | Action::Dies(worker) => {
                let worker = &world.workers[usize::from(*worker)];
                format!(" ({})", worker.pending.name())
            }
            Action::TeamActs => format!(" ({:?})", scenario.team[world.acted]),
            _ => String::new(),
        };
        world = world.after(*action).0;
        let _ = writeln!(told, "{:>4} s  {action}{does}", world.now);
    }
    let deeds: Vec<_> = world.inbox.entries.iter().map(|entry| entry.deed).collect();
    let _ = writeln!(told, "inbox: {deeds:?}\nrecord: {:?}", world.record);
    Counterexample {
        law: breach.law,
        length: way.len(),
        told,
    }
}

//! How many schedules there are between the worlds that were found.

use super::explorer::Explored;

/// Counts the ways from the first world to those where nothing more can happen.
///
/// # Panics
///
/// If a world leads back to itself: then a schedule would never come to an end.
pub(super) fn count(explored: &mut Explored, worlds: usize, edges: &[(u32, u32, bool)]) {
    let mut incoming = vec![0_u32; worlds];
    let mut begins = vec![0_usize; worlds + 1];
    for (from, to, _) in edges {
        incoming[*to as usize] += 1;
        begins[*from as usize + 1] += 1;
    }
    for nth in 0..worlds {
        begins[nth + 1] += begins[nth];
    }
    // The edges come world by world, as they were found.
    let mut ways = vec![0_f64; worlds];
    let mut steps = vec![(0_u32, 0_u32); worlds];
    ways[0] = 1.0;
    let mut ready = vec![0_usize];
    let mut done = 0;
    while let Some(at) = ready.pop() {
        done += 1;
        let (length, asked) = steps[at];
        let out = &edges[begins[at]..begins[at + 1]];
        if out.is_empty() {
            explored.schedules += ways[at];
            explored.longest = explored.longest.max(length);
            explored.asks = explored.asks.max(asked);
        }
        for (_, to, asks) in out {
            let to = *to as usize;
            ways[to] += ways[at];
            let (longest, most) = &mut steps[to];
            *longest = (*longest).max(length + 1);
            *most = (*most).max(asked + u32::from(*asks));
            incoming[to] -= 1;
            if incoming[to] == 0 {
                ready.push(to);
            }
        }
    }
    assert_eq!(done, worlds, "a schedule of “{}” never ends", explored.name);
}

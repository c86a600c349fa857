//! The morning's counts, in a town small enough for a test. `cargo test -p tests --bench morning` has the large one.

#[expect(dead_code, reason = "the bench has a table of it")]
#[path = "../bench/morning/rush.rs"]
mod rush;

use rush::{Morning, Rush};

#[tokio::test]
async fn a_morning_costs_the_same_an_item_and_an_idle_tick_the_same_whatever_the_number_of_workspaces()
 {
    for installed in [100, 100_000] {
        let rush = Rush {
            installed,
            crowds: [(1, 700), (20, 10), (50, 1)],
        };
        let morning = Morning::of(rush, 1_666, 100).await;
        assert_eq!(
            (morning.idle.queries, morning.idle.read),
            (16, 16),
            "a query is half a unit"
        );
        assert_eq!(
            morning.units.written,
            4 * rush.items(),
            "two to set and two to remove"
        );
        assert_eq!(morning.units.put_off, 0, "everything is seen");
        assert_eq!(morning.sent.len(), 950);
        assert_eq!(morning.ticks, 2);
        assert_eq!(morning.firsts(), 1, "who has ten thousand holds nobody up");
    }
}

#[tokio::test]
async fn what_one_workspace_has_too_much_of_hides_nobody_and_is_put_off_once() {
    let rush = Rush {
        installed: 100,
        crowds: [(1, 52_000), (20, 1), (0, 0)],
    };
    let one = Morning::of(rush, 1_666, 1).await;
    assert_eq!(one.firsts(), 1);
    assert_eq!(one.workspaces(), 21, "nobody is hidden");
    let put_off = one.units.put_off;
    assert!(put_off > 49_000 && put_off < 52_000, "{put_off}");
    let two = Morning::of(rush, 1_666, 3).await;
    assert_eq!(two.units.put_off, put_off, "once");
    assert_eq!(two.sent.len(), 3 * 495, "the lane is not idle meanwhile");
}

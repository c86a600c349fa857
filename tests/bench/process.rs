//! What the kernel knows of a running function, and of the machine.

use std::fs;
use std::time::Duration;

/// The time its threads have run, the ended ones aside.
pub(crate) fn cpu(id: u32) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{id}/task")).unwrap();
    // A thread may end while it is looked at.
    let nanos = tasks.filter_map(|task| {
        let statistics = fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        statistics.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// How many processes have wanted to run at once in the last minute, on average.
pub(crate) fn load() -> String {
    let averages = fs::read_to_string("/proc/loadavg").unwrap();
    averages.split(' ').next().unwrap().to_owned()
}

/// The most memory it ever held, in bytes.
pub(crate) fn peak_memory(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
    kib * 1024
}

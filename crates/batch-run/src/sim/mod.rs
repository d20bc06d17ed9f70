//! A deterministic simulator of the core: one seed, one history.
//!
//! The core runs against a modelled server and disk in virtual time. The seed decides everything:
//! the run and its limits, the oddities of the server, every fault, when the process dies and what
//! the user wants. The promises are checked after every event, and a broken one is reported with its
//! seed.
//!
//! - `BATCH_RUN_SIM_SEEDS=100000` plays that many histories instead of a few thousand.
//! - `BATCH_RUN_SIM_SEED=17` plays one history and prints every step of it.
//! - `BATCH_RUN_SIM_FIRST=100000` starts at a later seed, and `BATCH_RUN_SIM_SURVEY=1` plays on after
//!   a broken promise and groups what it finds.
//!
//! `cargo xtask mutations` puts faults into the core to prove that the simulator finds them.

mod disk;
mod fate;
mod promises;
mod quirks;
mod rng;
mod room;
mod server;
mod shell;
mod steps;
mod watch;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use world::{Stats, World};

/// The number of histories that an ordinary test run plays.
const SEEDS: u64 = 5_000;

#[test]
fn every_promise_is_kept_in_every_history() {
    if let Some(seed) = variable("BATCH_RUN_SIM_SEED") {
        if let Err(broken) = World::new(seed, true).play() {
            panic!("seed {seed}: {broken}");
        }
        return;
    }
    let first = variable("BATCH_RUN_SIM_FIRST").unwrap_or(0);
    let seeds = variable("BATCH_RUN_SIM_SEEDS").unwrap_or(SEEDS);
    let survey = std::env::var_os("BATCH_RUN_SIM_SURVEY").is_some();
    let next = AtomicU64::new(first);
    let worst = AtomicU64::new(u64::MAX);
    let work = || {
        let mut total = Total::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            let is_over = !survey && worst.load(Ordering::Relaxed) < seed;
            if seed >= first + seeds || is_over {
                return total;
            }
            match play(seed) {
                Ok(stats) => total.add(stats),
                Err(broken) => {
                    worst.fetch_min(seed, Ordering::Relaxed);
                    total.broken.push((seed, broken));
                }
            }
        }
    };
    let mut total = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut total = work();
        total.join(other.join().unwrap());
        total
    });
    total.broken.sort();
    if survey {
        let mut kinds = std::collections::BTreeMap::<String, (u64, u64)>::new();
        for (seed, broken) in &total.broken {
            let kind = broken.chars().filter(|c| !c.is_ascii_digit()).take(110).collect();
            kinds.entry(kind).or_insert((0, *seed)).0 += 1;
        }
        for (kind, (count, seed)) in kinds {
            println!("{count:>6} from seed {seed}: {kind}");
        }
    }
    if let Some((seed, broken)) = total.broken.first() {
        let played = seed - first + 1;
        panic!("broken in history {played}: {broken}\nreplay it with BATCH_RUN_SIM_SEED={seed}");
    }
    println!("{seeds} histories: {total:?}");
}

fn play(seed: u64) -> Result<Stats, String> {
    let play = || World::new(seed, false).play();
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|_| Err("the core panicked".into()))
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// The sum of many histories: events and batches, and in how many histories something happened.
#[derive(Debug, Default)]
struct Total {
    events: u64,
    batches: u64,
    crashes: u64,
    resumed: u64,
    resent: u64,
    duplicates: u64,
    unknown: u64,
    reopened: u64,
    cancelled: u64,
    swept: u64,
    broken: Vec<(u64, String)>,
}

impl Total {
    fn add(&mut self, stats: Stats) {
        self.events += stats.events;
        self.batches += stats.batches;
        self.crashes += u64::from(stats.crashes > 0);
        self.resumed += u64::from(stats.resumed > 0);
        self.resent += u64::from(stats.resent > 0);
        self.duplicates += u64::from(stats.duplicates > 0);
        self.unknown += u64::from(stats.unknown > 0);
        self.reopened += u64::from(stats.reopened > 0);
        self.cancelled += u64::from(stats.cancelled > 0);
        self.swept += u64::from(stats.swept > 0);
    }

    fn join(&mut self, other: Self) {
        self.events += other.events;
        self.batches += other.batches;
        self.crashes += other.crashes;
        self.resumed += other.resumed;
        self.resent += other.resent;
        self.duplicates += other.duplicates;
        self.unknown += other.unknown;
        self.reopened += other.reopened;
        self.cancelled += other.cancelled;
        self.swept += other.swept;
        self.broken.extend(other.broken);
    }
}

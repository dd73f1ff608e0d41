//! The fault sweep of the whole program: real sockets cut at every point of every write that keys reach.
//!
//! One desk goes through all writes with the same cut, each armed when the person confirms. Then more than five minutes
//! pass, in which everything of unknown outcome is read back and the window of an export is over. Two promises: no write
//! was received twice, and what the screen and the journal say of it is what the server did; where no reading can tell,
//! they say no more than that. One seed in the gate, twenty in a soak run; each point is cut by close and by reset.

mod asked;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::desk::Setup;
use super::quotes::few_orders;
use crate::proxy::{Cut, End, Point};
use crate::pty::rounds;
use asked::{File, everything, furnish};
use verdict::verdict;

/// Every kind of write that keys reach.
const WRITES: usize = 18;
/// Until every read-back that there is in the first minutes has been, and an export that waited for its turn would have
/// left: one in five minutes.
const READ_BACK: Duration = Duration::from_secs(320);

/// What all desks came to.
#[derive(Default)]
struct Tally {
    /// What is known of the writes in the end, counted by class.
    verdicts: BTreeMap<&'static str, u32>,
    /// Method and path of every kind of write that came as far as the journal.
    kinds: BTreeSet<(&'static str, &'static str)>,
}

/// One desk through all writes.
async fn sweep(point: Point, end: End, seed: u64, tally: &mut Tally) {
    // One world for all, in which every write can be made: the seed is the cut's.
    let scenario = few_orders().seed(1);
    let setup = Setup::new(scenario).writing().behind_proxy().send_delay(0);
    let mut desk = Box::pin(setup.furnished(furnish)).await;
    desk.open_quotes().await;
    let file = File::new();
    let all = everything(&desk, &file);
    let mut entries = Vec::new();
    for asked in &all {
        asked.open(&mut desk).await;
        let on = format!("{} ", asked.call);
        let cut = Cut {
            point,
            end,
            on,
            seed,
        };
        entries.push(asked.confirm_into(&mut desk, cut).await);
    }
    desk.pass(READ_BACK).await;
    let cut = format!("cut at {point:?} by {end:?}, seed {seed}");
    for (asked, entry) in all.iter().zip(entries) {
        let class = verdict(&desk, asked, &file, entry, &cut);
        *tally.verdicts.entry(class).or_default() += 1;
    }
    for entry in desk.entries() {
        let write = &entry.intent.as_ref().unwrap().write;
        tally.kinds.insert((write.method().word(), write.path()));
    }
    assert_eq!(desk.state().jobs.running(), 0, "{cut}");
}

/// Cuts at some points, after which verdicts of all these classes are expected.
async fn sweep_points(points: &[Point], classes: &[&str]) {
    let mut all = Tally::default();
    for seed in 0..rounds(20) {
        for point in points {
            for end in [End::Close, End::Reset] {
                sweep(*point, end, seed.into(), &mut all).await;
            }
        }
    }
    let Tally { verdicts, kinds } = all;
    let cases = verdicts.values().sum::<u32>();
    println!("{cases} writes cut at {points:?}: {verdicts:?}");
    let desks = 4 * 2 * rounds(20);
    assert_eq!(cases, desks * u32::try_from(WRITES).unwrap());
    assert_eq!(kinds.len(), WRITES, "{kinds:?}");
    for class in classes {
        assert!(verdicts.contains_key(class), "{class}: {verdicts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_connection_or_of_the_head_makes_a_verdict_a_lie() {
    let classes = [
        "not sent",
        "unknown, then not applied",
        "unknown for good, and not applied",
    ];
    sweep_points(&Point::ALL[..4], &classes).await;
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_request_makes_a_verdict_a_lie() {
    let classes = [
        "unknown, then not applied",
        "unknown, then reached",
        "unknown for good, and applied",
        "unknown for good, and not applied",
    ];
    sweep_points(&Point::ALL[4..8], &classes).await;
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_answer_makes_a_verdict_a_lie() {
    let classes = [
        "unknown, then reached",
        "unknown for good, and applied",
        "applied",
    ];
    sweep_points(&Point::ALL[8..], &classes).await;
}

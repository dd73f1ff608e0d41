//! Whatever is pressed, fails, panics or is dropped, in whatever order: nothing is sent twice.

use std::collections::HashMap;

use proptest::prelude::*;

use super::fakes::numbered;
use super::*;

/// One thing that happens from outside.
#[derive(Clone, Debug)]
enum Move {
    Send(u8),
    Cancel(u64),
    Pass(u64),
    End,
    Drop,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => (0..3_u8).prop_map(Move::Send),
        2 => (1..12_u64).prop_map(Move::Cancel),
        6 => (0..3_000_u64).prop_map(Move::Pass),
        1 => Just(Move::End),
        1 => Just(Move::Drop),
    ];
    prop::collection::vec(one, 1..30)
}

fn faults() -> impl Strategy<Value = Vec<Option<Fault>>> {
    let one = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Fault::Refuse)),
        1 => Just(Some(Fault::Panic)),
    ];
    prop::collection::vec(one, 0..12)
}

/// What was told of each write, in order.
type Tale = HashMap<u64, Vec<Step>>;

async fn play(rig: &mut Rig, moves: Vec<Move>) -> Tale {
    let mut id = 0;
    for step in moves {
        match step {
            Move::Send(target) => {
                id += 1;
                rig.send(id, numbered(&format!("L{target}"), id));
            }
            Move::Cancel(id) => rig.handle.cancel(WriteId(id)),
            Move::Pass(millis) => sleep(Duration::from_millis(millis)).await,
            Move::End => rig.shutdown.cancel(),
            Move::Drop => rig.task.abort(),
        }
    }
    sleep(secs(3_600)).await;
    rig.shutdown.cancel();
    let mut tale = Tale::new();
    while let Some(Told { id, step }) = rig.told.recv().await {
        tale.entry(id.0).or_default().push(step);
    }
    tale
}

/// What journal and wire saw: each write in its order, and one at a time on a target.
fn check_order(said: &[String]) -> Result<(), TestCaseError> {
    let mut open: Vec<&str> = Vec::new();
    let mut on_wire: HashMap<&str, &str> = HashMap::new();
    let mut sent: Vec<&str> = Vec::new();
    for line in said {
        let (what, of) = line.split_once(' ').unwrap();
        let target = of.split(' ').next().unwrap();
        match what {
            "open" => {
                let other = on_wire.insert(target, of);
                prop_assert_eq!(other, None, "two at once on a target: {:?}", said);
                open.push(of);
            }
            "send" => {
                prop_assert_eq!(on_wire.get(target), Some(&of), "not remembered: {:?}", said);
                prop_assert!(!sent.contains(&of), "sent twice: {:?}", said);
                sent.push(of);
            }
            "end" => {
                let entry: usize = target.parse().unwrap();
                let ended = open[entry - 1];
                prop_assert!(
                    sent.contains(&ended),
                    "an end before the sending: {:?}",
                    said
                );
                on_wire.retain(|_, open| *open != ended);
            }
            _ => {}
        }
    }
    Ok(())
}

/// What was told of each write agrees with what the journal holds.
fn check_told(said: &[String], tale: &Tale) -> Result<(), TestCaseError> {
    let is_sent = |id: u64| {
        let is_it = |line: &String| line.starts_with("send ") && line.ends_with(&format!(" {id}"));
        said.iter().any(is_it)
    };
    for (id, steps) in tale {
        let over = steps
            .iter()
            .position(|step| matches!(step, Step::Cancelled | Step::Refused(_) | Step::Ended(..)));
        if let Some(over) = over {
            prop_assert_eq!(
                over,
                steps.len() - 1,
                "something after the end: {:?}",
                steps
            );
        }
        match steps.last() {
            Some(Step::Ended(entry, _)) => {
                let end = format!("end {} ", entry.0);
                prop_assert!(said.iter().any(|line| line.starts_with(&end)));
            }
            Some(Step::Cancelled | Step::Refused(_)) => prop_assert!(!is_sent(*id)),
            _ => {}
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_write_is_sent_twice_or_without_being_remembered(
        moves in moves(),
        opens in faults(),
        sends in faults(),
        ends in faults(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let (said, tale) = runtime.block_on(async {
            let mut rig = Rig::new();
            rig.faults.script(opens, sends, ends);
            let tale = play(&mut rig, moves).await;
            (rig.said(), tale)
        });
        check_order(&said)?;
        check_told(&said, &tale)?;
    }
}

//! The fault sweep at the boundary: real sockets cut at every point of every write.
//!
//! Counts what the server received whole and holds the client's verdict against it. One seed in the gate, twenty in a
//! soak run; each seed cuts by close and by reset, before a server that says yes and one that says no, and every other
//! cut follows a write that went well, so that a kept connection would show.

use covage_tui::domain::write::{Outcome, Receipt, Write};

use super::all_writes::{answer_to, every_write};
use super::stub::{Act, Rig, Stub, answer, json, token};
use crate::proxy::{Cut, End, Point, Proxy, Seen};
use crate::pty::rounds;

/// A client behind a proxy before a server that counts what it receives whole.
struct Line {
    rig: Rig,
    proxy: Proxy,
}

impl Line {
    async fn to(says: impl Fn() -> Act + Send + Sync + 'static) -> Self {
        let mut api = Stub::start(move |_, _| says()).await;
        let proxy = Proxy::before(&api.url).await;
        api.url = proxy.url();
        let identity = Stub::start(|_, _| token("access", "refresh", 3_600.0)).await;
        Self {
            rig: Rig::new(api, identity),
            proxy,
        }
    }

    /// Whole requests since the last time.
    fn received(&self) -> usize {
        self.rig.api.take_count()
    }

    /// Sends `write` through `cut`: the verdict, what went through, and how often the server received it.
    async fn through(&self, write: &Write, cut: Cut) -> (Outcome, Seen, usize) {
        let case = format!("{} {cut:?}", write.verb());
        let connections = self.proxy.connections();
        self.proxy.arm(cut).await;
        let outcome = self.rig.writer.send(write).await;
        let seen = self.proxy.until_cut().await;
        self.proxy.heal().await;
        let received = self.received();
        let connections = self.proxy.connections() - connections;
        assert!(received <= 1, "received {received} times: {case}");
        assert!(connections <= 1, "{connections} connections: {case}");
        (outcome, seen, received)
    }
}

/// Whether a verdict is one that can be known.
fn is_honest(outcome: &Outcome, cut: &Cut, seen: Seen, received: usize) -> bool {
    match (outcome, cut.point) {
        (Outcome::NotSent(_), Point::BeforeConnect) => received == 0,
        // A reset may come before the connection is handed to the client.
        (Outcome::NotSent(_), Point::AfterConnect) => received == 0 && seen.sent == 0,
        (Outcome::NotSent(_), _) | (Outcome::Unknown(_), Point::BeforeConnect) => false,
        // A reset may overtake the last bytes.
        (Outcome::Unknown(_), Point::AfterResponse) => cut.end == End::Reset,
        (Outcome::Unknown(_), _) => true,
        (Outcome::Applied(_) | Outcome::Refused(_), _) => seen.is_answered && received == 1,
    }
}

/// Verdicts, counted.
#[derive(Debug, Default)]
struct Tally {
    cases: u32,
    not_sent: u32,
    refused: u32,
    applied: u32,
    unknown: u32,
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        self.cases += 1;
        *match outcome {
            Outcome::NotSent(_) => &mut self.not_sent,
            Outcome::Refused(_) => &mut self.refused,
            Outcome::Applied(_) => &mut self.applied,
            Outcome::Unknown(_) => &mut self.unknown,
        } += 1;
    }
}

fn cuts(on: &str) -> Vec<Cut> {
    let mut cuts = Vec::new();
    for seed in 0..u64::from(rounds(20)) {
        for point in Point::ALL {
            for end in [End::Close, End::Reset] {
                let on = on.to_owned();
                cuts.push(Cut {
                    point,
                    end,
                    on,
                    seed,
                });
            }
        }
    }
    cuts
}

#[tokio::test]
async fn no_cut_makes_a_write_happen_twice_or_its_verdict_a_lie() {
    let mut tally = Tally::default();
    let writes = every_write();
    let many = u32::try_from(writes.len()).unwrap();
    for write in writes {
        let yes = answer_to(&write);
        let tells = !matches!(
            write,
            Write::Terminate(_) | Write::Change(_) | Write::DeleteTrace(_)
        );
        for says_no in [false, true] {
            let line = Line::to(move || {
                if says_no {
                    answer(400, "", r#"{"detail":"no"}"#)
                } else {
                    json(yes)
                }
            })
            .await;
            let on = format!("{} ", write.method().word());
            for (number, cut) in cuts(&on).into_iter().enumerate() {
                let is_after_another = number % 2 == usize::from(says_no);
                if is_after_another {
                    let clear = line.rig.writer.send(&write).await;
                    let is_refused = matches!(clear, Outcome::Refused(_));
                    assert!(is_refused == says_no, "{clear:?}");
                }
                let is_late = line.received() != usize::from(is_after_another);
                assert!(!is_late, "sent late, before {} {cut:?}", write.verb());
                let (outcome, seen, received) = line.through(&write, cut.clone()).await;
                let case = format!(
                    "{} {cut:?}: {outcome:?}, {seen:?}, {received}",
                    write.verb()
                );
                assert!(is_honest(&outcome, &cut, seen, received), "{case}");
                assert!(cut.point < Point::BeforeResponse || received == 1, "{case}");
                match &outcome {
                    Outcome::Applied(receipt) => {
                        assert!(!says_no && (*receipt != Receipt::Bare) == tells, "{case}");
                    }
                    Outcome::Refused(_) => assert!(says_no, "{case}"),
                    Outcome::NotSent(_) | Outcome::Unknown(_) => {}
                }
                tally.count(&outcome);
            }
            line.rig.writer.send(&write).await;
            assert_eq!(line.received(), 1, "nothing was sent late");
        }
    }
    println!("{tally:?}");
    assert_eq!(tally.cases, many * 2 * 12 * 2 * rounds(20));
    // Both ends of the exchange are certain, by close at least.
    let certain = many * rounds(20);
    assert!(tally.not_sent >= 4 * certain, "{tally:?}");
    assert!(
        tally.applied >= certain && tally.refused >= certain,
        "{tally:?}"
    );
}

//! The fault sweep of the whole program: real sockets cut at every point of every write that keys reach.
//!
//! One desk goes through all writes with the same cut, each armed when the person confirms. Then two and a half minutes
//! pass, in which everything of unknown outcome is read back. Two promises: no write was received twice, and what the
//! screen and the journal say of it is what the server did. One seed in the gate, twenty in a soak run; each point is cut
//! by close and by reset.

use std::collections::BTreeMap;
use std::time::Duration;

use covage_tui::app::writes::words::brief;
use covage_tui::domain::journal::{JournalId, Settled, Stage};
use covage_tui::domain::write::Outcome;
use covage_tui::sim::world::World;
use covage_tui::sim::world::quotes::line::LineState;

use super::desk::{Desk, Setup};
use super::quotes::{Target, draft, few_orders, ready_lines};
use crate::proxy::{Cut, End, Point};
use crate::pty::rounds;

/// Until every read-back that there is in the first minutes has been.
const READ_BACK: Duration = Duration::from_secs(150);

/// A write, as a person asks for it.
struct Asked {
    name: &'static str,
    /// Method and path.
    call: String,
    place: Place,
    keys: &'static str,
}

/// Where the cursor has to be.
enum Place {
    Line(String),
    Order(String),
    Anywhere,
}

/// What became of a write, counted by class.
type Verdicts = BTreeMap<&'static str, u32>;

fn furnish(world: &mut World) {
    ready_lines(world, 3);
    let line = world.quotes.lines().next().unwrap().clone();
    for offer in line.offers {
        let product = offer.product_id.unwrap();
        world.quotes.decline(&line.id, &product, "").unwrap();
    }
    for _ in 0..3 {
        draft(world);
    }
}

/// Everything that is asked for at a desk, on targets of their own.
fn everything(desk: &Desk) -> Vec<Asked> {
    let (mut ready, mut declined, mut drafts) = (Vec::new(), Vec::new(), Vec::new());
    desk.sim.world(|world| {
        for basket in world.quotes.baskets() {
            for line in &basket.lines {
                let Some(offer) = line.offers.first() else {
                    drafts.push((basket.id.clone(), line.id.clone()));
                    continue;
                };
                let target = Target {
                    line: line.id.clone(),
                    product: offer.product_id.clone().unwrap(),
                };
                match line.state {
                    LineState::Ready => ready.push(target),
                    _ => declined.push(target),
                }
            }
        }
    });
    let declined = &declined[0];
    let orders = desk.sim.world(|world| world.references());
    let (ended, changed) = (&orders[0], &orders[1]);
    let asked = |name, call: String, place, keys| Asked {
        name,
        call,
        place,
        keys,
    };
    let line = |line: &str| Place::Line(line.to_owned());
    let (confirmed, deleted) = (&drafts[0], &drafts[1]);
    let (basket, gone) = deleted;
    vec![
        asked("accept", ready[0].accept(), line(&ready[0].line), "a"),
        asked("decline", ready[1].decline(), line(&ready[1].line), "d"),
        asked("bring back", declined.restore(), line(&declined.line), "b"),
        asked(
            "confirm basket",
            format!("PATCH /api/v1/quote/{}/confirm/", confirmed.0),
            line(&confirmed.1),
            "C",
        ),
        asked(
            "delete line",
            format!("DELETE /api/v1/quote/{basket}/quote_item/{gone}/"),
            line(gone),
            "-",
        ),
        asked(
            "add line",
            format!("POST /api/v1/quote/{}/quote_item/", drafts[2].0),
            line(&drafts[2].1),
            "+lE0042<PgDn><Enter>",
        ),
        asked(
            "create basket",
            "POST /api/v1/quote/".to_owned(),
            Place::Anywhere,
            "+b<PgDn><Enter>",
        ),
        asked(
            "terminate",
            format!("POST /api/v1/order/{ended}/terminate/"),
            Place::Order(ended.clone()),
            "+t",
        ),
        asked(
            "change",
            format!("POST /api/v1/order/{changed}/change/"),
            Place::Order(changed.clone()),
            "+c",
        ),
    ]
}

impl Asked {
    /// Goes there and opens the dialog. A form is filled in with what is chosen first.
    async fn open(&self, desk: &mut Desk) {
        desk.press("<Esc><Esc>").await;
        match &self.place {
            Place::Line(line) => {
                desk.press("2").await;
                desk.go_to(line, |desk| {
                    let under = desk.state().line_under_cursor();
                    under.is_some_and(|under| under.line.id.wire() == line)
                })
                .await;
                // What is under the cursor is read when that rests.
                desk.pass(Duration::from_secs(2)).await;
                desk.until("it is read", |desk| {
                    let under = desk.state().line_under_cursor().unwrap();
                    under.offers().is_some() || under.line.state.word() == "acknowledged"
                })
                .await;
            }
            Place::Anywhere => desk.press("2").await,
            Place::Order(order) => {
                desk.press("1").await;
                desk.go_to(order, |desk| desk.under_cursor().as_ref() == Some(order))
                    .await;
            }
        }
        desk.press(self.keys).await;
        if matches!(self.place, Place::Order(_)) {
            desk.press("<Enter>").await;
            desk.until("the reasons are read", |desk| {
                !desk.shows("reading the list of Covage")
            })
            .await;
            desk.press("<Enter>moved away<PgDn><Enter>").await;
        }
        assert!(
            desk.state().dialog().is_some(),
            "{}\n{}",
            self.name,
            desk.screen()
        );
        desk.until_armed().await;
    }

    /// Confirms it into a cut; the journal's name of it, if it came that far.
    async fn confirm_into(&self, desk: &mut Desk, cut: Cut) -> Option<JournalId> {
        let proxy = desk.proxy.clone().unwrap();
        let before = desk.entries().first().map(|entry| entry.id);
        proxy.arm(cut).await;
        desk.confirm().await;
        desk.until_over().await;
        proxy.heal().await;
        desk.press("r").await;
        desk.until("the connection is back", |desk| {
            desk.state().gauges.offline.is_none() && desk.state().why_no_writes().is_none()
        })
        .await;
        let latest = desk.entries().first().map(|entry| entry.id);
        latest.filter(|_| latest != before)
    }
}

/// What the journal says in the end, and whether that is what the server did and what the screen told.
fn verdict(desk: &Desk, asked: &Asked, entry: Option<JournalId>, case: &str) -> &'static str {
    let count = desk.count(&asked.call);
    assert!(
        count.received <= 1 && count.applied <= 1,
        "{case}: {count:?}"
    );
    let was_applied = count.applied == 1;
    let said = desk.said();
    let Some(entry) = entry else {
        assert!(
            count.received == 0 && said.contains(" not sent: "),
            "{case}\n{said}"
        );
        return "never begun";
    };
    let entry = desk.entries().iter().find(|it| it.id == entry).unwrap();
    let name = brief(entry.intent.as_ref().unwrap());
    let says = |words: &str| {
        let mut lines = said.lines();
        lines.any(|line| line.starts_with(&name) && line.contains(words))
    };
    let (class, is_true, words) = match &entry.stage {
        Stage::Ended(Outcome::NotSent(_)) => ("not sent", count.received == 0, "not sent"),
        Stage::Ended(Outcome::Refused(_)) => ("refused", !was_applied, "refused"),
        Stage::Ended(Outcome::Applied(_)) => ("applied", was_applied, ""),
        Stage::Settled(Settled::Reached { .. }) => {
            ("unknown, then reached", was_applied, "read back at ")
        }
        Stage::Ended(Outcome::Unknown(_)) => {
            let look = entry.look.as_ref().map(|look| look.at);
            let is_old = look.is_some_and(|at| (at - entry.staged_at).num_seconds() >= 120);
            let is_true = is_old && !was_applied;
            ("unknown, then not applied", is_true, "not applied as of ")
        }
        Stage::Sending | Stage::Settled(_) => ("neither", false, ""),
    };
    assert!(
        is_true && says(words),
        "{case}: {count:?} {entry:?}\n{said}"
    );
    class
}

/// One desk through all writes.
async fn sweep(point: Point, end: End, seed: u64) -> Verdicts {
    // One world for all, in which every write can be made: the seed is the cut's.
    let scenario = few_orders().seed(1);
    let setup = Setup::new(scenario).writing().behind_proxy().send_delay(0);
    let mut desk = Box::pin(setup.furnished(furnish)).await;
    desk.open_quotes().await;
    let all = everything(&desk);
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
    let mut verdicts = Verdicts::new();
    for (asked, entry) in all.iter().zip(entries) {
        let case = format!("{} cut at {point:?} by {end:?}, seed {seed}", asked.name);
        *verdicts
            .entry(verdict(&desk, asked, entry, &case))
            .or_default() += 1;
    }
    verdicts
}

/// Cuts at some points, after which verdicts of all these classes are expected.
async fn sweep_points(points: &[Point], classes: &[&str]) {
    let mut all = Verdicts::new();
    for seed in 0..rounds(20) {
        for point in points {
            for end in [End::Close, End::Reset] {
                for (class, count) in sweep(*point, end, seed.into()).await {
                    *all.entry(class).or_default() += count;
                }
            }
        }
    }
    let cases = all.values().sum::<u32>();
    println!("{cases} writes cut at {points:?}: {all:?}");
    assert_eq!(cases, 4 * 2 * 9 * rounds(20));
    for class in classes {
        assert!(all.contains_key(class), "{class}: {all:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_connection_or_of_the_head_makes_a_verdict_a_lie() {
    let classes = ["not sent", "unknown, then not applied"];
    sweep_points(&Point::ALL[..4], &classes).await;
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_request_makes_a_verdict_a_lie() {
    let classes = ["unknown, then not applied", "unknown, then reached"];
    sweep_points(&Point::ALL[4..8], &classes).await;
}

#[tokio::test(start_paused = true)]
async fn no_cut_of_the_answer_makes_a_verdict_a_lie() {
    sweep_points(&Point::ALL[8..], &["unknown, then reached", "applied"]).await;
}

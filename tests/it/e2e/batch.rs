//! Batches of sites against the simulator: the budget they use, the result they leave, and what a crash does to them.
//!
//! Small counts in the gate, whole ones with `SOAK=1`.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use covage_tui::app::batch::Run;
use covage_tui::app::batch::run::Stage;
use covage_tui::app::pane::Pane;
use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{EligibilityRules, Fault, FaultRule, Outcome, QuoteRules};
use tokio::time::Instant;

use super::desk::{Desk, Setup};
use crate::pty::rounds;

/// The call that is limited to ten a minute.
const ASK: &str = "POST /api/v1/product_offering_qualification/";
/// The site search.
const LOOK_UP: &str = "GET /api/v4/eligibility/site/";
/// What a batch reads its answers by.
const READ: &str = "GET /api/v1/product_offering_qualification/{id}/";
/// Longer than any batch here takes.
const PATIENCE: Duration = Duration::from_secs(3 * 3_600);

/// A world with little in it but what a batch asks.
fn quiet() -> Scenario {
    let mut scenario = Scenario::default().orders(4);
    scenario.quotes = QuoteRules {
        baskets: 0,
        ..QuoteRules::default()
    };
    scenario.eligibility = EligibilityRules {
        requests: 0,
        ..EligibilityRules::default()
    };
    scenario
}

/// The building of a number.
fn building(number: usize) -> String {
    format!("IMB/76451/X/{number:04}")
}

/// A file of so many sites.
fn sites(count: usize) -> String {
    let rows = (0..count).map(|number| format!("site {number};{}\n", building(number)));
    std::iter::once("ref;building_ref\n".to_owned())
        .chain(rows)
        .collect()
}

impl Desk {
    /// Types the path of a file that holds this, up to the dialog.
    async fn open_batch(&mut self, text: &str) {
        let path = self.directory().join("sites.csv");
        fs::write(&path, text).unwrap();
        self.press("3").await;
        self.until("the pane is open", |desk| {
            desk.state().pane == Pane::Eligibility
        })
        .await;
        self.press("+f").await;
        self.paste(path.to_str().unwrap()).await;
        self.press("<Enter>").await;
    }

    /// Confirms the dialog that is open, once it is armed.
    async fn confirm_batch(&mut self) {
        self.until("the dialog is armed", |desk| {
            desk.state()
                .dialog()
                .is_some_and(|dialog| dialog.arming.is_armed())
        })
        .await;
        self.press("y").await;
    }

    /// Begins a batch of this file.
    async fn begin_batch(&mut self, text: &str) {
        self.open_batch(text).await;
        self.confirm_batch().await;
    }

    /// Goes on with the batch that an earlier run left; what was not applied is asked for anew.
    async fn resume_batch(&mut self) {
        self.press("5").await;
        self.until("the batch is offered", |desk| {
            let mut all = desk.state().batches.list().iter();
            all.any(|run| run.stage == Stage::Left)
        })
        .await;
        self.press("H").await;
        self.confirm_batch().await;
        self.until("the batch goes on", |desk| {
            desk.batch().stage == Stage::Running
        })
        .await;
    }

    fn batch(&self) -> &Run {
        self.state().batches.list().last().unwrap()
    }

    /// Waits for the end of the batch; the text of its result.
    async fn finish_batch(&mut self) -> String {
        self.until_within(PATIENCE, "the batch has ended", |desk| {
            matches!(desk.batch().stage, Stage::Ended(_))
        })
        .await;
        let Stage::Ended(path) = &self.batch().stage else {
            panic!("{:?}", self.batch().stage);
        };
        fs::read_to_string(path).unwrap()
    }

    /// How often each site was asked about, by the server's own count.
    fn asked_sites(&self) -> BTreeMap<String, u64> {
        self.sim
            .world(|world| world.eligibility.asked().sites.clone())
    }

    /// Sites of each request, by the server's own count.
    fn sizes(&self) -> Vec<usize> {
        self.sim
            .world(|world| world.eligibility.asked().sizes.clone())
    }
}

/// The rows of a result by the names of their columns.
fn rows(result: &str) -> Vec<BTreeMap<&str, &str>> {
    let mut lines = result.lines();
    let header: Vec<_> = lines.next().unwrap().split(';').collect();
    lines
        .map(|line| header.iter().copied().zip(line.split(';')).collect())
        .collect()
}

/// How many sites the large batches have: two hundred in a soak run.
fn many() -> usize {
    if rounds(50) == 50 { 200 } else { 60 }
}

/// What `wanted` asks of a result: every line of the file once, in order, each with its own site and a final answer.
fn assert_whole(desk: &Desk, result: &str, count: usize) {
    let rows = rows(result);
    assert_eq!(rows.len(), count);
    desk.sim.world(|world| {
        let known: BTreeMap<_, _> = world
            .eligibility
            .items()
            .map(|(request, item)| (item.id.clone(), (request.id.clone(), item.clone())))
            .collect();
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(row["ref"], format!("site {number}"));
            assert_eq!(row["building_ref"], building(number));
            assert_eq!(row["covage_line"], (number + 2).to_string());
            assert_eq!((row["covage_outcome"], row["covage_why"]), ("answered", ""));
            let (request, item) = &known[row["covage_item"]];
            assert_eq!(row["covage_request"], request);
            assert_eq!(row["covage_site"], item.asked.site);
            assert_eq!(row["covage_state"], item.state().word());
            assert_eq!(item.site.as_ref().unwrap().building, building(number));
            let offers = world.eligibility.offers(item);
            let ids: Vec<_> = offers.iter().map(|offer| offer.id.as_str()).collect();
            assert_eq!(row["covage_offer_ids"], ids.join(" | "));
            assert_eq!(
                row["covage_offer_prices"].split(" | ").count(),
                ids.len().max(1)
            );
        }
    });
}

#[tokio::test(start_paused = true)]
async fn one_site_a_request_uses_the_limit_and_never_breaks_it() {
    let count = many();
    let setup = Setup::new(quiet()).writing().sites_per_request(1);
    let mut desk = setup.open().await;
    // The program has been up for a while: what it reads at its start is read.
    desk.pass(Duration::from_secs(90)).await;
    desk.begin_batch(&sites(count)).await;
    let began = Instant::now();
    desk.until_within(PATIENCE, "the last request has left", |desk| {
        desk.sizes().len() == count
    })
    .await;
    let took = began.elapsed().as_secs_f64();
    // Ten at once, and ten more with every minute.
    let allowed = u32::try_from((count - 1) / 10 * 60).unwrap();
    let share = f64::from(allowed) / took;
    println!("{count} sites, one a request: {took} s, {share:.3} of what is allowed");
    assert!(share >= 0.95, "{share:.3} of what is allowed: {took} s");
    let result = desk.finish_batch().await;
    let stats = desk.sim.stats();
    assert_eq!((stats.throttled(), stats.total_violations()), (0, 0));
    assert_eq!(desk.asked(ASK), count as u64);
    assert!(desk.asked_sites().values().all(|asked| *asked == 1));
    assert_eq!(desk.asked_sites().len(), count);
    assert_whole(&desk, &result, count);
}

#[tokio::test(start_paused = true)]
async fn two_hundred_sites_go_in_ten_requests() {
    let mut desk = Setup::new(quiet()).writing().open().await;
    desk.begin_batch(&sites(200)).await;
    let result = desk.finish_batch().await;
    assert_eq!(desk.sizes(), [20; 10]);
    assert_eq!((desk.asked(ASK), desk.asked(LOOK_UP)), (10, 200));
    assert_eq!(desk.sim.stats().throttled(), 0);
    assert!(desk.asked_sites().values().all(|asked| *asked == 1));
    assert_whole(&desk, &result, 200);
    assert!(
        desk.asked(READ) < 60,
        "{} answers were read",
        desk.asked(READ)
    );
}

/// How long a batch takes with so many sites in a request, and how many calls it makes; for `docs/performance.md`.
#[tokio::test(start_paused = true)]
async fn more_sites_a_request_are_quicker_until_the_look_ups_set_the_pace() {
    let mut before = None;
    for per_request in [1, 5, 10, 20, 50, 100] {
        let setup = Setup::new(quiet()).writing().sites_per_request(per_request);
        let mut desk = setup.open().await;
        desk.begin_batch(&sites(many())).await;
        let began = Instant::now();
        desk.finish_batch().await;
        let took = began.elapsed();
        let (looked_up, asked, read) = (desk.asked(LOOK_UP), desk.asked(ASK), desk.asked(READ));
        println!("{per_request:>3} a request: {took:?}, {looked_up} + {asked} + {read} calls");
        assert_eq!(desk.sim.stats().throttled(), 0);
        if let Some(before) = before.filter(|_| per_request <= 10) {
            assert!(took <= before, "{per_request}: {took:?} after {before:?}");
        }
        before = Some(took);
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_anywhere_asks_nothing_twice_and_loses_nothing() {
    let count = 24;
    for seed in 0..rounds(150) {
        let per_request = [1, 4, 20][seed as usize % 3];
        let setup = Setup::new(quiet()).writing().behind_proxy();
        let mut desk = setup.sites_per_request(per_request).open().await;
        desk.begin_batch(&sites(count)).await;
        for point in crash_points(seed) {
            desk.pass(point).await;
            if !desk.batch().is_open() {
                break;
            }
            desk = desk.crash().await;
            desk.resume_batch().await;
        }
        let result = desk.finish_batch().await;
        let asked = desk.asked_sites();
        let twice: Vec<_> = asked.iter().filter(|(_, asked)| **asked != 1).collect();
        assert!(twice.is_empty(), "seed {seed}: {twice:?}");
        assert_eq!(asked.len(), count, "seed {seed}");
        assert_whole(&desk, &result, count);
        assert_eq!(desk.sim.stats().throttled(), 0, "seed {seed}");
    }
}

/// After how long the program dies, again and again.
fn crash_points(seed: u32) -> [Duration; 3] {
    let mut state = u64::from(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1;
    [10_000, 30_000, 30_000].map(|below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        Duration::from_millis(state % below)
    })
}

/// Every bad day of a request of a batch: cut, turned away, slowed down, answered and lost. What may have arrived is found
/// again, the rest waits and leaves once.
#[tokio::test(start_paused = true)]
async fn a_bad_day_asks_nothing_twice_and_loses_nothing() {
    for fault in [
        Fault::LostAnswer,
        Fault::LateError,
        Fault::LateHang,
        Fault::LateApply,
        Fault::Throttle,
        Fault::ThrottleBare,
        Fault::Revoke,
        Fault::Truncate,
        Fault::Latency,
    ] {
        let rule = FaultRule::new(fault).on(ASK).times(2);
        let setup = Setup::new(quiet().fault(rule))
            .writing()
            .sites_per_request(4);
        let mut desk = setup.open().await;
        desk.begin_batch(&sites(14)).await;
        let result = desk.finish_batch().await;
        let asked = desk.asked_sites();
        assert!(
            asked.values().all(|asked| *asked == 1),
            "{fault:?}: {asked:?}"
        );
        assert_eq!(asked.len(), 14, "{fault:?}");
        assert_whole(&desk, &result, 14);
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_arrived_is_asked_anew_after_a_key_and_a_yes() {
    for fault in [Fault::Reset, Fault::ServerError] {
        let rule = FaultRule::new(fault).on(ASK).times(1);
        let setup = Setup::new(quiet().fault(rule))
            .writing()
            .sites_per_request(4);
        let mut desk = setup.open().await;
        desk.begin_batch(&sites(10)).await;
        desk.until("reading back has told what it can", |desk| {
            desk.batch().counts().answered == 6
        })
        .await;
        assert_eq!(desk.batch().doubts(), 1);
        assert_eq!(desk.asked_sites().len(), 6, "{fault:?}: the others went on");
        desk.pass(Duration::from_secs(600)).await;
        assert_eq!(
            desk.asked_sites().len(),
            6,
            "{fault:?}: nothing is sent by itself"
        );
        desk.press("5jr").await;
        desk.confirm_batch().await;
        let result = desk.finish_batch().await;
        assert!(desk.asked_sites().values().all(|asked| *asked == 1));
        assert_whole(&desk, &result, 10);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_gone_for_a_while_is_waited_for() {
    let setup = Setup::new(quiet()).writing().sites_per_request(3);
    let mut desk = setup.open().await;
    desk.begin_batch(&sites(15)).await;
    desk.until("a request was taken in", |desk| !desk.sizes().is_empty())
        .await;
    desk.stop_server().await;
    desk.pass(Duration::from_secs(300)).await;
    desk.resume_server().await;
    let result = desk.finish_batch().await;
    assert!(desk.asked_sites().values().all(|asked| *asked == 1));
    assert_whole(&desk, &result, 15);
}

#[tokio::test(start_paused = true)]
async fn sites_of_every_kind_stand_in_the_result_with_what_became_of_them() {
    let mut scenario = quiet();
    for (number, outcome) in [
        Outcome::Ready,
        Outcome::NotEligible,
        Outcome::Quotation,
        Outcome::Invalid,
        Outcome::NotFound,
    ]
    .into_iter()
    .enumerate()
    {
        let outcomes = &mut scenario.eligibility.outcomes;
        outcomes.insert(building(number), outcome);
    }
    let mut desk = Setup::new(scenario).writing().open().await;
    // The first again, by another name of the same column's meaning.
    let text = format!("{}again;{}\n", sites(5), building(0));
    desk.begin_batch(&text).await;
    let result = desk.finish_batch().await;
    let rows = rows(&result);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row["ref"], row["covage_outcome"], row["covage_state"]))
        .collect();
    assert_eq!(
        told,
        [
            ("site 0", "answered", "done.ready"),
            ("site 1", "answered", "done.unable_to_provide"),
            ("site 2", "answered", "done.unable_to_provide"),
            ("site 3", "answered", "terminated_with_error"),
            ("site 4", "not_found", ""),
            ("again", "answered", "done.ready"),
        ]
    );
    assert_eq!(rows[0]["covage_item"], rows[5]["covage_item"]);
    assert!(rows[2]["covage_offer_on_quotation"].starts_with("yes"));
    assert_eq!(desk.asked_sites().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_held_let_go_on_and_cancelled_by_keys() {
    let setup = Setup::new(quiet()).writing().sites_per_request(1);
    let mut desk = setup.open().await;
    desk.begin_batch(&sites(40)).await;
    desk.until("ten are asked", |desk| desk.sizes().len() == 10)
        .await;
    desk.press("H").await;
    desk.pass(Duration::from_secs(300)).await;
    assert_eq!(desk.sizes().len(), 10, "held");
    assert_eq!(
        desk.batch().counts().answered,
        10,
        "what was asked is gathered"
    );
    desk.press("H").await;
    desk.until("more are asked", |desk| desk.sizes().len() == 20)
        .await;
    desk.press("5<Enter><Enter>y").await;
    let result = desk.finish_batch().await;
    let asked = desk.sizes().len();
    desk.pass(Duration::from_secs(600)).await;
    assert_eq!(desk.sizes().len(), asked);
    let count = |word: &str| {
        let rows = rows(&result);
        rows.iter()
            .filter(|row| row["covage_outcome"] == word)
            .count()
    };
    let (answered, open, not_asked) = (count("answered"), count("asked"), count("not_asked"));
    assert_eq!((answered + open, not_asked), (asked, 40 - asked));
    assert!(
        desk.shows("sites_eligibility_partial.csv"),
        "{}",
        desk.screen()
    );
}

#[tokio::test(start_paused = true)]
async fn a_program_that_is_quit_and_started_again_goes_on_after_a_yes() {
    let setup = Setup::new(quiet()).writing().sites_per_request(1);
    let mut desk = setup.open().await;
    desk.begin_batch(&sites(24)).await;
    desk.until("ten are asked", |desk| desk.sizes().len() == 10)
        .await;
    desk.pass(Duration::from_secs(5)).await;
    desk.press("Q").await;
    desk.until_ended().await;
    let mut desk = desk.restart().await;
    desk.pass(Duration::from_secs(300)).await;
    assert_eq!(desk.sizes().len(), 10, "it does not go on by itself");
    desk.resume_batch().await;
    let result = desk.finish_batch().await;
    assert!(desk.asked_sites().values().all(|asked| *asked == 1));
    assert_whole(&desk, &result, 24);
}

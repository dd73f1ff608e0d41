//! A few quotes in a server's world, and the keys by which a person changes them.
//!
//! Nothing here waits for the clock of the wall: a key is pressed when the screen is ready for it, as a person does.

use covage_tui::app::dialog::How;
use covage_tui::app::entities::quotes::QuoteLine;
use covage_tui::app::writes::Progress;
use covage_tui::domain::ids::LineId;
use covage_tui::domain::journal::Entry;
use covage_tui::sim::scenario::{OfferShape, QuoteRules};
use covage_tui::sim::world::World;
use covage_tui::sim::world::quotes::line::{LineState, Wish};
use covage_tui::sim::{Scenario, WriteCount};

use super::desk::{Desk, Setup};

/// A scenario without baskets but those that a test makes.
pub(crate) fn few_orders() -> Scenario {
    let mut scenario = Scenario::default().orders(4);
    scenario.quotes = QuoteRules {
        baskets: 0,
        offers: Some(OfferShape::Flat),
        orderless_percent: 0,
        ..QuoteRules::default()
    };
    scenario
}

/// Lets lines come in that are answered with offers at once; the first that came stands last in the list.
pub(crate) fn ready_lines(world: &mut World, count: i64) {
    let now = world.now();
    let basket = world.quotes.arrive(count, now);
    let lines = &world.quotes.basket(&basket).unwrap().lines;
    let ids: Vec<_> = lines.iter().map(|line| line.id.clone()).collect();
    for id in ids {
        assert!(world.quotes.answer(&id, true, now));
    }
}

/// Makes a draft of one line that lacks nothing; returns the key of the basket.
pub(super) fn draft(world: &mut World) -> String {
    let now = world.now();
    let wish = Wish {
        end_customer_name: "Mairie de Rennes".to_owned(),
        site_connection_type: "office".to_owned(),
        product_offerings: Some(vec!["2173".into()]),
        ..Wish::default()
    };
    let basket = world.quotes.create("", "", now);
    world.quotes.add_line(&basket, wish, now).unwrap();
    basket
}

/// A line that is ready and one of its offers.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) line: String,
    pub(super) product: String,
}

impl Target {
    pub(super) fn accept(&self) -> String {
        format!("PATCH /api/v1/quote_item/{}/accept/", self.line)
    }

    pub(super) fn decline(&self) -> String {
        format!("PATCH /api/v1/quote_item/{}/decline/", self.line)
    }

    pub(super) fn restore(&self) -> String {
        format!("PATCH /api/v1/quote_item/{}/restore_price/", self.line)
    }
}

impl Setup {
    /// A desk with the Quotes pane open before so many ready lines.
    pub(super) async fn at_ready_lines(self, count: i64) -> Desk {
        let mut desk = Box::pin(self.furnished(|world| ready_lines(world, count))).await;
        desk.open_quotes().await;
        desk
    }
}

impl Desk {
    /// Goes to the Quotes pane and waits until everything there is read.
    pub(super) async fn open_quotes(&mut self) {
        self.press("2").await;
        self.until("quotes are read", |desk| {
            let state = desk.state();
            let pane = &state.quotes_pane;
            let is_swept = pane.lines_sweep.last().is_some() && pane.baskets_sweep.last().is_some();
            let mut lines = state.quotes.lines();
            let is_whole = |line: &QuoteLine| {
                let is_ready = line.line.state.word() == "ready";
                line.basket.is_some() && (!is_ready || line.offers().is_some())
            };
            is_swept && lines.all(|(_, line)| is_whole(line))
        })
        .await;
    }

    /// Shows the Quotes pane, as a tree or flat.
    pub(super) async fn show_quotes(&mut self, is_tree: bool) {
        self.press("2").await;
        if self.state().quotes_pane.list.is_tree() != is_tree {
            self.press("L").await;
        }
    }

    /// Puts the cursor on a row that holds for a question.
    pub(super) async fn go_to(&mut self, what: &str, is_it: impl Fn(&Self) -> bool) {
        self.press("g").await;
        for _ in 0..200 {
            if is_it(self) {
                return;
            }
            self.press("j").await;
        }
        panic!("no row is {what}\n{}", self.screen());
    }

    /// Puts the cursor on a line.
    pub(super) async fn go_to_line(&mut self, line: &str) {
        let id = LineId::new(line);
        self.go_to(line, |desk| {
            let under = desk.state().line_under_cursor();
            under.is_some_and(|under| under.line.id == id)
        })
        .await;
        self.until("its offers are read", |desk| {
            desk.state().offer_under_cursor().is_some()
        })
        .await;
    }

    /// Puts the cursor on the first line that is ready, and says which that is and which offer is meant.
    pub(super) async fn go_to_ready(&mut self) -> Target {
        let ready = self.sim.world(|world| {
            let mut lines = world.quotes.lines();
            lines
                .find(|line| line.state == LineState::Ready)
                .unwrap()
                .id
                .clone()
        });
        self.go_to_line(&ready).await;
        let (_, offer) = self.state().offer_under_cursor().unwrap();
        Target {
            product: offer.product.as_ref().unwrap().wire().to_owned(),
            line: ready,
        }
    }

    /// Waits until the open dialog can be confirmed.
    pub(super) async fn until_armed(&mut self) {
        self.until("the dialog is armed", |desk| {
            let dialog = desk.state().dialog();
            dialog.is_some_and(|dialog| {
                dialog.arming.is_armed() && dialog.looks.verdict(&dialog.confirm).is_same()
            })
        })
        .await;
    }

    /// What has to be typed in the open dialog.
    pub(super) fn ending(&self) -> String {
        match &self.state().dialog().unwrap().confirm.how {
            How::Ending(reference) => {
                let reference = reference.line();
                reference[reference.len() - 3..].to_owned()
            }
            How::Yes => "y".to_owned(),
        }
    }

    /// Confirms the open dialog as a person does.
    pub(super) async fn confirm(&mut self) {
        self.until_armed().await;
        let keys = match &self.state().dialog().unwrap().confirm.how {
            How::Ending(_) => format!("{}<Enter>", self.ending()),
            How::Yes => "y".to_owned(),
        };
        self.press(&keys).await;
        assert!(self.state().dialog().is_none(), "{}", self.screen());
    }

    /// Presses a key that opens a dialog, and confirms that.
    pub(super) async fn do_it(&mut self, key: &str) {
        self.press(key).await;
        assert!(self.state().dialog().is_some(), "{}", self.screen());
        self.confirm().await;
    }

    /// Waits until no write is under way.
    pub(super) async fn until_over(&mut self) {
        self.until("the write is over", |desk| {
            desk.state().writes.under_way().next().is_none()
        })
        .await;
    }

    /// Waits until a write is on its way.
    pub(super) async fn until_sending(&mut self) {
        self.until("it is on its way", |desk| {
            let mut under_way = desk.state().writes.under_way();
            under_way.any(|it| matches!(it.progress, Progress::Sending(_)))
        })
        .await;
    }

    /// Waits until the server holds a request on purpose.
    pub(super) async fn until_held(&mut self) {
        let held = self.sim.in_flight();
        self.until("it is held", |_| *held.borrow() > 0).await;
    }

    /// The journal, newest first.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.state().writes.journal.entries
    }

    /// How often the server received a call, and how often it took effect.
    pub(super) fn count(&self, call: &str) -> WriteCount {
        self.sim.stats().writes_to(call)
    }

    /// A line as the server has it.
    pub(super) fn state_of(&self, line: &str) -> LineState {
        self.sim
            .world(|world| world.quotes.line(line).unwrap().state)
    }

    /// Whatever the program said, the latest last.
    pub(super) fn said(&self) -> String {
        let mut all: Vec<_> = self
            .state()
            .notices
            .newest_first()
            .map(|it| it.text.clone())
            .collect();
        all.reverse();
        all.join("\n")
    }
}

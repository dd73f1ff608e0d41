//! Every write of the product, as a person asks for it: where the cursor stands, which keys, and what reading back can
//! tell of it afterwards.

use std::time::Duration;

use covage_tui::app::entities::quotes::QuoteRow;
use covage_tui::domain::ids::BasketId;
use covage_tui::domain::journal::JournalId;
use covage_tui::domain::write::{Way, Write};
use covage_tui::sim::world::World;
use covage_tui::sim::world::quotes::line::{LineState, Trace};
use tempfile::TempDir;

use super::super::desk::Desk;
use super::super::quotes::{Target, draft, ready_lines};
use crate::proxy::Cut;

/// What reading back can tell (safety rules, the table of section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tells {
    /// The new state, which may be somebody else's doing.
    State,
    /// The new state, and that it is ours: our mark or our bytes.
    Ours,
    /// Nothing: the task of an export stands in its answer alone.
    Nothing,
}

impl Tells {
    pub(super) fn of(write: &Write) -> Self {
        match write {
            Write::CreateBasket(_)
            | Write::AddLine(..)
            | Write::UploadTrace(..)
            | Write::Qualify(_) => Self::Ours,
            Write::Accept(_)
            | Write::Decline(..)
            | Write::Restore(_)
            | Write::ConfirmBasket(_)
            | Write::EditBasket(..)
            | Write::EditLine(..)
            | Write::DeleteLine(_)
            | Write::DeleteTrace(_)
            | Write::Terminate(_)
            | Write::Change(_) => Self::State,
            Write::StartOrderExport
            | Write::StartQuoteExport(_)
            | Write::ExportLinePdf(_)
            | Write::ExportOfferPdf(..) => Self::Nothing,
        }
    }
}

/// A trace file on the disk.
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    directory: TempDir,
}

impl File {
    pub(super) fn new() -> Self {
        let (directory, bytes) = (tempfile::tempdir().unwrap(), kmz(7));
        let file = Self { bytes, directory };
        std::fs::write(file.path(), &file.bytes).unwrap();
        file
    }

    fn path(&self) -> String {
        let path = self.directory.path().join("plan.kmz");
        path.to_str().unwrap().to_owned()
    }
}

/// A ZIP file with one entry, `doc.kml`, that holds a byte over and over.
fn kmz(kml: u8) -> Vec<u8> {
    let (name, length) = (b"doc.kml", [7, 0]);
    let head = [b"PK\x03\x04", &[0; 22][..], &length, &[0; 2], name].concat();
    let list = [b"PK\x01\x02", &[0; 24][..], &length, &[0; 16], name].concat();
    let (body, end) = (vec![kml; 3_000], b"PK\x05\x06");
    let begins = u32::try_from(head.len() + body.len())
        .unwrap()
        .to_le_bytes();
    let size = u32::try_from(list.len()).unwrap().to_le_bytes();
    let end = [end, &[0, 0, 0, 0, 1, 0, 1, 0][..], &size, &begins, &[0; 2]].concat();
    [head, body, list, end].concat()
}

/// Where the cursor has to be.
enum Place {
    Line(String),
    Basket(String),
    Order(String),
    /// The form that checks a building.
    Check(&'static str),
    Anywhere,
}

/// A write, as a person asks for it.
pub(super) struct Asked {
    pub(super) name: &'static str,
    /// Method and path.
    pub(super) call: String,
    place: Place,
    keys: &'static str,
    /// What is pasted where a path is asked for.
    path: Option<String>,
}

/// What every write finds a target of its own in.
pub(super) fn furnish(world: &mut World) {
    ready_lines(world, 5);
    let line = world.quotes.lines().next().unwrap().clone();
    for offer in line.offers {
        let product = offer.product_id.unwrap();
        world.quotes.decline(&line.id, &product, "").unwrap();
    }
    for number in 0..7 {
        let basket = draft(world);
        if number < 2 {
            let line = world.quotes.basket(&basket).unwrap().lines[0].id.clone();
            // As large as the one that is sent: only the bytes tell them apart.
            let (name, bytes) = ("old.kmz".to_owned(), kmz(1));
            let trace = Trace { name, bytes };
            world.quotes.set_trace(&basket, &line, Some(trace)).unwrap();
        }
    }
}

/// The targets there are.
struct Targets {
    ready: Vec<Target>,
    declined: Target,
    /// Basket and line.
    drafts: Vec<(String, String)>,
    with_trace: Vec<(String, String)>,
    orders: Vec<String>,
}

impl Targets {
    fn of(desk: &Desk) -> Self {
        let (mut ready, mut declined, mut drafts, mut with_trace) =
            (Vec::new(), None, Vec::new(), Vec::new());
        desk.sim.world(|world| {
            for basket in world.quotes.baskets() {
                for line in &basket.lines {
                    let Some(offer) = line.offers.first() else {
                        let key = (basket.id.clone(), line.id.clone());
                        if line.trace.is_some() {
                            with_trace.push(key);
                        } else {
                            drafts.push(key);
                        }
                        continue;
                    };
                    let target = Target {
                        line: line.id.clone(),
                        product: offer.product_id.clone().unwrap(),
                    };
                    if line.state == LineState::Ready {
                        ready.push(target);
                    } else {
                        declined = Some(target);
                    }
                }
            }
        });
        Self {
            ready,
            declined: declined.unwrap(),
            drafts,
            with_trace,
            orders: desk.sim.world(|world| world.references()),
        }
    }
}

/// Everything that is asked for at a desk, on targets of their own.
pub(super) fn everything(desk: &Desk, file: &File) -> Vec<Asked> {
    let Targets {
        ready,
        declined,
        drafts,
        with_trace,
        orders,
    } = Targets::of(desk);
    let asked = |name, call: String, place, keys| Asked {
        name,
        call,
        place,
        keys,
        path: None,
    };
    let at = |line: &String| Place::Line(line.clone());
    let basket = |draft: usize| format!("/api/v1/quote/{}/", drafts[draft].0);
    let line =
        |(basket, line): &(String, String)| format!("/api/v1/quote/{basket}/quote_item/{line}/");
    let of_ready = |ready: &Target| {
        let holds = desk
            .sim
            .world(|world| world.quotes.basket_of(&ready.line).unwrap().id.clone());
        line(&(holds, ready.line.clone()))
    };
    let upload = asked(
        "upload trace",
        format!("POST {}trace/upload/", line(&with_trace[0])),
        at(&with_trace[0].1),
        "Tu",
    );
    vec![
        asked(
            "export orders",
            "POST /api/v1/order/export/csv/".to_owned(),
            Place::Anywhere,
            "Xa",
        ),
        asked(
            "export lines",
            "POST /api/v1/quote_item/export/csv/".to_owned(),
            Place::Anywhere,
            "Xc",
        ),
        asked("accept", ready[0].accept(), at(&ready[0].line), "a"),
        asked("decline", ready[1].decline(), at(&ready[1].line), "d"),
        asked("bring back", declined.restore(), at(&declined.line), "b"),
        asked(
            "export line",
            format!("POST {}export/pdf/", of_ready(&ready[2])),
            at(&ready[2].line),
            "Xp",
        ),
        asked(
            "export offer",
            format!(
                "POST {}price/{}/export/pdf/",
                of_ready(&ready[3]),
                ready[3].product
            ),
            at(&ready[3].line),
            "Xo",
        ),
        asked(
            "confirm basket",
            format!("PATCH {}confirm/", basket(0)),
            at(&drafts[0].1),
            "C",
        ),
        asked(
            "delete line",
            format!("DELETE {}", line(&drafts[1])),
            at(&drafts[1].1),
            "-",
        ),
        asked(
            "add line",
            format!("POST {}quote_item/", basket(2)),
            at(&drafts[2].1),
            "+lE0042<PgDn><Enter>",
        ),
        asked(
            "edit line",
            format!("PATCH {}", line(&drafts[3])),
            at(&drafts[3].1),
            "E (Sud)<PgDn><Enter>",
        ),
        asked(
            "delete trace",
            format!("DELETE {}trace/", line(&with_trace[1])),
            at(&with_trace[1].1),
            "T-",
        ),
        asked(
            "edit basket",
            format!("PATCH {}", basket(4)),
            Place::Basket(drafts[4].0.clone()),
            "ELOT-7<PgDn><Enter>",
        ),
        asked(
            "create basket",
            "POST /api/v1/quote/".to_owned(),
            Place::Anywhere,
            "+b<PgDn><Enter>",
        ),
        asked(
            "check eligibility",
            format!("POST {}", Way::Sync.path()),
            Place::Check("IMB/76451/C/0019"),
            "<PgDn><Enter>",
        ),
        asked(
            "terminate",
            format!("POST /api/v1/order/{}/terminate/", orders[0]),
            Place::Order(orders[0].clone()),
            "+t",
        ),
        asked(
            "change",
            format!("POST /api/v1/order/{}/change/", orders[1]),
            Place::Order(orders[1].clone()),
            "+c",
        ),
        // The last: what is downloaded to compare it takes a connection of its own, which a cut may hit for the next.
        Asked {
            path: Some(file.path()),
            ..upload
        },
    ]
}

impl Asked {
    /// Goes there and opens the dialog. A form is filled in with what is chosen first.
    pub(super) async fn open(&self, desk: &mut Desk) {
        desk.press("<Esc><Esc>").await;
        self.go(desk).await;
        desk.press(self.keys).await;
        if let Some(path) = &self.path {
            desk.paste(path).await;
            desk.press("<Enter>").await;
            desk.until("the file is read", |desk| desk.state().dialog().is_some())
                .await;
        }
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

    async fn go(&self, desk: &mut Desk) {
        match &self.place {
            Place::Line(line) => {
                desk.show_quotes(false).await;
                desk.go_to(line, |desk| {
                    let under = desk.state().line_under_cursor();
                    under.is_some_and(|under| under.line.id.wire() == line)
                })
                .await;
                // What is under the cursor is read when that rests.
                desk.pass(Duration::from_secs(2)).await;
                desk.until("it is read", |desk| {
                    let under = desk.state().line_under_cursor().unwrap();
                    under.detail.value().is_some()
                })
                .await;
            }
            Place::Basket(basket) => {
                let row = QuoteRow::Basket(BasketId::new(basket.as_str()));
                desk.show_quotes(true).await;
                desk.go_to(basket, |desk| {
                    desk.state().quote_row_under_cursor() == Some(&row)
                })
                .await;
            }
            Place::Check(building) => {
                desk.press("3+n").await;
                desk.paste(building).await;
                desk.press("<Enter>").await;
                desk.until("the building is looked up", |desk| {
                    desk.shows("lat 49.4743971 N")
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
    }

    /// Confirms it into a cut; the journal's name of it, if it came that far.
    pub(super) async fn confirm_into(&self, desk: &mut Desk, cut: Cut) -> Option<JournalId> {
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

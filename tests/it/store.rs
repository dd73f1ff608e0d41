//! `state.db` as several processes see it: nobody loses an entry, nobody sends twice, nobody takes a slot too many.
//!
//! Where other processes are needed this test binary starts itself again ([`Copy`]): the test `child::child` then does
//! what a variable says. Full counts with `SOAK=1`.

mod child;
mod handle;
mod processes;
mod rates;

use std::path::Path;
use std::sync::Arc;

use covage_tui::domain::failure::{Failure, FailureKind};
use covage_tui::domain::ids::{LineId, ProductId};
use covage_tui::domain::journal::{Account, Journal};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{Intent, OfferKey, Outcome, Write};
use covage_tui::runtime::clock::Clock;
use covage_tui::store::keeper::Keeper;
use covage_tui::store::{Clocks, Place};
use tokio::sync::watch;

fn account() -> Account {
    Account {
        origin: "https://api.example.com".to_owned(),
        username: "me@example.com".to_owned(),
    }
}

fn accept(line: &str) -> Intent {
    Intent {
        write: Write::Accept(OfferKey {
            line: LineId::new(line),
            product: ProductId::new("2173"),
        }),
        subject: Text::new(format!("{line} / 2173")),
        seen: Vec::new(),
    }
}

fn doubt() -> Outcome {
    Outcome::Unknown(Failure::new(
        FailureKind::Timeout,
        "/api/v1/quote_item/{id}/accept/",
    ))
}

/// Where the program keeps its state below a home of the tests.
fn state_file(home: &Path) -> std::path::PathBuf {
    home.join("state/covage-tui/state.db")
}

/// The store of this process, in real time.
fn keeper(file: &Path) -> Keeper {
    let (wall, boot) = (Clock::system(), Clock::system());
    let clocks = Clocks {
        wall: Arc::new(move || wall.now()),
        boot: Arc::new(move || boot.boot()),
    };
    let shown = watch::Sender::new(Journal::default());
    Keeper::open(Place::File(file.to_owned()), clocks, shown)
}

//! Writes as a hurried person, a stuck key and a clumsy paste meet them: the built program in a terminal, and the server
//! that counts what came in.
//!
//! Every random number follows from a seed that a failure prints.

use std::time::Duration;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::OfferShape;
use regex_lite::Regex;
use tokio::time::Instant;

use crate::dice::Dice;
use crate::product::{Home, PRODUCT, Server};
use crate::pty::{PATIENCE, Session, rounds};

/// Longer than a dialog waits before it can be confirmed.
const HUMAN: Duration = Duration::from_millis(220);
/// Nothing follows any more.
const SETTLED: Duration = Duration::from_millis(250);

/// The program at the Quotes pane, on a line that is ready.
struct Desk {
    server: Server,
    session: Session,
    _home: Home,
}

impl Desk {
    fn open() -> Self {
        let scenario = Scenario::default().orders(5).quotes(|quotes| {
            quotes.baskets = 6;
            quotes.offers = Some(OfferShape::Flat);
        });
        let server = Server::start(scenario);
        let home = Home::new().with(server.vars());
        let mut session = Session::start([PRODUCT], (80, 24), &home.vars());
        session.wait_for("CMD_X_");
        let mut desk = Self {
            server,
            session,
            _home: home,
        };
        desk.at_quotes();
        desk
    }

    /// Waits until the offers of a ready line under the cursor are on screen.
    fn at_quotes(&mut self) {
        self.session.send("2");
        self.session.wait_for("QO_");
        self.session.send("/");
        self.session.wait_for("Enter keep");
        self.session.send("\x15state:ready offers>1\r");
        self.session.wait_for("/ state:ready offers>1 ");
        self.session.send("g");
        self.session.wait_for(r">.{3}QO_\d+_\d+ ready +\d/\d ");
    }

    /// Writes that came in, whatever became of them.
    fn received(&self) -> u64 {
        let stats = self.server.stats();
        stats.writes_to.values().map(|count| count.received).sum()
    }

    fn shows(&self, pattern: &str) -> bool {
        Regex::new(pattern).unwrap().is_match(&self.session.text())
    }

    /// Whether so many writes reach the server within some time.
    fn receives_within(&mut self, time: Duration, writes: u64) -> bool {
        let end = Instant::now() + time;
        while self.received() < writes && Instant::now() < end {
            self.session.pump(Duration::from_millis(10));
        }
        self.received() >= writes
    }

    /// The last three characters of the reference under the cursor.
    fn ending(&self) -> String {
        let row = Regex::new(r">.{3}QO_\d+_\d+(\d{3}) ").unwrap();
        let text = self.session.text();
        row.captures(&text).expect("no line under the cursor")[1].to_owned()
    }

    /// Presses a key as a person does.
    fn press(&mut self, key: &str) {
        self.session.quiet_for(HUMAN);
        self.session.send(key);
    }

    /// Leaves whatever is open until the list has the keys.
    fn leave_all(&mut self) {
        for _ in 0..20 {
            if self.shows("Quit covage-tui") {
                self.session.send("\x1b");
                self.session.wait_until("no question", |session| {
                    !session.text().contains("Quit covage-tui")
                });
                return;
            }
            self.session.send("\x1b");
            for _ in 0..15 {
                self.session.pump(Duration::from_millis(10));
                if self.shows("Quit covage-tui") {
                    break;
                }
            }
        }
        panic!("Esc does not lead out\n{}", self.session.text());
    }
}

#[test]
fn five_keys_accept_and_two_decline() {
    let mut desk = Desk::open();
    desk.press("d");
    desk.session.wait_for("y decline");
    desk.session.wait_for(r"\[ok\] still as shown");
    desk.press("y");
    desk.session.wait_for("decline QO_.*: done");
    assert_eq!(desk.received(), 1);
    desk.press("u");
    desk.session.wait_for("y bring back");
    desk.session.wait_for(r"\[ok\] still as shown");
    desk.press("y");
    desk.session.wait_for("bring back QO_.*: done");
    assert_eq!(desk.received(), 2);

    let ending = desk.ending();
    desk.press("a");
    desk.session.wait_for("Type the last 3 characters");
    for key in ending.chars() {
        desk.press(&key.to_string());
    }
    desk.session.wait_for(r"\[ok\] still ready");
    desk.press("\r");
    desk.session.wait_for("sending accept QO_.* in 5s");
    assert_eq!(desk.received(), 2);
    desk.session.wait_for("accept QO_.*: order line created");
    assert_eq!(desk.received(), 3);
}

/// Double presses, held keys with repeats and releases, at 0 to 5 ms: one request at most, and exactly one when a person
/// types it.
#[test]
fn bursts_of_the_keys_that_confirm_write_once_at_most() {
    const KEYS: [&str; 9] = [
        "y",
        "y",
        "yy",
        "y\r",
        "\r",
        "\x1b[121;1:1u",
        "\x1b[121;1:2u",
        "\x1b[121;1:3u",
        "y\x1b[121;1:3u",
    ];
    let seed = 0x5eed_0004;
    let mut dice = Dice(seed);
    let mut desk = Desk::open();
    let mut is_declined = false;
    for round in 0..rounds(1_000) {
        let context = format!("round {round} of seed {seed:#x}");
        let before = desk.received();
        desk.press(if is_declined { "b" } else { "d" });
        let title = if is_declined {
            "Bring back offer"
        } else {
            "Decline offer"
        };
        let is_seen = dice.roll(3) > 0;
        if is_seen {
            desk.session.wait_for(title);
        } else {
            // In one read with what follows it would open nothing.
            desk.session.quiet_for(Duration::from_millis(10));
        }
        let pause = Duration::from_millis(dice.roll(400));
        desk.session.quiet_for(pause);
        for _ in 0..=dice.roll(8) {
            desk.session.send(dice.pick(&KEYS));
            desk.session.pump(Duration::from_millis(dice.roll(6)));
        }
        desk.session.quiet_for(SETTLED);
        if desk.shows(title) && dice.roll(2) == 0 {
            desk.session.wait_for(r"\[ok\] still as shown");
            desk.session.wait_for("y (decline|bring back)");
            desk.press("y");
            desk.session.wait_until("the dialog is gone", |session| {
                !session.text().contains(title)
            });
        }
        if desk.shows(title) {
            desk.session.send("\x1b");
            desk.session.wait_until("the dialog is gone", |session| {
                !session.text().contains(title)
            });
            assert_eq!(desk.received(), before, "{context}");
            continue;
        }
        // A key behind the one that confirmed may copy the reference and say so in the same row: the offer tells as well.
        let done = if is_declined {
            "bring back QO_.*: done|>  1 .* ready"
        } else {
            "decline QO_.*: done|>  1 .* refused"
        };
        if !is_seen && !desk.receives_within(PATIENCE, before + 1) {
            // The key that opens it came in one read with those that follow.
            assert_eq!(desk.received(), before, "{context}");
            continue;
        }
        desk.session.wait_for(done);
        desk.session.quiet_for(SETTLED);
        assert_eq!(desk.received(), before + 1, "{context}");
        is_declined = !is_declined;
    }
}

/// A screen that a paste may meet, and how to get there from the list.
const SCREENS: [(&str, &[(&str, &str)]); 14] = [
    ("the orders", &[("1", "CMD_X_")]),
    ("an order", &[("1", "CMD_X_"), ("\r", "Esc back")]),
    ("the lines", &[]),
    ("the offers", &[("\r", "other offer")]),
    ("the filter", &[("/", "Enter keep")]),
    ("help", &[("?", "Help: ")]),
    ("the palette", &[(":", "Esc close")]),
    ("the actions", &[("x", "Esc close")]),
    ("accepting", &[("a", "Type the last 3")]),
    ("declining", &[("d", "y decline")]),
    (
        "a comment",
        &[("d", "y decline"), ("c", "leaves the comment")],
    ),
    ("an export", &[("X", "Export"), ("c", "y export")]),
    ("the messages", &[("!", "Messages, newest")]),
    ("the activity", &[("5", "Activity")]),
];

/// Newlines, the letter that confirms, keys that open dialogs, the end of a paste inside it; with brackets and without.
#[test]
fn no_paste_writes_anything_on_any_screen() {
    const PARTS: [&str; 14] = [
        "y",
        "\r",
        "\n",
        "001",
        "a",
        "d",
        "b",
        "u",
        "\x1b[201~",
        "\x1b[201~y\r",
        "\x1b[200~",
        "y\n",
        "y y",
        "+",
    ];
    let seed = 0x5eed_0500;
    let mut dice = Dice(seed);
    let mut desk = Desk::open();
    // Every screen at least once.
    let count = usize::try_from(rounds(500)).unwrap().max(SCREENS.len());
    for (round, (name, way)) in SCREENS.iter().cycle().take(count).enumerate() {
        desk.leave_all();
        desk.at_quotes();
        for (key, seen) in *way {
            desk.press(key);
            desk.session.wait_for(seen);
        }
        if *name == "accepting" && dice.roll(2) == 0 {
            for key in desk_ending(&desk).chars() {
                desk.press(&key.to_string());
            }
        }
        let mut text = String::new();
        // A single character without brackets is what a finger makes.
        for _ in 0..2 + dice.roll(6) {
            text.push_str(dice.pick(&PARTS));
        }
        if dice.roll(2) == 0 {
            desk.session.paste(&text);
        } else {
            desk.session.send(&text);
        }
        desk.session.quiet_for(Duration::from_millis(120));
        assert_eq!(
            desk.received(),
            0,
            "{text:?} on {name}, round {round} of seed {seed:#x}\n{}",
            desk.session.text()
        );
        // A paste that was begun and not ended would swallow what comes next.
        desk.session.send("\x1b[201~");
    }
    desk.session.quiet_for(Duration::from_secs(7));
    assert_eq!(desk.received(), 0, "nothing was held either");
}

/// The end of the reference that the open dialog asks for.
fn desk_ending(desk: &Desk) -> String {
    let line = Regex::new(r"line +QO_\d+_\d+(\d{3})").unwrap();
    let text = desk.session.text();
    line.captures(&text).expect("no dialog")[1].to_owned()
}

//! What hands do to a keyboard, as bytes through the real decoder and the real loop: keys pressed twice, held or let go,
//! pastes with and without brackets, cut anywhere. The server counts what comes of it.
//!
//! The same is done to the built program in a terminal (`product_pty`), slower and with a kernel between.

use std::time::Duration;

use covage_tui::runtime::input::Batch;
use covage_tui::runtime::input::decode::Decoder;
use tokio::time::Instant;

use super::desk::{Desk, Setup};
use super::quotes::few_orders;
use crate::dice::Dice;
use crate::pty::rounds;

/// How a person types: a key, and time for it.
const PACE: Duration = Duration::from_millis(180);

/// A keyboard at the desk.
struct Hands {
    desk: Desk,
    decoder: Decoder,
}

impl Hands {
    async fn at_ready_lines(count: i64) -> Self {
        let setup = Setup::new(few_orders()).writing().send_delay(0);
        let mut desk = setup.at_ready_lines(count).await;
        desk.go_to_ready().await;
        Self {
            desk,
            decoder: Decoder::default(),
        }
    }

    /// Bytes that arrive in one read.
    async fn read(&mut self, bytes: &[u8]) {
        let mut inputs = Vec::new();
        self.decoder.feed(bytes, &mut inputs);
        let is_open = self.decoder.patience().is_some();
        self.give(inputs, is_open).await;
    }

    /// Time passes without a byte.
    async fn wait(&mut self, time: Duration) {
        let patience = self.decoder.patience().filter(|patience| *patience <= time);
        if let Some(patience) = patience {
            self.desk.pass(patience).await;
            let mut inputs = Vec::new();
            self.decoder.expire(&mut inputs);
            self.give(inputs, false).await;
        }
        self.desk
            .pass(time.saturating_sub(patience.unwrap_or_default()))
            .await;
    }

    async fn give(&mut self, inputs: Vec<covage_tui::runtime::input::Input>, is_open: bool) {
        if !inputs.is_empty() {
            let at = Instant::now();
            self.desk
                .take(Batch {
                    inputs,
                    at,
                    is_open,
                })
                .await;
        }
    }

    /// Types as a person does.
    async fn type_slowly(&mut self, keys: &str) {
        for key in keys.chars() {
            self.wait(PACE).await;
            self.read(key.to_string().as_bytes()).await;
        }
    }

    fn is_asked(&self) -> bool {
        self.desk.state().dialog().is_some()
    }

    /// Writes that the server received.
    fn received(&self) -> u64 {
        let stats = self.desk.sim.stats();
        stats.writes_to.values().map(|count| count.received).sum()
    }

    /// Leaves whatever is open, and clears the filter.
    async fn leave_all(&mut self) {
        self.wait(Duration::from_secs(2)).await;
        for _ in 0..9 {
            let state = self.desk.state();
            if state.overlay.is_none() && !state.list_pane().filter().is_editing() {
                break;
            }
            self.read(b"\x1b").await;
            self.wait(PACE).await;
        }
        self.type_slowly("2/").await;
        for keys in ["\x15", "\r"] {
            self.read(keys.as_bytes()).await;
        }
        self.type_slowly("U").await;
        self.desk.go_to_ready().await;
    }
}

#[tokio::test(start_paused = true)]
async fn bursts_of_the_keys_that_confirm_write_once_at_most_and_a_person_exactly_once() {
    const KEYS: [&str; 12] = [
        "0",
        "1",
        "\r",
        "\r",
        "\r\r",
        "01\r",
        "\x1b[13;1:1u",
        "\x1b[13;1:2u",
        "\x1b[13;1:3u",
        "\x1b[48;1:2u",
        "\x1b[49;1:3u1",
        "\r\x1b[13;1:3u",
    ];
    // Each is accepted once at most.
    const LINES: i64 = 60;
    let seed = 0x5eed_1000;
    let mut dice = Dice(seed);
    let count = rounds(1_000).max(60);
    let mut hands = Hands::at_ready_lines(LINES).await;
    for round in 0..count {
        if round % 50 == 49 {
            hands = Hands::at_ready_lines(LINES).await;
        }
        let context = format!("round {round} of seed {seed:#x}");
        let target = hands.desk.go_to_ready().await;
        let before = hands.received();
        hands.read(b"a").await;
        hands.wait(Duration::from_millis(dice.roll(400))).await;
        let ending = hands.desk.ending();
        for _ in 0..=dice.roll(12) {
            // Now and then the right key, so that a dialog that counted too much would be confirmed.
            if dice.roll(2) == 0 {
                let at = usize::try_from(dice.roll(3)).unwrap();
                hands.read(&ending.as_bytes()[at..=at]).await;
            } else {
                hands.read(dice.pick(&KEYS).as_bytes()).await;
            }
            hands.wait(Duration::from_millis(dice.roll(6))).await;
        }
        if hands.is_asked() && dice.roll(2) == 0 {
            hands.desk.until_armed().await;
            hands.read(b"\x15").await;
            hands.type_slowly(&ending).await;
            hands.type_slowly("\r").await;
            assert!(!hands.is_asked(), "{context}\n{}", hands.desk.screen());
            hands.read(b"\r\r\r").await;
            hands.desk.until_over().await;
            assert_eq!(hands.received(), before + 1, "{context}");
        }
        if hands.is_asked() {
            hands.leave_all().await;
            assert_eq!(hands.received(), before, "{context}");
        } else {
            hands.desk.until_over().await;
            let of_line = hands.desk.count(&target.accept()).received;
            assert_eq!(of_line, 1, "{context}");
            hands.leave_all().await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_paste_writes_anything_on_any_screen() {
    /// Keys that lead from the list to a screen.
    const SCREENS: [&str; 16] = [
        "", "\r", "1", "1\r", "5", "/", "?", ":", "x", "!", "a", "d", "dc", "Xc", "T", "+",
    ];
    const PARTS: [&str; 13] = [
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
        "+",
    ];
    let seed = 0x5eed_0500;
    let mut dice = Dice(seed);
    let mut hands = Hands::at_ready_lines(3).await;
    let count = usize::try_from(rounds(500)).unwrap().max(SCREENS.len() * 4);
    for (round, screen) in SCREENS.iter().cycle().take(count).enumerate() {
        hands.leave_all().await;
        hands.type_slowly(screen).await;
        hands.wait(Duration::from_secs(1)).await;
        if *screen == "a" && dice.roll(2) == 0 {
            let ending = hands.desk.ending();
            hands.type_slowly(&ending).await;
        }
        let mut text = String::new();
        for _ in 0..2 + dice.roll(6) {
            text.push_str(dice.pick(&PARTS));
        }
        if dice.roll(2) == 0 {
            // In brackets, and cut by the network wherever that likes.
            let bytes = format!("\x1b[200~{text}\x1b[201~").into_bytes();
            let size = usize::try_from(1 + dice.roll(bytes.len() as u64)).unwrap();
            for piece in bytes.chunks(size) {
                hands.read(piece).await;
                hands.wait(Duration::from_millis(dice.roll(30))).await;
            }
        } else {
            hands.read(text.as_bytes()).await;
        }
        hands.wait(Duration::from_secs(3)).await;
        let said = format!("{text:?} on {screen:?}, round {round} of seed {seed:#x}");
        assert_eq!(hands.received(), 0, "{said}\n{}", hands.desk.screen());
        let is_idle = hands.desk.state().writes.under_way().next().is_none();
        assert!(is_idle, "{said}");
    }
}

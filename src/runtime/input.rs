//! The thread that reads the keyboard.
//!
//! crossterm's own reader is not used: it spins when the terminal dies (crossterm issue 793) and
//! turns an escape sequence that the network splits into keys. This one waits in the kernel, reads
//! what is there, and gives it to [`decode::Decoder`].
//!
//! What arrived in one read stays together ([`Batch`]): text that arrives in one read never
//! confirms a dialog, for a person's key comes alone.
//!
//! Never: a read while the terminal is given back (to a shell, or to a helper that asks for a
//! password).

pub mod chord;
pub mod csi;
pub mod decode;
pub mod paste;
pub mod pointer;

use std::io;
use std::thread;

use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};
use tokio::time::Instant;

use self::decode::Decoder;
pub use self::paste::Paste;
use super::terminal::{Read, Terminal};
use super::watchdog::Lost;

/// A read's size; more than the kernel keeps for a terminal (4,095 bytes).
const READ: usize = 8192;

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key; of a terminal that reports releases, those too: look at its kind.
    Key(KeyEvent),
    /// A click, a drag or the wheel; only when the mouse is on.
    Mouse(MouseEvent),
    /// Text pasted in brackets.
    Paste(Paste),
    /// The terminal's window got or lost the focus. Never asked for.
    Focus(bool),
}

/// What one read brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// In the order in which they were typed; not empty.
    pub inputs: Vec<Input>,
    /// When they were read.
    pub at: Instant,
    /// More came in that read than these: something that has only begun, such as a paste.
    pub is_open: bool,
}

impl Batch {
    /// How many keys were pressed. Only a batch with exactly one may confirm anything.
    pub fn presses(&self) -> usize {
        let is_press =
            |input: &&Input| matches!(input, Input::Key(key) if key.kind == KeyEventKind::Press);
        self.inputs.iter().filter(is_press).count()
    }

    /// Whether the batch is a single press, beside keys let go: what a person's finger makes. A press before a paste that
    /// has only begun is none.
    pub fn is_single_press(&self) -> bool {
        let is_quiet = |input: &Input| match input {
            Input::Key(key) => key.kind != KeyEventKind::Repeat,
            Input::Focus(_) => true,
            Input::Mouse(_) | Input::Paste(_) => false,
        };
        self.presses() == 1 && !self.is_open && self.inputs.iter().all(is_quiet)
    }
}

/// Starts the thread. `report` is called on it; `lost` hears of a terminal that reads as ended.
///
/// # Errors
/// The system gives no thread.
pub fn spawn(
    terminal: Terminal,
    lost: Lost,
    report: impl Fn(Batch) + Send + 'static,
) -> io::Result<()> {
    thread::Builder::new()
        .name("tty-input".into())
        .spawn(move || {
            read_all(&terminal, report);
            lost.report();
        })
        .map(drop)
}

/// Reads until the terminal is dead.
fn read_all(terminal: &Terminal, report: impl Fn(Batch)) {
    let mut decoder = Decoder::default();
    let mut buffer = vec![0; READ];
    loop {
        let mut inputs = Vec::new();
        if terminal.wait_readable(decoder.patience_millis()) {
            match terminal.read_some(&mut buffer) {
                Read::Bytes(count) => {
                    decoder.feed(buffer.get(..count).unwrap_or_default(), &mut inputs);
                }
                Read::Empty => {}
                Read::Given => {
                    decoder = Decoder::default();
                    terminal.wait_taken();
                }
                Read::Lost => return,
            }
        } else {
            decoder.expire(&mut inputs);
        }
        if !inputs.is_empty() {
            report(Batch {
                inputs,
                at: Instant::now(),
                is_open: decoder.patience().is_some(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What one read brings.
    fn batch(bytes: &[u8]) -> Batch {
        let mut inputs = Vec::new();
        let mut decoder = Decoder::default();
        decoder.feed(bytes, &mut inputs);
        let is_open = decoder.patience().is_some();
        if inputs.is_empty() {
            decoder.expire(&mut inputs);
        }
        Batch {
            inputs,
            at: Instant::now(),
            is_open,
        }
    }

    #[test]
    fn only_a_key_that_came_alone_is_a_single_press() {
        assert!(batch(b"y").is_single_press());
        assert!(batch(b"\x1b[A").is_single_press());
        assert!(!batch(b"yy").is_single_press());
        assert!(!batch(b"\x1b[200~y\x1b[201~").is_single_press());
        assert!(!batch(b"\x1b[121;1:3u").is_single_press(), "a release");
        assert!(!batch(b"\x1b[121;1:2u").is_single_press(), "a repeat");
        assert!(!batch(b"y\x1b[121;1:2u").is_single_press());
        assert!(
            batch(b"\x1b[97;1:3uy").is_single_press(),
            "the key before it was let go"
        );
        assert!(!batch(b"y\x1b[200~a\x1b[201~").is_single_press());
        assert!(
            !batch(b"y\x1b[200~a").is_single_press(),
            "its end is to come"
        );
        assert!(!batch(b"y\x1b").is_single_press());
        assert_eq!(batch(b"ab\x1b[121;1:3uc").presses(), 3);
    }
}

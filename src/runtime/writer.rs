//! The thread that writes frames, and its one slot.
//!
//! The loop draws a frame only while the slot is free ([`Writer::can_draw`]) and never waits for
//! the terminal. A frame handed over is written whole, dropped whole because the terminal was
//! given back meanwhile, or never written at all; so the screen's idea of what the terminal shows
//! stays true, and under a stalled link the newest state wins.
//!
//! Never: two frames waiting, a frame rewritten, a blocking write.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::terminal::{Terminal, Ticket, Wrote};

/// How often a stalled write looks whether the terminal was given back meanwhile.
const STALLED_MS: u32 = 250;

/// Names a frame; frames of one writer are numbered from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameId(pub u64);

/// The bytes of one frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packet {
    /// What to write; never empty.
    pub bytes: Vec<u8>,
    /// It sets the terminal's modes and repaints everything.
    pub enters: bool,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameEvent {
    /// The kernel has all of it. Arms the dialog that was in it.
    Written(FrameId),
    /// The terminal was given back before all of it was written: it must be entered again and
    /// repainted.
    Dropped(FrameId),
}

/// Hands frames to the writer thread. Not cloned: there is one loop.
#[derive(Debug)]
pub struct Writer {
    slot: Arc<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    state: Mutex<SlotState>,
    filled: Condvar,
}

#[derive(Debug, Default)]
struct SlotState {
    waiting: Option<(FrameId, Packet)>,
    is_busy: bool,
    last: u64,
    spare: Vec<u8>,
    is_closed: bool,
}

impl Writer {
    /// Starts the thread. `report` is called on it, after the slot was freed.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn spawn(
        terminal: Terminal,
        report: impl Fn(FrameEvent) + Send + 'static,
    ) -> io::Result<Self> {
        let slot = Arc::new(Slot::default());
        let theirs = Arc::clone(&slot);
        thread::Builder::new()
            .name("tty-writer".into())
            .spawn(move || {
                while let Some((id, packet)) = theirs.take() {
                    let event = write(&terminal, id, &packet);
                    theirs.free(packet.bytes);
                    match event {
                        Some(event) => report(event),
                        // The watchdog ends the process; frames are of no use any more.
                        None => break,
                    }
                }
            })?;
        Ok(Self { slot })
    }

    /// Whether the last frame is written, so that the next may be drawn.
    pub fn can_draw(&self) -> bool {
        let state = self.slot.lock();
        state.waiting.is_none() && !state.is_busy
    }

    /// Hands a frame over.
    ///
    /// # Errors
    /// The packet comes back when the slot is not free. Ask [`Writer::can_draw`] before drawing: a
    /// packet that is not written makes the screen's idea of the terminal untrue.
    pub fn submit(&self, packet: Packet) -> Result<FrameId, Packet> {
        let mut state = self.slot.lock();
        if state.waiting.is_some() || state.is_busy {
            return Err(packet);
        }
        state.last += 1;
        let id = FrameId(state.last);
        state.waiting = Some((id, packet));
        drop(state);
        self.slot.filled.notify_one();
        Ok(id)
    }

    /// An empty buffer to draw the next frame into, with the room of an earlier one.
    pub fn spare(&self) -> Vec<u8> {
        std::mem::take(&mut self.slot.lock().spare)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.slot.lock().is_closed = true;
        self.slot.filled.notify_one();
    }
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, SlotState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<(FrameId, Packet)> {
        let mut state = self.lock();
        loop {
            if let Some(job) = state.waiting.take() {
                state.is_busy = true;
                return Some(job);
            }
            if state.is_closed {
                return None;
            }
            state = self
                .filled
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn free(&self, mut bytes: Vec<u8>) {
        bytes.clear();
        let mut state = self.lock();
        state.is_busy = false;
        state.spare = bytes;
    }
}

/// Writes one packet; `None` when the terminal is dead.
fn write(terminal: &Terminal, id: FrameId, packet: &Packet) -> Option<FrameEvent> {
    let mut ticket = Ticket::new(packet.enters);
    let mut rest = packet.bytes.as_slice();
    while !rest.is_empty() {
        match terminal.write_some(&mut ticket, rest) {
            Wrote::Bytes(count) => rest = rest.get(count..).unwrap_or_default(),
            Wrote::Full => terminal.wait_writable(STALLED_MS),
            Wrote::Stale => return Some(FrameEvent::Dropped(id)),
            Wrote::Lost => return None,
        }
    }
    Some(FrameEvent::Written(id))
}

//! The loop: one task that owns the state, takes events in and carries effects out.
//!
//! It never awaits a send, a reply, a lock or a file. What it selects on, in order: the end, the terminal, answers,
//! instruments, time. Answers are drained in bounded bites so that they cannot starve a key or a frame.
//!
//! ```text
//!   Incoming --.                      .--> Effect::Submit --> Engine
//!   Done ------+--> Event --> update -+--> Effect::Redraw --> Display
//!   gauges ----|                      |--> Effect::Quit   --> the end
//!   ViewsSaved-|                      |--> Effect::ChangeViews --> ViewsKeeper
//!   writes ----|                      '--> Effect::Write  --> WriteDesk
//!   next_wake -'
//! ```

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::clipboard::Clipboard;
use super::clock::Clock;
use super::display::{Display, Drawn, area};
use super::engine::{self, Engine};
use super::files::Files;
use super::frame::{Cause, Pace, Pacer};
use super::input::chord::chord;
use super::input::pointer::pointed;
use super::input::{Batch, Input};
use super::signals::{Quit, SignalEvent};
use super::tasks::TaskFailed;
use super::views::ViewsKeeper;
use super::writer::{FrameEvent, FrameId};
use super::writes::WriteDesk;
use crate::app::dialog::arming::Revision;
use crate::app::effect::Effect;
use crate::app::event::{Answer, Context, Event, TaskPanic};
use crate::app::state::{AppState, Start};
use crate::app::update::{next_wake, update};
use crate::domain::date::Zone;
use crate::domain::text::Text;
use crate::sched::policy::{Done, Submit};
use crate::ui::{hit, layout};

/// Answers taken before the loop looks at the keyboard again.
const BITE: usize = 256;
/// The longest the loop sleeps; only there to give the timer a far end.
const FAR: Duration = Duration::from_secs(3_600);

/// What comes in from the terminal's threads.
#[derive(Debug)]
pub enum Incoming {
    /// Keys and pastes.
    Batch(Batch),
    /// A signal.
    Signal(SignalEvent),
    /// A frame left, or was dropped.
    Frame(FrameEvent),
    /// The terminal is gone.
    HungUp,
    /// A text did not reach the clipboard beyond the terminal; why, safe for one line.
    CopyFailed(String),
}

/// Why the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A person asked for it.
    Asked,
    /// A signal asked for it.
    Signal(Quit),
    /// The terminal is gone.
    HungUp,
}

/// The loop and everything it owns.
pub struct Shell<D> {
    state: AppState,
    engine: Engine,
    display: D,
    clock: Clock,
    zone: Zone,
    pacer: Pacer,
    views: ViewsKeeper,
    desk: WriteDesk,
    files: Files,
    suspend: Box<dyn Fn() -> bool + Send>,
    revive: Box<dyn FnMut() -> Option<Engine> + Send>,
    clipboard: Option<Clipboard>,
    /// The frame that shows the open dialog, on its way to the terminal.
    handed: Option<(FrameId, Revision)>,
    ended: Option<Ended>,
}

impl<D: std::fmt::Debug> std::fmt::Debug for Shell<D> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shell")
            .field("display", &self.display)
            .finish_non_exhaustive()
    }
}

impl<D: Display> Shell<D> {
    /// A loop about to start. `suspend` hands the terminal to the shell; false when nobody could bring it back.
    pub fn new(
        start: Start,
        engine: Engine,
        display: D,
        clock: Clock,
        zone: Zone,
        suspend: impl Fn() -> bool + Send + 'static,
    ) -> Self {
        let size = display.size();
        let cx = Context {
            now: clock.now(),
            zone: zone.clone(),
            room: layout::unmeasured(area(size)),
        };
        let mut pacer = Pacer::default();
        pacer.mark(Cause::Input);
        Self {
            state: AppState::new(start, &cx),
            engine,
            display,
            clock,
            zone,
            pacer,
            views: ViewsKeeper::without_file(),
            desk: WriteDesk::off("there is no journal: nothing can be remembered"),
            files: Files::default(),
            suspend: Box::new(suspend),
            revive: Box::new(|| None),
            clipboard: None,
            handed: None,
            ended: None,
        }
    }

    /// Makes a new engine when the old one panicked; `None` when it has done so often enough.
    #[must_use]
    pub fn reviving(mut self, revive: impl FnMut() -> Option<Engine> + Send + 'static) -> Self {
        self.revive = Box::new(revive);
        self
    }

    /// Copies to another clipboard beside the terminal's.
    #[must_use]
    pub fn copying_to(mut self, clipboard: Option<Clipboard>) -> Self {
        self.clipboard = clipboard;
        self
    }

    /// Keeps saved views in a file.
    #[must_use]
    pub fn keeping(mut self, views: ViewsKeeper) -> Self {
        self.views = views;
        self
    }

    /// Writes through a desk.
    #[must_use]
    pub fn writing(mut self, desk: WriteDesk) -> Self {
        self.desk = desk;
        self
    }

    /// Reads and writes files.
    #[must_use]
    pub fn filing(mut self, files: Files) -> Self {
        self.files = files;
        self
    }

    /// Begins no write from now on and waits for those on their way; false if one has not ended `within`.
    pub async fn finish_writes(&self, within: Duration) -> bool {
        self.desk.finish(within).await
    }

    /// What the program knows, for tests and for the last message.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Where frames go.
    pub fn display(&self) -> &D {
        &self.display
    }

    /// Runs until the end.
    pub async fn run(
        &mut self,
        incoming: &mut mpsc::UnboundedReceiver<Incoming>,
        failures: &mut mpsc::UnboundedReceiver<TaskFailed>,
    ) -> Ended {
        self.begin();
        loop {
            if let Some(ended) = self.ended() {
                return ended;
            }
            self.step(incoming, failures).await;
        }
    }

    /// Draws the first frame, and only then lets the state ask for anything. Before the first [`Shell::step`].
    pub fn begin(&mut self) {
        self.draw();
        self.feed(Event::Woke, Cause::Change);
    }

    /// Why the loop is to end, once it is.
    pub fn ended(&self) -> Option<Ended> {
        self.ended
    }

    /// Waits for the next thing to happen and takes it in. Cancel safe: what was not taken in stays where it was.
    pub async fn step(
        &mut self,
        incoming: &mut mpsc::UnboundedReceiver<Incoming>,
        failures: &mut mpsc::UnboundedReceiver<TaskFailed>,
    ) {
        let wake = self.wake_at();
        tokio::select! {
            biased;
            next = incoming.recv() => match next {
                Some(next) => {
                    self.take_incoming(next);
                    while let Ok(next) = incoming.try_recv() {
                        self.take_incoming(next);
                    }
                }
                None => self.end(Ended::HungUp),
            },
            // Silent for good once the engine has ended; why it did is told by its task.
            Some(done) = self.engine.results.recv() => self.take_answers(done),
            Ok(()) = self.engine.gauges.changed() => self.take_gauges(),
            Ok(()) = self.engine.token.changed() => self.take_gauges(),
            Some(saved) = self.views.done.recv() => {
                self.feed(Event::ViewsSaved(saved), Cause::Change);
            }
            Some(event) = self.desk.events.recv() => self.feed(event, Cause::Change),
            Some(event) = self.files.events.recv() => self.feed(event, Cause::Change),
            Some(failed) = failures.recv() => self.take_failure(failed),
            () = sleep_until(wake) => self.feed(Event::Woke, Cause::Change),
        }
        self.draw();
    }

    /// When something has to happen although nothing comes in.
    fn wake_at(&self) -> Instant {
        let now = Instant::now();
        let state =
            next_wake(&self.state).map(|at| (at - self.clock.now()).to_std().unwrap_or_default());
        let frame = match self.pacer.pace(now, self.display.can_draw()) {
            Pace::Draw => Some(now),
            Pace::Wait(at) => Some(at),
            Pace::Idle | Pace::Blocked => None,
        };
        let wake = now + state.unwrap_or(FAR).min(FAR);
        frame.map_or(wake, |frame| frame.min(wake))
    }

    fn draw(&mut self) {
        let now = Instant::now();
        if self.pacer.pace(now, self.display.can_draw()) == Pace::Draw {
            let drawn = self.display.draw(&self.state);
            self.pacer.drawn(now);
            self.dialog_drawn(drawn);
        }
    }

    /// Which frame is to arm the dialog that is open, if one is.
    fn dialog_drawn(&mut self, drawn: Drawn) {
        let revision = self.state.dialog_revision();
        self.handed = match drawn {
            Drawn::Handed(id) => revision.map(|revision| (id, revision)),
            Drawn::Same | Drawn::Lost => None,
        };
        if let (Drawn::Same, Some(revision)) = (drawn, revision) {
            self.feed(Event::FrameWritten(revision), Cause::Change);
        }
    }

    fn take_incoming(&mut self, incoming: Incoming) {
        match incoming {
            Incoming::Batch(batch) => {
                let is_alone = batch.is_single_press();
                for input in batch.inputs {
                    if let Some(event) = self.event(input, is_alone) {
                        self.feed(event, Cause::Input);
                    }
                }
            }
            Incoming::Signal(SignalEvent::Quit(quit)) => self.end(Ended::Signal(quit)),
            Incoming::Signal(SignalEvent::Resized) => {
                self.display.resized();
                self.feed(Event::Resized, Cause::Input);
            }
            Incoming::Signal(SignalEvent::Continued) | Incoming::Frame(FrameEvent::Dropped(_)) => {
                self.display.reenter();
                self.feed(Event::Resumed, Cause::Input);
            }
            Incoming::Frame(FrameEvent::Written(id)) => {
                if let Some((_, revision)) = self.handed.take_if(|(handed, _)| *handed == id) {
                    self.feed(Event::FrameWritten(revision), Cause::Change);
                }
            }
            Incoming::CopyFailed(why) => self.feed(Event::CopyFailed(why), Cause::Change),
            Incoming::HungUp => self.end(Ended::HungUp),
        }
    }

    /// What an input means to the core; releases and the focus mean nothing.
    fn event(&self, input: Input, is_alone: bool) -> Option<Event> {
        match input {
            Input::Key(key) if is_alone => chord(key).map(Event::Key),
            Input::Key(key) => chord(key).map(Event::BurstKey),
            Input::Paste(paste) => Some(Event::Pasted(paste.text)),
            Input::Mouse(mouse) if self.state.session.has_mouse => {
                let (display, at) = (&self.display, (mouse.column, mouse.row));
                let target = hit::target(area(display.size()), &self.state, display.glyphs(), at)?;
                pointed(mouse, target)
            }
            Input::Mouse(_) | Input::Focus(_) => None,
        }
    }

    fn take_answers(&mut self, first: Done) {
        let mut next = Some(first);
        for _ in 0..BITE {
            let Some(done) = next else { return };
            let answer = Answer {
                ids: done.ids,
                result: done.result,
                took: done.took,
            };
            self.feed(Event::Answered(answer), Cause::Change);
            next = self.engine.results.try_recv().ok();
        }
        if let Some(done) = next {
            let answer = Answer {
                ids: done.ids,
                result: done.result,
                took: done.took,
            };
            self.feed(Event::Answered(answer), Cause::Change);
        }
    }

    /// The first reason to end is the one that counts.
    fn end(&mut self, ended: Ended) {
        self.ended.get_or_insert(ended);
    }

    fn take_failure(&mut self, failed: TaskFailed) {
        let revived = if failed.name == engine::TASK {
            (self.revive)()
        } else {
            None
        };
        let panic = TaskPanic {
            task: failed.name.to_owned(),
            message: Text::new(failed.message).line().to_owned(),
            was_restarted: failed.is_restarted || revived.is_some(),
        };
        self.feed(Event::TaskPanicked(panic), Cause::Change);
        if let Some(engine) = revived {
            self.desk.log_in_with(engine.auth());
            self.engine = engine;
            self.feed(Event::EngineRestarted, Cause::Change);
        }
    }

    fn take_gauges(&mut self) {
        let gauges = self.engine.read_gauges();
        self.feed(Event::Gauged(gauges), Cause::Change);
    }

    fn feed(&mut self, event: Event, cause: Cause) {
        let room = layout::room(area(self.display.size()), &self.state);
        let cx = Context {
            now: self.clock.now(),
            zone: self.zone.clone(),
            room,
        };
        let effects = update(&mut self.state, event, &cx);
        if effects.is_dirty {
            self.pacer.mark(cause);
        }
        for effect in effects.list {
            self.carry_out(effect);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Submit { id, read, lane } => {
                self.engine.handle.submit(Submit { id, read, lane });
            }
            Effect::Cancel(id) => self.engine.handle.cancel(id),
            Effect::TryNow => self.engine.try_now(),
            Effect::Copy(text) => {
                self.display.copy(&text);
                self.pacer.mark(Cause::Input);
                if let Some(clipboard) = &self.clipboard {
                    clipboard.take(text);
                }
            }
            Effect::ChangeViews(change) => self.views.ask(change),
            Effect::Write {
                id,
                intent,
                supersedes,
            } => self.desk.send(id, intent, supersedes),
            Effect::CancelWrite(id) => self.desk.cancel(id),
            Effect::NoteLook(id, look) => self.desk.note_look(id, look),
            Effect::Settle(id, settled) => self.desk.settle(id, settled),
            Effect::Batch(number, ask) => self.desk.remember(number, *ask),
            Effect::LoadTrace(id, path) => self.files.load_trace(id, path),
            Effect::LoadSites(id, path) => self.files.load_sites(id, path),
            Effect::ListPaths(id, path, endings) => self.files.list(id, path, endings),
            Effect::SaveFile(id, file) => self.files.save(id, file),
            Effect::Redraw => {
                self.display.repaint();
                self.pacer.mark(Cause::Input);
            }
            Effect::Suspend => {
                if !(self.suspend)() {
                    let now = self.clock.now();
                    self.state.notices.problem(
                        now,
                        "no shell stands behind that could bring it back: not suspended",
                    );
                    self.pacer.mark(Cause::Input);
                }
            }
            Effect::Quit => self.end(Ended::Asked),
        }
    }
}

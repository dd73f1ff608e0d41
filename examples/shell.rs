//! The smallest program on the terminal shell of `covage_tui::runtime`: it shows the keys it
//! receives. For tests of the shell; not part of the product.
//!
//! `shell [--deaf] [--mute-quit] [--flood] [--mouse]`: `--deaf` leaves the signals out, so that
//! only the watchdog can notice a hang-up; `--mute-quit` is a loop that never ends by itself;
//! `--flood` draws a new frame whenever it may; `--mouse` asks for clicks and shows them.
//!
//! `shell --leader COMMAND [ARG…]` runs the command as the leader of a new session on the terminal
//! of stdin, as a terminal program or sshd does.

use std::fmt::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;

use covage_tui::runtime::exit::LastResort;
use covage_tui::runtime::frame::{Cause, Pace, Pacer};
use covage_tui::runtime::input::{self, Batch, Input};
use covage_tui::runtime::panic;
use covage_tui::runtime::screen::{Options, Screen};
use covage_tui::runtime::signals::{Installed, SignalEvent, Suspend};
use covage_tui::runtime::terminal::{Modes, Terminal, complain};
use covage_tui::runtime::watchdog;
use covage_tui::runtime::writer::{FrameEvent, Writer};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};
use ratatui::style::Stylize as _;
use ratatui::widgets::Paragraph;
use tokio::time::Instant;

enum Event {
    Batch(Batch),
    Signal(SignalEvent),
    Frame(FrameEvent),
    HungUp,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("--leader", command)) = args.split_first().map(|(a, b)| (a.as_str(), b)) {
        return lead(command);
    }
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    let modes = Modes {
        mouse: has("--mouse"),
    };
    match run(modes, has("--deaf"), has("--mute-quit"), has("--flood")) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            complain(&error);
            ExitCode::from(2)
        }
    }
}

/// Becomes the command, in a session of its own.
fn lead(command: &[String]) -> ExitCode {
    let (Some(program), args) = (command.first(), command.get(1..).unwrap_or_default()) else {
        return ExitCode::from(2);
    };
    let stdin = std::io::stdin();
    let tty = |()| rustix::io::fcntl_dupfd_cloexec(&stdin, 3).map(Stdio::from);
    let started = rustix::process::setsid()
        .and_then(|_| rustix::process::ioctl_tiocsctty(&stdin))
        .and_then(|()| Ok((tty(())?, tty(())?)));
    if let Ok((out, err)) = started {
        // Only returns when it failed; stderr is the terminal by then, or nothing.
        let error = Command::new(program)
            .args(args)
            .stdout(out)
            .stderr(err)
            .exec();
        complain(&error.to_string());
    }
    ExitCode::from(127)
}

/// Takes the terminal over in the order that safety asks for, runs the loop, gives it back.
fn run(modes: Modes, is_deaf: bool, is_mute: bool, is_flood: bool) -> Result<u8, String> {
    let text = |error: std::io::Error| error.to_string();
    let signals = if is_deaf {
        None
    } else {
        Some(Installed::now().map_err(text)?)
    };
    let terminal = Terminal::open().map_err(|e| e.to_string())?;
    let last_resort = LastResort::new(terminal.clone(), || {});
    panic::install(terminal.clone(), last_resort.clone(), None);
    let _guard = terminal.take(modes).map_err(|e| e.to_string())?;

    let (send, events) = mpsc::channel();
    // A failed send means that the loop has ended.
    let sender = send.clone();
    let seen = move |event| drop(sender.send(Event::Signal(event)));
    let suspend = signals
        .map(|signals| signals.run(terminal.clone(), last_resort.clone(), seen))
        .transpose()
        .map_err(text)?;
    let sender = send.clone();
    let hung_up = move || drop(sender.send(Event::HungUp));
    let lost = watchdog::spawn(terminal.clone(), last_resort, hung_up).map_err(text)?;
    let sender = send.clone();
    let written = move |event| drop(sender.send(Event::Frame(event)));
    let writer = Writer::spawn(terminal.clone(), written).map_err(text)?;
    let read = move |batch| drop(send.send(Event::Batch(batch)));
    input::spawn(terminal.clone(), lost, read).map_err(text)?;

    let mut shell = Shell {
        screen: Screen::new(terminal.size(), terminal.modes(), Options::default()),
        terminal,
        writer,
        suspend,
        pacer: Pacer::default(),
        keys: String::new(),
        frames: 0,
        is_flood,
        is_mute,
    };
    shell.pacer.mark(Cause::Input);
    loop {
        shell.draw();
        let Ok(event) = events.recv() else {
            return Ok(1);
        };
        if let Some(code) = shell.update(event) {
            return Ok(code);
        }
    }
}

struct Shell {
    terminal: Terminal,
    screen: Screen,
    writer: Writer,
    suspend: Option<Suspend>,
    pacer: Pacer,
    keys: String,
    frames: u64,
    is_flood: bool,
    is_mute: bool,
}

impl Shell {
    fn draw(&mut self) {
        if self.is_flood {
            self.pacer.mark(Cause::Input);
        }
        if self.pacer.pace(Instant::now(), self.writer.can_draw()) != Pace::Draw {
            return;
        }
        self.frames += 1;
        let (size, frames) = (self.screen.size(), self.frames);
        let mut lines = vec![
            format!("ready {}x{}", size.width, size.height).into(),
            self.keys.as_str().bold().into(),
        ];
        if self.is_flood {
            let noise = |y| format!("{frames} {y} {}", frames * 7919).into();
            lines.extend((0..size.height).map(noise));
        }
        let packet = self.screen.draw(self.writer.spare(), |frame| {
            frame.render_widget(Paragraph::new(lines), frame.area());
        });
        if let Some(packet) = packet {
            // The slot is free: nobody else fills it.
            let _ = self.writer.submit(packet);
        }
        self.pacer.drawn(Instant::now());
    }

    /// The exit code, when this ends it.
    fn update(&mut self, event: Event) -> Option<u8> {
        match event {
            Event::Frame(FrameEvent::Dropped(_)) | Event::Signal(SignalEvent::Continued) => {
                self.screen.resize(self.terminal.size());
                self.screen.enter();
                self.pacer.mark(Cause::Input);
            }
            Event::Signal(SignalEvent::Resized) => {
                self.screen.resize(self.terminal.size());
                self.pacer.mark(Cause::Input);
            }
            Event::Signal(SignalEvent::Quit(quit)) if !self.is_mute => {
                return u8::try_from(quit.exit_code()).ok();
            }
            Event::HungUp if !self.is_mute => return Some(129),
            Event::Frame(_) | Event::Signal(_) | Event::HungUp => {}
            Event::Batch(batch) => {
                self.pacer.mark(Cause::Input);
                for input in batch.inputs {
                    match input {
                        Input::Key(key) if key.code == KeyCode::Char('q') => return Some(0),
                        Input::Key(key) => self.key(key),
                        Input::Paste(paste) => drop(write!(self.keys, "[{}]", paste.text)),
                        Input::Mouse(mouse) => self.mouse(mouse),
                        Input::Focus(_) => {}
                    }
                }
            }
        }
        None
    }

    fn key(&mut self, key: KeyEvent) {
        match (key.code, key.modifiers) {
            (KeyCode::Char('!'), _) => boom(),
            (KeyCode::Char('#'), _) => self.help_yourself(),
            (KeyCode::Char('z'), KeyModifiers::CONTROL) => {
                if !self.suspend.as_ref().is_some_and(Suspend::suspend) {
                    self.keys.push_str("no-shell ");
                }
            }
            (KeyCode::Char(c), _) => self.keys.push(c),
            (code, _) => drop(write!(self.keys, "<{code:?}>")),
        }
    }

    fn mouse(&mut self, mouse: MouseEvent) {
        let (kind, x, y) = (mouse.kind, mouse.column, mouse.row);
        let _ = write!(self.keys, "<{kind:?} {x},{y}>");
    }

    /// Lends the terminal to a helper, as for a password command that asks.
    fn help_yourself(&mut self) {
        self.terminal.restore();
        if let Err(error) = Command::new("cat").status() {
            complain(&error.to_string());
        }
        if self.terminal.resume().is_ok() {
            self.screen.resize(self.terminal.size());
            self.screen.enter();
        }
    }
}

#[expect(clippy::panic, reason = "the panic hook is what is tested")]
fn boom() {
    panic!("asked to");
}

//! The smallest program on the terminal shell of `covage_tui::runtime`: it shows the keys it
//! receives. For tests of the shell; not part of the product.
//!
//! `shell [--deaf] [--mute-quit] [--flood]`: `--deaf` leaves the signals out, so that only the
//! watchdog can notice a hang-up; `--mute-quit` is a loop that never ends by itself; `--flood`
//! draws a new frame whenever it may.
//!
//! `shell --leader COMMAND [ARG…]` runs the command as the leader of a new session on the terminal
//! of stdin, as a terminal program or sshd does.

use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;

use covage_tui::runtime::exit::LastResort;
use covage_tui::runtime::frame::{Cause, Pace, Pacer};
use covage_tui::runtime::input::{self, Batch, Input};
use covage_tui::runtime::panic;
use covage_tui::runtime::screen::{Options, Screen};
use covage_tui::runtime::signals::{Installed, SignalEvent};
use covage_tui::runtime::terminal::{Modes, Terminal, complain};
use covage_tui::runtime::watchdog::{self, Lost};
use covage_tui::runtime::writer::{FrameEvent, Writer};
use crossterm::event::{KeyCode, KeyModifiers};
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
    match run(has("--deaf"), has("--mute-quit"), has("--flood")) {
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

fn run(is_deaf: bool, is_mute: bool, is_flood: bool) -> Result<u8, String> {
    let text = |error: std::io::Error| error.to_string();
    let signals = if is_deaf {
        None
    } else {
        Some(Installed::now().map_err(text)?)
    };
    let terminal = Terminal::open(Modes { mouse: false }).map_err(|e| e.to_string())?;
    let last_resort = LastResort::new(terminal.clone(), || {});
    panic::install(terminal.clone(), last_resort.clone(), None);
    let guard = terminal.take().map_err(|e| e.to_string())?;

    let (send, events) = mpsc::channel();
    let to = |send: &mpsc::Sender<Event>| send.clone();
    let sender = to(&send);
    let suspend = match signals {
        Some(signals) => Some(
            signals
                .run(terminal.clone(), last_resort.clone(), move |event| {
                    let _ = sender.send(Event::Signal(event));
                })
                .map_err(text)?,
        ),
        None => None,
    };
    let sender = to(&send);
    let lost: Lost = watchdog::spawn(terminal.clone(), last_resort, move || {
        let _ = sender.send(Event::HungUp);
    })
    .map_err(text)?;
    let sender = to(&send);
    let writer = Writer::spawn(terminal.clone(), move |event| {
        let _ = sender.send(Event::Frame(event));
    })
    .map_err(text)?;
    input::spawn(terminal.clone(), lost, move |batch| {
        let _ = send.send(Event::Batch(batch));
    })
    .map_err(text)?;

    let mut screen = Screen::new(terminal.size(), terminal.modes(), Options::default());
    let (mut pacer, mut keys, mut frames) = (Pacer::default(), String::new(), 0_u64);
    pacer.mark(Cause::Input);
    loop {
        if is_flood {
            pacer.mark(Cause::Input);
        }
        if pacer.pace(Instant::now(), writer.can_draw()) == Pace::Draw {
            frames += 1;
            let size = screen.size();
            let packet = screen.draw(writer.spare(), |frame| {
                let mut lines = vec![
                    format!("ready {}x{}", size.width, size.height).into(),
                    keys.as_str().bold().into(),
                ];
                if is_flood {
                    lines.extend(
                        (0..size.height).map(|y| format!("{frames} {y} {}", frames * 7919).into()),
                    );
                }
                frame.render_widget(Paragraph::new(lines), frame.area());
            });
            if let Some(packet) = packet {
                // The slot is free: nobody else fills it.
                let _ = writer.submit(packet);
            }
            pacer.drawn(Instant::now());
        }
        let Ok(event) = events.recv() else {
            return Ok(1);
        };
        match event {
            Event::Frame(FrameEvent::Written(_)) => {}
            Event::Frame(FrameEvent::Dropped(_)) | Event::Signal(SignalEvent::Continued) => {
                screen.resize(terminal.size());
                screen.enter();
                pacer.mark(Cause::Input);
            }
            Event::Signal(SignalEvent::Resized) => {
                screen.resize(terminal.size());
                pacer.mark(Cause::Input);
            }
            Event::Signal(SignalEvent::Quit(quit)) if !is_mute => {
                drop(guard);
                return Ok(u8::try_from(quit.exit_code()).unwrap_or(1));
            }
            Event::Signal(SignalEvent::Quit(_)) => {}
            Event::HungUp if is_mute || is_deaf => {}
            Event::HungUp => return Ok(129),
            Event::Batch(batch) => {
                pacer.mark(Cause::Input);
                for input in batch.inputs {
                    match input {
                        Input::Key(key) => match (key.code, key.modifiers) {
                            (KeyCode::Char('q'), KeyModifiers::NONE) => return Ok(0),
                            (KeyCode::Char('!'), KeyModifiers::NONE) => {
                                boom();
                            }
                            (KeyCode::Char('z'), KeyModifiers::CONTROL) => {
                                if !suspend.as_ref().is_some_and(|s| s.suspend()) {
                                    keys.push_str("no-shell ");
                                }
                            }
                            (KeyCode::Char(c), KeyModifiers::NONE) => keys.push(c),
                            (code, _) => keys.push_str(&format!("<{code:?}>")),
                        },
                        Input::Paste(paste) => keys.push_str(&format!("[{}]", paste.text)),
                        Input::Mouse(_) | Input::Focus(_) => {}
                    }
                }
            }
        }
    }
}

#[expect(clippy::panic, reason = "the panic hook is what is tested")]
fn boom() {
    panic!("asked to");
}

//! The dashboard: terminal, engine and loop put together, and taken apart again.
//!
//! Order matters. Everything that may fail with a plain message comes first; then signal handlers, then raw mode, so
//! that no signal leaves the terminal raw; then the loop; then the terminal is given back before anything is printed.

use std::io;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tracing::Level;

use super::chosen::{self, Chosen, ChosenError};
use super::source::{self, Source, SourceError};
use crate::api::BuildError;
use crate::app::query::Now;
use crate::app::saved::Stored;
use crate::app::state::{Session, Start};
use crate::app::writes::SEND_DELAY;
use crate::cli::{DashboardArgs, Exit};
use crate::config::{ColorChoice, Paths, Settings, ThemeChoice};
use crate::runtime::clipboard::Clipboard;
use crate::runtime::clock::Clock;
use crate::runtime::display::Tty;
use crate::runtime::engine::Engine;
use crate::runtime::exit::LastResort;
use crate::runtime::files::Files;
use crate::runtime::input;
use crate::runtime::run::{Ended, Incoming, Shell};
use crate::runtime::screen::{Charset, Colours, Options};
use crate::runtime::signals::Installed;
use crate::runtime::tasks::{RESTARTS, Tasks, WIND_DOWN};
use crate::runtime::terminal::{Modes, Terminal, TerminalError};
use crate::runtime::views::ViewsKeeper;
use crate::runtime::writer::Writer;
use crate::runtime::writes::{LAST_WAIT, WriteDesk};
use crate::runtime::{log, panic, watchdog, zone};
use crate::ui::glyphs::Glyphs;
use crate::ui::root::Look;
use crate::ui::theme::Theme;

/// Why there is no dashboard.
#[derive(Debug, thiserror::Error)]
pub enum DashboardError {
    /// This terminal cannot show it.
    #[error(transparent)]
    Terminal(#[from] TerminalError),
    /// The view or the filter will not do.
    #[error(transparent)]
    Chosen(#[from] ChosenError),
    /// Nobody to talk to.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The engine could not be built.
    #[error(transparent)]
    Engine(#[from] BuildError),
    /// A thread or a signal handler could not be had.
    #[error("cannot start: {0}")]
    System(#[from] io::Error),
}

impl DashboardError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Terminal(TerminalError::NotATerminal | TerminalError::Dumb(_))
            | Self::Chosen(_)
            | Self::Engine(_) => Exit::Usage,
            Self::Source(error) => error.exit(),
            Self::Terminal(_) | Self::System(_) => Exit::Failed,
        }
    }
}

/// Runs the dashboard until it is quit.
///
/// # Errors
/// [`DashboardError`], always before the first frame.
pub async fn run(args: &DashboardArgs) -> Result<Exit, DashboardError> {
    let terminal = Terminal::open()?;
    let clock = source::clock(&args.source);
    let zone = zone::local(&clock);
    // Before a password is asked for. Who `me` is only the configuration knows.
    let somebody = ["me".to_owned()];
    let now = Now::new(clock.now(), &zone, &somebody);
    let stored = chosen::stored();
    let chosen = Chosen::new(args.view.as_deref(), args.filter.as_deref(), &stored, &now)?;
    chosen.check(&now)?;
    let mut source = Source::open(&args.source, &args.overrides(), &clock).await?;
    chosen.check(&Now::new(clock.now(), &zone, &source.settings.me.value))?;
    // Without a log the program is as good as with one; there is nobody to tell yet.
    let log = Paths::of_user()
        .ok()
        .and_then(|paths| log::install(&paths.state_dir, Level::INFO, clock.clone()).ok());
    let (tasks, mut failures) = Tasks::new();
    let shared = source.share(&clock, &tasks);
    let engine = Engine::start(source.account.clone(), &clock, &tasks)?;
    let desk = WriteDesk::start(&source.account, engine.auth(), &clock, &tasks)?;

    let signals = Installed::now()?;
    let last_resort = LastResort::new(terminal.clone(), move || shared.wait_until_done());
    panic::install(terminal.clone(), last_resort.clone(), log.as_deref());
    let modes = Modes {
        mouse: source.settings.ui.mouse.value,
    };
    let guard = terminal.take(modes)?;
    let (send, mut incoming) = mpsc::unbounded_channel();
    // Nobody listens any more only while everything ends.
    let to = send.clone();
    let suspend = signals.run(terminal.clone(), last_resort.clone(), move |event| {
        drop(to.send(Incoming::Signal(event)));
    })?;
    let to = send.clone();
    let lost = watchdog::spawn(terminal.clone(), last_resort, move || {
        drop(to.send(Incoming::HungUp));
    })?;
    let to = send.clone();
    let writer = Writer::spawn(terminal.clone(), move |event| {
        drop(to.send(Incoming::Frame(event)));
    })?;
    let to = send.clone();
    let clipboard = Clipboard::of_environment(
        |name| std::env::var(name).ok(),
        tasks.clone(),
        move |why| drop(to.send(Incoming::CopyFailed(why))),
    );
    input::spawn(terminal.clone(), lost, move |batch| {
        drop(send.send(Incoming::Batch(batch)));
    })?;

    let (look, options) = look(&source.settings);
    let display = Tty::new(terminal, writer, look, options);
    let start = start(chosen, stored, &source);
    let files = Files::of(
        source.settings.ui.download_dir.value.clone(),
        Paths::of_user().ok().map(|paths| paths.home),
        &tasks,
    );
    let views = Paths::of_user().map_or_else(
        |_| ViewsKeeper::without_file(),
        |paths| ViewsKeeper::start(paths.views_file, &tasks),
    );
    let mut shell = Shell::new(start, engine, display, clock.clone(), zone, move || {
        suspend.suspend()
    })
    .keeping(views)
    .filing(files)
    .writing(desk)
    .copying_to(clipboard)
    .reviving(revive(&source, &clock, &tasks));
    let ended = shell.run(&mut incoming, &mut failures).await;
    drop(guard);
    // A person who quits waited, or did not want to.
    if ended != Ended::Asked {
        shell.finish_writes(LAST_WAIT).await;
    }
    tasks.finish(WIND_DOWN).await;
    // The process ends here: freeing 100,000 orders one by one would keep the shell's prompt waiting.
    std::mem::forget(shell);
    Ok(match ended {
        Ended::Asked => Exit::Done,
        Ended::Signal(quit) => Exit::Signal(u8::try_from(quit.exit_code() - 128).unwrap_or(0)),
        Ended::HungUp => Exit::Signal(1),
    })
}

/// Starts the engine anew after a panic, a bounded number of times. The new one logs in by itself.
fn revive(
    source: &Source,
    clock: &Clock,
    tasks: &Tasks,
) -> impl FnMut() -> Option<Engine> + Send + use<> {
    let (account, clock, tasks) = (source.account.clone(), clock.clone(), tasks.clone());
    let mut left = RESTARTS;
    move || {
        left = left.checked_sub(1)?;
        Engine::start(account.clone(), &clock, &tasks).ok()
    }
}

fn start(chosen: Chosen, views: Stored, source: &Source) -> Start {
    let settings = &source.settings;
    Start {
        session: Session {
            profile: settings.profile.name.value.clone(),
            username: settings.profile.username.value.clone(),
            api_url: settings.profile.api_url.value.as_str().to_owned(),
            is_demo: source.simulator.is_some(),
            is_read_only: settings.profile.read_only.value,
            has_mouse: settings.ui.mouse.value,
            me: settings.me.value.clone(),
        },
        orders_interval: TimeDelta::from_std(settings.refresh.orders.value)
            .unwrap_or(TimeDelta::MAX),
        quotes_interval: TimeDelta::from_std(settings.refresh.quotes.value)
            .unwrap_or(TimeDelta::MAX),
        eligibility_interval: TimeDelta::from_std(settings.refresh.eligibility.value)
            .unwrap_or(TimeDelta::MAX),
        send_delay: TimeDelta::from_std(settings.writes.send_delay.value).unwrap_or(SEND_DELAY),
        single_check: settings.eligibility.single.value,
        sites_per_request: settings.eligibility.sites_per_request.value,
        filter: chosen.filter,
        view: chosen.view.map(|view| view.name),
        views,
        keymap: settings.keymap(),
        orders_columns: settings.ui.orders_columns.value.clone(),
        dates: settings.ui.dates.value,
    }
}

fn look(settings: &Settings) -> (Look, Options) {
    let is_ascii = settings.ui.ascii.value;
    let theme = match (settings.ui.color.value, settings.ui.theme.value) {
        (ColorChoice::Never, _) | (_, ThemeChoice::Mono) => Theme::MONO,
        (_, ThemeChoice::Default) => Theme::DEFAULT,
        (_, ThemeChoice::Truecolor) => Theme::TRUECOLOR,
        (_, ThemeChoice::Light) => Theme::LIGHT,
    };
    let look = Look {
        theme,
        glyphs: if is_ascii {
            Glyphs::ASCII
        } else {
            Glyphs::UNICODE
        },
    };
    let options = Options {
        colours: if theme == Theme::MONO {
            Colours::Off
        } else {
            Colours::Theme
        },
        charset: if is_ascii {
            Charset::Ascii
        } else {
            Charset::Utf8
        },
        ..Options::of_environment(|name| std::env::var(name).ok())
    };
    (look, options)
}

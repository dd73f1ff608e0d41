//! This test binary, started again as another copy of the program.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use covage_tui::domain::request::{Lane, RateClass};
use covage_tui::domain::write::{Outcome, Receipt};
use covage_tui::runtime::clock::Clock;
use covage_tui::runtime::store::Shared;
use covage_tui::runtime::tasks::Tasks;
use covage_tui::sched::limits::Limits;
use covage_tui::sched::ratelog::{RateLog as _, Reservation};
use covage_tui::store::Place;
use tokio::time::{Instant, sleep};

use super::{accept, account, keeper};

const WHAT: &str = "COVAGE_TUI_TEST_CHILD";
const FILE: &str = "COVAGE_TUI_TEST_FILE";

/// Another copy of the program, at work on a file.
pub(super) struct Copy {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Copy {
    pub(super) fn start(what: &str, file: &Path) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["store::child::child", "--exact", "--nocapture", "-q"])
            .env(WHAT, what)
            .env(FILE, file)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        Self { child, said }
    }

    /// The next thing it says; `None` when it has ended.
    pub(super) fn hear(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            if self.said.read_line(&mut line).unwrap() == 0 {
                return None;
            }
            // The test harness says something too.
            if let Some(said) = line.strip_prefix("child: ") {
                return Some(said.trim_end().to_owned());
            }
        }
    }

    /// kill -9.
    pub(super) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // It has ended, or nobody needs it any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn say(words: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    // At the beginning of a line, whatever the harness said before.
    writeln!(out, "\nchild: {words}").unwrap();
    out.flush().unwrap();
}

/// Not a test of its own: what a [`Copy`] does.
#[test]
fn child() {
    let Ok(what) = std::env::var(WHAT) else {
        return;
    };
    let file = std::env::var_os(FILE).unwrap();
    let file = Path::new(&file);
    match what.split_once(' ').unwrap_or((&what, "")) {
        ("send", line) => {
            let entry = keeper(file).open_intent(&accept(line), &account(), None);
            say(format_args!("{:?}", entry.map(|entry| entry.id.0)));
            // Until it is killed, or its parent ends.
            let _ = std::io::stdin().read_line(&mut String::new());
        }
        ("write", name) => {
            let mut keeper = keeper(file);
            for number in 0.. {
                let line = format!("{name}{number}");
                let entry = keeper
                    .open_intent(&accept(&line), &account(), None)
                    .unwrap();
                say(format_args!("sending {}", entry.id.0));
                let applied = Outcome::Applied(Receipt::Bare);
                keeper.end(entry.id, &applied).unwrap();
                say(format_args!("applied {}", entry.id.0));
            }
        }
        ("reserve", seconds) => {
            let time = Duration::from_secs(seconds.parse().unwrap());
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap()
                .block_on(reserve(file, time));
        }
        other => panic!("{other:?}"),
    }
}

/// Takes every slot it can get of some classes and tells the boot times between which each was granted.
async fn reserve(file: &Path, time: Duration) {
    let clock = Clock::system();
    let (tasks, _failures) = Tasks::new();
    let shared = Shared::start(Place::File(file.to_owned()), &clock, &tasks);
    let log = shared.rates(&account(), &Limits::default()).unwrap();
    let started = Instant::now();
    let classes = [
        (RateClass::QualificationSync, "sync"),
        (RateClass::Qualification, "async"),
        (RateClass::Reads, "reads"),
    ];
    while started.elapsed() < time {
        for (class, name) in classes {
            let (now, asked) = (started.elapsed(), clock.boot().as_nanos());
            if let Reservation::Granted(_) = log.reserve(class, Lane::User, now).await {
                say(format_args!("{name} {asked} {}", clock.boot().as_nanos()));
            }
        }
        sleep(Duration::from_millis(5)).await;
    }
}

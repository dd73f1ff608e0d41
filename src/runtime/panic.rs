//! What happens on a panic, before it unwinds.
//!
//! On the user interface's thread, and on the shell's own threads (`tty-…`): the terminal is
//! restored, once, and a short report is printed. In a background task: only the log hears of it
//! here, since [`super::tasks`] catches it and the screen names it; the stock hooks would tear the
//! screen down for it.
//!
//! The report never carries what a formatted message quotes: a slice out of bounds prints the
//! string it was cut from, which may be anything a server sent, or a secret.

use std::any::Any;
use std::path::Path;
use std::thread;

use super::exit::LastResort;
use super::terminal::Terminal;
use super::{tasks, terminal};

/// How much of the message is kept, in characters.
const MESSAGE: usize = 300;

/// Exit code of a process whose shell thread panicked; the one Rust uses for its own.
const EXIT_CODE: i32 = 101;

/// Installs the hook for this process; the calling thread is the user interface's.
///
/// `log` is named in the report. A panic on one of the shell's threads ends the process through
/// `last_resort`, because without that thread nobody could use the dashboard or end it.
pub fn install(terminal: Terminal, last_resort: LastResort, log: Option<&Path>) {
    let ui = thread::current().id();
    let log = log.map(|path| path.display().to_string());
    std::panic::set_hook(Box::new(move |info| {
        let message = describe(info.payload());
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let here = thread::current();
        let name = tasks::current().or(here.name()).unwrap_or("unnamed");
        tracing::error!(task = name, place, "panic: {message}");

        let is_shell = here.name().is_some_and(|name| name.starts_with("tty-"));
        if tasks::current().is_some() || !(here.id() == ui || is_shell) {
            return;
        }
        terminal.restore();
        let report = report(&message, &place, log.as_deref());
        if rustix::termios::isatty(std::io::stderr()) {
            terminal.say(&report);
        } else {
            terminal::complain(report.trim_end());
        }
        if is_shell {
            last_resort.leave(EXIT_CODE);
        }
    }));
}

fn report(message: &str, place: &str, log: Option<&str>) -> String {
    let log = log.map_or_else(String::new, |log| format!("The log is {log}\n"));
    format!(
        "covage-tui {} stopped on an error of its own: {message}\nat {place}\n{log}",
        env!("CARGO_PKG_VERSION")
    )
}

/// What a panic said: one line, no controls, bounded, and nothing that it quotes.
pub(super) fn describe(payload: &(dyn Any + Send)) -> String {
    match (
        payload.downcast_ref::<&'static str>(),
        payload.downcast_ref::<String>(),
    ) {
        (Some(text), _) => clean(text, true),
        (_, Some(text)) => clean(text, false),
        _ => "a panic without text".to_owned(),
    }
}

/// One line, no controls, bounded; of a formatted message only what comes before a quotation.
fn clean(text: &str, is_fixed: bool) -> String {
    let kept = match text.find(['`', '"', '\'']) {
        Some(quote) if !is_fixed => format!("{}…", text.get(..quote).unwrap_or_default()),
        _ => text.to_owned(),
    };
    kept.chars()
        .take(MESSAGE)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_not_repeated() {
        let text = "byte index 1 is not a char boundary; it is inside 'é' of `écoute secret`";
        assert_eq!(
            clean(text, false),
            "byte index 1 is not a char boundary; it is inside …"
        );
        assert_eq!(clean("no `value`", true), "no `value`");
    }

    #[test]
    fn a_message_cannot_reach_the_terminal_as_control() {
        let cleaned = clean("a\x1b[2Jb\u{9b}c\nd", false);
        assert_eq!(cleaned, "a [2Jb c d");
        assert_eq!(clean(&"x".repeat(5000), false).len(), MESSAGE);
    }

    #[test]
    fn the_report_says_what_where_and_where_to_read_on() {
        let text = report("no rows", "src/app.rs:1:2", Some("/state/log"));
        for part in [
            env!("CARGO_PKG_VERSION"),
            "no rows",
            "src/app.rs:1:2",
            "/state/log",
        ] {
            assert!(text.contains(part), "{text}");
        }
    }
}

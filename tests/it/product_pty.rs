//! The dashboard as a person meets it: the built program in a terminal.

mod clipboard;
mod dialogs;

use std::time::Duration;

use covage_tui::runtime::clock::Clock;
use covage_tui::sim::Scenario;
use regex_lite::Regex;
use rustix::process::Signal;
use tokio::time::Instant;

use crate::bytes::assert_allowed;
use crate::product::{Home, PRODUCT, Server};
use crate::pty::{PATIENCE, Session, rounds};

/// The promise for a terminal that died.
const GONE: Duration = Duration::from_secs(3);

/// The demo with some orders on screen.
fn demo(flags: &[&str], vars: &[(&str, &str)]) -> (Session, Home) {
    let home = Home::new();
    let command = [&[PRODUCT, "--demo", "--seed", "7", "--orders", "40"], flags].concat();
    let session = Session::start(command, (80, 24), &[home.vars(), vars.to_vec()].concat());
    (session, home)
}

fn shown(flags: &[&str], vars: &[(&str, &str)]) -> (Session, Home) {
    let (mut session, home) = demo(flags, vars);
    session.wait_for("CMD_X_");
    (session, home)
}

#[track_caller]
fn assert_quit(session: &mut Session, code: i32) {
    assert_eq!(
        session.exit_status(PATIENCE).code(),
        Some(code),
        "{}",
        session.text()
    );
    session.assert_restored();
    assert_allowed(session.raw_output());
}

#[test]
fn it_shows_orders_and_both_ways_to_quit_leave_no_trace() {
    for _ in 0..rounds(50) {
        for keys in [&["Q"][..], &["q", "y"]] {
            let (mut session, _home) = shown(&[], &[]);
            assert!(session.screen().alternate_screen() && !session.is_cooked());
            session.send(keys[0]);
            if let Some(answer) = keys.get(1) {
                session.wait_for("Quit covage-tui");
                session.send(answer);
            }
            assert_quit(&mut session, 0);
        }
    }
}

#[test]
fn a_filter_is_applied_while_it_is_typed_and_help_opens_and_closes() {
    let (mut session, _home) = shown(&[], &[]);
    session.send("/");
    session.send("state:active -state:in_progress");
    let rows = Regex::new(r"(?m)^.{4}CMD_X_.*$").unwrap();
    let only_active = |session: &Session| {
        let text = session.text();
        let mut list = rows.find_iter(&text).peekable();
        list.peek().is_some() && list.all(|row| row.as_str().contains(" active"))
    };
    session.wait_until("only active orders", |session| only_active(session));
    // Half a query is an error; the last good result stays.
    session.send(" (");
    session.wait_for("a condition is missing here");
    assert!(only_active(&session), "{}", session.text());
    session.send("\x1b");
    session.wait_for("type / to filter");
    session.send("?");
    session.wait_for("Help: Orders");
    session.send("\x1b");
    session.wait_until("no help", |session| {
        !session.text().contains("Help: Orders")
    });
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn a_filter_of_the_command_line_is_in_force_from_the_start() {
    let (mut session, _home) = demo(&["--filter", "state:active"], &[]);
    session.wait_for(r" CMD_X_\d+ +active");
    assert!(
        session.text().contains("/ state:active"),
        "{}",
        session.text()
    );
    session.send("Q");
    assert_quit(&mut session, 0);
}

/// The row the cursor is on.
fn cursor_row(session: &Session) -> Option<String> {
    let row = Regex::new(r"(?m)^>.{3}(CMD_X_\d+)").unwrap();
    Some(row.captures(&session.text())?[1].to_owned())
}

/// The report of a left click on a cell, counted from 1.
fn click(column: u16, row: u16) -> String {
    format!("\x1b[<0;{column};{row}M\x1b[<0;{column};{row}m")
}

/// The reference on a line of the screen, counted from 0.
fn reference_on(session: &Session, line: usize) -> Option<String> {
    let text = session.text();
    let line = text.lines().nth(line)?;
    let reference = Regex::new(r"CMD_X_\d+").unwrap().find(line)?;
    Some(reference.as_str().to_owned())
}

/// The dashboard on a server where nothing moves.
fn still(server: &Server, flags: &[&str]) -> (Session, Home) {
    let home = Home::new().with(server.vars());
    let mut session = Session::start([&[PRODUCT], flags].concat(), (80, 24), &home.vars());
    session.wait_until("some rows", |session| reference_on(session, 6).is_some());
    (session, home)
}

#[test]
fn with_the_mouse_on_a_click_moves_the_cursor_and_the_wheel_the_list() {
    let server = Server::start(Scenario::default().orders(40));
    let (mut session, _home) = still(&server, &["--mouse"]);
    session.wait_for("1 Orders 40");
    let (first, wanted) = (reference_on(&session, 4), reference_on(&session, 6));
    assert_eq!(cursor_row(&session), first);
    session.send(click(12, 7));
    session.wait_until("the cursor where it was clicked", |session| {
        cursor_row(session) == wanted
    });
    session.send(click(12, 7));
    session.wait_for("Esc back");
    session.send("\x1b[<65;12;7M");
    session.wait_until("other rows", |session| reference_on(session, 4) != first);
    session.send(click(5, 3));
    session.send("nothing-is-called-so");
    session.wait_for("0 of [0-9]+ orders match");
    session.send("\r");
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn with_the_mouse_off_it_is_not_asked_for_and_a_stray_report_does_nothing() {
    let server = Server::start(Scenario::default().orders(40));
    let (mut session, _home) = still(&server, &[]);
    let before = cursor_row(&session);
    session.send(click(12, 7));
    session.send("?");
    session.wait_for("Help: Orders");
    session.send("\x1b");
    session.wait_until("no help", |session| {
        !session.text().contains("Help: Orders")
    });
    assert_eq!(cursor_row(&session), before);
    assert!(!session.modes_left().contains(&1000));
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn a_signal_ends_it_with_its_code_and_the_terminal_as_before() {
    for _ in 0..rounds(50) {
        for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
            let (mut session, _home) = shown(&["--mouse"], &[]);
            session.signal(signal);
            assert_quit(&mut session, code);
        }
    }
}

#[test]
fn without_its_terminal_it_is_gone() {
    for _ in 0..rounds(50) {
        let (mut session, _home) = shown(&[], &[]);
        session.hang_up();
        assert_eq!(session.exit_status(GONE).code(), Some(129));
    }
}

#[test]
fn without_a_shell_behind_it_does_not_suspend_and_says_so() {
    let (mut session, _home) = shown(&[], &[]);
    session.send("\x1a");
    session.wait_for("not suspended");
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn a_shell_gets_the_terminal_back_and_fg_brings_the_dashboard() {
    let home = Home::new();
    let script =
        format!("set -m; {PRODUCT} --demo --orders 40; echo back at the shell; fg; echo done");
    let mut session = Session::start(["sh", "-c", &script], (80, 24), &home.vars());
    session.wait_for("CMD_X_");
    session.send("\x1a");
    session.wait_until("the shell", |session| {
        String::from_utf8_lossy(session.raw_output()).contains("back at the shell")
    });
    session.wait_for("CMD_X_");
    session.send("Q");
    session.wait_for("done");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
}

#[test]
fn any_size_is_a_size() {
    let (mut session, _home) = shown(&[], &[]);
    for _ in 0..rounds(100) {
        for (columns, rows) in [(20, 5), (1, 1), (120, 40), (200, 60), (80, 2), (20, 5)] {
            session.resize(columns, rows);
        }
        let before = session.raw_output().len();
        session.wait_until("a frame", |session| session.raw_output().len() > before);
        session.resize(80, 24);
        session.wait_for(r"ORDER +STATE/STEP(.*\n)+.*CMD_X_");
    }
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn where_the_locale_is_not_utf8_every_byte_is_ascii() {
    for (flags, vars) in [
        (&[][..], ("LANG", "C")),
        (&["--ascii"], ("LANG", "C.UTF-8")),
    ] {
        let (mut session, _home) = shown(flags, &[vars]);
        session.send("?");
        session.wait_for("Help: Orders");
        session.send("\x1b");
        session.wait_until("no help", |session| {
            !session.text().contains("Help: Orders")
        });
        session.send("jjjjG");
        session.send("Q");
        assert_quit(&mut session, 0);
        assert!(session.raw_output().is_ascii());
    }
}

#[test]
fn without_colours_no_colour_is_set() {
    let has_colour = |session: &Session| {
        let style = Regex::new(r"\x1b\[([0-9;]*)m").unwrap();
        let raw = String::from_utf8_lossy(session.raw_output()).into_owned();
        let is_colour = |code: &str| {
            matches!(
                code.parse(),
                Ok(30..=38 | 40..=48 | 90..=97 | 100..=107_u32)
            )
        };
        style
            .captures_iter(&raw)
            .any(|found| found[1].split(';').any(is_colour))
    };
    for (flags, vars, expected) in [
        (&["--color", "never"][..], &[][..], false),
        (&["--theme", "mono"], &[], false),
        (&["--theme", "truecolor"], &[("NO_COLOR", "1")], false),
        (&[], &[("NO_COLOR", "1")], false),
        (&[], &[], true),
    ] {
        let (mut session, _home) = shown(flags, vars);
        session.send("Q");
        assert_quit(&mut session, 0);
        assert_eq!(has_colour(&session), expected, "{flags:?} {vars:?}");
    }
}

#[test]
fn a_theme_is_taken_at_its_word_and_the_default_one_leaves_the_palette_alone() {
    let true_colour = Regex::new(r"[\[;][34]8;2;").unwrap();
    for (flags, vars, expected) in [
        (&["--theme", "truecolor"][..], &[][..], true),
        (&["--theme", "light"], &[], true),
        (
            &["--theme", "default"],
            &[("COLORTERM", "truecolor")],
            false,
        ),
        (&[], &[("COLORTERM", "truecolor")], false),
    ] {
        let (mut session, _home) = shown(flags, vars);
        session.send("Q");
        assert_quit(&mut session, 0);
        let raw = String::from_utf8_lossy(session.raw_output()).into_owned();
        assert_eq!(true_colour.is_match(&raw), expected, "{flags:?} {vars:?}");
    }
}

#[test]
fn a_demo_for_pictures_begins_when_it_is_told_to() {
    let clock = ["--demo-clock", "2026-05-29T14:02:00+02:00"];
    let zone = ("TZ", "CET-1CEST,M3.5.0,M10.5.0/3");
    let (mut session, _home) = shown(&clock, &[zone]);
    assert!(session.text().contains("14:02 CEST"), "{}", session.text());
    session.send("Q");
    assert_quit(&mut session, 0);
}

#[test]
fn a_wrong_password_is_tried_once_and_then_shown() {
    let server = Server::start(Scenario::default().orders(5));
    let home = Home::new().with(server.vars_with("wrong-canary"));
    let mut session = Session::start([PRODUCT], (100, 30), &home.vars());
    session.wait_for("LOGIN REFUSED");
    session.wait_for("Covage refused this user name and password");
    // Nothing a person does by accident tries again.
    session.send("jkG/dupont\r");
    session.wait_for("/ dupont");
    session.send("Q");
    assert_quit(&mut session, 0);
    let logins = server.stats().logins;
    assert_eq!((logins.password, logins.refused_password), (1, 1));
    assert!(!String::from_utf8_lossy(session.raw_output()).contains("canary"));
}

#[test]
fn the_environment_alone_is_enough() {
    let server = Server::start(Scenario::default().orders(5));
    let home = Home::new().with(server.vars());
    let mut session = Session::start([PRODUCT], (80, 24), &home.vars());
    session.wait_for("CMD_X_");
    assert!(!home.config_file().exists());
    session.send("Q");
    assert_quit(&mut session, 0);
}

/// The clock, the countdown of a budget that is still in use and a refresh are changes; nothing else is.
#[test]
fn nothing_is_written_while_nothing_changes() {
    let server = Server::start(Scenario::default().orders(4));
    let [(_, api_url), (_, keycloak_url), (_, username), password] = server.vars();
    let home = Home::new().with([password]);
    home.write_config(&format!(
        "[profiles.test]\napi_url = \"{api_url}\"\nkeycloak_url = \"{keycloak_url}\"\nusername = \"{username}\"\n\
         [refresh]\norders = \"1h\"\n[limits]\nreads_per_second = 5.0\n"
    ));
    let mut session = Session::start([PRODUCT], (100, 30), &home.vars());
    session.wait_for("CMD_X_");
    let clock = Clock::system();
    let (mut written, mut since) = (0, Instant::now());
    session.wait_until(
        "a second of silence well before the minute turns",
        |session| {
            if session.raw_output().len() != written {
                (written, since) = (session.raw_output().len(), Instant::now());
            }
            let second = clock.now().timestamp().rem_euclid(60);
            since.elapsed() > Duration::from_secs(1) && (1..55).contains(&second)
        },
    );
    let asked = server.stats().total_requests();
    session.quiet_for(Duration::from_secs(3));
    let new = &session.raw_output()[written..];
    assert_eq!(new, b"", "{}", new.escape_ascii());
    assert_eq!(server.stats().total_requests(), asked);
    session.send("Q");
    assert_quit(&mut session, 0);
}

//! The terminal shell through `examples/shell.rs`.

use std::process::{Command, Stdio};

use covage_tui::runtime::terminal::Modes;

use super::*;
use crate::bytes::{assert_allowed, assert_allowed_prefix};

/// The promise for a terminal that died.
const GONE: Duration = Duration::from_secs(3);

fn shell(flags: &[&str]) -> Session {
    let mut session = Session::start(command(flags), (80, 24), &[]);
    session.wait_for("ready 80x24");
    session
}

fn command(flags: &[&str]) -> Vec<String> {
    let mut command = vec![example("shell").display().to_string()];
    command.extend(flags.iter().map(ToString::to_string));
    command
}

#[test]
fn it_starts_shows_keys_quits_and_leaves_no_trace() {
    for _ in 0..rounds(100) {
        let mut session = shell(&[]);
        assert!(session.screen().alternate_screen() && !session.is_cooked());
        session.send("abé");
        session.wait_for("abé");
        session.send("q");
        assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
        session.assert_restored();
        assert_allowed(session.raw_output());
    }
}

#[test]
fn a_signal_ends_it_with_its_code_and_the_terminal_as_before() {
    for _ in 0..rounds(200) {
        for (signal, code) in [
            (Signal::TERM, 143),
            (Signal::INT, 130),
            (Signal::QUIT, 131),
            (Signal::HUP, 129),
        ] {
            let mut session = shell(&[]);
            session.signal(signal);
            assert_eq!(session.exit_status(PATIENCE).code(), Some(code));
            session.assert_restored();
            assert_allowed(session.raw_output());
        }
    }
}

#[test]
fn a_loop_that_never_ends_is_ended() {
    let mut session = shell(&["--mute-quit"]);
    session.signal(Signal::TERM);
    assert_eq!(session.exit_status(PATIENCE).code(), Some(143));
    session.assert_restored();
}

#[test]
fn a_signal_before_the_first_frame_leaves_no_trace() {
    for _ in 0..rounds(200) {
        let mut session = Session::start(command(&[]), (80, 24), &[]);
        // Raw mode is set: the first frame may or may not be on its way.
        session.wait_until("raw mode", |session| !session.is_cooked());
        session.signal(Signal::TERM);
        assert_eq!(session.exit_status(PATIENCE).code(), Some(143));
        session.assert_restored();
    }
}

#[test]
fn stopped_the_terminal_is_given_back_and_continued_it_is_repainted() {
    let mut session = shell(&[]);
    session.send("xyz");
    session.wait_for("xyz");
    for _ in 0..rounds(200) {
        session.signal(Signal::TSTP);
        session.wait_until("a stopped process", |session| session.is_stopped());
        session.assert_restored();
        assert!(!session.text().contains("xyz"));
        session.signal(Signal::CONT);
        session.wait_for("ready 80x24\n *xyz");
        assert!(session.screen().alternate_screen() && !session.is_cooked());
    }
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
    assert_allowed(session.raw_output());
}

#[test]
fn stopped_from_outside_it_takes_the_terminal_again() {
    let mut session = shell(&[]);
    let entered = |session: &Session| {
        let raw = session.raw_output();
        raw.windows(8).filter(|w| w == b"\x1b[?1049h").count()
    };
    session.signal(Signal::STOP);
    session.wait_until("a stopped process", |session| session.is_stopped());
    // What a shell does while the program is stopped.
    session.cook();
    session.signal(Signal::CONT);
    session.wait_until("a second entry", |session| entered(session) == 2);
    assert!(!session.is_cooked());
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
}

#[test]
fn a_helper_has_the_terminal_to_itself() {
    let mut session = shell(&[]);
    session.send("#");
    session.wait_until("a cooked terminal", |session| session.is_cooked());
    session.send("typed\n");
    // The echo, and what the helper makes of it.
    session.wait_for("typed\n *typed");
    session.signal(Signal::TSTP);
    session.wait_until("a stopped process", |session| session.is_stopped());
    session.signal(Signal::CONT);
    session.wait_until("a running process", |session| !session.is_stopped());
    session.send("more\n");
    session.wait_for("more\n *more");
    assert!(session.is_cooked(), "taken from the helper");
    session.send("\x04");
    session.wait_for("ready 80x24");
    session.send("x");
    session.wait_for("ready 80x24\n *x$");
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
}

#[test]
fn a_stopped_one_can_be_ended() {
    for _ in 0..rounds(200) {
        let mut session = shell(&[]);
        session.signal(Signal::TSTP);
        session.wait_until("a stopped process", |session| session.is_stopped());
        session.signal(Signal::TERM);
        session.signal(Signal::CONT);
        assert_eq!(session.exit_status(PATIENCE).code(), Some(143));
        session.assert_restored();
    }
}

#[test]
fn the_suspend_key_goes_back_to_the_shell_if_there_is_one() {
    let mut session = shell(&[]);
    session.send("\x1a");
    session.wait_for("no-shell");
    session.send("q");
    session.exit_status(PATIENCE);

    let script = format!(
        "set -m; {}; echo back at the shell; fg; echo done",
        example("shell").display()
    );
    let mut session = Session::start(["sh", "-c", &script], (80, 24), &[]);
    session.wait_for("ready 80x24");
    session.send("\x1a");
    session.wait_until("the shell", |session| {
        String::from_utf8_lossy(session.raw_output()).contains("back at the shell")
    });
    session.wait_for("ready 80x24");
    session.send("q");
    session.wait_for("done");
    session.exit_status(PATIENCE);
    session.assert_restored();
}

#[test]
fn without_its_terminal_it_is_gone() {
    for _ in 0..rounds(100) {
        let mut session = shell(&[]);
        session.hang_up();
        assert_eq!(session.exit_status(GONE).code(), Some(129));
    }
}

#[test]
fn without_its_terminal_it_is_gone_even_if_hangup_is_ignored_and_the_loop_hangs() {
    for _ in 0..rounds(50) {
        let script = format!(
            "trap '' HUP; exec {} --deaf --mute-quit",
            example("shell").display()
        );
        let mut session = Session::start(["sh", "-c", &script], (80, 24), &[]);
        session.wait_for("ready 80x24");
        let before = session.cpu_ticks().unwrap();
        let mut after = before;
        session.hang_up();
        let end = Instant::now() + GONE;
        while session.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "still there");
            after = session.cpu_ticks().unwrap_or(after);
            session.pump(Duration::from_millis(10));
        }
        assert_eq!(session.exit_status(GONE).code(), Some(129));
        // 2 % of the two seconds and a bit, and the clock's grain.
        assert!(after - before <= 6, "{} ticks of 10 ms", after - before);
    }
}

/// The same as [`assert_allowed`] where the last frame may have been cut: an escape ends the
/// sequence it was cut in, and the way out begins with one.
#[track_caller]
fn assert_allowed_and_left(bytes: &[u8]) {
    let leave = Modes::default().leave();
    let cut = bytes.windows(leave.len()).position(|w| w == leave);
    let (frames, rest) = bytes.split_at(cut.unwrap());
    assert_allowed_prefix(frames);
    assert_allowed(rest);
}

/// Lets the output pile up until no more fits.
fn block(session: &mut Session) {
    let (mut last, mut since) = (0, Instant::now());
    let end = Instant::now() + PATIENCE;
    while last < 1024 || since.elapsed() < Duration::from_millis(200) {
        assert!(
            Instant::now() < end,
            "the output never blocked: {last} bytes"
        );
        let unread = session.unread();
        if unread != last {
            (last, since) = (unread, Instant::now());
        }
        tty::wait(&mut [], Duration::from_millis(5));
    }
}

#[test]
fn output_that_nobody_reads_does_not_keep_it_from_ending() {
    for _ in 0..rounds(100) {
        for flags in [&["--flood"][..], &["--flood", "--mute-quit"]] {
            let mut session = shell(flags);
            block(&mut session);
            session.signal(Signal::TERM);
            assert_eq!(session.exit_status_unread(GONE).code(), Some(143));
            session.assert_restored();
            assert_allowed_and_left(session.raw_output());
        }
    }
}

#[test]
fn after_a_stall_the_newest_state_is_shown() {
    let mut session = shell(&["--flood"]);
    block(&mut session);
    // Typed while nothing can be shown, and yet read.
    session.send("abc");
    session.wait_for("ready 80x24\n *abc");
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
    assert_allowed_and_left(session.raw_output());
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_where() {
    let mut session = shell(&[]);
    session.send("!");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(101));
    session.assert_restored();
    let text = session.text();
    assert!(
        text.contains("stopped on an error of its own: asked to"),
        "{text}"
    );
    assert!(text.contains("examples/shell.rs:"), "{text}");
}

#[test]
fn any_size_is_drawn() {
    let mut session = shell(&[]);
    for _ in 0..rounds(200) {
        for (columns, rows) in [(100, 30), (1, 1), (500, 200), (80, 1), (20, 5)] {
            session.resize(columns, rows);
        }
        session.resize(81, 25);
        session.wait_for("ready 81x25");
        session.resize(80, 24);
        session.wait_for("ready 80x24");
    }
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
    assert_allowed(session.raw_output());
}

#[test]
fn sequences_survive_the_network_and_a_lone_escape_is_a_key() {
    let mut session = shell(&[]);
    for piece in ["\x1b[", "A"] {
        session.send(piece);
        session.pump(Duration::from_millis(5));
    }
    session.wait_for("<Up>");
    session.send("\x1b");
    session.wait_for("<Up><Esc>");
    session.paste("y\nq");
    session.wait_for(r"\[y");
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
}

#[test]
fn the_mouse_is_asked_for_when_wanted_and_every_way_out_ends_that() {
    let mut session = shell(&[]);
    session.send("q");
    session.exit_status(PATIENCE);
    let raw = String::from_utf8_lossy(session.raw_output()).into_owned();
    assert!(!raw.contains("[?1000") && !raw.contains("[?1006"), "{raw}");

    let on = |session: &Session| {
        let modes = session.modes_left();
        modes.contains(&1000) && modes.contains(&1006)
    };
    for (key, code) in [("q", 0), ("!", 101)] {
        let mut session = shell(&["--mouse"]);
        assert!(on(&session));
        session.send(key);
        assert_eq!(session.exit_status(PATIENCE).code(), Some(code), "{key}");
        session.assert_restored();
    }
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let mut session = shell(&["--mouse"]);
        assert!(on(&session));
        session.signal(signal);
        assert_eq!(session.exit_status(PATIENCE).code(), Some(code));
        session.assert_restored();
        assert_allowed(session.raw_output());
    }

    let mut session = shell(&["--mouse"]);
    session.signal(Signal::TSTP);
    session.wait_until("a stopped process", |session| session.is_stopped());
    session.assert_restored();
    session.signal(Signal::CONT);
    session.wait_until("the mouse again", |session| on(session));
    session.send("#");
    session.wait_until("a cooked terminal", |session| session.is_cooked());
    session.wait_until("no mouse for the helper", |session| !on(session));
    session.send("\x04");
    session.wait_until("the mouse again", |session| on(session));
    session.send("q");
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    session.assert_restored();
}

/// Types byte by byte, as a slow line brings it. False if the machine itself was slower than an escape is held.
fn types_in_pieces(session: &mut Session, bytes: &[u8]) -> bool {
    const HELD: Duration = Duration::from_millis(30);
    let mut escape = None;
    for byte in bytes {
        let begun = Instant::now();
        session.send([*byte]);
        if escape.is_some_and(|sent: Instant| sent.elapsed() >= HELD) {
            return false;
        }
        escape = (*byte == 0x1b).then_some(begun);
        session.quiet_for(Duration::from_millis(4));
    }
    true
}

#[test]
fn a_sequence_that_comes_byte_by_byte_is_one_key() {
    for (bytes, shown) in [
        ("\x1b[A", "<Up>"),
        ("\x1bOB", "<Down>"),
        ("\x1b[1;5C", "<Right>"),
        ("\x1b[6~", "<PageDown>"),
        ("\x1b[7~", "<Home>"),
        ("\x1b[[A", r"<F\(1\)>"),
        ("\x1b[233u", "é"),
        ("\x1b[<0;5;6M", r"<Down\(Left\) 4,5>"),
        ("\x1b[I", ""),
        ("\x1b[200~€\x1b[201~", r"\[€\]"),
        ("€é", "€é"),
    ] {
        let end = Instant::now() + PATIENCE;
        loop {
            let mut session = shell(&["--mouse"]);
            let is_in_time = types_in_pieces(&mut session, format!("{bytes}.").as_bytes());
            if is_in_time {
                session.wait_for(&format!(r"ready 80x24\n *{shown}\.$"));
                break;
            }
            assert!(Instant::now() < end, "30 ms were never kept");
        }
    }
}

#[test]
fn nothing_is_written_while_nothing_changes() {
    let mut session = shell(&[]);
    let before = session.raw_output().len();
    session.signal(Signal::USR1);
    session.quiet_for(Duration::from_millis(400));
    assert_eq!(session.raw_output().len(), before);
    session.send("a");
    session.wait_for("\n *a");
    let cost = session.raw_output().len() - before;
    assert!(
        cost <= 16 + "\x1b[2;1H\x1b[1ma\x1b[m".len(),
        "{cost} bytes for a letter"
    );
}

#[test]
fn without_a_terminal_it_says_so() {
    let output = Command::new(example("shell"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("needs a terminal") && text.lines().count() == 1,
        "{text}"
    );
    for term in ["dumb", ""] {
        let mut session = Session::start(command(&[]), (80, 24), &[("TERM", term)]);
        assert_eq!(session.exit_status(PATIENCE).code(), Some(2));
        assert!(session.text().starts_with("TERM is"), "{}", session.text());
        session.assert_restored();
    }
}

//! Copying, seen from the terminal and from a tmux that is none.

use regex_lite::Regex;

use super::assert_quit;
use crate::product::{Home, PRODUCT};
use crate::pty::Session;

/// A directory with a program called `tmux` and, before everything else, on the path.
fn with_tmux(home: &Home, script: &str) -> String {
    use std::os::unix::fs::PermissionsExt as _;
    let bin = home.path().join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    let tmux = bin.join("tmux");
    std::fs::write(&tmux, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&tmux, std::fs::Permissions::from_mode(0o700)).unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{}:{path}", bin.display())
}

/// The text of the last OSC 52 sequence that was written.
fn on_the_clipboard(session: &Session) -> Option<String> {
    let raw = String::from_utf8_lossy(session.raw_output()).into_owned();
    let (_, rest) = raw.rsplit_once("\x1b]52;c;")?;
    let (encoded, _) = rest.split_once('\x07')?;
    Some(String::from_utf8(unbase64(encoded)).unwrap())
}

fn unbase64(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bits: u32 = 0;
    let mut bytes = Vec::new();
    for (at, byte) in text.bytes().filter(|byte| *byte != b'=').enumerate() {
        bits = bits << 6 | u32::from(value(byte));
        let have = (at % 4) * 6 + 6;
        if at % 4 > 0 {
            bytes.push((bits >> (have % 8)).to_le_bytes()[0]);
        }
    }
    bytes
}

#[test]
fn what_is_copied_goes_to_the_terminal_and_nowhere_else_outside_tmux() {
    let home = Home::new();
    let path = with_tmux(&home, "touch \"$HOME/called\"");
    let vars = [home.vars(), vec![("PATH", path.as_str())]].concat();
    let command = [PRODUCT, "--demo", "--seed", "7", "--orders", "40"];
    let mut session = Session::start(command, (80, 24), &vars);
    session.wait_for("> +CMD_X_");
    let text = session.text();
    let reference = Regex::new(r"> +(CMD_X_\d+)").unwrap();
    let reference = reference.captures(&text).unwrap()[1].to_owned();
    session.send("y");
    session.wait_for(r"copied CMD_X_\d+ \(14 bytes\), unless the terminal refuses");
    assert_eq!(on_the_clipboard(&session), Some(reference.clone()));
    session.send("Yu");
    session.wait_for("copied curl command");
    let command = on_the_clipboard(&session).unwrap();
    let wanted = format!("/api/v1/order/{reference}/'");
    assert!(
        command.contains("$COVAGE_TOKEN\" 'http://127.0.0.1:"),
        "{command}"
    );
    assert!(command.ends_with(&wanted), "{command}");
    session.send("Q");
    assert_quit(&mut session, 0);
    assert!(!home.path().join("called").exists());
}

#[test]
fn inside_tmux_its_buffer_is_loaded_and_what_it_refuses_is_told() {
    for (script, told) in [
        (
            "echo \"$@ ${COVAGE_PASSWORD-no password}\" > \"$HOME/asked\"; cat > \"$HOME/buffer\"; mv \"$HOME/asked\" \"$HOME/called\"",
            None,
        ),
        (
            "echo 'no server \u{1b}[2J' >&2; exit 1",
            Some("tmux took no copy: no server"),
        ),
    ] {
        let home = Home::new();
        let path = with_tmux(&home, script);
        let more = vec![
            ("PATH", path.as_str()),
            ("TMUX", "/tmp/tmux-0/default,1,0"),
            ("COVAGE_PASSWORD", "a-canary"),
        ];
        let vars = [home.vars(), more].concat();
        let command = [PRODUCT, "--demo", "--seed", "7", "--orders", "40"];
        let mut session = Session::start(command, (80, 24), &vars);
        session.wait_for("> +CMD_X_");
        session.send("y");
        // What tmux refuses may follow so soon that the first message is never drawn.
        session.wait_for(told.unwrap_or("copied CMD_X_"));
        if told.is_none() {
            let called = home.path().join("called");
            session.wait_until("tmux is done", |_| called.exists());
            let asked = std::fs::read_to_string(called).unwrap();
            assert_eq!(asked, "load-buffer -w - no password\n");
            let buffer = std::fs::read_to_string(home.path().join("buffer")).unwrap();
            assert_eq!(Some(buffer), on_the_clipboard(&session));
        }
        session.send("Q");
        assert_quit(&mut session, 0);
    }
}

#[test]
fn without_a_tmux_to_be_found_the_terminal_is_copied_to_all_the_same() {
    let home = Home::new();
    let more = vec![("PATH", "/nowhere"), ("TMUX", "/tmp/tmux-0/default,1,0")];
    let vars = [home.vars(), more].concat();
    let command = [PRODUCT, "--demo", "--seed", "7", "--orders", "40"];
    let mut session = Session::start(command, (80, 24), &vars);
    session.wait_for("> +CMD_X_");
    session.send("y");
    session.wait_for("tmux took no copy: it cannot be started");
    assert!(on_the_clipboard(&session).unwrap().starts_with("CMD_X_"));
    session.send("Q");
    assert_quit(&mut session, 0);
}

//! The default keys, how keys are written, and what a French keyboard can type.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::domain::failure::{Failure, FailureKind};

#[test]
fn every_action_has_a_key_and_no_key_two_actions() {
    let keymap = Keymap::default();
    for action in Action::ALL {
        assert!(keymap.chords(*action).next().is_some(), "{}", action.name());
    }
    let chords: HashSet<_> = keymap.bindings.iter().map(|(chord, _)| chord).collect();
    assert_eq!(chords.len(), keymap.bindings.len());
}

#[test]
fn no_default_is_a_key_that_is_never_bound() {
    for (chord, action) in &Keymap::default().bindings {
        assert_eq!(Chord::parse(&chord.to_string()), Ok(*chord), "{action:?}");
    }
}

#[test]
fn every_action_can_be_asked_for_without_ctrl_but_those_of_the_terminal() {
    let keymap = Keymap::default();
    let only_ctrl = |action: &&Action| keymap.chords(**action).all(|chord| chord.is_ctrl);
    let only: Vec<_> = Action::ALL.iter().filter(only_ctrl).collect();
    assert_eq!(
        only,
        [
            &Action::HalfPageDown,
            &Action::HalfPageUp,
            &Action::Redraw,
            &Action::Suspend
        ]
    );
}

// What the keys of a French keyboard give without AltGr and without a dead key; letters come on top. The other
// characters of ASCII, # { [ | ` \ ^ @ ] } ~, need AltGr, or are dead, or both.
const AZERTY: &str = "²&é\"'(-è_çà)=°+1234567890$£ù%*µ<>,?;.:/!§ ";

#[test]
fn a_french_keyboard_reaches_every_action_without_altgr_and_without_a_dead_key() {
    let is_easy = |chord: Chord| match chord.key {
        Key::Char(c) => c.is_ascii_alphabetic() || AZERTY.contains(c),
        _ => true,
    };
    let keymap = Keymap::default();
    for action in Action::ALL {
        assert!(keymap.chords(*action).any(is_easy), "{}", action.name());
    }
    let hard: Vec<_> = keymap
        .bindings
        .iter()
        .filter(|(chord, _)| !is_easy(*chord))
        .map(|(chord, _)| chord.to_string())
        .collect();
    assert_eq!(hard, ["]", "[", "\\"], "each has a second key beside it");
}

#[test]
fn other_keys_take_the_place_of_the_old_ones() {
    let mut keymap = Keymap::default();
    keymap.rebind(
        Action::NextNews,
        [Chord::char('F'), Chord::plain(Key::F(5))],
    );
    assert_eq!(keymap.action(Chord::char('n')), None);
    assert_eq!(keymap.action(Chord::char('F')), Some(Action::NextNews));
    keymap.rebind(Action::NextNews, []);
    assert_eq!(keymap.chords(Action::NextNews).count(), 0);
}

#[test]
fn a_text_names_the_key_of_an_action_or_else_the_action() {
    let mut keymap = Keymap::default();
    keymap.rebind(
        Action::RefreshRow,
        [Chord::plain(Key::F(5)), Chord::char('r')],
    );
    keymap.rebind(Action::Filter, []);
    assert_eq!(
        keymap.tell("{refresh_row} tries again, {filter} {help} {} {nothing} {open"),
        "F5 tries again, filter ? {} {nothing} {open"
    );
}

#[test]
fn every_way_out_of_a_failure_names_keys_that_there_are() {
    for kind in [
        FailureKind::Offline,
        FailureKind::TokenRefused,
        FailureKind::NotFound,
        FailureKind::Refused,
        FailureKind::Unreadable,
    ] {
        let way_out = Failure::new(kind, "/").way_out();
        let told = Keymap::default().tell(way_out);
        assert!(
            way_out.contains('{') && !told.contains(['{', '}']),
            "{told}"
        );
    }
}

#[test]
fn keys_are_written_as_they_are_named() {
    for (text, chord) in [
        ("j", Chord::char('j')),
        ("J", Chord::char('J')),
        ("é", Chord::char('é')),
        ("\\", Chord::char('\\')),
        ("-", Chord::char('-')),
        ("C-d", Chord::ctrl('d')),
        ("C-Space", Chord::ctrl(' ')),
        ("C-_", Chord::ctrl('_')),
        ("Space", Chord::char(' ')),
        ("S-Tab", Chord::plain(Key::BackTab)),
        ("PgUp", Chord::plain(Key::PageUp)),
        ("F12", Chord::plain(Key::F(12))),
    ] {
        assert_eq!(Chord::parse(text), Ok(chord));
        assert_eq!(chord.to_string(), text);
    }
    assert_eq!(Chord::parse(" "), Ok(Chord::char(' ')));
}

#[test]
fn what_never_gets_through_is_refused_with_the_reason() {
    for c in "absqhijkm[\\]^".chars() {
        let problem = Chord::parse(&format!("C-{c}"));
        assert!(matches!(problem, Err(ChordProblem::Taken(_))), "C-{c}");
    }
    let told = |text: &str| Chord::parse(text).unwrap_err().to_string();
    assert_eq!(told("C-b"), "tmux takes it");
    assert_eq!(told("C-B"), "tmux takes it");
    assert_eq!(told("~"), "ssh takes it");
    assert_eq!(told("A-x"), "terminals send Alt as Esc and the key");
    assert_eq!(told("M-Up"), "terminals send Alt as Esc and the key");
    let same = |text: &str| match Chord::parse(text) {
        Err(ChordProblem::Same(chord)) => chord.to_string(),
        other => panic!("{text}: {other:?}"),
    };
    for (text, as_what) in [
        ("C-D", "C-d"),
        ("C-Enter", "Enter"),
        ("C-Backspace", "Backspace"),
        ("C-@", "C-Space"),
        ("S-a", "A"),
        ("S-Up", "Up"),
    ] {
        assert_eq!(same(text), as_what);
    }
    for text in [
        "", "gg", "C-", "C-C-d", "S-", "A-", "esc", "F13", "F0", "\u{301}", "\u{200b}",
    ] {
        assert_eq!(Chord::parse(text), Err(ChordProblem::Unknown), "{text}");
    }
}

fn bindable() -> impl Strategy<Value = Chord> {
    let named = prop::sample::select(NAMED.to_vec());
    prop_oneof![
        "[ -}à-ÿА-я]".prop_map(|text| Chord::char(text.chars().next().unwrap())),
        named.clone().prop_map(Chord::plain),
        "[c-gln-prt-z _]".prop_map(|text| Chord::ctrl(text.chars().next().unwrap())),
        prop::sample::select(NAMED[5..].to_vec()).prop_map(|key| Chord { key, is_ctrl: true }),
    ]
}

/// With a name of their own; from the sixth on they can be told apart with Ctrl.
const NAMED: [Key; 18] = [
    Key::Enter,
    Key::Esc,
    Key::Tab,
    Key::BackTab,
    Key::Backspace,
    Key::Delete,
    Key::Insert,
    Key::Left,
    Key::Right,
    Key::Up,
    Key::Down,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::F(1),
    Key::F(9),
    Key::F(12),
];

proptest! {
    #[test]
    fn what_is_printed_is_what_is_read(chord in bindable()) {
        prop_assert_eq!(Chord::parse(&chord.to_string()), Ok(chord));
    }

    #[test]
    fn what_can_be_read_is_printed_so_that_it_can_be_read_again(text in "(C-|S-|A-)?(\\PC{0,3}|[A-Za-z]{2,6}|F[0-9]{1,2})") {
        match Chord::parse(&text) {
            Ok(chord) => prop_assert_eq!(Chord::parse(&chord.to_string()), Ok(chord)),
            Err(ChordProblem::Same(chord)) => {
                // The way out can be taken, or leads to the reason why not.
                let again = Chord::parse(&chord.to_string());
                prop_assert!(!matches!(again, Err(ChordProblem::Unknown | ChordProblem::Same(_))), "{:?}", again);
            }
            Err(_) => {}
        }
    }
}

//! `[keys]`: what is given takes the place of the defaults, and what cannot be is told with the way out.

use std::fmt::Write as _;

use covage_tui::app::action::Action;
use covage_tui::app::keymap::{Chord, Key};
use proptest::prelude::*;

use super::*;

fn settings(keys: &str) -> Settings {
    let text = format!("[keys]\n{keys}\n");
    with(&text, &Overrides::default(), &complete_environment()).unwrap()
}

fn wrong(keys: &str) -> String {
    problems(&format!("[keys]\n{keys}\n"))
}

#[test]
fn what_is_given_takes_the_place_of_the_defaults() {
    let keymap = settings("next_news = [\"n\", \"F\"]\nmark = 'm'\nreverse = []").keymap();
    let asks = |c| keymap.action(Chord::char(c));
    assert_eq!(asks('n'), Some(Action::NextNews));
    assert_eq!(asks('F'), Some(Action::NextNews));
    assert_eq!((asks('m'), asks(' ')), (Some(Action::Mark), None));
    assert_eq!(asks('O'), None);
    assert_eq!(asks('j'), Some(Action::Down));
}

#[test]
fn two_actions_can_change_places() {
    let keymap = settings("down = 'k'\nup = 'j'\ncolumns_right = ['C-Right', 'F5']").keymap();
    assert_eq!(keymap.action(Chord::char('k')), Some(Action::Down));
    assert_eq!(
        keymap.action(Chord::plain(Key::F(5))),
        Some(Action::ColumnsRight)
    );
}

#[test]
fn config_show_prints_the_keys_of_every_action_and_who_said_so() {
    let mut out = Vec::new();
    command::show(&mut out, &settings("\nmark = [\"m\", '\"']\nreverse = []")).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<_> = text
        .lines()
        .filter(|line| line.starts_with("keys."))
        .collect();
    assert_eq!(lines.len(), Action::ALL.len());
    let said = |start: &str| {
        let line = lines.iter().find(|line| line.starts_with(start)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(said("keys.mark "), r#"keys.mark ["m", "\""] config.toml:3"#);
    assert_eq!(said("keys.reverse "), "keys.reverse [] config.toml:4");
    assert_eq!(
        said("keys.toggle_filter "),
        r#"keys.toggle_filter ["\\", ";"] default"#
    );
}

#[test]
fn a_key_that_two_actions_claim_is_told_with_both_and_the_way_out() {
    insta::assert_snapshot!(wrong(
        "mark = \"n\"\nviews = [\"v\", \"n\"]\nmark_range = \"F2\"\ncopy = \"j\"\nraw = ['u', \"?\"]\ndates = [\"u\"]"
    ));
}

#[test]
fn a_key_that_is_none_or_never_bound_is_told_with_the_reason() {
    insta::assert_snapshot!(wrong(
        "nxt_news = \"n\"\nzzzzzz = \"n\"\nascii = true\nmark = [\"gg\", \"escape\", \"<C-D>\", \"ctrl+space\", \"Entr\", \"\"]\n\
         views = [\"C-b\", \"~\", \"A-x\", \"C-D\", \"S-Up\", \"C-\\\\\"]\ncopy = [\"c\", 3, \"c\"]\nraw = 4"
    ));
}

#[test]
fn help_and_the_way_out_keep_a_key_and_dialogs_keep_theirs() {
    insta::assert_snapshot!(wrong(
        "help = []\nquit = []\nmark = \"Esc\"\nviews = [\"Enter\", \"w\"]"
    ));
}

#[test]
fn esc_goes_back_and_enter_goes_in_whatever_else_does() {
    let keymap = settings("back = []\nenter = 'F2'").keymap();
    let keys = |action| {
        keymap
            .chords(action)
            .map(|it| it.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(Action::Back), ["Esc"]);
    assert_eq!(keys(Action::Enter), ["F2", "Enter"]);
}

#[test]
fn a_list_that_cannot_be_read_leaves_no_false_clash() {
    let told = wrong("down = [\"jj\"]\nmark = \"j\"");
    assert!(
        told.contains("`jj` is no key") && !told.contains("down (default)"),
        "{told}"
    );
}

#[test]
fn an_action_in_the_wrong_table_is_sent_home() {
    let told = problems("[ui]\nnext_news = \"n\"\n");
    assert!(told.contains("it belongs in the table [keys]"), "{told}");
}

proptest! {
    /// Whatever stands there: it is told, or no key has two meanings and nobody is locked in.
    #[test]
    fn any_keys_are_told_or_work(given in prop::collection::btree_map(
        prop::sample::select(Action::NAMES.to_vec()),
        prop::collection::vec(prop_oneof!["[a-zA-Z?!]", "C-[a-z]", "(F[1-9]|Esc|Enter|Tab|Space|é|\\\\)"], 0..3),
        0..6,
    )) {
        let mut text = String::from("[keys]\n");
        for (name, keys) in &given {
            writeln!(text, "{name} = {keys:?}").unwrap();
        }
        match file::parse(&text, "config.toml") {
            Ok(_) => {
                let settings = with(&text, &Overrides::default(), &complete_environment()).unwrap();
                let keymap = settings.keymap();
                for action in Action::ALL {
                    let keys: Vec<_> = keymap.chords(*action).collect();
                    for key in &keys {
                        prop_assert_eq!(keymap.action(*key), Some(*action));
                    }
                    if let Some(wanted) = given.get(action.name()) {
                        let printed: Vec<_> = keys.iter().map(ToString::to_string).collect();
                        prop_assert_eq!(&printed[..wanted.len()], wanted.as_slice());
                        let more = &printed[wanted.len()..];
                        prop_assert!(more.iter().all(|key| matches!(key.as_str(), "Esc" | "Enter")));
                    }
                }
                for action in [Action::Back, Action::Enter, Action::Help, Action::Quit] {
                    prop_assert!(keymap.chords(action).next().is_some());
                }
            }
            Err(errors) => prop_assert!(errors.iter().all(|it| it.key.starts_with("keys."))),
        }
    }
}

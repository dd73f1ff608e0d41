//! Keys that were given other meanings: where they count and where they do not.

use super::*;
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;
use crate::app::pointer::Target;
use crate::app::views::orders::preview::Tab;

/// Keys of every kind: a letter, one with Ctrl, keys with a name.
const KINDS: [Chord; 6] = [
    Chord::char('a'),
    Chord::ctrl('e'),
    Chord::plain(Key::F(5)),
    Chord::plain(Key::Tab),
    Chord::plain(Key::PageDown),
    Chord {
        key: Key::Home,
        is_ctrl: true,
    },
];

/// A story in which one action has one key, and that key nothing else.
fn bound(action: Action, chord: Chord) -> Story {
    let mut story = Story::of(rows(9));
    story.answer_parts();
    let keymap = &mut story.state.keymap;
    if let Some(other) = keymap.action(chord) {
        keymap.rebind(other, []);
    }
    keymap.rebind(action, [chord]);
    story
}

/// What actions change: all of it must stay as it is.
fn acted(story: &Story) -> String {
    let pane = &story.state.orders_pane;
    format!(
        "{:?} {:?} {:?} {:?} {:?} {} {:?}",
        story.cursor(),
        pane.marked,
        pane.focus,
        pane.index.sort(),
        pane.preview.tab,
        story.state.arrangement.is_zoomed,
        story.notice(),
    )
}

#[test]
fn while_a_filter_is_typed_no_key_acts_but_what_moves_the_list() {
    for action in Action::ALL {
        for chord in KINDS {
            let mut story = bound(*action, chord);
            story.state.orders_pane.filter.edit();
            let before = acted(&story);
            let effects = story.key(chord);
            let is_of_the_terminal = matches!(action, Action::Redraw | Action::Suspend);
            if !is_of_the_terminal || chord.is_text() {
                assert_eq!(effects.list, [], "{action:?} on {chord}");
            }
            assert!(story.state.overlay.is_none(), "{action:?} on {chord}");
            assert!(story.state.orders_pane.filter.is_editing());
            if !action.is_movement() {
                assert_eq!(acted(&story), before, "{action:?} on {chord}");
            }
        }
    }
}

#[test]
fn while_the_raw_answers_are_searched_no_key_acts_but_what_moves() {
    for action in Action::ALL {
        for chord in KINDS {
            let mut story = bound(*action, chord);
            story.state.orders_pane.focus = Focus::Preview;
            story.state.orders_pane.preview.open(Tab::Raw);
            story.feed(Event::Clicked(Target::RawSearch));
            let before = acted(&story);
            let effects = story.key(chord);
            let is_of_the_terminal = matches!(action, Action::Redraw | Action::Suspend);
            if !is_of_the_terminal || chord.is_text() {
                assert_eq!(effects.list, [], "{action:?} on {chord}");
            }
            assert!(story.state.overlay.is_none(), "{action:?} on {chord}");
            assert!(story.state.is_searching_raw(), "{action:?} on {chord}");
            assert_eq!(acted(&story), before, "{action:?} on {chord}");
        }
    }
}

#[test]
fn while_something_is_searched_no_key_acts() {
    for action in Action::ALL {
        for chord in KINDS {
            let mut story = bound(*action, chord);
            story.state.open_menu(crate::app::menu::Kind::Help);
            let before = acted(&story);
            let effects = story.key(chord);
            let is_of_the_terminal = matches!(action, Action::Redraw | Action::Suspend);
            if !is_of_the_terminal || chord.is_text() {
                assert_eq!(effects.list, [], "{action:?} on {chord}");
            }
            assert!(matches!(story.state.overlay, Some(Overlay::Menu(_))));
            assert_eq!(acted(&story), before, "{action:?} on {chord}");
        }
    }
}

#[test]
fn what_the_terminal_needs_works_under_everything_on_any_key_that_is_no_text() {
    for opened in ["", "?", "q", "!", "/"] {
        let mut story = Story::of(rows(3));
        let keys = [Chord::plain(Key::F(5)), Chord::char('w')];
        story.state.keymap.rebind(Action::Redraw, keys);
        story.chars(opened);
        assert_eq!(story.press(Key::F(5)).list, [Effect::Redraw], "{opened}");
        let drawn = story.chars("w").list.contains(&Effect::Redraw);
        assert_eq!(drawn, opened.is_empty(), "a letter under {opened}");
    }
}

#[test]
fn how_fast_keys_are_typed_changes_nothing() {
    let keys = "jjG gnN /cmd\rqnoOxq?esc";
    let outcome = |pause: TimeDelta| {
        let mut story = Story::of(rows(9));
        for c in keys.chars() {
            match c {
                '\r' => story.press(Key::Enter),
                c => story.key(Chord::char(c)),
            };
            story.now += pause;
        }
        let pane = &story.state.orders_pane;
        let open =
            matches!(&story.state.overlay, Some(Overlay::Menu(menu)) if menu.search() == "esc");
        assert_eq!(pane.focus, Focus::List);
        (
            story.cursor().map(str::to_owned),
            pane.filter.text().to_owned(),
            pane.marked.clone(),
            open,
        )
    };
    assert_eq!(outcome(TimeDelta::zero()), outcome(TimeDelta::seconds(7)));
}

//! Which hints this moment calls for: those of the part that has the keys, the most useful first.

mod activity;
mod dialog;
mod eligibility;
mod form;
mod quotes;

use super::Hint;
use crate::app::action::Action;
use crate::app::keymap::{Chord, Key};
use crate::app::menu::{Kind, Menu};
use crate::app::overlay::Overlay;
use crate::app::pane::{Focus, Pane};
use crate::app::state::AppState;
use crate::app::views::orders::preview::Tab;
use crate::ui::glyphs::Glyphs;

const ENTER: Chord = Chord::plain(Key::Enter);
const ESC: Chord = Chord::plain(Key::Esc);
const TAB: Chord = Chord::plain(Key::Tab);

/// What is said of the place that has the keys, and what is said last and always.
pub(super) fn hints(state: &AppState, glyphs: &Glyphs) -> (Vec<Hint>, Vec<Hint>) {
    match &state.overlay {
        Some(Overlay::ConfirmQuit) => {
            return (
                vec![Hint::say("y", "quit"), Hint::key(ESC, "stay")],
                Vec::new(),
            );
        }
        Some(Overlay::Menu(menu)) => return (of_menu(menu, glyphs), vec![Hint::key(ESC, "close")]),
        Some(Overlay::SaveView(_)) => {
            let hints = vec![
                Hint::key(ENTER, "save"),
                Hint::key(Chord::ctrl('u'), "clear"),
            ];
            return (hints, vec![Hint::key(ESC, "do not save")]);
        }
        // A question is answered with a key, never with a click.
        Some(Overlay::Question(_)) => {
            return (
                vec![Hint::say("y", "yes"), Hint::key(ESC, "back")],
                Vec::new(),
            );
        }
        Some(Overlay::Dialog(dialog)) => return dialog::hints(dialog, glyphs),
        Some(Overlay::Form(open)) => return form::hints(open, glyphs),
        Some(Overlay::Path(_)) => {
            let hints = vec![Hint::key(ENTER, "look at it"), Hint::key(TAB, "complete")];
            return (hints, vec![Hint::key(ESC, "leave")]);
        }
        Some(Overlay::Settle(_)) => {
            return (Vec::new(), vec![Hint::key(ESC, "back")]);
        }
        Some(Overlay::Messages { .. }) => {
            let hints = vec![
                Hint::of_all(state, &[Action::Down, Action::Up], "scroll"),
                Hint::of_all(state, &[Action::Copy], "copy them all"),
            ];
            return (hints, vec![Hint::key(ESC, "close")]);
        }
        None => {}
    }
    let filter = state.list_pane().filter();
    if filter.is_editing() {
        if filter.offered().is_some() {
            let hints = vec![
                Hint::key(ENTER, "take"),
                Hint::say(glyphs.up_down, "choose"),
                Hint::key(TAB, "next"),
                Hint::say("type", "to go on"),
            ];
            return (hints, vec![Hint::key(ESC, "close")]);
        }
        let mut hints = vec![Hint::key(ENTER, "keep"), Hint::key(ESC, "undo")];
        if state.pane != Pane::Activity {
            hints.push(Hint::key(TAB, "complete"));
        }
        hints.extend([
            Hint::say(glyphs.up_down, "move in the list"),
            Hint::key(Chord::ctrl('u'), "clear"),
            Hint::key(Chord::ctrl('w'), "delete a word"),
        ]);
        return (hints, Vec::new());
    }
    let always = vec![
        Hint::of_all(state, &[Action::Actions], "actions"),
        Hint::of_all(state, &[Action::Help], "help"),
    ];
    let hints = match (state.pane, state.list_pane().focus()) {
        (Pane::Orders, Focus::List) => of_list(state),
        (Pane::Orders, Focus::Preview) => of_preview(state),
        (Pane::Quotes, focus) => quotes::hints(state, focus),
        (Pane::Eligibility, focus) => eligibility::hints(state, focus),
        (Pane::Activity, focus) => activity::hints(state, focus),
    };
    (hints, always)
}

fn of_menu(menu: &Menu, glyphs: &Glyphs) -> Vec<Hint> {
    let choose = match menu.kind {
        Kind::Help | Kind::Actions => "run",
        Kind::Palette | Kind::Jump => "go",
        Kind::Copy => "copy",
        Kind::Export => "export",
        Kind::Files => "do it",
        Kind::Facets | Kind::Sort | Kind::Columns | Kind::Views => "choose",
        Kind::New | Kind::Basket => "begin",
        Kind::Missing => "fill in",
    };
    let keys = match menu.kind {
        Kind::Actions => Hint::named("key or Enter", ENTER, choose),
        Kind::Columns => Hint::key(Chord::char(' '), choose),
        kind if kind.is_searched() => Hint::key(ENTER, choose),
        Kind::Views => Hint::named("key or Enter", ENTER, choose),
        _ => Hint::named("letter or Enter", ENTER, choose),
    };
    let mut hints = vec![keys, Hint::say(glyphs.up_down, "move")];
    match menu.kind {
        Kind::Help => hints.push(Hint::say("@key", "search by key")),
        Kind::Palette => hints.push(Hint::key(Chord::plain(Key::Tab), "complete")),
        Kind::Facets => hints.push(Hint::say("type", "to search")),
        Kind::Sort => hints.push(Hint::key(Chord::char(' '), "then by")),
        Kind::Columns => hints.push(Hint::letters(&['J', 'K'], "move it")),
        Kind::Views => hints.push(Hint::letters(&['-'], "delete")),
        _ => {}
    }
    hints
}

fn of_list(state: &AppState) -> Vec<Hint> {
    let pane = &state.orders_pane;
    let counts = pane.index.counts();
    let mut hints = all_parts(state);
    if state.load_progress().is_some() {
        hints.push(Hint::key(ESC, "stop loading"));
    }
    let mut say = |actions: &[Action], what| hints.push(Hint::of_all(state, actions, what));
    if counts.yes + counts.maybe == 0 {
        if !pane.filter.text().is_empty() {
            say(&[Action::ToggleFilter], "show all");
        }
        say(&[Action::Filter], "filter");
        say(&[Action::Views], "views");
        say(&[Action::RefreshView], "read anew");
        say(&[Action::Messages], "messages");
        return hints;
    }
    if state.load_progress().is_none() && pane.index.load_cost().calls > 0 {
        say(&[Action::RefreshView], "load");
    }
    if !pane.marked.is_empty() {
        say(&[Action::Copy, Action::CopyMenu], "copy the marked");
        say(&[Action::UnmarkAll], "unmark");
    }
    say(&[Action::Down, Action::Up], "move");
    if state.orders.news_count() > 0 {
        say(&[Action::NextNews], "next news");
    }
    say(&[Action::Filter], "filter");
    if pane.filter.is_off {
        say(&[Action::ToggleFilter], "filter on");
    } else if !pane.filter.text().is_empty() {
        say(&[Action::ToggleFilter], "show all");
    }
    say(&[Action::Enter], "preview");
    say(&[Action::Palette], "go to");
    say(&[Action::Views], "views");
    say(&[Action::Sort], "sort");
    if pane.marked.is_empty() {
        say(&[Action::Copy], "copy");
    }
    say(&[Action::Jump], "belongs");
    say(&[Action::Mark], "mark");
    say(&[Action::Facets], "values");
    say(&[Action::RefreshRow], "read anew");
    say(&[Action::PreviewDown, Action::PreviewUp], "scroll preview");
    say(&[Action::Messages], "messages");
    say(&[Action::Quit], "quit");
    hints
}

/// What keys do inside the preview: what the open tab alone can do comes first.
fn of_preview(state: &AppState) -> Vec<Hint> {
    if state.is_searching_raw() {
        return vec![
            Hint::say("type", "to search"),
            Hint::key(ENTER, "keep"),
            Hint::key(ESC, "leave"),
        ];
    }
    let of = |actions: &[Action], what| Hint::of_all(state, actions, what);
    let has_items = state.selected_item().is_some();
    let mut hints = all_parts(state);
    match state.orders_pane.preview.tab {
        Tab::Detail => hints.push(Hint::key(ENTER, "empty fields")),
        Tab::Contacts if has_items => hints.push(of(&[Action::Copy], "copy the person")),
        Tab::Documents if has_items => hints.push(of(&[Action::Copy], "copy the name")),
        Tab::Requests if has_items => hints.push(of(&[Action::Copy], "copy the request")),
        Tab::Raw if state.orders_pane.preview.raw.search.is_on() => {
            hints.push(of(&[Action::NextNews, Action::PreviousNews], "next match"));
        }
        Tab::Raw => hints.push(of(&[Action::Filter], "search")),
        Tab::Timeline | Tab::Contacts | Tab::Documents | Tab::Requests => {}
    }
    let moves = if has_items { "select" } else { "scroll" };
    hints.extend([
        of(&[Action::Down, Action::Up], moves),
        of(&[Action::PreviousTab, Action::NextTab], "tab"),
        Hint::key(ESC, "back"),
        of(&[Action::RefreshRow], "read anew"),
        of(&[Action::CopyMenu], "copy"),
        of(&[Action::Zoom], "alone"),
        of(&[Action::PreviewPlace], "place"),
    ]);
    hints
}

/// The way back from a part that has the screen for itself.
fn all_parts(state: &AppState) -> Vec<Hint> {
    if state.arrangement.is_zoomed {
        vec![Hint::of_all(state, &[Action::Zoom], "all parts")]
    } else {
        Vec::new()
    }
}

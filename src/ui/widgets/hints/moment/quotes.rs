//! The hints of the Quotes pane.

use crate::app::action::Action;
use crate::app::entities::quotes::QuoteRow;
use crate::app::keymap::{Chord, Key};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::quotes::preview::Tab;

use super::super::Hint;

/// What keys do in its list or its preview, the most useful first.
pub(super) fn hints(state: &AppState, focus: Focus) -> Vec<Hint> {
    let mut hints = Vec::new();
    if state.arrangement.is_zoomed {
        hints.push(Hint::of_all(state, &[Action::Zoom], "all parts"));
    }
    hints.extend(answers(state));
    hints.extend(match focus {
        Focus::List => of_list(state),
        Focus::Preview => of_preview(state),
    });
    hints
}

/// What can be done with the offer that is meant, or with what is marked: only what is possible.
fn answers(state: &AppState) -> Vec<Hint> {
    let has_marks = !state.quotes_pane.marks.is_empty();
    let decline = if has_marks {
        "decline the marked"
    } else {
        "decline"
    };
    [
        (Action::Accept, "accept"),
        (Action::Decline, decline),
        (Action::BringBack, "bring back"),
        (Action::ConfirmBasket, "confirm basket"),
    ]
    .into_iter()
    .filter(|(action, _)| state.why_not(*action).is_none())
    .map(|(action, what)| Hint::of_all(state, &[action], what))
    .collect()
}

fn of_list(state: &AppState) -> Vec<Hint> {
    let pane = &state.quotes_pane;
    let counts = pane.list.counts();
    let mut hints = Vec::new();
    let mut say = |actions: &[Action], what| hints.push(Hint::of_all(state, actions, what));
    if counts.shown() == 0 {
        if !pane.filter.text().is_empty() {
            say(&[Action::ToggleFilter], "show all");
        }
        say(&[Action::New], "new basket");
        say(&[Action::Flat], "baskets");
        say(&[Action::RefreshView], "read anew");
        say(&[Action::Messages], "messages");
        return hints;
    }
    if counts.maybe > 0 {
        say(&[Action::RefreshView], "read what is in doubt");
    }
    if !pane.marks.is_empty() {
        say(&[Action::UnmarkAll], "unmark");
    }
    say(&[Action::Down, Action::Up], "move");
    if matches!(state.quote_row_under_cursor(), Some(QuoteRow::Basket(_))) {
        say(&[Action::Enter], "fold");
    } else {
        say(&[Action::Enter], "offers");
    }
    if state.quotes.news_count() > 0 {
        say(&[Action::NextNews], "next news");
    }
    say(&[Action::Filter], "filter");
    if pane.filter.is_off {
        say(&[Action::ToggleFilter], "filter on");
    } else if !pane.filter.text().is_empty() {
        say(&[Action::ToggleFilter], "show all");
    }
    let flat = if pane.list.is_tree() {
        "lines alone"
    } else {
        "baskets"
    };
    say(&[Action::Flat], flat);
    say(&[Action::Mark], "mark");
    say(&[Action::Views], "views");
    say(&[Action::Sort], "sort");
    say(&[Action::New], "new");
    say(&[Action::Edit], "edit");
    say(&[Action::Copy], "copy");
    say(&[Action::RefreshRow], "read anew");
    say(&[Action::Messages], "messages");
    hints
}

fn of_preview(state: &AppState) -> Vec<Hint> {
    let of = |actions: &[Action], what| Hint::of_all(state, actions, what);
    let has_offers = state.offer_under_cursor().is_some() && state.quote_tab() == Tab::Offers;
    let moves = if has_offers { "other offer" } else { "scroll" };
    let mut hints = vec![of(&[Action::Down, Action::Up], moves)];
    if has_offers {
        hints.push(of(&[Action::Mark], "mark"));
        hints.push(of(&[Action::Copy], "copy the offer"));
    }
    if matches!(state.quote_tab(), Tab::Detail | Tab::Contact) {
        hints.push(Hint::key(Chord::plain(Key::Enter), "empty fields"));
    }
    hints.extend([
        of(&[Action::PreviousTab, Action::NextTab], "tab"),
        Hint::key(Chord::plain(Key::Esc), "back"),
        of(&[Action::RefreshRow], "read anew"),
        of(&[Action::Zoom], "alone"),
        of(&[Action::PreviewPlace], "place"),
    ]);
    hints
}

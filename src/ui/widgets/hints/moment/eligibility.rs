//! The hints of the Eligibility pane.

use crate::app::action::Action;
use crate::app::keymap::{Chord, Key};
use crate::app::pane::{Focus, ListPane as _};
use crate::app::state::AppState;
use crate::app::views::eligibility::Facet;
use crate::app::views::eligibility::preview::Tab;

use super::super::Hint;

/// What keys do in its list or its preview, the most useful first.
pub(super) fn hints(state: &AppState, focus: Focus) -> Vec<Hint> {
    if state.is_narrowing_offers() {
        return vec![
            Hint::say("type", "to narrow the offers"),
            Hint::key(Chord::plain(Key::Enter), "keep"),
            Hint::key(Chord::plain(Key::Esc), "all offers"),
        ];
    }
    let mut hints = Vec::new();
    if state.arrangement.is_zoomed {
        hints.push(Hint::of_all(state, &[Action::Zoom], "all parts"));
    }
    hints.extend(match focus {
        Focus::List => of_list(state),
        Focus::Preview => of_preview(state),
    });
    hints
}

fn of_list(state: &AppState) -> Vec<Hint> {
    let pane = &state.eligibility_pane;
    let can_make = state.why_not(Action::New).is_none();
    let mut hints = Vec::new();
    let mut say = |actions: &[Action], what| hints.push(Hint::of_all(state, actions, what));
    let other = match pane.facet {
        Facet::Requests => "sites",
        Facet::Items => "requests",
    };
    if pane.counts().shown() == 0 {
        if !pane.filter.text().is_empty() {
            say(&[Action::ToggleFilter], "show all");
        }
        if can_make {
            say(&[Action::New], "new request");
        }
        say(&[Action::NextPart], other);
        say(&[Action::RefreshView], "read anew");
        say(&[Action::Messages], "messages");
        return hints;
    }
    if can_make {
        let has_offers = !state.offers_to_price().is_empty();
        let what = if has_offers { "new, prices" } else { "new" };
        say(&[Action::New], what);
    }
    say(&[Action::Down, Action::Up], "move");
    say(&[Action::Enter], "offers");
    say(&[Action::NextPart], other);
    if state.eligibility.news_count() > 0 {
        say(&[Action::NextNews], "next news");
    }
    say(&[Action::Filter], "filter");
    if pane.filter.is_off {
        say(&[Action::ToggleFilter], "filter on");
    } else if !pane.filter.text().is_empty() {
        say(&[Action::ToggleFilter], "show all");
    }
    say(&[Action::Views], "views");
    say(&[Action::Sort], "sort");
    say(&[Action::Jump], "belongs");
    say(&[Action::Copy], "copy");
    say(&[Action::RefreshRow], "read anew");
    say(&[Action::Messages], "messages");
    hints
}

/// What keys do inside the preview: what the open tab alone can do comes first.
fn of_preview(state: &AppState) -> Vec<Hint> {
    let of = |actions: &[Action], what| Hint::of_all(state, actions, what);
    let enter = |what| Hint::key(Chord::plain(Key::Enter), what);
    let tab = state.eligibility_pane.preview.tab;
    let mut hints = Vec::new();
    let moves = if tab == Tab::Offers && state.site_in_preview().is_some() {
        hints.push(enter("its offers"));
        "other site"
    } else if state.is_among_offers() {
        if state.why_not(Action::New).is_none() {
            hints.push(of(&[Action::New], "prices, quote"));
        }
        hints.push(of(&[Action::Mark], "mark"));
        hints.push(enter("options"));
        hints.push(of(&[Action::Filter], "narrow"));
        hints.push(of(&[Action::Sort], "sort"));
        "other offer"
    } else {
        "scroll"
    };
    hints.insert(0, of(&[Action::Down, Action::Up], moves));
    if tab == Tab::Detail {
        hints.push(enter("empty fields"));
    }
    if matches!(tab, Tab::Offers | Tab::Offer) && state.offer_in_preview().is_some() {
        hints.push(of(&[Action::Copy], "copy the offer"));
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

//! The title of the preview: which request or site, which tabs, and how old what is shown is.

use chrono::{DateTime, Utc};

use crate::app::entities::eligibility::EligibilityRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::eligibility::preview::Tab;
use crate::ui::format::{flagged, short_key};
use crate::ui::views::eligibility::words::request_name;
use crate::ui::widgets::preview::{Name, Title};

/// Columns kept for what it is about beside the tabs, blanks included.
const ABOUT: u16 = 20;

/// What stands over the preview.
pub(super) fn of(state: &AppState) -> Title<Tab> {
    let name = |tab: Tab| Name {
        tab,
        full: tab.title(),
        short: short(tab),
        count: count(state, tab),
    };
    Title {
        about: about(state),
        kept: ABOUT,
        tabs: Tab::ALL.into_iter().map(name).collect(),
        open: state.eligibility_pane.preview.tab,
        is_inside: state.eligibility_pane.focus == Focus::Preview,
        read_at: read_at(state),
    }
}

/// A title that is told from the others by its beginning.
fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Offers => "Offs",
        Tab::Timeline => "Time",
        Tab::Detail => "Det",
        Tab::Offer => "Offer",
        Tab::Raw => "Raw",
    }
}

/// How many things a tab holds, where that was read.
fn count(state: &AppState, tab: Tab) -> Option<usize> {
    let item = state.item_in_preview()?;
    let offers = item.item.offers.as_ref().filter(|_| tab == Tab::Offers)?;
    Some(offers.len())
}

fn about(state: &AppState) -> String {
    match state.eligibility_row_under_cursor() {
        Some(EligibilityRow::Request(_)) => {
            let request = state.request_under_cursor();
            request.map_or_else(String::new, request_name)
        }
        Some(EligibilityRow::Item(id)) => {
            let item = state.eligibility.item(id);
            let building = item.and_then(|item| item.item.site.building_ref.as_ref());
            building.map_or_else(
                || format!("site {}", short_key(id.text())),
                |building| flagged(building).into_owned(),
            )
        }
        None => String::new(),
    }
}

fn read_at(state: &AppState) -> Option<DateTime<Utc>> {
    let of_request = || {
        let request = state.request_under_cursor();
        request.and_then(|request| request.detail.read_at())
    };
    match state.eligibility_pane.preview.tab {
        // Each answer there says its own age.
        Tab::Raw | Tab::Offer => None,
        Tab::Offers | Tab::Timeline | Tab::Detail => match state.item_in_preview() {
            Some(item) => item.detail.read_at().or_else(of_request),
            None => of_request(),
        },
    }
}

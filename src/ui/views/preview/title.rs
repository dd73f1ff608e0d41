//! The title of the preview: which order, which tabs, and how old what is shown is.

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::orders::preview::Tab;
use crate::domain::order::Documents;
use crate::ui::format::flagged;
use crate::ui::layout::Areas;
use crate::ui::widgets::preview::{Name, Title};

use super::frame;

/// Columns kept for a reference beside the tabs, blanks included: `CMD_X_00009444` and those of its length.
const REFERENCE: u16 = 16;

/// A title that is told from the others by its beginning.
fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Timeline => "Time",
        Tab::Detail => "Det",
        Tab::Contacts => "Cont",
        Tab::Documents => "Docs",
        Tab::Requests => "Req",
        Tab::Raw => "Raw",
    }
}

/// How many things a tab holds, where that was read.
fn count(order: &Order, tab: Tab) -> Option<usize> {
    match tab {
        Tab::Documents => order.documents()?.value().map(Documents::count),
        Tab::Requests => order.requests()?.value().map(|it| it.rows.len()),
        Tab::Timeline | Tab::Detail | Tab::Contacts | Tab::Raw => None,
    }
}

/// What stands over the preview of an order.
pub(super) fn of(order: &Order, state: &AppState) -> Title<Tab> {
    let open = state.orders_pane.preview.tab;
    let parts: &[Part] = match open {
        Tab::Timeline => &[Part::Historic, Part::Detail],
        Tab::Detail | Tab::Contacts => &[Part::Detail],
        Tab::Documents => &[Part::Documents],
        Tab::Requests => &[Part::Requests],
        // Each answer there says its own age.
        Tab::Raw => &[],
    };
    let name = |tab: Tab| Name {
        tab,
        full: tab.title(),
        short: short(tab),
        count: count(order, tab),
    };
    Title {
        about: flagged(order.summary.reference.text()).into_owned(),
        kept: REFERENCE,
        tabs: Tab::ALL.into_iter().map(name).collect(),
        open,
        is_inside: state.orders_pane.focus == Focus::Preview,
        read_at: parts
            .iter()
            .filter_map(|part| order.part_read_at(*part))
            .min(),
    }
}

/// The tabs, and where each stands; for clicks.
pub fn tab_areas(areas: &Areas, state: &AppState) -> Vec<(Tab, Rect)> {
    let order = state.order_under_cursor();
    order.map_or_else(Vec::new, |order| {
        of(order, state).tab_areas(&frame(areas, state))
    })
}

//! The title of the preview: which line or basket, which tabs, and how old what is shown is.

use crate::app::entities::quotes::QuoteRow;
use crate::app::pane::Focus;
use crate::app::state::AppState;
use crate::app::views::quotes::preview::Tab;
use crate::ui::format::flagged;
use crate::ui::widgets::preview::{Name, Title};

/// Columns kept for a reference beside the tabs, blanks included.
const REFERENCE: u16 = 22;

/// What stands over the preview.
pub(super) fn of(state: &AppState) -> Title<Tab> {
    let open = state.quote_tab();
    let tab = |tab: &Tab| Name {
        tab: *tab,
        full: tab.title(),
        short: short(*tab),
        count: None,
    };
    Title {
        about: name(state),
        kept: REFERENCE,
        tabs: tabs(state).iter().map(tab).collect(),
        open,
        is_inside: state.quotes_pane.focus == Focus::Preview,
        read_at: match (open, state.line_under_cursor()) {
            // Each answer there says its own age, and the offers say theirs below.
            (Tab::Raw | Tab::Offers, _) => None,
            (Tab::Basket, _) | (_, None) => {
                let basket = state.basket_under_cursor();
                basket.and_then(|basket| basket.detail.read_at())
            }
            (_, Some(line)) => line.detail.read_at(),
        },
    }
}

/// A title that is told from the others by its beginning.
fn short(tab: Tab) -> &'static str {
    match tab {
        Tab::Offers => "Off",
        Tab::Detail => "Det",
        Tab::Contact => "Cont",
        Tab::Basket => "Bask",
        Tab::Raw => "Raw",
    }
}

fn tabs(state: &AppState) -> &'static [Tab] {
    match state.quote_row_under_cursor() {
        Some(QuoteRow::Basket(_)) => &[Tab::Basket, Tab::Raw],
        _ => &Tab::ALL,
    }
}

fn name(state: &AppState) -> String {
    if let Some(line) = state.line_under_cursor() {
        return flagged(line.name_text()).into_owned();
    }
    let Some(basket) = state.basket_under_cursor() else {
        return String::new();
    };
    let own = basket.basket.external_id.as_ref();
    own.map_or_else(
        || format!("basket {}", basket.name()),
        |own| flagged(own).into_owned(),
    )
}

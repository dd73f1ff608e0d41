//! The Raw tab: the answers of the API as they came, laid out.

use chrono::{DateTime, Utc};

use crate::app::entities::eligibility::EligibilityRow;
use crate::app::state::AppState;
use crate::domain::text::Text;
use crate::ui::format::span;
use crate::ui::paint::piece;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Line, laid_out};

/// The answers about the row under the cursor, the one that tells most first.
pub(super) fn lines<'a>(state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut answer = |name: &str, read_at: Option<DateTime<Utc>>, raw: &Text| {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let age = read_at.map(|at| format!("  read {} ago", span(state.now - at)));
        lines.push(Line::from(vec![
            piece(format!(" {name}"), Role::Strong),
            piece(age.unwrap_or_default(), Role::Dim),
        ]));
        lines.extend(laid_out(raw, columns));
    };
    let is_request = matches!(
        state.eligibility_row_under_cursor(),
        Some(EligibilityRow::Request(_))
    );
    let (request, item) = (state.request_under_cursor(), state.item_in_preview());
    let of_request = |answer: &mut dyn FnMut(&str, Option<DateTime<Utc>>, &Text)| {
        if let Some(request) = request {
            let read_at = request.detail.read_at();
            answer(
                "request",
                read_at.or(request.listed_at),
                &request.request.raw,
            );
            let row = request.row_raw.as_ref().filter(|_| read_at.is_some());
            if let Some(row) = row {
                answer("list row", request.listed_at, row);
            }
        }
    };
    if is_request {
        of_request(&mut answer);
    }
    if let Some(item) = item {
        let read_at = item.detail.read_at();
        answer("site", read_at.or(item.listed_at), &item.item.raw);
        let row = item.row_raw.as_ref().filter(|_| read_at.is_some());
        if let Some(row) = row {
            answer("list row", item.listed_at, row);
        }
    }
    let offer = state.offer_in_preview().map(|(_, offer)| offer);
    let priced = item
        .zip(offer)
        .and_then(|(item, offer)| item.priced_of(offer));
    if let Some(priced) = priced {
        if let Some(detail) = priced.detail.value() {
            answer(
                "offer with options",
                priced.detail.read_at(),
                &detail.offer.raw,
            );
        }
        if let Some(prices) = priced.prices.value() {
            answer("offer with prices", priced.prices.read_at(), &prices.raw);
        }
    }
    if !is_request {
        of_request(&mut answer);
    }
    lines
}

//! The Raw tab: the answers of the API as they came, laid out.

use chrono::{DateTime, Utc};

use crate::app::entities::eligibility::{EligibilityRow, KnownItem, KnownRequest, Priced};
use crate::app::state::AppState;
use crate::domain::text::Text;
use crate::ui::format::span;
use crate::ui::paint::piece;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Line, laid_out};

/// An answer: what it is about, when it came, and the answer itself.
type Answer<'a> = (&'static str, Option<DateTime<Utc>>, &'a Text);

/// The answers about the row under the cursor, the one that tells most of it first.
pub(super) fn lines<'a>(state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for (name, read_at, raw) in answers(state) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        let age = read_at.map(|at| format!("  read {} ago", span(state.now - at)));
        lines.push(Line::from(vec![
            piece(format!(" {name}"), Role::Strong),
            piece(age.unwrap_or_default(), Role::Dim),
        ]));
        lines.extend(laid_out(raw, columns));
    }
    lines
}

fn answers(state: &AppState) -> Vec<Answer<'_>> {
    let (request, item) = (state.request_under_cursor(), state.item_in_preview());
    let offer = state.offer_in_preview().map(|(_, offer)| offer);
    let priced = item.zip(offer).and_then(|(it, offer)| it.priced_of(offer));
    let of_request = request.map_or_else(Vec::new, of_request);
    let of_site = item.map_or_else(Vec::new, of_site);
    let of_offer = priced.map_or_else(Vec::new, of_offer);
    match state.eligibility_row_under_cursor() {
        Some(EligibilityRow::Request(_)) => [of_request, of_site, of_offer].concat(),
        _ => [of_site, of_offer, of_request].concat(),
    }
}

fn of_request(request: &KnownRequest) -> Vec<Answer<'_>> {
    let detail = request.detail.read_at();
    let known = (
        "request",
        detail.or(request.listed_at),
        &request.request.raw,
    );
    let row = request.row_raw.as_ref().filter(|_| detail.is_some());
    let row = row.map(|raw| ("list row of the request", request.listed_at, raw));
    std::iter::once(known).chain(row).collect()
}

fn of_site(item: &KnownItem) -> Vec<Answer<'_>> {
    let detail = item.detail.read_at();
    let known = ("site", detail.or(item.listed_at), &item.item.raw);
    let row = item.row_raw.as_ref().filter(|_| detail.is_some());
    let row = row.map(|raw| ("list row of the site", item.listed_at, raw));
    std::iter::once(known).chain(row).collect()
}

fn of_offer(asked: &Priced) -> Vec<Answer<'_>> {
    let (detail, prices) = (&asked.detail, &asked.prices);
    let detail = detail
        .value()
        .map(|it| ("offer with options", detail.read_at(), &it.offer.raw));
    let prices = prices
        .value()
        .map(|it| ("offer with prices", prices.read_at(), &it.raw));
    detail.into_iter().chain(prices).collect()
}

//! The Requests tab: what was asked for on this order, a block each. The action is a label, shown as it came (O15).

use ratatui::layout::Rect;

use crate::app::entities::orders::{Order, Part};
use crate::app::state::AppState;
use crate::domain::order::OrderRequest;
use crate::domain::text::Text;
use crate::ui::format::{WITH_TIME, date, flagged};
use crate::ui::paint::{piece, wrap};
use crate::ui::theme::Role;

use super::part::standing;
use crate::ui::widgets::preview::fields::remark;
use crate::ui::widgets::preview::said;
use crate::ui::widgets::preview::{Line, ROOMY};

/// Columns of the words before the values.
const LABEL: usize = 16;

/// Every line of the tab.
pub(super) fn lines<'a>(order: &'a Order, state: &'a AppState, body: Rect) -> Vec<Line<'a>> {
    let columns = body.width;
    let mut lines = standing(order, Part::Requests, "requests", state, columns);
    let Some(requests) = order.requests().and_then(|requests| requests.value()) else {
        return lines;
    };
    if requests.rows.is_empty() {
        lines.extend(remark(" no requests on this order", columns));
    }
    for (item, request) in requests.rows.iter().enumerate() {
        if item > 0 && body.height >= ROOMY {
            lines.push(Line::default());
        }
        let block = block(request, state, columns);
        lines.extend(block.into_iter().map(|line| line.of_item(item)));
    }
    if requests.is_cut {
        let text = " there are more: only the first pages were read";
        lines.extend(said(text, Role::Warn, columns));
    }
    lines.extend(remark(" filing one comes later", columns));
    lines
}

fn block<'a>(request: &'a OrderRequest, state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let action = request.action.as_ref().map_or("no action".into(), flagged);
    let written = |day: &crate::domain::date::FlexDate| date(day, state, WITH_TIME);
    let filed = request.creation_date.as_ref().map(written);
    let mut lines = vec![Line::from(vec![
        piece(format!("   {action}"), Role::Strong),
        piece(
            filed.map(|filed| format!("  {filed}")).unwrap_or_default(),
            Role::Text,
        ),
    ])];
    let text = |text: &Option<Text>| text.as_ref().map(|text| flagged(text).into_owned());
    let modified = request
        .modification_date
        .as_ref()
        .filter(|day| request.creation_date.as_ref() != Some(*day));
    let fields = [
        ("reason", text(&request.reason)),
        ("message", text(&request.message)),
        (
            "effective",
            request.request_effective_date.as_ref().map(written),
        ),
        ("modified", modified.map(written)),
        ("id", text(&request.id)),
    ];
    let room = usize::from(columns).saturating_sub(LABEL).max(1);
    for (label, value) in fields {
        let Some(value) = value else { continue };
        for (index, line) in wrap(&value, room).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            lines.push(Line::from(vec![
                piece(format!("     {label:<0$}", LABEL - 5), Role::Dim),
                piece(line.trim_end().to_owned(), Role::Text),
            ]));
        }
    }
    lines
}

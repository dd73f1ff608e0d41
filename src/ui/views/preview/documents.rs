//! The Docs tab: file names by type.

use crate::app::entities::orders::{Order, Part};
use crate::app::state::AppState;
use crate::domain::order::DocumentGroup;
use crate::domain::text::Text;
use crate::ui::format::flagged;
use crate::ui::paint::{piece, wrap};
use crate::ui::theme::Role;

use super::part::standing;
use crate::ui::widgets::preview::Line;
use crate::ui::widgets::preview::fields::remark;

/// Columns before a file name.
const INDENT: usize = 3;

/// Every line of the tab.
pub(super) fn lines<'a>(order: &'a Order, state: &'a AppState, columns: u16) -> Vec<Line<'a>> {
    let mut lines = standing(order, Part::Documents, "documents", state, columns);
    let Some(documents) = order.documents().and_then(|documents| documents.value()) else {
        return lines;
    };
    if documents.groups.is_empty() {
        lines.extend(remark(" no documents on this order", columns));
    }
    let mut item = 0;
    for group in &documents.groups {
        lines.push(heading(group));
        if group.files.is_empty() {
            lines.push(Line::from(piece("   no file", Role::Dim)));
        }
        for file in &group.files {
            let role = if file.is_flagged() {
                Role::Warn
            } else {
                Role::Text
            };
            let room = usize::from(columns).saturating_sub(INDENT);
            let wrapped = wrap(&flagged(file), room);
            lines.extend(wrapped.into_iter().map(|text| {
                Line::from(piece(format!("{:INDENT$}{text}", ""), role)).of_item(item)
            }));
            item += 1;
        }
    }
    if documents.count() > 0 {
        lines.extend(remark(" downloading comes later", columns));
    }
    lines
}

/// The type as it came; the one the contract explains with what it means (O14).
fn heading(group: &DocumentGroup) -> Line<'_> {
    let kind = group.kind.as_ref().map_or("no type".into(), flagged);
    let explained = match group.kind.as_ref().map(Text::wire) {
        Some("BDC") => "  purchase order",
        _ => "",
    };
    Line::from(vec![
        piece(format!(" {kind}"), Role::Strong),
        piece(explained, Role::Dim),
    ])
}

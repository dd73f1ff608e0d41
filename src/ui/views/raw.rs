//! The answers of the API as they came: the server's own order, and fields no table lists.

use crate::app::entities::orders::Order;
use crate::ui::paint::{Pieces, piece, wrap};
use crate::ui::theme::Role;

/// Historic, then detail; a field a line, folded at `columns`.
pub fn lines(order: &Order, columns: usize) -> Vec<Pieces<'static>> {
    let historic = order.historic().and_then(|historic| historic.value());
    let detail = order.detail().and_then(|detail| detail.value());
    let answers = [
        ("historic", historic.map(|historic| historic.raw.block())),
        ("detail", detail.map(|detail| detail.raw.block())),
    ];
    let mut lines = Vec::new();
    for (name, answer) in answers {
        let Some(answer) = answer else {
            lines.push(vec![piece(format!(" {name} not read yet"), Role::Dim)]);
            continue;
        };
        lines.push(vec![piece(format!(" {name}, as it came"), Role::Strong)]);
        let fields = answer.lines().flat_map(|line| line.split_inclusive(','));
        for text in fields.flat_map(|field| wrap(field, columns.saturating_sub(3))) {
            lines.push(vec![piece(format!("   {text}"), Role::Text)]);
        }
    }
    lines
}

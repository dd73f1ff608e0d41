//! The Raw tab: the answers of the API as they came, laid out.

use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::domain::json::lay_out;
use crate::domain::text::Text;
use crate::ui::paint::{piece, wrap};
use crate::ui::theme::Role;
use crate::ui::views::preview::Line;
use crate::ui::views::preview::fields::heading;

/// The answers about a line, the one that tells most first.
pub(super) fn of_line<'a>(
    line: &QuoteLine,
    basket: Option<&QuoteBasket>,
    columns: u16,
) -> Vec<Line<'a>> {
    let has_detail = line.detail.read_at().is_some();
    let mut lines = Vec::new();
    if has_detail {
        lines.push(heading("detail"));
        lines.extend(laid_out(&line.line.raw, columns));
    }
    if let Some(row) = &line.row_raw {
        lines.push(heading("list row"));
        lines.extend(laid_out(row, columns));
    } else if !has_detail {
        lines.extend(laid_out(&line.line.raw, columns));
    }
    if let Some(basket) = basket {
        lines.push(heading("basket"));
        lines.extend(laid_out(&basket.basket.raw, columns));
    }
    lines
}

/// The newest answer about a basket.
pub(super) fn of_basket<'a>(basket: &QuoteBasket, columns: u16) -> Vec<Line<'a>> {
    let mut lines = vec![heading("basket")];
    lines.extend(laid_out(&basket.basket.raw, columns));
    lines
}

fn laid_out<'a>(raw: &Text, columns: u16) -> Vec<Line<'a>> {
    let layout = lay_out(raw);
    let mut lines: Vec<_> = layout
        .lines
        .iter()
        .flat_map(|line| {
            let indent = 1 + line.depth * 2;
            let room = usize::from(columns).saturating_sub(indent).max(1);
            let wrapped = wrap(&line.text, room).into_iter();
            wrapped.map(move |text| format!("{:indent$}{}", "", text.trim_end()))
        })
        .map(|text| Line::from(piece(text, Role::Text)))
        .collect();
    if layout.is_cut {
        lines.push(Line::from(piece(" …", Role::Dim)));
    }
    lines
}

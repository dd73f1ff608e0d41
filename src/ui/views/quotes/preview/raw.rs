//! The Raw tab: the answers of the API as they came, laid out.

use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::ui::widgets::preview::fields::heading;
use crate::ui::widgets::preview::{Line, laid_out};

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

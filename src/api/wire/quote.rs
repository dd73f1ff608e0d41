//! Quote baskets (contract: `Quote`).
//!
//! List row, create answer and detail are one shape of optional fields (Q5). Only an answer about one basket is looked
//! into for lines: a list row holds none, and one that did would not be the place to learn from which lines a basket has.

use serde_json::value::RawValue;

use super::field::{Field, Shape};
use super::object::{self, wire_object};
use super::quote_line::{self, Told};
use super::reading::Reading;
use crate::domain::ids::{BasketId, LineId};
use crate::domain::quote::{Basket, BasketState, Line};
use crate::domain::text::Text;

wire_object!(
    /// Union of the three field sets.
    Row {
        id = "id",
        external_id = "external_id",
        project_id = "project_id",
        quote_date = "quote_date",
        creation_date = "creation_date",
        state = "state",
        quote_item = "quote_item",
        quote_items = "quote_items",
    }
);

/// Reads a row of the list, without lines.
pub(crate) fn row(raw: &RawValue, reading: &mut Reading<'_, '_>) -> Basket {
    reading.takes(1);
    let (row, problem) = object::row(Row::read(raw.get()));
    let (id, broken) = reading.twins.key_of(row.id, raw, problem);
    let state = row.state.scalar().unwrap_or_default();
    Basket {
        id: BasketId::new(id),
        external_id: row.external_id.text(),
        project: row.project_id.word(reading.words),
        quote_date: row.quote_date.date(),
        creation_date: row.creation_date.date(),
        state: match BasketState::parse(&state) {
            BasketState::Other(_) => BasketState::Other(reading.words.text(&state)),
            known => known,
        },
        lines: None,
        broken,
        raw: Text::new(raw.get()),
    }
}

/// Reads one basket with its lines.
pub(crate) fn detail(raw: &RawValue, reading: &mut Reading<'_, '_>) -> Basket {
    let row = Row::read(raw.get()).unwrap_or_default();
    let told = [row.quote_item, row.quote_items]
        .into_iter()
        .find(|field| field.json().is_some());
    Basket {
        lines: told.map(|lines| nested(lines, reading)),
        ..self::row(raw, reading)
    }
}

/// The lines inside a basket. One that is only named, by its key, is a line of which nothing else is told yet.
fn nested(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for item in reading.list(field) {
        let Some(raw) = item.raw() else { continue };
        let mut line = quote_line::read(raw, Told::InPart, reading);
        if let (Shape::Scalar, Some(key)) = (item.shape(), item.scalar()) {
            line.id = LineId::new(key.as_ref());
            line.broken = None;
        }
        lines.push(line);
    }
    lines
}

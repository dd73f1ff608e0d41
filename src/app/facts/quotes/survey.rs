//! The lines as completion and facets ask them: which values they hold, counted among the lines of any query.
//!
//! Baskets are not counted: what a filter finds is lines.

use crate::app::entities::orders::RowId;
use crate::app::query::{Held, Query, Source};

use super::{QuoteField, QuoteScope, line_of};

/// The lines and what they are judged against.
#[derive(Clone, Copy, Debug)]
pub struct QuoteSurvey<'a>(pub QuoteScope<'a>);

impl<'a> Source<'a, QuoteField> for QuoteSurvey<'a> {
    fn held(&mut self, field: QuoteField, among: &Query<QuoteField>) -> Held<'a> {
        let Self(scope) = *self;
        let lines = scope.quotes.lines().filter(|(_, line)| !line.has_left);
        let lines = lines.filter_map(|(row, _)| Some((row.0, scope.facts(row)?)));
        Held::of(lines, among, |facts| facts.tell(field))
    }

    fn spelled(&self, field: QuoteField, row: u32) -> [&'a str; 2] {
        let Self(scope) = *self;
        let Some(line) = scope.quotes.line_at(RowId(row)) else {
            return ["", ""];
        };
        let known = &line.line;
        match field {
            QuoteField::Client => [line_of(line.customer()), ""],
            QuoteField::Site => [line_of(known.address.as_ref()), ""],
            QuoteField::Ref => [line.name(), line_of(known.external_id.as_ref())],
            QuoteField::Project => [line_of(known.project.as_ref()), ""],
            QuoteField::Basket => {
                let basket = line.basket.as_ref();
                let own =
                    basket.and_then(|id| scope.quotes.basket(id)?.basket.external_id.as_ref());
                [line_of(own), basket.map_or("", |id| id.text().line())]
            }
            QuoteField::State
            | QuoteField::Sector
            | QuoteField::Offers
            | QuoteField::Ready
            | QuoteField::Val
            | QuoteField::Price
            | QuoteField::Total
            | QuoteField::Is => ["", ""],
        }
    }
}

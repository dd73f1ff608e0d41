//! The rows as completion and facets ask them: which values they hold, counted among the rows of any query.

use crate::app::entities::eligibility::KnownRequest;
use crate::app::entities::orders::RowId;
use crate::app::query::{Held, Query, Source};
use crate::app::views::eligibility::Facet;
use crate::domain::text::Text;

use super::{EligibilityField, EligibilityScope};

/// The rows of a facet and what they are judged against.
#[derive(Clone, Copy, Debug)]
pub struct EligibilitySurvey<'a>(pub EligibilityScope<'a>, pub Facet);

impl<'a> Source<'a, EligibilityField> for EligibilitySurvey<'a> {
    fn held(&mut self, field: EligibilityField, among: &Query<EligibilityField>) -> Held<'a> {
        let Self(scope, facet) = *self;
        let rows = scope.rows(facet);
        let rows = rows.map(|(row, facts)| (row.0, facts));
        Held::of(rows, among, |facts| facts.tell(field))
    }

    fn spelled(&self, field: EligibilityField, row: u32) -> [&'a str; 2] {
        let Self(scope, _) = *self;
        let table = scope.eligibility;
        let line = |text: Option<&'a Text>| text.map_or("", Text::line);
        let (request, key) = match (table.request_at(RowId(row)), table.item_at(RowId(row))) {
            (Some(request), _) => (Some(request), request.request.id.text()),
            (None, Some(item)) => (table.request_of(item), item.item.id.text()),
            (None, None) => return ["", ""],
        };
        match field {
            EligibilityField::Ref => [
                line(request.and_then(KnownRequest::own_reference)),
                key.line(),
            ],
            EligibilityField::Project => [line(request.and_then(KnownRequest::project)), ""],
            // The others are told as they are written.
            _ => ["", ""],
        }
    }
}

//! Quote lines in columns for people.

use crate::app::entities::quotes::QuoteLine;
use crate::app::query::Verdict;
use crate::commands::listing::Present;
use crate::commands::rows::{Look, cell, day, matches};
use crate::domain::quote::LineState;
use crate::domain::text::Text;

/// The columns of a table. The last is that of the verdict.
pub(super) const TITLES: [&str; 9] = [
    "LINE", "STATE", "READY", "VALID TO", "FROM", "CUSTOMER", "SITE", "PROJECT", "MATCH",
];
/// Who leaves first when the table is narrow; the line never does.
pub(super) const DROPPED_FIRST: [usize; 7] = [7, 6, 4, 2, 3, 5, 1];

/// The cells of a line, under [`TITLES`].
pub(super) fn cells(
    known: &QuoteLine,
    verdict: Verdict,
    present: &Present,
    look: &Look,
) -> [String; TITLES.len()] {
    let line = &known.line;
    let foreign = |text: Option<&Text>| cell(text, look);
    [
        foreign(Some(known.name_text())),
        match &line.state {
            LineState::Other(word) => foreign(Some(word)),
            state => state.word().to_owned(),
        },
        known
            .ready()
            .map_or_else(String::new, |(ready, all)| format!("{ready}/{all}")),
        day(line.validity_date.as_ref(), &present.zone, look),
        known
            .lowest_monthly()
            .map_or_else(String::new, |(cents, _)| cents.to_string()),
        foreign(line.broken.as_ref().or_else(|| known.customer())),
        foreign(line.address.as_ref()),
        foreign(line.project.as_ref()),
        matches(verdict).to_owned(),
    ]
}

//! The views everybody has.
//!
//! A digit is for ever: what hands have learnt is not moved, so a digit that is missing waits for its view.

use crate::app::columns::Column;
use crate::app::index::{By, Sort};

use super::View;

/// Digit, name, filter and sort of each.
pub(super) fn all() -> [(char, View); 8] {
    let view = |name: &str, filter: &str, column, descending| View {
        name: name.to_owned(),
        filter: filter.to_owned(),
        sort: Sort {
            by: By { column, descending },
            then: None,
        },
        columns: None,
    };
    [
        ('1', view("Inbox", "is:new,changed", Column::Modified, true)),
        ('2', view("Mine", "by:me", Column::Modified, true)),
        ('3', view("Late", "late:yes,maybe", Column::Slack, false)),
        // Dwell against the usual, and triage marks: both announced, so both say that they come later.
        ('4', view("Slow step", "pace>1.5", Column::Dwell, true)),
        ('6', view("Snoozed", "is:snoozed", Column::Slack, false)),
        (
            '7',
            view("Ongoing", "state:in_progress", Column::Dwell, true),
        ),
        // Slack and not the delivery day: only orders that are awaited have some, so the others are ruled out unread.
        ('8', view("Due soon", "slack:0..7", Column::Slack, false)),
        (
            '9',
            view(
                "Ended",
                "state:terminated,cancelled,rejected",
                Column::Modified,
                true,
            ),
        ),
    ]
}

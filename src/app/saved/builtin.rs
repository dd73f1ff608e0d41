//! The views everybody has.
//!
//! A digit is for ever: what hands have learnt is not moved, so a digit that is missing waits for its view. One that two
//! panes have means much the same in both.

use crate::app::columns::{Column, SortColumn};
use crate::app::index::{By, Sort};
use crate::app::views::eligibility::columns::EligibilityColumn;
use crate::app::views::quotes::columns::QuoteColumn;

use super::View;

/// The digit of the quotes that wait for an answer, in every pane that lists them.
pub(super) const READY: char = '5';

/// Digit and view of each.
pub(super) fn all() -> Vec<(char, View)> {
    let orders = of_orders().into_iter();
    orders.chain(of_quotes()).chain(of_eligibility()).collect()
}

fn by<C: SortColumn>(column: C, descending: bool) -> Sort<C> {
    Sort {
        by: By { column, descending },
        then: None,
    }
}

fn of_orders() -> [(char, View); 8] {
    let view =
        |name, filter, column, descending| View::of_orders(name, filter, by(column, descending));
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

fn of_quotes() -> [(char, View); 9] {
    let view = |name, filter, column: QuoteColumn, descending| {
        View::of_quotes(name, filter, by(column, descending))
    };
    let answered = QuoteColumn::Answered;
    [
        ('1', view("Inbox", "is:new,changed", answered, true)),
        (
            '2',
            view(
                "To confirm",
                "state:acknowledged",
                QuoteColumn::Created,
                false,
            ),
        ),
        ('3', view("Expired", "state:expired", answered, true)),
        // What Covage owes an answer, the longest wait first.
        (
            '4',
            view("At Covage", "state:confirmed", QuoteColumn::Created, false),
        ),
        (
            READY,
            view("Ready", "state:ready", QuoteColumn::Valid, false),
        ),
        ('6', view("Refused", "state:refused", answered, true)),
        ('7', view("Accepted", "state:accepted", answered, true)),
        (
            '8',
            view(
                "Expiring",
                "state:ready val:0..7",
                QuoteColumn::Valid,
                false,
            ),
        ),
        (
            '9',
            view(
                "Ended",
                "state:accepted,expired,unable_to_provide",
                answered,
                true,
            ),
        ),
    ]
}

fn of_eligibility() -> [(char, View); 8] {
    let newest = EligibilityColumn::New;
    let view = |name, filter, column: EligibilityColumn, descending| {
        View::of_eligibility(name, filter, by(column, descending))
    };
    [
        ('1', view("Inbox", "is:new,changed", newest, true)),
        ('2', view("Mine", "is:own", newest, true)),
        (
            '3',
            view(
                "Expiring",
                "state:done.ready val:0..7",
                EligibilityColumn::Valid,
                false,
            ),
        ),
        // What Covage owes an answer, the longest wait first.
        (
            '4',
            view("Elig open", "state:acknowledged,in_progress", newest, false),
        ),
        (READY, view("Eligible", "offers>0", newest, true)),
        (
            '6',
            view("Unable", "state:done.unable_to_provide", newest, true),
        ),
        (
            '7',
            view("Failed", "state:terminated_with_error", newest, true),
        ),
        ('9', view("Ended", "state:done,terminated", newest, true)),
    ]
}

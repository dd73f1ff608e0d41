//! The columns of the list of lines, and sorting by them. Lines without a value come last, whichever way it runs; equals
//! stand newest reference first.

use std::cmp::Ordering;

use crate::app::columns::columns;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteLine;
use crate::app::facts::quotes::QuoteScope;
use crate::app::index::{By, Sort};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::Cents;
use crate::domain::quote::LineState;

columns!(
    /// A column of the list. What runs out first comes first.
    QuoteColumn in Quote, usually by Valid, unique by Line {
        /// The line's reference.
        Line = "line" 'l' "reference" descending,
        /// The state, by its place in the lifecycle.
        State = "state" 't' "state, in the order of its life",
        /// Offers that can be accepted, of how many.
        Ready = "ready" 'd' "offers that can be accepted" descending,
        /// Days the offers are still valid, for lines that await an answer.
        Valid = "valid" 'v' "days the offers are still valid",
        /// The lowest price a month that can be accepted.
        From = "from" 'f' "lowest price a month",
        /// The lowest total over the term.
        Total = "total" 'o' "lowest total over the term",
        /// The end customer.
        Customer = "customer" 'c' "end customer",
        /// The address.
        Site = "site" 'e' "address",
        /// The project.
        Project = "project" 'p' "project",
        /// The basket.
        Basket = "basket" 'b' "basket",
        /// When Covage answered.
        Answered = "answered" 'a' "when Covage answered" descending,
        /// When it was made.
        Created = "created" 'n' "when it was made" descending,
    }
);

/// What lines are sorted by.
pub type QuoteSort = Sort<QuoteColumn>;

impl QuoteSort {
    /// Sorts rows of lines.
    pub(super) fn sort_lines(self, rows: &mut [RowId], scope: QuoteScope<'_>, zone: &Zone) {
        let keys = |row| {
            let then = self.then.and_then(|then| then.key(row, scope, zone));
            (self.by.key(row, scope, zone), then)
        };
        let mut keys: Vec<_> = rows.iter().map(|row| (keys(*row), *row)).collect();
        keys.sort_unstable_by(|((a, a_then), a_row), ((b, b_then), b_row)| {
            let then = |then: By<_>| then.compare_keys(a_then.as_ref(), b_then.as_ref());
            self.by
                .compare_keys(a.as_ref(), b.as_ref())
                .then_with(|| self.open_first(*a_row, *b_row, scope))
                .then_with(|| self.then.map_or(Ordering::Equal, then))
                .then_with(|| newest_first(*a_row, *b_row, scope))
        });
        for (place, (_, row)) in rows.iter_mut().zip(keys) {
            *place = row;
        }
    }
}

impl QuoteSort {
    /// By validity, lines that await an answer come before the others, also where no day is told.
    fn open_first(self, a: RowId, b: RowId, scope: QuoteScope<'_>) -> Ordering {
        let awaits = |row| {
            let line = scope.quotes.line_at(row);
            line.is_some_and(QuoteLine::awaits_an_answer)
        };
        match self.by.column {
            QuoteColumn::Valid => awaits(b).cmp(&awaits(a)),
            _ => Ordering::Equal,
        }
    }
}

impl By<QuoteColumn> {
    fn compare_keys(self, a: Option<&Key<'_>>, b: Option<&Key<'_>>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) if self.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    fn key<'a>(self, row: RowId, scope: QuoteScope<'a>, zone: &Zone) -> Option<Key<'a>> {
        let line = scope.quotes.line_at(row)?;
        let text = |text: &'a str| (!text.is_empty()).then_some(Key::Text(text));
        let amount =
            |lowest: Option<(Cents, bool)>| lowest.map(|(Cents(cents), _)| Key::Number(cents));
        match self.column {
            QuoteColumn::Line => text(scope.cards.reference(row)),
            QuoteColumn::State => Some(Key::Number(rank(line))),
            QuoteColumn::Ready => {
                let (ready, _) = line.ready().filter(|_| line.awaits_an_answer())?;
                Some(Key::Number(i64::try_from(ready).unwrap_or(i64::MAX)))
            }
            QuoteColumn::Valid => {
                let days = scope.days_left(row).filter(|_| line.awaits_an_answer())?;
                Some(Key::Number(days))
            }
            QuoteColumn::From => amount(line.lowest_monthly()),
            QuoteColumn::Total => amount(line.lowest_total()),
            QuoteColumn::Customer => text(scope.cards.client(row)),
            QuoteColumn::Site => text(scope.cards.site(row)),
            QuoteColumn::Project => text(scope.cards.project(row)),
            QuoteColumn::Basket => text(scope.cards.basket(row)),
            QuoteColumn::Answered => moment(line.line.response_date.as_ref(), zone),
            QuoteColumn::Created => moment(created(line), zone),
        }
    }
}

/// What a row is placed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Number(i64),
    Text(&'a str),
}

/// When a line was made, whichever of its dates tells (Q6).
pub fn created(line: &QuoteLine) -> Option<&FlexDate> {
    let known = &line.line;
    let dates = [&known.creation_date, &known.quote_date, &known.order_date];
    dates.into_iter().find_map(Option::as_ref)
}

fn moment<'a>(date: Option<&FlexDate>, zone: &Zone) -> Option<Key<'a>> {
    let at = date?.moment(zone)?;
    Some(Key::Number(at.timestamp()))
}

fn rank(line: &QuoteLine) -> i64 {
    let state: &LineState = &line.line.state;
    i64::try_from(state.rank()).unwrap_or(i64::MAX)
}

fn newest_first(a: RowId, b: RowId, scope: QuoteScope<'_>) -> Ordering {
    let reference = |row| scope.cards.reference(row);
    reference(b).cmp(reference(a)).then(b.cmp(&a))
}

//! The columns of the list of lines, and sorting by them; equals stand newest reference first.

use std::cmp::Ordering;

use crate::app::columns::columns;
use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteLine;
use crate::app::facts::quotes::QuoteScope;
use crate::app::index::{Key, Sort};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::Cents;

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
        self.sort_rows(
            rows,
            |column, row| key(column, row, scope, zone),
            |a, b| self.open_first(a, b, scope),
            |a, b| newest_first(a, b, scope),
        );
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

fn key<'a>(column: QuoteColumn, row: RowId, scope: QuoteScope<'a>, zone: &Zone) -> Option<Key<'a>> {
    let line = scope.quotes.line_at(row)?;
    let amount = |lowest: Option<(Cents, bool)>| lowest.map(|(Cents(cents), _)| Key::Number(cents));
    let moment = |date: Option<&FlexDate>| Some(Key::moment(date?.moment(zone)?));
    match column {
        QuoteColumn::Line => Key::text(scope.cards.reference(row)),
        QuoteColumn::State => Some(Key::count(line.line.state.rank())),
        QuoteColumn::Ready => {
            let (ready, _) = line.ready().filter(|_| line.awaits_an_answer())?;
            Some(Key::count(ready))
        }
        QuoteColumn::Valid => {
            let days = scope.days_left(row).filter(|_| line.awaits_an_answer())?;
            Some(Key::Number(days))
        }
        QuoteColumn::From => amount(line.lowest_monthly()),
        QuoteColumn::Total => amount(line.lowest_total()),
        QuoteColumn::Customer => Key::text(scope.cards.client(row)),
        QuoteColumn::Site => Key::text(scope.cards.site(row)),
        QuoteColumn::Project => Key::text(scope.cards.project(row)),
        QuoteColumn::Basket => Key::text(scope.cards.basket(row)),
        QuoteColumn::Answered => moment(line.line.response_date.as_ref()),
        QuoteColumn::Created => moment(created(line)),
    }
}

/// When a line was made, whichever of its dates tells (Q6).
pub fn created(line: &QuoteLine) -> Option<&FlexDate> {
    let known = &line.line;
    let dates = [&known.creation_date, &known.quote_date, &known.order_date];
    dates.into_iter().find_map(Option::as_ref)
}

fn newest_first(a: RowId, b: RowId, scope: QuoteScope<'_>) -> Ordering {
    let reference = |row| scope.cards.reference(row);
    reference(b).cmp(reference(a)).then(b.cmp(&a))
}

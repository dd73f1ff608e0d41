//! The columns of the list of lines, and sorting by them. Lines without a value come last, whichever way it runs; equals
//! stand newest reference first.

use std::cmp::Ordering;
use std::fmt;

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::QuoteLine;
use crate::app::facts::quotes::QuoteScope;
use crate::domain::date::{FlexDate, Zone};
use crate::domain::lenient::Cents;
use crate::domain::quote::LineState;

/// A column of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteColumn {
    /// The line's reference.
    Line,
    /// The state, by its place in the lifecycle.
    State,
    /// Offers that can be accepted, of how many.
    Ready,
    /// Days the offers are still valid, for lines that await an answer.
    #[default]
    Valid,
    /// The lowest price a month that can be accepted.
    From,
    /// The lowest total over the term.
    Total,
    /// The end customer.
    Customer,
    /// The address.
    Site,
    /// The project.
    Project,
    /// The basket.
    Basket,
    /// When Covage answered.
    Answered,
    /// When it was made.
    Created,
}

impl QuoteColumn {
    /// Every column, in the order it is shown.
    pub const ALL: [Self; 12] = [
        Self::Line,
        Self::State,
        Self::Ready,
        Self::Valid,
        Self::From,
        Self::Total,
        Self::Customer,
        Self::Site,
        Self::Project,
        Self::Basket,
        Self::Answered,
        Self::Created,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.spec().0
    }

    /// The letter that picks it in a menu.
    pub const fn letter(self) -> char {
        self.spec().1
    }

    /// What it holds, in a few words.
    pub const fn help(self) -> &'static str {
        self.spec().2
    }

    /// Whether what wants a person comes first when the largest does.
    pub const fn starts_descending(self) -> bool {
        matches!(
            self,
            Self::Line | Self::Ready | Self::Answered | Self::Created
        )
    }

    const fn spec(self) -> (&'static str, char, &'static str) {
        match self {
            Self::Line => ("line", 'l', "reference"),
            Self::State => ("state", 't', "state, in the order of its life"),
            Self::Ready => ("ready", 'd', "offers that can be accepted"),
            Self::Valid => ("valid", 'v', "days the offers are still valid"),
            Self::From => ("from", 'f', "lowest price a month"),
            Self::Total => ("total", 'o', "lowest total over the term"),
            Self::Customer => ("customer", 'c', "end customer"),
            Self::Site => ("site", 'e', "address"),
            Self::Project => ("project", 'p', "project"),
            Self::Basket => ("basket", 'b', "basket"),
            Self::Answered => ("answered", 'a', "when Covage answered"),
            Self::Created => ("created", 'n', "when it was made"),
        }
    }
}

/// What lines are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct QuoteSort {
    /// What by.
    pub column: QuoteColumn,
    /// Largest first.
    pub descending: bool,
}

impl QuoteSort {
    /// A column in the direction that makes sense for it.
    pub fn by(column: QuoteColumn) -> Self {
        Self {
            column,
            descending: column.starts_descending(),
        }
    }

    /// The other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }

    /// After a person picked a column: the one in force is turned round, another one begins anew.
    #[must_use]
    pub fn picked(self, column: QuoteColumn) -> Self {
        if self.column == column {
            self.reversed()
        } else {
            Self::by(column)
        }
    }

    /// Which way it runs.
    pub fn arrow(self) -> char {
        if self.descending { '↓' } else { '↑' }
    }

    /// Sorts rows of lines.
    pub(super) fn sort(self, rows: &mut [RowId], scope: QuoteScope<'_>, zone: &Zone) {
        let mut keys: Vec<_> = rows
            .iter()
            .map(|row| (self.key(*row, scope, zone), *row))
            .collect();
        keys.sort_unstable_by(|(a, a_row), (b, b_row)| {
            self.compare(a, b)
                .then_with(|| newest_first(*a_row, *b_row, scope))
        });
        for (place, (_, row)) in rows.iter_mut().zip(keys) {
            *place = row;
        }
    }

    fn compare(self, a: &Option<Key<'_>>, b: &Option<Key<'_>>) -> Ordering {
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

impl fmt::Display for QuoteSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.column.name(), self.arrow())
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

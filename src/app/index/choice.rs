//! How a person goes through the sort orders.

use std::fmt;

use super::sort::{By, Sort};
use crate::app::columns::SortColumn;

impl<C: SortColumn> By<C> {
    /// Which way it runs.
    pub fn arrow(self) -> char {
        if self.descending { '↓' } else { '↑' }
    }

    /// A column in the direction that makes sense for it.
    pub fn column(column: C) -> Self {
        Self {
            column,
            descending: column.starts_descending(),
        }
    }

    /// The same column, the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }
}

impl<C: SortColumn> Sort<C> {
    /// By one column, in the direction that makes sense for it.
    pub fn by(column: C) -> Self {
        Self {
            by: By::column(column),
            then: None,
        }
    }

    /// The first key the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            by: self.by.reversed(),
            ..self
        }
    }

    /// After a person picked a column to sort by: the one in force is turned round, another one begins anew.
    #[must_use]
    pub fn picked(self, column: C) -> Self {
        if self.by.column == column {
            self.reversed()
        } else {
            Self::by(column)
        }
    }

    /// After a person picked a second column: again turns it round, once more drops it.
    #[must_use]
    pub fn picked_second(self, column: C) -> Self {
        let first_way = By::column(column);
        let then = match self.then {
            Some(then) if then == first_way => Some(then.reversed()),
            Some(then) if then.column == column => None,
            _ => Some(first_way),
        };
        Self { then, ..self }
    }

    /// Why a second column would change nothing.
    pub fn why_no_second(self, column: C) -> Option<&'static str> {
        if self.by.column == C::UNIQUE {
            Some("no two references are equal: pick another first column")
        } else if self.by.column == column {
            Some("this is the first column already")
        } else {
            None
        }
    }
}

impl<C: SortColumn> fmt::Display for By<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.column.name(), self.arrow())
    }
}

impl<C: SortColumn> Default for Sort<C> {
    fn default() -> Self {
        Self::by(C::USUAL)
    }
}

impl<C: SortColumn> fmt::Display for Sort<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.by.fmt(f)?;
        match self.then {
            Some(then) => write!(f, " then {then}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::columns::Column;

    #[test]
    fn picking_the_same_column_again_turns_it_round_and_another_begins_anew() {
        let sort = Sort::by(Column::Slack).picked_second(Column::Customer);
        assert_eq!(sort.to_string(), "slack ↑ then customer ↑");
        let turned = sort.picked(Column::Slack);
        assert_eq!(turned.to_string(), "slack ↓ then customer ↑");
        assert_eq!(turned.picked(Column::Dwell).to_string(), "dwell ↓");
    }

    #[test]
    fn a_second_column_is_picked_turned_round_and_dropped() {
        let mut sort = Sort::by(Column::Slack);
        for told in [
            "slack ↑ then dwell ↓",
            "slack ↑ then dwell ↑",
            "slack ↑",
            "slack ↑ then dwell ↓",
        ] {
            sort = sort.picked_second(Column::Dwell);
            assert_eq!(sort.to_string(), told);
        }
        assert_eq!(
            sort.picked_second(Column::Customer).to_string(),
            "slack ↑ then customer ↑"
        );
        assert!(sort.why_no_second(Column::Slack).is_some());
        assert!(
            Sort::<Column>::default()
                .why_no_second(Column::Slack)
                .unwrap()
                .contains("reference")
        );
    }
}

//! The columns of the order list. What can be shown is what can be sorted by.

mod chosen;

pub use chosen::Chosen;

use crate::app::views::quotes::columns::QuoteColumn;

/// A column that rows can be sorted by.
pub trait SortColumn: Copy + PartialEq + 'static {
    /// Every one, in the order it is shown unless a person says otherwise.
    const ALL: &'static [Self];

    /// The names of [`Self::ALL`].
    const NAMES: &'static [&'static str];

    /// The one that rows are sorted by unless a person says otherwise.
    const USUAL: Self;

    /// The one that no two rows have the same of.
    const UNIQUE: Self;

    /// Its name, as the screen and files write it.
    fn name(self) -> &'static str;

    /// The letter that picks it in a menu.
    fn letter(self) -> char;

    /// What it holds, in a few words.
    fn help(self) -> &'static str;

    /// Whether what wants a person comes first when the largest does.
    fn starts_descending(self) -> bool;
}

/// A column of any list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyColumn {
    /// Of the orders.
    Order(Column),
    /// Of the quotes.
    Quote(QuoteColumn),
}

/// A column of the order list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The order's reference.
    Order,
    /// The state, or the current step; by the state's place in the lifecycle, then by the step.
    Step,
    /// Time in the current step, for orders that await delivery.
    Dwell,
    /// Days left to the delivery day, for orders that await delivery.
    Slack,
    /// The end customer.
    Customer,
    /// The address.
    Site,
    /// The offer family.
    Family,
    /// The bandwidth, from the detail.
    Bandwidth,
    /// The project.
    Project,
    /// When the server last touched it.
    Modified,
    /// Time since the order day.
    Age,
    /// Who made it.
    By,
    /// The other key of the order.
    Id,
    /// The contract length.
    Commitment,
    /// When it was delivered.
    Completed,
}

impl Column {
    /// Every column, in the order it is shown in unless a person says otherwise.
    pub const ALL: [Self; 15] = [
        Self::Order,
        Self::Step,
        Self::Dwell,
        Self::Slack,
        Self::Customer,
        Self::Site,
        Self::Family,
        Self::Bandwidth,
        Self::Project,
        Self::Modified,
        Self::Age,
        Self::By,
        Self::Id,
        Self::Commitment,
        Self::Completed,
    ];

    /// Those that are shown as far as they fit, unless a person says otherwise.
    pub const USUAL: [Self; 12] = [
        Self::Order,
        Self::Step,
        Self::Dwell,
        Self::Slack,
        Self::Customer,
        Self::Site,
        Self::Family,
        Self::Bandwidth,
        Self::Project,
        Self::Modified,
        Self::Age,
        Self::By,
    ];

    /// The names of [`Self::ALL`].
    pub const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Self::ALL[at].name();
            at += 1;
        }
        names
    };

    /// Its name, as the screen and the configuration write it.
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

    /// Whether it always stands first and cannot leave.
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Order)
    }

    /// Whether what wants a person comes first when the largest does.
    pub const fn starts_descending(self) -> bool {
        matches!(
            self,
            Self::Order | Self::Dwell | Self::Modified | Self::Bandwidth | Self::Completed
        )
    }

    const fn spec(self) -> (&'static str, char, &'static str) {
        match self {
            Self::Order => ("order", 'o', "reference"),
            Self::Step => ("step", 't', "state, or the current production step"),
            Self::Dwell => ("dwell", 'd', "time in the current step"),
            Self::Slack => ("slack", 's', "days left to the delivery day"),
            Self::Customer => ("customer", 'c', "end customer"),
            Self::Site => ("site", 'e', "address"),
            Self::Family => ("family", 'f', "offer family"),
            Self::Bandwidth => ("bandwidth", 'b', "bandwidth, from the detail"),
            Self::Project => ("project", 'p', "project"),
            Self::Modified => ("modified", 'm', "last touched by the server"),
            Self::Age => ("age", 'a', "time since the order day"),
            Self::By => ("by", 'y', "who made it"),
            Self::Id => ("id", 'i', "the other key, PO_…"),
            Self::Commitment => ("commitment", 'n', "contract length"),
            Self::Completed => ("completed", 'l', "when it was delivered"),
        }
    }
}

impl SortColumn for Column {
    const ALL: &'static [Self] = &Self::ALL;
    const NAMES: &'static [&'static str] = &Self::NAMES;
    const USUAL: Self = Self::Order;
    const UNIQUE: Self = Self::Order;

    fn name(self) -> &'static str {
        self.name()
    }

    fn letter(self) -> char {
        self.letter()
    }

    fn help(self) -> &'static str {
        self.help()
    }

    fn starts_descending(self) -> bool {
        self.starts_descending()
    }
}

impl From<Column> for AnyColumn {
    fn from(column: Column) -> Self {
        Self::Order(column)
    }
}

impl From<QuoteColumn> for AnyColumn {
    fn from(column: QuoteColumn) -> Self {
        Self::Quote(column)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn check<C: SortColumn>() {
        let all = C::ALL.iter();
        let names: Vec<_> = all.clone().map(|column| column.name()).collect();
        let letters: HashSet<_> = all.map(|column| column.letter()).collect();
        assert_eq!(names, C::NAMES);
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), C::ALL.len());
        assert_eq!(letters.len(), C::ALL.len());
        assert!(letters.iter().all(char::is_ascii_lowercase));
        for taken in "jkqr".chars() {
            assert!(!letters.contains(&taken), "{taken}");
        }
    }

    #[test]
    fn every_column_has_a_name_and_a_letter_of_its_own_that_no_menu_moves_by() {
        check::<Column>();
        check::<QuoteColumn>();
    }
}

//! The columns of the order list. What can be shown is what can be sorted by.

mod chosen;

pub use chosen::Chosen;

use crate::app::views::eligibility::columns::EligibilityColumn;
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

/// Declares the columns of a list, in the order they are shown unless a person says otherwise: name, letter, help, and
/// `descending` where what wants a person comes first when the largest does.
macro_rules! columns {
    (
        $(#[$doc:meta])*
        $name:ident in $any:ident, usually by $usual:ident, unique by $unique:ident {
            $($(#[$column_doc:meta])* $column:ident = $word:literal $letter:literal $help:literal $($way:ident)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$column_doc])* $column,)*
        }

        impl $name {
            /// Every column, in the order it is shown unless a person says otherwise.
            pub const ALL: [Self; [$(Self::$column,)*].len()] = [$(Self::$column,)*];

            /// The names of [`Self::ALL`].
            pub const NAMES: [&'static str; Self::ALL.len()] = [$($word,)*];

            /// Its name, as the screen and files write it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$column => $word,)* }
            }
        }

        impl $crate::app::columns::SortColumn for $name {
            const ALL: &'static [Self] = &Self::ALL;
            const NAMES: &'static [&'static str] = &Self::NAMES;
            const USUAL: Self = Self::$usual;
            const UNIQUE: Self = Self::$unique;

            fn name(self) -> &'static str {
                self.name()
            }

            fn letter(self) -> char {
                match self { $(Self::$column => $letter,)* }
            }

            fn help(self) -> &'static str {
                match self { $(Self::$column => $help,)* }
            }

            fn starts_descending(self) -> bool {
                match self { $(Self::$column => $crate::app::columns::is_descending!($($way)?),)* }
            }
        }

        impl From<$name> for $crate::app::columns::AnyColumn {
            fn from(column: $name) -> Self {
                Self::$any(column)
            }
        }
    };
}

macro_rules! is_descending {
    () => {
        false
    };
    (descending) => {
        true
    };
}

pub(crate) use {columns, is_descending};

/// A column of any list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnyColumn {
    /// Of the orders.
    Order(Column),
    /// Of the quotes.
    Quote(QuoteColumn),
    /// Of requests and sites.
    Eligibility(EligibilityColumn),
}

columns!(
    /// A column of the order list.
    Column in Order, usually by Order, unique by Order {
        /// The order's reference.
        Order = "order" 'o' "reference" descending,
        /// The state, or the current step; by the state's place in the lifecycle, then by the step.
        Step = "step" 't' "state, or the current production step",
        /// Time in the current step, for orders that await delivery.
        Dwell = "dwell" 'd' "time in the current step" descending,
        /// Days left to the delivery day, for orders that await delivery.
        Slack = "slack" 's' "days left to the delivery day",
        /// The end customer.
        Customer = "customer" 'c' "end customer",
        /// The address.
        Site = "site" 'e' "address",
        /// The offer family.
        Family = "family" 'f' "offer family",
        /// The bandwidth, from the detail.
        Bandwidth = "bandwidth" 'b' "bandwidth, from the detail" descending,
        /// The project.
        Project = "project" 'p' "project",
        /// When the server last touched it.
        Modified = "modified" 'm' "last touched by the server" descending,
        /// Time since the order day.
        Age = "age" 'a' "time since the order day",
        /// Who made it.
        By = "by" 'y' "who made it",
        /// The other key of the order.
        Id = "id" 'i' "the other key, PO_…",
        /// The contract length.
        Commitment = "commitment" 'n' "contract length",
        /// When it was delivered.
        Completed = "completed" 'l' "when it was delivered" descending,
    }
);

impl Column {
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

    /// Whether it always stands first and cannot leave.
    pub const fn is_fixed(self) -> bool {
        matches!(self, Self::Order)
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
        check::<EligibilityColumn>();
    }
}

//! How a person goes through the sort orders.

use super::sort::{Sort, SortColumn};

impl SortColumn {
    /// Every column, in the order `o` goes through them.
    pub const ALL: [Self; 10] = [
        Self::Reference,
        Self::Modified,
        Self::Slack,
        Self::Dwell,
        Self::State,
        Self::Customer,
        Self::Site,
        Self::Family,
        Self::Project,
        Self::Age,
    ];

    /// Its name, as the screen and the configuration write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "order",
            Self::State => "step",
            Self::Dwell => "dwell",
            Self::Slack => "slack",
            Self::Customer => "customer",
            Self::Site => "site",
            Self::Family => "family",
            Self::Project => "project",
            Self::Modified => "modified",
            Self::Age => "age",
        }
    }

    /// Whether what wants a person comes first when the largest does.
    fn starts_descending(self) -> bool {
        matches!(self, Self::Dwell | Self::Modified | Self::Reference)
    }
}

impl Sort {
    /// By the next column, in the direction that makes sense for it.
    #[must_use]
    pub fn next_column(self) -> Self {
        let place = SortColumn::ALL
            .iter()
            .position(|column| *column == self.column)
            .unwrap_or(0);
        let column = SortColumn::ALL[(place + 1) % SortColumn::ALL.len()];
        Self {
            column,
            descending: column.starts_descending(),
        }
    }

    /// By the same column, the other way round.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            descending: !self.descending,
            ..self
        }
    }
}

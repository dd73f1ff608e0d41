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
    /// By a column, in the direction that makes sense for it.
    pub fn by(column: SortColumn) -> Self {
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

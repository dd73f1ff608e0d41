//! Which columns of the list are drawn and how wide: chosen by width, never by what the rows hold. The reference never
//! leaves; of the others the least important leave first.

use crate::app::views::quotes::columns::QuoteColumn;
use crate::ui::widgets::list::{self, Fit, Policy, Titled};

/// Columns a line is indented by under its basket.
pub(super) const INDENT: u16 = 2;
/// A list narrower than this has room for the beginning of a state.
const NARROW: u16 = 70;
/// From this width on every documented state is written out.
const ROOMY: u16 = 112;
/// Columns of the longest documented state.
const STATE: u16 = 17;

/// Who leaves first when the list is narrow.
const DROPPED_FIRST: [QuoteColumn; 11] = [
    QuoteColumn::Created,
    QuoteColumn::Answered,
    QuoteColumn::Basket,
    QuoteColumn::Total,
    QuoteColumn::Project,
    QuoteColumn::Site,
    QuoteColumn::Customer,
    QuoteColumn::From,
    QuoteColumn::State,
    QuoteColumn::Ready,
    QuoteColumn::Valid,
];

/// The columns that a list `total` wide shows.
pub(super) fn fit(is_tree: bool, total: u16) -> Fit<QuoteColumn> {
    let all = QuoteColumn::ALL.into_iter();
    // The tree says it itself.
    let all = all.filter(|column| !(is_tree && *column == QuoteColumn::Basket));
    let policy = Policy {
        dropped_first: &DROPPED_FIRST,
        least: &|column| least(column, is_tree, total),
        share: &share,
        // States are written out.
        idle: Some((QuoteColumn::State, STATE)),
    };
    list::fit(all, total, &policy)
}

/// Columns it needs at least in a list of `total`.
fn least(column: QuoteColumn, is_tree: bool, total: u16) -> u16 {
    match column {
        QuoteColumn::Line if is_tree => 20 + INDENT,
        QuoteColumn::Line => 20,
        QuoteColumn::State if total < NARROW => 7,
        QuoteColumn::State if total < ROOMY => 12,
        QuoteColumn::State => STATE,
        QuoteColumn::Ready => 5,
        QuoteColumn::Valid | QuoteColumn::From => 7,
        QuoteColumn::Total | QuoteColumn::Project => 8,
        QuoteColumn::Customer if total < NARROW => 8,
        QuoteColumn::Customer => 14,
        QuoteColumn::Site => 18,
        QuoteColumn::Basket => 12,
        QuoteColumn::Answered | QuoteColumn::Created => 10,
    }
}

/// Its share of what is left over.
fn share(column: QuoteColumn) -> u16 {
    match column {
        QuoteColumn::Site => 3,
        QuoteColumn::Customer => 2,
        _ => 0,
    }
}

impl Titled for QuoteColumn {
    fn title(self) -> &'static str {
        match self {
            Self::Line => "LINE",
            Self::State => "STATE",
            Self::Ready => "READY",
            Self::Valid => "VALID",
            Self::From => "FROM/mo",
            Self::Total => "TOTAL",
            Self::Customer => "CUSTOMER",
            Self::Site => "SITE",
            Self::Project => "PROJECT",
            Self::Basket => "BASKET",
            Self::Answered => "ANSWERED",
            Self::Created => "CREATED",
        }
    }

    fn is_right_aligned(self) -> bool {
        matches!(self, Self::Ready | Self::Valid | Self::From | Self::Total)
    }

    fn signs(self) -> u16 {
        match self {
            // Those behind the days have no title.
            Self::Valid => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_important_columns_leave_first_and_what_is_left_fits() {
        let names = |total| {
            let names = fit(false, total);
            let names: Vec<_> = names.iter().map(|(column, _)| column.name()).collect();
            names.join(" ")
        };
        for (total, shown) in [
            (24, "line"),
            (40, "line ready valid"),
            (50, "line state ready valid"),
            (60, "line state ready valid from"),
            (65, "line state ready valid from customer"),
            (80, "line state ready valid from customer"),
            (
                123,
                "line state ready valid from total customer site project",
            ),
            (
                160,
                "line state ready valid from total customer site project basket answered created",
            ),
        ] {
            assert_eq!(names(total), shown, "{total}");
        }
        for total in 0..300 {
            for is_tree in [false, true] {
                let fit = fit(is_tree, total);
                assert_eq!(fit[0].0, QuoteColumn::Line);
                let is_alone = fit.len() == 1;
                assert!(
                    is_alone || list::needed(&fit) + list::GUTTER <= total,
                    "{total}"
                );
            }
        }
    }
}

//! Which columns of the list are drawn and how wide: chosen by width, never by what the rows hold.
//!
//! - The gutter and the reference stand still. They are followed by the other columns, scrolled by whole ones.
//! - Not scrolled, the usual columns leave by worth, the least important first, until the rest fits.
//! - Columns that a person chose, and all columns once they are scrolled, come in their order as far as they fit.
//! - The first column behind the reference may be squeezed rather than left out, so that every column can be seen.

use crate::app::columns::{Chosen, Column};
use crate::ui::widgets::list::{GAP, GUTTER, Titled, needed};

/// A list narrower than this has room for the number of a step and the beginning of its name.
const NARROW: u16 = 64;
/// From this width on customers are shown at some length, before less important columns are shown at all.
const ROOMY: u16 = 90;
/// A column squeezed below this says nothing.
const SQUEEZED: u16 = 4;

/// Who leaves first when the list is narrow. The reference never does.
const DROPPED_FIRST: [Column; 11] = [
    Column::Project,
    Column::Age,
    Column::By,
    Column::Bandwidth,
    Column::Modified,
    Column::Site,
    Column::Family,
    Column::Customer,
    Column::Dwell,
    Column::Slack,
    Column::Step,
];

/// The columns of a list of some width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// From left to right, with their widths.
    pub(super) columns: Vec<(Column, u16)>,
    /// Whether some are scrolled past.
    pub(super) is_more_left: bool,
    /// Whether some have no room.
    pub(super) is_more_right: bool,
}

/// The columns that a list `total` wide shows.
pub(super) fn fit(chosen: &Chosen, total: u16) -> Fit {
    let all: Vec<Column> = chosen.columns().collect();
    let skipped = chosen.skipped().min(most_skipped(chosen, total));
    let mut shown = if skipped == 0 && chosen.is_usual() {
        by_worth(&all, total)
    } else {
        by_place(&all, skipped, total)
    };
    let is_more_right = all.last() != shown.last().map(|(column, _)| column) || {
        let is_dropped = |column: &Column| shown.iter().all(|(other, _)| other != column);
        skipped == 0 && all.iter().any(is_dropped)
    };
    stretch(&mut shown, total);
    Fit {
        columns: shown,
        is_more_left: skipped > 0,
        is_more_right,
    }
}

/// How far the columns can be scrolled: until the last one is in view.
pub(super) fn most_skipped(chosen: &Chosen, total: u16) -> usize {
    let all: Vec<Column> = chosen.columns().collect();
    let last = all.last();
    let shows_last = |skipped: &usize| {
        let shown = by_place(&all, *skipped, total);
        // Without room for a second column there is nothing to scroll either.
        shown.len() == 1 || shown.last().map(|(column, _)| column) == last
    };
    (0..all.len()).find(shows_last).unwrap_or(0)
}

/// What is left of the usual columns when the least important ones are dropped until the rest fits.
fn by_worth(all: &[Column], total: u16) -> Vec<(Column, u16)> {
    let room = total.saturating_sub(GUTTER);
    let mut shown: Vec<(Column, u16)> = all
        .iter()
        .map(|column| (*column, least(*column, total)))
        .collect();
    for dropped in DROPPED_FIRST {
        if needed(&shown) <= room {
            break;
        }
        shown.retain(|(column, _)| *column != dropped);
    }
    shown
}

/// The reference and, behind it, the columns from the first that is not skipped, as far as they fit.
fn by_place(all: &[Column], skipped: usize, total: u16) -> Vec<(Column, u16)> {
    let room = total.saturating_sub(GUTTER);
    let mut shown: Vec<(Column, u16)> = Vec::new();
    let behind = all.iter().skip(1 + skipped);
    for column in all.iter().take(1).chain(behind) {
        let left = room.saturating_sub(needed(&shown));
        let wanted = least(*column, total);
        let is_squeezable = shown.len() == 1 && left > SQUEEZED;
        if shown.is_empty() || wanted + GAP <= left {
            shown.push((*column, wanted));
        } else if is_squeezable {
            shown.push((*column, left - GAP));
            break;
        } else {
            break;
        }
    }
    shown
}

/// Shares what is left over among those that can use it.
fn stretch(shown: &mut [(Column, u16)], total: u16) {
    let spare = total.saturating_sub(GUTTER).saturating_sub(needed(shown));
    let shares: u16 = shown.iter().map(|(column, _)| share(*column)).sum();
    for (column, width) in shown {
        *width += (spare * share(*column)).checked_div(shares).unwrap_or(0);
    }
}

/// Columns it needs at least in a list of `total`.
fn least(column: Column, total: u16) -> u16 {
    match column {
        Column::Order => 14,
        // The customer is worth the end of a step's name.
        Column::Step if total < NARROW => 12,
        Column::Step => 19,
        Column::Dwell | Column::Family | Column::Bandwidth | Column::Age | Column::Commitment => 5,
        Column::Slack => 6,
        Column::Customer if total < ROOMY => 11,
        Column::Customer => 16,
        Column::Site => 18,
        Column::Project => 8,
        Column::Modified | Column::Completed => 10,
        Column::By => 11,
        Column::Id => 24,
    }
}

/// Its share of what is left over.
fn share(column: Column) -> u16 {
    match column {
        Column::Site => 5,
        Column::Customer => 3,
        Column::By => 2,
        Column::Project => 1,
        _ => 0,
    }
}

impl Titled for Column {
    fn title(self) -> &'static str {
        match self {
            Self::Order => "ORDER",
            Self::Step => "STATE/STEP",
            Self::Dwell => "DWELL",
            Self::Slack => "SLACK",
            Self::Customer => "CUSTOMER",
            Self::Site => "SITE",
            Self::Family => "FAM",
            Self::Bandwidth => "BW",
            Self::Project => "PROJECT",
            Self::Modified => "MODIFIED",
            Self::Age => "AGE",
            Self::By => "BY",
            Self::Id => "ID",
            Self::Commitment => "TERM",
            Self::Completed => "COMPLETED",
        }
    }

    fn is_right_aligned(self) -> bool {
        matches!(
            self,
            Self::Dwell | Self::Slack | Self::Age | Self::Commitment
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(fit: &Fit) -> String {
        let names: Vec<_> = fit
            .columns
            .iter()
            .map(|(column, _)| column.name())
            .collect();
        names.join(" ")
    }

    fn usual() -> Chosen {
        Chosen::new(&Column::USUAL)
    }

    #[test]
    fn the_usual_columns_leave_by_worth() {
        for (total, shown) in [
            (19, "order"),
            (40, "order step slack"),
            (48, "order step dwell slack"),
            (60, "order step dwell slack customer"),
            (80, "order step dwell slack customer family"),
            (100, "order step dwell slack customer site family"),
            (110, "order step dwell slack customer site family modified"),
            (
                120,
                "order step dwell slack customer site family bandwidth modified",
            ),
            (
                150,
                "order step dwell slack customer site family bandwidth project modified age by",
            ),
        ] {
            let fit = fit(&usual(), total);
            assert_eq!(names(&fit), shown, "{total}");
            assert_eq!(fit.is_more_right, fit.columns.len() < 12, "{total}");
        }
    }

    #[test]
    fn scrolling_goes_through_all_of_them_in_their_order() {
        let mut chosen = usual();
        let mut seen = Vec::new();
        for skipped in 0..20 {
            chosen.skip(skipped);
            let fit = fit(&chosen, 80);
            seen.push((names(&fit), fit.is_more_left, fit.is_more_right));
        }
        seen.dedup();
        let expected = [
            ("order step dwell slack customer family", false, true),
            (
                "order dwell slack customer site family bandwidth",
                true,
                true,
            ),
            (
                "order slack customer site family bandwidth project",
                true,
                true,
            ),
            ("order customer site family bandwidth project", true, true),
            (
                "order site family bandwidth project modified age",
                true,
                true,
            ),
            (
                "order family bandwidth project modified age by",
                true,
                false,
            ),
        ];
        let expected = expected.map(|(names, left, right)| (names.to_owned(), left, right));
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_choice_of_ones_own_comes_in_its_order_and_is_squeezed_rather_than_left_out() {
        let mut chosen = Chosen::new(&[Column::Id, Column::Site, Column::Slack]);
        assert_eq!(names(&fit(&chosen, 80)), "order id site slack");
        let narrow = fit(&chosen, 40);
        assert_eq!(narrow.columns, [(Column::Order, 14), (Column::Id, 20)]);
        assert_eq!(most_skipped(&chosen, 40), 2);
        chosen.skip(1);
        assert_eq!(names(&fit(&chosen, 40)), "order site");
        assert_eq!(most_skipped(&chosen, 20), 0, "no room for a second column");
    }

    proptest! {
        #[test]
        fn columns_fit_and_the_reference_never_leaves(
            columns in prop::sample::subsequence(Column::ALL.to_vec(), 0..15),
            skipped in 0_usize..16,
            total in 0_u16..300,
        ) {
            let mut chosen = Chosen::new(&columns);
            chosen.skip(skipped);
            let fit = fit(&chosen, total);
            prop_assert_eq!(fit.columns[0].0, Column::Order);
            prop_assert!(fit.columns.len() == 1 || needed(&fit.columns) + GUTTER <= total);
            let furthest = most_skipped(&chosen, total);
            chosen.skip(furthest);
            let end = super::fit(&chosen, total);
            let is_hopeless = end.columns.len() == 1 && chosen.columns().count() > 1;
            prop_assert!(is_hopeless || !end.is_more_right || furthest == 0, "{:?}", end);
        }
    }
}

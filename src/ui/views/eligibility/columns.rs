//! Which columns of the list are drawn and how wide: chosen by facet and width, never by what the rows hold. The name of a
//! row never leaves; of the others the least important leave first.

use crate::app::views::eligibility::Facet;
use crate::app::views::eligibility::columns::EligibilityColumn;
use crate::ui::widgets::list::{self, Fit, Policy, Titled};

/// A list narrower than this has room for the end of a state's word.
const NARROW: u16 = 78;
/// From this width on every documented state is written out.
const ROOMY: u16 = 112;
/// Columns of the longest documented state.
const STATE: u16 = 22;

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// What requests have and can be sorted by.
    Request(EligibilityColumn),
    /// What sites have and can be sorted by.
    Site(EligibilityColumn),
    /// The request of a site.
    Parent,
}

impl Shown {
    /// What a click on its title sorts by.
    pub(super) fn sorts_by(self) -> Option<EligibilityColumn> {
        match self {
            Self::Request(column) | Self::Site(column) => Some(column),
            Self::Parent => None,
        }
    }

    /// Of the facet, for what rows are sorted by.
    pub(super) fn of(facet: Facet, column: EligibilityColumn) -> Self {
        match facet {
            Facet::Requests => Self::Request(column),
            Facet::Items => Self::Site(column),
        }
    }
}

use EligibilityColumn as By;

const OF_REQUESTS: [Shown; 10] = [
    Shown::Request(By::Request),
    Shown::Request(By::State),
    Shown::Request(By::Sites),
    Shown::Request(By::Offers),
    Shown::Request(By::Delivery),
    Shown::Request(By::Valid),
    Shown::Request(By::Site),
    Shown::Request(By::Project),
    Shown::Request(By::By),
    Shown::Request(By::New),
];

const OF_SITES: [Shown; 11] = [
    Shown::Site(By::Request),
    Shown::Site(By::State),
    Shown::Site(By::Density),
    Shown::Site(By::Zone),
    Shown::Site(By::Bandwidth),
    Shown::Site(By::Offers),
    Shown::Site(By::Delivery),
    Shown::Site(By::Valid),
    Shown::Site(By::Site),
    Shown::Parent,
    Shown::Site(By::New),
];

/// Who leaves first when the list is narrow.
const DROPPED_FIRST: [Shown; 19] = [
    Shown::Request(By::By),
    Shown::Request(By::Project),
    Shown::Request(By::New),
    Shown::Request(By::Valid),
    Shown::Request(By::Delivery),
    Shown::Request(By::Site),
    Shown::Request(By::Sites),
    Shown::Request(By::Offers),
    Shown::Request(By::State),
    Shown::Site(By::New),
    Shown::Parent,
    Shown::Site(By::Delivery),
    Shown::Site(By::Zone),
    Shown::Site(By::Density),
    Shown::Site(By::Bandwidth),
    Shown::Site(By::Site),
    Shown::Site(By::Valid),
    Shown::Site(By::Offers),
    Shown::Site(By::State),
];

/// The columns that a list `total` wide shows.
pub(super) fn fit(facet: Facet, total: u16) -> Fit<Shown> {
    let all: &[Shown] = match facet {
        Facet::Requests => &OF_REQUESTS,
        Facet::Items => &OF_SITES,
    };
    let policy = Policy {
        dropped_first: &DROPPED_FIRST,
        least: &|column| least(column, total),
        share: &share,
        // States are written out.
        idle: Some((Shown::of(facet, By::State), STATE)),
    };
    list::fit(all.iter().copied(), total, &policy)
}

/// Whether states of a list `total` wide are written in full.
pub(super) fn writes_states_out(facet: Facet, total: u16) -> bool {
    let state = Shown::of(facet, By::State);
    let mut columns = fit(facet, total).into_iter();
    columns.any(|(column, width)| column == state && width >= STATE)
}

/// Columns it needs at least in a list of `total`.
fn least(column: Shown, total: u16) -> u16 {
    match column {
        Shown::Request(By::Request) if total < NARROW => 10,
        Shown::Request(By::Request) => 11,
        Shown::Site(By::Request) => 16,
        Shown::Request(By::State) if total >= NARROW => STATE,
        Shown::Site(By::State) if total >= ROOMY => STATE,
        Shown::Request(By::State) | Shown::Site(By::State) | Shown::Parent => 12,
        // `4 sites, 2:07 elapsed`.
        Shown::Request(By::Site) if total >= NARROW => 21,
        Shown::Request(By::Site) | Shown::Site(By::Site) => 14,
        Shown::Request(column) | Shown::Site(column) => match column {
            By::Delivery => 4,
            By::Sites | By::Bandwidth => 5,
            By::Offers => 7,
            By::Zone | By::Valid => 6,
            By::Density => 9,
            By::Project => 8,
            By::By => 12,
            _ => 10,
        },
    }
}

/// Its share of what is left over.
fn share(column: Shown) -> u16 {
    match column {
        Shown::Request(By::Site) | Shown::Site(By::Site) => 4,
        Shown::Request(By::By) | Shown::Parent => 1,
        _ => 0,
    }
}

impl Titled for Shown {
    fn title(self) -> &'static str {
        match self {
            Self::Request(By::Request) | Self::Parent => "REQUEST",
            Self::Site(By::Request) => "SITE",
            Self::Request(column) | Self::Site(column) => match column {
                By::Request => "REQUEST",
                By::State => "STATE",
                By::Sites => "ITEMS",
                By::Offers => "OFFERS",
                By::Delivery => "T0+",
                By::Site => "ADDRESS",
                By::Building => "BUILDING",
                By::Density => "DENSITY",
                By::Zone => "ZONES",
                By::Bandwidth => "MAX",
                By::Valid => "GUAR",
                By::Project => "PROJECT",
                By::By => "BY",
                By::New => "ASKED",
            },
        }
    }

    fn is_right_aligned(self) -> bool {
        let column = self.sorts_by();
        matches!(
            column,
            Some(By::Sites | By::Bandwidth | By::Delivery | By::Valid)
        )
    }

    fn signs(self) -> u16 {
        match self.sorts_by() {
            // Those behind the days have no title.
            Some(By::Valid) => 2,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_important_columns_leave_first_and_what_is_left_fits() {
        let titles = |facet, total| {
            let columns = fit(facet, total);
            let titles: Vec<_> = columns.iter().map(|(column, _)| column.title()).collect();
            titles.join(" ")
        };
        for (total, shown) in [
            (20, "REQUEST"),
            (40, "REQUEST STATE OFFERS"),
            (55, "REQUEST STATE ITEMS OFFERS"),
            (60, "REQUEST STATE ITEMS OFFERS ADDRESS"),
            (80, "REQUEST STATE ITEMS OFFERS T0+ ADDRESS"),
            (
                142,
                "REQUEST STATE ITEMS OFFERS T0+ GUAR ADDRESS PROJECT BY ASKED",
            ),
        ] {
            assert_eq!(titles(Facet::Requests, total), shown, "{total}");
        }
        for (total, shown) in [
            (24, "SITE"),
            (60, "SITE STATE OFFERS GUAR"),
            (68, "SITE STATE OFFERS GUAR ADDRESS"),
            (80, "SITE STATE DENSITY MAX OFFERS GUAR ADDRESS"),
            (
                142,
                "SITE STATE DENSITY ZONES MAX OFFERS T0+ GUAR ADDRESS REQUEST ASKED",
            ),
        ] {
            assert_eq!(titles(Facet::Items, total), shown, "{total}");
        }
        for total in 0..300 {
            for facet in Facet::ALL {
                let fit = fit(facet, total);
                assert_eq!(fit[0].0, Shown::of(facet, By::Request));
                let is_alone = fit.len() == 1;
                assert!(
                    is_alone || list::needed(&fit) + list::GUTTER <= total,
                    "{total}"
                );
            }
        }
    }
}

//! The columns of requests and of sites, and sorting by them; what is equal stands newest first.

use std::cmp::{Ordering, Reverse};

use crate::app::columns::columns;
use crate::app::entities::orders::RowId;
use crate::app::facts::eligibility::EligibilityScope;
use crate::app::index::{Key, Sort};

columns!(
    /// A column of the list. What was asked for last comes first.
    EligibilityColumn in Eligibility, usually by New, unique by Request {
        /// The own reference of a request, else its key; of a site, its building.
        Request = "request" 'u' "your reference, else the key",
        /// The state, by its place in the lifecycle.
        State = "state" 't' "state, in the order of its life",
        /// Sites that are final, of how many.
        Sites = "sites" 's' "how many sites it has" descending,
        /// Offers found.
        Offers = "offers" 'o' "how many offers were found" descending,
        /// The shortest delay to a delivery.
        Delivery = "t0" 'd' "shortest delay to a delivery, T0+",
        /// The address.
        Site = "address" 'e' "address",
        /// The building.
        Building = "building" 'i' "building",
        /// The density.
        Density = "density" 'x' "density",
        /// The price zone.
        Zone = "zone" 'z' "price zone",
        /// The largest bandwidth.
        Bandwidth = "bandwidth" 'b' "largest bandwidth" descending,
        /// Days left of what is guaranteed.
        Valid = "valid" 'v' "days it is still guaranteed",
        /// The project.
        Project = "project" 'p' "project",
        /// Who asked for it.
        By = "by" 'y' "who asked for it",
        /// When it was asked for.
        New = "new" 'n' "when it was asked for" descending,
    }
);

/// What rows are sorted by.
pub type EligibilitySort = Sort<EligibilityColumn>;

impl EligibilitySort {
    /// Sorts rows of a facet.
    pub(super) fn sort_scope(self, rows: &mut [RowId], scope: EligibilityScope<'_>) {
        self.sort_rows(
            rows,
            |column, row| key(column, row, scope),
            |_, _| Ordering::Equal,
            |a, b| newest_first(a, b, scope),
        );
    }
}

fn key(column: EligibilityColumn, row: RowId, scope: EligibilityScope<'_>) -> Option<Key<'_>> {
    let cards = scope.cards;
    match column {
        EligibilityColumn::Request => Key::text(cards.reference(row)),
        EligibilityColumn::State => cards.rank(row).map(Key::count),
        EligibilityColumn::Sites => cards.sites(row).map(Key::count),
        EligibilityColumn::Offers => cards.offers(row).map(Key::count),
        EligibilityColumn::Delivery => cards.delay(row).map(Key::Number),
        EligibilityColumn::Site => Key::text(cards.address(row)),
        EligibilityColumn::Building => Key::text(cards.building(row)),
        EligibilityColumn::Density => Key::text(cards.density(row)?),
        EligibilityColumn::Zone => Key::text(cards.zone(row)?),
        EligibilityColumn::Bandwidth => cards.bandwidth(row).map(Key::Number),
        EligibilityColumn::Valid => cards.days_left(row).map(Key::Number),
        EligibilityColumn::Project => Key::text(cards.project(row)),
        EligibilityColumn::By => Key::text(cards.user(row)),
        EligibilityColumn::New => cards.made_at(row).map(Key::moment),
    }
}

fn newest_first(a: RowId, b: RowId, scope: EligibilityScope<'_>) -> Ordering {
    let made_at = |row| Reverse(scope.cards.made_at(row));
    made_at(a).cmp(&made_at(b)).then(b.cmp(&a))
}

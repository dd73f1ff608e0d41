//! The table of the offers of a site: its columns, as many as fit, amounts on their decimal point.
//!
//! A price that nobody told is `n/a`, never 0 (E14); one of the catalogue, which knows no site, carries `~`.

use crate::app::entities::eligibility::{KnownItem, Prices, Source};
use crate::app::state::AppState;
use crate::app::views::eligibility::offers::{OfferOrder, key_of};
use crate::domain::eligibility::CatalogueOffer;
use crate::domain::ids::ProductId;
use crate::domain::lenient::{Cents, Lenient, Months};
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::Line;
use crate::ui::widgets::preview::grid::{self, Grid, Lead, Names, amounts, cut};

/// A column of numbers or words beside the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Bandwidth,
    Term,
    Family,
    Technology,
    Guaranteed,
    Fas,
    Far,
    Monthly,
    Quotation,
}

const ALL: [Column; 9] = [
    Column::Bandwidth,
    Column::Term,
    Column::Family,
    Column::Technology,
    Column::Guaranteed,
    Column::Fas,
    Column::Far,
    Column::Monthly,
    Column::Quotation,
];

/// Columns leave until a product has so many: names tell bandwidth and term, too.
const PRODUCT: usize = 26;
/// Those that leave first when the table is narrow, together; the price a month never does.
const DROPPED_FIRST: [&[Column]; 7] = [
    &[Column::Technology],
    &[Column::Guaranteed],
    &[Column::Fas, Column::Far],
    &[Column::Quotation],
    &[Column::Family],
    &[Column::Bandwidth],
    &[Column::Term],
];

/// The table, ready to be written.
pub(super) struct Table<'a> {
    item: &'a KnownItem,
    /// Places among all offers of the site.
    shown: Vec<usize>,
    offers: Vec<&'a CatalogueOffer>,
    grid: Grid<Column>,
}

impl<'a> Table<'a> {
    /// The offers that are shown, in some columns of the screen.
    pub(super) fn of(item: &'a KnownItem, state: &AppState, screen: u16) -> Self {
        let all = item.item.offers.as_deref().unwrap_or_default();
        let shown = state.offers_shown();
        let offers: Vec<_> = shown.iter().filter_map(|place| all.get(*place)).collect();
        let column = |what: Column| grid::Column {
            what,
            title: title(what),
            is_word: matches!(
                what,
                Column::Family | Column::Technology | Column::Quotation
            ),
            cells: cells(what, item, &offers),
        };
        let names = Names {
            title: "PRODUCT",
            least: PRODUCT,
            cells: offers.iter().map(|offer| name(offer)).collect(),
        };
        let columns = ALL.into_iter().map(column).collect();
        let grid = Grid::of(names, columns, &DROPPED_FIRST, screen);
        Self {
            item,
            shown,
            offers,
            grid,
        }
    }

    /// Whether a column had no room.
    pub(super) fn leaves_out(&self, column: Column) -> bool {
        self.grid.leaves_out(column)
    }

    /// The offers that are shown, with their places among all.
    pub(super) fn offers(&self) -> impl Iterator<Item = (usize, &'a CatalogueOffer)> {
        self.shown.iter().copied().zip(self.offers.iter().copied())
    }

    /// Titles and rows.
    pub(super) fn lines(&self, state: &AppState) -> Vec<Line<'a>> {
        let table = &state.eligibility_pane.preview.offers;
        let by = match table.sort().0 {
            OfferOrder::Told => None,
            OfferOrder::Monthly => Some(Column::Monthly),
            OfferOrder::Bandwidth => Some(Column::Bandwidth),
            OfferOrder::Term => Some(Column::Term),
            OfferOrder::Family => Some(Column::Family),
        };
        let meant = state.offer_in_preview().map(|(place, _)| place);
        let mut lines = vec![Line::from(self.grid.titles(by))];
        for (row, (place, offer)) in self.offers().enumerate() {
            let is_marked =
                key_of(self.item, offer).is_some_and(|key| table.marks().contains(&key));
            let is_flagged = offer.name.as_ref().is_some_and(Text::is_flagged);
            let lead = Lead {
                is_meant: meant == Some(place),
                is_marked,
                number: place + 1,
                role: Role::Text,
                role_of_name: if is_flagged { Role::Warn } else { Role::Text },
            };
            let prices = self.item.prices_of(offer);
            let pieces = self
                .grid
                .row(row, lead, |column| role(column, offer, prices));
            lines.push(Line::from(pieces).of_item(place));
        }
        lines
    }
}

fn role(column: Column, offer: &CatalogueOffer, prices: Prices<'_>) -> Role {
    match column {
        Column::Monthly | Column::Fas | Column::Far if prices.source == Source::Nobody => Role::Dim,
        Column::Monthly => Role::Strong,
        Column::Quotation if offer.on_quotation != Some(false) => Role::Warn,
        Column::Quotation | Column::Technology | Column::Guaranteed => Role::Dim,
        _ => Role::Text,
    }
}

/// `1765 BPEA 100M très dense`.
pub(super) fn name(offer: &CatalogueOffer) -> String {
    let key = offer.product.as_ref().map(ProductId::text).map(flagged);
    let name = offer.name.as_ref().map(flagged);
    match (key, name) {
        (Some(key), Some(name)) => format!("{key} {name}"),
        (Some(one), None) | (None, Some(one)) => one.into_owned(),
        (None, None) => "without a name".to_owned(),
    }
}

fn title(column: Column) -> &'static str {
    match column {
        Column::Bandwidth => "BW",
        Column::Term => "TERM",
        Column::Family => "FAM",
        Column::Technology => "TECH",
        Column::Guaranteed => "GUAR",
        Column::Fas => "FAS",
        Column::Far => "FAR",
        Column::Monthly => "/mo ",
        Column::Quotation => "QUOTATION",
    }
}

fn cells(column: Column, item: &KnownItem, offers: &[&CatalogueOffer]) -> Vec<String> {
    let each = |of: &dyn Fn(&CatalogueOffer) -> String| -> Vec<String> {
        offers.iter().map(|offer| of(offer)).collect()
    };
    let of_text = |text: Option<&Text>| text.map_or_else(|| "-".to_owned(), |it| cut(&flagged(it)));
    let priced = |of: &dyn Fn(&Prices<'_>) -> Option<Lenient<Cents>>, may_be_whole| {
        let told: Vec<_> = offers.iter().map(|it| of(&item.prices_of(it))).collect();
        amounts(
            told.iter().map(Option::as_ref).collect(),
            may_be_whole,
            NONE,
        )
    };
    match column {
        Column::Bandwidth => each(&|offer| match (&offer.bandwidth, &offer.bandwidth_max) {
            (Some(called), _) => cut(&flagged(called)),
            (None, Some(most)) => cut(&bandwidth(most)),
            (None, None) => "-".to_owned(),
        }),
        Column::Term => each(&term),
        Column::Family => each(&|offer| of_text(offer.family.as_ref())),
        Column::Technology => each(&|offer| of_text(offer.technology.as_ref())),
        Column::Guaranteed => each(&|offer| {
            let guaranteed = offer.bandwidth_guarantee.as_ref();
            guaranteed.map_or_else(|| "-".to_owned(), |it| cut(&bandwidth(it)))
        }),
        Column::Fas => priced(&|prices| prices.fas.cloned(), true),
        Column::Far => priced(&|prices| prices.far.cloned(), true),
        Column::Monthly => {
            let cells = priced(&|prices| prices.monthly.cloned(), false);
            let sources = offers.iter().map(|offer| item.prices_of(offer).source);
            let signed = cells.into_iter().zip(sources);
            signed
                .map(|(cell, source)| match source {
                    Source::Catalogue(_) => format!("{cell}~"),
                    _ => format!("{cell} "),
                })
                .collect()
        }
        Column::Quotation => each(&|offer| {
            let word = match offer.on_quotation {
                Some(true) => "yes",
                Some(false) => "no",
                None => "?",
            };
            word.to_owned()
        }),
    }
}

/// What stands for a price that nobody told.
const NONE: &str = "n/a";

fn term(offer: &CatalogueOffer) -> String {
    match &offer.commitment {
        Some(Lenient::Value(Months(months))) => format!("{months}m"),
        Some(Lenient::Raw(raw)) => cut(&flagged(raw)),
        None => "-".to_owned(),
    }
}

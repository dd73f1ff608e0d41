//! The table of offers: its columns, as many as fit, amounts on their decimal point.
//!
//! A total stands there only when every part of it is known. `↓` stands behind the lowest price a month and the lowest
//! total of what can be accepted, where there is something to compare and all of it is known.

use crate::app::entities::quotes::{QuoteLine, Standing};
use crate::domain::lenient::{Cents, Lenient, Months};
use crate::domain::quote::Offer;
use crate::domain::text::Text;
use crate::ui::format::{bandwidth, flagged};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::Pieces;
use crate::ui::theme::Role;
use crate::ui::widgets::preview::grid::{self, Grid, Lead, Names, amounts, cut};

/// A column of numbers or words beside the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Bandwidth,
    Term,
    Fas,
    Far,
    Monthly,
    Total,
    State,
}

/// Columns leave until a product has so many.
const PRODUCT: usize = 18;
/// A table no wider than this has short words for how offers stand.
const NARROW: u16 = 62;

/// Those that leave first when the table is narrow, together; the price a month and the total never do.
const DROPPED_FIRST: [&[Column]; 3] = [
    &[Column::Fas, Column::Far],
    &[Column::Bandwidth],
    &[Column::Term],
];

/// The table, ready to be written.
pub(super) struct Table<'a> {
    line: &'a QuoteLine,
    offers: &'a [Offer],
    grid: Grid<Column>,
}

impl<'a> Table<'a> {
    /// The table of a line's offers in some columns of the screen.
    pub(super) fn of(
        line: &'a QuoteLine,
        offers: &'a [Offer],
        screen: u16,
        glyphs: &'static Glyphs,
    ) -> Self {
        let all = [
            Column::Bandwidth,
            Column::Term,
            Column::Fas,
            Column::Far,
            Column::Monthly,
            Column::Total,
            Column::State,
        ];
        let is_narrow = screen <= NARROW;
        let column = |what: Column| grid::Column {
            what,
            title: title(what, is_narrow),
            is_word: what == Column::State,
            cells: cells(what, line, offers, is_narrow, glyphs),
        };
        let names = Names {
            title: "PRODUCT",
            least: PRODUCT,
            cells: offers.iter().map(name).collect(),
        };
        let columns = all.into_iter().map(column).collect();
        Self {
            line,
            offers,
            grid: Grid::of(names, columns, &DROPPED_FIRST, screen),
        }
    }

    /// Whether the fees have no column.
    pub(super) fn leaves_fees_out(&self) -> bool {
        self.grid.leaves_out(Column::Far)
    }

    /// What stands above the offers.
    pub(super) fn titles(&self) -> Pieces<'static> {
        self.grid.titles(None)
    }

    /// An offer.
    pub(super) fn row(&self, place: usize, is_meant: bool, is_marked: bool) -> Pieces<'static> {
        let Some(offer) = self.offers.get(place) else {
            return Vec::new();
        };
        let is_over = !self.line.is_on_offer(offer);
        let role = if is_over { Role::Dim } else { Role::Text };
        let is_flagged = offer.name.as_ref().is_some_and(Text::is_flagged);
        let lead = Lead {
            is_meant,
            is_marked,
            number: place + 1,
            role,
            role_of_name: if is_flagged { Role::Warn } else { role },
        };
        self.grid.row(place, lead, |column| match column {
            Column::State => standing_role(self.line.standing(offer)),
            Column::Monthly | Column::Total if !is_over => Role::Strong,
            _ => role,
        })
    }
}

/// `2173 BPEA 20M/100M`.
pub(super) fn name(offer: &Offer) -> String {
    let key = offer
        .product
        .as_ref()
        .map(|product| flagged(product.text()));
    let name = offer.name.as_ref().map(flagged);
    match (key, name) {
        (Some(key), Some(name)) => format!("{key} {name}"),
        (Some(one), None) | (None, Some(one)) => one.into_owned(),
        (None, None) => "without a name".to_owned(),
    }
}

fn title(column: Column, is_narrow: bool) -> &'static str {
    match column {
        Column::Bandwidth => "BW",
        Column::Term => "TERM",
        Column::Fas => "FAS",
        Column::Far => "FAR",
        Column::Monthly => "/mo",
        Column::Total => "TOTAL",
        Column::State if is_narrow => "",
        Column::State => "STATE",
    }
}

fn cells(
    column: Column,
    line: &QuoteLine,
    offers: &[Offer],
    is_narrow: bool,
    glyphs: &'static Glyphs,
) -> Vec<String> {
    let amounts = |amount: fn(&Offer) -> Option<Lenient<Cents>>| {
        let told: Vec<_> = offers.iter().map(amount).collect();
        let told = told.iter().map(Option::as_ref).collect();
        amounts(told, column != Column::Monthly, "-")
    };
    match column {
        Column::Bandwidth => offers
            .iter()
            .map(|offer| offer.bandwidth.as_ref().map_or("-".into(), bandwidth))
            .map(|text| cut(&text))
            .collect(),
        Column::Term => offers.iter().map(term).collect(),
        Column::Fas => amounts(|offer| offer.fas.clone()),
        Column::Far => amounts(|offer| offer.far.clone()),
        Column::Monthly => {
            let cells = amounts(|offer| offer.monthly.clone());
            let of = |offer: &Offer| offer.monthly.as_ref()?.value();
            with_lowest(cells, line, offers, of, glyphs)
        }
        Column::Total => {
            let cells = amounts(|offer| offer.total().map(Lenient::Value));
            with_lowest(cells, line, offers, Offer::total, glyphs)
        }
        Column::State => offers
            .iter()
            .map(|offer| state(line, offer, is_narrow))
            .collect(),
    }
}

/// A sign behind the lowest of what can be accepted, a blank behind the others.
fn with_lowest(
    cells: Vec<String>,
    line: &QuoteLine,
    offers: &[Offer],
    amount: impl Fn(&Offer) -> Option<Cents>,
    glyphs: &'static Glyphs,
) -> Vec<String> {
    let on_offer: Vec<_> = offers.iter().map(|it| line.is_on_offer(it)).collect();
    let compared: Vec<_> = offers
        .iter()
        .zip(&on_offer)
        .filter(|(_, is_on_offer)| **is_on_offer)
        .map(|(offer, _)| amount(offer))
        .collect();
    let is_comparable = compared.len() > 1 && compared.iter().all(Option::is_some);
    let lowest = compared.iter().flatten().min().filter(|_| is_comparable);
    let sign = |place: usize| {
        let is_lowest = offers.get(place).and_then(&amount).as_ref() == lowest
            && lowest.is_some()
            && on_offer.get(place).copied().unwrap_or(false);
        if is_lowest { glyphs.descending } else { " " }
    };
    let cells = cells.into_iter().enumerate();
    cells
        .map(|(place, cell)| format!("{cell}{}", sign(place)))
        .collect()
}

fn term(offer: &Offer) -> String {
    match &offer.term {
        Some(Lenient::Value(Months(months))) => format!("{months}m"),
        Some(Lenient::Raw(raw)) => cut(raw.line()),
        None => "-".to_owned(),
    }
}

/// The API's word where there is one; short for what can be accepted or not, where there is no room.
fn state(line: &QuoteLine, offer: &Offer, is_narrow: bool) -> String {
    let standing = line.standing(offer);
    if is_narrow {
        let short = match standing {
            Standing::Ready => "",
            Standing::Refused => "no",
            Standing::Accepted => "yes",
            Standing::Expired => "exp",
            Standing::Unknown => "?",
        };
        return short.to_owned();
    }
    match (&offer.state, standing) {
        (Some(state), _) => cut(state.word()),
        // It follows from the line's: no answer said so.
        (None, Standing::Ready) => "(ready)".to_owned(),
        (None, Standing::Refused) => "(refused)".to_owned(),
        (None, Standing::Expired) => "(expired)".to_owned(),
        (None, _) => "not told".to_owned(),
    }
}

pub(super) fn standing_role(standing: Standing) -> Role {
    match standing {
        Standing::Ready => Role::Text,
        Standing::Accepted => Role::Good,
        Standing::Expired => Role::Bad,
        Standing::Refused => Role::Dim,
        Standing::Unknown => Role::Warn,
    }
}

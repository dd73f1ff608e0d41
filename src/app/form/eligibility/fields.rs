//! The fields of an eligibility check: what they are called, and what can be chosen in them.

use crate::app::form::lists::Choice;
use crate::domain::eligibility::pasted::Order;
use crate::domain::text::Text;
use crate::domain::write::{ContactField, Way};

/// Which field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckField {
    /// Where: a position, a building reference, or both.
    Place,
    /// Which number of the position stands first.
    Order,
    /// Offer families wanted.
    Families,
    /// With prices or without (E10).
    Prices,
    /// Over which call (E6).
    Way,
    /// The caller's own reference.
    ExternalId,
    /// The project.
    Project,
    /// The address in one line.
    Address,
    /// The same in its parts, in a form of their own.
    AddressParts,
}

/// The parts of an address: what the contract has of them and people know, without the keys of streets and towns.
pub(in crate::app::form) const PARTS: [ContactField; 6] = [
    ContactField::StreetNumber,
    ContactField::StreetNumberExtension,
    ContactField::StreetName,
    ContactField::Postcode,
    ContactField::City,
    ContactField::InseeCode,
];

impl CheckField {
    /// What people call it, the API's own word, and what it is for.
    pub(in crate::app::form) fn words(self) -> [&'static str; 3] {
        match self {
            Self::Place => [
                "place",
                "eligibility_id",
                "paste a position, a building reference, or both",
            ],
            Self::Order => [
                "which first",
                "x, y",
                "which number of the position stands first",
            ],
            Self::Families => ["families", "offer_families", "offer families to look for"],
            Self::Prices => [
                "prices",
                "resolve_pricing",
                "with prices it takes a little longer",
            ],
            Self::Way => [
                "answer",
                "sync, async",
                "waited for, up to 60 s, or looked for until it is there",
            ],
            Self::ExternalId => [
                "your reference",
                "external_id",
                "your own reference of the check",
            ],
            Self::Project => ["project", "project_id", "project of the check"],
            Self::Address => ["address", "address", "in one line, if it is to be kept"],
            Self::AddressParts => [
                "address in parts",
                "address",
                "number, street and town, in a form of their own",
            ],
        }
    }
}

/// What a value is called in the list it is chosen from.
fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: Text::new(value),
        label: Some(Text::new(label)),
        is_over: false,
    }
}

const ORDERS: [(Order, &str, &str); 2] = [
    (Order::LatitudeFirst, "latitude first", "49.47, 1.09"),
    (Order::LongitudeFirst, "longitude first", "1.09, 49.47"),
];

/// What an order is called.
pub(super) fn order_word(order: Order) -> &'static str {
    let found = ORDERS.iter().find(|(known, ..)| *known == order);
    found.map_or("", |(_, word, _)| word)
}

/// The order of a word.
pub(super) fn order_of(word: &Text) -> Option<Order> {
    let found = ORDERS.iter().find(|(_, known, _)| *known == word.wire());
    found.map(|(order, ..)| *order)
}

pub(super) fn orders() -> Vec<Choice> {
    let all = ORDERS.iter();
    all.map(|(_, word, label)| choice(word, label)).collect()
}

/// What asking for prices is called.
pub(super) const WITH_PRICES: &str = "with prices";
const WITHOUT_PRICES: &str = "without prices";

pub(super) fn prices() -> Vec<Choice> {
    vec![
        choice(WITH_PRICES, "of each offer found"),
        choice(WITHOUT_PRICES, "they can be asked for later"),
    ]
}

/// What a way says to people.
pub(super) fn way_label(way: Way) -> &'static str {
    match way {
        Way::Sync => "waited for, up to 60 s",
        Way::Async => "looked for until it is there",
    }
}

/// The way of a word.
pub(super) fn way_of(word: &Text) -> Option<Way> {
    let is_it = |way: &Way| way.word() == word.wire();
    Way::ALL.into_iter().find(is_it)
}

pub(super) fn ways() -> Vec<Choice> {
    let all = Way::ALL.into_iter();
    all.map(|way| choice(way.word(), way_label(way))).collect()
}

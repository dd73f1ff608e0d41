//! Offers of a site and of the catalogue (contract: `PoqOffer`, `ProductOffering`, `CatalogCategory`; E18–E21).
//!
//! An offer has no made-up key: one without can be looked at and not be asked for. Whatever stands in an offer's place is
//! kept as it came.

use serde_json::value::RawValue;

use super::field::{Field, Shape};
use super::object::wire_object;
use super::reading::Reading;
use crate::domain::eligibility::{CatalogueOffer, Category, OfferDetail, OfferOption, OptionValue};
use crate::domain::ids::ProductId;
use crate::domain::text::Text;

wire_object!(
    /// Union of the offer at a site, the row of the catalogue and the detail.
    Row {
        product_id = "product_id",
        product_offering_id = "product_offering_id",
        id = "id",
        name = "name",
        description = "description",
        bandwidth = "bandwidth",
        bandwidthe = "bandwidthe",
        bandwidth_max = "bandwidth_max",
        bandwidth_guarantee = "bandwidth_guarantee",
        commitment = "commitment",
        technology = "offer_technology",
        family = "offer_family",
        tarif_zone = "tarif_zone",
        price = "price",
        far = "far",
        fas = "fas",
        on_quotation = "on_quotation",
        last_update = "last_update",
        recurring = "recurring",
        options = "available_options",
    }
);

wire_object!(OptionRow {
    name = "name",
    kind = "type",
    values = "values",
});

wire_object!(ValueRow {
    option_id = "option_id",
    label = "label",
    price = "price",
    recurring = "recurring",
});

wire_object!(CategoryRow {
    name = "name",
    kind = "type",
    description = "description",
});

/// Reads an offer family; a row that is no object is its name.
pub(crate) fn category(raw: &RawValue, reading: &mut Reading<'_, '_>) -> Category {
    reading.takes(1);
    let (row, odd) = match CategoryRow::read(raw.get()) {
        Ok(row) => (row, None),
        Err(_) => (CategoryRow::default(), Field::new(raw).text()),
    };
    Category {
        name: odd.or_else(|| row.name.text()),
        kind: row.kind.word(reading.words),
        description: row.description.text(),
    }
}

/// Reads the offers of a site; null ones are none.
pub(crate) fn offers(field: Field<'_>, reading: &mut Reading<'_, '_>) -> Vec<CatalogueOffer> {
    let items = reading.list(field).into_iter();
    items
        .filter(|item| item.shape() != Shape::None)
        .filter_map(Field::raw)
        .map(|raw| offer(raw, reading))
        .collect()
}

/// Reads an offer of the catalogue's lists.
pub(crate) fn row(raw: &RawValue, reading: &mut Reading<'_, '_>) -> CatalogueOffer {
    reading.takes(1);
    offer(raw, reading)
}

fn offer(raw: &RawValue, reading: &mut Reading<'_, '_>) -> CatalogueOffer {
    let row = Row::read(raw.get()).unwrap_or_default();
    let product = [row.product_id, row.product_offering_id, row.id]
        .into_iter()
        .find_map(Field::scalar);
    CatalogueOffer {
        product: product.map(|key| ProductId::new(key.as_ref())),
        name: row.name.text(),
        description: row.description.text(),
        bandwidth: row
            .bandwidth
            .word(reading.words)
            .or_else(|| row.bandwidthe.word(reading.words)),
        bandwidth_max: row.bandwidth_max.mbps(),
        bandwidth_guarantee: row.bandwidth_guarantee.mbps(),
        commitment: row.commitment.months(),
        technology: row.technology.word(reading.words),
        family: row.family.word(reading.words),
        tarif_zone: row.tarif_zone.word(reading.words),
        price: row.price.cents(),
        far: row.far.cents(),
        fas: row.fas.cents(),
        on_quotation: row.on_quotation.flag(),
        last_update: row.last_update.date(),
        raw: Text::new(raw.get()),
    }
}

/// Reads one offer with its options.
pub(crate) fn detail(raw: &RawValue, reading: &mut Reading<'_, '_>) -> OfferDetail {
    let row = Row::read(raw.get()).unwrap_or_default();
    OfferDetail {
        offer: self::row(raw, reading),
        recurring: row.recurring.flag(),
        options: filled(reading.list(row.options))
            .map(|item| option(item, reading))
            .collect(),
    }
}

/// An option; one that is no object is its name.
fn option(item: Field<'_>, reading: &mut Reading<'_, '_>) -> OfferOption {
    let Ok(row) = OptionRow::read(item.json().unwrap_or_default()) else {
        return OfferOption {
            name: item.text(),
            kind: None,
            values: Vec::new(),
        };
    };
    OfferOption {
        name: row.name.text(),
        kind: row.kind.word(reading.words),
        values: filled(reading.list(row.values)).map(value).collect(),
    }
}

/// A choice; one that is no object is its label.
fn value(item: Field<'_>) -> OptionValue {
    let (row, odd) = match ValueRow::read(item.json().unwrap_or_default()) {
        Ok(row) => (row, None),
        Err(_) => (ValueRow::default(), item.text()),
    };
    OptionValue {
        option_id: row.option_id.text(),
        label: odd.or_else(|| row.label.text()),
        price: row.price.cents(),
        recurring: row.recurring.flag(),
    }
}

/// Those that are not null.
fn filled(items: Vec<Field<'_>>) -> impl Iterator<Item = Field<'_>> {
    items.into_iter().filter(|item| item.shape() != Shape::None)
}

//! One order in full (contract: `OrderDetail`).

use serde_json::value::RawValue;

use super::contact::{contacts, manager};
use super::field::{Field, Shape};
use super::object::wire_object;
use super::order::state;
use crate::api::intern::Words;
use crate::api::page::is_empty_object;
use crate::domain::ids::{OrderId, OrderRef};
use crate::domain::order::{OrderDetail, OrderOption, OrderProduct};
use crate::domain::text::Text;

wire_object!(
    Detail {
        id = "id",
        order_reference = "order_reference",
        external_id = "external_id",
        order_date = "order_date",
        cancellation_date = "cancellation_date",
        cancellation_reason = "cancellation_reason",
        completion_date = "completion_date",
        note = "note",
        technical_note = "technical_note",
        product_offering_id = "product_offering_id",
        qualification_item_id = "product_offering_qualification_item_id",
        project_id = "project_id",
        quote_item_id = "quote_item_id",
        delivery_mode = "delivery_mode",
        enni = "enni",
        enni2 = "enni2",
        delivery_lead_time = "delivery_lead_time",
        delivery_lead_time_label = "delivery_lead_time_label",
        vlan_reference = "vlan_reference",
        customer_order_name = "customer_order_name",
        securing = "securing",
        securing_label = "securing_label",
        service_reference = "service_reference",
        minimum_commitment_duration = "minimum_commitment_duration",
        commitment_end_date = "commitment_end_date",
        notice_period = "notice_period",
        estimated_delivery_date = "estimated_delivery_date",
        billing_site_ref = "billing_site_ref",
        billing_site_name = "billing_site_name",
        billing_period = "billing_period",
        state = "state",
        termination_error = "termination_error",
        option_ids = "option_ids",
        product = "product",
        related_contact_information = "related_contact_information",
        technical_zone = "technical_zone",
        bandwidth = "bandwidth",
        bandwidthe = "bandwidthe",
        service_topology = "service_topology",
        building_ref = "building_ref",
        manager_regional = "manager_regional",
        manager_n1_regional = "manager_n1_regional",
        manager_national = "manager_national",
        manager_n1_national = "manager_n1_national",
        strands_number = "strands_number",
        fon_security = "fon_security",
        technology = "technology",
        total_amount_monthly = "total_amount_monthly",
        total_amount_annual = "total_amount_annual",
    }
);

wire_object!(Product {
    id = "id",
    name = "name",
    description = "description",
    bandwidth = "bandwidth",
    bandwidthe = "bandwidthe",
    bandwidth_guarantee = "bandwidth_guarantee",
    bandwidth_max = "bandwidth_max",
    commitment = "commitment",
    tarif_zone = "tarif_zone",
    offer_family = "offer_family",
    offer_technology = "offer_technology",
    far = "far",
    fas = "fas",
    fad = "fad",
    price = "price",
    recurring = "recurring",
    options = "options",
});

wire_object!(ProductOption {
    name = "name",
    label = "label",
    kind = "type",
    option_id = "option_id",
    price = "price",
    recurring = "recurring",
});

wire_object!(TerminationError {
    code = "code",
    property_path = "property_path",
    value = "value",
});

/// A detail that still lacks the answer it was read from.
pub(crate) struct Unraw(OrderDetail);

impl Unraw {
    /// With the whole answer as it came.
    pub(crate) fn with_raw(mut self, body: String) -> OrderDetail {
        self.0.raw = Text::new(body);
        self.0
    }
}

/// Reads an order; the error says why it is none: not an object, or no `order_reference` (the one key that is needed).
pub(crate) fn read(raw: &RawValue, words: &mut Words<'_>) -> Result<Unraw, String> {
    let order = Detail::read(raw.get()).map_err(|why| why.to_string())?;
    let reference = order
        .order_reference
        .scalar()
        .ok_or_else(|| "no order_reference".to_owned())?;
    Ok(Unraw(OrderDetail {
        reference: OrderRef::new(reference.as_ref()),
        id: order.id.scalar().map(|id| OrderId::new(id.as_ref())),
        external_id: order.external_id.text(),
        order_date: order.order_date.date(),
        cancellation_date: order.cancellation_date.date(),
        cancellation_reason: order.cancellation_reason.text(),
        completion_date: order.completion_date.date(),
        note: order.note.text(),
        technical_note: order.technical_note.text(),
        product_offering_id: order.product_offering_id.text(),
        qualification_item_id: order.qualification_item_id.text(),
        project: order.project_id.word(words),
        quote_item_id: order.quote_item_id.text(),
        delivery_mode: order.delivery_mode.word(words),
        enni: order.enni.word(words),
        enni2: order.enni2.word(words),
        delivery_lead_time: order.delivery_lead_time.weeks(),
        delivery_lead_time_label: order.delivery_lead_time_label.text(),
        vlan_reference: order.vlan_reference.text(),
        customer_order_name: order.customer_order_name.text(),
        securing: order.securing.word(words),
        securing_label: order.securing_label.word(words),
        service_reference: order.service_reference.text(),
        minimum_commitment_duration: order.minimum_commitment_duration.months(),
        commitment_end_date: order.commitment_end_date.date(),
        notice_period: order.notice_period.text(),
        estimated_delivery_date: order.estimated_delivery_date.date(),
        billing_site_ref: order.billing_site_ref.word(words),
        billing_site_name: order.billing_site_name.word(words),
        billing_period: order.billing_period.word(words),
        state: state(order.state, words),
        termination_errors: order
            .termination_error
            .items()
            .into_iter()
            .filter_map(termination_error)
            .collect(),
        option_ids: order.option_ids.texts(),
        products: products(order.product),
        contacts: contacts(order.related_contact_information),
        technical_zone: order.technical_zone.word(words),
        bandwidth: order.bandwidth.mbps().or_else(|| order.bandwidthe.mbps()),
        service_topology: order.service_topology.word(words),
        building_ref: order.building_ref.text(),
        manager_regional: manager(order.manager_regional),
        manager_n1_regional: manager(order.manager_n1_regional),
        manager_national: manager(order.manager_national),
        manager_n1_national: manager(order.manager_n1_national),
        strands_number: order.strands_number.text(),
        fon_security: order.fon_security.flag(),
        technology: order.technology.word(words),
        total_amount_monthly: order.total_amount_monthly.cents(),
        total_amount_annual: order.total_amount_annual.cents(),
        raw: Text::new(""),
    }))
}

/// The products: typed array, shown as an object; `{}` is none (O7).
fn products(field: Field<'_>) -> Vec<OrderProduct> {
    objects(field)
        .filter_map(|json| product(json).ok())
        .collect()
}

/// The objects of a list that hold anything.
fn objects(field: Field<'_>) -> impl Iterator<Item = &str> {
    field
        .items()
        .into_iter()
        .filter(|item| item.shape() == Shape::Object)
        .filter_map(Field::json)
        .filter(|json| !is_empty_object(json))
}

fn product(json: &str) -> Result<OrderProduct, serde_json::Error> {
    let product = Product::read(json)?;
    Ok(OrderProduct {
        id: product.id.text(),
        name: product.name.text(),
        description: product.description.text(),
        bandwidth: product
            .bandwidth
            .mbps()
            .or_else(|| product.bandwidthe.mbps()),
        bandwidth_guarantee: product.bandwidth_guarantee.mbps(),
        bandwidth_max: product.bandwidth_max.mbps(),
        commitment: product.commitment.months(),
        tarif_zone: product.tarif_zone.text(),
        offer_family: product.offer_family.text(),
        offer_technology: product.offer_technology.text(),
        far: product.far.cents(),
        fas: product.fas.cents(),
        fad: product.fad.cents(),
        price: product.price.cents(),
        recurring: product.recurring.flag(),
        options: objects(product.options)
            .filter_map(|json| option(json).ok())
            .collect(),
    })
}

fn option(json: &str) -> Result<OrderOption, serde_json::Error> {
    let option = ProductOption::read(json)?;
    Ok(OrderOption {
        name: option.name.text(),
        label: option.label.text(),
        kind: option.kind.text(),
        option_id: option.option_id.text(),
        price: option.price.cents(),
        recurring: option.recurring.flag(),
    })
}

/// One line of `termination_error`; its example is elided, so an object of three fields, a text, or anything else is
/// taken (O8, O19).
fn termination_error(item: Field<'_>) -> Option<Text> {
    let object = item
        .json()
        .filter(|_| item.shape() == Shape::Object)
        .and_then(|json| TerminationError::read(json).ok());
    let Some(error) = object else {
        return item.text();
    };
    let parts: Vec<_> = [error.code, error.property_path, error.value]
        .into_iter()
        .filter_map(Field::scalar)
        .collect();
    if parts.is_empty() {
        return item.text().filter(|text| !is_empty_object(text.wire()));
    }
    Text::non_empty(parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::intern::Interner;
    use crate::domain::lenient::{Cents, Lenient, Mbps, Months};

    fn detail(json: &str) -> OrderDetail {
        let interner = Interner::default();
        let mut words = interner.words();
        read(serde_json::from_str(json).unwrap(), &mut words)
            .unwrap()
            .with_raw(json.to_owned())
    }

    #[test]
    fn o7_product_comes_as_object_or_array() {
        for product in [
            r#"{"id":"1679"}"#,
            r#"[{"id":1679}]"#,
            r#"[{},{"id":"1679"}]"#,
        ] {
            let order = detail(&format!(r#"{{"order_reference":"C","product":{product}}}"#));
            assert_eq!(order.products.len(), 1, "{product}");
            assert_eq!(order.products[0].id.as_ref().unwrap().wire(), "1679");
        }
        for none in ["null", "{}", "[]", "\"\"", "[{}]", "3"] {
            let order = detail(&format!(r#"{{"order_reference":"C","product":{none}}}"#));
            assert_eq!(order.products, [], "{none}");
        }
    }

    #[test]
    fn o8_fields_that_no_example_shows_are_read() {
        let order = detail(
            r#"{"order_reference":"C","bandwidth":"100","billing_period":"monthly",
                "product":{"bandwidthe":1000.0,"bandwidth_max":"G"},
                "termination_error":[{"code":"E1","property_path":"reason","value":"x"},"text",{},{"odd":1}]}"#,
        );
        assert_eq!(order.bandwidth, Some(Lenient::Value(Mbps(100))));
        assert_eq!(order.billing_period.unwrap().wire(), "monthly");
        assert_eq!(
            order.products[0].bandwidth,
            Some(Lenient::Value(Mbps(1000)))
        );
        assert_eq!(
            order.products[0].bandwidth_max,
            Some(Lenient::Raw("G".into()))
        );
        let errors: Vec<_> = order.termination_errors.iter().map(Text::wire).collect();
        assert_eq!(errors, ["E1 · reason · x", "text", r#"{"odd":1}"#]);
    }

    #[test]
    fn o9_amounts_are_as_given() {
        let order = detail(
            r#"{"order_reference":"C","total_amount_monthly":"440,5","total_amount_annual":null,
                "minimum_commitment_duration":"12MOIS"}"#,
        );
        assert_eq!(
            order.total_amount_monthly,
            Some(Lenient::Value(Cents(44_050)))
        );
        assert_eq!(order.total_amount_annual, None);
        assert_eq!(
            order.minimum_commitment_duration,
            Some(Lenient::Value(Months(12)))
        );
    }

    #[test]
    fn an_order_without_reference_is_none() {
        let interner = Interner::default();
        let mut words = interner.words();
        for json in [r#"{"detail":"odd"}"#, "[]", "3"] {
            let raw = serde_json::from_str(json).unwrap();
            assert!(read(raw, &mut words).is_err(), "{json}");
        }
    }
}

//! Bends finished JSON to the scenario's switches: numbers, blanks, unknown and missing fields, hostile text.
//!
//! Handlers render the printed form only; what the documentation leaves open for every resource alike is played through
//! here, so that a new resource gets all of it for nothing.

use serde_json::{Map, Number, Value, json};

use super::dice::{Dice, fold};
use super::scenario::{NumberStyle, Shape};

/// Keys without which a row cannot be told apart from others; never left out (row `G8`).
const KEPT: &[&str] = &[
    "order_reference",
    "state",
    "id",
    "code",
    "Code",
    "reference",
    "task_id",
    "success",
    "results",
    "count",
    "page_size",
    "next_page",
    "previous_page",
    "change_date",
    "type",
    "values",
    "action",
    "quote_item",
    "prices",
    "product_id",
    "product_order_id",
    "product_order_item_id",
    "detail",
    "message",
    "error",
    "non_field_errors",
    "terminate_reasons",
    "change_reasons",
    "available_site_connection_types",
];

/// Keys of the paging envelope, whose numbers have switches of their own.
const ENVELOPE: &[&str] = &["count", "page_size", "next_page", "previous_page"];

/// Texts of customers, which hostile input would arrive in.
const NAMES: &[&str] = &[
    "end_customer_name",
    "customer_order_name",
    "site_client",
    "label",
    "name",
    "product_name",
    "comment",
    "description",
    "change_reason",
    "building_ref",
    "city_name",
    "street_name",
    "last_name",
];

/// Bends an answer in place.
pub(super) fn bend(shape: &Shape, seed: u64, value: &mut Value) {
    if *shape != Shape::default() {
        bend_value(shape, seed, value);
    }
}

fn bend_value(shape: &Shape, seed: u64, value: &mut Value) {
    match value {
        Value::Array(rows) => rows.iter_mut().for_each(|row| bend_value(shape, seed, row)),
        Value::Object(fields) => bend_object(shape, seed, fields),
        Value::Number(number) => {
            if let Some(styled) = restyle(shape.numbers, number) {
                *value = styled;
            }
        }
        Value::String(text) if text.is_empty() && shape.blank_as_null => *value = Value::Null,
        _ => {}
    }
}

fn bend_object(shape: &Shape, seed: u64, fields: &mut Map<String, Value>) {
    let whose = ["order_reference", "id", "code"]
        .iter()
        .find_map(|key| fields.get(*key).and_then(Value::as_str))
        .map_or(0, fold);
    if shape.missing_percent > 0 {
        let percent = u64::from(shape.missing_percent);
        fields.retain(|key, _| {
            KEPT.contains(&key.as_str()) || !Dice::of(seed, whose, fold(key)).percent(percent)
        });
    }
    for (key, value) in fields.iter_mut() {
        if ENVELOPE.contains(&key.as_str()) {
            continue;
        }
        bend_value(shape, seed, value);
        if shape.hostile_text && NAMES.contains(&key.as_str()) {
            poison(value);
        }
    }
    if shape.unknown_fields && !fields.is_empty() {
        fields.insert(
            "x_undocumented".to_owned(),
            json!({ "since": "v1.9", "values": [1, null, "é"] }),
        );
    }
}

fn restyle(style: NumberStyle, number: &Number) -> Option<Value> {
    match style {
        NumberStyle::AsPrinted => None,
        NumberStyle::Text => Some(Value::String(number.to_string())),
        NumberStyle::Float => number
            .as_f64()
            .and_then(Number::from_f64)
            .map(Value::Number),
        NumberStyle::Integer => {
            let whole = number
                .as_f64()
                .filter(|n| n.fract() == 0.0 && n.abs() < 9.0e15)?;
            format!("{whole:.0}").parse::<i64>().ok().map(Value::from)
        }
    }
}

/// Puts what a terminal must never see around a text: an escape sequence, a title, a direction override, a zero-width joiner.
fn poison(value: &mut Value) {
    if let Value::String(text) = value {
        *text = format!("\u{1b}[31m\u{202e}{text}\u{200d}\u{1b}]0;owned\u{7}\r\n\u{9b}2J");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bent(change: impl FnOnce(&mut Shape)) -> Value {
        let mut shape = Shape::default();
        change(&mut shape);
        let mut value = json!({
            "count": 1,
            "results": [{ "order_reference": "CMD_X_1", "commitment": 12, "price": 145.0, "note": "", "label": "L" }],
        });
        bend(&shape, 1, &mut value);
        value
    }

    #[test]
    fn numbers_change_their_spelling_but_not_in_the_envelope() {
        let row = |style| bent(|shape| shape.numbers = style)["results"][0].to_string();
        assert!(row(NumberStyle::Text).contains(r#""commitment":"12""#));
        assert!(row(NumberStyle::Float).contains(r#""commitment":12.0"#));
        assert!(row(NumberStyle::Integer).contains(r#""price":145}"#));
        assert!(row(NumberStyle::AsPrinted).contains(r#""price":145.0"#));
        assert_eq!(bent(|shape| shape.numbers = NumberStyle::Text)["count"], 1);
    }

    #[test]
    fn fields_come_and_go() {
        let missing = bent(|shape| shape.missing_percent = 100);
        assert_eq!(
            missing["results"][0],
            json!({ "order_reference": "CMD_X_1" })
        );
        let unknown = bent(|shape| shape.unknown_fields = true);
        assert!(
            unknown["x_undocumented"].is_object()
                && unknown["results"][0]["x_undocumented"].is_object()
        );
        assert_eq!(
            bent(|shape| shape.blank_as_null = true)["results"][0]["note"],
            Value::Null
        );
    }

    #[test]
    fn hostile_text_is_hostile() {
        let label = bent(|shape| shape.hostile_text = true)["results"][0]["label"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(label.contains('\u{1b}') && label.contains('\u{202e}') && label.contains('L'));
    }
}

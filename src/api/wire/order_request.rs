//! A termination or change request made on an order (contract: `OrderRequest`).

use serde_json::value::RawValue;

use super::field::Field;
use super::object::wire_object;
use crate::api::intern::Words;
use crate::domain::ids::OrderRef;
use crate::domain::order::OrderRequest;

wire_object!(Request {
    id = "id",
    creation_date = "creation_date",
    modification_date = "modification_date",
    order_reference = "order_reference",
    action = "action",
    effective_date = "request_effective_date",
    message = "message",
    reason = "reason",
});

/// Reads a row. One that is no object shows itself as the message.
pub(crate) fn read(raw: &RawValue, words: &mut Words<'_>) -> OrderRequest {
    let (request, odd) = match Request::read(raw.get()) {
        Ok(request) => (request, None),
        Err(_) => (Request::default(), Field::new(raw).text()),
    };
    OrderRequest {
        id: request.id.text(),
        order_reference: request
            .order_reference
            .scalar()
            .map(|reference| OrderRef::new(reference.as_ref())),
        creation_date: request.creation_date.date(),
        modification_date: request.modification_date.date(),
        action: request.action.word(words),
        request_effective_date: request.effective_date.date(),
        message: odd.or_else(|| request.message.text()),
        reason: request.reason.word(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::intern::Interner;

    #[test]
    fn o15_the_action_is_a_label_and_nothing_is_required() {
        let interner = Interner::default();
        let mut words = interner.words();
        let mut request = |json: &str| read(serde_json::from_str(json).unwrap(), &mut words);
        let label = request(r#"{"action":"Résiliation","order_reference":""}"#);
        assert_eq!(label.action.unwrap().wire(), "Résiliation");
        assert_eq!(label.order_reference, None);
        assert_eq!(request("[3]").message.unwrap().wire(), "[3]");
    }
}

//! A made-up line and its forms, for tests of the core and of the screen.

use crate::app::pane::Pane;
use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::ids::{BasketId, LineId, ProductId, QualificationItemId};
use crate::domain::lenient::{Lenient, Months};
use crate::domain::order::{Contact, Person};
use crate::domain::quote::{Basket, BasketState, Line, LineState, Offer};
use crate::domain::text::Text;
use crate::domain::write::LineFields;

use super::Purpose;

/// The basket.
pub(crate) fn basket() -> Basket {
    Basket {
        id: BasketId::new("123e4567-e89b-42d3-a456-426614174000"),
        external_id: Some(Text::new("DEVIS-017")),
        project: Some(Text::new("P042")),
        quote_date: None,
        creation_date: None,
        state: BasketState::Acknowledged,
        lines: None,
        broken: None,
        raw: Text::new("{}"),
    }
}

/// The line.
pub(crate) fn line() -> Line {
    let text = |text| Some(Text::new(text));
    Line {
        id: LineId::new("5a3c0000-77d1-4c56-9c51-000000000001"),
        reference: text("QO_20260423_00000001"),
        state: LineState::Acknowledged,
        end_customer_name: text("KING JOUET"),
        external_id: text("EXT_ITEM"),
        site_connection_type: None,
        business_sector: text("Commerce"),
        expected_response_date: FlexDate::parse("2026-06-15"),
        option_ids: Some(vec![Text::new("GTR_S1")]),
        note: text("Accès par la cour\nGardien jusqu'à 18h"),
        technical_note: None,
        product_offerings: vec![Text::new("2173")],
        qualification_item_id: Some(QualificationItemId::new(
            "7ee14cbd-0000-4000-8000-000000000001",
        )),
        project: text("P042"),
        customer_order_name: None,
        business_code: None,
        contacts: vec![Contact {
            end_customer_name: text("KING JOUET"),
            siret: None,
            people: vec![Person {
                name: text("Jeanne MARTIN"),
                email: text("jm@example.com"),
                phone: text("215488745"),
            }],
            city: text("MONT ST AIGNAN"),
            postcode: text("76130"),
            street_name: text("3 RUE ANDREI DIMITRI SAKHAROV"),
            street_number: None,
            street_number_extension: None,
            insee_code: text("76451"),
            building_name: None,
            level_number: None,
            latitude: text("49.474174"),
            longitude: text("1.090847"),
        }],
        quote_date: None,
        order_date: None,
        trace_file: None,
        creation_date: None,
        manager_regional: None,
        offers: Some(vec![
            offer("2173", "BPEA 20M/100M", 24),
            offer("2174", "BPEA 100M", 36),
        ]),
        response_date: None,
        validity_date: None,
        address: None,
        latitude: None,
        longitude: None,
        broken: None,
        raw: Text::new(
            r#"{"related_contact_information": [{"end_customer_name": "KING JOUET", "siret": "",
            "contact1_firstname": "Jeanne", "contact1_lastname": "MARTIN", "contact1_phone_number": "215488745",
            "contact1_email_address": "jm@example.com", "street_name": "3 RUE ANDREI DIMITRI SAKHAROV",
            "postcode": "76130", "city": "MONT ST AIGNAN", "insee_code": "76451", "latitude": 49.474174,
            "longitude": 1.090847}]}"#,
        ),
    }
}

fn offer(product: &str, name: &str, months: u16) -> Offer {
    Offer {
        product: Some(ProductId::new(product)),
        name: Some(Text::new(name)),
        bandwidth: None,
        term: Some(Lenient::Value(Months(months))),
        fas: None,
        far: None,
        monthly: None,
        state: None,
        comment: None,
        raw: Text::new("{}"),
    }
}

/// Puts the basket with that line into the Quotes pane.
pub(crate) fn fill(state: &mut AppState) {
    let whole = Basket {
        lines: Some(vec![line()]),
        ..basket()
    };
    fill_with(state, whole);
}

/// Puts a basket into the Quotes pane, its lines read whole.
pub(crate) fn fill_with(state: &mut AppState, basket: Basket) {
    state.quotes.take_basket(basket, false, state.now);
    state.rebuild_quotes();
    state.quotes_pane.cursor.place();
    state.fit_quotes();
    state.pane = Pane::Quotes;
}

/// Opens the form of that line.
pub(crate) fn edit_line(state: &mut AppState) {
    fill(state);
    state.open_edit_line(&line().id, None);
}

/// Opens the form of another line in that basket.
pub(crate) fn add_line(state: &mut AppState) {
    fill(state);
    state.open_line_form(&basket().id, LineFields::new());
}

/// Opens the form of that basket.
pub(crate) fn edit_basket(state: &mut AppState) {
    fill(state);
    state.open(&Purpose::EditBasket(basket().id));
}

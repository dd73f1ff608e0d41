//! A made-up line with its offers, for the tests of dialogs and of what they saw.

use chrono::NaiveDate;

use crate::app::entities::quotes::QuoteLine;
use crate::domain::date::FlexDate;
use crate::domain::ids::{BasketId, LineId, ProductId};
use crate::domain::lenient::{Cents, Lenient, Months};
use crate::domain::quote::{Line, LineState, Offer, OfferState};
use crate::domain::text::Text;

/// Line `QO_20260423_0000000N`, ready, with two offers that are and one that was declined.
pub(crate) fn line(number: u32) -> Line {
    let text = |text: &str| Some(Text::new(text));
    Line {
        id: LineId::new(format!("123e4567-e89b-12d3-a456-4266141740{number:02}")),
        reference: text(&format!("QO_20260423_{number:08}")),
        state: LineState::Ready,
        end_customer_name: text("KING JOUET"),
        external_id: None,
        site_connection_type: None,
        business_sector: None,
        expected_response_date: None,
        option_ids: None,
        note: None,
        technical_note: None,
        product_offerings: Vec::new(),
        qualification_item_id: None,
        project: None,
        customer_order_name: None,
        business_code: None,
        contacts: Vec::new(),
        quote_date: None,
        order_date: None,
        trace_file: None,
        creation_date: None,
        manager_regional: None,
        offers: Some(vec![
            offer("2173", "BPEA 20M/100M", 24, (14_500, 36_000, 24_000)),
            offer("2174", "BPEA 100M", 36, (16_500, 36_000, 54_000)),
            Offer {
                state: Some(OfferState::Refused),
                ..offer("1679", "BPE 100M tres dense", 12, (44_000, 36_000, 54_000))
            },
        ]),
        response_date: None,
        validity_date: NaiveDate::from_ymd_opt(2026, 6, 1).map(FlexDate::Day),
        address: text("4bis RUE A. SAKHAROV 76130 MONT ST AIGNAN"),
        latitude: None,
        longitude: None,
        raw: Text::new("{}"),
        broken: None,
    }
}

/// An offer that is ready.
pub(crate) fn offer(
    key: &str,
    name: &str,
    months: u16,
    (monthly, fas, far): (i64, i64, i64),
) -> Offer {
    let cents = |amount| Some(Lenient::Value(Cents(amount)));
    Offer {
        product: Some(ProductId::new(key)),
        name: Some(Text::new(name)),
        bandwidth: None,
        term: Some(Lenient::Value(Months(months))),
        fas: cents(fas),
        far: cents(far),
        monthly: cents(monthly),
        state: Some(OfferState::Ready),
        comment: None,
        raw: Text::new(format!(r#"{{"product_id":"{key}","price":{monthly}}}"#)),
    }
}

/// The same as the pane knows it.
pub(crate) fn known(line: Line) -> QuoteLine {
    let mut known = QuoteLine::met(line, false);
    known.basket = Some(BasketId::new("b1"));
    known
}

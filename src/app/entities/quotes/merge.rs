//! What an answer tells of a line, put together with what other answers told (Q6).
//!
//! A detail is whole: what it leaves empty is empty, but for the fields only list rows hold. A list row or a create
//! answer adds and replaces, and takes nothing away.

use crate::app::entities::fill;
use crate::domain::quote::{Line, LineState};

/// Merges a detail.
pub(super) fn detail(known: &mut Line, new: Line) {
    let was = std::mem::replace(known, new);
    if !is_told(&known.state) {
        known.state = was.state;
    }
    if known.offers.is_none() {
        known.offers = was.offers;
    }
    let keep = |field: &mut Option<_>, was| {
        if field.is_none() {
            *field = was;
        }
    };
    keep(&mut known.address, was.address);
    keep(&mut known.latitude, was.latitude);
    keep(&mut known.longitude, was.longitude);
    if known.order_date.is_none() {
        known.order_date = was.order_date;
    }
}

/// Merges a list row or a create answer.
pub(super) fn row(known: &mut Line, new: Line) {
    if is_told(&new.state) {
        known.state = new.state;
    }
    known.broken = new.broken;
    fill(&mut known.reference, new.reference);
    fill(&mut known.end_customer_name, new.end_customer_name);
    fill(&mut known.external_id, new.external_id);
    fill(&mut known.site_connection_type, new.site_connection_type);
    fill(&mut known.business_sector, new.business_sector);
    fill(
        &mut known.expected_response_date,
        new.expected_response_date,
    );
    fill(&mut known.option_ids, new.option_ids);
    fill(&mut known.note, new.note);
    fill(&mut known.technical_note, new.technical_note);
    fill(&mut known.qualification_item_id, new.qualification_item_id);
    fill(&mut known.project, new.project);
    fill(&mut known.customer_order_name, new.customer_order_name);
    fill(&mut known.business_code, new.business_code);
    fill(&mut known.quote_date, new.quote_date);
    fill(&mut known.order_date, new.order_date);
    fill(&mut known.trace_file, new.trace_file);
    fill(&mut known.creation_date, new.creation_date);
    fill(&mut known.manager_regional, new.manager_regional);
    fill(&mut known.offers, new.offers);
    fill(&mut known.response_date, new.response_date);
    fill(&mut known.validity_date, new.validity_date);
    fill(&mut known.address, new.address);
    fill(&mut known.latitude, new.latitude);
    fill(&mut known.longitude, new.longitude);
    if !new.product_offerings.is_empty() {
        known.product_offerings = new.product_offerings;
    }
    if !new.contacts.is_empty() {
        known.contacts = new.contacts;
    }
}

/// A basket may name a line by nothing but its key.
fn is_told(state: &LineState) -> bool {
    !matches!(state, LineState::Other(word) if word.wire().is_empty())
}

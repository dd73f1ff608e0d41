//! What the answer to an applied write told.
//!
//! Nothing here can fail: an answer that cannot be read changes nothing about that the write was applied (G5). An answer
//! that names another basket or line than the one written to tells nothing.

use serde_json::value::RawValue;

use super::export;
use super::object::wire_object;
use super::quote_line::Told;
use super::reading::Reading;
use super::{eligibility, eligibility_item, lossy, quote, quote_line};
use crate::api::intern::Interner;
use crate::api::page::Rows;
use crate::domain::write::{Receipt, Way, Write};

wire_object!(Accepted {
    session = "product_order_id",
    item = "product_order_item_id",
});

wire_object!(Named { id = "id" });

/// Reads the answer to `write` (Q11, Q14).
pub(crate) fn read(write: &Write, body: Vec<u8>) -> Receipt {
    let text = lossy(body);
    let rows = Rows::split(&text).unwrap_or_default();
    let object = rows.list.first().filter(|raw| raw.get().starts_with('{'));
    object.map_or(Receipt::Bare, |raw| of(write, raw))
}

fn of(write: &Write, raw: &RawValue) -> Receipt {
    let told = match write {
        Write::StartOrderExport
        | Write::StartQuoteExport(_)
        | Write::ExportLinePdf(_)
        | Write::ExportOfferPdf(..)
        | Write::Terminate(_)
        | Write::Change(_) => export::task_id(raw).map(Receipt::Task),
        Write::Accept(_) => accepted(raw),
        Write::CreateBasket(_) => basket(raw, None),
        Write::EditBasket(key, _) | Write::ConfirmBasket(key) => basket(raw, Some(key.wire())),
        Write::DeleteLine(key) => basket(raw, Some(key.basket.wire())),
        Write::AddLine(key, _) => basket(raw, Some(key.wire())).or_else(|| line(raw, None)),
        Write::EditLine(key, _) | Write::UploadTrace(key, _) => {
            basket(raw, Some(key.basket.wire())).or_else(|| line(raw, Some(key.line.wire())))
        }
        Write::Decline(offer, _) | Write::Restore(offer) => line(raw, Some(offer.line.wire())),
        Write::Qualify(asked) => request(asked.way, raw),
        Write::DeleteTrace(_) => None,
    };
    told.unwrap_or(Receipt::Bare)
}

/// The keys of what was created; one of them is something.
fn accepted(raw: &RawValue) -> Option<Receipt> {
    let accepted = Accepted::read(raw.get()).ok()?;
    let (session, item) = (accepted.session.text(), accepted.item.text());
    (session.is_some() || item.is_some()).then_some(Receipt::Accepted { session, item })
}

fn basket(raw: &RawValue, key: Option<&str>) -> Option<Receipt> {
    with_reading(raw, key, |reading| {
        Receipt::Basket(Box::new(quote::detail(raw, reading)))
    })
}

fn line(raw: &RawValue, key: Option<&str>) -> Option<Receipt> {
    with_reading(raw, key, |reading| {
        Receipt::Line(Box::new(quote_line::read(raw, Told::Whole, reading)))
    })
}

/// The request that was made: with its sites from the synchronous call, with little more than its key from the other (E4).
fn request(way: Way, raw: &RawValue) -> Option<Receipt> {
    let told = match way {
        Way::Sync => eligibility_item::Told::Whole,
        Way::Async => eligibility_item::Told::InPart,
    };
    with_reading(raw, None, |reading| {
        Receipt::Qualification(Box::new(eligibility::read(raw, told, reading)))
    })
}

/// Reads an object that names itself; as `key`, where it is known. Words are not shared: an answer to a write is one row.
fn with_reading(
    raw: &RawValue,
    key: Option<&str>,
    read: impl FnOnce(&mut Reading<'_, '_>) -> Receipt,
) -> Option<Receipt> {
    let named = Named::read(raw.get()).ok()?.id.scalar()?;
    key.is_none_or(|key| key == named).then_some(())?;
    let interner = Interner::default();
    let mut words = interner.words();
    let mut reading = Reading::new(&mut words);
    let receipt = read(&mut reading);
    (!reading.is_over()).then_some(receipt)
}

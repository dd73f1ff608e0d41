//! One of every write, and an answer to each.

use covage_tui::domain::ids::{BasketId, LineId, OrderRef, ProductId};
use covage_tui::domain::quote::LineFilter;
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{
    BasketFields, FieldValue, LineField, LineFields, LineKey, OfferKey, OrderAction, TraceFile,
    Write,
};

macro_rules! example {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/api/",
            $name,
            ".json"
        ))
    };
}

pub(super) const BASKET: &str = "123e4567-e89b-12d3-a456-426614174000";
pub(super) const LINE: &str = "123e4567-e89b-12d3-a456-426614174002";

pub(super) fn line_key() -> LineKey {
    LineKey {
        basket: BasketId::new(BASKET),
        line: LineId::new(LINE),
    }
}

pub(super) fn offer() -> OfferKey {
    OfferKey {
        line: LineId::new(LINE),
        product: ProductId::new("2173"),
    }
}

pub(super) fn trace(name: &str, bytes: &[u8]) -> TraceFile {
    TraceFile {
        name: name.into(),
        sha256: "".into(),
        bytes: bytes.into(),
        size: bytes.len() as u64,
    }
}

pub(super) fn basket_fields() -> BasketFields {
    BasketFields {
        external_id: Some("EXT123".into()),
        project: Some("PRJ456".into()),
    }
}

pub(super) fn line_fields() -> LineFields {
    let text = |text: &str| FieldValue::Text(text.into());
    LineFields::from([
        (LineField::EndCustomerName, text("End Customer")),
        (LineField::ExternalId, text("EXT_ITEM")),
        (
            LineField::QualificationItem,
            text("123e4567-e89b-12d3-a456-426614174001"),
        ),
    ])
}

pub(super) fn every_write() -> Vec<Write> {
    let action = || OrderAction {
        order: OrderRef::new("CMD_1"),
        reason: "Autres motifs".into(),
        message: None,
    };
    let basket = || BasketId::new(BASKET);
    let all = vec![
        Write::Terminate(action()),
        Write::Change(action()),
        Write::StartOrderExport,
        Write::CreateBasket(basket_fields()),
        Write::EditBasket(basket(), basket_fields()),
        Write::ConfirmBasket(basket()),
        Write::AddLine(basket(), line_fields()),
        Write::EditLine(line_key(), line_fields()),
        Write::DeleteLine(line_key()),
        Write::Accept(offer()),
        Write::Decline(offer(), Some(Text::new("too dear"))),
        Write::Restore(offer()),
        Write::UploadTrace(line_key(), trace("plan.kmz", &vec![7; 3_000_000])),
        Write::DeleteTrace(line_key()),
        Write::ExportLinePdf(line_key()),
        Write::ExportOfferPdf(line_key(), ProductId::new("2173")),
        Write::StartQuoteExport(LineFilter::default()),
    ];
    let mut kinds: Vec<_> = all.iter().map(std::mem::discriminant).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 17, "one of each");
    all
}

/// What the contract prints as the answer, or says that it is. Without a wildcard: a new write has to be listed.
pub(super) fn answer_to(write: &Write) -> &'static str {
    match write {
        Write::Terminate(_) | Write::Change(_) => "{}",
        Write::StartOrderExport => example!("order_export_csv.post.response"),
        Write::CreateBasket(_) => example!("quote.post.response"),
        Write::EditBasket(..)
        | Write::ConfirmBasket(_)
        | Write::DeleteLine(_)
        | Write::UploadTrace(..) => example!("quote_detail.get.response"),
        Write::AddLine(..) => example!("quote_item.post.response"),
        Write::EditLine(..) | Write::Decline(..) | Write::Restore(_) => {
            example!("quote_item_detail.get.response")
        }
        Write::Accept(_) => example!("quote_item_accept.patch.response"),
        Write::DeleteTrace(_) => r#"{"detail":"Trace file deleted."}"#,
        Write::ExportLinePdf(_) | Write::ExportOfferPdf(..) | Write::StartQuoteExport(_) => {
            example!("quote_item_export_csv.post.response")
        }
    }
}

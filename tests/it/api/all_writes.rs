//! One of every write, and an answer to each.

use covage_tui::domain::eligibility::Address;
use covage_tui::domain::ids::{BasketId, LineId, OrderRef, ProductId, SiteKey};
use covage_tui::domain::quote::LineFilter;
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{
    BasketFields, FieldValue, LineField, LineFields, LineKey, OfferKey, OrderAction, Qualify,
    SiteAsked, TraceFile, Way, Write,
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

/// The request for one site that the contract prints for both calls.
pub(super) fn asked(way: Way) -> Qualify {
    let text = |text: &str| Some(Text::new(text));
    Qualify {
        way,
        external_id: text("1234"),
        project: text("5678"),
        sites: vec![SiteAsked {
            site: SiteKey::new("KHg6MS4wOTE0NTU7eTo0OS40NzQ0MDc3O2I6SU1CLzMxNTU1L1gvMDBSVik="),
            families: vec![Text::new("BPEA"), Text::new("BPE")],
            resolve_pricing: false,
            address: Some(Address {
                label: text("4bis Rue Andrei Sakharov 76130 Mont-Saint-Aignan"),
                street_nr: text("4"),
                street_ext: text("B"),
                street_id: text("76451055R"),
                street_name: text("Rue Andrei Sakharov"),
                city_id: text("76451"),
                insee_code: text("76451"),
                city_name: text("MONT ST AIGNAN"),
                post_code: text("76130"),
            }),
        }],
    }
}

/// Eighteen kinds, of which the last goes over two calls.
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
        Write::Qualify(asked(Way::Sync)),
        Write::Qualify(asked(Way::Async)),
    ];
    let mut kinds: Vec<_> = all.iter().map(std::mem::discriminant).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 18, "one of each");
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
        Write::Qualify(Qualify { way: Way::Sync, .. }) => {
            example!("product_offering_qualification_sync.post.response")
        }
        Write::Qualify(_) => example!("product_offering_qualification.post.response"),
    }
}

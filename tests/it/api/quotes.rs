//! Writes to quotes: what exactly is sent, and what the answer is taken for.

use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{BasketId, LineId, ProductId, TaskId};
use covage_tui::domain::quote::{LineFilter, LineState};
use covage_tui::domain::request::{Read, Reply};
use covage_tui::domain::write::{
    BasketFields, FieldValue, LineField, LineFields, Outcome, Receipt, Write,
};
use serde_json::Value;

use super::all_writes::{
    BASKET, LINE, answer_to, basket_fields, every_write, line_fields, line_key, offer, trace,
};
use super::stub::{Act, Call, Rig, answer, json};

/// Sends one write to a server that answers `said`.
async fn sent(write: &Write, said: &'static str) -> (Call, Outcome) {
    let rig = Rig::api(move |_, _| json(said)).await;
    let outcome = rig.writer.send(write).await;
    (rig.api.calls().remove(0), outcome)
}

fn receipt(outcome: Outcome) -> Receipt {
    match outcome {
        Outcome::Applied(receipt) => receipt,
        other => panic!("{other:?}"),
    }
}

fn printed(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

macro_rules! request {
    ($name:literal) => {
        printed(include_str!(concat!(
            "../../fixtures/api/",
            $name,
            ".request.json"
        )))
    };
}

#[tokio::test]
async fn every_write_is_the_call_the_contract_prints() {
    let basket = format!("/api/v1/quote/{BASKET}/");
    let line = format!("{basket}quote_item/{LINE}/");
    let item = format!("/api/v1/quote_item/{LINE}/");
    let calls = [
        "POST /api/v1/order/CMD_1/terminate/".to_owned(),
        "POST /api/v1/order/CMD_1/change/".to_owned(),
        "POST /api/v1/order/export/csv/".to_owned(),
        "POST /api/v1/quote/".to_owned(),
        format!("PATCH {basket}"),
        format!("PATCH {basket}confirm/"),
        format!("POST {basket}quote_item/"),
        format!("PATCH {line}"),
        format!("DELETE {line}"),
        format!("PATCH {item}accept/"),
        format!("PATCH {item}decline/"),
        format!("PATCH {item}restore_price/"),
        format!("POST {line}trace/upload/"),
        format!("DELETE {line}trace/"),
        format!("POST {line}export/pdf/"),
        format!("POST {line}price/2173/export/pdf/"),
        "POST /api/v1/quote_item/export/csv/".to_owned(),
        "POST /api/v1/product_offering_qualification/sync/".to_owned(),
        "POST /api/v1/product_offering_qualification/".to_owned(),
    ];
    let writes = every_write();
    assert_eq!(writes.len(), calls.len());
    for (write, expected) in writes.iter().zip(calls) {
        let (call, outcome) = sent(write, answer_to(write)).await;
        assert!(matches!(outcome, Outcome::Applied(_)), "{outcome:?}");
        assert_eq!(call.line, expected);
        assert_eq!(call.header("authorization"), Some("Bearer canary-access-0"));
        assert_eq!(call.header("accept"), Some("application/json"));
        let content = call
            .header("content-type")
            .map(|kind| kind.split(';').next().unwrap());
        if matches!(write, Write::UploadTrace(..)) {
            assert_eq!(content, Some("multipart/form-data"));
        } else {
            let kind = write.json().map(|_| "application/json");
            assert_eq!(content, kind, "{expected}");
            assert_eq!(call.body, write.said(), "{expected}");
        }
    }
}

#[tokio::test]
async fn bodies_are_those_of_the_printed_examples() {
    let filter = LineFilter {
        state: Some("acknowledged".into()),
        ..LineFilter::default()
    };
    for (write, body) in [
        (Write::CreateBasket(basket_fields()), request!("quote.post")),
        (
            Write::EditBasket(
                BasketId::new(BASKET),
                BasketFields {
                    external_id: Some("EXT123_UPDATED".into()),
                    project: Some("PRJ456_UPDATED".into()),
                },
            ),
            request!("quote.patch"),
        ),
        (
            Write::AddLine(BasketId::new(BASKET), line_fields()),
            request!("quote_item.post"),
        ),
        (Write::Accept(offer()), request!("quote_item_accept.patch")),
        (
            Write::Decline(offer(), Some("This is a comment".into())),
            request!("quote_item_decline.patch"),
        ),
        (
            Write::Restore(offer()),
            request!("quote_item_restore_price.patch"),
        ),
        (
            Write::StartQuoteExport(filter),
            request!("quote_item_export_csv.post"),
        ),
    ] {
        let (call, _) = sent(&write, "{}").await;
        assert_eq!(printed(&call.body), body, "{}", write.verb());
    }
}

#[tokio::test]
async fn q9_a_line_s_state_reference_and_date_are_never_sent() {
    let words: Vec<_> = LineField::ALL.iter().map(|field| field.word()).collect();
    for own in ["state", "reference", "quote_date"] {
        assert!(!words.contains(&own), "{own}");
    }
    let fields = LineFields::from([(LineField::Note, FieldValue::Text("n".into()))]);
    let (call, _) = sent(&Write::EditLine(line_key(), fields), "{}").await;
    assert_eq!(call.body, r#"{"note":"n"}"#);
}

#[tokio::test]
async fn q11_each_answer_is_read_as_what_it_is_about() {
    for write in every_write() {
        let receipt = receipt(sent(&write, answer_to(&write)).await.1);
        let told = match &receipt {
            Receipt::Task(_) => "task",
            Receipt::Accepted { .. } => "accepted",
            Receipt::Basket(basket) => {
                assert_eq!(basket.id, BasketId::new(BASKET));
                "basket"
            }
            Receipt::Line(line) => {
                assert_eq!(
                    (&line.id, &line.state),
                    (&LineId::new(LINE), &LineState::Acknowledged)
                );
                "line"
            }
            Receipt::Qualification(request) => {
                assert_eq!(request.id.wire(), "c777a051-45ca-463c-b12d-48136bce5598");
                "request"
            }
            Receipt::Key(_) => "key of a remembered write",
            Receipt::Bare => "bare",
        };
        let expected = match write {
            Write::Terminate(_) | Write::Change(_) | Write::DeleteTrace(_) => "bare",
            Write::Accept(_) => "accepted",
            Write::AddLine(..) | Write::EditLine(..) | Write::Decline(..) | Write::Restore(_) => {
                "line"
            }
            Write::StartOrderExport
            | Write::ExportLinePdf(_)
            | Write::ExportOfferPdf(..)
            | Write::StartQuoteExport(_) => "task",
            Write::Qualify(_) => "request",
            _ => "basket",
        };
        assert_eq!(told, expected, "{}", write.verb());
    }
}

#[tokio::test]
async fn q11_an_answer_about_something_else_tells_nothing() {
    let other_line = r#"{"id":"another","state":"ready"}"#;
    let other_basket = r#"{"id":"another","quote_item":[]}"#;
    for (write, said) in [
        (Write::Decline(offer(), None), other_line),
        (Write::EditLine(line_key(), line_fields()), other_line),
        (Write::ConfirmBasket(BasketId::new(BASKET)), other_basket),
        (Write::DeleteLine(line_key()), other_basket),
        (
            Write::CreateBasket(basket_fields()),
            r#"{"state":"acknowledged"}"#,
        ),
    ] {
        assert_eq!(
            receipt(sent(&write, said).await.1),
            Receipt::Bare,
            "{}",
            write.verb()
        );
    }
    let whole = r#"{"id":"123e4567-e89b-12d3-a456-426614174000","quote_item":["l"]}"#;
    let added = sent(&Write::AddLine(BasketId::new(BASKET), line_fields()), whole)
        .await
        .1;
    let Receipt::Basket(basket) = receipt(added) else {
        panic!("an answer that names the basket is the basket");
    };
    assert_eq!(basket.lines.unwrap().len(), 1);
}

#[tokio::test]
async fn g5_every_write_is_applied_whatever_its_2xx_says() {
    for write in every_write() {
        for body in [
            "",
            "null",
            "<html>",
            "{}",
            "[]",
            "[1]",
            "{\"id\":",
            "3",
            "{\"detail\":\"ok\"}",
        ] {
            let receipt = receipt(sent(&write, body).await.1);
            assert_eq!(receipt, Receipt::Bare, "{} {body}", write.verb());
        }
    }
}

#[tokio::test]
async fn q12_a_trace_file_goes_as_a_form_with_its_length_announced() {
    let bytes = b"PK\x03\x04\r\n--\xff\x00kml";
    let write = Write::UploadTrace(line_key(), trace("../plan \"A\" é.kmz", bytes));
    let (call, outcome) = sent(&write, answer_to(&write)).await;
    assert!(matches!(receipt(outcome), Receipt::Basket(_)));
    let kind = call.header("content-type").unwrap();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut meant = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"plan %22A%22 é.kmz\"\r\n\
         Content-Type: application/vnd.google-earth.kmz\r\n\r\n"
    )
    .into_bytes();
    meant.extend(bytes);
    meant.extend(format!("\r\n--{boundary}--\r\n").bytes());
    assert_eq!(call.bytes, meant);
    assert_eq!(
        call.header("content-length"),
        Some(meant.len().to_string().as_str())
    );
    assert_eq!(call.header("transfer-encoding"), None);
}

#[tokio::test]
async fn a_file_that_is_not_at_hand_is_not_sent() {
    let mut remembered = trace("plan.kmz", b"");
    remembered.size = 12;
    let mut other = trace("plan.kmz", b"PK");
    other.size = 3;
    for file in [remembered, other, trace("plan.kmz", b"")] {
        let rig = Rig::api(|_, _| json("{}")).await;
        let outcome = rig.writer.send(&Write::UploadTrace(line_key(), file)).await;
        assert!(matches!(outcome, Outcome::NotSent(_)), "{outcome:?}");
        assert!(rig.api.calls().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn an_upload_is_given_the_time_its_bytes_take() {
    let rig = Rig::api(|_, _| Act::Hang).await;
    for (size, seconds) in [(1_000, 60), (2 * 1024 * 1024, 92)] {
        let write = Write::UploadTrace(line_key(), trace("plan.kmz", &vec![1; size]));
        let began = tokio::time::Instant::now();
        let outcome = rig.writer.send(&write).await;
        assert!(
            matches!(&outcome, Outcome::Unknown(why) if why.kind == FailureKind::Timeout),
            "{outcome:?}"
        );
        assert_eq!(began.elapsed().as_secs(), seconds);
    }
}

#[tokio::test]
async fn q13_confirming_says_nothing_but_a_length_of_none() {
    let (call, _) = sent(&Write::ConfirmBasket(BasketId::new(BASKET)), "{}").await;
    assert_eq!(
        (call.body.as_str(), call.header("content-type")),
        ("", None)
    );
    assert_eq!(call.header("content-length"), Some("0"));
    let (call, _) = sent(&Write::DeleteTrace(line_key()), "{}").await;
    assert_eq!(call.header("content-length"), None);
}

#[tokio::test]
async fn q14_accepting_answers_a_session_and_its_line() {
    let (_, outcome) = sent(&Write::Accept(offer()), answer_to(&Write::Accept(offer()))).await;
    let session = |text: &str| Some(text.into());
    assert_eq!(
        receipt(outcome),
        Receipt::Accepted {
            session: session("123e4567-e89b-12d3-a456-426614174003"),
            item: session("123e4567-e89b-12d3-a456-426614174004"),
        }
    );
    let (_, outcome) = sent(&Write::Accept(offer()), r#"{"product_order_id":7}"#).await;
    assert_eq!(
        receipt(outcome),
        Receipt::Accepted {
            session: session("7"),
            item: None
        }
    );
}

#[tokio::test]
async fn q15_what_a_basket_lacks_is_told_field_by_field() {
    let rig = Rig::api(|_, _| {
        answer(
            400,
            "Content-Type: application/json\r\n",
            r#"{"quote_item":[{},{"end_customer_name":["required"],"site_connection_type":["required"]}]}"#,
        )
    })
    .await;
    let confirm = Write::ConfirmBasket(BasketId::new(BASKET));
    let Outcome::Refused(failure) = rig.writer.send(&confirm).await else {
        panic!("a whole 400 is a refusal");
    };
    assert_eq!(
        (failure.kind, failure.status),
        (FailureKind::Refused, Some(400))
    );
    assert_eq!(
        failure.detail.unwrap().wire(),
        "quote_item: 2 end_customer_name: required; site_connection_type: required"
    );
    assert_eq!(rig.api.calls().len(), 1);
}

#[tokio::test]
async fn q16_q18_every_export_answers_its_task() {
    for write in [
        Write::ExportLinePdf(line_key()),
        Write::ExportOfferPdf(line_key(), ProductId::new("2173")),
        Write::StartQuoteExport(LineFilter::default()),
    ] {
        let task = receipt(sent(&write, answer_to(&write)).await.1);
        assert_eq!(
            task,
            Receipt::Task(TaskId::new("task_123456789")),
            "{}",
            write.verb()
        );
    }
}

#[tokio::test]
async fn no_redirect_is_followed_and_none_is_certain() {
    for write in every_write() {
        for status in [301, 302, 303, 307, 308] {
            let rig = Rig::api(move |_, before| match before {
                0 => answer(status, "Location: /api/v1/elsewhere/\r\n", ""),
                _ => json("{}"),
            })
            .await;
            let outcome = rig.writer.send(&write).await;
            assert!(
                matches!(outcome, Outcome::Unknown(_)),
                "{status}: {outcome:?}"
            );
            assert_eq!(rig.api.calls().len(), 1, "{status} {}", write.verb());
        }
    }
}

#[tokio::test]
async fn a_trace_file_and_an_export_come_as_bytes() {
    let rig = Rig::api(|_, _| {
        let mut bytes = b"HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\n".to_vec();
        bytes.extend([0x50, 0x4b, 0xff, 0x00]);
        Act::Say(bytes)
    })
    .await;
    let bytes = vec![0x50, 0x4b, 0xff, 0x00];
    let trace = Read::Trace(line_key());
    assert_eq!(
        rig.client.read(&trace).await.unwrap(),
        Reply::Trace(bytes.clone())
    );
    let export = Read::QuoteExport(TaskId::new("task/1"));
    assert_eq!(
        rig.client.read(&export).await.unwrap(),
        Reply::QuoteExport(bytes)
    );
    assert_eq!(
        rig.api.lines(),
        [
            format!("GET /api/v1/quote/{BASKET}/quote_item/{LINE}/trace/download/"),
            "GET /api/v1/quote_item/export/task%2F1/download/".to_owned(),
        ]
    );
    assert!(
        rig.api
            .calls()
            .iter()
            .all(|call| call.header("accept") == Some("*/*"))
    );
}

#[tokio::test]
async fn a_trace_file_may_be_larger_than_any_json_and_not_endless() {
    const JSON: usize = 8 * 1024 * 1024;
    for (announced, fits) in [(JSON + 1, true), (64 * 1024 * 1024 + 1, false)] {
        let rig = Rig::api(move |_, _| {
            let mut bytes =
                format!("HTTP/1.1 200 X\r\nContent-Length: {announced}\r\n\r\n").into_bytes();
            bytes.resize(bytes.len() + announced.min(JSON + 1), b'x');
            Act::SayAndClose(bytes)
        })
        .await;
        for read in [Read::Trace(line_key()), Read::QuoteExport(TaskId::new("t"))] {
            match rig.client.read(&read).await {
                Ok(Reply::Trace(bytes) | Reply::QuoteExport(bytes)) => {
                    assert!(fits && bytes.len() == announced);
                }
                Err(failure) => assert!(
                    !fits && failure.kind == FailureKind::TooLarge,
                    "{failure:?}"
                ),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_trace_file_that_stalls_is_given_thirty_seconds_of_silence() {
    let rig =
        Rig::api(|_, _| Act::Say(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf".to_vec()))
            .await;
    let began = tokio::time::Instant::now();
    let failure = rig.client.read(&Read::Trace(line_key())).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout);
    assert_eq!(began.elapsed().as_secs(), 30);
}

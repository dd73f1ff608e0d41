//! Reads: spelling, links, redirects, caps, faults and what they cost.

use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{OrderRef, TaskId};
use covage_tui::domain::request::{Cursor, Read, Reply};

use super::stub::{Act, ONE_ORDER, Rig, answer, json};

const ORDERS: Read = Read::Orders(Cursor::First);

fn order() -> Read {
    Read::Order(OrderRef::new("CMD_X_1"))
}

/// Rows of a page of orders; `None` for any other answer.
fn count(reply: Reply) -> Option<usize> {
    match reply {
        Reply::Orders(page) => Some(page.rows.len()),
        _ => None,
    }
}

#[tokio::test]
async fn a_read_is_one_call_with_the_token_and_without_compression() {
    let rig = Rig::api(|_, _| json(ONE_ORDER)).await;
    let exchange = rig.client.exchange(&ORDERS).await;
    assert_eq!(
        (count(exchange.result.unwrap()), exchange.calls),
        (Some(1), 1)
    );
    let call = rig.api.calls().remove(0);
    assert_eq!(call.line, "GET /api/v1/order/");
    assert_eq!(call.header("authorization"), Some("Bearer canary-access-0"));
    assert_eq!(call.header("accept"), Some("application/json"));
    assert_eq!(call.header("accept-encoding"), None);
    assert_eq!(
        call.header("user-agent"),
        Some(concat!("covage-tui/", env!("CARGO_PKG_VERSION")))
    );
    assert!(rig.identity.calls()[0].header("authorization").is_none());
}

#[tokio::test]
async fn g1_a_404_is_tried_once_without_the_slash_and_the_spelling_is_kept() {
    let rig = Rig::api(|call, _| {
        if call.line.ends_with('/') {
            answer(404, "", r#"{"detail":"no such path"}"#)
        } else {
            json(ONE_ORDER)
        }
    })
    .await;
    assert_eq!(rig.client.exchange(&ORDERS).await.calls, 2);
    assert_eq!(rig.client.exchange(&ORDERS).await.calls, 1);
    let page = Read::Orders(Cursor::Number(2));
    assert_eq!(rig.client.exchange(&page).await.calls, 1);
    assert_eq!(
        rig.api.lines(),
        [
            "GET /api/v1/order/",
            "GET /api/v1/order",
            "GET /api/v1/order",
            "GET /api/v1/order?page=2"
        ]
    );
}

#[tokio::test]
async fn g1_a_404_costs_one_call_once_the_slash_is_known_to_work() {
    let rig = Rig::api(|_, before| match before {
        0 => json(r#"{"order_reference":"CMD_X_1"}"#),
        _ => answer(404, "", r#"{"detail":"Not found."}"#),
    })
    .await;
    assert!(rig.client.read(&order()).await.is_ok());
    let gone = rig.client.exchange(&order()).await;
    assert_eq!(gone.calls, 1);
    let failure = gone.result.unwrap_err();
    assert_eq!(failure.kind, FailureKind::NotFound);
    assert_eq!(failure.detail.unwrap().wire(), "Not found.");
}

#[tokio::test]
async fn g1_a_redirect_of_the_second_spelling_does_not_hide_the_404() {
    let rig = Rig::api(|call, _| {
        if call.line.ends_with('/') {
            answer(404, "", "")
        } else {
            answer(301, "Location: /api/v1/order/CMD_X_1/\r\n", "")
        }
    })
    .await;
    let exchange = rig.client.exchange(&order()).await;
    assert_eq!(exchange.result.unwrap_err().kind, FailureKind::NotFound);
    assert_eq!(exchange.calls, 2);
}

#[tokio::test]
async fn r3_the_second_path_of_terminate_reasons_is_taken_on_404() {
    let rig = Rig::api(|call, _| {
        if call.line == "GET /api/v1/terminate_reason/" {
            json(r#"{"terminate_reasons":["Autres motifs"]}"#)
        } else {
            answer(404, "", "")
        }
    })
    .await;
    let exchange = rig.client.exchange(&Read::TerminateReasons).await;
    assert_eq!(
        exchange.result.unwrap(),
        Reply::TerminateReasons(vec!["Autres motifs".into()])
    );
    assert_eq!(exchange.calls, 2);
    assert_eq!(rig.client.exchange(&Read::TerminateReasons).await.calls, 1);
}

#[tokio::test]
async fn g3_a_link_is_followed_at_home_and_refused_abroad() {
    let stranger = super::stub::Stub::start(|_, _| json(ONE_ORDER)).await;
    let rig = Rig::api(|_, _| json(ONE_ORDER)).await;
    let link = |link: &str| Read::Orders(Cursor::Link(link.into()));
    for home in ["?page=2&x=%2F", &format!("{}/else?cursor=a", rig.api.url)] {
        assert!(rig.client.read(&link(home)).await.is_ok(), "{home}");
    }
    assert_eq!(
        rig.api.lines(),
        ["GET /api/v1/order/?page=2&x=%2F", "GET /else?cursor=a"]
    );
    let abroad = rig.client.exchange(&link(&stranger.url)).await;
    assert_eq!(abroad.calls, 0);
    let failure = abroad.result.unwrap_err();
    assert!(failure.detail.unwrap().wire().contains(&stranger.url));
    assert!(stranger.calls().is_empty(), "the token never left home");
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let stranger = super::stub::Stub::start(|_, _| json(ONE_ORDER)).await;
    let location = format!("Location: {}/api/v1/order/?t=secret\r\n", stranger.url);
    let rig = Rig::api(move |_, before| {
        let status = [301, 302, 303, 307, 308][before];
        answer(status, &location, "")
    })
    .await;
    for _ in 0..5 {
        let exchange = rig.client.exchange(&ORDERS).await;
        let failure = exchange.result.unwrap_err();
        assert_eq!((failure.kind, exchange.calls), (FailureKind::Refused, 1));
        assert!(!failure.line().contains("secret"));
    }
    assert!(stranger.calls().is_empty());
}

#[tokio::test]
async fn g9_every_status_becomes_a_failure_with_the_servers_words() {
    for (status, headers, body, kind, words) in [
        (
            403,
            "",
            r#"{"detail":"No right."}"#,
            FailureKind::Forbidden,
            "No right.",
        ),
        (
            429,
            "Retry-After: 7\r\n",
            "",
            FailureKind::Throttled {
                retry_after: Some(std::time::Duration::from_secs(7)),
            },
            "",
        ),
        (
            502,
            "",
            "<html><h1>502 Bad Gateway</h1></html>",
            FailureKind::Server,
            "502 Bad Gateway",
        ),
        (
            422,
            "",
            r#"{"page":["bad"]}"#,
            FailureKind::Refused,
            "page: bad",
        ),
    ] {
        let rig = Rig::api(move |_, _| answer(status, headers, body)).await;
        let exchange = rig.client.exchange(&ORDERS).await;
        let failure = exchange.result.unwrap_err();
        assert_eq!((failure.kind, exchange.calls), (kind, 1));
        assert_eq!(failure.status, Some(status));
        assert_eq!(
            failure
                .detail
                .map_or(String::new(), |text| text.wire().to_owned()),
            words
        );
    }
}

#[tokio::test]
async fn g5_any_2xx_is_success_and_an_empty_body_is_no_rows() {
    let rig = Rig::api(|_, before| match before {
        0 => answer(204, "", ""),
        _ => answer(206, "", ""),
    })
    .await;
    for _ in 0..2 {
        assert_eq!(count(rig.client.read(&ORDERS).await.unwrap()), Some(0));
    }
}

#[tokio::test]
async fn a_body_beyond_its_cap_is_not_read() {
    const CAP: usize = 8 * 1024 * 1024;
    let endless = |head: &str| {
        let mut bytes = head.as_bytes().to_vec();
        bytes.resize(bytes.len() + CAP + 1, b' ');
        bytes
    };
    let announced = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n", CAP + 1);
    let unannounced = "HTTP/1.1 200 X\r\nConnection: close\r\n\r\n";
    for bytes in [endless(&announced), endless(unannounced)] {
        let rig = Rig::api(move |_, _| Act::SayAndClose(bytes.clone())).await;
        let failure = rig.client.read(&ORDERS).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::TooLarge);
        assert_eq!(failure.status, Some(200));
    }
}

#[tokio::test]
async fn a_body_that_is_cut_short_is_unreadable() {
    let rig = Rig::api(|_, _| {
        Act::SayAndClose(
            b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\n[{\"order_reference\":".to_vec(),
        )
    })
    .await;
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unreadable);
    assert!(failure.is_passing());
}

#[tokio::test]
async fn answers_that_are_no_json_are_named() {
    for (body, words) in [
        (
            "<html><title>Maintenance</title></html>",
            "a page instead of JSON: Maintenance",
        ),
        ("[1,", "EOF while parsing"),
        ("\"text\"", "invalid type"),
    ] {
        let rig = Rig::api(move |_, _| json(body)).await;
        let failure = rig.client.read(&ORDERS).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unreadable);
        assert!(failure.detail.unwrap().wire().starts_with(words), "{body}");
    }
    let rig = Rig::api(|_, _| answer(200, "Content-Encoding: gzip\r\n", "[]")).await;
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unreadable);
}

#[tokio::test]
async fn bytes_that_are_not_utf8_do_not_lose_the_page() {
    let rig = Rig::api(|_, _| {
        let mut bytes = b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n".to_vec();
        bytes.extend(b"[{\"order_reference\":\"A\",\"end_customer_name\":\"Caf\xe9\"},{\"order_reference\":\"B\"}]");
        Act::SayAndClose(bytes)
    })
    .await;
    let Reply::Orders(page) = rig.client.read(&ORDERS).await.unwrap() else {
        panic!("orders were asked for");
    };
    assert_eq!(page.rows.len(), 2);
    assert_eq!(
        page.rows[0].customer.as_ref().unwrap().wire(),
        "Caf\u{FFFD}"
    );
}

#[tokio::test]
async fn a_closed_door_is_offline_and_a_dropped_line_too() {
    let rig = Rig::api(|_, _| Act::SayAndClose(Vec::new())).await;
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!((failure.kind, failure.status), (FailureKind::Offline, None));
    assert!(failure.detail.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_nothing_is_given_thirty_seconds() {
    let rig = Rig::api(|_, _| Act::Hang).await;
    let began = tokio::time::Instant::now();
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout);
    assert_eq!(began.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stalls_is_given_thirty_seconds_of_silence() {
    let rig =
        Rig::api(|_, _| Act::Say(b"HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf".to_vec()))
            .await;
    let began = tokio::time::Instant::now();
    let export = Read::OrderExport(TaskId::new("task_1"));
    let failure = rig.client.read(&export).await.unwrap_err();
    assert_eq!(
        (failure.kind, failure.status),
        (FailureKind::Timeout, Some(200))
    );
    assert_eq!(began.elapsed().as_secs(), 30);
}

#[tokio::test]
async fn o14_files_come_as_bytes_from_an_encoded_path() {
    let rig = Rig::api(|_, _| {
        let mut bytes = b"HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\n".to_vec();
        bytes.extend([0x25, 0x50, 0xff, 0x00]);
        Act::Say(bytes)
    })
    .await;
    let document = Read::Document(OrderRef::new("CMD/1"), "bon n°1.pdf".into());
    assert_eq!(
        rig.client.read(&document).await.unwrap(),
        Reply::Document(vec![0x25, 0x50, 0xff, 0x00])
    );
    let export = Read::OrderExport(TaskId::new("task_1"));
    assert!(matches!(
        rig.client.read(&export).await.unwrap(),
        Reply::OrderExport(bytes) if bytes.len() == 4
    ));
    assert_eq!(
        rig.api.lines(),
        [
            "GET /api/v1/order/CMD%2F1/bon%20n%C2%B01.pdf/download/",
            "GET /api/v1/order/export/task_1/download/"
        ]
    );
    assert_eq!(rig.api.calls()[0].header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_large_page_is_decoded_whole() {
    let rows: Vec<String> = (0..2_000)
        .map(|number| format!(r#"{{"order_reference":"CMD_{number}","state":"in_progress","site_client":"3 RUE ANDREI"}}"#))
        .collect();
    let body = format!("[{}]", rows.join(","));
    let rig = Rig::api(move |_, _| json(&body)).await;
    let Reply::Orders(page) = rig.client.read(&ORDERS).await.unwrap() else {
        panic!("orders were asked for");
    };
    assert_eq!(page.rows.len(), 2_000);
    assert_eq!(page.rows[1_999].reference.wire(), "CMD_1999");
}

#[tokio::test]
async fn a_401_renews_the_token_once_and_repeats_the_call_once() {
    let rig = Rig::api(|call, _| match call.header("authorization") {
        Some("Bearer canary-access-0") => answer(401, "", ""),
        _ => json(ONE_ORDER),
    })
    .await;
    let exchange = rig.client.exchange(&ORDERS).await;
    assert!(exchange.result.is_ok());
    assert_eq!(exchange.calls, 2);
    assert_eq!(rig.identity.calls().len(), 2);
    assert!(
        rig.identity.calls()[1]
            .body
            .contains("grant_type=refresh_token")
    );
    assert_eq!(rig.client.exchange(&ORDERS).await.calls, 1);
}

#[tokio::test]
async fn a_token_that_is_refused_after_its_renewal_is_a_failure_and_the_next_login_is_new() {
    let rig =
        Rig::api(|_, _| answer(401, "", r#"{"detail":"token canary-access-1 is bad"}"#)).await;
    let exchange = rig.client.exchange(&ORDERS).await;
    let failure = exchange.result.unwrap_err();
    assert_eq!(failure.kind, FailureKind::TokenRefused);
    assert_eq!(exchange.calls, 2);
    assert!(!format!("{failure:?}{}", failure.line()).contains("canary"));
    let _ = rig.client.exchange(&ORDERS).await;
    let grants: Vec<bool> = rig
        .identity
        .calls()
        .iter()
        .map(|call| call.body.contains("grant_type=password"))
        .collect();
    assert_eq!(grants, [true, false, true, false]);
}

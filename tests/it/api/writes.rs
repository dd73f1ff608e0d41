//! Writes: what is known for certain after one attempt, and nothing more.

use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{OrderRef, TaskId};
use covage_tui::domain::request::{Cursor, Read};
use covage_tui::domain::write::{OrderAction, Outcome, Receipt, Write};

use super::stub::{Act, ONE_ORDER, Rig, Stub, answer, json, token};

fn terminate() -> Write {
    Write::Terminate(OrderAction {
        order: OrderRef::new("CMD/1"),
        reason: "Cessation d'activité ".into(),
        message: None,
    })
}

async fn outcome(act: impl Fn() -> Act + Send + Sync + 'static) -> (Outcome, usize) {
    let rig = Rig::api(move |_, _| act()).await;
    let outcome = rig.writer.send(&terminate()).await;
    (outcome, rig.api.calls().len())
}

#[tokio::test]
async fn o16_a_write_says_the_reason_unchanged_and_nothing_it_was_not_told() {
    let rig = Rig::api(|_, _| answer(200, "", "")).await;
    let change = Write::Change(OrderAction {
        order: OrderRef::new("CMD_2"),
        reason: "Upgrade".into(),
        message: Some("100M \"vite\"".into()),
    });
    assert_eq!(
        rig.writer.send(&terminate()).await,
        Outcome::Applied(Receipt::Bare)
    );
    assert_eq!(
        rig.writer.send(&change).await,
        Outcome::Applied(Receipt::Bare)
    );
    let calls = rig.api.calls();
    assert_eq!(calls[0].line, "POST /api/v1/order/CMD%2F1/terminate/");
    assert_eq!(calls[0].body, r#"{"reason":"Cessation d'activité "}"#);
    assert_eq!(calls[0].header("content-type"), Some("application/json"));
    assert_eq!(
        calls[0].header("authorization"),
        Some("Bearer canary-access-0")
    );
    assert_eq!(calls[1].line, "POST /api/v1/order/CMD_2/change/");
    assert_eq!(
        calls[1].body,
        r#"{"message":"100M \"vite\"","reason":"Upgrade"}"#
    );
}

#[tokio::test]
async fn o17_an_export_answers_its_task() {
    let rig = Rig::api(|_, _| {
        json(include_str!(
            "../../fixtures/api/order_export_csv.post.response.json"
        ))
    })
    .await;
    assert_eq!(
        rig.writer.send(&Write::StartOrderExport).await,
        Outcome::Applied(Receipt::Task(TaskId::new(
            "550e8400-e29b-41d4-a716-446655440000"
        )))
    );
    let call = rig.api.calls().remove(0);
    assert_eq!(
        (call.line.as_str(), call.body.as_str()),
        ("POST /api/v1/order/export/csv/", "")
    );
}

#[tokio::test]
async fn g5_a_whole_2xx_is_applied_even_when_its_body_tells_nothing() {
    for body in ["", "null", "<html>", "{}", "{\"task_id\":", "[1]"] {
        let (outcome, calls) = outcome(move || answer(201, "", body)).await;
        assert_eq!(outcome, Outcome::Applied(Receipt::Bare), "{body}");
        assert_eq!(calls, 1);
    }
}

#[tokio::test]
async fn a_whole_4xx_is_refused_and_never_tried_again() {
    for status in [400, 401, 403, 404, 409, 422, 429] {
        let (outcome, calls) = outcome(move || answer(status, "", r#"{"detail":"no"}"#)).await;
        let Outcome::Refused(failure) = outcome else {
            panic!("{status}: {outcome:?}");
        };
        assert_eq!(failure.status, Some(status));
        assert_eq!(failure.detail.unwrap().wire(), "no");
        assert_eq!(calls, 1, "{status}");
    }
}

#[tokio::test]
async fn everything_that_is_not_certain_is_unknown() {
    type Fault = (&'static str, fn() -> Act);
    let faults: [Fault; 8] = [
        ("5xx", || answer(502, "", "<html>bad gateway</html>")),
        ("redirect", || answer(307, "Location: /elsewhere\r\n", "")),
        ("dropped", || Act::SayAndClose(Vec::new())),
        ("half a status line", || {
            Act::SayAndClose(b"HTTP/1.1 2".to_vec())
        }),
        ("no HTTP", || {
            Act::SayAndClose(b"SSH-2.0-x\r\n\r\n".to_vec())
        }),
        ("half a 200", || {
            Act::SayAndClose(b"HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\n{}".to_vec())
        }),
        ("half a 400", || {
            Act::SayAndClose(b"HTTP/1.1 400 X\r\nContent-Length: 9\r\n\r\n{}".to_vec())
        }),
        ("half a chunk", || {
            Act::SayAndClose(
                b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab".to_vec(),
            )
        }),
    ];
    for (name, act) in faults {
        let (outcome, calls) = outcome(act).await;
        assert!(
            matches!(outcome, Outcome::Unknown(_)),
            "{name}: {outcome:?}"
        );
        assert_eq!(calls, 1, "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_is_unknown_after_sixty_seconds() {
    let rig = Rig::api(|_, _| Act::Hang).await;
    let began = tokio::time::Instant::now();
    let outcome = rig.writer.send(&terminate()).await;
    let Outcome::Unknown(failure) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(failure.kind, FailureKind::Timeout);
    assert_eq!(began.elapsed().as_secs(), 60);
}

#[tokio::test]
async fn what_never_left_was_not_sent() {
    // A port that was just given back: nobody listens there.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let mut api = Stub::start(|_, _| json(ONE_ORDER)).await;
    api.url = url;
    let rig = Rig::new(api, Stub::start(|_, _| token("a", "r", 100.0)).await);
    let outcome = rig.writer.send(&terminate()).await;
    assert!(
        matches!(&outcome, Outcome::NotSent(failure) if failure.kind == FailureKind::Offline),
        "{outcome:?}"
    );

    let refused = Rig::identity(|_, _| answer(401, "", "")).await;
    let outcome = refused.writer.send(&terminate()).await;
    assert!(
        matches!(&outcome, Outcome::NotSent(failure) if failure.kind == FailureKind::LoginRefused)
    );
    assert!(refused.api.calls().is_empty());

    let rig = Rig::api(|_, _| json("{}")).await;
    let nowhere = Write::Terminate(OrderAction {
        order: OrderRef::new(".."),
        reason: "r".into(),
        message: None,
    });
    assert!(matches!(
        rig.writer.send(&nowhere).await,
        Outcome::NotSent(_)
    ));
    assert!(rig.api.calls().is_empty());
}

#[tokio::test]
async fn every_write_has_a_connection_of_its_own() {
    let rig = Rig::api(|_, _| json("{}")).await;
    for _ in 0..3 {
        rig.client.read(&Read::Orders(Cursor::First)).await.unwrap();
        rig.writer.send(&terminate()).await;
    }
    let of = |method: &str| -> Vec<usize> {
        let calls = rig.api.calls();
        let mut connections: Vec<_> = calls
            .iter()
            .filter(|call| call.line.starts_with(method))
            .map(|call| call.connection)
            .collect();
        connections.dedup();
        connections
    };
    assert_eq!(of("POST").len(), 3);
    assert_eq!(of("GET").len(), 1, "reads share one");
}

#[tokio::test]
async fn a_write_refused_for_its_token_leaves_a_new_one_for_the_next_press() {
    let rig = Rig::api(|call, _| match call.header("authorization") {
        Some("Bearer canary-access-0") => answer(401, "", ""),
        _ => json("{}"),
    })
    .await;
    assert!(matches!(
        rig.writer.send(&terminate()).await,
        Outcome::Refused(_)
    ));
    assert_eq!(
        rig.identity.calls().len(),
        1,
        "nothing is renewed behind the user's back"
    );
    assert_eq!(
        rig.writer.send(&terminate()).await,
        Outcome::Applied(Receipt::Bare)
    );
}

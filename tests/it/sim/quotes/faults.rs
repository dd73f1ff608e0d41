//! Every write of the contract under every fault: what was received whole, what took effect, and what the caller saw.

use std::time::Duration;

use covage_tui::sim::world::course::State;
use covage_tui::sim::world::quotes::line::LineState;
use covage_tui::sim::{Fault, FaultRule, Scenario, Stats};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::super::client::{JSON, Probe};
use super::{a_line, basket_of, choice, draft};

/// A write that would succeed.
struct Write {
    /// Method and template, as rules and statistics name the route.
    route: &'static str,
    method: Method,
    path: String,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Write {
    fn new(route: &'static str, path: String, body: &serde_json::Value) -> Self {
        let method = route.split_once(' ').unwrap().0;
        Self {
            route,
            method: method.parse().unwrap(),
            path,
            content_type: JSON,
            body: body.to_string().into_bytes(),
        }
    }
}

const KINDS: usize = 15;

/// The nth of all writes of the contract, on a target of its own world.
async fn write(probe: &Probe, nth: usize) -> Write {
    let (basket, line) = draft(probe).await;
    let (ready, products) = choice(probe, 2);
    let chosen = json!({ "product_id": products[0] });
    let held = format!("/api/v1/quote/{basket}/quote_item/{line}/");
    let answered = format!(
        "/api/v1/quote/{}/quote_item/{ready}/",
        basket_of(probe, &ready)
    );
    let item = format!("/api/v1/quote_item/{ready}/");
    let none = json!({});
    match nth {
        0 => Write::new(
            "POST /api/v1/quote/",
            "/api/v1/quote/".into(),
            &json!({ "external_id": "MARK" }),
        ),
        1 => Write::new(
            "PATCH /api/v1/quote/{id}/",
            format!("/api/v1/quote/{basket}/"),
            &json!({ "external_id": "E" }),
        ),
        2 => Write::new(
            "PATCH /api/v1/quote/{id}/confirm/",
            format!("/api/v1/quote/{basket}/confirm/"),
            &none,
        ),
        3 => Write::new(
            "POST /api/v1/quote/{quote_id}/quote_item/",
            format!("/api/v1/quote/{basket}/quote_item/"),
            &super::full_line(),
        ),
        4 => Write::new(
            "PATCH /api/v1/quote/{quote_id}/quote_item/{quote_item_id}/",
            held,
            &json!({ "note": "n" }),
        ),
        5 => Write::new(
            "DELETE /api/v1/quote/{quote_id}/quote_item/{quote_item_id}/",
            held,
            &none,
        ),
        6 => Write {
            content_type: "multipart/form-data; boundary=b",
            body: b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.kmz\"\r\n\r\nPK\r\n--b--\r\n".to_vec(),
            ..Write::new(
                "POST /api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/upload/",
                format!("{held}trace/upload/"),
                &none,
            )
        },
        7 => {
            let line = a_line(probe, |it| it.trace.is_some(), |it| it.id.clone());
            let basket = basket_of(probe, &line);
            Write::new(
                "DELETE /api/v1/quote/{quote_id}/quote_item/{quote_item_id}/trace/",
                format!("/api/v1/quote/{basket}/quote_item/{line}/trace/"),
                &none,
            )
        }
        8 => Write::new(
            "PATCH /api/v1/quote_item/{id}/accept/",
            format!("{item}accept/"),
            &chosen,
        ),
        9 => Write::new(
            "PATCH /api/v1/quote_item/{id}/decline/",
            format!("{item}decline/"),
            &chosen,
        ),
        10 => {
            let (line, product) = a_line(
                probe,
                |it| it.state == LineState::Refused && it.offers[0].product_id.is_some(),
                |it| (it.id.clone(), it.offers[0].product_id.clone()),
            );
            Write::new(
                "PATCH /api/v1/quote_item/{id}/restore_price/",
                format!("/api/v1/quote_item/{line}/restore_price/"),
                &json!({ "product_id": product }),
            )
        }
        11 => Write::new(
            "POST /api/v1/quote/{quote_id}/quote_item/{quote_item_id}/export/pdf/",
            format!("{answered}export/pdf/"),
            &none,
        ),
        12 => Write::new(
            "POST /api/v1/quote_item/export/csv/",
            "/api/v1/quote_item/export/csv/".into(),
            &none,
        ),
        13 => Write::new(
            "POST /api/v1/order/export/csv/",
            "/api/v1/order/export/csv/".into(),
            &none,
        ),
        _ => {
            let order = probe.sim.world(|world| {
                let mut orders = world.orders.listed();
                let active = orders.find(|order| order.state == State::Active);
                active.unwrap().reference()
            });
            Write::new(
                "POST /api/v1/order/{reference}/change/",
                format!("/api/v1/order/{order}/change/"),
                &json!({ "reason": "Upgrade (Changement de débit)" }),
            )
        }
    }
}

/// Sends the write under a fault on its route alone; tells whether an answer said that it worked.
async fn send_under(probe: &Probe, write: &Write, kind: Fault) -> bool {
    probe
        .sim
        .set_faults(vec![FaultRule::new(kind).on(write.route)]);
    let before = probe.sim.stats().requests_of(write.route);
    let has_come = |stats: &Stats| stats.requests_of(write.route) > before;
    let sent = probe.try_send(
        write.method.clone(),
        &write.path,
        write.content_type,
        write.body.clone(),
    );
    let answer = probe.within_a_day(sent, has_come).await;
    probe.sim.set_faults(Vec::new());
    matches!(answer, Some(Ok(reply)) if reply.status < 300)
}

fn counted(probe: &Probe, write: &Write) -> (u64, u64) {
    let call = format!("{} {}", write.method, write.path);
    let count = probe.sim.stats().writes_to(&call);
    (count.received, count.applied)
}

#[tokio::test(start_paused = true)]
async fn a_write_without_faults_is_answered_and_counted_once() {
    for nth in 0..KINDS {
        let probe = Probe::start(Scenario::default()).await;
        let write = write(&probe, nth).await;
        let (received, applied) = counted(&probe, &write);
        assert!(
            send_under(&probe, &write, Fault::BadRow).await,
            "{}",
            write.route
        );
        assert_eq!(
            counted(&probe, &write),
            (received + 1, applied + 1),
            "{}",
            write.route
        );
    }
}

#[tokio::test(start_paused = true)]
async fn every_write_can_be_applied_with_its_answer_lost() {
    for kind in [
        Fault::LostAnswer,
        Fault::LateError,
        Fault::LateHang,
        Fault::Truncate,
        Fault::ResetMidway,
    ] {
        for nth in 0..KINDS {
            let probe = Probe::start(Scenario::default()).await;
            let write = write(&probe, nth).await;
            let (received, applied) = counted(&probe, &write);
            let is_told = send_under(&probe, &write, kind).await;
            assert!(!is_told, "{kind:?} {}", write.route);
            assert_eq!(
                counted(&probe, &write),
                (received + 1, applied + 1),
                "{kind:?} {}",
                write.route
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_write_can_be_lost_before_it_is_applied() {
    for kind in [
        Fault::Reset,
        Fault::ServerError,
        Fault::Hang,
        Fault::Throttle,
    ] {
        for nth in 0..KINDS {
            let probe = Probe::start(Scenario::default()).await;
            let write = write(&probe, nth).await;
            let (received, applied) = counted(&probe, &write);
            assert!(!send_under(&probe, &write, kind).await, "{kind:?}");
            assert_eq!(
                counted(&probe, &write),
                (received + 1, applied),
                "{kind:?} {}",
                write.route
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_write_can_take_effect_after_its_sender_has_looked() {
    for nth in 0..KINDS {
        let probe = Probe::start(Scenario::default()).await;
        let write = write(&probe, nth).await;
        let (received, applied) = counted(&probe, &write);
        assert!(!send_under(&probe, &write, Fault::LateApply).await);
        assert_eq!(counted(&probe, &write), (received + 1, applied));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(
            counted(&probe, &write),
            (received + 1, applied + 1),
            "{}",
            write.route
        );
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(counted(&probe, &write), (received + 1, applied + 1));
    }
}

#[tokio::test(start_paused = true)]
async fn an_accept_that_takes_effect_late_is_seen_late_and_only_once() {
    let probe = Probe::start(Scenario::default()).await;
    let write = write(&probe, 8).await;
    let line = write.path.replace("accept/", "");
    send_under(&probe, &write, Fault::LateApply).await;
    assert_eq!(probe.get(&line).await.json()["state"], "ready");
    tokio::time::advance(Duration::from_secs(6)).await;
    assert_eq!(probe.get(&line).await.json()["state"], "accepted");
    let again = probe.try_send(write.method, &write.path, JSON, write.body);
    assert_eq!(again.await.unwrap().status, 409);
}

#[tokio::test(start_paused = true)]
async fn a_late_accept_can_come_too_late() {
    let probe = Probe::start(Scenario::default()).await;
    let (line, products) = choice(&probe, 2);
    let path = format!("/api/v1/quote_item/{line}/accept/");
    let late = FaultRule::new(Fault::LateApply).amount(60_000).times(1);
    probe.sim.set_faults(vec![late]);
    let body = json!({ "product_id": products[0] }).to_string();
    let lost = probe.try_send(Method::PATCH, &path, JSON, body.into_bytes());
    assert!(lost.await.is_err());
    let other = probe
        .patch(&path, &json!({ "product_id": products[1] }))
        .await;
    assert_eq!(other.status, 200, "someone decides meanwhile");
    tokio::time::advance(Duration::from_secs(61)).await;
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of(&format!("accept {line}")), 1);
    let count = stats.writes_to(&format!("PATCH {path}"));
    assert_eq!((count.received, count.applied), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn a_fault_on_one_method_spares_the_other() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, _) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/");
    probe.sim.set_faults(vec![
        FaultRule::new(Fault::ServerError).on("PATCH /api/v1/quote/{id}/"),
    ]);
    assert_eq!(probe.get(&path).await.status, 200);
    assert_eq!(probe.patch(&path, &json!({})).await.status, 502);
    probe.sim.set_faults(vec![
        FaultRule::new(Fault::ServerError).on("/api/v1/quote/{id}/"),
    ]);
    assert_eq!(probe.get(&path).await.status, 502);
}

#[tokio::test(start_paused = true)]
async fn half_a_write_is_neither_received_nor_applied() {
    let probe = Probe::start(Scenario::default()).await;
    let (line, products) = choice(&probe, 1);
    let path = format!("/api/v1/quote_item/{line}/accept/");
    let body = json!({ "product_id": products[0] }).to_string();
    let request = format!(
        "PATCH {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        probe.token,
        body.len()
    );
    for cut in [request.len() - body.len(), request.len() - 1] {
        let mut stream = TcpStream::connect(("127.0.0.1", probe.sim.port()))
            .await
            .unwrap();
        stream.write_all(&request.as_bytes()[..cut]).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        // Whether it is closed or reset does not matter here.
        drop(stream.read_to_end(&mut answer).await);
        let count = probe.sim.stats().writes_to(&format!("PATCH {path}"));
        assert_eq!((count.received, count.applied), (0, 0), "cut at {cut}");
    }
    let state = a_line(&probe, |it| it.id == line, |it| it.state);
    assert_eq!(state, LineState::Ready);
}

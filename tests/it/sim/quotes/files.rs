//! Trace files, PDFs and the CSV export.

use std::time::Duration;

use covage_tui::sim::Scenario;
use reqwest::Method;
use serde_json::{Value, json};

use super::super::client::{JSON, Probe, Reply};
use super::{a_line, basket_now, basket_of, choice, draft, line_now};

const BYTES: &[u8] = b"PK\x03\x04\r\n--not the end--\r\n\0\xff";

async fn upload(probe: &Probe, path: &str, field: &str, name: &str, bytes: &[u8]) -> Reply {
    let mut body = format!(
        "--cut\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
         Content-Type: application/vnd.google-earth.kmz\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--cut--\r\n");
    let kind = "multipart/form-data; boundary=cut";
    let path = format!("{path}upload/");
    let sent = probe.try_send(Method::POST, &path, kind, body);
    sent.await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_trace_comes_back_byte_by_byte_until_it_is_deleted() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/trace/");
    let download = format!("{path}download/");
    assert_eq!(line_now(&probe, &line).await["trace_file"], "");
    assert_eq!(probe.get(&download).await.status, 404);
    let answer = upload(&probe, &path, "file", "tracé 1.KMZ", BYTES).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json(), basket_now(&probe, &basket).await, "Q11");
    assert_eq!(line_now(&probe, &line).await["trace_file"], "tracé 1.KMZ");
    assert_eq!(probe.get(&download).await.body, BYTES);
    let second = upload(&probe, &path, "file", "b.kmz", b"PK").await;
    assert_eq!(second.status, 200, "a second one takes its place");
    assert_eq!(probe.get(&download).await.body, b"PK");
    let deleted = probe.delete(&path).await;
    assert_eq!(deleted.status, 200);
    let told = deleted.json();
    assert!(told["detail"].is_string() && told.as_object().unwrap().len() == 1);
    assert_eq!(line_now(&probe, &line).await["trace_file"], "");
    assert_eq!(probe.delete(&path).await.status, 404);
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of(&format!("upload {line}")), 2);
    assert_eq!(stats.writes_of(&format!("delete_trace {line}")), 1);
}

#[tokio::test(start_paused = true)]
async fn uploads_that_are_no_trace_are_refused() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/trace/");
    for (field, name, bytes) in [
        ("trace", "a.kmz", BYTES),
        ("file", "a.pdf", BYTES),
        ("file", "a.kmz", b"".as_slice()),
    ] {
        let refused = upload(&probe, &path, field, name, bytes).await;
        assert_eq!(
            (refused.status, refused.json()["file"].is_array()),
            (400, true),
            "{field} {name}"
        );
    }
    let no_form = format!("{path}upload/");
    let sent = probe.try_send(Method::POST, &no_form, JSON, b"{\"file\":\"x\"}".to_vec());
    assert_eq!(sent.await.unwrap().status, 400);
    let other = format!("/api/v1/quote/none/quote_item/{line}/trace/");
    let refused = upload(&probe, &other, "file", "a.kmz", BYTES).await;
    assert_eq!(refused.status, 404);
    assert_eq!(line_now(&probe, &line).await["trace_file"], "");
    assert_eq!(probe.sim.stats().writes_of(&format!("upload {line}")), 0);
}

#[tokio::test(start_paused = true)]
async fn a_trace_can_be_told_as_a_link() {
    let probe = Probe::start(Scenario::default().quotes(|rules| rules.trace_as_link = true)).await;
    let (line, bytes) = a_line(
        &probe,
        |line| line.trace.is_some(),
        |line| (line.id.clone(), line.trace.clone().unwrap().bytes),
    );
    let told = line_now(&probe, &line).await["trace_file"].clone();
    let path = told
        .as_str()
        .unwrap()
        .strip_prefix(&probe.sim.api_url())
        .unwrap();
    assert_eq!(probe.get(path).await.body, bytes);
}

/// Starts both PDFs of a line and returns their tasks.
async fn pdfs(probe: &Probe) -> Vec<String> {
    let (line, products) = choice(probe, 1);
    let basket = basket_of(probe, &line);
    let of = |rest: &str| format!("/api/v1/quote/{basket}/quote_item/{line}/{rest}export/pdf/");
    let mut tasks = Vec::new();
    for path in [of(""), of(&format!("price/{}/", products[0]))] {
        let started = probe.post(&path, &json!({})).await;
        assert_eq!(started.status, 200, "{}", started.text());
        tasks.push(started.json()["task_id"].as_str().unwrap().to_owned());
    }
    let stats = probe.sim.stats();
    assert_eq!(stats.writes_of(&format!("export_pdf {line}")), 1);
    let of_offer = format!("export_pdf {line} {}", products[0]);
    assert_eq!(stats.writes_of(&of_offer), 1);
    assert_eq!(probe.post(&of("price/0/"), &json!({})).await.status, 404);
    tasks
}

#[tokio::test(start_paused = true)]
async fn pdf_tasks_lead_nowhere_unless_the_scenario_says_so() {
    for knows in [false, true] {
        let probe =
            Probe::start(Scenario::default().quotes(|rules| rules.pdf_tasks_answer = knows)).await;
        let tasks = pdfs(&probe).await;
        tokio::time::advance(Duration::from_secs(10)).await;
        for task in tasks {
            let path = format!("/api/v1/quote_item/export/{task}/");
            let status = probe.get(&format!("{path}status/")).await;
            let file = probe.get(&format!("{path}download/")).await;
            if knows {
                assert_eq!(status.json()["success"], true);
                assert!(file.body.starts_with(b"%PDF-"));
            } else {
                assert_eq!((status.status, file.status), (404, 404), "Q16");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_line_without_an_answer_has_no_pdf() {
    let probe = Probe::start(Scenario::default()).await;
    let (basket, line) = draft(&probe).await;
    let path = format!("/api/v1/quote/{basket}/quote_item/{line}/export/pdf/");
    assert_eq!(probe.post(&path, &json!({})).await.status, 409);
}

async fn csv(probe: &Probe, body: &[u8]) -> (Value, String) {
    let path = "/api/v1/quote_item/export/csv/";
    let sent = probe.try_send(Method::POST, path, JSON, body.to_vec());
    let started = sent.await.unwrap();
    assert_eq!(started.status, 200, "{}", started.text());
    let task = started.json()["task_id"].as_str().unwrap().to_owned();
    let status = format!("/api/v1/quote_item/export/{task}/status/");
    let download = format!("/api/v1/quote_item/export/{task}/download/");
    let pending = probe.get(&status).await.json();
    assert_eq!(pending["success"], Value::Null, "Q19");
    assert_eq!(probe.get(&download).await.status, 404);
    tokio::time::advance(Duration::from_secs(7)).await;
    let ended = probe.get(&status).await.json();
    (ended, probe.get(&download).await.text())
}

#[tokio::test(start_paused = true)]
async fn the_csv_holds_the_lines_that_pass_its_filters() {
    let free = || Scenario::default().limit("quote_export", 100, 1);
    let probe = Probe::start(free()).await;
    let (ended, text) = csv(&probe, b"").await;
    assert_eq!(ended["success"], true);
    let count = probe.sim.world(|world| world.quotes.lines().count());
    assert_eq!(text.lines().count(), count + 1);
    assert!(
        text.starts_with("\u{feff}Référence;Identifiant;État;"),
        "{text}"
    );
    let ready = a_line(
        &probe,
        |line| line.state.word() == "ready",
        |line| line.id.clone(),
    );
    let (_, text) = csv(&probe, b"{\"state\":\"ready\",\"project_id\":\"\"}").await;
    assert!(text.contains(&ready));
    assert!(text.lines().skip(1).all(|line| line.contains(";ready;")));
    let path = "/api/v1/quote_item/export/csv/";
    assert_eq!(probe.post(path, &json!([])).await.status, 400);
    assert_eq!(probe.post(path, &json!({ "state": [] })).await.status, 400);
    let failing = Scenario::from_toml("[export]\nfails = true").unwrap();
    let (ended, _) = csv(&Probe::start(failing).await, b"{}").await;
    assert_eq!(ended["success"], false);
}

#[tokio::test(start_paused = true)]
async fn exports_of_quotes_are_limited_like_those_of_orders_but_apart() {
    let probe = Probe::start(Scenario::default()).await;
    let (orders, quotes) = (
        "/api/v1/order/export/csv/",
        "/api/v1/quote_item/export/csv/",
    );
    assert_eq!(probe.post(orders, &json!({})).await.status, 200);
    assert_eq!(probe.post(quotes, &json!({})).await.status, 200);
    let refused = probe.post(quotes, &json!({})).await;
    assert_eq!(
        (refused.status, refused.retry_after.as_deref()),
        (429, Some("300"))
    );
    tokio::time::advance(Duration::from_secs(300)).await;
    assert_eq!(probe.post(quotes, &json!({})).await.status, 200);
    assert_eq!(probe.sim.stats().limit_violations["quote_export"], 1);
    assert_eq!(probe.sim.stats().writes_of("export quotes"), 2);
}

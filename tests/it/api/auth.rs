//! The login: one at a time, early, from memory, and never a refused password twice.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use covage_tui::api::{Latch, LatchKey, MemoryLatch, TokenState};
use covage_tui::domain::failure::{Failure, FailureKind};
use covage_tui::domain::ids::OrderRef;
use covage_tui::domain::request::{Cursor, Read};
use covage_tui::domain::write::{OrderAction, Outcome, Write};
use secrecy::SecretString;
use tokio::task::JoinSet;
use tokio::time::advance;

use super::stub::{Act, ONE_ORDER, PASSWORD, Passwords, Rig, Stub, answer, json, token};

const ORDERS: Read = Read::Orders(Cursor::First);
const WRONG: &str = r#"{"error":"invalid_grant","error_description":"Invalid user credentials"}"#;

/// Kinds of the grants an identity server saw.
fn grants(identity: &Stub) -> Vec<&'static str> {
    let kind = |body: String| {
        if body.contains("grant_type=password") {
            "password"
        } else {
            "refresh"
        }
    };
    identity
        .calls()
        .into_iter()
        .map(|call| kind(call.body))
        .collect()
}

#[tokio::test]
async fn a1_the_password_grant_is_form_encoded_and_asked_for_once() {
    let rig = Rig::identity(|_, _| token("a", "r", 3_600.0)).await;
    assert_eq!(*rig.auth.state().borrow(), TokenState::None);
    assert_eq!(
        rig.passwords.asked.load(Ordering::Relaxed),
        0,
        "not before it is needed"
    );
    for _ in 0..3 {
        assert!(rig.client.read(&ORDERS).await.is_ok());
    }
    assert_eq!(rig.identity.calls().len(), 1);
    let call = rig.identity.calls().remove(0);
    assert_eq!(call.line, "POST /token");
    assert_eq!(
        call.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        call.body,
        "grant_type=password&client_id=api-client&username=me%40example.com&password=canary-password+%C3%A9%26%3D%2B%25"
    );
    assert!(matches!(
        *rig.auth.state().borrow(),
        TokenState::Valid { .. }
    ));
}

#[tokio::test]
async fn the_token_of_the_contract_is_taken() {
    let rig =
        Rig::identity(|_, _| json(include_str!("../../fixtures/api/token.post.response.json")))
            .await;
    assert!(rig.client.read(&ORDERS).await.is_ok());
    let bearer = "Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...";
    assert_eq!(rig.api.calls()[0].header("authorization"), Some(bearer));
}

#[tokio::test(start_paused = true)]
async fn a2_a_live_refresh_token_renews_and_a_dead_one_does_not() {
    let rig =
        Rig::identity(|_, before| token(&format!("a{before}"), &format!("r{before}"), 3_600.0))
            .await;
    rig.client.read(&ORDERS).await.unwrap();
    advance(Duration::from_secs(3_541)).await;
    rig.client.read(&ORDERS).await.unwrap();
    assert!(rig.identity.calls()[1].body.contains("refresh_token=r0"));
    advance(Duration::from_secs(7_300)).await;
    rig.client.read(&ORDERS).await.unwrap();
    assert_eq!(grants(&rig.identity), ["password", "refresh", "password"]);
    assert_eq!(
        rig.passwords.asked.load(Ordering::Relaxed),
        1,
        "the password is kept"
    );
}

#[tokio::test(start_paused = true)]
async fn a2_any_refused_refresh_is_followed_by_exactly_one_password_grant() {
    for (status, body) in [
        (400, WRONG),
        (401, ""),
        (400, r#"{"error":"unsupported_grant_type"}"#),
        (404, ""),
    ] {
        let rig = Rig::identity(move |call, before| {
            if call.body.contains("refresh_token=") {
                answer(status, "", body)
            } else {
                token(&format!("a{before}"), "r", 100.0)
            }
        })
        .await;
        rig.client.read(&ORDERS).await.unwrap();
        advance(Duration::from_secs(95)).await;
        rig.client.read(&ORDERS).await.unwrap();
        assert_eq!(
            grants(&rig.identity),
            ["password", "refresh", "password"],
            "{status}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_refresh_and_a_refused_password_stop_everything() {
    let rig = Rig::identity(|_, before| match before {
        0 => token("a", "r", 100.0),
        _ => answer(401, "", WRONG),
    })
    .await;
    rig.client.read(&ORDERS).await.unwrap();
    advance(Duration::from_secs(101)).await;
    for _ in 0..3 {
        let failure = rig.client.read(&ORDERS).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::LoginRefused);
    }
    assert_eq!(grants(&rig.identity), ["password", "refresh", "password"]);
    assert_eq!(*rig.auth.state().borrow(), TokenState::Refused);
}

#[tokio::test]
async fn a_wrong_password_is_sent_once_even_by_twenty_callers() {
    let rig = Arc::new(Rig::identity(|_, _| answer(401, "", WRONG)).await);
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let rig = Arc::clone(&rig);
        callers.spawn(async move { rig.client.exchange(&ORDERS).await });
    }
    while let Some(exchange) = callers.join_next().await {
        let exchange = exchange.unwrap();
        assert_eq!(exchange.calls, 0);
        let failure = exchange.result.unwrap_err();
        assert_eq!(failure.kind, FailureKind::LoginRefused);
        assert!(
            failure
                .detail
                .unwrap()
                .wire()
                .contains("Invalid user credentials")
        );
    }
    assert_eq!(rig.identity.calls().len(), 1);
    assert!(rig.api.calls().is_empty());
}

#[tokio::test]
async fn a_person_opens_the_latch_and_the_password_is_asked_for_again() {
    let rig = Rig::identity(|_, before| match before {
        0 => answer(400, "", WRONG),
        _ => token("a", "r", 100.0),
    })
    .await;
    assert!(rig.client.read(&ORDERS).await.is_err());
    assert!(rig.client.read(&ORDERS).await.is_err());
    rig.auth.reset().await;
    assert_eq!(*rig.auth.state().borrow(), TokenState::None);
    assert!(rig.client.read(&ORDERS).await.is_ok());
    assert_eq!(rig.identity.calls().len(), 2);
    assert_eq!(rig.passwords.asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_password_that_was_refused_elsewhere_is_not_sent_and_a_changed_one_is() {
    for (refused, sent) in [(PASSWORD, 0), ("the one before", 1)] {
        let identity = Stub::start(|_, _| token("a", "r", 100.0)).await;
        let latch = MemoryLatch::default();
        let secret = latch.secret().await;
        let token_url = format!("{}/token", identity.url);
        let refused = SecretString::from(refused);
        let key = LatchKey::new(&secret, &token_url, "me@example.com", &refused);
        latch.close(&key, "refused yesterday".into()).await;
        let api = Stub::start(|_, _| json(ONE_ORDER)).await;
        let rig = Rig::with(api, identity, Passwords::default(), Arc::new(latch));
        let answer = rig.client.read(&ORDERS).await;
        assert_eq!(rig.identity.calls().len(), sent);
        match answer {
            Ok(_) => assert_eq!(sent, 1),
            Err(failure) => {
                assert_eq!(failure.kind, FailureKind::LoginRefused);
                assert_eq!(failure.detail.unwrap().wire(), "refused yesterday");
            }
        }
    }
}

#[test]
fn a_fingerprint_tells_passwords_accounts_and_secrets_apart() {
    let key = |secret: u8, url: &str, user: &str, password: &str| {
        LatchKey::new(&[secret; 32], url, user, &SecretString::from(password)).fingerprint
    };
    let one = key(1, "https://a/token", "me", "hunter2");
    assert_eq!(one, key(1, "https://a/token", "me", "hunter2"));
    for other in [
        key(2, "https://a/token", "me", "hunter2"),
        key(1, "https://b/token", "me", "hunter2"),
        key(1, "https://a/token", "you", "hunter2"),
        key(1, "https://a/token", "me", "hunter3"),
        key(1, "https://a/token", "meh", "unter2"),
    ] {
        assert_ne!(one, other);
    }
    let shown = format!(
        "{:?}",
        LatchKey::new(&[1; 32], "u", "me", &"hunter2".into())
    );
    assert_eq!(shown, "LatchKey { .. }");
}

#[tokio::test]
async fn what_is_no_refusal_closes_no_latch() {
    let kinds = [
        (502, "<html>Bad Gateway</html>", FailureKind::Server),
        (429, "", FailureKind::Throttled { retry_after: None }),
        (200, "<html>login page</html>", FailureKind::Unreadable),
        (403, "<html>proxy</html>", FailureKind::Forbidden),
        (302, "", FailureKind::Refused),
    ];
    let rig = Rig::identity(move |_, before| match kinds.get(before) {
        Some((status, body, _)) => answer(*status, "", body),
        None if before == kinds.len() => Act::SayAndClose(Vec::new()),
        None => token("a", "r", 100.0),
    })
    .await;
    for (status, _, kind) in kinds {
        let failure = rig.client.read(&ORDERS).await.unwrap_err();
        assert_eq!(failure.kind, kind, "{status}");
        assert_eq!(failure.status, Some(status));
    }
    let dropped = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(dropped.kind, FailureKind::Offline);
    assert!(rig.client.read(&ORDERS).await.is_ok());
    assert!(rig.api.lines().len() == 1);
}

#[tokio::test(start_paused = true)]
async fn a_renewal_is_shared_by_all_callers() {
    let rig = Arc::new(Rig::identity(|_, before| token(&format!("a{before}"), "r", 100.0)).await);
    rig.client.read(&ORDERS).await.unwrap();
    advance(Duration::from_secs(101)).await;
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let rig = Arc::clone(&rig);
        callers.spawn(async move { rig.client.read(&ORDERS).await });
    }
    while let Some(reply) = callers.join_next().await {
        reply.unwrap().unwrap();
    }
    assert_eq!(grants(&rig.identity), ["password", "refresh"]);
}

#[tokio::test(start_paused = true)]
async fn twenty_refused_calls_share_one_renewal() {
    let identity = Stub::start(|_, before| token(&format!("a{before}"), "r", 3_600.0)).await;
    let api = Stub::start(|call, _| match call.header("authorization") {
        Some("Bearer a0") => answer(401, "", ""),
        _ => json(ONE_ORDER),
    })
    .await;
    let rig = Arc::new(Rig::new(api, identity));
    let mut callers = JoinSet::new();
    for _ in 0..20 {
        let rig = Arc::clone(&rig);
        callers.spawn(async move { rig.client.read(&ORDERS).await });
    }
    while let Some(reply) = callers.join_next().await {
        reply.unwrap().unwrap();
    }
    assert_eq!(grants(&rig.identity), ["password", "refresh"]);
}

#[tokio::test(start_paused = true)]
async fn a_live_token_is_used_while_the_identity_server_is_down() {
    let rig = Rig::identity(|_, before| match before {
        0 => token("a", "r", 1_000.0),
        _ => answer(503, "", "down"),
    })
    .await;
    rig.client.read(&ORDERS).await.unwrap();
    advance(Duration::from_secs(950)).await;
    for _ in 0..10 {
        rig.client.read(&ORDERS).await.unwrap();
    }
    assert_eq!(rig.identity.calls().len(), 2, "one try, then a pause");
    advance(Duration::from_secs(6)).await;
    rig.client.read(&ORDERS).await.unwrap();
    assert_eq!(rig.identity.calls().len(), 3);
    advance(Duration::from_secs(60)).await;
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Server);
}

#[tokio::test]
async fn a_token_without_life_is_used_once_and_never_loops() {
    let rig = Rig::identity(|_, _| token("a", "r", 0.0)).await;
    for calls in 1..=3 {
        rig.client.read(&ORDERS).await.unwrap();
        assert_eq!(rig.identity.calls().len(), calls);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_caller_leaves_its_login_to_the_next_one() {
    let rig = Rig::identity(|_, _| Act::Hang).await;
    let hurried = tokio::time::timeout(Duration::from_secs(1), rig.client.read(&ORDERS)).await;
    assert!(hurried.is_err(), "the first caller gave up");
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout);
    assert_eq!(
        rig.identity.calls().len(),
        1,
        "one password was sent, not two"
    );
}

#[tokio::test]
async fn no_password_is_a_failure_that_is_kept_until_reset() {
    let identity = Stub::start(|_, _| token("a", "r", 100.0)).await;
    let api = Stub::start(|_, _| json(ONE_ORDER)).await;
    let none = Passwords {
        failure: Some(Failure::new(FailureKind::NoCredentials, "").with_detail("pass: exit 1")),
        ..Passwords::default()
    };
    let rig = Rig::with(api, identity, none, Arc::new(MemoryLatch::default()));
    for _ in 0..3 {
        let failure = rig.client.read(&ORDERS).await.unwrap_err();
        assert_eq!(failure.kind, FailureKind::NoCredentials);
        assert!(failure.needs_login());
    }
    assert_eq!(rig.passwords.asked.load(Ordering::Relaxed), 1);
    assert_eq!(*rig.auth.state().borrow(), TokenState::NoCredentials);
    rig.auth.reset().await;
    assert!(rig.client.read(&ORDERS).await.is_err());
    assert_eq!(rig.passwords.asked.load(Ordering::Relaxed), 2);
    assert!(rig.identity.calls().is_empty());
}

#[tokio::test(start_paused = true)]
async fn the_status_row_is_told_of_every_change() {
    let rig = Rig::identity(|_, _| token("a", "r", 100.5)).await;
    let mut state = rig.auth.state();
    rig.client.read(&ORDERS).await.unwrap();
    assert!(state.has_changed().unwrap());
    let TokenState::Valid { until } = *state.borrow_and_update() else {
        panic!("a token was granted");
    };
    assert_eq!(until.to_rfc3339(), "2025-05-01T00:01:40.500+00:00");
}

/// A place logs go to in a test.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .map_err(|_| std::io::ErrorKind::Other)?
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn logs_name_templates_and_statuses_and_no_secret() {
    let log = Log::default();
    let sink = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || sink.clone())
        .finish();
    // While there is a single subscriber, tracing asks only the thread that meets an event first whether anybody wants
    // it, and that may be the thread of another test. With a second one it asks them all.
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let guard = tracing::subscriber::set_default(subscriber);
    let rig = Rig::api(
        |call, before| match (call.line.starts_with("POST"), before) {
            (true, _) => answer(500, "", ""),
            (_, 0) => answer(401, "", r#"{"detail":"canary-access-0"}"#),
            _ => json(ONE_ORDER),
        },
    )
    .await;
    let order = OrderRef::new("CMD-canary-of-a-customer");
    assert!(
        rig.client
            .read(&Read::Historic(order.clone()))
            .await
            .is_ok()
    );
    let terminate = Write::Terminate(OrderAction {
        order,
        reason: "canary-reason".into(),
        message: None,
    });
    assert!(matches!(
        rig.writer.send(&terminate).await,
        Outcome::Unknown(_)
    ));
    drop(guard);
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("/api/v1/order/{order_reference}/historic/"),
        "{log}"
    );
    assert!(log.contains("401") && log.contains("unknown"), "{log}");
    assert!(!log.contains("canary"), "{log}");
}

#[tokio::test]
async fn no_secret_is_printed_not_even_one_the_server_repeats() {
    let echo = format!(r#"{{"error":"invalid_grant","error_description":"wrong: {PASSWORD}"}}"#);
    let rig = Rig::identity(move |_, _| answer(401, "", &echo)).await;
    let failure = rig.client.read(&ORDERS).await.unwrap_err();
    let granted = Rig::api(|_, _| json(ONE_ORDER)).await;
    granted.client.read(&ORDERS).await.unwrap();
    let printed = format!(
        "{failure:?} {} {:?} {:?} {:?} {:?} {:?}",
        failure.line(),
        rig.client,
        rig.writer,
        granted.client,
        granted.writer,
        granted.auth,
    );
    assert!(!printed.contains("canary"), "{printed}");
}

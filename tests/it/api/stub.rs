//! A hand-written HTTP server on loopback: it records every call and answers with the bytes a test chose.
//!
//! It knows nothing of the API, so that it cannot share a misunderstanding with the client or with the simulator.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use covage_tui::api::{
    Auth, AuthClock, BoxFuture, Client, Endpoints, Latch, Login, MemoryLatch, PasswordSource,
    Writer,
};
use covage_tui::domain::failure::Failure;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A request as it came.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// Method and target, such as `GET /api/v1/order/`.
    pub(super) line: String,
    headers: Vec<(String, String)>,
    /// The body as text.
    pub(super) body: String,
    pub(super) bytes: Vec<u8>,
    /// Which connection it came over, counted from 0.
    pub(super) connection: usize,
}

impl Call {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What the server does with a call.
pub(super) enum Act {
    /// Writes these bytes and waits for the next request.
    Say(Vec<u8>),
    /// Writes these bytes and closes.
    SayAndClose(Vec<u8>),
    /// Never answers.
    Hang,
}

/// A whole answer.
pub(super) fn answer(status: u16, headers: &str, body: &str) -> Act {
    Act::Say(
        format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        )
        .into_bytes(),
    )
}

pub(super) fn json(body: &str) -> Act {
    answer(200, "Content-Type: application/json\r\n", body)
}

/// A token answer with an access token and a refresh token.
pub(super) fn token(access: &str, refresh: &str, life: f64) -> Act {
    json(&format!(
        r#"{{"access_token":"{access}","expires_in":{life},"refresh_token":"{refresh}","refresh_expires_in":7200,"token_type":"Bearer"}}"#
    ))
}

type Script = dyn Fn(&Call, usize) -> Act + Send + Sync;

pub(super) struct Stub {
    pub(super) url: String,
    calls: Arc<Mutex<Vec<Call>>>,
    _tasks: JoinSet<()>,
}

impl Stub {
    /// A server that answers as `script` says; the number is how many calls came before.
    pub(super) async fn start(
        script: impl Fn(&Call, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = JoinSet::new();
        let (script, log): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&calls));
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            for connection in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                connections.spawn(serve(
                    stream,
                    connection,
                    Arc::clone(&script),
                    Arc::clone(&log),
                ));
            }
        });
        Self {
            url,
            calls,
            _tasks: tasks,
        }
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Forgets all calls and says how many there were.
    pub(super) fn take_count(&self) -> usize {
        std::mem::take(&mut *self.calls.lock().unwrap()).len()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.calls().into_iter().map(|call| call.line).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    script: Arc<Script>,
    log: Arc<Mutex<Vec<Call>>>,
) {
    while let Some(call) = receive(&mut stream, connection).await {
        let before = {
            let mut log = log.lock().unwrap();
            log.push(call.clone());
            log.len() - 1
        };
        match script(&call, before) {
            Act::Say(bytes) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Act::SayAndClose(bytes) => {
                // The client may have hung up already, which is what some tests want.
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Act::Hang => std::future::pending().await,
        }
    }
}

async fn receive(stream: &mut TcpStream, connection: usize) -> Option<Call> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.lines();
    let line = lines.next()?.rsplit_once(' ')?.0.to_owned();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut call = Call {
        line,
        headers,
        body: String::new(),
        bytes: Vec::new(),
        connection,
    };
    let length: usize = call
        .header("content-length")
        .map_or(0, |length| length.parse().unwrap());
    while bytes.len() < head + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    call.bytes = bytes[head..].to_vec();
    call.body = String::from_utf8_lossy(&call.bytes).into_owned();
    Some(call)
}

/// Clocks that stop when a test pauses time.
pub(super) struct TestClock(Instant);

impl TestClock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }
}

impl AuthClock for TestClock {
    fn boot(&self) -> Duration {
        self.0.elapsed()
    }

    fn wall(&self) -> DateTime<Utc> {
        "2025-05-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + self.0.elapsed()
    }
}

/// The word no output may contain.
pub(super) const PASSWORD: &str = "canary-password é&=+%";

/// A source that counts how often it was asked.
#[derive(Default)]
pub(super) struct Passwords {
    pub(super) asked: AtomicUsize,
    pub(super) failure: Option<Failure>,
}

impl PasswordSource for Passwords {
    fn password(&self) -> BoxFuture<'_, Result<SecretString, Failure>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let password = match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => Ok(SecretString::from(PASSWORD)),
        };
        Box::pin(std::future::ready(password))
    }
}

/// Everything a test needs to talk to an API and a token endpoint.
pub(super) struct Rig {
    pub(super) client: Client,
    pub(super) writer: Writer,
    pub(super) auth: Auth,
    pub(super) api: Stub,
    pub(super) identity: Stub,
    pub(super) passwords: Arc<Passwords>,
}

impl Rig {
    pub(super) fn new(api: Stub, identity: Stub) -> Self {
        Self::with(
            api,
            identity,
            Passwords::default(),
            Arc::new(MemoryLatch::default()),
        )
    }

    pub(super) fn with(
        api: Stub,
        identity: Stub,
        passwords: Passwords,
        latch: Arc<dyn Latch>,
    ) -> Self {
        let endpoints = Endpoints {
            api_url: api.url.clone(),
            token_url: format!("{}/token", identity.url),
            ca_pem: None,
        };
        let passwords = Arc::new(passwords);
        let auth = Auth::new(
            &endpoints,
            Login {
                username: "me@example.com".into(),
                passwords: Arc::clone(&passwords) as Arc<dyn PasswordSource>,
                latch,
                clock: Arc::new(TestClock::new()),
            },
        )
        .unwrap();
        Self {
            client: Client::new(&endpoints, auth.clone()).unwrap(),
            writer: Writer::new(&endpoints, auth.clone()).unwrap(),
            auth,
            api,
            identity,
            passwords,
        }
    }

    /// An API that answers as `script` says, behind an identity server that always grants an hour.
    pub(super) async fn api(script: impl Fn(&Call, usize) -> Act + Send + Sync + 'static) -> Self {
        let identity = Stub::start(|_, before| {
            token(
                &format!("canary-access-{before}"),
                "canary-refresh",
                3_600.0,
            )
        })
        .await;
        Self::new(Stub::start(script).await, identity)
    }

    /// An identity server that answers as `script` says, before an API that always has one order.
    pub(super) async fn identity(
        script: impl Fn(&Call, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let api = Stub::start(|_, _| json(ONE_ORDER)).await;
        Self::new(api, Stub::start(script).await)
    }
}

pub(super) const ONE_ORDER: &str = r#"[{"order_reference":"CMD_X_1","state":"active"}]"#;

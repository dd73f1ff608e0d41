//! What happens to a request around its handler: counting, faults, token, limits, and the way out.
//!
//! ```text
//! count -> latency -> early faults -> token -> limit -> handler -> bend -> its time -> late faults -> bytes
//!                        |              |        |         |                   |
//!                     nothing is applied up to here        `- a write takes effect here
//! ```
//!
//! A write that is to take effect late waits in a list, and does so before anything else happens after its time.
//!
//! The order matters: a request refused before the handler has changed nothing, and everything that goes wrong after it leaves
//! a write applied. No lock is held across a wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body as HttpBody;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::answer::{Answer, Body, Call};
use super::bend::bend;
use super::dice::Dice;
use super::faults::{Faults, Struck};
use super::limits::Limits;
use super::routes::{Handler, Route};
use super::scenario::{Fault, RetryAfter, Scenario};
use super::stats::Stats;
use super::token::Tokens;
use super::wire::{Cut, Wire};
use super::world::World;

/// Tells the time; tests give one that follows a paused runtime.
pub type ClockFn = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Everything the server shares between requests. It survives a stop and a restart.
pub(super) struct Gate {
    pub(super) scenario: Scenario,
    pub(super) clock: ClockFn,
    world: Mutex<World>,
    pub(super) tokens: Mutex<Tokens>,
    pub(super) faults: Mutex<Faults>,
    limits: Mutex<Limits>,
    stats: Mutex<Stats>,
    dice: Mutex<Dice>,
    postponed: Mutex<Vec<Postponed>>,
    /// Requests in the server. Nothing but a wait on purpose holds one here: everything else is done in one go.
    pub(super) in_flight: watch::Sender<u64>,
}

/// A request as it came in, before anything was checked.
pub(super) struct Incoming {
    pub(super) headers: HeaderMap,
    pub(super) path: String,
    pub(super) params: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) origin: String,
    pub(super) wire: Wire,
    pub(super) stop: CancellationToken,
}

/// A write that takes effect when its sender is long gone.
struct Postponed {
    at: DateTime<Utc>,
    route: &'static Route,
    incoming: Incoming,
}

/// Takes a lock; a panic elsewhere does not stop the simulator.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts a request as in flight for as long as it lives.
struct Flight<'a>(&'a Gate);

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.send_modify(|in_flight| *in_flight -= 1);
    }
}

impl Gate {
    pub(super) fn new(scenario: Scenario, clock: ClockFn) -> Self {
        Self {
            // At a whole second: how fast the program started is no part of the world.
            world: Mutex::new(World::new(&scenario, clock().trunc_subsecs(0))),
            tokens: Mutex::new(Tokens::new(&scenario)),
            faults: Mutex::new(Faults::new(scenario.seed, scenario.faults.clone())),
            limits: Mutex::new(Limits::new(scenario.limits.clone())),
            stats: Mutex::new(Stats::default()),
            dice: Mutex::new(Dice::of(scenario.seed, 0, 0x6A7E)),
            postponed: Mutex::default(),
            in_flight: watch::Sender::new(0),
            scenario,
            clock,
        }
    }

    /// Looks at the world as it stands now.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        let now = (self.clock)();
        self.catch_up(now);
        let mut world = lock(&self.world);
        world.advance(now);
        world
    }

    pub(super) fn stats(&self) -> Stats {
        self.catch_up((self.clock)());
        let mut stats = lock(&self.stats).clone();
        stats
            .limit_violations
            .clone_from(lock(&self.limits).violations());
        stats.logins = lock(&self.tokens).logins();
        stats
    }

    /// Serves one request of a known route.
    pub(super) async fn serve(
        &self,
        route: &'static Route,
        incoming: Incoming,
    ) -> Response<HttpBody> {
        let _flight = self.enter(route, &incoming);
        let struck = lock(&self.faults).strike(&route.name(), route.is_write);
        self.wait(&struck).await;
        if struck.has(Fault::Hang) {
            incoming.stop.cancelled().await;
            return self.encode(Answer::html_error(503)).0;
        }
        if let Some(answer) = self.early_fault(&struck, &incoming) {
            return self.leave(&struck, answer, &incoming.wire);
        }
        if let Some(millis) = struck.amount(Fault::LateApply, 5_000) {
            return self.postpone(route, incoming, millis);
        }
        let now = (self.clock)();
        self.catch_up(now);
        let answer = self.answer(route, &struck, &incoming, now);
        if !answer.takes.is_zero() {
            tokio::time::sleep(answer.takes).await;
        }
        if answer.applied.is_some() && struck.has(Fault::LateHang) {
            incoming.stop.cancelled().await;
        }
        self.leave(&struck, answer, &incoming.wire)
    }

    /// Cuts the connection now and applies the write later.
    fn postpone(
        &self,
        route: &'static Route,
        incoming: Incoming,
        millis: u64,
    ) -> Response<HttpBody> {
        incoming.wire.cut(Cut::BeforeAnswer);
        let wait = i64::try_from(millis.min(86_400_000)).unwrap_or(0);
        let at = (self.clock)() + chrono::Duration::milliseconds(wait);
        lock(&self.postponed).push(Postponed {
            at,
            route,
            incoming,
        });
        self.encode(Answer::new(503, Body::Empty)).0
    }

    /// Lets every postponed write take effect that is due by `now`; nobody hears the answer.
    fn catch_up(&self, now: DateTime<Utc>) {
        let mut due: Vec<Postponed> = lock(&self.postponed)
            .extract_if(.., |write| write.at <= now)
            .collect();
        due.sort_by_key(|write| write.at);
        for write in due {
            self.answer(write.route, &Struck::default(), &write.incoming, write.at);
        }
    }

    /// Answers a path that no route serves.
    pub(super) fn unknown_path(&self) -> Response<HttpBody> {
        lock(&self.stats).unknown_paths += 1;
        self.encode(Answer::not_found(&self.scenario.shape)).0
    }

    fn enter(&self, route: &Route, incoming: &Incoming) -> Flight<'_> {
        self.in_flight.send_modify(|in_flight| *in_flight += 1);
        let now_in = *self.in_flight.borrow();
        let mut stats = lock(&self.stats);
        *stats.requests.entry(route.name()).or_default() += 1;
        if route.is_write {
            let call = written_to(route, incoming);
            stats.writes_to.entry(call).or_default().received += 1;
        }
        stats.peak_in_flight = stats.peak_in_flight.max(now_in);
        Flight(self)
    }

    async fn wait(&self, struck: &Struck) {
        let usual = self.scenario.latency;
        let mut millis = if usual.max_ms == 0 {
            0
        } else {
            usual.min_ms + lock(&self.dice).below(usual.max_ms.saturating_sub(usual.min_ms) + 1)
        };
        millis += struck.amount(Fault::Latency, 2_000).unwrap_or(0);
        if millis > 0 {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
    }

    /// The answer of a fault that keeps the request from its handler.
    fn early_fault(&self, struck: &Struck, incoming: &Incoming) -> Option<Answer> {
        if struck.has(Fault::Reset) {
            incoming.wire.cut(Cut::BeforeAnswer);
            return Some(Answer::new(503, Body::Empty));
        }
        if let Some(status) = struck.amount(Fault::ServerError, 502) {
            return Some(Answer::html_error(u16::try_from(status).unwrap_or(502)));
        }
        let kinds = [
            (Fault::Throttle, RetryAfter::Seconds),
            (Fault::ThrottleDate, RetryAfter::Date),
            (Fault::ThrottleBare, RetryAfter::Absent),
        ];
        kinds.into_iter().find_map(|(fault, kind)| {
            let seconds = struck.amount(fault, 30)?;
            let answer = Answer::error(&self.scenario.shape, 429, "Trop de requêtes.");
            Some(retry_after(answer, kind, seconds, (self.clock)()))
        })
    }

    /// Checks token and pace, then asks the handler, and counts what took effect.
    fn answer(
        &self,
        route: &Route,
        struck: &Struck,
        incoming: &Incoming,
        now: DateTime<Utc>,
    ) -> Answer {
        let refused = self.check_token(route, struck, incoming, now);
        if let Some(refusal) = refused.or_else(|| self.check_pace(route, now)) {
            return refusal;
        }
        let call = Call {
            scenario: &self.scenario,
            now,
            origin: &incoming.origin,
            path: &incoming.path,
            params: &incoming.params,
            query: &incoming.query,
            content_type: incoming
                .headers
                .get(CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default(),
            body: &incoming.body,
        };
        match route.handler {
            Handler::Identity(handler) => handler(&mut lock(&self.tokens), &call),
            Handler::Api(handler) => {
                let mut world = lock(&self.world);
                world.advance(now);
                let mut answer = handler(&mut world, &call);
                drop(world);
                if let Body::Json(value) = &mut answer.body {
                    bend(&self.scenario.shape, self.scenario.seed, value);
                }
                self.count_applied(route, incoming, &answer);
                answer
            }
        }
    }

    fn count_applied(&self, route: &Route, incoming: &Incoming, answer: &Answer) {
        if let Some(target) = &answer.applied {
            let mut stats = lock(&self.stats);
            *stats.writes.entry(target.clone()).or_default() += 1;
            let call = written_to(route, incoming);
            stats.writes_to.entry(call).or_default().applied += 1;
        }
    }

    /// The refusal of a request without a living token.
    fn check_token(
        &self,
        route: &Route,
        struck: &Struck,
        incoming: &Incoming,
        now: DateTime<Utc>,
    ) -> Option<Answer> {
        if matches!(route.handler, Handler::Identity(_)) {
            return None;
        }
        let token = bearer(&incoming.headers);
        let mut tokens = lock(&self.tokens);
        if struck.has(Fault::Revoke) {
            tokens.revoke(token.unwrap_or_default());
        }
        let text = match token {
            None => "Informations d'authentification non fournies.",
            Some(token) if tokens.is_alive(token, now) => return None,
            Some(_) => "Le type de jeton fourni n'est pas valide ou a expiré.",
        };
        Some(Answer::error(&self.scenario.shape, 401, text))
    }

    /// The refusal of a request that comes too soon.
    fn check_pace(&self, route: &Route, now: DateTime<Utc>) -> Option<Answer> {
        let wait = lock(&self.limits)
            .admit(route.class, &self.scenario.username, now)
            .err()?;
        let seconds = u64::try_from(wait.num_milliseconds())
            .unwrap_or(0)
            .div_ceil(1_000);
        let text = format!("Trop de requêtes. Réessayez dans {seconds} secondes.");
        let answer = Answer::error(&self.scenario.shape, 429, &text);
        Some(retry_after(answer, self.scenario.retry_after, seconds, now))
    }

    /// Plays the faults that follow the handler and writes the answer.
    fn leave(&self, struck: &Struck, mut answer: Answer, wire: &Wire) -> Response<HttpBody> {
        if answer.applied.is_some() {
            if struck.has(Fault::LostAnswer) {
                wire.cut(Cut::BeforeAnswer);
            }
            if let Some(status) = struck.amount(Fault::LateError, 504) {
                answer = Answer::html_error(u16::try_from(status).unwrap_or(504));
            }
        }
        if struck.has(Fault::Malformed) {
            let html = "<!doctype html><title>Maintenance</title>{\"results\": [";
            answer.body = Body::Bytes("application/json", html.as_bytes().to_vec());
        }
        if struck.has(Fault::BadRow) {
            spoil_a_row(&mut answer.body, &mut lock(&self.dice));
        }
        if let Some(size) = struck.amount(Fault::Huge, 50 * 1024 * 1024) {
            answer.body = Body::Bytes("application/json", huge(size));
        }
        let (response, size) = self.encode(answer);
        if struck.has(Fault::Truncate) {
            wire.cut(Cut::CloseInBody(size / 2));
        }
        if struck.has(Fault::ResetMidway) {
            wire.cut(Cut::ResetInBody(size / 2));
        }
        response
    }

    /// Counts an answer and writes it as HTTP; also tells the size of its body in bytes.
    fn encode(&self, answer: Answer) -> (Response<HttpBody>, usize) {
        *lock(&self.stats).statuses.entry(answer.status).or_default() += 1;
        let (mime, bytes) = match answer.body {
            Body::Empty => (None, Vec::new()),
            Body::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
            Body::Bytes(mime, bytes) => (Some(mime), bytes),
        };
        let size = bytes.len();
        let mut response = Response::new(HttpBody::from(bytes));
        *response.status_mut() =
            StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // Else the HTTP library would tell the machine's date, which is another one than the world's.
        let date = http_date((self.clock)());
        if let Ok(date) = HeaderValue::try_from(date) {
            response.headers_mut().insert(DATE, date);
        }
        if let Some(mime) = mime {
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static(mime));
        }
        for (name, value) in answer.headers {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        (response, size)
    }
}

/// Method and path of a write, as statistics name it.
fn written_to(route: &Route, incoming: &Incoming) -> String {
    format!("{} {}", route.method.word(), incoming.path)
}

/// The token of an `Authorization: Bearer …` header; the scheme's case does not matter.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Adds a `Retry-After` header of the wanted kind (row `G10`).
fn retry_after(mut answer: Answer, kind: RetryAfter, seconds: u64, now: DateTime<Utc>) -> Answer {
    let value = match kind {
        RetryAfter::Seconds => seconds.to_string(),
        RetryAfter::Date => {
            let wait =
                chrono::Duration::seconds(i64::try_from(seconds.min(31_536_000)).unwrap_or(0));
            http_date(now + wait)
        }
        RetryAfter::Absent => return answer,
    };
    answer.headers.push(("retry-after", value));
    answer
}

fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Replaces one row of a list by a thing that is none: a text, null, or an object of wrong types.
fn spoil_a_row(body: &mut Body, dice: &mut Dice) {
    let Body::Json(value) = body else { return };
    let rows = match value {
        Value::Array(rows) => rows,
        Value::Object(fields) => match fields.get_mut("results") {
            Some(Value::Array(rows)) => rows,
            _ => return,
        },
        _ => return,
    };
    let at = usize::try_from(dice.below(u64::try_from(rows.len()).unwrap_or(0))).unwrap_or(0);
    if let Some(row) = rows.get_mut(at) {
        *row = match dice.below(3) {
            0 => json!("internal error while rendering this row"),
            1 => Value::Null,
            _ => {
                json!({ "order_reference": { "nested": [] }, "state": 42, "modification_date": true })
            }
        };
    }
}

/// Valid JSON of about `size` bytes: one text without end.
fn huge(size: u64) -> Vec<u8> {
    let mut bytes = b"{\"results\":[\"".to_vec();
    bytes.resize(
        usize::try_from(size).unwrap_or(usize::MAX).min(1 << 30),
        b'x',
    );
    bytes.extend_from_slice(b"\"]}");
    bytes
}

//! The simulator's HTTP server: binds the loopback address, turns routes into axum routes, starts, stops and starts again.
//!
//! Everything runs on the caller's tokio runtime, on tasks and tokio timers only, so that a paused runtime pauses the server
//! too. It never binds anything but 127.0.0.1.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, RawPathParams, RawQuery, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::{MethodFilter, on};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::answer::pairs;
use super::gate::{ClockFn, Gate, Incoming, lock};
use super::routes::{self, Method, Route};
use super::scenario::{FaultRule, Scenario};
use super::stats::Stats;
use super::wire::{Wire, WireListener};
use super::world::World;

/// Largest request body taken, in bytes; uploads are at most 20 MiB.
const BODY_LIMIT: usize = 32 * 1024 * 1024;

/// A running (or stopped) simulator. Dropping it stops it.
pub struct Simulator {
    gate: Arc<Gate>,
    port: u16,
    running: Option<Running>,
}

struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
    open: watch::Receiver<usize>,
}

impl fmt::Debug for Simulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_running = self.running.is_some();
        formatter
            .debug_struct("Simulator")
            .field("port", &self.port)
            .field("is_running", &is_running)
            .finish_non_exhaustive()
    }
}

impl Simulator {
    /// Starts a simulator on a free port.
    ///
    /// # Errors
    /// When no port can be bound.
    pub async fn start(scenario: Scenario, clock: ClockFn) -> io::Result<Self> {
        Self::start_on(0, scenario, clock).await
    }

    /// Starts a simulator on `port`; 0 takes a free one.
    ///
    /// # Errors
    /// When the port cannot be bound.
    pub async fn start_on(port: u16, scenario: Scenario, clock: ClockFn) -> io::Result<Self> {
        let mut simulator = Self {
            gate: Arc::new(Gate::new(scenario, clock)),
            port,
            running: None,
        };
        simulator.resume().await?;
        Ok(simulator)
    }

    /// Serves again after [`Simulator::stop`], on the same port, with the same world, tokens and counters. Does nothing while it runs.
    ///
    /// # Errors
    /// When the port was taken by someone else meanwhile.
    pub async fn resume(&mut self) -> io::Result<()> {
        if self.running.is_some() {
            return Ok(());
        }
        let listener =
            TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))).await?;
        self.port = listener.local_addr()?.port();
        let stop = CancellationToken::new();
        let (count, open) = watch::channel(0);
        let listener = WireListener::new(listener, stop.clone(), count);
        let server = Server {
            gate: Arc::clone(&self.gate),
            stop: stop.clone(),
            origin: self.api_url(),
        };
        let app = server
            .router()
            .into_make_service_with_connect_info::<Wire>();
        let until = stop.clone();
        let task = spawn(async move {
            tokio::select! {
                () = until.cancelled() => {}
                // Serving ends only with an error of the listener, which accepts until it is dropped.
                _ = axum::serve(listener, app) => {}
            }
        });
        self.running = Some(Running { stop, task, open });
        Ok(())
    }

    /// Stops: the port is closed and every open connection is reset before this returns. Does nothing when stopped already.
    pub async fn stop(&mut self) {
        let Some(Running {
            stop,
            task,
            mut open,
        }) = self.running.take()
        else {
            return;
        };
        stop.cancel();
        // A server task that panicked has closed its port all the same.
        drop(task.await);
        // An error means that the last connection is gone and took the counter with it.
        drop(open.wait_for(|open| *open == 0).await);
    }

    /// Address of the API, without a final slash.
    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Address of the identity server; the same server plays both.
    pub fn keycloak_url(&self) -> String {
        self.api_url()
    }

    /// Port in use; stays the same over a stop.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Login of the account.
    pub fn username(&self) -> &str {
        &self.gate.scenario.username
    }

    /// Password of the account.
    pub fn password(&self) -> &str {
        &self.gate.scenario.password
    }

    /// What the simulator has seen so far.
    pub fn stats(&self) -> Stats {
        self.gate.stats()
    }

    /// Requests that are in the server now: those it answers late or never, for everything else is answered in one go.
    pub fn in_flight(&self) -> watch::Receiver<u64> {
        self.gate.in_flight.subscribe()
    }

    /// Looks at the world, or changes it, after moving it on to the present.
    pub fn world<R>(&self, look: impl FnOnce(&mut World) -> R) -> R {
        look(&mut self.gate.world())
    }

    /// Replaces the faults; requests that are in the server already keep theirs.
    pub fn set_faults(&self, faults: Vec<FaultRule>) {
        lock(&self.gate.faults).replace(faults);
    }

    /// Kills every access token before its time; refresh tokens stay alive.
    pub fn revoke_tokens(&self) {
        lock(&self.gate.tokens).revoke_access();
    }

    /// Kills every token, refresh tokens included.
    pub fn revoke_sessions(&self) {
        lock(&self.gate.tokens).revoke_all();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.stop.cancel();
        }
    }
}

/// What every axum handler needs.
#[derive(Clone)]
struct Server {
    gate: Arc<Gate>,
    stop: CancellationToken,
    origin: String,
}

impl Server {
    fn router(self) -> Router {
        let scenario = &self.gate.scenario;
        let mut router = Router::new();
        for route in routes::all() {
            if scenario
                .missing
                .iter()
                .any(|template| template == route.template)
            {
                continue;
            }
            let is_unslashed = scenario
                .unslashed
                .iter()
                .any(|template| template == route.template);
            let path = if is_unslashed {
                route.template.trim_end_matches('/')
            } else {
                route.template
            };
            let filter = match route.method {
                Method::Get => MethodFilter::GET,
                Method::Post => MethodFilter::POST,
                Method::Patch => MethodFilter::PATCH,
                Method::Delete => MethodFilter::DELETE,
            };
            let handler = move |server: State<Self>, wire, uri, params, query, headers, body| {
                serve(route, server, wire, uri, params, query, headers, body)
            };
            router = router.route(path, on(filter, handler));
        }
        let fallback = |State(server): State<Self>| async move { server.gate.unknown_path() };
        router
            .fallback(fallback)
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .with_state(self)
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "axum hands over each part of a request as an argument"
)]
async fn serve(
    route: &'static Route,
    State(server): State<Server>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    uri: Uri,
    params: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> axum::response::Response {
    let incoming = Incoming {
        headers,
        path: uri.path().to_owned(),
        params: params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        query: pairs(query.as_deref().unwrap_or_default()),
        body: body.to_vec(),
        origin: server.origin,
        wire,
        stop: server.stop,
    };
    server.gate.serve(route, incoming).await
}

#[expect(
    clippy::disallowed_methods,
    reason = "the simulator is a server of its own: it must not end with the program's tasks"
)]
fn spawn(task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(task)
}

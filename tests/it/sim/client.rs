//! Two small clients for trying the simulator: one that speaks JSON, one that counts bytes.

use std::io;
use std::sync::{Arc, Once};

use chrono::{DateTime, Duration, Utc};
use covage_tui::sim::{ClockFn, Scenario, Simulator, Stats};
use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub(super) const JSON: &str = "application/json";
pub(super) const TOKEN_PATH: &str = "/auth/realms/covage/protocol/openid-connect/token";

/// The instant every test starts at.
pub(super) fn start_of_test() -> DateTime<Utc> {
    "2026-05-04T09:00:00Z".parse().unwrap()
}

/// A clock that starts at [`start_of_test`] and follows the runtime's time, paused or not.
pub(super) fn clock() -> ClockFn {
    let begun = tokio::time::Instant::now();
    Arc::new(move || start_of_test() + Duration::from_std(begun.elapsed()).unwrap())
}

/// An answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) retry_after: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A simulator with a client that is logged in.
pub(super) struct Probe {
    pub(super) sim: Simulator,
    pub(super) token: String,
    http: reqwest::Client,
}

impl Probe {
    /// Starts a simulator and logs in.
    pub(super) async fn start(scenario: Scenario) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let sim = Simulator::start(scenario, clock()).await.unwrap();
        let http = reqwest::Client::builder()
            .no_proxy()
            .pool_max_idle_per_host(0)
            .build()
            .unwrap();
        let mut probe = Self {
            sim,
            token: String::new(),
            http,
        };
        probe.login().await;
        probe
    }

    /// Logs in again with the password.
    pub(super) async fn login(&mut self) {
        let form = [
            ("grant_type", "password"),
            ("client_id", "api-client"),
            ("username", self.sim.username()),
            ("password", self.sim.password()),
        ];
        self.token = self.grant(&form).await.json()["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
    }

    /// Asks the token endpoint.
    pub(super) async fn grant(&self, form: &[(&str, &str)]) -> Reply {
        let url = format!("{}{TOKEN_PATH}", self.sim.keycloak_url());
        receive(self.http.post(url).form(form)).await.unwrap()
    }

    /// Reads a path with the token.
    pub(super) async fn get(&self, path: &str) -> Reply {
        self.try_get(path).await.unwrap()
    }

    /// Like [`Probe::get`], for answers that may never be whole.
    pub(super) async fn try_get(&self, path: &str) -> Result<Reply, reqwest::Error> {
        let url = format!("{}{path}", self.sim.api_url());
        receive(self.http.get(url).bearer_auth(&self.token)).await
    }

    /// Posts JSON with the token.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.try_post(path, body).await.unwrap()
    }

    /// Like [`Probe::post`], for answers that may never be whole.
    pub(super) async fn try_post(&self, path: &str, body: &Value) -> Result<Reply, reqwest::Error> {
        self.try_send(Method::POST, path, JSON, body.to_string().into_bytes())
            .await
    }

    /// Patches with JSON and the token.
    pub(super) async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.try_send(Method::PATCH, path, JSON, body.to_string().into_bytes())
            .await
            .unwrap()
    }

    /// Deletes with the token.
    pub(super) async fn delete(&self, path: &str) -> Reply {
        self.try_send(Method::DELETE, path, JSON, Vec::new())
            .await
            .unwrap()
    }

    /// Sends anything with the token, for answers that may never be whole.
    pub(super) async fn try_send(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Result<Reply, reqwest::Error> {
        let url = format!("{}{path}", self.sim.api_url());
        let request = self
            .http
            .request(method, url)
            .bearer_auth(&self.token)
            .header("content-type", content_type);
        receive(request.body(body)).await
    }

    /// Sends a GET over a bare connection and reads everything that comes, until the end or an error.
    pub(super) async fn bytes(&self, path: &str) -> (Vec<u8>, io::Result<()>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.sim.port()))
            .await
            .unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
            self.token
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut all = Vec::new();
        let end = stream.read_to_end(&mut all).await.map(drop);
        (all, end)
    }

    /// Waits for `answer` for a day from the moment the simulator has seen enough; none when nothing came.
    ///
    /// Time stands still until then, so that a slow machine cannot end the wait before the request has arrived.
    pub(super) async fn within_a_day<T>(
        &self,
        answer: impl Future<Output = T>,
        has_seen: impl Fn(&Stats) -> bool,
    ) -> Option<T> {
        let day = async {
            while !has_seen(&self.sim.stats()) {
                tokio::task::yield_now().await;
            }
            tokio::time::sleep(std::time::Duration::from_secs(86_400)).await;
        };
        tokio::select! {
            answer = answer => Some(answer),
            () = day => None,
        }
    }

    /// References of the first page, as listed.
    pub(super) async fn references(&self) -> Vec<String> {
        let page = self.get("/api/v1/order/").await.json();
        let rows = page["results"].as_array().unwrap();
        rows.iter()
            .map(|row| row["order_reference"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn receive(request: reqwest::RequestBuilder) -> Result<Reply, reqwest::Error> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get("retry-after")
        .map(|value| value.to_str().unwrap().to_owned());
    Ok(Reply {
        status,
        retry_after,
        body: response.bytes().await?.to_vec(),
    })
}

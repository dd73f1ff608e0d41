//! The two calls to the token endpoint: the refresh grant and the password grant (A1, A2).
//!
//! A password is sent at most once per [`Grants::login`], and never while the latch is closed for it. What counts as a refusal
//! is decided here: a 401 of any kind, or another 4xx with an OAuth `error`. Everything else, such as no connection,
//! 429, 5xx or a page that is not JSON, passes by itself and closes nothing.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};

use super::seams::{AuthClock, Latch, LatchKey, PasswordSource};
use super::token::{Grant, Moment};
use crate::api::transport::{Answer, JSON_CAP, READ_TIMEOUT, exchange};
use crate::api::{error, wire};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::text::Text;

/// How failures name the token endpoint; its real address is configuration (A1).
pub(crate) const PATH: &str = "/auth/realms/covage/protocol/openid-connect/token";
/// The only client the API knows.
const CLIENT_ID: &str = "api-client";

/// Everything a login needs.
pub(crate) struct Grants {
    pub(crate) http: Client,
    /// The whole address of the token endpoint.
    pub(crate) token_url: String,
    pub(crate) username: String,
    pub(crate) passwords: Arc<dyn PasswordSource>,
    pub(crate) latch: Arc<dyn Latch>,
    pub(crate) clock: Arc<dyn AuthClock>,
    /// The answer of the password source, kept for the life of the process.
    pub(crate) password: Mutex<Option<Result<SecretString, Failure>>>,
    pub(crate) serials: AtomicU64,
}

impl Grants {
    /// A new token: by the refresh token where there is a live one, else by the password. A refresh that is refused is
    /// followed by exactly one password grant; one that merely failed is not.
    pub(crate) async fn login(&self, refresh: Option<SecretString>) -> Result<Grant, Failure> {
        if let Some(token) = refresh {
            let fields = [
                ("grant_type", "refresh_token"),
                ("client_id", CLIENT_ID),
                ("refresh_token", token.expose_secret()),
            ];
            let (asked, answer) = self.post(&fields).await?;
            if answer.is_success() {
                return self.granted(&answer, asked);
            }
            let failure = self.failure(&answer, &token);
            if !matches!(answer.status, 400..=499) || failure.is_passing() {
                return Err(failure);
            }
        }
        self.password_grant().await
    }

    async fn password_grant(&self) -> Result<Grant, Failure> {
        let password = self.password().await?;
        let secret = self.latch.secret().await;
        let key = LatchKey::new(&secret, &self.token_url, &self.username, &password);
        if let Some(words) = self.latch.enter(&key).await {
            return Err(Failure::new(FailureKind::LoginRefused, PATH).with_detail(words));
        }
        let granted = self.try_password(&password).await;
        match &granted {
            Err(failure) if failure.kind == FailureKind::LoginRefused => {
                let words = failure.detail.clone();
                let words = words.unwrap_or_else(|| Text::new("refused"));
                self.latch.close(&key, words).await;
            }
            _ => self.latch.leave(&key).await,
        }
        granted
    }

    /// The single attempt.
    async fn try_password(&self, password: &SecretString) -> Result<Grant, Failure> {
        let fields = [
            ("grant_type", "password"),
            ("client_id", CLIENT_ID),
            ("username", self.username.as_str()),
            ("password", password.expose_secret()),
        ];
        let (asked, answer) = self.post(&fields).await?;
        if answer.is_success() {
            return self.granted(&answer, asked);
        }
        Err(self.failure(&answer, password))
    }

    /// The password, from its source the first time and from memory ever after.
    async fn password(&self) -> Result<SecretString, Failure> {
        if let Some(kept) = self.kept_password() {
            return kept;
        }
        let password = self.passwords.password().await;
        *self.password.lock().unwrap_or_else(PoisonError::into_inner) = Some(password.clone());
        password
    }

    fn kept_password(&self) -> Option<Result<SecretString, Failure>> {
        self.password
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Asks the source again at the next login.
    pub(crate) fn forget_password(&self) {
        *self.password.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn post(&self, fields: &[(&str, &str)]) -> Result<(Moment, Answer), Failure> {
        let asked = Moment::now(self.clock.as_ref());
        let request = self
            .http
            .post(&self.token_url)
            .timeout(READ_TIMEOUT)
            .header(reqwest::header::ACCEPT, "application/json")
            .form(fields);
        let answer = exchange(request, JSON_CAP, PATH).await?;
        Ok((asked, answer))
    }

    fn granted(&self, answer: &Answer, asked: Moment) -> Result<Grant, Failure> {
        let serial = self.serials.fetch_add(1, Ordering::Relaxed);
        Grant::read(&wire::lossy(answer.body.clone()), asked, serial).map_err(|why| {
            Failure::new(FailureKind::Unreadable, PATH)
                .with_status(answer.status)
                .with_detail(why)
        })
    }

    fn failure(&self, answer: &Answer, secret: &SecretString) -> Failure {
        let mut failure = error::failure(
            answer.status,
            &answer.headers,
            &answer.body,
            self.clock.wall(),
            PATH,
        );
        let refuses = match answer.status {
            401 => true,
            408 | 429 => false,
            400..=499 => is_oauth_error(&answer.body),
            _ => false,
        };
        if refuses {
            failure.kind = FailureKind::LoginRefused;
        }
        error::scrub(failure, secret.expose_secret())
    }
}

/// Whether a body is the error of an OAuth server rather than of something in front of it.
fn is_oauth_error(body: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(body)
        .is_ok_and(|body| body.get("error").is_some_and(serde_json::Value::is_string))
}

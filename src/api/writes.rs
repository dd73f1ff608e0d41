//! Writes: one attempt over a fresh connection, and an honest word on what became of it.
//!
//! ```text
//!   no token, no address, no connection ........ NotSent    not one byte of the request left
//!   a whole 4xx answer .......................... Refused    Covage said no (401 and 429 included)
//!   a whole 2xx answer .......................... Applied    it happened, even if the answer tells nothing
//!   everything else ............................. Unknown    5xx, 3xx, timeout, reset, half an answer
//! ```
//!
//! Nothing here is ever sent twice: no retry, no redirect, no second try after 401, no connection from a pool. Only
//! certainty makes a `NotSent`; every doubt is an `Unknown`.

use std::fmt;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder};
use tokio::time::Instant;

use super::auth::{Access, Auth, Need};
use super::origin::Base;
use super::transport::{Connections, JSON_CAP, WRITE_TIMEOUT, body, http, unsent_or_lost};
use super::wire::receipt;
use super::{BuildError, Endpoints, error, multipart};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::write::{Method, Outcome, TraceFile, Write};

/// The slowest line an upload waits for, 512 kbit/s: the 20 MiB of the largest file take five minutes and a half.
const UPLOAD_BYTES_PER_SEC: u64 = 64 * 1024;

/// Writes to one API with one account.
pub struct Writer {
    http: Client,
    base: Base,
    auth: Auth,
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("base", &self.base.url().as_str())
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// For the API of `endpoints`, with the token of `auth`. Sends nothing.
    ///
    /// # Errors
    /// When the address or the extra roots are no good; see [`BuildError`].
    pub fn new(endpoints: &Endpoints, auth: Auth) -> Result<Self, BuildError> {
        let base = Base::new("api_url", &endpoints.api_url)?;
        Ok(Self {
            http: http(&base, endpoints, Connections::Fresh)?,
            base,
            auth,
        })
    }

    /// Sends `write` once. Not cancel safe: dropping the future leaves the outcome unknown.
    pub async fn send(&self, write: &Write) -> Outcome {
        let access = match self.auth.bearer(Need::Write).await {
            Ok(access) => access,
            Err(failure) => return Outcome::NotSent(failure),
        };
        let request = match self.request(write, &access) {
            Ok(request) => request,
            Err(failure) => return Outcome::NotSent(failure),
        };
        let (path, began) = (write.path(), Instant::now());
        let outcome = self.settle(write, request, &access).await;
        tracing::info!(path, took = ?began.elapsed(), outcome = name(&outcome), "write");
        outcome
    }

    fn request(&self, write: &Write, access: &Access) -> Result<RequestBuilder, Failure> {
        let address = self.base.write_address(write)?;
        let method = match write.method() {
            Method::Post => reqwest::Method::POST,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let request = self
            .http
            .request(method, address)
            .timeout(timeout(write))
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, access.header.clone());
        let (content_type, body) = match (write, write.json()) {
            (Write::UploadTrace(_, file), _) => {
                let form = multipart::form(file.name.wire(), whole(file, write.path())?);
                (form.content_type, form.body)
            }
            (_, Some(json)) => ("application/json".to_owned(), json.to_string().into_bytes()),
            (_, None) if write.method() == Method::Delete => return Ok(request),
            // No body rather than an empty object (Q13); said outright, for servers that ask for a length.
            (_, None) => return Ok(request.header(CONTENT_LENGTH, 0)),
        };
        Ok(request.header(CONTENT_TYPE, content_type).body(body))
    }

    async fn settle(&self, write: &Write, request: RequestBuilder, access: &Access) -> Outcome {
        let path = write.path();
        let response = match request.send().await {
            Ok(response) => response,
            Err(why) => {
                let failure = unsent_or_lost(&why, path);
                // The connector fails before the request is handed to a connection; so does building the request.
                return if why.is_connect() || why.is_builder() {
                    Outcome::NotSent(failure)
                } else {
                    Outcome::Unknown(failure)
                };
            }
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let said_no = |body: &[u8]| {
            let failure = error::failure(status, &headers, body, self.auth.wall(), path);
            error::scrub(failure, access.secret())
        };
        match (status, body(response, JSON_CAP, path).await) {
            (200..=299, Ok(body)) => Outcome::Applied(receipt::read(write, body)),
            (400..=499, Ok(body)) => {
                if status == 401 {
                    self.auth.refused(access);
                }
                Outcome::Refused(said_no(&body))
            }
            (_, Ok(body)) => Outcome::Unknown(said_no(&body)),
            (_, Err(failure)) => Outcome::Unknown(failure.with_status(status)),
        }
    }
}

/// The bytes of a file. A write that was only remembered has none, and a file of another size is not the one that was
/// shown; neither is sent.
fn whole<'a>(file: &'a TraceFile, path: &'static str) -> Result<&'a [u8], Failure> {
    let is_whole = !file.bytes.is_empty() && file.bytes.len() as u64 == file.size;
    is_whole.then_some(&*file.bytes).ok_or_else(|| {
        Failure::new(FailureKind::Internal, path).with_detail("the file to send is not at hand")
    })
}

/// An upload is given the time its bytes take on a slow line, beyond what every write is given: giving up in the middle
/// leaves its outcome unknown.
fn timeout(write: &Write) -> Duration {
    match write {
        Write::UploadTrace(_, file) => {
            WRITE_TIMEOUT + Duration::from_secs(file.size / UPLOAD_BYTES_PER_SEC)
        }
        _ => WRITE_TIMEOUT,
    }
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent(_) => "not sent",
        Outcome::Refused(_) => "refused",
        Outcome::Applied(_) => "applied",
        Outcome::Unknown(_) => "unknown",
    }
}

//! Reads: a question in, its answer out, and how many calls that took.
//!
//! Never retries and never waits for budget. A read that is asked with a body is a POST that changes nothing, and is
//! treated like any other. Three cases need more than one call, and all of them are counted:
//!
//! - A 404 is asked again without the final slash (G1), and terminate reasons at their second path (R3). The spelling
//!   that first succeeds for a path template is kept for the session; from then on a 404 is the answer and costs one
//!   call. Where all spellings of the site search are 404, and one of them is the API's own word rather than a page,
//!   that is an answer: there is no such site (E22).
//! - A 401 drops the token, renews it once and repeats the call once.
//!
//! Calls to the token endpoint are not counted: it is another server with limits of its own.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};

use super::auth::{Access, Auth, Need};
use super::intern::Interner;
use super::origin::Base;
use super::transport::{
    Answer, Connections, DOWNLOAD_CAP, DOWNLOAD_TIMEOUT, JSON_CAP, READ_TIMEOUT, exchange, http,
};
use super::{BuildError, Endpoints, error, wire};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Read, Reply};

/// Bodies up to this size are decoded where they arrive, in well under a millisecond; larger ones on a thread that
/// may block.
const INLINE_DECODING: usize = 64 * 1024;

/// What became of a read.
#[derive(Debug)]
pub struct Exchange {
    /// The answer, or why there is none.
    pub result: Result<Reply, Failure>,
    /// Calls to the API this took; each counts against the budget. 0 when nothing was sent.
    pub calls: u32,
}

/// Reads from one API with one account.
pub struct Client {
    http: reqwest::Client,
    base: Base,
    auth: Auth,
    words: Arc<Interner>,
    /// Which of its spellings a path template answers to.
    spellings: Mutex<HashMap<&'static str, usize>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.url().as_str())
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// For the API of `endpoints`, with the token of `auth`. Sends nothing.
    ///
    /// # Errors
    /// When the address or the extra roots are no good; see [`BuildError`].
    pub fn new(endpoints: &Endpoints, auth: Auth) -> Result<Self, BuildError> {
        let base = Base::new("api_url", &endpoints.api_url)?;
        Ok(Self {
            http: http(&base, endpoints, Connections::Kept)?,
            base,
            auth,
            words: Arc::default(),
            spellings: Mutex::default(),
        })
    }

    /// The token's owner.
    pub fn auth(&self) -> &Auth {
        &self.auth
    }

    /// Asks once. [`Client::exchange`] also tells what it cost.
    ///
    /// # Errors
    /// Every [`FailureKind`]; none is retried here.
    pub async fn read(&self, read: &Read) -> Result<Reply, Failure> {
        self.exchange(read).await.result
    }

    /// Asks once and counts the calls. Dropping the future abandons the exchange; a read changes nothing.
    pub async fn exchange(&self, read: &Read) -> Exchange {
        let mut calls = 0;
        let result = match self.fetch(read, &mut calls).await {
            Ok(body) => self.decode(read, body).await,
            Err(failure) => Err(failure),
        };
        Exchange { result, calls }
    }

    async fn fetch(&self, read: &Read, calls: &mut u32) -> Result<Vec<u8>, Failure> {
        let addresses = self.base.addresses(read)?;
        let known = self
            .spellings()
            .get(read.path())
            .copied()
            .filter(|_| addresses.len() > 1);
        let (mut not_found, mut is_no_site) = (None, false);
        for (spelling, address) in addresses.iter().enumerate() {
            if known.is_some_and(|known| known != spelling) {
                continue;
            }
            match self.ask(address, read, calls).await {
                Ok(Said::Body(body)) => {
                    if addresses.len() > 1 {
                        self.spellings().insert(read.path(), spelling);
                    }
                    return Ok(body);
                }
                Ok(Said::NoSite) => is_no_site = true,
                Err(failure) if failure.kind == FailureKind::NotFound => {
                    not_found.get_or_insert(failure);
                }
                Err(failure) if failure.is_passing() || failure.needs_login() => {
                    return Err(failure);
                }
                // A 404 of the documented spelling says more than a redirect or a refusal of another one.
                Err(failure) => {
                    not_found.get_or_insert(failure);
                    break;
                }
            }
        }
        if is_no_site {
            return Ok(Vec::new());
        }
        Err(not_found.unwrap_or_else(|| {
            Failure::new(FailureKind::Internal, read.path()).with_detail("no address to ask")
        }))
    }

    /// One call, repeated once with a new token where the first was refused.
    async fn ask(&self, address: &Url, read: &Read, calls: &mut u32) -> Result<Said, Failure> {
        let access = self.auth.bearer(Need::Read).await?;
        *calls += 1;
        let answer = self.send(address, &access, read).await?;
        if answer.status != 401 {
            return self.said(answer, &access, read);
        }
        let access = self.auth.bearer_after_refusal(&access).await?;
        *calls += 1;
        let answer = self.send(address, &access, read).await?;
        if answer.status == 401 {
            self.auth.refused_again(&access).await;
        }
        self.said(answer, &access, read)
    }

    async fn send(&self, address: &Url, access: &Access, read: &Read) -> Result<Answer, Failure> {
        let path = read.path();
        if !self.base.owns(address) {
            return Err(Failure::new(FailureKind::Internal, path)
                .with_detail("the token was about to leave the API's origin"));
        }
        let (accept, cap, timeout) = limits(read);
        let request = match read.json() {
            None => self.http.get(address.clone()),
            Some(json) => self
                .http
                .post(address.clone())
                .header(CONTENT_TYPE, "application/json")
                .body(json.to_string()),
        };
        let request = request
            .timeout(timeout)
            .header(ACCEPT, accept)
            .header(AUTHORIZATION, access.header.clone());
        exchange(request, cap, path).await
    }

    fn said(&self, answer: Answer, access: &Access, read: &Read) -> Result<Said, Failure> {
        if answer.is_success() {
            return Ok(Said::Body(answer.body));
        }
        if is_no_site(read, &answer) {
            return Ok(Said::NoSite);
        }
        let failure = error::failure(
            answer.status,
            &answer.headers,
            &answer.body,
            self.auth.wall(),
            read.path(),
        );
        Err(error::scrub(failure, access.secret()))
    }

    async fn decode(&self, read: &Read, body: Vec<u8>) -> Result<Reply, Failure> {
        if body.len() <= INLINE_DECODING || is_download(read) {
            return wire::decode(read, body, &self.words);
        }
        let (path, read, words) = (read.path(), read.clone(), Arc::clone(&self.words));
        tokio::task::spawn_blocking(move || wire::decode(&read, body, &words))
            .await
            .unwrap_or_else(|_| {
                Err(Failure::new(FailureKind::Internal, path).with_detail("decoding broke off"))
            })
    }

    fn spellings(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, usize>> {
        self.spellings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What one spelling of a read's address answered.
enum Said {
    Body(Vec<u8>),
    NoSite,
}

fn is_download(read: &Read) -> bool {
    matches!(
        read,
        Read::Document(..) | Read::OrderExport(_) | Read::Trace(_) | Read::QuoteExport(_)
    )
}

/// Whether it is the API that says that there is no such site (E22), in JSON or without a word. A page comes from
/// somebody else, who knows nothing about sites.
fn is_no_site(read: &Read, answer: &Answer) -> bool {
    let is_page = || serde_json::from_slice::<serde::de::IgnoredAny>(&answer.body).is_err();
    let has_words = !answer.body.trim_ascii().is_empty();
    matches!(read, Read::Site(_)) && answer.status == 404 && !(has_words && is_page())
}

fn limits(read: &Read) -> (&'static str, usize, Duration) {
    if is_download(read) {
        ("*/*", DOWNLOAD_CAP, DOWNLOAD_TIMEOUT)
    } else {
        ("application/json", JSON_CAP, READ_TIMEOUT)
    }
}

//! One HTTP exchange: built, sent, read to a cap, classified.
//!
//! Never follows a redirect, never retries, never asks for compression, never reads a body beyond its cap. What is
//! logged is an allow-list: method, path template, status and duration.

use std::time::Duration;

use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use reqwest::{Certificate, Client, ClientBuilder, RequestBuilder, Response, redirect, retry};
use tokio::time::Instant;

use super::error::BuildError;
use super::origin::Base;
use super::{Endpoints, install_crypto};
use crate::domain::failure::{Failure, FailureKind};

/// A server on another continent connects in half a second; ten cover a lossy line (safety rules, "Writes").
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Nobody looks at a spinner for longer, and a slow page is better asked for again.
pub(crate) const READ_TIMEOUT: Duration = Duration::from_secs(30);
/// A download may take as long as a slow line needs for its cap, as long as bytes keep coming.
pub(crate) const DOWNLOAD_TIMEOUT: Duration = Duration::from_secs(10 * 60);
/// Longest silence within an answer, so that a download that stalls does not hold its place for minutes. Writes have
/// none: their total is all the patience there is.
const SILENCE_TIMEOUT: Duration = READ_TIMEOUT;
/// A write is given longer, because giving up leaves its outcome unknown (safety rules, "Writes").
pub(crate) const WRITE_TIMEOUT: Duration = Duration::from_secs(60);
/// Common servers drop an idle connection after 60 s or more; leaving first avoids racing them.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Largest JSON answer that is read: some 13,000 orders.
pub(crate) const JSON_CAP: usize = 8 * 1024 * 1024;
/// Largest file that is read.
pub(crate) const DOWNLOAD_CAP: usize = 64 * 1024 * 1024;
/// As much of an error body as could hold its first sentence.
pub(crate) const ERROR_CAP: usize = 16 * 1024;

/// Whether connections may be kept for the next request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connections {
    Kept,
    /// A fresh one each time, so that a request is never silently moved from a dead connection to a new one.
    Fresh,
}

/// A client for one base address. On loopback neither proxies nor the trust store are asked for.
pub(crate) fn http(
    base: &Base,
    endpoints: &Endpoints,
    connections: Connections,
) -> Result<Client, BuildError> {
    install_crypto();
    let mut builder: ClientBuilder = Client::builder()
        .user_agent(concat!("covage-tui/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .referer(false)
        .http1_only()
        .connect_timeout(CONNECT_TIMEOUT)
        .pool_idle_timeout(IDLE_TIMEOUT);
    builder = match connections {
        Connections::Kept => builder.read_timeout(SILENCE_TIMEOUT),
        Connections::Fresh => builder.pool_max_idle_per_host(0),
    };
    let extra = roots(endpoints.ca_pem.as_deref())?;
    builder = if base.url().scheme() == "http" {
        builder.tls_certs_only([])
    } else {
        builder.tls_certs_merge(extra)
    };
    if base.is_loopback() {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|why| BuildError::Tls(cause(&why)))
}

fn roots(pem: Option<&[u8]>) -> Result<Vec<Certificate>, BuildError> {
    let Some(pem) = pem else {
        return Ok(Vec::new());
    };
    match Certificate::from_pem_bundle(pem) {
        Ok(roots) if roots.is_empty() => Err(BuildError::BadRoots("no certificate".into())),
        Ok(roots) => Ok(roots),
        Err(why) => Err(BuildError::BadRoots(cause(&why))),
    }
}

/// A whole answer, success or not.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends a request that may be repeated and reads its answer. Of an answer that is no success as much is kept as
/// came: its status alone decides (G9).
///
/// # Errors
/// Offline, timeout, too large, or cut short.
pub(crate) async fn exchange(
    request: RequestBuilder,
    cap: usize,
    path: &'static str,
) -> Result<Answer, Failure> {
    let began = Instant::now();
    let response = request.send().await.map_err(|why| {
        let failure = unsent_or_lost(&why, path);
        tracing::debug!(path, took = ?began.elapsed(), cause = failure.cause(), "no answer");
        failure
    })?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = if response.status().is_success() {
        refuse_encoded(&headers, path)?;
        body(response, cap, path).await
    } else {
        Ok(beginning(response).await)
    };
    tracing::debug!(path, status, took = ?began.elapsed(), "answer");
    Ok(Answer {
        status,
        headers,
        body: body.map_err(|failure| failure.with_status(status))?,
    })
}

/// Compression was not asked for; an answer that is compressed all the same cannot be bounded and is not read.
fn refuse_encoded(headers: &HeaderMap, path: &'static str) -> Result<(), Failure> {
    match headers.get(CONTENT_ENCODING) {
        Some(encoding) if encoding != "identity" && !encoding.is_empty() => {
            Err(Failure::new(FailureKind::Unreadable, path)
                .with_detail("the answer is compressed, which was not asked for"))
        }
        _ => Ok(()),
    }
}

/// The whole body, chunk by chunk.
pub(crate) async fn body(
    mut response: Response,
    cap: usize,
    path: &'static str,
) -> Result<Vec<u8>, Failure> {
    let too_large = || Failure::new(FailureKind::TooLarge, path);
    let announced = response.content_length().unwrap_or(0);
    if announced > cap as u64 {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    loop {
        match response.chunk().await {
            Ok(None) => return Ok(body),
            Ok(Some(chunk)) if body.len() + chunk.len() > cap => return Err(too_large()),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Err(why) if why.is_timeout() => return Err(Failure::new(FailureKind::Timeout, path)),
            Err(why) => {
                return Err(Failure::new(FailureKind::Unreadable, path)
                    .with_detail(format!("the answer was cut short: {}", cause(&why))));
            }
        }
    }
}

/// The beginning of an error body; whatever goes wrong on the way only makes it shorter.
async fn beginning(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk[..chunk.len().min(ERROR_CAP - body.len())]);
        if body.len() >= ERROR_CAP {
            break;
        }
    }
    body
}

/// An exchange without an answer.
pub(crate) fn unsent_or_lost(why: &reqwest::Error, path: &'static str) -> Failure {
    let kind = if why.is_timeout() {
        FailureKind::Timeout
    } else if why.is_builder() {
        FailureKind::Internal
    } else {
        FailureKind::Offline
    };
    Failure::new(kind, path).with_detail(cause(why))
}

/// The innermost cause of an error, which names the thing that failed and holds no address.
pub(crate) fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

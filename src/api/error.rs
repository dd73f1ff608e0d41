//! From a status and a body to a [`Failure`] (G9): the status decides, the body only lends its words.
//!
//! No error body is documented, so every shape is read: `detail`, `message`, OAuth's `error` and `error_description`,
//! plain text, or the page a proxy put there instead; and complaints about fields, as a map, as a map per line of a
//! list, or as a list of objects that name their field. Words are cut at [`MAX_WORDS`] characters, complaints at
//! [`MAX_COMPLAINTS`], and leave as foreign text.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap, LOCATION, RETRY_AFTER};
use serde_json::{Map, Value};

use super::transport::ERROR_CAP;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::text::Text;

/// Characters of a body that are shown; a sentence or two.
pub const MAX_WORDS: usize = 200;
/// Characters of complaints about fields that are shown: a person has to put every one of them right.
pub const MAX_COMPLAINTS: usize = 1_000;
/// Longest wait that is believed: a day. A larger number is a mistake of the server.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Why a client could not be made. All of these are mistakes in the configuration.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Not an address, or one with a user name, a query or a fragment.
    #[error("{which} is not a plain http or https address: {url}")]
    BadUrl {
        /// Which address: `api_url` or `token_url`.
        which: &'static str,
        /// As configured.
        url: String,
    },
    /// Clear text beyond this machine.
    #[error("{which} must be https; http is allowed on loopback only: {url}")]
    NotSecure {
        /// Which address: `api_url` or `token_url`.
        which: &'static str,
        /// As configured.
        url: String,
    },
    /// The extra root certificates hold none, or one that cannot be read.
    #[error("ca_file holds no certificate that can be read: {0}")]
    BadRoots(String),
    /// TLS could not be set up, for example because the system has no trust store.
    #[error("TLS could not be set up: {0}")]
    Tls(String),
}

/// An answer that is no success, as a failure. `now` is only asked where the server's own `Date` is missing.
pub(crate) fn failure(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
    path: &'static str,
) -> Failure {
    let kind = match status {
        401 => FailureKind::TokenRefused,
        403 => FailureKind::Forbidden,
        404 | 410 => FailureKind::NotFound,
        408 => FailureKind::Timeout,
        429 => FailureKind::Throttled {
            retry_after: retry_after(headers, now),
        },
        500.. => FailureKind::Server,
        _ => FailureKind::Refused,
    };
    let failure = Failure::new(kind, path).with_status(status);
    let words = if (300..400).contains(&status) {
        Some(redirection(headers))
    } else {
        words(body)
    };
    match words {
        Some(words) => failure.with_detail(words),
        None => failure,
    }
}

/// A server may repeat what it was sent; a failure must not.
pub(crate) fn scrub(mut failure: Failure, secret: &str) -> Failure {
    let repeats = |words: &Text| !secret.is_empty() && words.wire().contains(secret);
    if failure.detail.as_ref().is_some_and(repeats) {
        failure.detail = Some(Text::new("(the answer repeated a secret and is not shown)"));
    }
    failure
}

/// Where a redirect pointed, without its query, which may hold secrets.
fn redirection(headers: &HeaderMap) -> String {
    let target = headers.get(LOCATION).map(|target| {
        let target = String::from_utf8_lossy(target.as_bytes()).into_owned();
        cut(target.split(['?', '#']).next().unwrap_or_default())
    });
    format!(
        "redirected to {}, which is not followed",
        target.as_deref().unwrap_or("nowhere")
    )
}

/// How long the server asks to wait: seconds, or a date compared with the server's own clock where it sent one.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = if let Ok(seconds) = text.parse::<f64>() {
        Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(MAX_RETRY_AFTER)
    } else {
        let until = DateTime::parse_from_rfc2822(text).ok()?.to_utc();
        let now = headers
            .get(DATE)
            .and_then(|date| DateTime::parse_from_rfc2822(date.to_str().ok()?).ok())
            .map_or(now, |date| date.to_utc());
        (until - now).to_std().unwrap_or_default()
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

/// The words of an error body, where it has any.
pub(crate) fn words(body: &[u8]) -> Option<String> {
    let body = String::from_utf8_lossy(&body[..body.len().min(ERROR_CAP)]);
    let body = body.trim_start_matches('\u{FEFF}').trim();
    let (words, most) = match serde_json::from_str::<Value>(body) {
        Ok(value) => (said(&value), MAX_COMPLAINTS),
        Err(_) => (plain(body), MAX_WORDS),
    };
    let words = cut_at(words.trim(), most);
    (!words.is_empty()).then_some(words)
}

/// Where complaints about fields stand beside a sentence that only says that there are some.
const COMPLAINTS: [&str; 4] = ["errors", "violations", "field_errors", "fields"];
/// How a complaint names its field, where it is an object of its own.
const FIELD_NAMES: [&str; 4] = ["field", "property_path", "propertyPath", "attr"];
/// Keys of complaints that are about no field.
const NO_FIELD: [&str; 2] = ["non_field_errors", "__all__"];

/// What a JSON error says: the known keys first, then every field with its complaint.
fn said(value: &Value) -> String {
    let Value::Object(fields) = value else {
        return flat(value);
    };
    let words = |key: &str| fields.get(key).map(flat).filter(|words| !words.is_empty());
    if let Some(sentence) = ["detail", "message"].into_iter().find_map(words) {
        let complaints = COMPLAINTS.into_iter().find_map(words);
        return parts([cut(&sentence), complaints.unwrap_or_default()], ": ");
    }
    let oauth =
        ["error", "error_description"].map(|key| fields.get(key).map(said).unwrap_or_default());
    match parts(oauth, ": ") {
        none if none.is_empty() => flat(value),
        words => words,
    }
}

/// A value in one line: texts as they are, lists with commas, fields with their names. In a list of several objects each
/// complaint says which one it is about, counted from 1: `quote_item: 2 end_customer_name: …`.
fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => cut(text),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) if items.len() > 1 && items.iter().all(is_map) => parts(
            items.iter().enumerate().map(|(at, item)| match flat(item) {
                words if words.is_empty() => words,
                words => format!("{} {words}", at + 1),
            }),
            "; ",
        ),
        Value::Array(items) => parts(items.iter().map(flat), ", "),
        Value::Object(fields) => complaint(fields).unwrap_or_else(|| {
            let field = |(name, value): (&String, &Value)| match flat(value) {
                words if words.is_empty() || NO_FIELD.contains(&name.as_str()) => words,
                words => format!("{name}: {words}"),
            };
            parts(fields.iter().map(field), "; ")
        }),
    }
}

/// A map of fields, as the items of a list are where each is about a line; not a complaint that names its field itself.
fn is_map(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|fields| complaint(fields).is_none())
}

/// A complaint that is an object of its own: its words, after its field where it names one. What else it holds, such as a
/// code, says the same again.
fn complaint(fields: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| {
        fields
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let words = ["message", "detail"].into_iter().find_map(text)?;
    let field = FIELD_NAMES.into_iter().find_map(text).unwrap_or_default();
    Some(parts([cut(field), cut(words)], ": "))
}

/// The parts that say something.
fn parts(parts: impl IntoIterator<Item = String>, between: &str) -> String {
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(between)
}

/// The first words of a page: scripts and styles left out, tags as blanks, a few entities read.
fn plain(body: &str) -> String {
    let mut text = String::new();
    let mut rest = body;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let hidden = ["script", "style"].iter().find(|name| {
            rest.get(1..=name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name))
        });
        let end = match hidden {
            Some(name) => rest
                .to_ascii_lowercase()
                .find(&format!("</{name}"))
                .unwrap_or(rest.len()),
            None => 0,
        };
        rest = &rest[end..];
        rest = rest.find('>').map_or("", |close| &rest[close + 1..]);
        text.push(' ');
        if text.len() > 16 * MAX_WORDS {
            break;
        }
    }
    text.push_str(rest);
    let text = text
        .replace("&nbsp;", " ")
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(words: &str) -> String {
    cut_at(words, MAX_WORDS)
}

fn cut_at(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn told(status: u16, body: &str) -> Failure {
        failure(
            status,
            &HeaderMap::new(),
            body.as_bytes(),
            at("2025-05-01T00:00:00Z"),
            "/x/",
        )
    }

    #[test]
    fn g9_the_status_decides() {
        for (status, kind) in [
            (400, FailureKind::Refused),
            (401, FailureKind::TokenRefused),
            (403, FailureKind::Forbidden),
            (404, FailureKind::NotFound),
            (408, FailureKind::Timeout),
            (409, FailureKind::Refused),
            (422, FailureKind::Refused),
            (429, FailureKind::Throttled { retry_after: None }),
            (500, FailureKind::Server),
            (502, FailureKind::Server),
            (599, FailureKind::Server),
        ] {
            let failure = told(status, r#"{"detail":"success"}"#);
            assert_eq!(failure.kind, kind, "{status}");
            assert_eq!(failure.status, Some(status));
            assert_eq!(failure.path, "/x/");
        }
    }

    #[test]
    fn g9_words_are_found_in_every_shape() {
        for (body, words) in [
            (r#"{"detail":"Not found."}"#, "Not found."),
            (r#"{"detail":["a","b"]}"#, "a, b"),
            (r#"{"message":"Nope","code":3}"#, "Nope"),
            (
                r#"{"error":"invalid_grant","error_description":"Invalid user credentials"}"#,
                "invalid_grant: Invalid user credentials",
            ),
            (r#"{"error":{"message":"deep"}}"#, "deep"),
            (
                r#"{"reason":["This field is required."],"x":null}"#,
                "reason: This field is required.",
            ),
            (r#""only text""#, "only text"),
            (r#"["one","two"]"#, "one, two"),
            ("plain  words\n here", "plain words here"),
            (
                "<html><head><style>b{}</style><title>502 Bad Gateway</title></head><body>nginx &amp; co</body>",
                "502 Bad Gateway nginx & co",
            ),
            ("<script>let a = '<b>';</script>after", "after"),
        ] {
            let failure = told(500, body);
            assert_eq!(failure.detail.unwrap().wire(), words, "{body}");
        }
        assert_eq!(told(500, "").detail, None);
        assert_eq!(told(500, "{}").detail, None);
        let long = told(500, &"é".repeat(5_000)).detail.unwrap();
        assert_eq!(long.wire().chars().count(), MAX_WORDS + 1);
    }

    #[test]
    fn g9_complaints_about_fields_are_read_one_by_one() {
        for (body, words) in [
            (
                r#"{"end_customer_name":["This field is required."],"site_connection_type":["required"]}"#,
                "end_customer_name: This field is required.; site_connection_type: required",
            ),
            (
                r#"{"quote_item":[{},{"end_customer_name":["required"],"product_offerings":["empty"]}]}"#,
                "quote_item: 2 end_customer_name: required; product_offerings: empty",
            ),
            (
                r#"{"quote_item":[{"note":["too long"]}]}"#,
                "quote_item: note: too long",
            ),
            (
                r#"{"quote_item":{"QO_1":{"note":["too long"]}}}"#,
                "quote_item: QO_1: note: too long",
            ),
            (
                r#"{"non_field_errors":["Already confirmed."]}"#,
                "Already confirmed.",
            ),
            (
                r#"{"note":[{"message":"Too long.","code":"max_length"}]}"#,
                "note: Too long.",
            ),
            (
                r#"{"detail":"Not valid","errors":{"note":["too long"]}}"#,
                "Not valid: note: too long",
            ),
            (
                r#"{"message":"Validation failed","errors":[{"field":"note","message":"too long"},{"field":"x","message":"y"}]}"#,
                "Validation failed: note: too long, x: y",
            ),
            (
                r#"[{"property_path":"note","message":"too long","code":"3"}]"#,
                "note: too long",
            ),
            (r#"{"error":{"code":4,"message":"deep"}}"#, "deep"),
        ] {
            let failure = told(400, body);
            assert_eq!(failure.detail.unwrap().wire(), words, "{body}");
        }
        let many: Map<String, Value> = (0..400)
            .map(|field| (format!("field_{field:03}"), "required".into()))
            .collect();
        let words = told(400, &Value::Object(many).to_string()).detail.unwrap();
        assert!(words.wire().starts_with("field_000: required; field_001"));
        assert_eq!(words.wire().chars().count(), MAX_COMPLAINTS + 1);
    }

    #[test]
    fn g10_retry_after_comes_as_seconds_or_as_a_date() {
        let now = at("2025-05-01T12:00:00Z");
        let wait = |pairs: &[(reqwest::header::HeaderName, &'static str)]| {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
                .collect();
            match failure(429, &headers, b"", now, "/x/").kind {
                FailureKind::Throttled { retry_after } => retry_after.map(|wait| wait.as_secs()),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(wait(&[]), None);
        assert_eq!(wait(&[(RETRY_AFTER, "17")]), Some(17));
        assert_eq!(wait(&[(RETRY_AFTER, "-5")]), Some(0));
        assert_eq!(wait(&[(RETRY_AFTER, "soon")]), None);
        assert_eq!(wait(&[(RETRY_AFTER, "1e300")]), Some(86_400));
        let date = "Thu, 01 May 2025 12:01:30 GMT";
        assert_eq!(wait(&[(RETRY_AFTER, date)]), Some(90));
        assert_eq!(
            wait(&[(RETRY_AFTER, date), (DATE, "Thu, 01 May 2025 12:01:20 GMT")]),
            Some(10),
            "the server's clock counts where it is known"
        );
        assert_eq!(
            wait(&[(RETRY_AFTER, "Thu, 01 May 2025 11:00:00 GMT")]),
            Some(0)
        );
    }

    #[test]
    fn a_redirect_is_named_without_its_query() {
        let headers = HeaderMap::from_iter([(
            LOCATION,
            HeaderValue::from_static("https://sso.example/login?state=secret"),
        )]);
        let failure = failure(302, &headers, b"", at("2025-05-01T00:00:00Z"), "/x/");
        assert_eq!(failure.kind, FailureKind::Refused);
        let detail = failure.detail.unwrap();
        assert!(detail.wire().contains("https://sso.example/login"));
        assert!(!detail.wire().contains("secret"));
    }

    proptest! {
        #[test]
        fn any_body_is_read_without_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Some(words) = words(&body) {
                prop_assert!(words.chars().count() <= MAX_COMPLAINTS + 1);
            }
        }

        #[test]
        fn any_page_is_read_without_panic(body in "[<>/a-zé&;!-]{0,200}|(<(script|style|B|/p)>?[é<a]{0,5}){0,20}") {
            prop_assert!(words(body.as_bytes()).is_none_or(|words| !words.is_empty()));
        }
    }
}

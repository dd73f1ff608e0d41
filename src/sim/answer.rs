//! A request as handlers see it and an answer as they give it, free of any HTTP library.

use std::time::Duration;

use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::calendar::DateStyle;
use super::scenario::{ErrorShape, Scenario, Shape};

/// A request that passed the gate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    /// The scenario in force.
    pub scenario: &'a Scenario,
    /// The instant of the request.
    pub now: DateTime<Utc>,
    /// Scheme, host and port of the server.
    pub origin: &'a str,
    /// Path as received.
    pub path: &'a str,
    /// Decoded path parameters in the order of the template.
    pub params: &'a [(String, String)],
    /// Decoded query parameters.
    pub query: &'a [(String, String)],
    /// Content type of the body; empty when none was told.
    pub content_type: &'a str,
    /// Body as received.
    pub body: &'a [u8],
}

impl Call<'_> {
    /// A path parameter; empty when the template has none of this name.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// A query parameter that is present and not empty.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Whether a row passes the filter `name`; an absent filter passes all.
    pub(super) fn keeps(&self, name: &str, value: &str) -> bool {
        self.query(name).is_none_or(|wanted| wanted == value)
    }

    /// Like [`Call::keeps`] for truth values, in the spellings a server is likely to take (row `G19`).
    pub(super) fn keeps_bool(&self, name: &str, value: bool) -> bool {
        match self.query(name).map(str::to_lowercase).as_deref() {
            Some("true" | "1") => value,
            Some("false" | "0") => !value,
            _ => true,
        }
    }

    /// The form in which answers are wanted.
    pub(super) fn shape(&self) -> &Shape {
        &self.scenario.shape
    }

    /// Spells an instant; `printed` is the spelling of the field's example.
    pub(super) fn date(&self, at: DateTime<Utc>, printed: DateStyle) -> Value {
        Value::String(self.shape().dates.spell(at, printed))
    }
}

/// Splits `a=1&b=2` into decoded pairs; a plus sign is a blank, as servers read it (row `G11`).
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        percent_decode_str(&part.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

/// The body of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// Nothing.
    Empty,
    /// JSON that the scenario's switches may still bend.
    Json(Value),
    /// Bytes of a content type.
    Bytes(&'static str, Vec<u8>),
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers besides the content type.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Body,
    /// For a write that took effect: what was done to what, such as `terminate CMD_X_00009444`.
    pub applied: Option<String>,
    /// How long the server takes until it says so.
    pub takes: Duration,
}

impl Answer {
    /// 200 with JSON.
    pub(super) fn json(value: Value) -> Self {
        Self::new(200, Body::Json(value))
    }

    /// Any status and body.
    pub(super) fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body,
            applied: None,
            takes: Duration::ZERO,
        }
    }

    /// A file to save under `name`.
    pub(super) fn file(mime: &'static str, name: &str, bytes: Vec<u8>) -> Self {
        let quoted = name.replace(['"', '\\', '\r', '\n'], "_");
        let ascii: String = quoted
            .chars()
            .map(|c| {
                if c.is_ascii_graphic() || c == ' ' {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let mut answer = Self::new(200, Body::Bytes(mime, bytes));
        answer.headers.push((
            "content-disposition",
            format!("attachment; filename=\"{ascii}\""),
        ));
        answer
    }

    /// An error in the form the scenario asks for (row `G9`).
    pub(super) fn error(shape: &Shape, status: u16, text: &str) -> Self {
        let body = match shape.errors {
            ErrorShape::Detail => Body::Json(json!({ "detail": text })),
            ErrorShape::Message => Body::Json(json!({ "message": text })),
            ErrorShape::Error => Body::Json(json!({ "error": text })),
            ErrorShape::Fields => Body::Json(json!({ "non_field_errors": [text] })),
            ErrorShape::Text => Body::Bytes("text/plain; charset=utf-8", text.as_bytes().to_vec()),
            ErrorShape::Empty => Body::Empty,
        };
        Self::new(status, body)
    }

    /// An error page as a proxy in front of the API prints it.
    pub(super) fn html_error(status: u16) -> Self {
        let title = match status {
            500 => "500 Internal Server Error",
            503 => "503 Service Temporarily Unavailable",
            504 => "504 Gateway Time-out",
            _ => "502 Bad Gateway",
        };
        let page = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n\
             <hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        );
        Self::new(status, Body::Bytes("text/html", page.into_bytes()))
    }

    /// Keeps the answer back for a while.
    #[must_use]
    pub(super) fn after(mut self, wait: chrono::Duration) -> Self {
        self.takes = wait.to_std().unwrap_or_default();
        self
    }

    /// 404 for something the path names.
    pub(super) fn not_found(shape: &Shape) -> Self {
        Self::error(shape, 404, "Pas trouvé.")
    }

    /// Marks the answer as that of a write that took effect.
    #[must_use]
    pub(super) fn applied(mut self, what: String) -> Self {
        self.applied = Some(what);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_values_are_decoded() {
        assert_eq!(
            pairs("a=b+c&d=%C3%A9&e"),
            [("a", "b c"), ("d", "é"), ("e", "")].map(|(k, v)| (k.into(), v.into()))
        );
    }

    #[test]
    fn file_names_cannot_break_their_header() {
        let answer = Answer::file("application/pdf", "a\"\r\nx: é.pdf", Vec::new());
        assert_eq!(
            answer.headers,
            [(
                "content-disposition",
                "attachment; filename=\"a___x: _.pdf\"".to_owned()
            )]
        );
    }
}

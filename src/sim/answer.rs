//! A request as handlers see it and an answer as they give it, free of any HTTP library; and the wrapping of lists.

use std::ops::Range;

use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::calendar::DateStyle;
use super::scenario::{
    EmptyList, ErrorShape, ListShape, PageLink, Paging, PastEnd, Scenario, Shape,
};

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

/// A list of `total` rows, of which `rows` renders any range, wrapped and paged as the scenario asks (rows `G2` to `G4`).
///
/// `likely` is the wrapping used when the scenario leaves it open.
pub(super) fn list(
    call: &Call<'_>,
    likely: ListShape,
    total: usize,
    rows: impl Fn(Range<usize>) -> Vec<Value>,
) -> Answer {
    let shape = call.shape();
    let size = if shape.paging == Paging::Off {
        total.max(1)
    } else {
        call.scenario.page_size
    };
    let pages = total.div_ceil(size).max(1);
    let asked = call
        .query("page")
        .and_then(|page| page.parse::<usize>().ok())
        .unwrap_or(1)
        .max(1);
    let page = if shape.paging == Paging::Honoured {
        asked
    } else {
        1
    };
    if page > pages && shape.past_end == PastEnd::NotFound {
        return Answer::error(shape, 404, "Page non valide.");
    }
    if total == 0 {
        match shape.empty_list {
            EmptyList::Wrapped => {}
            EmptyList::Null => return Answer::json(Value::Null),
            EmptyList::Object => return Answer::json(json!({})),
            EmptyList::NoBody => return Answer::new(200, Body::Empty),
        }
    }
    let start = (page - 1).saturating_mul(size).min(total);
    let mut results = rows(start..(start.saturating_add(size)).min(total));
    if total == 1 && results.len() == 1 && shape.lone_row_as_object {
        return Answer::json(results.remove(0));
    }
    let wrapping = if shape.list == ListShape::Likely {
        likely
    } else {
        shape.list
    };
    if wrapping == ListShape::Array {
        return Answer::json(Value::Array(results));
    }
    Answer::json(json!({
        "page_size": call.scenario.page_size,
        "count": total,
        "next_page": if page < pages { link(call, page + 1) } else { Value::Null },
        "previous_page": if page > 1 { link(call, page - 1) } else { Value::Null },
        "results": results,
    }))
}

fn link(call: &Call<'_>, page: usize) -> Value {
    let path = || {
        let kept = call.query.iter().filter(|(key, _)| key != "page");
        let query: String = kept.fold(String::new(), |all, (key, value)| {
            format!("{all}{}={}&", quote(key), quote(value))
        });
        format!("{}?{query}page={page}", call.path)
    };
    match call.shape().page_link {
        PageLink::Number => json!(page),
        PageLink::Text => json!(page.to_string()),
        PageLink::RelativeUrl => json!(path()),
        PageLink::AbsoluteUrl => json!(format!("{}{}", call.origin, path())),
        PageLink::Null => Value::Null,
    }
}

fn quote(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(scenario: &Scenario, total: usize, query: &str) -> Answer {
        let query = pairs(query);
        let call = Call {
            scenario,
            now: DateTime::UNIX_EPOCH,
            origin: "http://127.0.0.1:1",
            path: "/x/",
            params: &[],
            query: &query,
            body: b"",
        };
        list(&call, ListShape::Envelope, total, |range| {
            range.map(|n| json!({ "n": n })).collect()
        })
    }

    fn body(answer: Answer) -> Value {
        match answer.body {
            Body::Json(value) => value,
            other => panic!("{other:?}"),
        }
    }

    fn three_a_page(change: impl FnOnce(&mut Shape)) -> Scenario {
        Scenario::default().page_size(3).shape(change)
    }

    #[test]
    fn an_envelope_leads_from_page_to_page() {
        let scenario = three_a_page(|_| {});
        let first = body(listed(&scenario, 7, ""));
        assert_eq!(first["next_page"], 2);
        assert_eq!(first["previous_page"], Value::Null);
        assert_eq!(first["count"], 7);
        let last = body(listed(&scenario, 7, "page=3"));
        assert_eq!(last["results"], json!([{ "n": 6 }]));
        assert_eq!(
            (&last["next_page"], &last["previous_page"]),
            (&Value::Null, &json!(2))
        );
        assert_eq!(body(listed(&scenario, 7, "page=4"))["results"], json!([]));
    }

    #[test]
    fn links_take_every_spelling() {
        let next = |kind| {
            body(listed(
                &three_a_page(|s| s.page_link = kind),
                7,
                "a=b c&page=2",
            ))["next_page"]
                .clone()
        };
        assert_eq!(next(PageLink::Number), 3);
        assert_eq!(next(PageLink::Text), "3");
        assert_eq!(next(PageLink::RelativeUrl), "/x/?a=b%20c&page=3");
        assert_eq!(
            next(PageLink::AbsoluteUrl),
            "http://127.0.0.1:1/x/?a=b%20c&page=3"
        );
        assert_eq!(next(PageLink::Null), Value::Null);
    }

    #[test]
    fn wrappings_and_paging_follow_the_switches() {
        let array = three_a_page(|s| s.list = ListShape::Array);
        assert_eq!(body(listed(&array, 7, "page=3")), json!([{ "n": 6 }]));
        let ignored = three_a_page(|s| s.paging = Paging::Ignored);
        assert_eq!(body(listed(&ignored, 7, "page=3"))["results"][0]["n"], 0);
        let off = three_a_page(|s| s.paging = Paging::Off);
        assert_eq!(
            body(listed(&off, 7, ""))["results"]
                .as_array()
                .unwrap()
                .len(),
            7
        );
        let lone = three_a_page(|s| s.lone_row_as_object = true);
        assert_eq!(body(listed(&lone, 1, "")), json!({ "n": 0 }));
        let strict = three_a_page(|s| s.past_end = PastEnd::NotFound);
        assert_eq!(listed(&strict, 7, "page=4").status, 404);
    }

    #[test]
    fn nothing_has_four_spellings() {
        let empty = |kind| listed(&three_a_page(|s| s.empty_list = kind), 0, "").body;
        assert_eq!(empty(EmptyList::Null), Body::Json(Value::Null));
        assert_eq!(empty(EmptyList::Object), Body::Json(json!({})));
        assert_eq!(empty(EmptyList::NoBody), Body::Empty);
        let Body::Json(wrapped) = empty(EmptyList::Wrapped) else {
            panic!()
        };
        assert_eq!(wrapped["results"], json!([]));
    }

    #[test]
    fn query_values_are_decoded() {
        assert_eq!(
            pairs("a=b+c&d=%C3%A9&e"),
            [("a", "b c"), ("d", "é"), ("e", "")].map(|(k, v)| (k.into(), v.into()))
        );
    }
}

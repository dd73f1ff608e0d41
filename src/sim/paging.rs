//! Lists: which rows belong to a page, and how the page is wrapped (rows `G2` to `G4`).
//!
//! A handler says how many rows there are and renders any range of them; everything the documentation leaves open about lists
//! is decided here, for all resources alike.

use std::ops::Range;

use serde_json::{Value, json};

use super::answer::{Answer, Body, Call};
use super::scenario::{EmptyList, ListShape, PageLink, Paging, PastEnd};

/// A list of `total` rows, of which `rows` renders any range, wrapped and paged as the scenario asks (rows `G2` to `G4`).
///
/// `likely` is the wrapping used when the scenario leaves it open.
pub(super) fn list(
    call: &Call<'_>,
    likely: ListShape,
    total: usize,
    rows: impl Fn(Range<usize>) -> Vec<Value>,
) -> Answer {
    if call.shape().paging == Paging::Off {
        return cut(call, likely, total, total.max(1), rows);
    }
    cut(call, likely, total, call.scenario.page_size, rows)
}

/// A list that comes whole, whatever the scenario has about pages: the answer to a question that names its rows itself.
pub(super) fn whole(call: &Call<'_>, likely: ListShape, rows: &[Value]) -> Answer {
    cut(call, likely, rows.len(), rows.len().max(1), |range| {
        rows.get(range).unwrap_or_default().to_vec()
    })
}

/// A list in pages of `size` rows.
fn cut(
    call: &Call<'_>,
    likely: ListShape,
    total: usize,
    size: usize,
    rows: impl Fn(Range<usize>) -> Vec<Value>,
) -> Answer {
    let shape = call.shape();
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
    use chrono::DateTime;

    use super::super::answer::pairs;
    use super::super::scenario::{Scenario, Shape};
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
            content_type: "",
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
}

//! One decoder for every wrapping a list comes in (G2), and for the three kinds of page link (G3).
//!
//! An array is rows; an object with a `results` array is rows and paging; any other object is one row; null, `{}` and
//! no body are none. Rows stay slices of the answer: what is inside them is the business of [`super::wire`], so a bad
//! row cannot take its neighbours along.
//!
//! Never holds more than [`MAX_ROWS`] rows, however many an answer lists: millions of tiny rows would otherwise make a
//! small body large.

use serde_json::value::RawValue;

use super::wire::field::{Field, Items, Shape};
use super::wire::object::wire_object;
use crate::domain::request::{Cursor, Page};
use crate::domain::text::Text;

/// Rows of one answer at most; four times what fits into the largest body when rows are honest ones.
pub(crate) const MAX_ROWS: usize = 50_000;

/// Why an answer has no rows.
#[derive(Debug)]
pub(crate) enum NoRows {
    /// Not JSON, or a lone number or text.
    Json(serde_json::Error),
    /// More than [`MAX_ROWS`].
    TooMany,
}

impl From<serde_json::Error> for NoRows {
    fn from(why: serde_json::Error) -> Self {
        Self::Json(why)
    }
}

wire_object!(
    /// The envelope of a page (contract: `PageEnvelope`).
    Envelope {
        results = "results",
        next_page = "next_page",
        count = "count",
        page_size = "page_size",
    }
);

/// The rows of an answer, each as it came.
#[derive(Debug, Default)]
pub(crate) struct Rows<'a> {
    pub(crate) list: Vec<&'a RawValue>,
    pub(crate) next: Option<Cursor>,
    pub(crate) count: Option<u64>,
    pub(crate) page_size: Option<u32>,
}

impl<'a> Rows<'a> {
    /// Splits an answer into rows.
    pub(crate) fn split(body: &'a str) -> Result<Self, NoRows> {
        let body = body.trim_start_matches('\u{FEFF}').trim();
        match body.as_bytes().first() {
            None => Ok(Self::default()),
            Some(b'{') => Self::of_object(body),
            Some(b'n') => Ok(serde_json::from_str::<()>(body).map(|()| Self::default())?),
            Some(_) => array(body).map(Self::bare),
        }
    }

    fn of_object(body: &'a str) -> Result<Self, NoRows> {
        let Ok(envelope) = Envelope::read(body) else {
            // An object whose keys cannot be read is still one row: a broken one.
            return Ok(Self::bare(vec![serde_json::from_str(body)?]));
        };
        let list = match (envelope.results.json(), envelope.results.shape()) {
            (Some(json), Shape::Array) => array(json)?,
            (Some(_), Shape::None) => Vec::new(),
            (Some(json), Shape::Object) if is_empty_object(json) => Vec::new(),
            (Some(_), Shape::Object) => envelope.results.raw().into_iter().collect(),
            _ if is_empty_object(body) => Vec::new(),
            _ => return Ok(Self::bare(vec![serde_json::from_str(body)?])),
        };
        Ok(Self {
            list,
            next: next_cursor(envelope.next_page),
            count: envelope.count.count(),
            page_size: envelope
                .page_size
                .count()
                .and_then(|size| size.try_into().ok()),
        })
    }

    fn bare(list: Vec<&'a RawValue>) -> Self {
        Self {
            list,
            ..Self::default()
        }
    }

    /// The page these rows make, each row read by `read`.
    pub(crate) fn page<T>(self, read: impl FnMut(&'a RawValue) -> T) -> Page<T> {
        Page {
            rows: self.list.into_iter().map(read).collect(),
            next: self.next,
            count: self.count,
            page_size: self.page_size,
        }
    }
}

fn array(json: &str) -> Result<Vec<&RawValue>, NoRows> {
    let items: Items<'_, { MAX_ROWS }> = serde_json::from_str(json)?;
    if items.is_cut {
        return Err(NoRows::TooMany);
    }
    Ok(items.items)
}

/// Where the next page is (G3): a whole number, as such or as text, is a page number; other text is a link. Page 0
/// would be the first page again, so it counts as none.
fn next_cursor(link: Field<'_>) -> Option<Cursor> {
    let text = link.scalar()?;
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed == "false" {
        return None;
    }
    match link.count() {
        Some(number) => u32::try_from(number)
            .ok()
            .filter(|number| *number > 0)
            .map(Cursor::Number),
        None => Some(Cursor::Link(Text::new(trimmed))),
    }
}

/// Whether an object holds nothing, which is one of the ways to write "no value" (G7).
pub(crate) fn is_empty_object(json: &str) -> bool {
    json.strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|inner| inner.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(body: &str) -> Vec<&str> {
        let split = Rows::split(body).unwrap();
        split.list.into_iter().map(RawValue::get).collect()
    }

    #[test]
    fn g2_every_wrapping_is_one_list() {
        assert_eq!(rows(r#"[{"a":1}, 2]"#), [r#"{"a":1}"#, "2"]);
        assert_eq!(rows(r#"{"count":2,"results":[{"a":1},{"a":2}]}"#).len(), 2);
        assert_eq!(rows(r#"{"results":{"a":1}}"#), [r#"{"a":1}"#]);
        assert_eq!(rows(r#" {"a":1} "#), [r#"{"a":1}"#]);
        assert_eq!(rows("\u{FEFF}[1]"), ["1"]);
        for none in [
            "",
            "  \n",
            "null",
            "{}",
            "{ }",
            "[]",
            r#"{"results":[]}"#,
            r#"{"results":null}"#,
            r#"{"results":{}}"#,
        ] {
            assert_eq!(rows(none), Vec::<&str>::new(), "{none:?}");
        }
        assert_eq!(
            rows(r#"{"results":"odd"}"#).len(),
            1,
            "another object is one row"
        );
        for no_list in ["<html>", "\"text\"", "3", "[1,", "[1] x", "nul"] {
            assert!(Rows::split(no_list).is_err(), "{no_list}");
        }
    }

    #[test]
    fn g2_an_object_with_a_key_that_is_no_text_is_one_row() {
        let half = r#"{"\ud800":1,"order_reference":"C"}"#;
        assert_eq!(rows(half), [half]);
        assert!(Rows::split(r#"{"results":[1],}"#).is_err());
    }

    #[test]
    fn g2_an_envelope_carries_count_and_page_size() {
        let split = Rows::split(r#"{"count":"312","page_size":100,"results":[1]}"#).unwrap();
        assert_eq!((split.count, split.page_size), (Some(312), Some(100)));
    }

    #[test]
    fn g3_page_links_come_in_three_kinds() {
        let next = |link: &str| {
            Rows::split(&format!(r#"{{"results":[1],"next_page":{link}}}"#))
                .unwrap()
                .next
        };
        for none in ["null", "\"\"", "\" \"", "0", "false", "{}"] {
            assert_eq!(next(none), None, "{none}");
        }
        assert_eq!(next("2"), Some(Cursor::Number(2)));
        assert_eq!(next("\"2\""), Some(Cursor::Number(2)));
        assert_eq!(next("2.0"), Some(Cursor::Number(2)));
        for link in ["?page=2", "/api/v1/order/?page=2", "https://elsewhere/x"] {
            assert_eq!(
                next(&format!("\"{link}\"")),
                Some(Cursor::Link(link.into()))
            );
        }
    }

    #[test]
    fn a_flood_of_tiny_rows_is_refused() {
        let flood = |rows: usize| format!("[{}1]", "1,".repeat(rows - 1));
        assert_eq!(rows(&flood(MAX_ROWS)).len(), MAX_ROWS);
        assert!(matches!(
            Rows::split(&flood(MAX_ROWS + 1)),
            Err(NoRows::TooMany)
        ));
    }

    #[test]
    fn deep_nesting_stays_a_slice() {
        let deep = format!("[{}{}]", "[".repeat(200_000), "]".repeat(200_000));
        assert_eq!(rows(&deep).len(), 1);
    }

    proptest! {
        #[test]
        fn splitting_never_panics(body in "(?s:.*)|[\\[\\]{}\",:a-z0-9 ]{0,64}") {
            if let Ok(split) = Rows::split(&body) {
                for row in split.list {
                    prop_assert!(body.contains(row.get()));
                }
            }
        }
    }
}

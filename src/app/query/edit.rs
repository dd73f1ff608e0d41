//! Putting a value into the text of a query and taking it out again, as a person would by hand.
//!
//! Only plain terms are touched: not negated, outside of groups, with no alternative beside them. All else stays as it
//! was written, character by character.

use std::ops::Range;

use crate::domain::fold::fold;

use super::field::Schema;
use super::lex::{Lexer, Op, Raw};
use super::scan::{Body, Piece, scan};

/// A plain term of a field and its values.
struct Plain {
    at: Range<usize>,
    /// At least one.
    values: Vec<Raw>,
}

impl Plain {
    fn has(&self, value: &Raw) -> bool {
        self.values.iter().any(|known| is_same(known, value))
    }
}

/// A text whose characters are looked at by number.
struct Chars(Vec<char>);

impl Chars {
    fn slice(&self, at: Range<usize>) -> String {
        self.0.get(at).unwrap_or_default().iter().collect()
    }

    fn from(&self, start: usize) -> String {
        self.slice(start..self.0.len())
    }

    fn without(&self, term: &Plain) -> String {
        let (head, tail) = (self.slice(0..term.at.start), self.from(term.at.end));
        joined(head.trim_end(), tail.trim_start())
    }

    /// With other values in a term; none takes the whole term away.
    fn with_values(&self, term: &Plain, values: &[String]) -> String {
        match term.values.first() {
            Some(first) if !values.is_empty() => {
                self.slice(0..first.at.start) + &values.join(",") + &self.from(term.at.end)
            }
            _ => self.without(term),
        }
    }
}

/// Puts a value of a field into the text, or takes it out if it stands there: a new term at the end, or one more value
/// of a term of the same field. `written` is the value as a query writes it, quoted where it has to be; the text is one
/// that can be read.
pub fn toggle_term<F: Copy + PartialEq>(
    text: &str,
    schema: &Schema<F>,
    field: F,
    written: &str,
) -> String {
    let chars = Chars(text.chars().collect());
    let value = raw(written);
    let terms = plain_terms(text, schema, field);
    let values = |term: &Plain, stays: &dyn Fn(&Raw) -> bool| -> Vec<String> {
        let values = term.values.iter().filter(|raw| stays(raw));
        values.map(|raw| chars.slice(raw.at.clone())).collect()
    };
    if let Some(term) = terms.iter().find(|term| term.has(&value)) {
        let left = values(term, &|raw| !is_same(raw, &value));
        let rest = chars.with_values(term, &left);
        let mut others = plain_terms(&rest, schema, field).into_iter();
        return if others.any(|other| other.has(&value)) {
            toggle_term(&rest, schema, field, written)
        } else {
            rest
        };
    }
    if let Some(term) = terms.last() {
        // Beside any value at all, one value would change nothing.
        let mut values = values(term, &|raw| raw.is_quoted || raw.text != "*");
        values.push(written.to_owned());
        return chars.with_values(term, &values);
    }
    let spec = schema.fields.iter().find(|spec| spec.id == field);
    let term = spec.map_or(String::new(), |spec| format!("{}:{written}", spec.name));
    let text = text.trim();
    if has_alternatives(text) {
        joined(&format!("( {text} )"), &term)
    } else {
        joined(text, &term)
    }
}

/// The values of a field that stand in plain terms, as they are written and as they are meant: those that
/// [`toggle_term`] takes out.
pub fn chosen<F: Copy + PartialEq>(
    text: &str,
    schema: &Schema<F>,
    field: F,
) -> Vec<(String, String)> {
    let chars = Chars(text.chars().collect());
    let terms = plain_terms(text, schema, field).into_iter();
    let mut values: Vec<Raw> = terms.flat_map(|term| term.values).collect();
    values.dedup_by(|a, b| is_same(a, b));
    values
        .into_iter()
        .map(|raw| (chars.slice(raw.at.clone()), raw.text))
        .collect()
}

/// The text without the plain terms of a field.
pub fn without<F: Copy + PartialEq>(text: &str, schema: &Schema<F>, field: F) -> String {
    let mut terms = plain_terms(text, schema, field);
    let mut text = text.to_owned();
    while let Some(term) = terms.pop() {
        text = Chars(text.chars().collect()).without(&term);
    }
    text
}

/// Whether two values, as they are written, ask the same.
pub fn is_same_value(written: &str, other: &str) -> bool {
    is_same(&raw(written), &raw(other))
}

fn raw(written: &str) -> Raw {
    let value = Lexer::new(written).value();
    value.unwrap_or_else(|_| Raw {
        text: written.to_owned(),
        at: 0..0,
        is_quoted: false,
    })
}

/// Whether two values ask the same. In quotes, `*` and `-` are signs like any other.
fn is_same(a: &Raw, b: &Raw) -> bool {
    let is_sign = |raw: &Raw| !raw.is_quoted && matches!(raw.text.as_str(), "*" | "-");
    is_sign(a) == is_sign(b) && fold(&a.text) == fold(&b.text)
}

fn joined(head: &str, tail: &str) -> String {
    let blank = if head.is_empty() || tail.is_empty() {
        ""
    } else {
        " "
    };
    format!("{head}{blank}{tail}")
}

/// Whether a bar or its word divides the text outside of groups.
fn has_alternatives(text: &str) -> bool {
    let mut depth = 0_usize;
    scan(text).pieces.iter().any(|piece| {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth = depth.saturating_sub(1),
            Piece::Or(_) if depth == 0 => return true,
            _ => {}
        }
        false
    })
}

fn plain_terms<F: Copy + PartialEq>(text: &str, schema: &Schema<F>, field: F) -> Vec<Plain> {
    if has_alternatives(text) {
        return Vec::new();
    }
    let mut depth = 0_usize;
    let mut terms = Vec::new();
    for piece in scan(text).pieces {
        match piece {
            Piece::Open(_) => depth += 1,
            Piece::Close(_) => depth = depth.saturating_sub(1),
            Piece::Term(term) if depth == 0 && !term.is_negated => {
                if let Body::Field { name, op, values } = term.body
                    && matches!(op, Op::Smart | Op::Whole)
                    && !values.is_empty()
                    && schema.find(&name.text).is_some_and(|spec| spec.id == field)
                {
                    let at = term.at;
                    terms.push(Plain { at, values });
                }
            }
            _ => {}
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
    use crate::app::query::tests::queries;
    use crate::app::query::{Now, Query};
    use crate::domain::date::Zone;

    fn toggled(text: &str, field: OrderField, written: &str) -> String {
        toggle_term(text, &ORDER_SCHEMA, field, written)
    }

    fn stands(text: &str, field: OrderField, written: &str) -> bool {
        let chosen = chosen(text, &ORDER_SCHEMA, field);
        chosen
            .iter()
            .any(|(known, _)| is_same_value(known, written))
    }

    #[test]
    fn a_value_is_taken_out_wherever_it_stands() {
        let late = |text| toggled(text, OrderField::Late, "yes");
        assert_eq!(
            late("late:yes a late:yes,maybe late:no"),
            "a late:maybe late:no"
        );
    }

    #[test]
    fn a_new_term_goes_to_the_end() {
        let state = |text| toggled(text, OrderField::State, "active");
        assert_eq!(state(""), "state:active");
        assert_eq!(state("dupont  lyon "), "dupont  lyon state:active");
        assert_eq!(state("-state:active"), "-state:active state:active");
        assert_eq!(
            state("( state:active x )"),
            "( state:active x ) state:active"
        );
        assert_eq!(state("state~act"), "state~act state:active");
        assert_eq!(
            state("a | state:active"),
            "( a | state:active ) state:active",
            "beside alternatives it would belong to the last of them"
        );
        assert_eq!(toggled("x", OrderField::Bandwidth, "100m"), "x bw:100m");
        assert_eq!(
            toggled("bw>=100m", OrderField::Bandwidth, "1g"),
            "bw>=100m bw:1g"
        );
    }

    #[test]
    fn another_value_joins_the_term_of_its_field() {
        let state = |text| toggled(text, OrderField::State, "active");
        assert_eq!(state("state:in x"), "state:in,active x");
        assert_eq!(state("STATUS:a,\"b c\" x"), "STATUS:a,\"b c\",active x");
        assert_eq!(state("state=confirmed"), "state=confirmed,active");
        let project = |text, value| toggled(text, OrderField::Project, value);
        assert_eq!(project("project:-", "\"P 12\""), "project:-,\"P 12\"");
        assert_eq!(project("project:* x", "P1"), "project:P1 x");
        assert_eq!(project("project:\"*\"", "P1"), "project:\"*\",P1");
    }

    #[test]
    fn a_value_that_stands_there_is_taken_out() {
        let state = |text| toggled(text, OrderField::State, "active");
        assert_eq!(state("state:active"), "");
        assert_eq!(state("a  state:Active   b"), "a b");
        assert_eq!(state("state:a,active,b x"), "state:a,b x");
        assert_eq!(state("status=active,b"), "status=b");
        assert_eq!(state("(a)state:active(b)"), "(a) (b)");
        assert_eq!(state("state:x state:active"), "state:x");
        let project = |text, value| toggled(text, OrderField::Project, value);
        assert_eq!(project("project:-", "-"), "");
        assert_eq!(project("project:\"-\"", "-"), "project:\"-\",-");
        assert_eq!(project("project:\"p 12\" é", "\"P 12\""), "é");
    }

    #[test]
    fn the_text_without_a_field_keeps_all_else() {
        let rest = |text| without(text, &ORDER_SCHEMA, OrderField::State);
        assert_eq!(rest("a  state:x,y b STATUS=z -state:c"), "a b -state:c");
        assert_eq!(rest("( state:a ) state~x"), "( state:a ) state~x");
        assert_eq!(rest("state:a | b"), "state:a | b");
        assert_eq!(
            chosen(
                "state:a,\"b c\" x state=d",
                &ORDER_SCHEMA,
                OrderField::State
            ),
            [("a", "a"), ("\"b c\"", "b c"), ("d", "d")].map(|(a, b)| (a.to_owned(), b.to_owned()))
        );
    }

    proptest! {
        #[test]
        fn what_is_toggled_can_be_read_and_toggled_back(
            text in queries(),
            choice in prop::sample::select(vec![
                (OrderField::State, "active"),
                (OrderField::State, "\"Production in progress\""),
                (OrderField::Late, "yes"),
                (OrderField::Project, "-"),
                (OrderField::Step, "4"),
                (OrderField::Is, "new"),
                (OrderField::Bandwidth, "1g"),
            ]),
            times in 1_usize..4,
        ) {
            let (zone, me) = (Zone::utc(), ["jm@example.com".to_owned()]);
            let now = Now::new(DateTime::UNIX_EPOCH, &zone, &me);
            let (field, written) = choice;
            let mut text = text;
            for _ in 0..times {
                let stood = stands(&text, field, written);
                text = toggled(&text, field, written);
                prop_assert_eq!(stands(&text, field, written), !stood, "{}", text);
                prop_assert!(Query::parse(&text, &ORDER_SCHEMA, &now).is_ok(), "{}", text);
            }
            // From here on, twice is as good as never.
            if !stands(&text, field, written) {
                let twice = toggled(&toggled(&text, field, written), field, written);
                let conditions = |text: &str| Query::parse(text, &ORDER_SCHEMA, &now).unwrap().conditions(99);
                prop_assert_eq!(conditions(&twice), conditions(&text), "{} {}", twice, text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "(?s:.{0,40})|[-a-z:=~<>|(),.\"* ]{0,40}", value in "[-*a\" (]{0,4}") {
            let toggled = toggled(&text, OrderField::State, &value);
            stands(&toggled, OrderField::State, &value);
        }
    }
}

//! Writing rows for a script or a person.
//!
//! Invariants: no byte of foreign text reaches the output as a control, whatever the format; a row is one line; in
//! ASCII every byte is below 0x80. JSON keeps the value of every text exactly, escaped where it could not be drawn.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::NaiveDate;

use super::row::{FIELDS, Value, values};
use super::table;
use crate::app::entities::orders::Order;
use crate::app::query::Verdict;
use crate::cli::Format;
use crate::domain::date::Zone;
use crate::domain::fold::fold;
use crate::domain::text::is_drawable;

/// How rows are written.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// The format.
    pub(super) format: Format,
    /// No byte above 0x7F.
    pub(super) is_ascii: bool,
    /// Columns of a table.
    pub(super) width: usize,
    /// The day lateness is judged on.
    pub(super) today: NaiveDate,
    /// The zone of days in a table.
    pub(super) zone: Zone,
}

/// Writes the rows, in this order.
///
/// # Errors
/// The output's own.
pub(super) fn print(
    out: &mut impl Write,
    rows: &[(&Order, Verdict)],
    look: &Look,
) -> io::Result<()> {
    match look.format {
        Format::Table => table::print(out, rows, look),
        Format::Tsv => {
            writeln!(out, "{}", FIELDS.join("\t"))?;
            for (order, verdict) in rows {
                let values = values(order, *verdict, look.today);
                let cells = values.each_ref().map(|value| plain(value, look));
                writeln!(out, "{}", cells.join("\t"))?;
            }
            Ok(())
        }
        Format::Json => rows.iter().try_for_each(|(order, verdict)| {
            writeln!(out, "{}", json(&values(order, *verdict, look.today), look)?)
        }),
    }
}

/// Text that may be drawn, in the characters the output takes.
pub(super) fn drawn<'t>(text: &'t str, look: &Look) -> Cow<'t, str> {
    if look.is_ascii {
        ascii(text)
    } else {
        text.into()
    }
}

fn plain<'v>(value: &'v Value<'_>, look: &Look) -> Cow<'v, str> {
    match value {
        Value::Absent => "".into(),
        Value::Foreign(text) => drawn(text.line(), look),
        Value::Own(words) => Cow::Borrowed(words),
        Value::Number(number) => number.to_string().into(),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.into(),
    }
}

fn json(values: &[Value<'_>; FIELDS.len()], look: &Look) -> io::Result<String> {
    let mut line = String::from("{");
    for (name, value) in FIELDS.iter().zip(values) {
        if line.len() > 1 {
            line.push(',');
        }
        line.push('"');
        line.push_str(name);
        line.push_str("\":");
        let value = match value {
            Value::Absent => "null".to_owned(),
            Value::Foreign(text) => serde_json::to_string(text.wire())?,
            Value::Own(words) => serde_json::to_string(words)?,
            Value::Number(number) => number.to_string(),
            Value::Truth(truth) => truth.to_string(),
        };
        for c in value.chars() {
            if is_drawable(c) && (c.is_ascii() || !look.is_ascii) {
                line.push(c);
            } else {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // Writing to a string never fails.
                    let _ = write!(line, "\\u{unit:04x}");
                }
            }
        }
    }
    line.push('}');
    Ok(line)
}

/// Letters without their accents, and `?` for what has no letter.
fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        match c {
            ' '..='~' => out.push(c),
            '⏎' => out.push('/'),
            _ if folded.is_empty() || !folded.is_ascii() => out.push('?'),
            _ if c.is_uppercase() => out.push_str(&folded.to_ascii_uppercase()),
            _ => out.push_str(&folded),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::entities::orders::Orders;
    use crate::domain::date::FlexDate;
    use crate::domain::ids::OrderRef;
    use crate::domain::lenient::{Lenient, Weeks};
    use crate::domain::order::{OrderState, OrderSummary};
    use crate::domain::text::Text;

    const HOSTILE: &str = "a\u{1b}[2J\u{9b}6n\u{202e}b\tc\n\"\\\u{7f}\u{200b}é\u{E0001}";

    fn hostile() -> Orders {
        let summary = OrderSummary {
            reference: OrderRef::new("CMD_X_1\u{1b}]0;x\u{7}"),
            id: None,
            state: OrderState::parse("évil\u{1b}c"),
            order_date: FlexDate::parse("2025-04-23"),
            modification_date: FlexDate::parse("2025-04-23T10:00:58Z"),
            cancellation_date: FlexDate::parse("hier\u{1b}c"),
            cancellation_reason: None,
            completion_date: None,
            delivery_lead_time: Some(Lenient::Value(Weeks(1))),
            project: Some(Text::new(HOSTILE)),
            offer_family: Some(Text::new(HOSTILE)),
            offer_technology: Some(Text::new(HOSTILE)),
            commitment: Some(Lenient::Raw(Text::new(HOSTILE))),
            site: Some(Text::new(HOSTILE)),
            site_2: None,
            customer: Some(Text::new(HOSTILE)),
            customer_2: None,
            created_by: Some(Text::new(HOSTILE)),
            broken: None,
        };
        let mut orders = Orders::default();
        let at = "2025-05-09T08:00:00Z".parse().unwrap();
        orders.take_summary(summary, 1, false, at, &Zone::utc());
        orders
    }

    fn printed(format: Format, is_ascii: bool) -> String {
        let look = Look {
            format,
            is_ascii,
            width: 120,
            today: "2025-05-09".parse().unwrap(),
            zone: Zone::utc(),
        };
        let orders = hostile();
        let rows: Vec<_> = orders
            .iter()
            .map(|(_, order)| (order, Verdict::Yes))
            .collect();
        let mut out = Vec::new();
        print(&mut out, &rows, &look).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_hostile_leaves_as_it_came() {
        for format in [Format::Table, Format::Tsv, Format::Json] {
            for is_ascii in [false, true] {
                let text = printed(format, is_ascii);
                let is_fine = |c: char| is_drawable(c) || matches!(c, '\n' | '\t');
                assert!(
                    text.chars().all(is_fine),
                    "{format:?}: {}",
                    text.escape_debug()
                );
                assert!(!is_ascii || text.is_ascii(), "{format:?}: {text}");
                let lines = if format == Format::Json { 1 } else { 2 };
                assert_eq!(text.lines().count(), lines, "{text}");
                let tabs = if format == Format::Tsv {
                    2 * (FIELDS.len() - 1)
                } else {
                    0
                };
                assert_eq!(text.matches('\t').count(), tabs, "{text}");
            }
        }
    }

    #[test]
    fn json_keeps_every_value() {
        for is_ascii in [false, true] {
            let row: serde_json::Value =
                serde_json::from_str(&printed(Format::Json, is_ascii)).unwrap();
            assert_eq!(row["project_id"], HOSTILE);
            assert_eq!(row["commitment"], HOSTILE);
            assert_eq!(row["order_date"], "2025-04-23");
            assert_eq!(row["modification_date"], "2025-04-23T10:00:58Z");
            assert_eq!(row["cancellation_date"], "hier\u{1b}c");
            assert_eq!(row["delivery_lead_time"], 1);
            assert_eq!(row["due"], "2025-04-30");
            assert_eq!(row["due_is_estimate"], true);
            assert_eq!(row["late"], "maybe");
            assert_eq!(row["step"], serde_json::Value::Null);
            assert_eq!(row["match"], "yes");
            assert_eq!(row.as_object().unwrap().len(), FIELDS.len());
        }
    }

    #[test]
    fn accents_are_spelt_out_in_ascii() {
        assert_eq!(ascii("Évry Œuvre 東"), "Evry OEuvre ?");
    }
}

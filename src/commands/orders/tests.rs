use super::*;
use crate::commands::listing::print::print;
use crate::domain::date::FlexDate;
use crate::domain::date::Zone;
use crate::domain::ids::OrderRef;
use crate::domain::lenient::{Lenient, Weeks};
use crate::domain::order::{OrderState, OrderSummary};
use crate::domain::text::{Text, is_drawable};

const HOSTILE: &str = "a\u{1b}[2J\u{9b}6n\u{202e}b\tc\n\"\\\u{7f}\u{200b}é\u{E0001}";

fn hostile() -> OrderTable {
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
    let present = Present {
        at: "2025-05-09T08:00:00Z".parse().unwrap(),
        zone: Zone::utc(),
        me: Vec::new(),
    };
    let mut table = OrderTable::new(present.clone());
    table
        .orders
        .take_summary(summary, 1, false, present.at, &present.zone);
    table.judge((Query::default(), Sort::default()), present);
    table
}

fn printed(format: Format, is_ascii: bool) -> String {
    let look = Look {
        format,
        is_ascii,
        width: 120,
    };
    let mut out = Vec::new();
    print(&mut out, &hostile(), &look).unwrap();
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
                2 * (row::FIELDS.len() - 1)
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
        assert_eq!(row.as_object().unwrap().len(), row::FIELDS.len());
    }
}

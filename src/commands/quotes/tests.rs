use serde_json::Value as Json;

use super::*;
use crate::app::fixtures::quotes::{line, offers, ready_line};
use crate::commands::listing::print::print;
use crate::domain::date::Zone;
use crate::domain::lenient::Lenient;
use crate::domain::text::{Text, is_drawable};

const HOSTILE: &str = "a\u{1b}[2J\u{202e}b\tc\n\"{[,\u{200b}é";

fn table() -> QuoteTable {
    let present = Present {
        at: "2026-05-29T08:00:00Z".parse().unwrap(),
        zone: Zone::utc(),
        me: Vec::new(),
    };
    let mut table = QuoteTable::new(present.clone());
    let mut hostile = Line {
        end_customer_name: Some(Text::new(HOSTILE)),
        latitude: Some(Text::new("48.856600")),
        longitude: Some(Text::new("2,35")),
        ..line(1, HOSTILE)
    };
    hostile.address = Some(Text::new(HOSTILE));
    let mut offers = offers();
    offers[0].far = Some(Lenient::Raw(Text::new("sur devis \u{9b}")));
    let lines = [hostile, line(2, "ready"), line(3, "confirmed")];
    for line in lines {
        table.quotes.take_listed_line(line, listed(1, present.at));
    }
    let read = ready_line(2, 12, offers);
    table.quotes.take_line(read, false, present.at);
    table.judge((Query::default(), QuoteSort::default()), present);
    table
}

fn printed(format: Format, is_ascii: bool) -> String {
    let look = Look {
        format,
        is_ascii,
        width: 100,
    };
    let mut out = Vec::new();
    print(&mut out, &table(), &look).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn nothing_hostile_leaves_as_it_came() {
    for format in [Format::Table, Format::Tsv, Format::Json] {
        for is_ascii in [false, true] {
            let text = printed(format, is_ascii);
            let is_fine = |c: char| is_drawable(c) || matches!(c, '\n' | '\t');
            assert!(text.chars().all(is_fine), "{}", text.escape_debug());
            assert!(!is_ascii || text.is_ascii(), "{text}");
            let heading = usize::from(format != Format::Json);
            assert_eq!(text.lines().count(), 3 + heading, "{text}");
            let tabs = if format == Format::Tsv {
                4 * (row::FIELDS.len() - 1)
            } else {
                0
            };
            assert_eq!(text.matches('\t').count(), tabs, "{text}");
        }
    }
}

#[test]
fn json_has_numbers_where_they_can_be_read_and_the_text_where_not() {
    let rows: Vec<Json> = printed(Format::Json, false)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let of = |state: &str| rows.iter().find(|row| row["state"] == state).unwrap();
    let ready = of("ready");
    assert_eq!(ready["lowest_monthly"], 145.0);
    assert_eq!(
        ready["lowest_total"], 6_840.0,
        "the other total is not known"
    );
    assert_eq!(ready["ready"], 2);
    let offers = ready["offers"].as_array().unwrap();
    assert_eq!(offers.len(), 3);
    assert_eq!(
        (&offers[0]["far"], &offers[0]["total"]),
        (&"sur devis \u{9b}".into(), &Json::Null)
    );
    assert_eq!(
        (&offers[1]["far"], &offers[1]["term"]),
        (&540.0.into(), &36.into())
    );
    assert_eq!(
        (&offers[2]["state"], &offers[2]["is_ready"]),
        (&"refused".into(), &false.into())
    );

    let hostile = of(HOSTILE);
    assert_eq!(hostile["end_customer_name"], HOSTILE);
    assert_eq!(
        (&hostile["latitude"], &hostile["longitude"]),
        (&48.8566.into(), &"2,35".into())
    );
    assert_eq!(hostile["offers"], Json::Null, "they were not read");
    assert_eq!(of("confirmed")["ready"], Json::Null);
    assert!(
        rows.iter()
            .all(|row| row.as_object().unwrap().len() == row::FIELDS.len())
    );
}

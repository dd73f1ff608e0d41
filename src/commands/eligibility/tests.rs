use serde_json::{Value as Json, json};

use super::*;
use crate::app::fixtures::eligibility::{
    hostile_item, item, item_id, priced_offers, ready_item, request_id, request_with,
};
use crate::commands::listing::print::print;
use crate::domain::date::Zone;
use crate::domain::text::is_drawable;

/// A site that was read with its request, one that was only listed, and one that nobody should send.
fn table() -> SiteTable {
    let present = Present {
        at: "2026-05-29T08:00:00Z".parse().unwrap(),
        zone: Zone::utc(),
        me: Vec::new(),
    };
    let mut table = SiteTable::new(present.clone());
    let items = [
        item(1, "done.ready"),
        item(2, "in_progress.elig"),
        hostile_item(3),
    ];
    for item in items {
        table
            .eligibility
            .take_listed_item(item, listed(1, present.at));
    }
    let read = ready_item(1, 12, priced_offers());
    let read = request_with(7, "done.ready", vec![read]);
    table.eligibility.take_request(read, false, present.at);
    table.judge((Query::default(), EligibilitySort::default()), present);
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
    let of = |number| {
        let id = json!(item_id(number).wire());
        rows.iter().find(|row| row["id"] == id).unwrap()
    };
    let ready = of(1);
    assert_eq!(
        ready["product_offering_qualification_id"],
        request_id(7).wire()
    );
    assert_eq!(ready["request_external_id"], "SITE-0007");
    assert_eq!(ready["building_ref"], "IMB/31555/X/0001");
    assert_eq!(
        (&ready["x"], &ready["y"]),
        (&json!(1.091_455), &json!(49.474_407_7))
    );
    assert!(
        ready["zones"].is_object() && ready["bandwidth_max"].is_number(),
        "{ready}"
    );
    assert!(ready["address"]["post_code"].is_string(), "{ready}");
    let offers = ready["offers"].as_array().unwrap();
    assert_eq!(offers.len(), 4);
    assert_eq!(
        (&offers[0]["price"], &offers[0]["commitment"]),
        (&json!(145.0), &json!(12))
    );
    assert_eq!(
        (&offers[3]["price"], &offers[3]["on_quotation"]),
        (&Json::Null, &json!(true))
    );

    let listed = of(2);
    assert_eq!(
        (&listed["offers"], &listed["request_state"]),
        (&Json::Null, &Json::Null)
    );
    assert_eq!(listed["match"], "yes");

    let hostile = of(3);
    assert_eq!(hostile["state"], "done.\u{7}maybe");
    assert_eq!(hostile["bandwidth_max"], "beaucoup");
    assert_eq!(
        hostile["zones"],
        json!({"BPE": "deux", "V\u{200d}ULA": "?"})
    );
    assert_eq!(hostile["guaranteed_until_date"], "demain");
    let odd = &hostile["offers"][1];
    assert_eq!(
        (&odd["price"], &odd["fas"]),
        (&json!("sur devis"), &json!("1.234,567"))
    );
    assert!(
        rows.iter()
            .all(|row| row.as_object().unwrap().len() == row::FIELDS.len())
    );
}

//! `covage-tui quotes`.

use std::collections::HashSet;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::OfferShape;
use serde_json::Value;

use super::{assert_says, rows};
use crate::product::{Home, Ran, Server};

/// Routes as the simulator names them.
const LINE: &str = "/api/v1/quote_item/{id}/";
const BASKETS: &str = "/api/v1/quote/";
const BASKET: &str = "/api/v1/quote/{id}/";

fn server() -> Server {
    Server::start(world())
}

fn world() -> Scenario {
    Scenario::default().orders(0).quotes(|it| {
        it.baskets = 5;
        it.offers = Some(OfferShape::FlatText);
    })
}

/// A home that asks as fast as may be.
fn home_at(server: &Server) -> Home {
    let home = Home::new().with(server.vars());
    home.write_config("[limits]\nreads_per_second = 5\n");
    home
}

fn of(home: &Home, filter: &str) -> Vec<Value> {
    let ran = run(home, filter);
    assert_says(&ran, 0, &[]);
    assert!(ran.err.is_empty(), "{}", ran.err);
    rows(&ran)
}

fn run(home: &Home, filter: &str) -> Ran {
    home.run(&["quotes", "--format", "json", "--filter", filter])
}

fn keys(rows: &[Value]) -> HashSet<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn lines_have_the_names_of_the_api_and_ready_ones_their_offers() {
    let server = server();
    let home = home_at(&server);
    let all = of(&home, "");
    assert_eq!(keys(&all).len(), all.len());
    let is_ready = |row: &&Value| row["state"] == "ready";
    let ready = all.iter().filter(is_ready).count();
    assert!(ready > 1 && ready < all.len(), "{all:?}");
    for row in &all {
        assert_eq!(row["match"], "yes");
        assert_eq!(row["offers"].is_array(), is_ready(&row), "{row}");
        let prices = row["offers"].as_array().into_iter().flatten();
        for offer in prices.filter(|offer| offer["is_ready"] == true) {
            assert!(
                offer["product_id"].is_string() && offer["monthly"].is_number(),
                "{offer}"
            );
        }
    }
    let count = server.stats().requests_of(&format!("GET {LINE}"));
    assert_eq!(count, ready as u64, "each is read once, and no other line");
    assert_eq!(server.stats().requests_of(&format!("GET {BASKETS}")), 0);

    let ran = home.run(&["quotes", "--format", "tsv"]);
    assert_says(&ran, 0, &[]);
    assert_eq!(ran.out.lines().count(), all.len() + 1);
    assert!(ran.out.starts_with("id\treference\tstate\t"), "{}", ran.out);
    let count = server.stats().requests_of(&format!("GET {LINE}"));
    assert_eq!(count, ready as u64, "only JSON has the offers");
}

#[test]
fn a_filter_over_offers_and_baskets_is_exact() {
    let server = server();
    let home = home_at(&server);
    let all = of(&home, "");
    let cheap = of(&home, "price<200");
    let lowest = |row: &Value| row["lowest_monthly"].as_f64();
    let expected: Vec<_> = all
        .iter()
        .filter(|row| lowest(row).is_some_and(|it| it < 200.0))
        .cloned()
        .collect();
    assert!(!cheap.is_empty() && cheap.len() < all.len(), "{all:?}");
    assert_eq!(keys(&cheap), keys(&expected));

    let named = of(&home, "basket:*");
    assert_eq!(named.len(), all.len());
    let baskets = of(&home, "basket:a -basket:-");
    let some = baskets.first().unwrap()["basket_id"].as_str().unwrap();
    let of_one = of(&home, &format!("basket={some}"));
    assert!(!of_one.is_empty() && of_one.len() < all.len());
    assert!(
        of_one.iter().all(|row| row["basket_id"] == some),
        "{of_one:?}"
    );
    let others = of(&home, &format!("-basket={some}"));
    assert_eq!(others.len() + of_one.len(), all.len());

    // A word is searched in what baskets are called, and only those are read that it is found in.
    let read = || server.stats().requests_of(&format!("GET {BASKET}"));
    let before = read();
    let by_word = of(&home, &format!("\"{some}\""));
    assert_eq!(keys(&by_word), keys(&of_one));
    assert_eq!(read() - before, 1);
    assert!(of(&home, "xyzzy").is_empty());
    assert_eq!(read() - before, 1);
}

#[test]
fn what_could_not_be_read_is_named() {
    let mut scenario = world();
    scenario.missing = vec![LINE.to_owned()];
    let server = Server::start(scenario);
    let home = home_at(&server);
    let ran = run(&home, "state:ready");
    assert!(
        rows(&ran)
            .iter()
            .all(|row| row["match"] == "yes" && row["offers"].is_null())
    );
    assert_says(
        &ran,
        1,
        &[
            "printed without what only their details tell: QO_",
            "not found",
        ],
    );
    let ran = run(&home, "ready>0");
    assert!(
        rows(&ran).iter().all(|row| row["match"] == "maybe"),
        "{ran:?}"
    );
    assert_says(&ran, 1, &["not known whether the filter matches QO_"]);

    let mut scenario = world();
    scenario.missing = vec![BASKET.to_owned()];
    let server = Server::start(scenario);
    let home = home_at(&server);
    let ran = home.run(&["quotes", "--filter", "basket:x"]);
    assert_says(
        &ran,
        1,
        &[
            "not known whether the filter matches QO_",
            "rows may be missing",
            "basket ",
        ],
    );
    let maybes = ran.out.lines().skip(1);
    assert!(
        ran.out.lines().next().unwrap().ends_with("MATCH"),
        "{}",
        ran.out
    );
    assert!(maybes.clone().count() > 0 && maybes.clone().all(|line| line.ends_with("maybe")));
}

#[test]
fn views_fields_and_flags_are_those_of_the_pane() {
    let home = Home::new();
    let ran = home.run(&["quotes", "--filter", "slack<3d"]);
    assert_says(&ran, 2, &["slack<3d\n^^^^^\n"]);
    let ran = home.run(&["quotes", "--view", "late"]);
    assert_says(
        &ran,
        2,
        &[
            "the view Late lists orders, not quote lines",
            "covage-tui --view Late",
        ],
    );

    let demo = ["quotes", "--demo", "--orders", "0", "--format", "json"];
    let ran = home.run(&[&demo[..], &["--view", "accepted"]].concat());
    assert_says(&ran, 0, &[]);
    let accepted = rows(&ran);
    assert!(!accepted.is_empty() && accepted.iter().all(|row| row["state"] == "accepted"));
    // Orders have an Inbox too.
    assert_says(
        &home.run(&[&demo[..], &["--view", "inbox"]].concat()),
        0,
        &[],
    );
}

#[test]
fn a_table_fits_and_leaves_out_what_nothing_stands_in() {
    let home = Home::new();
    for flags in [&[][..], &["--ascii"]] {
        let ran = home.run(&[&["quotes", "--demo", "--orders", "0"], flags].concat());
        assert_says(&ran, 0, &[]);
        let heading = ran.out.lines().next().unwrap();
        let titles: Vec<_> = heading.split_whitespace().collect();
        assert_eq!(titles[..2], ["LINE", "STATE"]);
        assert!(
            !titles.contains(&"READY") && !titles.contains(&"MATCH"),
            "{heading}"
        );
        assert!(ran.out.lines().count() > 10, "{}", ran.out);
        assert!(
            ran.out.lines().all(|line| line.chars().count() <= 120),
            "{}",
            ran.out
        );
        assert!(flags.is_empty() || ran.out.is_ascii(), "{}", ran.out);
    }
}

//! `covage-tui eligibility`.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _};

use covage_tui::sim::Scenario;
use serde_json::Value;

use super::{assert_says, rows};
use crate::product::{Home, Ran, Server};

/// Routes as the simulator names them.
const SITE: &str = "/api/v1/product_offering_qualification_item/{id}/";
const REQUESTS: &str = "/api/v1/product_offering_qualification/";
const REQUEST: &str = "/api/v1/product_offering_qualification/{id}/";

fn world() -> Scenario {
    let world = Scenario::default().orders(0).quotes(|it| it.baskets = 0);
    world.eligibility(|it| it.requests = 10)
}

/// A home that asks as fast as may be.
fn home_at(server: &Server) -> Home {
    let home = Home::new().with(server.vars());
    home.write_config("[limits]\nreads_per_second = 5\n");
    home
}

fn run(home: &Home, filter: &str, format: &str) -> Ran {
    home.run(&["eligibility", "--format", format, "--filter", filter])
}

fn of(home: &Home, filter: &str) -> Vec<Value> {
    let ran = run(home, filter, "json");
    assert_says(&ran, 0, &[]);
    assert!(ran.err.is_empty(), "{}", ran.err);
    rows(&ran)
}

fn keys<'r>(rows: impl IntoIterator<Item = &'r Value>) -> HashSet<&'r str> {
    let rows = rows.into_iter();
    rows.map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn json_has_every_site_with_its_request_and_its_offers() {
    let server = Server::start(world());
    let home = home_at(&server);
    let all = of(&home, "");
    assert!(all.len() >= 10 && keys(&all).len() == all.len(), "{all:?}");
    let mut offers = 0;
    for row in &all {
        assert_eq!(row["match"], "yes");
        assert!(
            row["product_offering_qualification_id"].is_string(),
            "{row}"
        );
        assert!(
            row["request_state"].is_string() && row["eligibility_id"].is_string(),
            "{row}"
        );
        for offer in row["offers"].as_array().unwrap() {
            offers += 1;
            assert!(offer["product_id"].is_string(), "{offer}");
            assert!(offer["bandwidth_max"].is_number(), "{offer}");
        }
        if row["state"] == "done.ready" {
            assert!(
                row["zones"]
                    .as_object()
                    .unwrap()
                    .values()
                    .all(Value::is_string),
                "{row}"
            );
        }
    }
    assert!(offers > 10, "{all:?}");
    let requests: HashSet<_> = all
        .iter()
        .map(|row| &row["product_offering_qualification_id"])
        .collect();
    let read = server.stats().requests_of(&format!("GET {REQUEST}"));
    assert_eq!(read, requests.len() as u64, "each request once");
    assert_eq!(server.stats().requests_of(&format!("GET {SITE}")), 0);

    let ran = run(&home, "", "tsv");
    assert_says(&ran, 0, &[]);
    assert!(
        ran.out
            .starts_with("id\tstate\tproduct_offering_qualification_id\t")
    );
    let cells = |line: &str| line.split('\t').count();
    assert!(ran.out.lines().all(|line| cells(line) == 29), "{}", ran.out);
    assert_eq!(ran.out.lines().count(), all.len() + 1);
    assert_eq!(
        read,
        server.stats().requests_of(&format!("GET {REQUEST}")),
        "only JSON has all"
    );
}

#[test]
fn a_filter_over_what_only_details_tell_is_exact() {
    let server = Server::start(world());
    let home = home_at(&server);
    let all = of(&home, "");
    let expect = |filter: &str, is_meant: &dyn Fn(&Value) -> bool| {
        let wanted = keys(all.iter().filter(|row| is_meant(row)));
        assert!(
            !wanted.is_empty() && wanted.len() < all.len(),
            "{filter}: {all:?}"
        );
        for format in ["json", "tsv"] {
            let ran = run(&home, filter, format);
            assert_says(&ran, 0, &[]);
            let found: HashSet<_> = if format == "json" {
                assert!(rows(&ran).iter().all(|row| row["match"] == "yes"));
                rows(&ran)
                    .iter()
                    .map(|row| row["id"].as_str().unwrap().to_owned())
                    .collect()
            } else {
                let lines = ran.out.lines().skip(1);
                lines
                    .map(|line| line.split('\t').next().unwrap().to_owned())
                    .collect()
            };
            assert_eq!(
                found,
                wanted.iter().map(|id| (*id).to_owned()).collect(),
                "{filter}"
            );
        }
    };
    let offers = |row: &Value| row["offers"].as_array().map_or(0, Vec::len);
    expect("offers>0", &|row| offers(row) > 0);
    expect("state:done.ready", &|row| row["state"] == "done.ready");

    let told_age = of(&home, "age:*");
    assert_eq!(
        told_age.len(),
        all.len(),
        "a list row has no date, its request has"
    );

    // By what its request is called, as a field and as a word.
    let named = all.iter().find(|row| {
        row["request_external_id"]
            .as_str()
            .is_some_and(|it| it.len() > 3)
    });
    let name = named.expect("a request with a reference")["request_external_id"].clone();
    let name = name.as_str().unwrap();
    let is_its = |row: &Value| row["request_external_id"] == name;
    expect(&format!("ref=\"{name}\""), &is_its);
    let before = server.stats().requests_of(&format!("GET {REQUEST}"));
    let ran = run(&home, &format!("\"{name}\""), "tsv");
    assert_eq!(
        ran.out.lines().count() - 1,
        all.iter().filter(|row| is_its(row)).count()
    );
    let read = server.stats().requests_of(&format!("GET {REQUEST}")) - before;
    assert_eq!(read, 1, "only the request is read that a word stands in");
}

#[test]
fn what_could_not_be_read_is_named() {
    let mut scenario = world();
    scenario.missing = vec![REQUEST.to_owned()];
    let server = Server::start(scenario);
    let home = home_at(&server);
    let ran = run(&home, "", "json");
    assert!(rows(&ran).len() >= 10);
    assert_says(
        &ran,
        1,
        &[
            "printed without what only their details tell: ",
            "not found",
        ],
    );
    let ran = run(&home, "", "table");
    assert_says(&ran, 0, &[]);
    let ran = run(&home, "project:p1", "table");
    assert_says(
        &ran,
        1,
        &[
            "not known whether the filter matches ",
            "rows may be missing",
        ],
    );
    assert!(
        ran.out.lines().next().unwrap().ends_with("MATCH"),
        "{}",
        ran.out
    );

    let mut scenario = world();
    scenario.missing = vec![REQUESTS.to_owned()];
    let server = Server::start(scenario);
    let ran = run(&home_at(&server), "ref:x", "tsv");
    assert_says(
        &ran,
        1,
        &["rows may be missing", "the eligibility requests"],
    );
}

#[test]
fn fields_views_and_exit_codes_are_those_of_the_pane() {
    let home = Home::new();
    assert_says(&run(&home, "slack<3d", "json"), 2, &["slack<3d\n^^^^^\n"]);
    let ran = home.run(&["eligibility", "--view", "late"]);
    assert_says(&ran, 2, &["the view Late lists orders, not sites"]);
    let server = Server::start(world());
    let home = Home::new().with(server.vars_with("wrong-canary"));
    let ran = home.run(&["eligibility"]);
    assert_says(&ran, 4, &["cannot read the sites of", "login refused"]);
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn a_table_fits_and_a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    for flags in [&[][..], &["--ascii"]] {
        let ran = home.run(&[&["eligibility", "--demo", "--orders", "0"], flags].concat());
        assert_says(&ran, 0, &[]);
        let heading = ran.out.lines().next().unwrap();
        let titles: Vec<_> = heading.split_whitespace().collect();
        assert_eq!(titles[..2], ["SITE", "STATE"]);
        assert!(!titles.contains(&"MATCH"), "{heading}");
        assert!(ran.out.lines().count() > 10, "{}", ran.out);
        assert!(
            ran.out.lines().all(|line| line.chars().count() <= 120),
            "{}",
            ran.out
        );
        assert!(flags.is_empty() || ran.out.is_ascii(), "{}", ran.out);
    }
    let args = ["eligibility", "--demo", "--orders", "0", "--format", "json"];
    let mut child = home.command(&args).spawn().unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    drop(out);
    let row: Value = serde_json::from_str(&line).unwrap();
    assert!(row["id"].is_string(), "{line}");
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

//! The program in a shell: what it prints where, and the exit code.

mod eligibility;
mod quotes;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;

use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::Paging;
use serde_json::Value;

use crate::product::{Home, Ran, Server};
use crate::pty::{PATIENCE, Session};

/// The route of an order's detail, as the simulator names it.
const DETAIL: &str = "/api/v1/order/{reference}/";

fn rows(ran: &Ran) -> Vec<Value> {
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[track_caller]
fn assert_says(ran: &Ran, code: i32, words: &[&str]) {
    assert_eq!(ran.code, Some(code), "{ran:?}");
    for words in words {
        assert!(ran.err.contains(words), "no `{words}` in:\n{}", ran.err);
    }
}

#[test]
fn an_unknown_flag_gets_a_suggestion() {
    let ran = Home::new().run(&["orders", "--fliter", "x"]);
    assert_says(&ran, 2, &["--fliter", "--filter"]);
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn a_missing_configuration_names_the_file_and_the_ways_out() {
    let home = Home::new();
    let file = home.config_file();
    let ways = [
        file.to_str().unwrap(),
        "does not exist",
        "config init",
        "COVAGE_API_URL",
        "--demo",
    ];
    assert_says(&home.run(&["orders"]), 2, &ways);
    assert_says(&home.run(&["config", "show"]), 2, &ways);
}

#[test]
fn a_wrong_configuration_names_file_line_column_key_and_suggestion() {
    let home = Home::new();
    home.write_config("[profiles.prod]\nusername = \"u\"\n\n[refresh]\n  ordrs = \"60s\"\n");
    let place = format!("{}:5:3", home.config_file().display());
    assert_says(&home.run(&["orders"]), 2, &[&place, "ordrs", "orders"]);
}

#[test]
fn config_init_writes_once_and_show_and_path_tell_where() {
    let home = Home::new();
    let file = home.config_file();
    let ran = home.run(&["config", "path"]);
    assert_says(&ran, 0, &[]);
    assert!(ran.out.contains(file.to_str().unwrap()) && ran.out.contains("not there"));

    let ran = home.run(&["config", "init"]);
    assert_says(&ran, 0, &[]);
    assert!(ran.out.contains(file.to_str().unwrap()), "{}", ran.out);
    let mode = file.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    std::fs::write(&file, "# mine\n").unwrap();
    assert_says(&home.run(&["config", "init"]), 1, &["exists"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# mine\n");

    let server = Server::start(Scenario::default().orders(0));
    let home = Home::new().with(server.vars());
    let ran = home.run(&["config", "show"]);
    assert_says(&ran, 0, &[]);
    let [(_, api_url), .., (_, password)] = server.vars();
    assert!(ran.out.contains(&api_url) && ran.out.contains("COVAGE_API_URL"));
    let shown = ran
        .out
        .lines()
        .find(|line| line.contains("COVAGE_PASSWORD"));
    assert!(!shown.unwrap().contains(&password), "{}", ran.out);
    assert_eq!(server.stats().total_requests(), 0);
}

#[test]
fn each_line_of_json_is_an_order_with_the_names_of_the_api() {
    let ran = Home::new().run(&["orders", "--demo", "--orders", "40", "--format", "json"]);
    assert_says(&ran, 0, &[]);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let rows = rows(&ran);
    let references: HashSet<_> = rows.iter().map(|row| &row["order_reference"]).collect();
    assert_eq!((rows.len(), references.len()), (40, 40));
    for row in &rows {
        assert!(
            row["state"].is_string() && row["order_date"].is_string(),
            "{row}"
        );
        let late = row["late"].as_str().unwrap();
        assert!(["yes", "maybe", "no"].contains(&late), "{row}");
        assert_eq!(row["match"], "yes");
    }
}

#[test]
fn tsv_has_a_heading_and_as_many_cells_in_every_line() {
    let ran = Home::new().run(&["orders", "--demo", "--orders", "40", "--format", "tsv"]);
    assert_says(&ran, 0, &[]);
    let mut lines = ran.out.lines();
    let heading = lines.next().unwrap();
    assert!(
        heading.starts_with("order_reference\tid\tstate\t"),
        "{heading}"
    );
    let cells = heading.split('\t').count();
    assert_eq!(lines.clone().count(), 40);
    assert!(
        lines.all(|line| line.split('\t').count() == cells),
        "{}",
        ran.out
    );
}

#[test]
fn a_table_is_aligned_and_fits() {
    let home = Home::new();
    for flags in [&[][..], &["--ascii"]] {
        let ran = home.run(&[&["orders", "--demo", "--orders", "40"], flags].concat());
        assert_says(&ran, 0, &[]);
        let heading = ran.out.lines().next().unwrap();
        let states = heading.find("STATE/STEP").unwrap();
        assert_eq!(ran.out.lines().count(), 41);
        for line in ran.out.lines() {
            assert!(line.chars().count() <= 120, "{line}");
            assert_eq!(&line[states - 1..states], " ", "{line}");
            assert_ne!(&line[states..=states], " ", "{line}");
        }
        assert!(flags.is_empty() || ran.out.is_ascii(), "{}", ran.out);
    }
}

#[test]
fn the_filter_takes_words_and_fields() {
    let home = Home::new();
    let with = |filter: &str| {
        let args = ["orders", "--demo", "--orders", "40", "--format", "json"];
        let ran = home.run(&[&args[..], &["--filter", filter]].concat());
        assert_says(&ran, 0, &[]);
        rows(&ran)
    };
    let all = with("");
    let is_active = |row: &&Value| row["state"] == "active";
    let active = with("state=active");
    assert!(!active.is_empty() && active.len() < all.len());
    assert!(active.iter().all(|row| row["state"] == "active"));
    assert_eq!(active.len(), all.iter().filter(is_active).count());
    assert_eq!(with("-state=active").len(), all.len() - active.len());

    let reference = all[7]["order_reference"].as_str().unwrap();
    let found = with(reference);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["order_reference"], reference);
}

#[test]
fn a_bad_filter_shows_a_caret_under_the_fault_and_asks_nobody() {
    let server = Server::start(Scenario::default().orders(3));
    let home = Home::new().with(server.vars());
    let ran = home.run(&["orders", "--filter", "lyon stat:active"]);
    assert_says(&ran, 2, &["lyon stat:active\n     ^^^^\n", "`state`"]);
    assert!(ran.out.is_empty());
    assert_eq!(server.stats().total_requests(), 0);
    // It comes before the configuration, and before a password is asked for.
    let ran = Home::new().run(&["orders", "--filter", "( lyon"]);
    assert_says(&ran, 2, &["( lyon\n^"]);
}

#[test]
fn rows_the_filter_is_unsure_of_are_read_until_it_is_certain() {
    let server = Server::start(Scenario::default().orders(12));
    let home = Home::new().with(server.vars());
    let with = |filter: &str| {
        let ran = home.run(&["orders", "--format", "json", "--filter", filter]);
        assert_says(&ran, 0, &[]);
        rows(&ran)
    };
    let all = with("state:*");
    assert_eq!(server.stats().requests_of(&format!("GET {DETAIL}")), 0);
    let in_production = all
        .iter()
        .filter(|row| row["state"] == "in_progress")
        .count();
    assert!(in_production > 0, "{all:?}");

    let stepped = with("state:in_progress step:*");
    assert!(
        stepped
            .iter()
            .all(|row| row["match"] == "yes" && row["step"].is_string())
    );
    assert!(!stepped.is_empty() && stepped.len() <= in_production);
    let stats = server.stats();
    // Only what decides, and only for the rows in doubt.
    assert_eq!(
        stats.requests_of(&format!("GET {DETAIL}historic/")),
        in_production as u64
    );
    assert_eq!(stats.requests_of(&format!("GET {DETAIL}")), 0);

    let dated = with("state:in_progress late:no");
    assert!(dated.iter().all(|row| row["late"] == "no"), "{dated:?}");
    let read = server.stats().requests_of(&format!("GET {DETAIL}"));
    assert_eq!(read, in_production as u64);
}

#[test]
fn a_row_that_stays_in_doubt_is_printed_and_named() {
    let mut scenario = Scenario::default().orders(6);
    scenario.missing = vec![DETAIL.to_owned()];
    let server = Server::start(scenario);
    let home = Home::new().with(server.vars());
    let ran = home.run(&["orders", "--format", "json", "--filter", "zone:*"]);
    let rows = rows(&ran);
    assert_eq!(rows.len(), 6);
    assert!(rows.iter().all(|row| row["match"] == "maybe"), "{ran:?}");
    let first = rows[0]["order_reference"].as_str().unwrap();
    assert_says(
        &ran,
        1,
        &[
            "not known whether the filter matches",
            first,
            "not found",
            "and 1 more",
        ],
    );
}

#[test]
fn a_list_that_is_not_whole_is_printed_and_said_to_be_so() {
    let scenario = Scenario::default()
        .orders(25)
        .page_size(10)
        .shape(|shape| shape.paging = Paging::Ignored);
    let server = Server::start(scenario);
    let ran = Home::new()
        .with(server.vars())
        .run(&["orders", "--format", "tsv"]);
    assert_eq!(ran.out.lines().count(), 11);
    assert_says(&ran, 1, &["may be incomplete"]);
}

#[test]
fn a_refused_connection_names_cause_and_way_out() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("http://127.0.0.1:{port}");
    let home = Home::new().with([
        ("COVAGE_API_URL", url.clone()),
        ("COVAGE_KEYCLOAK_URL", url.clone()),
        ("COVAGE_USERNAME", "u".to_owned()),
        ("COVAGE_PASSWORD", "secret-canary".to_owned()),
    ]);
    let ran = home.run(&["orders"]);
    assert_says(
        &ran,
        1,
        &[&url, "no connection", "refused", "check api_url"],
    );
    assert!(ran.out.is_empty() && !ran.err.contains("canary"), "{ran:?}");
}

#[test]
fn a_wrong_password_is_tried_exactly_once() {
    let server = Server::start(Scenario::default().orders(3));
    let home = Home::new().with(server.vars_with("wrong-canary"));
    let ran = home.run(&["orders"]);
    assert_says(&ran, 4, &["login refused", "password"]);
    assert!(ran.out.is_empty() && !ran.err.contains("canary"), "{ran:?}");
    let logins = server.stats().logins;
    assert_eq!((logins.password, logins.refused_password), (1, 1));

    // Nor by any other copy, until a person acts.
    let ran = home.run(&["orders"]);
    assert_says(&ran, 4, &["login refused", "covage-tui login"]);
    assert_eq!(server.stats().logins, logins);
    assert_says(&home.run(&["login"]), 4, &["login refused"]);
    assert_eq!(server.stats().logins.refused_password, 2);
    assert_says(&home.run(&["orders"]), 4, &["login refused"]);
    assert_eq!(server.stats().logins.refused_password, 2);

    // A corrected password is another one.
    let home = home.with(server.vars());
    assert_says(&home.run(&["orders"]), 0, &[]);
    let ran = home.run(&["login"]);
    assert_says(&ran, 0, &[]);
    assert!(ran.out.starts_with("logged in as "), "{}", ran.out);
    for file in ["state.db", "covage-tui.log"] {
        let file = home.path().join("state/covage-tui").join(file);
        let bytes = std::fs::read(file).unwrap_or_default();
        let canary = b"canary";
        assert!(!bytes.windows(canary.len()).any(|it| it == canary));
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    for format in ["json", "tsv", "table"] {
        // More than fits into a pipe.
        let args = ["orders", "--demo", "--orders", "2000", "--format", format];
        let mut child = Home::new().command(&args).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.len() > 20, "{line}");
        let mut err = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut err)
            .unwrap();
        assert_eq!(
            (child.wait().unwrap().code(), err.as_str()),
            (Some(0), ""),
            "{format}"
        );
    }
}

#[test]
fn the_first_line_of_the_simulator_is_json() {
    let home = Home::new();
    let mut child = home
        .command(&["simulator", "--orders", "2"])
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let it: Value = serde_json::from_str(&line).unwrap();
    let text = |key: &str| it[key].as_str().unwrap().to_owned();
    let home = home.with([
        ("COVAGE_API_URL", text("api_url")),
        ("COVAGE_KEYCLOAK_URL", text("keycloak_url")),
        ("COVAGE_USERNAME", text("username")),
        ("COVAGE_PASSWORD", text("password")),
    ]);
    let ran = home.run(&["orders", "--format", "json"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_says(&ran, 0, &[]);
    assert_eq!(rows(&ran).len(), 2);
}

#[test]
fn a_dashboard_without_a_terminal_says_so_in_one_sentence() {
    let ran = Home::new().run(&["--demo"]);
    assert_says(&ran, 2, &["needs a terminal"]);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
}

#[test]
fn a_terminal_that_cannot_draw_is_refused() {
    let home = Home::new();
    let vars = [home.vars(), vec![("TERM", "dumb")]].concat();
    let mut session = Session::start([crate::product::PRODUCT, "--demo"], (80, 24), &vars);
    assert_eq!(session.exit_status(PATIENCE).code(), Some(2));
    assert!(session.text().starts_with("TERM is"), "{}", session.text());
    session.assert_restored();
}

#[test]
fn on_a_terminal_progress_is_gone_before_the_rows() {
    let home = Home::new();
    let args = [crate::product::PRODUCT, "orders", "--demo", "--orders", "5"];
    let mut session = Session::start(args, (80, 24), &home.vars());
    assert_eq!(session.exit_status(PATIENCE).code(), Some(0));
    let text = session.text();
    assert!(text.starts_with("ORDER "), "{text}");
    assert!(!text.contains("reading"), "{text}");
    assert!(String::from_utf8_lossy(session.raw_output()).contains("reading orders 0"));
    assert!(
        text.lines().all(|line| line.chars().count() <= 80),
        "{text}"
    );
    assert_eq!(text.lines().count(), 6, "{text}");
    crate::bytes::assert_allowed(session.raw_output());
}

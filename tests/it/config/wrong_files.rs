//! What a person reads when the file is wrong.

use super::*;

#[test]
fn every_problem_is_told_with_its_place_and_the_way_out() {
    insta::assert_snapshot!(problems(
        r#"default_profile = "prd"
theme = "dark"

[profiles.prod]
api_url = "http://api.example.com"
keycloak_url = "https://kc.example.com/auth"
user_name = "jean"
read_only = "no"
password = "hunter2"
password_command = []

[profiles.test]
api_url = "https://api.example.com/api/v1"
password_command = ["pass", 3]
password_file = ""

[refresh]
order = "60s"
orders = "60"
referentials = "1y"

[eligibility]
single = "both"

[limits]
reads_per_second = 500
in_flight = 2.5

[ui]
ascii = 1
color = "allways"
theme = "lihgt"
"#
    ));
}

#[test]
fn syntax_errors_are_told_together_with_the_problems_of_other_lines() {
    insta::assert_snapshot!(problems(
        "[refresh]\norders = 60s\nreferentials = \"1h\n\n[limits]\nin_flight = 0\nin_flight = 4\n[ui\nascii = true\n"
    ));
}

#[test]
fn hostile_text_is_shown_escaped() {
    insta::assert_snapshot!(problems(
        "\"\\u001b[2J\u{202e}evil\" = 1 # \u{200b}\u{feff}\n[profiles.\"a\u{202e}b\"]\napi_url = \"x\u{2066}\"\n[ui]\ncolor = \"\\u001b]52;c;eA==\\u0007\"\n"
    ));
}

#[test]
fn two_password_sources_are_one_too_many() {
    insta::assert_snapshot!(problems(
        "[profiles.prod]\npassword_file = \"a\"\npassword_command = [\"b\", \"--pin\", \"1234\"]\n"
    ));
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_do_no_harm() {
    let text = "\u{feff}[refresh]\r\norders = \"5m\"\r\nnothing = 1\r\n";
    insta::assert_snapshot!(problems(text));
    let file = loaded(&text.replace("nothing = 1\r\n", "")).file;
    assert_eq!(file.refresh.orders.unwrap().value, Duration::from_secs(300));
}

#[test]
fn another_file_taken_for_the_configuration_is_not_told_to_its_end() {
    let lines: Vec<_> = (0..9000).map(|n| format!("key_{n} = 1")).collect();
    let errors = file::parse(&lines.join("\n"), "config.toml").unwrap_err();
    assert_eq!(errors.len(), 50);
    assert!(told(&errors).ends_with("the first 50 problems in config.toml"));
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for deep in [
        "[".repeat(100_000),
        "{a=".repeat(100_000),
        "a.".repeat(100_000),
    ] {
        assert!(!problems(&format!("me = {deep}")).is_empty());
    }
    assert!(!problems(&format!("[{}a]", "a.".repeat(50_000))).is_empty());
}

#[test]
fn a_key_in_the_wrong_table_is_sent_home() {
    insta::assert_snapshot!(problems(
        "api_url = \"https://a\"\n[ui]\nin_flight = 3\nme = []\n"
    ));
}

#[test]
fn tables_of_the_wrong_type_are_told() {
    insta::assert_snapshot!(problems(
        "refresh = \"60s\"\nprofiles = [1]\nme = \"jean\"\n[[ui]]\nascii = true\n"
    ));
}

#[test]
fn columns_that_do_not_exist_or_stand_there_twice_are_told() {
    insta::assert_snapshot!(problems(
        "[ui]\norders_columns = [\"slack\", \"custommer\"]\n"
    ));
    insta::assert_snapshot!(problems(
        "[ui]\norders_columns = [\"slack\", \"by\", \"slack\"]\n"
    ));
}

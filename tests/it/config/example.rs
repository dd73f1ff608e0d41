//! `config.example.toml` is valid, complete and tells the defaults.

use std::fmt::Write as _;

use covage_tui::app::action::Action;
use covage_tui::app::keymap::Keymap;
use covage_tui::config::keys;

use super::*;

/// The example with one kind of marked line made active.
fn active(marks: &[&str]) -> String {
    let line = |line: &str| {
        let bare = marks.iter().find_map(|mark| line.strip_prefix(mark));
        let assignment = bare.filter(|it| it.split_once(" = ").is_some_and(|(key, _)| is_key(key)));
        assignment.unwrap_or(line).to_owned() + "\n"
    };
    command::EXAMPLE.lines().map(line).collect()
}

fn is_key(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn values(file: &File) -> Vec<(String, String)> {
    let file = LoadedFile {
        path: Path::new("config.toml").into(),
        file: file.clone(),
    };
    let env = Environment {
        password: None,
        ..complete_environment()
    };
    let settings = resolve(&Overrides::default(), &env, Some(&file), None).unwrap();
    let rows = [settings.rows(), settings.key_rows()].concat().into_iter();
    let rows = rows.filter(|row| row.key != "profile");
    rows.map(|row| (row.key, row.value)).collect()
}

#[test]
fn it_parses_as_it_is_and_says_what_is_still_to_be_filled_in() {
    let file = loaded(command::EXAMPLE);
    let error = resolve(
        &Overrides::default(),
        &Environment::default(),
        Some(&file),
        None,
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the profile `prod` has no keycloak_url, no username\n"),
        "{error}"
    );
    with(
        &active(&["#! "]),
        &Overrides::default(),
        &Environment::default(),
    )
    .unwrap();
}

#[test]
fn its_defaults_are_the_defaults() {
    let defaults = loaded(&active(&["# "])).file;
    assert_eq!(values(&defaults), values(&File::default()));
    let debug = format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}",
        defaults.refresh,
        defaults.writes,
        defaults.eligibility,
        defaults.limits,
        defaults.ui,
        defaults.me
    );
    assert!(
        !debug.contains("None"),
        "a default is not in the example: {debug}"
    );
}

#[test]
fn it_documents_every_key_once() {
    let keys = [
        file::PROFILE_KEYS,
        file::REFRESH_KEYS,
        file::WRITES_KEYS,
        file::ELIGIBILITY_KEYS,
        file::LIMITS_KEYS,
        file::UI_KEYS,
    ]
    .concat();
    let marks = ["#! ", "#? ", "# ", ""];
    let (before_keys, _) = command::EXAMPLE.split_once("\n[keys]\n").unwrap();
    let all = || keys.iter().chain(file::TOP_KEYS).copied();
    for key in all() {
        let is_it = |line: &str| {
            marks
                .iter()
                .any(|mark| line.starts_with(&format!("{mark}{key} = ")))
        };
        assert_eq!(
            before_keys.lines().filter(|line| is_it(line)).count(),
            all().filter(|other| *other == key).count(),
            "{key}"
        );
    }
}

#[test]
fn its_keys_are_those_of_the_keymap_with_what_each_action_does() {
    let keymap = Keymap::default();
    let (mut wanted, mut group) = (String::new(), None);
    for action in Action::ALL {
        if group != Some(action.group()) {
            let gap = if group.is_some() { "\n" } else { "" };
            group = Some(action.group());
            writeln!(wanted, "{gap}# {}", action.group().title()).unwrap();
        }
        let keys: Vec<_> = keymap.chords(*action).collect();
        let line = format!("# {} = {}", action.name(), keys::list(&keys));
        writeln!(wanted, "{line:<36} # {}", action.help()).unwrap();
    }
    let (_, shown) = command::EXAMPLE.split_once("\n[keys]\n").unwrap();
    assert_eq!(shown, wanted, "[keys] should be:\n{wanted}");
}

#[test]
fn its_examples_without_a_default_are_valid_too() {
    let without_file =
        active(&["# ", "#! ", "#? "]).replace("password_file =", "# password_file =");
    let settings = with(
        &without_file,
        &Overrides::default(),
        &Environment::default(),
    )
    .unwrap();
    assert!(
        matches!(settings.profile.password.value, PasswordSource::Command(argv) if argv.len() == 3)
    );
    let without_command =
        active(&["#! ", "#? "]).replace("password_command =", "# password_command =");
    let settings = with(
        &without_command,
        &Overrides::default(),
        &Environment::default(),
    )
    .unwrap();
    let expected = Path::new("/home/me/.config/covage-tui/password");
    assert!(
        matches!(settings.profile.password.value, PasswordSource::File(path) if path == expected)
    );
}

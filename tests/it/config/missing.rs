//! What a person reads when something is not there.

use super::*;

fn load(
    paths: &Paths,
    overrides: &Overrides,
    env: &Environment,
) -> Result<Settings, SettingsError> {
    Settings::load(overrides, env, Some(paths))
}

#[test]
fn no_file_and_no_environment_names_the_ways_out() {
    let paths = Paths::under(Path::new("/nowhere"));
    let error = load(&paths, &Overrides::default(), &Environment::default()).unwrap_err();
    insta::assert_snapshot!(error);
    let env = Environment {
        username: None,
        ..complete_environment()
    };
    let error = load(&paths, &Overrides::default(), &env)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("the environment lacks COVAGE_USERNAME\n"),
        "{error}"
    );
    assert!(load(&paths, &Overrides::default(), &complete_environment()).is_ok());
}

#[test]
fn a_file_that_somebody_named_must_be_there() {
    let paths = Paths::under(Path::new("/nowhere"));
    let named = Overrides {
        config: Some("/nowhere/mine.toml".into()),
        ..Overrides::default()
    };
    let error = load(&paths, &named, &complete_environment()).unwrap_err();
    assert!(
        matches!(
            &error,
            SettingsError::NamedFileMissing {
                asked_by: "--config",
                ..
            }
        ),
        "{error}"
    );
    let env = Environment {
        config: Some("/nowhere/mine.toml".into()),
        ..complete_environment()
    };
    let error = load(&paths, &Overrides::default(), &env).unwrap_err();
    assert!(
        error.to_string().contains("COVAGE_TUI_CONFIG names it"),
        "{error}"
    );
}

#[test]
fn a_profile_that_lacks_something_is_pointed_at() {
    let error = with(
        "[profiles.prod]\nusername = 'u'\n",
        &Overrides::default(),
        &Environment::default(),
    );
    insta::assert_snapshot!(error.unwrap_err());
}

#[test]
fn an_unknown_profile_gets_a_suggestion() {
    let flag = Overrides {
        profile: Some("tets".into()),
        ..Overrides::default()
    };
    let error = with(TWO_PROFILES, &flag, &Environment::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "--profile: there is no profile `tets`\nhelp: did you mean `test`?"
    );
    let env = Environment {
        profile: Some("staging".into()),
        ..Environment::default()
    };
    let error = with(TWO_PROFILES, &Overrides::default(), &env).unwrap_err();
    assert_eq!(
        error.to_string(),
        "COVAGE_TUI_PROFILE: there is no profile `staging`\nhelp: the profiles are prod, test"
    );
}

#[test]
fn a_wrong_address_in_the_environment_names_the_variable() {
    let env = Environment {
        api_url: Some("http://api.example.com".into()),
        ..complete_environment()
    };
    let error = resolve(&Overrides::default(), &env, None, None).unwrap_err();
    insta::assert_snapshot!(error);
}

#[test]
fn a_file_that_cannot_be_read_is_told_apart_from_a_missing_one() {
    let dir = tempfile::tempdir().unwrap();
    let paths = Paths::under(dir.path());
    fs::create_dir_all(&paths.config_file).unwrap();
    let error = load(&paths, &Overrides::default(), &complete_environment()).unwrap_err();
    assert!(matches!(error, SettingsError::Unreadable { .. }), "{error}");
    fs::remove_dir(&paths.config_file).unwrap();
    fs::write(&paths.config_file, b"a = 1\nb = \"\xff\"\n").unwrap();
    let error = load(&paths, &Overrides::default(), &complete_environment()).unwrap_err();
    assert!(
        error.to_string().ends_with("line 2 is not UTF-8"),
        "{error}"
    );
    fs::write(&paths.config_file, "#".repeat(1024 * 1024)).unwrap();
    let error = load(&paths, &Overrides::default(), &complete_environment()).unwrap_err();
    assert!(
        error.to_string().ends_with("larger than 256 KiB"),
        "{error}"
    );
}

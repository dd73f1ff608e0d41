//! Who wins: flags, environment, file, defaults.

use super::*;

#[test]
fn the_file_over_the_defaults() {
    let settings = with(TWO_PROFILES, &Overrides::default(), &Environment::default()).unwrap();
    insta::assert_snapshot!(shown(&settings));
    assert_eq!(settings.ui.download_dir.value, Path::new("/home/me/covage"));
    assert_eq!(settings.refresh.orders.value, Duration::from_secs(120));
    assert_eq!(settings.refresh.referentials.source, Source::Default);
    assert_eq!(
        settings.profile.ca_file.unwrap().value,
        Path::new("/etc/covage/ca.pem")
    );
}

#[test]
fn the_environment_over_the_file_and_flags_over_both() {
    let env = Environment {
        profile: Some("prod".into()),
        username: Some("env".into()),
        password: Some(SecretString::from(CANARY)),
        no_color: true,
        not_utf8: Some("LC_ALL"),
        ..Environment::default()
    };
    let overrides = Overrides {
        profile: Some("test".into()),
        read_only: true,
        color: Some(ColorChoice::Always),
        theme: Some(ThemeChoice::Light),
        ..Overrides::default()
    };
    let settings = with(TWO_PROFILES, &overrides, &env).unwrap();
    insta::assert_snapshot!(shown(&settings));
    let settings = with(TWO_PROFILES, &Overrides::default(), &env).unwrap();
    assert_eq!(
        settings.profile.name.source,
        Source::Environment("COVAGE_TUI_PROFILE")
    );
    assert_eq!(settings.ui.color.value, ColorChoice::Never);
    assert_eq!(settings.ui.theme.value, ThemeChoice::Truecolor);
    assert!(!settings.profile.read_only.value);
}

#[test]
fn read_only_in_writes_is_read_only_in_every_profile() {
    let text = TWO_PROFILES.replace("[writes]\n", "[writes]\nread_only = true\n");
    let settings = with(&text, &Overrides::default(), &Environment::default()).unwrap();
    assert!(settings.profile.read_only.value);
    assert_eq!(settings.writes.send_delay.value, Duration::ZERO);
}

#[test]
fn the_environment_alone_is_enough() {
    let settings = resolve(&Overrides::default(), &complete_environment(), None, None).unwrap();
    insta::assert_snapshot!(shown(&settings));
}

#[test]
fn without_a_password_source_the_person_is_asked() {
    let env = Environment {
        password: None,
        ..complete_environment()
    };
    let settings = resolve(&Overrides::default(), &env, None, None).unwrap();
    assert!(matches!(
        settings.profile.password.value,
        PasswordSource::Prompt
    ));
}

#[test]
fn the_only_profile_needs_no_choice_and_two_do() {
    let one =
        "[profiles.only]\napi_url = 'https://a'\nkeycloak_url = 'https://k'\nusername = 'u'\n";
    let settings = with(one, &Overrides::default(), &Environment::default()).unwrap();
    assert_eq!(settings.profile.name.value, "only");
    let two = format!("{one}[profiles.other]\n");
    let error = with(&two, &Overrides::default(), &Environment::default()).unwrap_err();
    insta::assert_snapshot!(error);
    let settings = with(&two, &Overrides::default(), &complete_environment()).unwrap();
    assert_eq!(settings.profile.name.value, "environment");
}

#[test]
fn the_demo_uses_nothing_of_the_users_account() {
    let demo = Demo {
        api_url: BaseUrl::parse("http://127.0.0.1:1").unwrap(),
        token_url: TokenUrl::parse("http://127.0.0.1:1").unwrap(),
        username: "demo".into(),
        password: SecretString::from("demo"),
    };
    let settings = Settings::for_demo(&Overrides::default(), &complete_environment(), demo);
    insta::assert_snapshot!(shown(&settings));
}

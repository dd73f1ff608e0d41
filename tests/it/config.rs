//! Configuration from the outside: what a person reads when it is wrong, who wins, and that no secret leaks.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

use covage_tui::commands::config as command;
use covage_tui::config::file::{self, File};
use covage_tui::config::settings::{Demo, LoadedFile, resolve};
use covage_tui::config::url::{BaseUrl, TokenUrl};
use covage_tui::config::{
    ColorChoice, Environment, Overrides, PasswordSource, Paths, Settings, SettingsError, Source,
};
use secrecy::{ExposeSecret as _, SecretString};

const CANARY: &str = "canary-7f3a";

const TWO_PROFILES: &str = r#"
default_profile = "prod"
me = ["jean", "Jeanne"]
[profiles.prod]
api_url = "https://api.example.com/gw/"
keycloak_url = "https://kc.example.com"
username = "jean"
password_command = ["pass", "show", "covage"]
ca_file = "ca.pem"
[profiles.test]
api_url = "http://127.0.0.1:4010"
keycloak_url = "http://127.0.0.1:4011/realms/t/protocol/openid-connect/token"
username = "test"
password_file = "~/secret"
read_only = true
[refresh]
orders = "2m"
[limits]
reads_per_second = 0.5
[ui]
color = "never"
"#;

fn loaded(text: &str) -> LoadedFile {
    let file =
        file::parse(text, "config.toml").unwrap_or_else(|errors| panic!("{}", told(&errors)));
    LoadedFile {
        path: Path::new("/etc/covage/config.toml").into(),
        file,
    }
}

fn told(errors: &[covage_tui::config::ConfigError]) -> String {
    SettingsError::File(errors.to_vec()).to_string()
}

fn problems(text: &str) -> String {
    told(&file::parse(text, "config.toml").expect_err("the file is wrong"))
}

fn complete_environment() -> Environment {
    Environment {
        api_url: Some("https://env.example.com".into()),
        keycloak_url: Some("https://kc.env.example.com".into()),
        username: Some("env".into()),
        password: Some(SecretString::from(CANARY)),
        ..Environment::default()
    }
}

fn with(text: &str, overrides: &Overrides, env: &Environment) -> Result<Settings, SettingsError> {
    resolve(
        overrides,
        env,
        Some(&loaded(text)),
        Some(Path::new("/home/me")),
    )
}

fn shown(settings: &Settings) -> String {
    let mut out = Vec::new();
    command::show(&mut out, settings).unwrap();
    String::from_utf8(out).unwrap()
}

mod wrong_files {
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

[limits]
reads_per_second = 500
in_flight = 2.5

[ui]
ascii = 1
color = "allways"
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
        let text: String = (0..9000).map(|n| format!("key_{n} = 1\n")).collect();
        let errors = file::parse(&text, "config.toml").unwrap_err();
        assert_eq!(errors.len(), 50);
        assert!(told(&errors).ends_with("the first 50 problems in config.toml"));
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
}

/// Whatever is written in the file, it is read or told without a panic and without a control character.
mod any_file {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn is_read_or_told(
            cut in 0..command::EXAMPLE.len(),
            length in 0usize..40,
            put in "[\\PC\\x00-\\x1f=\\[\\]\"'\\\\]{0,12}",
        ) {
            let text = command::EXAMPLE.replace("\n# ", "\n").replace("\n#! ", "\n");
            let (start, end) = (cut.min(text.len()), (cut + length).min(text.len()));
            let mangled = format!("{}{put}{}", &text[..start], &text[end..]);
            if let Err(errors) = file::parse(&mangled, "config.toml") {
                prop_assert!(!errors.is_empty());
                let told = told(&errors);
                prop_assert!(told.chars().all(|c| c == '\n' || covage_tui::domain::text::is_drawable(c)), "{told:?}");
            }
        }
    }
}

mod precedence {
    use super::*;

    #[test]
    fn the_file_over_the_defaults() {
        let settings = with(TWO_PROFILES, &Overrides::default(), &Environment::default()).unwrap();
        insta::assert_snapshot!(shown(&settings));
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
        assert!(!settings.profile.read_only.value);
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
}

mod missing {
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
}

mod example {
    use super::*;

    /// The example with one kind of marked line made active.
    fn active(marks: &[&str]) -> String {
        let line = |line: &str| {
            let bare = marks.iter().find_map(|mark| line.strip_prefix(mark));
            let assignment =
                bare.filter(|it| it.split_once(" = ").is_some_and(|(key, _)| is_key(key)));
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

    fn values(file: &File) -> Vec<(&'static str, String)> {
        let file = LoadedFile {
            path: Path::new("config.toml").into(),
            file: file.clone(),
        };
        let env = Environment {
            password: None,
            ..complete_environment()
        };
        let settings = resolve(&Overrides::default(), &env, Some(&file), None).unwrap();
        let rows = settings
            .rows()
            .into_iter()
            .filter(|row| row.key != "profile");
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
            "{:?}{:?}{:?}{:?}",
            defaults.refresh, defaults.limits, defaults.ui, defaults.me
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
            file::LIMITS_KEYS,
            file::UI_KEYS,
        ]
        .concat();
        let marks = ["#! ", "#? ", "# ", ""];
        for key in keys.into_iter().chain(file::TOP_KEYS.iter().copied()) {
            let is_it = |line: &str| {
                marks
                    .iter()
                    .any(|mark| line.starts_with(&format!("{mark}{key} = ")))
            };
            assert_eq!(
                command::EXAMPLE.lines().filter(|line| is_it(line)).count(),
                1,
                "{key}"
            );
        }
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
}

mod commands {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn init_writes_the_example_privately_and_never_twice() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/config.toml");
        let mut out = Vec::new();
        command::init(&mut out, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), command::EXAMPLE);
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert!(
            String::from_utf8(out)
                .unwrap()
                .starts_with(&format!("wrote {}\n", path.display()))
        );

        fs::write(&path, "me = []\n").unwrap();
        let error = command::init(&mut Vec::new(), &path).unwrap_err();
        assert!(
            matches!(error, command::ConfigCommandError::Exists(_)),
            "{error}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "me = []\n");
    }

    #[test]
    fn init_does_not_write_through_a_dangling_link() {
        let dir = tempfile::tempdir().unwrap();
        let (link, target) = (dir.path().join("config.toml"), dir.path().join("target"));
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(
            command::init(&mut Vec::new(), &link),
            Err(command::ConfigCommandError::Exists(_))
        ));
        assert!(!target.exists());
    }

    #[test]
    fn init_says_why_it_cannot_write() {
        let error = command::init(&mut Vec::new(), Path::new("/dev/null/config.toml")).unwrap_err();
        assert!(
            error.to_string().starts_with("cannot write /dev/null: "),
            "{error}"
        );
    }

    #[test]
    fn path_prints_every_place() {
        let mut out = Vec::new();
        let paths = Paths::under(Path::new("/nowhere"));
        command::path(&mut out, &paths.config_file, &paths).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap());
    }
}

mod secrets {
    use super::*;

    /// Everything of `settings` that can end up in a log, a panic or on a screen.
    fn everything(settings: &Settings) -> String {
        format!(
            "{settings:?}{settings:#?}{}{:?}",
            shown(settings),
            settings.rows()
        )
    }

    #[test]
    fn a_password_in_the_environment_or_in_arguments_is_nowhere_to_be_seen() {
        let settings = resolve(&Overrides::default(), &complete_environment(), None, None).unwrap();
        assert!(!everything(&settings).contains(CANARY));
        assert!(!format!("{:?}", complete_environment()).contains(CANARY));
        let text =
            TWO_PROFILES.replace("\"show\", \"covage\"", &format!("\"--pin\", \"{CANARY}\""));
        let settings = with(&text, &Overrides::default(), &Environment::default()).unwrap();
        assert!(!everything(&settings).contains(CANARY));
        assert!(!format!("{:?}", loaded(&text)).contains(CANARY));
    }

    #[test]
    fn a_password_in_a_wrong_file_is_not_repeated() {
        for text in [
            "[profiles.prod]\npassword = \"CANARY\"\n",
            "[profiles.prod]\npassword = CANARY\n",
            "[profiles.prod]\nPASSWORD = 'CANARY\n",
            "[profiles.prod]\napi_url = \"https://me:CANARY@host\"\n",
            "[profiles.prod]\nkeycloak_url = \"https://me:CANARY@host\n",
            "[profiles.prod]\npassword_command = [\"echo\", \"CANARY\", 3]\n",
            "[profiles.prod]\npassword_command = [\n  \"echo\",\n  \"CANARY\", 3\n]\n",
            "[profiles.prod]\npassword_command = [\n  \"echo\",\n  \"CANARY\n]\n",
            "[profiles.prod]\npassword_command = \"echo CANARY\"\n",
            "[profiles.prod]\npassword_command = [\"echo\", \"CANARY\"]\npassword_file = \"x\"\n",
            "profiles = { prod = { password = \"CANARY\" } }\n",
            "profiles.prod.password = \"CANARY\"\n",
        ] {
            let errors = file::parse(&text.replace("CANARY", CANARY), "config.toml").unwrap_err();
            assert!(!told(&errors).contains(CANARY), "{}", told(&errors));
            assert!(!format!("{errors:?}").contains(CANARY), "{errors:?}");
        }
    }

    #[test]
    fn a_password_in_an_address_of_the_environment_is_not_repeated() {
        let address = format!("https://me:{CANARY}@host");
        for env in [
            Environment {
                api_url: Some(address.clone()),
                ..complete_environment()
            },
            Environment {
                keycloak_url: Some(address),
                ..complete_environment()
            },
        ] {
            let error = resolve(&Overrides::default(), &env, None, None).unwrap_err();
            assert!(!format!("{error}{error:?}").contains(CANARY));
        }
    }

    #[tokio::test]
    async fn a_helper_never_sees_the_password_of_the_environment() {
        // The name is what is removed; its absence shows in the helper's own environment.
        let script = "env | grep -c '^COVAGE_PASSWORD=' || true".to_owned();
        let source = PasswordSource::Command(vec!["sh".into(), "-c".into(), script]);
        let count = source.read().await.unwrap();
        assert_eq!(count.expose_secret(), "0");
    }
}

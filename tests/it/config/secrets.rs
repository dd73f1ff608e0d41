//! No password is shown, whatever goes wrong.

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
    let text = TWO_PROFILES.replace("\"show\", \"covage\"", &format!("\"--pin\", \"{CANARY}\""));
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

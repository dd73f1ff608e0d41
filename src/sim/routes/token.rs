//! The identity server's token endpoint (rows `A1` to `A3`): password and refresh grants, form-encoded.

use serde_json::{Value, json};

use super::super::answer::{Answer, Body, Call, pairs};
use super::super::token::{Grant, Tokens};
use super::{Handler, Method, Route};

pub(super) const ROUTES: &[Route] = &[Route {
    method: Method::Post,
    template: "/auth/realms/covage/protocol/openid-connect/token",
    class: "token",
    is_write: false,
    handler: Handler::Identity(token),
}];

fn token(tokens: &mut Tokens, call: &Call<'_>) -> Answer {
    let form = pairs(&String::from_utf8_lossy(call.body));
    let field = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    };
    if field("client_id") != "api-client" {
        return refusal(
            401,
            "invalid_client",
            "Invalid client or Invalid client credentials",
        );
    }
    let grant = match field("grant_type") {
        "password" => tokens
            .by_password(field("username"), field("password"), call.now)
            .ok_or_else(|| refusal(401, "invalid_grant", "Invalid user credentials")),
        "refresh_token" => tokens
            .by_refresh(field("refresh_token"), call.now)
            .ok_or_else(|| refusal(400, "invalid_grant", "Token is not active")),
        _ => Err(refusal(
            400,
            "unsupported_grant_type",
            "Unsupported grant_type",
        )),
    };
    grant.map_or_else(
        |refusal| refusal,
        |grant| Answer::json(token_set(call, &grant)),
    )
}

fn token_set(call: &Call<'_>, grant: &Grant) -> Value {
    let rules = &call.scenario.token;
    let life = |seconds: u64| {
        if rules.fractional_lifetimes {
            json!(f64::from(u32::try_from(seconds).unwrap_or(u32::MAX)) + 0.5)
        } else {
            json!(seconds)
        }
    };
    json!({
        "access_token": grant.access,
        "expires_in": life(rules.access_secs),
        "refresh_expires_in": life(rules.refresh_secs),
        "refresh_token": grant.refresh,
        "token_type": rules.token_type,
        "scope": "email profile",
        "session_state": grant.session,
    })
}

fn refusal(status: u16, error: &str, description: &str) -> Answer {
    Answer::new(
        status,
        Body::Json(json!({ "error": error, "error_description": description })),
    )
}

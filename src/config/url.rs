//! Addresses that may be trusted with a token: https anywhere, plain http on loopback only.
//!
//! The parser is the one of the HTTP client, so what was checked here is what is sent. Problems never repeat the
//! address, which might hold a password.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;
use thiserror::Error;

/// Path from the Keycloak address to the token endpoint (getting-started page).
const TOKEN_PATH: &str = "/auth/realms/covage/protocol/openid-connect/token";

/// How every Keycloak token URL ends, whatever its prefix and realm.
const TOKEN_SUFFIX: &str = "/protocol/openid-connect/token";

/// Why an address is refused.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum UrlProblem {
    /// The URL parser refused it, or it has blanks, controls or backslashes that a parser would silently mend.
    #[error("it is not a URL")]
    NotUrl,
    /// Neither https nor http.
    #[error("its scheme is not https")]
    Scheme,
    /// Plain http to another machine.
    #[error(
        "plain http is only allowed on this machine: password and token would travel in the clear"
    )]
    PlainHttp,
    /// `user:password@` in front of the host.
    #[error("it holds a user name or a password")]
    Credentials,
    /// `?…` or `#…`.
    #[error("it has a query or a fragment")]
    Query,
    /// It ends like an API path, which every request would repeat (A4).
    #[error("it ends with an API path; the version belongs to each path, not to the address")]
    ApiPath,
    /// It ends inside the token path, which would then be repeated.
    #[error("it ends inside the token path, which is added to it")]
    RealmPath,
}

impl UrlProblem {
    /// What to write instead.
    pub const fn help(self) -> &'static str {
        match self {
            Self::NotUrl | Self::Scheme => {
                "write it like \"https://host\" or \"https://host:8443/prefix\""
            }
            Self::PlainHttp => "use https; http is for 127.0.0.1, [::1] and localhost",
            Self::Credentials => {
                "leave them out: the user is `username`, the password comes from its own source"
            }
            Self::Query => "leave out everything from the `?` or `#` on",
            Self::ApiPath => "leave out the end that begins with /api",
            Self::RealmPath => {
                "leave out the end that begins with /auth or /realms, or give the whole token URL up to /protocol/openid-connect/token"
            }
        }
    }
}

/// The address of the API: origin and, behind a proxy, a path prefix (G18).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Checks an address.
    ///
    /// # Errors
    /// [`UrlProblem`]: only https, or http on loopback; no credentials, query or fragment; no path that ends in `/api` or
    /// `/api/v1`.
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        let url = checked(text)?;
        let mut tail = url.path().trim_end_matches('/').rsplit('/');
        let last = tail.next().unwrap_or_default();
        let is_version = last
            .strip_prefix('v')
            .is_some_and(|n| n.parse::<u8>().is_ok());
        if last == "api" || (is_version && tail.next() == Some("api")) {
            return Err(UrlProblem::ApiPath);
        }
        Ok(Self(url))
    }

    /// The address without a final slash, ready for a path that begins with one.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// Scheme, host and port: the only place a token may go, and the key of everything kept per server.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The address of the token endpoint. Its whole path is configuration (A1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenUrl(Url);

impl TokenUrl {
    /// Makes the token URL of a `keycloak_url`: the documented path is added, unless the address already ends with
    /// `/protocol/openid-connect/token`; then it is taken as it is.
    ///
    /// # Errors
    /// [`UrlProblem`] as for [`BaseUrl::parse`], and when the address ends half-way into the token path.
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        let mut url = checked(text)?;
        let path = url.path().trim_end_matches('/').to_owned();
        if path.ends_with(TOKEN_SUFFIX) {
            url.set_path(&path);
            return Ok(Self(url));
        }
        let mut tail = path.rsplit('/');
        let (last, before) = (
            tail.next().unwrap_or_default(),
            tail.next().unwrap_or_default(),
        );
        if last == "auth" || last == "realms" || before == "realms" || path.contains("/protocol/") {
            return Err(UrlProblem::RealmPath);
        }
        url.set_path(&format!("{path}{TOKEN_PATH}"));
        Ok(Self(url))
    }

    /// The whole URL.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }
}

impl fmt::Display for TokenUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

fn checked(text: &str) -> Result<Url, UrlProblem> {
    if text.is_empty()
        || text
            .chars()
            .any(|c| c.is_whitespace() || c.is_control() || c == '\\')
    {
        return Err(UrlProblem::NotUrl);
    }
    let url = Url::parse(text).map_err(|_| UrlProblem::NotUrl)?;
    let (plain, secure) = (url.scheme() == "http", url.scheme() == "https");
    if !plain && !secure {
        return Err(UrlProblem::Scheme);
    }
    // The parser mends "https:host" and "https:///host"; what it mended is not what was meant.
    if !text[url.scheme().len()..].starts_with("://") || text.contains(":///") {
        return Err(UrlProblem::NotUrl);
    }
    // An empty user, "https://@host", leaves no trace in the parsed form.
    let authority = text
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    if authority.is_some_and(|it| it.contains('@')) {
        return Err(UrlProblem::Credentials);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(UrlProblem::Query);
    }
    if plain && !is_loopback(&url) {
        return Err(UrlProblem::PlainHttp);
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_loopback() {
        for good in [
            "https://api-client.covage.com",
            "https://api-client.covage.com:8443/prefix/",
            "https://10.0.0.1",
            "http://127.0.0.1:4010",
            "http://127.8.9.1",
            "http://[::1]:80",
            "http://localhost:3000/",
            "HTTP://LocalHost",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for (bad, problem) in [
            ("http://api-client.covage.com", UrlProblem::PlainHttp),
            ("http://127.0.0.1.example.com", UrlProblem::PlainHttp),
            ("http://localhost.example.com", UrlProblem::PlainHttp),
            ("http://[::2]", UrlProblem::PlainHttp),
            ("http://0.0.0.0", UrlProblem::PlainHttp),
            ("ftp://host", UrlProblem::Scheme),
            ("file:///etc/passwd", UrlProblem::Scheme),
            ("localhost:80", UrlProblem::Scheme),
            ("api-client.covage.com", UrlProblem::NotUrl),
            ("", UrlProblem::NotUrl),
            ("https://", UrlProblem::NotUrl),
            ("https:host", UrlProblem::NotUrl),
            ("https:///host", UrlProblem::NotUrl),
            ("https:\\\\host", UrlProblem::NotUrl),
            (" https://host", UrlProblem::NotUrl),
            ("https://ho\tst", UrlProblem::NotUrl),
            ("https://me:pw@host", UrlProblem::Credentials),
            ("https://me@host", UrlProblem::Credentials),
            ("https://@host", UrlProblem::Credentials),
            ("http://localhost@example.com", UrlProblem::Credentials),
            ("https://host/?a=1", UrlProblem::Query),
            ("https://host/#a", UrlProblem::Query),
        ] {
            assert_eq!(BaseUrl::parse(bad), Err(problem), "{bad}");
            assert_eq!(TokenUrl::parse(bad), Err(problem), "{bad}");
        }
    }

    #[test]
    fn a_base_url_keeps_its_prefix_and_loses_its_last_slash() {
        assert_eq!(BaseUrl::parse("https://h").unwrap().as_str(), "https://h");
        assert_eq!(
            BaseUrl::parse("https://h/gw/covage//").unwrap().as_str(),
            "https://h/gw/covage"
        );
        assert_eq!(
            BaseUrl::parse("https://h:443/gw").unwrap().origin(),
            "https://h"
        );
        assert_eq!(
            BaseUrl::parse("http://[::1]:8080").unwrap().origin(),
            "http://[::1]:8080"
        );
    }

    #[test]
    fn an_api_path_is_not_part_of_the_address() {
        for bad in [
            "https://h/api",
            "https://h/api/",
            "https://h/api/v1",
            "https://h/x/api/v4/",
        ] {
            assert_eq!(BaseUrl::parse(bad), Err(UrlProblem::ApiPath), "{bad}");
        }
        for good in ["https://h/apis", "https://h/v1", "https://h/api/other"] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn the_token_url_is_made_or_taken_verbatim() {
        for (from, to) in [
            (
                "https://k",
                "https://k/auth/realms/covage/protocol/openid-connect/token",
            ),
            (
                "https://k/sso/",
                "https://k/sso/auth/realms/covage/protocol/openid-connect/token",
            ),
            (
                "https://k/realms/other/protocol/openid-connect/token",
                "https://k/realms/other/protocol/openid-connect/token",
            ),
            (
                "http://127.0.0.1:1/auth/realms/covage/protocol/openid-connect/token/",
                "http://127.0.0.1:1/auth/realms/covage/protocol/openid-connect/token",
            ),
        ] {
            assert_eq!(TokenUrl::parse(from).unwrap().as_str(), to);
        }
        for bad in [
            "https://k/auth",
            "https://k/auth/",
            "https://k/realms",
            "https://k/auth/realms/covage",
            "https://k/auth/realms/covage/protocol/openid-connect",
        ] {
            assert_eq!(TokenUrl::parse(bad), Err(UrlProblem::RealmPath), "{bad}");
        }
    }
}

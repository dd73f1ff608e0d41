//! The origins a secret may travel to.
//!
//! Invariants: https, or http on this machine only; an address never carries a user name; whatever a server links to is
//! followed on the configured origin or not at all (G3), because the token travels along.

use reqwest::Url;

use super::error::BuildError;
use crate::domain::failure::{Failure, FailureKind};

/// An address whose origin may be trusted with a secret.
#[derive(Clone, Debug)]
pub(crate) struct Base(Url);

impl Base {
    /// Checks an address of the configuration.
    pub(crate) fn new(which: &'static str, text: &str) -> Result<Self, BuildError> {
        let bad = || BuildError::BadUrl {
            which,
            url: redacted(text),
        };
        let url = Url::parse(text).map_err(|_| bad())?;
        if !matches!(url.scheme(), "http" | "https")
            || url.host().is_none()
            || has_user(&url)
            || url.query().is_some()
            || url.fragment().is_some()
        {
            return Err(bad());
        }
        let base = Self(url);
        if base.0.scheme() == "http" && !base.is_loopback() {
            return Err(BuildError::NotSecure {
                which,
                url: text.to_owned(),
            });
        }
        Ok(base)
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Whether it is this machine: no proxy and no trust store is needed to get there.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Whether an address may be sent the token.
    pub(crate) fn owns(&self, url: &Url) -> bool {
        url.origin() == self.0.origin() && !has_user(url)
    }

    /// The address of a path below this one.
    pub(crate) fn at(&self, path: &str, template: &'static str) -> Result<Url, Failure> {
        let base = self.0.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{path}"))
            .ok()
            .filter(|url| self.owns(url))
            .ok_or_else(|| {
                Failure::new(FailureKind::Internal, template).with_detail("not an address")
            })
    }

    /// Resolves a page link against the list it came from. A server on this machine may call itself `localhost` or
    /// `127.0.0.1` whichever way it was asked; such a link is asked for under the configured name.
    pub(crate) fn follow(
        &self,
        list: &Url,
        link: &str,
        template: &'static str,
    ) -> Result<Url, Failure> {
        let refuse = |why: String| Failure::new(FailureKind::Unreadable, template).with_detail(why);
        let mut url = list
            .join(link)
            .map_err(|_| refuse(format!("next_page is no address: {link}")))?;
        if self.is_loopback()
            && is_loopback(&url)
            && url.scheme() == self.0.scheme()
            && url.port_or_known_default() == self.0.port_or_known_default()
        {
            // Only an address that cannot hold a host refuses one, and that one is refused below.
            let _ = url.set_host(self.0.host_str());
        }
        if self.owns(&url) {
            return Ok(url);
        }
        Err(refuse(format!(
            "next_page leads to {}, not to the API; it was not followed",
            url.origin().ascii_serialization()
        )))
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

fn has_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// An address for an error message, without what may be a password in it.
fn redacted(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!("{}…{}", &text[..scheme + 3], &text[at..])
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::{Cursor, Read};

    fn base() -> Base {
        Base::new("api_url", "https://api.example").unwrap()
    }

    #[test]
    fn g3_links_are_followed_on_the_own_origin_only() {
        let follow = |link: &str| base().addresses(&Read::Orders(Cursor::Link(link.into())));
        for (link, address) in [
            ("?page=2", "https://api.example/api/v1/order/?page=2"),
            (
                "/api/v1/order/?page=2",
                "https://api.example/api/v1/order/?page=2",
            ),
            ("https://api.example/x?y=2", "https://api.example/x?y=2"),
            ("https://API.example:443/x", "https://api.example/x"),
        ] {
            assert_eq!(follow(link).unwrap()[0].as_str(), address);
        }
        for foreign in [
            "https://evil.example/api/v1/order/?page=2",
            "//evil.example/",
            "\\\\evil.example/",
            "http://api.example/api/v1/order/",
            "https://api.example:8443/",
            "https://user:pw@api.example/",
            "https://api.example@evil.example/",
            "https://[/",
            "javascript:alert(1)",
        ] {
            let failure = follow(foreign).unwrap_err();
            assert!(
                failure.detail.unwrap().wire().starts_with("next_page"),
                "{foreign}"
            );
        }
    }

    #[test]
    fn g3_this_machine_has_two_names() {
        let base = Base::new("api_url", "http://127.0.0.1:4010").unwrap();
        let follow = |link: &str| base.addresses(&Read::Orders(Cursor::Link(link.into())));
        assert_eq!(
            follow("http://localhost:4010/x?page=2").unwrap()[0].as_str(),
            "http://127.0.0.1:4010/x?page=2"
        );
        for foreign in [
            "http://localhost:4011/x",
            "https://localhost:4010/x",
            "http://a.example:4010/",
        ] {
            assert!(follow(foreign).is_err(), "{foreign}");
        }
    }

    #[test]
    fn g18_a_base_address_may_hold_a_path_but_no_secret() {
        let base = Base::new("api_url", "https://gate.example/covage/").unwrap();
        assert_eq!(
            base.addresses(&Read::ChangeReasons).unwrap()[0].as_str(),
            "https://gate.example/covage/api/v1/referential/change_reason/"
        );
        for bad in [
            "gate.example",
            "ftp://gate.example",
            "https://gate.example/?a=b",
            "https://me:hunter2@gate.example/",
        ] {
            let error = Base::new("api_url", bad).unwrap_err();
            assert!(matches!(error, BuildError::BadUrl { .. }), "{bad}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn clear_text_stays_on_this_machine() {
        for near in [
            "http://127.0.0.1:4010",
            "http://127.9.9.9/",
            "http://[::1]:1/",
            "http://localhost:1/",
        ] {
            assert!(Base::new("api_url", near).unwrap().is_loopback(), "{near}");
        }
        for far in ["http://api.example/", "http://127.0.0.1.evil.example/"] {
            assert!(matches!(
                Base::new("api_url", far),
                Err(BuildError::NotSecure { .. })
            ));
        }
    }
}

//! The table of routes: which method and template is served by which handler, and what the gate must check first.
//!
//! Handlers are plain functions over the world: no waiting, no locks, no HTTP types. A resource is a file here with a
//! `ROUTES` constant; [`all`] lists them.

mod exports;
mod order_json;
mod order_requests;
mod orders;
mod referential;
mod token;

use super::answer::{Answer, Call};
use super::token::Tokens;
use super::world::World;

/// How a route is served.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handler {
    /// By the identity server; needs no token.
    Identity(fn(&mut Tokens, &Call<'_>) -> Answer),
    /// By the API; needs a living access token.
    Api(fn(&mut World, &Call<'_>) -> Answer),
}

/// Method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Reads.
    Get,
    /// Creates or starts something.
    Post,
}

impl Method {
    /// The word on the wire.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub(super) struct Route {
    /// Method.
    pub method: Method,
    /// Path with `{names}` for its variable segments, with the final slash.
    pub template: &'static str,
    /// Class that limits refer to.
    pub class: &'static str,
    /// True when a success changes something at the operator, so that a lost answer matters.
    pub is_write: bool,
    /// Who answers.
    pub handler: Handler,
}

impl Route {
    const fn get(
        template: &'static str,
        class: &'static str,
        handler: fn(&mut World, &Call<'_>) -> Answer,
    ) -> Self {
        Self {
            method: Method::Get,
            template,
            class,
            is_write: false,
            handler: Handler::Api(handler),
        }
    }

    const fn post(
        template: &'static str,
        class: &'static str,
        handler: fn(&mut World, &Call<'_>) -> Answer,
    ) -> Self {
        Self {
            method: Method::Post,
            template,
            class,
            is_write: true,
            handler: Handler::Api(handler),
        }
    }

    /// Method and template, as statistics name the route.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.method.word(), self.template)
    }
}

/// Every route of the simulator.
pub(super) fn all() -> impl Iterator<Item = &'static Route> {
    [
        token::ROUTES,
        orders::ROUTES,
        order_requests::ROUTES,
        exports::ROUTES,
        referential::ROUTES,
    ]
    .into_iter()
    .flatten()
}

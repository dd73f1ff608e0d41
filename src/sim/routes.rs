//! The table of routes: which method and template is served by which handler, and what the gate must check first.
//!
//! Handlers are plain functions over the world: no waiting, no locks, no HTTP types. A resource is a file here with a
//! `ROUTES` constant; [`all`] lists them.

mod bounds;
mod catalog;
mod eligibility;
mod exports;
mod fields;
mod order_json;
mod order_requests;
mod orders;
mod quotes;
mod referential;
mod token;

use serde_json::{Value, json};

use super::answer::{Answer, Body, Call};
use super::scenario::WriteAnswer;
use super::token::Tokens;
use super::world::World;

/// How the API serves a route.
type Serve = fn(&mut World, &Call<'_>) -> Answer;

/// How a route is served.
#[derive(Clone, Copy, Debug)]
pub(super) enum Handler {
    /// By the identity server; needs no token.
    Identity(fn(&mut Tokens, &Call<'_>) -> Answer),
    /// By the API; needs a living access token.
    Api(Serve),
}

/// Method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// Reads.
    Get,
    /// Creates or starts something.
    Post,
    /// Changes something.
    Patch,
    /// Removes something.
    Delete,
}

impl Method {
    /// The word on the wire.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
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
    const fn get(template: &'static str, class: &'static str, handler: Serve) -> Self {
        Self::new(Method::Get, template, class, handler)
    }

    const fn post(template: &'static str, class: &'static str, handler: Serve) -> Self {
        Self::new(Method::Post, template, class, handler)
    }

    /// A POST that changes nothing.
    const fn ask(template: &'static str, class: &'static str, handler: Serve) -> Self {
        Self {
            is_write: false,
            ..Self::post(template, class, handler)
        }
    }

    const fn patch(template: &'static str, class: &'static str, handler: Serve) -> Self {
        Self::new(Method::Patch, template, class, handler)
    }

    const fn delete(template: &'static str, class: &'static str, handler: Serve) -> Self {
        Self::new(Method::Delete, template, class, handler)
    }

    const fn new(
        method: Method,
        template: &'static str,
        class: &'static str,
        handler: Serve,
    ) -> Self {
        Self {
            method,
            template,
            class,
            is_write: !matches!(method, Method::Get),
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
        catalog::ROUTES,
    ]
    .into_iter()
    .chain(quotes::ROUTES)
    .chain(eligibility::ROUTES)
    .flatten()
}

/// The answer of a write that took effect, in the form the scenario asks for (rows `G5`, `O16`).
fn written(call: &Call<'_>, value: Value) -> Answer {
    match call.shape().write_answer {
        WriteAnswer::Row => Answer::json(value),
        WriteAnswer::Created => Answer::new(201, Body::Json(value)),
        WriteAnswer::Accepted => Answer::new(202, Body::Json(json!({}))),
        WriteAnswer::NoContent => Answer::new(204, Body::Empty),
    }
}

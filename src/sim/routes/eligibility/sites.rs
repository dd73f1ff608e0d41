//! The site search: by position, by building reference, or by both (row `E22`).

use serde_json::{Value, json};

use super::super::super::answer::{Answer, Body, Call};
use super::super::super::scenario::{SiteConflict, SiteMissing, SiteShape};
use super::super::super::world::World;
use super::super::super::world::eligibility::Found;
use super::super::super::world::eligibility::site::Site;
use super::super::Route;
use super::super::fields::{REQUIRED, field_errors};

pub(super) const ROUTES: &[Route] = &[Route::get(
    "/api/v4/eligibility/site/",
    "eligibility_site",
    search,
)];

fn search(world: &mut World, call: &Call<'_>) -> Answer {
    let position = match position(call) {
        Ok(position) => position,
        Err(refusal) => return refusal,
    };
    let building = call.query("building_ref");
    if position.is_none() && building.is_none() {
        let text = "Indiquez x et y, building_ref, ou les deux.";
        return Answer::error(call.shape(), 400, text);
    }
    match world.eligibility.find(position, building) {
        Found::Site(site) => found(call, &site),
        Found::Nothing => missing(call),
        Found::Conflict(building, position) => match call.scenario.eligibility.site_conflict {
            SiteConflict::Building => found(call, &building),
            SiteConflict::Position => found(call, &position),
            SiteConflict::Both => {
                let building = building.building;
                found(
                    call,
                    &Site {
                        building,
                        ..position
                    },
                )
            }
            SiteConflict::Refused => {
                let text = "La référence du bâtiment ne correspond pas aux coordonnées.";
                Answer::error(call.shape(), 400, text)
            }
            SiteConflict::Missing => missing(call),
        },
    }
}

/// Longitude and latitude, which come together or not at all.
fn position(call: &Call<'_>) -> Result<Option<(f64, f64)>, Answer> {
    let complaint = |name: &str, text: &str| Err(field_errors(call, json!({ name: [text] })));
    let number = |name: &str| {
        let text = call.query(name)?;
        Some(text.parse::<f64>().ok().filter(|it| it.is_finite()))
    };
    let wrong = "Un nombre valide est requis.";
    match (number("x"), number("y")) {
        (None, None) => Ok(None),
        (Some(Some(x)), Some(Some(y))) => Ok(Some((x, y))),
        (Some(None), _) => complaint("x", wrong),
        (_, Some(None)) => complaint("y", wrong),
        (None, _) => complaint("x", REQUIRED),
        (_, None) => complaint("y", REQUIRED),
    }
}

fn found(call: &Call<'_>, site: &Site) -> Answer {
    let rows = || match call.scenario.eligibility.site {
        SiteShape::Choices => {
            let next_door = Site {
                x: site.x + 0.0002,
                y: site.y,
                building: format!("{}-B", site.building),
            };
            vec![json(site), json(&next_door)]
        }
        _ => vec![json(site)],
    };
    match call.scenario.eligibility.site {
        SiteShape::Object => Answer::json(json(site)),
        _ => Answer::json(Value::Array(rows())),
    }
}

fn json(site: &Site) -> Value {
    json!({
        "id": site.key(),
        "building_ref": site.building,
        "location": { "x": site.x, "y": site.y },
    })
}

fn missing(call: &Call<'_>) -> Answer {
    match call.scenario.eligibility.site_missing {
        SiteMissing::NotFound => Answer::not_found(call.shape()),
        SiteMissing::NoBody => Answer::new(200, Body::Empty),
        SiteMissing::EmptyList => Answer::json(json!([])),
        SiteMissing::EmptyObject => Answer::json(json!({})),
        SiteMissing::Null => Answer::json(Value::Null),
    }
}

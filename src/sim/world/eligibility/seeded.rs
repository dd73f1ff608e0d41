//! The eligibility of a new world: a request behind every basket of quotes, and some that show every state there is.

use chrono::{DateTime, Duration, Utc};

use super::super::super::calendar::{day_in_france, shift};
use super::super::super::dice::{Dice, fold};
use super::super::super::names::Person;
use super::super::super::scenario::Outcome;
use super::super::catalog::CatalogOffer;
use super::super::facts::Facts;
use super::super::quotes::Quotes;
use super::super::quotes::basket::Basket;
use super::Eligibility;
use super::ground::Ground;
use super::item::{Asked, Guarantee};
use super::request::Asker;
use super::site::{Site, to_seven_digits};
use super::state::State;

use Outcome::{Invalid, NotEligible, Quotation, Ready};

const PURPOSE_BEHIND: u64 = 0xBE_414D;

/// A site of a request: what is to become of it, and how far it has come.
type Scene = (Outcome, State);

const READY: Scene = (Ready, State::Ready);
const BARE: Scene = (NotEligible, State::Unable);
const QUOTE: Scene = (Quotation, State::Unable);
const WRONG: Scene = (Invalid, State::Error);

/// What has become of the newest request that has nothing to do with a quote, of the one before, and so on.
const PLOTS: [&[Scene]; 5] = [
    &[(Ready, State::Acknowledged)],
    &[(Ready, State::Elig)],
    &[READY, (Ready, State::Offer), BARE, (Ready, State::Price)],
    &[(Ready, State::Price)],
    &[(Quotation, State::Offer), READY],
];

/// What has become of those before, over and over.
const OLDER: [&[Scene]; 10] = [
    &[READY],
    &[READY, BARE, QUOTE, READY, WRONG],
    &[QUOTE],
    &[READY],
    &[WRONG],
    &[BARE],
    &[READY, READY, READY],
    &[BARE, QUOTE],
    &[READY],
    &[WRONG, BARE],
];

/// A request of the past.
struct Draft {
    created: DateTime<Utc>,
    sites: Vec<Past>,
}

/// One of its sites.
struct Past {
    asked: Asked,
    scene: Scene,
    /// Key that a quote line names.
    id: Option<String>,
}

/// Fills a new world.
pub(super) fn grow(world: &mut Eligibility, quotes: &Quotes, now: DateTime<Utc>) {
    let mut dice = Dice::of(world.seed, 0, 0xE1_5EED);
    let seed = world.seed;
    let mut drafts: Vec<Draft> = quotes
        .baskets()
        .filter_map(|basket| behind(seed, basket))
        .collect();
    for back in 0..world.rules.requests {
        drafts.push(alone(world.seed, back, &mut dice, now));
    }
    drafts.sort_by_key(|draft| draft.created);
    for draft in drafts {
        live_through(world, draft, &mut dice, now);
    }
    single_out(world, now);
}

/// Makes the request behind a basket that came in by itself.
pub(super) fn stand_behind(world: &mut Eligibility, basket: &Basket) {
    let mut dice = Dice::of(world.seed, fold(&basket.id), PURPOSE_BEHIND);
    if let Some(draft) = behind(world.seed, basket) {
        live_through(world, draft, &mut dice, basket.created);
    }
}

/// The request that the lines of a basket came from.
fn behind(seed: u64, basket: &Basket) -> Option<Draft> {
    let mut dice = Dice::of(seed, fold(&basket.id), PURPOSE_BEHIND ^ 1);
    let is_priced = dice.percent(60);
    let created = basket.created
        - Duration::minutes(dice.between(20, 300))
        - Duration::milliseconds(dice.between(0, 59_999));
    let sites: Vec<Past> = basket
        .lines
        .iter()
        .filter(|line| !line.wish.product_offering_qualification_item_id.is_empty())
        .map(|line| Past {
            asked: asked_for_line(seed, line.number, &line.facts, is_priced),
            scene: READY,
            id: Some(line.wish.product_offering_qualification_item_id.clone()),
        })
        .collect();
    (!sites.is_empty()).then_some(Draft { created, sites })
}

/// What was asked about the site of a quote line.
fn asked_for_line(seed: u64, number: u64, facts: &Facts, resolve_pricing: bool) -> Asked {
    let mut dice = Dice::of(seed, number, PURPOSE_BEHIND);
    asked(facts, families(&mut dice), resolve_pricing)
}

/// The offers found for the site of a quote line, of those that have a bandwidth.
pub(in super::super) fn offers_for_line(
    seed: u64,
    number: u64,
    facts: &Facts,
) -> Vec<&'static CatalogOffer> {
    let asked = asked_for_line(seed, number, facts, false);
    let site = Site::of_key(&asked.site);
    let ground = site.map(|site| Ground::of(seed, &site));
    let offers = ground.map(|ground| ground.offers(&asked.families));
    let mut offers = offers.unwrap_or_default();
    offers.retain(|offer| offer.guaranteed > 0);
    offers
}

/// The request that has `back` newer ones of its kind.
fn alone(seed: u64, back: usize, dice: &mut Dice, now: DateTime<Utc>) -> Draft {
    let at = i64::try_from(back).unwrap_or(0).min(40_000);
    let plot = PLOTS.get(back).copied().unwrap_or_else(|| {
        let older = OLDER.get((back - PLOTS.len()) % OLDER.len());
        older.copied().unwrap_or(&[READY])
    });
    let age = if back < PLOTS.len() {
        Duration::seconds(20 + 50 * at)
    } else {
        Duration::hours(13 * (at - 3)) + Duration::minutes(dice.between(0, 59))
    };
    let is_priced = plot.iter().any(|(_, state)| *state == State::Price) || dice.percent(40);
    let sites = plot
        .iter()
        .map(|scene| {
            let facts = Facts::draw(seed ^ 0xE119, dice.below(1 << 40));
            let mut asked = asked(&facts, families(dice), is_priced);
            if *scene == WRONG && dice.percent(40) {
                "KHg6Tm9uZTt5Ok5vbmU7Yjpncg==".clone_into(&mut asked.site);
            }
            Past {
                asked,
                scene: *scene,
                id: None,
            }
        })
        .collect();
    Draft {
        created: now - age,
        sites,
    }
}

/// Everything that happened to a request so far. What is open waits; in a live world it goes on with the play.
fn live_through(world: &mut Eligibility, draft: Draft, dice: &mut Dice, now: DateTime<Utc>) {
    let created = draft.created;
    let person = Person::draw(dice);
    let asker = Asker {
        email: person.mail("operateur.example"),
        person,
    };
    let mut request = world.new_request(asker, created);
    if dice.percent(55) {
        request.external_id = format!("ELIG-{:05}", dice.below(100_000));
    }
    let projects = ["", "", "FLASH", "ÉCOLES", "MULTISITE"];
    dice.pick(&projects).clone_into(&mut request.project_id);
    for past in draft.sites {
        let (outcome, state) = past.scene;
        let mut item = world.new_item(past.asked, created);
        item.outcome = outcome;
        item.id = past.id.unwrap_or(item.id);
        item.plan(created, Duration::milliseconds(dice.between(3_200, 9_500)));
        item.planned.retain(|change| change.state <= state);
        request.items.push(item);
    }
    request.advance(now);
    if let Some(play) = &mut world.play {
        for item in &mut request.items {
            play.resume(item);
        }
    }
    world.file(request);
}

/// What is asked about the site of some facts.
pub(super) fn asked(facts: &Facts, families: &[&str], resolve_pricing: bool) -> Asked {
    let town = facts.site.town;
    let mut dice = Dice::of(fold(&facts.site.street), fold(town.insee), 0xE1_517E);
    let mut beside = |degrees: f64| to_seven_digits(degrees + (dice.fraction() - 0.5) * 0.04);
    let (x, y) = (beside(town.longitude), beside(town.latitude));
    let building = if facts.building.is_empty() && dice.percent(50) {
        format!("IMB/{}/X/{}", town.insee, dice.hex(4).to_uppercase())
    } else {
        facts.building.clone()
    };
    Asked {
        site: Site { x, y, building }.key(),
        families: families.iter().map(|family| (*family).to_owned()).collect(),
        resolve_pricing,
        address: facts.site.address(),
    }
}

/// Families that are asked for together.
pub(super) fn families(dice: &mut Dice) -> &'static [&'static str] {
    match dice.below(6) {
        0 | 1 => &["BPEA", "BPE"],
        2 => &["BPE"],
        3 => &["BPE", "BPEA", "DIA"],
        4 => &["DIA", "BPE"],
        _ => &["BPE", "BPEA", "DIA", "FON"],
    }
}

/// Gives the oldest answers what has to be seen at least once: a guarantee that ran out, one that soon will, and none.
fn single_out(world: &mut Eligibility, now: DateTime<Utc>) {
    let guarantees = [
        Some(Guarantee::At(now - Duration::hours(26))),
        Some(Guarantee::Day(shift(day_in_france(now), 2))),
        None,
    ];
    let items = world.requests.iter_mut().flat_map(|it| it.items.iter_mut());
    let ready = items.filter(|item| item.state() == State::Ready);
    for (item, guarantee) in ready.zip(guarantees) {
        item.guarantee = guarantee;
    }
}

//! Eligibility in the simulator's world: sites, requests about them and their items, with the moves that calls, tests and time
//! make on them.
//!
//! Invariants: requests are stored oldest first and listed newest first; a request goes where its items are; whatever is due
//! happens in the order of its instants, whether the world is told the time often or rarely.

pub mod ground;
pub mod item;
pub mod play;
pub mod request;
mod seeded;
pub mod site;
pub mod state;

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use self::ground::Ground;
use self::item::{Asked, Guarantee, Item};
use self::play::Play;
use self::request::{Asker, Request};
pub(super) use self::seeded::offers_for_line;
use self::site::Site;
use self::state::{Change, State};
use super::super::dice::{Dice, fold};
use super::super::scenario::{EligibilityRules, Outcome};
use super::catalog::{Catalog, CatalogOffer, FAMILIES, ODD_FAMILY, catalog};
use super::millis;
use super::quotes::Quotes;
use super::quotes::basket::Basket;

const PURPOSE_REQUEST: u64 = 0xE119;
const PURPOSE_ITEM: u64 = 0x17E4;
const PURPOSE_OUTCOME: u64 = 0x0C0E;
const PURPOSE_PATIENCE: u64 = 0x9A72;

/// What the site search finds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One site.
    Site(Site),
    /// None.
    Nothing,
    /// A building that does not lie where the position is: the building's own site, and the position.
    Conflict(Site, Site),
}

/// A request to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// The caller's reference; may be empty.
    pub external_id: String,
    /// Project code; may be empty.
    pub project_id: String,
    /// Who asks.
    pub asker: Asker,
    /// The sites.
    pub sites: Vec<Asked>,
}

/// How often calls asked, counting what took effect alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Per key of a site.
    pub sites: BTreeMap<String, u64>,
    /// Per reference of the caller.
    pub external_ids: BTreeMap<String, u64>,
    /// Sites in each request, in the order of the requests.
    pub sizes: Vec<usize>,
}

/// Requests and items.
#[derive(Debug)]
pub struct Eligibility {
    seed: u64,
    rules: EligibilityRules,
    requests: Vec<Request>,
    items_made: u64,
    asked: Count,
    play: Option<Play>,
}

impl Eligibility {
    /// The requests of a new world; those behind the lines of `quotes` are among them.
    pub fn new(
        seed: u64,
        rules: EligibilityRules,
        quotes: &Quotes,
        play: Option<Play>,
        now: DateTime<Utc>,
    ) -> Self {
        let mut eligibility = Self {
            seed,
            play: play.filter(|_| rules.requests > 0),
            rules,
            requests: Vec::new(),
            items_made: 0,
            asked: Count::default(),
        };
        seeded::grow(&mut eligibility, quotes, now);
        eligibility
    }

    /// The rules in force.
    pub fn rules(&self) -> &EligibilityRules {
        &self.rules
    }

    /// Seed of the world, for details drawn on demand.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The requests, newest first.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter().rev()
    }

    /// The items of all requests with their requests, newest first.
    pub fn items(&self) -> impl Iterator<Item = (&Request, &Item)> {
        let of = |request| move |item| (request, item);
        self.requests()
            .flat_map(move |request| request.items.iter().rev().map(of(request)))
    }

    /// The request behind a key.
    pub fn request(&self, id: &str) -> Option<&Request> {
        self.requests.iter().find(|request| request.id == id)
    }

    /// The item behind a key, with its request.
    pub fn item(&self, id: &str) -> Option<(&Request, &Item)> {
        self.items().find(|(_, item)| item.id == id)
    }

    /// What is known about an item's place.
    pub fn ground(&self, item: &Item) -> Option<Ground> {
        item.site.as_ref().map(|site| Ground::of(self.seed, site))
    }

    /// The offers on sale.
    pub fn catalog(&self) -> &'static Catalog {
        catalog()
    }

    /// The offers of an item; none before they are known.
    pub fn offers(&self, item: &Item) -> Vec<&'static CatalogOffer> {
        match self.ground(item) {
            Some(ground) if item.has_offers() => ground.offers(&item.asked.families),
            _ => Vec::new(),
        }
    }

    /// How often calls asked so far.
    pub fn asked(&self) -> &Count {
        &self.asked
    }

    /// How often calls asked about a site, by its key.
    pub fn asked_about(&self, site: &str) -> u64 {
        self.asked.sites.get(site).copied().unwrap_or(0)
    }

    /// How often calls asked under a reference.
    pub fn asked_as(&self, external_id: &str) -> u64 {
        let count = self.asked.external_ids.get(external_id);
        count.copied().unwrap_or(0)
    }

    /// Looks for a site by position, by building, or by both.
    pub fn find(&self, position: Option<(f64, f64)>, building: Option<&str>) -> Found {
        let is_known = |site: &Site| self.forced(site) != Some(Outcome::NotFound);
        let at = position.map(|(x, y)| Site::at(x, y));
        let of = building.map(|reference| self.building(reference).filter(is_known));
        let found = match (at, of) {
            (Some(None), _) | (_, Some(None)) | (None, None) => return Found::Nothing,
            (Some(Some(at)), Some(Some(of))) if !of.is_near(&at) => {
                return Found::Conflict(of, at);
            }
            (Some(Some(at)), Some(Some(of))) => Site {
                building: of.building,
                ..at
            },
            (Some(Some(one)), None) | (None, Some(Some(one))) => one,
        };
        if is_known(&found) {
            Found::Site(found)
        } else {
            Found::Nothing
        }
    }

    /// The site of a building, as items have it or as its reference tells.
    fn building(&self, reference: &str) -> Option<Site> {
        let mut sites = self.items().filter_map(|(_, item)| item.site.as_ref());
        let known = sites.find(|site| site.building == reference).cloned();
        known.or_else(|| Site::of_building(reference))
    }

    /// Settles what becomes of sites whose building or key begins with a text, from now on.
    pub fn force(&mut self, beginning: &str, outcome: Outcome) {
        self.rules.outcomes.insert(beginning.to_owned(), outcome);
    }

    fn forced(&self, site: &Site) -> Option<Outcome> {
        let key = site.key();
        let fits = |beginning: &&String| {
            site.building.starts_with(beginning.as_str()) || key.starts_with(beginning.as_str())
        };
        let fitting = self.rules.outcomes.keys().filter(fits);
        let longest = fitting.max_by_key(|beginning| beginning.len())?;
        self.rules.outcomes.get(longest).copied()
    }

    /// What becomes of a site: what was settled, else what its key and the seed have it.
    pub fn outcome(&self, site: &Site) -> Outcome {
        let drawn = || {
            if site.is_printed() {
                return Outcome::Ready;
            }
            match Dice::of(self.seed, fold(&site.key()), PURPOSE_OUTCOME).below(100) {
                0..=71 => Outcome::Ready,
                72..=84 => Outcome::NotEligible,
                85..=94 => Outcome::Quotation,
                _ => Outcome::Invalid,
            }
        };
        self.forced(site).unwrap_or_else(drawn)
    }

    /// Takes a request in from a call; it ends after about as long as the rules say.
    pub fn ask(&mut self, wish: Wish, now: DateTime<Utc>) -> Request {
        let usual = i64::try_from(self.rules.takes_secs.min(1_000_000_000)).unwrap_or(0) * 1_000;
        let number = u64::try_from(self.requests.len()).unwrap_or(0);
        let mut dice = Dice::of(self.seed, number, PURPOSE_PATIENCE);
        let takes = Duration::milliseconds(dice.between(usual / 2, usual / 2 * 3));
        let each = millis(self.rules.item_ms);
        self.count(&wish);
        self.take_in(wish, now, |at| takes + each * at)
    }

    /// Takes a request in that ends after the time of a synchronous one. Also returns what it will be by then.
    pub fn ask_and_wait(&mut self, wish: Wish, now: DateTime<Utc>) -> (Request, Duration) {
        let (takes, each) = (millis(self.rules.sync_ms), millis(self.rules.item_ms));
        self.count(&wish);
        let mut ended = self.take_in(wish, now, |at| takes + each * at);
        let end = ended.last_event().unwrap_or(now);
        ended.advance(end);
        (ended, end - now)
    }

    fn count(&mut self, wish: &Wish) {
        let asked = &mut self.asked;
        *asked
            .external_ids
            .entry(wish.external_id.clone())
            .or_default() += 1;
        asked.sizes.push(wish.sites.len());
        for site in &wish.sites {
            *asked.sites.entry(site.site.clone()).or_default() += 1;
        }
    }

    /// Makes a request whose items take as long as `takes` says, and tells how it stands.
    fn take_in(
        &mut self,
        wish: Wish,
        now: DateTime<Utc>,
        takes: impl Fn(i32) -> Duration,
    ) -> Request {
        let Wish {
            external_id,
            project_id,
            asker,
            sites,
        } = wish;
        let items = sites.into_iter().zip(0..);
        let items = items
            .map(|(asked, at)| {
                let mut item = self.new_item(asked, now);
                item.plan(now, takes(at));
                item
            })
            .collect();
        let mut request = self.new_request(asker, now);
        request.external_id = external_id;
        request.project_id = project_id;
        request.items = items;
        request.advance(now);
        self.requests.push(request.clone());
        request
    }

    fn new_request(&self, asker: Asker, now: DateTime<Utc>) -> Request {
        let number = u64::try_from(self.requests.len()).unwrap_or(0);
        Request {
            number,
            id: Dice::of(self.seed, number, PURPOSE_REQUEST).uuid(),
            created: now,
            external_id: String::new(),
            project_id: String::new(),
            asker,
            history: Vec::new(),
            items: Vec::new(),
        }
    }

    fn new_item(&mut self, asked: Asked, now: DateTime<Utc>) -> Item {
        self.items_made += 1;
        let number = self.items_made;
        let site = Site::of_key(&asked.site);
        let outcome = match &site {
            Some(site) if asked.families.iter().any(|it| self.is_family(it)) => {
                match self.outcome(site) {
                    Outcome::Ready | Outcome::Quotation if !self.has_offers(site, &asked) => {
                        Outcome::NotEligible
                    }
                    outcome => outcome,
                }
            }
            _ => Outcome::Invalid,
        };
        Item {
            number,
            id: Dice::of(self.seed, number, PURPOSE_ITEM).uuid(),
            created: now,
            asked,
            site,
            outcome,
            history: Vec::new(),
            planned: Vec::new(),
            guarantee: None,
        }
    }

    fn is_family(&self, name: &str) -> bool {
        FAMILIES.iter().any(|family| family.name == name)
            || self.rules.odd_families && name == ODD_FAMILY
    }

    /// Whether anything is on sale at a site in the wanted families.
    fn has_offers(&self, site: &Site, asked: &Asked) -> bool {
        let ground = Ground::of(self.seed, site);
        self.rules.odd_families || !ground.offers(&asked.families).is_empty()
    }

    /// Ends a request at once, its items as their sites have it; false for an unknown one.
    pub fn finish(&mut self, request: &str, now: DateTime<Utc>) -> bool {
        let Some(request) = self.request_mut(request) else {
            return false;
        };
        for item in &mut request.items {
            item.hurry(usize::MAX, now);
        }
        request.follow(now);
        true
    }

    /// Moves every item of a request on by one state; false when there is nothing left to happen.
    pub fn advance_step(&mut self, request: &str, now: DateTime<Utc>) -> bool {
        let Some(request) = self.request_mut(request) else {
            return false;
        };
        let before: usize = request.items.iter().map(|item| item.history.len()).sum();
        for item in &mut request.items {
            item.hurry(1, now);
        }
        request.follow(now);
        request
            .items
            .iter()
            .map(|item| item.history.len())
            .sum::<usize>()
            > before
    }

    /// Puts a request or an item into any state, plausible or not, and leaves it there; false for an unknown key.
    pub fn set_state(&mut self, id: &str, state: State, now: DateTime<Utc>) -> bool {
        let change = Change {
            state,
            at: now,
            reason: "",
        };
        if let Some(request) = self.request_mut(id) {
            for item in &mut request.items {
                item.planned.clear();
            }
            request.history.push(change);
            return true;
        }
        self.item_mut(id)
            .map(|item| {
                item.planned.clear();
                item.enter(change);
            })
            .is_some()
    }

    /// Changes how long the answer of an item holds; false for an unknown item.
    pub fn set_guarantee(&mut self, item: &str, guarantee: Option<Guarantee>) -> bool {
        self.item_mut(item)
            .map(|item| item.guarantee = guarantee)
            .is_some()
    }

    /// Lets everything happen that is due by `now`.
    pub(super) fn advance(&mut self, now: DateTime<Utc>) {
        let is_due = |play: &mut Play| play.next().is_some_and(|at| at <= now);
        while let Some(mut play) = self.play.take_if(is_due) {
            play.skip_to(now - Duration::days(1));
            play.scene(self);
            self.play = Some(play);
        }
        for request in &mut self.requests {
            request.advance(now);
        }
    }

    /// Makes the request behind a basket that came in, as if it had been asked about before.
    pub(super) fn stand_behind(&mut self, basket: &Basket) {
        seeded::stand_behind(self, basket);
    }

    /// Puts a request where its age belongs.
    fn file(&mut self, request: Request) {
        let at = self
            .requests
            .partition_point(|other| other.created <= request.created);
        self.requests.insert(at, request);
    }

    fn request_mut(&mut self, id: &str) -> Option<&mut Request> {
        self.requests.iter_mut().find(|request| request.id == id)
    }

    fn item_mut(&mut self, id: &str) -> Option<&mut Item> {
        let mut items = self.requests.iter_mut().flat_map(|it| it.items.iter_mut());
        items.find(|item| item.id == id)
    }
}

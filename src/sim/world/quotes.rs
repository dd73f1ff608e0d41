//! The quotes of the simulator's world: baskets of lines, with the moves that calls, tests and time make on them.
//!
//! Invariants: baskets and lines are stored oldest first and listed newest first; a basket's state follows from its lines;
//! whatever is due happens in the order of its instants, whether the world is told the time often or rarely.

pub mod basket;
pub mod course;
pub mod line;
pub mod offer;
mod seeded;
pub mod tasks;

use chrono::{DateTime, Duration, Utc};

use self::basket::{Basket, BasketState};
use self::course::Play;
use self::line::{Line, LineState, Ordered, Trace, Validity, Wish};
use self::offer::OfferState;
use self::tasks::Tasks;
use super::super::dice::Dice;
use super::super::scenario::QuoteRules;
use super::catalog::catalog;
use super::eligibility::item::Item;
use super::facts::Facts;
use super::orders::Orders;
use super::seconds;

const PURPOSE_LINE: u64 = 0x901E;
const PURPOSE_BASKET: u64 = 0xBA5E;
const PURPOSE_ORDER: u64 = 0x0DE4;

/// Why a call changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such basket.
    UnknownBasket,
    /// No such line, or not in this basket.
    UnknownLine,
    /// No such offer on the line.
    UnknownOffer,
    /// The basket's state forbids it.
    Basket(BasketState),
    /// The line's state forbids it.
    Line(LineState),
    /// The offer's state forbids it.
    Offer(OfferState),
    /// A basket without lines cannot be confirmed.
    NoLines,
    /// Lines, by reference, with the fields that a confirmation needs and that are empty.
    Missing(Vec<(String, Vec<&'static str>)>),
}

/// The baskets.
#[derive(Debug)]
pub struct Quotes {
    /// Export tasks.
    pub tasks: Tasks,
    seed: u64,
    rules: QuoteRules,
    baskets: Vec<Basket>,
    lines_made: u64,
    /// Keys of baskets that came in by themselves, until somebody asks for them.
    arrived: Vec<String>,
    play: Option<Play>,
}

impl Quotes {
    /// The baskets of a new world; accepted lines are those that some of `orders` name.
    pub fn new(
        seed: u64,
        rules: QuoteRules,
        orders: &Orders,
        play: Option<Play>,
        tasks: Tasks,
        now: DateTime<Utc>,
    ) -> Self {
        let mut quotes = Self {
            tasks,
            seed,
            play: play.filter(|_| rules.baskets > 0),
            rules,
            baskets: Vec::new(),
            lines_made: 0,
            arrived: Vec::new(),
        };
        seeded::grow(&mut quotes, orders, now);
        quotes
    }

    /// The rules in force.
    pub fn rules(&self) -> &QuoteRules {
        &self.rules
    }

    /// Seed of the world, for details drawn on demand.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The baskets, newest first.
    pub fn baskets(&self) -> impl Iterator<Item = &Basket> {
        self.baskets.iter().rev()
    }

    /// The lines of all baskets, newest first.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.baskets().flat_map(|basket| basket.lines.iter().rev())
    }

    /// The basket behind a key.
    pub fn basket(&self, id: &str) -> Option<&Basket> {
        self.baskets.iter().find(|basket| basket.id == id)
    }

    /// The line behind a key.
    pub fn line(&self, id: &str) -> Option<&Line> {
        self.lines().find(|line| line.id == id)
    }

    /// The basket that holds a line.
    pub fn basket_of(&self, line: &str) -> Option<&Basket> {
        self.baskets
            .iter()
            .find(|basket| basket.lines.iter().any(|held| held.id == line))
    }

    /// Creates an empty basket and returns its key.
    pub fn create(&mut self, external_id: &str, project_id: &str, now: DateTime<Utc>) -> String {
        let number = u64::try_from(self.baskets.len()).unwrap_or(0);
        let id = Dice::of(self.seed, number, PURPOSE_BASKET).uuid();
        self.baskets.push(Basket {
            id: id.clone(),
            external_id: external_id.to_owned(),
            project_id: project_id.to_owned(),
            created: now,
            quoted: now,
            is_confirmed: false,
            lines: Vec::new(),
        });
        id
    }

    /// Changes the references of a basket; what is none stays.
    ///
    /// # Errors
    /// When there is no such basket.
    pub fn update(
        &mut self,
        id: &str,
        external_id: Option<&str>,
        project_id: Option<&str>,
    ) -> Result<&Basket, Refusal> {
        let basket = self.basket_mut(id)?;
        if let Some(text) = external_id {
            text.clone_into(&mut basket.external_id);
        }
        if let Some(text) = project_id {
            text.clone_into(&mut basket.project_id);
        }
        Ok(basket)
    }

    /// Confirms a draft: from now on its lines wait for their answers.
    ///
    /// # Errors
    /// When there is no such basket, when it is no draft, when it is empty, and when a line lacks a field.
    pub fn confirm(&mut self, id: &str, now: DateTime<Utc>) -> Result<&Basket, Refusal> {
        let (seed, usual) = (self.seed, self.rules.answer_secs);
        let basket = self.draft(id)?;
        if basket.lines.is_empty() {
            return Err(Refusal::NoLines);
        }
        let missing: Vec<_> = basket
            .lines
            .iter()
            .map(|line| (line.reference(), line.wish.missing()))
            .filter(|(_, fields)| !fields.is_empty())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::Missing(missing));
        }
        basket.is_confirmed = true;
        basket.quoted = now;
        for line in &mut basket.lines {
            course::submit(line, now);
            line.answer_due = Some(now + course::patience(seed, line.number, usual));
        }
        Ok(basket)
    }

    /// Adds a line to a draft and returns its key.
    ///
    /// # Errors
    /// When there is no such basket or when it is no draft.
    pub fn add_line(
        &mut self,
        basket: &str,
        wish: Wish,
        now: DateTime<Utc>,
    ) -> Result<&Line, Refusal> {
        self.draft(basket)?;
        let mut line = self.new_line(wish, now);
        line.is_located = false;
        let basket = self.basket_mut(basket)?;
        basket.lines.push(line);
        basket.lines.last().ok_or(Refusal::UnknownLine)
    }

    /// Puts a line where the eligibility item is that it comes from.
    pub(super) fn settle(&mut self, line: &str, item: &Item) {
        if let (Ok(line), Some(site)) = (self.line_mut(line), &item.site) {
            line.facts.site.settle(site, &item.asked.address);
            line.facts.building.clone_from(&site.building);
            line.is_located = true;
        }
    }

    /// Changes what callers may set on a line of a draft.
    ///
    /// # Errors
    /// When there is no such line in this basket, and when the basket is no draft.
    pub fn edit_line(&mut self, basket: &str, line: &str, wish: Wish) -> Result<&Line, Refusal> {
        self.in_basket(basket, line)?;
        let lines = &mut self.draft(basket)?.lines;
        let line = lines.iter_mut().find(|held| held.id == line);
        let line = line.ok_or(Refusal::UnknownLine)?;
        line.wish = wish;
        Ok(line)
    }

    /// Removes a line from a draft.
    ///
    /// # Errors
    /// When there is no such line in this basket, and when the basket is no draft.
    pub fn delete_line(&mut self, basket: &str, line: &str) -> Result<&Basket, Refusal> {
        self.in_basket(basket, line)?;
        let basket = self.draft(basket)?;
        basket.lines.retain(|held| held.id != line);
        Ok(basket)
    }

    /// The line `line` of the basket `basket`.
    ///
    /// # Errors
    /// When there is no such basket, or no such line in it.
    pub fn in_basket(&self, basket: &str, line: &str) -> Result<&Line, Refusal> {
        let basket = self.basket(basket).ok_or(Refusal::UnknownBasket)?;
        let line = basket.lines.iter().find(|held| held.id == line);
        line.ok_or(Refusal::UnknownLine)
    }

    /// Attaches a trace file to a line, or takes it away.
    ///
    /// # Errors
    /// When there is no such line in this basket.
    pub fn set_trace(
        &mut self,
        basket: &str,
        line: &str,
        trace: Option<Trace>,
    ) -> Result<&Basket, Refusal> {
        self.in_basket(basket, line)?;
        self.line_mut(line)?.trace = trace;
        self.basket(basket).ok_or(Refusal::UnknownBasket)
    }

    /// Accepts an offer: the others of the line are refused, and for most lines an order appears some time later.
    ///
    /// A test calls this for a colleague who is faster.
    ///
    /// # Errors
    /// When line or offer are unknown or not ready; a second accept is refused.
    pub fn accept(
        &mut self,
        line: &str,
        product: &str,
        now: DateTime<Utc>,
    ) -> Result<Ordered, Refusal> {
        let (seed, rules) = (self.seed, self.rules.clone());
        let line = self.line_mut(line)?;
        line.accept(product)?;
        let mut dice = Dice::of(seed, line.number, PURPOSE_ORDER);
        let never = dice.percent(rules.orderless_percent.into());
        let ordered = Ordered {
            product_order_id: dice.uuid(),
            product_order_item_id: dice.uuid(),
            at: now,
            due: (!never).then(|| now + seconds(rules.order_secs)),
        };
        line.ordered = Some(ordered.clone());
        Ok(ordered)
    }

    /// Declines an offer.
    ///
    /// # Errors
    /// When line or offer are unknown or not ready.
    pub fn decline(&mut self, line: &str, product: &str, comment: &str) -> Result<&Line, Refusal> {
        let line = self.line_mut(line)?;
        line.decline(product, comment)?;
        Ok(line)
    }

    /// Brings a declined offer back.
    ///
    /// # Errors
    /// When line or offer are unknown, when the offer was not declined, and when the validity has run out.
    pub fn restore(
        &mut self,
        line: &str,
        product: &str,
        now: DateTime<Utc>,
    ) -> Result<&Line, Refusal> {
        let line = self.line_mut(line)?;
        line.restore(product, now)?;
        Ok(line)
    }

    /// Puts a line into any state, plausible or not; false for an unknown line.
    pub fn set_state(&mut self, line: &str, state: LineState) -> bool {
        self.line_mut(line).map(|line| line.state = state).is_ok()
    }

    /// Changes the price of an offer, in cents; false for an unknown line or offer.
    pub fn set_price(&mut self, line: &str, product: &str, cents: Option<i64>) -> bool {
        self.line_mut(line)
            .is_ok_and(|line| line.set_offer(product, |offer| offer.price = cents))
    }

    /// Changes how long the offers of a line stand; false for an unknown line.
    pub fn set_validity(&mut self, line: &str, validity: Option<Validity>) -> bool {
        self.line_mut(line)
            .map(|line| line.validity = validity)
            .is_ok()
    }

    /// Answers a waiting line at once, with offers or without; false for a line that does not wait.
    pub fn answer(&mut self, line: &str, has_offers: bool, now: DateTime<Utc>) -> bool {
        let seed = self.seed;
        match self.line_mut(line) {
            Ok(line) if line.state == LineState::Confirmed => {
                course::answer_as(line, seed, has_offers, now);
                true
            }
            _ => false,
        }
    }

    /// A colleague's basket of `count` lines comes in, confirmed; returns its key.
    pub fn arrive(&mut self, count: i64, now: DateTime<Utc>) -> String {
        let id = self.create("", "", now);
        let lines: Vec<Line> = (0..count)
            .map(|_| {
                let mut line = self.new_line(Wish::default(), now);
                line.wish = course::wish(self.seed, line.number, &line);
                course::submit(&mut line, now);
                line
            })
            .collect();
        if let Ok(basket) = self.basket_mut(&id) {
            basket.is_confirmed = !lines.is_empty();
            basket.lines = lines;
        }
        self.arrived.push(id.clone());
        id
    }

    /// Keys of the baskets that came in by themselves since this was last asked.
    pub(super) fn take_arrived(&mut self) -> Vec<String> {
        std::mem::take(&mut self.arrived)
    }

    /// Lets everything happen that is due by `now`.
    pub(super) fn advance(&mut self, now: DateTime<Utc>) {
        if let Some(play) = &mut self.play {
            play.skip_to(now - Duration::days(1));
        }
        while let Some(at) = self.next_event().filter(|at| *at <= now) {
            self.happen(at);
        }
    }

    /// The instant at which the next accepted line becomes an order, if that is by `now`.
    pub(super) fn next_order(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let due = |line: &Line| line.ordered.as_ref()?.due;
        self.lines().filter_map(due).min().filter(|at| *at <= now)
    }

    /// Places the orders that are due at `at`.
    pub(super) fn place_orders(&mut self, orders: &mut Orders, at: DateTime<Utc>) {
        let lines = self.baskets.iter_mut().flat_map(|b| b.lines.iter_mut());
        for line in lines {
            let Some(ordered) = line.ordered.as_mut().filter(|it| it.due == Some(at)) else {
                continue;
            };
            ordered.due = None;
            orders.place_from(facts_of_order(line), at);
        }
    }

    fn next_event(&self) -> Option<DateTime<Utc>> {
        let played = self.play.as_ref().and_then(Play::next);
        self.lines()
            .filter_map(Line::next_event)
            .chain(played)
            .min()
    }

    fn happen(&mut self, at: DateTime<Utc>) {
        let seed = self.seed;
        let lines = self.baskets.iter_mut().flat_map(|b| b.lines.iter_mut());
        for line in lines.filter(|line| line.next_event() == Some(at)) {
            match line.state {
                LineState::Confirmed => course::answer(line, seed, at),
                _ => line.expire(),
            }
        }
        if let Some(mut play) = self.play.take_if(|play| play.next() == Some(at)) {
            play.scene(self, at);
            self.play = Some(play);
        }
    }

    fn new_line(&mut self, wish: Wish, now: DateTime<Utc>) -> Line {
        self.lines_made += 1;
        let number = self.lines_made;
        Line {
            number,
            id: Dice::of(self.seed, number, PURPOSE_LINE).uuid(),
            created: now,
            state: LineState::Acknowledged,
            wish,
            offers: Vec::new(),
            shape: course::shape(self.seed, number, self.rules.offers),
            confirmed: None,
            answer_due: None,
            answered: None,
            validity: None,
            trace: None,
            ordered: None,
            facts: Box::new(Facts::draw(self.seed ^ PURPOSE_LINE, number)),
            is_located: true,
        }
    }

    fn draft(&mut self, id: &str) -> Result<&mut Basket, Refusal> {
        let basket = self.basket_mut(id)?;
        match basket.state() {
            BasketState::Acknowledged => Ok(basket),
            other => Err(Refusal::Basket(other)),
        }
    }

    fn basket_mut(&mut self, id: &str) -> Result<&mut Basket, Refusal> {
        let found = self.baskets.iter_mut().find(|basket| basket.id == id);
        found.ok_or(Refusal::UnknownBasket)
    }

    fn line_mut(&mut self, id: &str) -> Result<&mut Line, Refusal> {
        let mut lines = self.baskets.iter_mut().flat_map(|b| b.lines.iter_mut());
        lines.find(|line| line.id == id).ok_or(Refusal::UnknownLine)
    }
}

/// What the order of an accepted line is made of: its site with the chosen offer.
fn facts_of_order(line: &Line) -> Facts {
    let mut facts = (*line.facts).clone();
    facts.quote_item.clone_from(&line.id);
    let customer = &line.wish.end_customer_name;
    if !customer.is_empty() {
        facts.site.customer.clone_from(customer);
    }
    facts.external_id.clone_from(&line.wish.external_id);
    let is_chosen = |offer: &&offer::Offer| offer.state == OfferState::Accepted;
    if let Some(offer) = line.offers.iter().find(is_chosen) {
        let euros = |cents: Option<i64>| cents.map_or(0.0, euros);
        facts.offering = offer.product_id.clone().unwrap_or_default();
        facts.commitment = offer.commitment;
        (facts.price, facts.fas, facts.far) =
            (euros(offer.price), euros(offer.fas), euros(offer.far));
        if let Some(known) = catalog().offer(&facts.offering) {
            facts.family = known.family;
            facts.technology = known.technology;
            facts.order_technology = known.technology;
            facts.bandwidth = known.label;
            facts.zone = (known.density, known.zone_name);
        }
    }
    facts
}

/// Cents as euros.
#[expect(clippy::cast_precision_loss, reason = "prices are far below 2^52")]
pub fn euros(cents: i64) -> f64 {
    cents as f64 / 100.0
}

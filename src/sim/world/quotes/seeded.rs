//! The quotes of a new world: every state of basket and line, every form of offer, every kind of validity.

use chrono::{DateTime, Duration, Utc};

use super::super::super::calendar::{day_in_france, shift};
use super::super::super::dice::Dice;
use super::super::super::scenario::OfferShape;
use super::super::order::Order;
use super::super::orders::Orders;
use super::course;
use super::line::{Line, LineState, Ordered, Trace, Validity, Wish};
use super::offer::OfferState;
use super::{PURPOSE_ORDER, Quotes};

/// What has become of a basket, with the chances of its lines' states.
#[derive(Clone, Copy)]
enum Plot {
    Draft,
    Bare,
    Empty,
    Asked(&'static [LineState]),
}

use LineState::{Accepted, Confirmed, Expired, Ready, Refused, UnableToProvide};

/// What has become of the newest basket, of the one before, and so on, over and over.
const PLOTS: [Plot; 14] = [
    Plot::Draft,
    Plot::Asked(&[Ready]),
    Plot::Asked(&[Confirmed, Ready, Ready]),
    Plot::Asked(&[Ready, Accepted, Refused, Ready]),
    Plot::Asked(&[Confirmed]),
    Plot::Asked(&[Ready, Ready, Ready, UnableToProvide]),
    Plot::Asked(&[Accepted, Refused, Expired, UnableToProvide]),
    Plot::Bare,
    Plot::Asked(&[Confirmed, Confirmed, Ready, UnableToProvide]),
    Plot::Asked(&[Expired]),
    Plot::Empty,
    Plot::Asked(&[Ready, Refused, Accepted, Expired]),
    Plot::Asked(&[Accepted]),
    Plot::Asked(&[UnableToProvide, Refused]),
];

/// Fills a new world.
pub(super) fn grow(quotes: &mut Quotes, orders: &Orders, now: DateTime<Utc>) {
    let count = u64::try_from(quotes.rules.baskets).unwrap_or(0);
    let mut seedbed = Seedbed {
        dice: Dice::of(quotes.seed, 0, 0x5EED),
        orders,
        ordered: Box::new(
            orders
                .listed()
                .skip(8)
                .filter(|order| !orders.facts(order).quote_item.is_empty()),
        ),
        now,
    };
    for back in (0..count).rev() {
        seedbed.basket(quotes, back);
    }
    let ready = quotes
        .baskets
        .iter_mut()
        .rev()
        .flat_map(|basket| basket.lines.iter_mut())
        .filter(|line| line.state == Ready);
    let soon = quotes.play.as_ref().and_then(super::Play::first_expiry);
    for (at, line) in ready.enumerate() {
        single_out(line, at, quotes.rules.offers.is_some(), soon, now);
    }
}

struct Seedbed<'a> {
    dice: Dice,
    orders: &'a Orders,
    /// Orders that come from a quote line.
    ordered: Box<dyn Iterator<Item = &'a Order> + 'a>,
    now: DateTime<Utc>,
}

impl Seedbed<'_> {
    /// The basket that has `back` newer ones.
    fn basket(&mut self, quotes: &mut Quotes, back: u64) {
        let hours = back.saturating_mul(31).saturating_add(2).min(400_000);
        let created = self.now
            - Duration::hours(i64::try_from(hours).unwrap_or(0))
            - Duration::minutes(self.dice.between(0, 59));
        let external = if self.dice.percent(60) {
            format!("CONS-{:05}", self.dice.below(100_000))
        } else {
            String::new()
        };
        let project = self.dice.pick(&["", "", "FLASH", "ÉCOLES", "MULTISITE"]);
        let id = quotes.create(&external, project, created);
        let at = usize::try_from(back % 14).unwrap_or(0);
        let plot = PLOTS.get(at).copied().unwrap_or(Plot::Empty);
        let most = i64::from(quotes.rules.lines_max);
        // A basket of several states needs several lines to show them.
        let least = if let Plot::Asked(states) = plot {
            states.len()
        } else {
            1
        };
        let least = i64::try_from(least).unwrap_or(1).min(most);
        let count = match plot {
            Plot::Empty => 0,
            _ => self.dice.between(least, most),
        };
        let lines: Vec<Line> = (0..count)
            .map(|at| self.line(quotes, plot, usize::try_from(at).unwrap_or(0), created))
            .collect();
        if let Ok(basket) = quotes.basket_mut(&id) {
            basket.is_confirmed = matches!(plot, Plot::Asked(_)) && !lines.is_empty();
            basket.quoted = created + Duration::minutes(if basket.is_confirmed { 55 } else { 0 });
            basket.lines = lines;
        }
    }

    fn line(&mut self, quotes: &mut Quotes, plot: Plot, at: usize, basket: DateTime<Utc>) -> Line {
        let minutes = i64::try_from(at).unwrap_or(0) * 4 + 1;
        let created = basket + Duration::minutes(minutes);
        let mut line = quotes.new_line(Wish::default(), created);
        let seed = quotes.seed;
        match plot {
            Plot::Empty => {}
            Plot::Draft => line.wish = course::wish(seed, line.number, &line),
            Plot::Bare => {
                let full = course::wish(seed, line.number, &line);
                line.wish.product_offering_qualification_item_id =
                    full.product_offering_qualification_item_id;
                if at.is_multiple_of(2) {
                    line.wish.end_customer_name = full.end_customer_name;
                    line.wish.product_offerings = full.product_offerings;
                }
            }
            Plot::Asked(states) => {
                let picked = usize::try_from(self.dice.below(64)).unwrap_or(0);
                // The first lines show every state of the plot once.
                let nth = if at < states.len() { at } else { picked };
                let state = states.get(nth % states.len()).copied().unwrap_or(Ready);
                self.live_through(&mut line, seed, state, basket);
            }
        }
        if self.dice.percent(12) {
            line.trace = Some(Trace {
                name: format!("trace n°{} étage.kmz", line.number),
                bytes: format!("PK\u{3}\u{4} trace {}", line.number).into_bytes(),
            });
        }
        line
    }

    /// Everything that happened to a line until it was in `state`.
    fn live_through(
        &mut self,
        line: &mut Line,
        seed: u64,
        state: LineState,
        basket: DateTime<Utc>,
    ) {
        if state == Accepted {
            self.become_ordered(line);
        }
        line.wish = course::wish(seed, line.number, line);
        let confirmed = basket + Duration::minutes(55);
        course::submit(line, confirmed);
        if state == Confirmed {
            return;
        }
        let since = (self.now - confirmed).num_seconds().max(2);
        let answered = confirmed + Duration::seconds(self.dice.between(since / 4, since / 2));
        course::answer_as(line, seed, state != UnableToProvide, answered);
        let first = line.offers.first().and_then(|it| it.product_id.clone());
        let decided = self.now - (self.now - answered) / 2;
        match state {
            Accepted => {
                // Nothing but a form without keys keeps a fresh line from being accepted.
                if line.accept(&first.unwrap_or_default()).is_err() {
                    line.state = Accepted;
                }
                let mut dice = Dice::of(seed, line.number, PURPOSE_ORDER);
                line.ordered = Some(Ordered {
                    product_order_id: dice.uuid(),
                    product_order_item_id: dice.uuid(),
                    at: decided,
                    due: None,
                });
            }
            Refused => {
                for offer in &mut line.offers {
                    offer.state = OfferState::Refused;
                }
                line.state = Refused;
                self.stay_valid(line);
            }
            Expired => {
                line.validity = Some(Validity::At(decided));
                line.expire();
            }
            Ready => self.stay_valid(line),
            _ => {}
        }
    }

    /// Makes a line the one that an order of the world names, with the same site and customer.
    fn become_ordered(&mut self, line: &mut Line) {
        if let Some(order) = self.ordered.next() {
            let facts = self.orders.facts(order);
            line.id.clone_from(&facts.quote_item);
            *line.facts = facts;
        }
    }

    fn stay_valid(&mut self, line: &mut Line) {
        let left =
            Duration::days(self.dice.between(2, 39)) + Duration::hours(self.dice.between(1, 23));
        line.validity = Some(Validity::At(self.now + left));
    }
}

/// Gives the first ready lines, newest basket first, what has to be seen at least once.
fn single_out(
    line: &mut Line,
    at: usize,
    is_forced: bool,
    soon: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) {
    match at {
        0 if !is_forced => line.shape = OfferShape::Flat,
        1 => line.validity = soon.map(Validity::At).or(line.validity),
        2 => line.validity = Some(Validity::Day(shift(day_in_france(now), 2))),
        3 => line.validity = None,
        4 => line.offers.clear(),
        5 if !is_forced => {
            line.shape = OfferShape::Keyless;
            for offer in &mut line.offers {
                offer.product_id = None;
            }
        }
        6 if !is_forced => line.shape = OfferShape::Unreadable,
        7 if !is_forced => line.shape = OfferShape::Nested,
        // One offer declined, the others still to choose from.
        8 if line.offers.len() > 1 => {
            if let Some(offer) = line.offers.first_mut() {
                offer.state = OfferState::Refused;
            }
        }
        _ if at.is_multiple_of(11) => line.validity = None,
        _ => {}
    }
}

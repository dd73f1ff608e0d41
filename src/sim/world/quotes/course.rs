//! What happens to quote lines by themselves: the answer to a confirmed one, and the play of a live world.
//!
//! It never reads a clock. In a world that is not live only what was confirmed there is answered; the lines that wait from the
//! start wait for ever.

use chrono::{DateTime, Duration, Utc};
use serde_json::json;

use super::super::super::calendar::{day_in_france, shift};
use super::super::super::dice::Dice;
use super::super::super::scenario::OfferShape;
use super::super::eligibility::offers_for_line;
use super::super::referential::SITE_TYPES;
use super::Quotes;
use super::line::{Contacts, Line, LineState, Validity, Wish};
use super::offer::Offer;

const PURPOSE_ANSWER: u64 = 0xA4_5E4;
const PURPOSE_SHAPE: u64 = 0x54A9E;
const PURPOSE_PATIENCE: u64 = 0x9A71;

/// Marks a line as confirmed at `now`.
pub(super) fn submit(line: &mut Line, now: DateTime<Utc>) {
    line.state = LineState::Confirmed;
    line.confirmed = Some(now);
}

/// How long a line waits for its answer when `usual` seconds are usual: between half of it and half as much again.
pub(super) fn patience(seed: u64, number: u64, usual: u64) -> Duration {
    let usual = i64::try_from(usual.min(1_000_000_000)).unwrap_or(0) * 1_000;
    Duration::milliseconds(
        Dice::of(seed, number, PURPOSE_PATIENCE).between(usual / 2, usual / 2 * 3),
    )
}

/// How a line's offers are going to be printed.
pub(super) fn shape(seed: u64, number: u64, forced: Option<OfferShape>) -> OfferShape {
    forced.unwrap_or(match Dice::of(seed, number, PURPOSE_SHAPE).below(100) {
        0..=49 => OfferShape::Flat,
        50..=64 => OfferShape::FlatText,
        65..=84 => OfferShape::Nested,
        _ => OfferShape::Unreadable,
    })
}

/// Answers a line as its seed has it: one in eight gets no offer.
pub(super) fn answer(line: &mut Line, seed: u64, at: DateTime<Utc>) {
    let has_offers = !Dice::of(seed, line.number, PURPOSE_ANSWER).percent(12);
    answer_as(line, seed, has_offers, at);
}

/// Answers a line, with an offer for each wanted product or with none at all.
pub(super) fn answer_as(line: &mut Line, seed: u64, has_offers: bool, at: DateTime<Utc>) {
    line.answered = Some(at);
    line.answer_due = None;
    if !has_offers {
        line.state = LineState::UnableToProvide;
        return;
    }
    line.state = LineState::Ready;
    price(line, seed);
    let mut dice = Dice::of(seed, line.number, PURPOSE_ANSWER ^ 1);
    let days = dice.between(2, 40);
    line.validity = match dice.below(10) {
        0 => None,
        1 => Some(Validity::Day(shift(day_in_france(at), days))),
        _ => Some(Validity::At(at + Duration::days(days))),
    };
}

/// Gives a line an offer for each wanted product.
pub(super) fn price(line: &mut Line, seed: u64) {
    line.offers = line
        .wish
        .products()
        .iter()
        .map(|product| Offer::draw(seed, line.number, product, &line.facts))
        .collect();
    if line.shape == OfferShape::Keyless {
        for offer in &mut line.offers {
            offer.product_id = None;
        }
    }
}

/// What a caller who knows the site would ask for on line `number`.
pub(super) fn wish(seed: u64, number: u64, line: &Line) -> Wish {
    let mut dice = Dice::of(seed, number, 0x3154);
    let first = usize::try_from(dice.between(1_200, 2_300)).unwrap_or(0);
    let count = usize::try_from(dice.between(1, 5)).unwrap_or(0);
    let as_objects = dice.percent(15);
    // What is wanted was found on sale at the site.
    let on_sale = offers_for_line(seed, number, &line.facts);
    let count = count.min(on_sale.len());
    let (start, step) = (first % on_sale.len().max(1), on_sale.len() / count.max(1));
    let chosen = on_sale.iter().cycle().skip(start).step_by(step.max(1));
    let offerings = chosen.take(count).map(|offer| {
        let key = &offer.id;
        if as_objects {
            json!({ "product_id": key })
        } else {
            json!(key)
        }
    });
    Wish {
        end_customer_name: line.facts.site.customer.clone(),
        external_id: line.facts.external_id.clone(),
        site_connection_type: dice.pick(SITE_TYPES).to_owned(),
        business_sector: dice
            .pick(&["", "Santé", "Industrie", "Commerce de détail", "Éducation"])
            .to_owned(),
        expected_response_date: None,
        option_ids: line
            .facts
            .options
            .iter()
            .map(|it| it.id.to_owned())
            .collect(),
        note: if dice.percent(20) {
            "Accès par le quai de livraison, badge à demander à l'accueil.".to_owned()
        } else {
            String::new()
        },
        technical_note: String::new(),
        product_offerings: Some(offerings.collect()),
        product_offering_qualification_item_id: dice.uuid(),
        project_id: line.facts.project.to_owned(),
        customer_order_name: if dice.percent(40) {
            format!("Lot {}", dice.between(1, 9))
        } else {
            String::new()
        },
        business_code: String::new(),
        contacts: Contacts::OfSite,
    }
}

/// The play of a live world: every half a minute a waiting line is answered, or a colleague confirms a basket.
#[derive(Debug)]
pub struct Play {
    dice: Dice,
    next: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    has_begun: bool,
}

impl Play {
    /// A play from an instant on and until another, if it is to end. Its first scene is a line that becomes ready.
    pub fn new(seed: u64, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        Self {
            dice: Dice::of(seed, 0, 0x94_0A7),
            next: from + Duration::seconds(20),
            until,
            has_begun: false,
        }
    }

    /// When a line's validity has to run out for someone who watches from the start to see it; none when the play ends before.
    pub(super) fn first_expiry(&self) -> Option<DateTime<Utc>> {
        let at = self.next + Duration::seconds(45);
        self.until.is_none_or(|until| at <= until).then_some(at)
    }

    /// Instant of the next scene.
    pub(super) fn next(&self) -> Option<DateTime<Utc>> {
        let is_on = self.until.is_none_or(|until| self.next <= until);
        is_on.then_some(self.next)
    }

    /// Leaves out what lies before `from`, as after a night in which the machine slept.
    pub(super) fn skip_to(&mut self, from: DateTime<Utc>) {
        self.next = self.next.max(from);
    }

    /// Plays the scene of `at`.
    pub(super) fn scene(&mut self, quotes: &mut Quotes, at: DateTime<Utc>) {
        let kind = self.dice.below(100);
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let waiting: Vec<String> = quotes
            .lines()
            .filter(|line| line.state == LineState::Confirmed && line.answer_due.is_none())
            .map(|line| line.id.clone())
            .collect();
        let chosen = self.dice.below(u64::try_from(waiting.len()).unwrap_or(0));
        let chosen = usize::try_from(chosen).ok().and_then(|at| waiting.get(at));
        match chosen {
            Some(line) if is_first || kind < 80 => {
                let has_offers = is_first || kind >= 8;
                quotes.answer(line, has_offers, at);
                if has_offers && !is_first && kind < 24 {
                    let minutes = self.dice.between(4, 12);
                    quotes.set_validity(line, Some(Validity::At(at + Duration::minutes(minutes))));
                }
            }
            _ => {
                let lines = self.dice.between(1, 3);
                quotes.arrive(lines, at);
            }
        }
        self.next += Duration::milliseconds(self.dice.between(20_000, 40_000));
    }
}

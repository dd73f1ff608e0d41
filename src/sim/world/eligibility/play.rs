//! What happens by itself in a live world: what is open from the start goes on, and colleagues ask.

use chrono::{DateTime, Duration, Utc};

use super::super::super::dice::Dice;
use super::super::super::names::Person;
use super::super::facts::Facts;
use super::item::Item;
use super::request::Asker;
use super::seeded::{asked, families};
use super::{Eligibility, Wish};

/// The play of a live world: about every minute a colleague asks about one site or a few.
#[derive(Debug)]
pub struct Play {
    seed: u64,
    dice: Dice,
    from: DateTime<Utc>,
    next: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
}

impl Play {
    /// A play from an instant on and until another, if it is to end.
    pub fn new(seed: u64, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        Self {
            seed,
            dice: Dice::of(seed, 0, 0xE1_94A7),
            from,
            next: from + Duration::seconds(8),
            until,
        }
    }

    /// Lets an item go on that is open from the start.
    pub(super) fn resume(&mut self, item: &mut Item) {
        let after = Duration::milliseconds(self.dice.between(500, 6_000));
        let takes = Duration::seconds(self.dice.between(15, 50));
        item.plan(self.from + after, takes);
        item.planned.retain(|change| self.is_on(change.at));
    }

    fn is_on(&self, at: DateTime<Utc>) -> bool {
        self.until.is_none_or(|until| at <= until)
    }

    /// Instant of the next scene.
    pub(super) fn next(&self) -> Option<DateTime<Utc>> {
        self.is_on(self.next).then_some(self.next)
    }

    /// Leaves out what lies before `from`, as after a night in which the machine slept.
    pub(super) fn skip_to(&mut self, from: DateTime<Utc>) {
        self.next = self.next.max(from);
    }

    /// Plays the next scene: a colleague asks.
    pub(super) fn scene(&mut self, eligibility: &mut Eligibility) {
        let at = self.next;
        let person = Person::draw(&mut self.dice);
        let count = self.dice.between(1, 3);
        let is_priced = self.dice.percent(50);
        let sites = (0..count)
            .map(|_| {
                let facts = Facts::draw(self.seed ^ 0xE119, self.dice.below(1 << 40));
                asked(&facts, families(&mut self.dice), is_priced)
            })
            .collect();
        let wish = Wish {
            external_id: String::new(),
            project_id: self.dice.pick(&["", "FLASH", "ÉCOLES"]).to_owned(),
            asker: Asker {
                email: person.mail("operateur.example"),
                person,
            },
            sites,
        };
        let takes = Duration::milliseconds(self.dice.between(12_000, 35_000));
        eligibility.take_in(wish, at, |at| takes + Duration::seconds(4) * at);
        if let Some(request) = eligibility.requests.last_mut() {
            for item in &mut request.items {
                item.planned.retain(|change| self.is_on(change.at));
            }
        }
        self.next += Duration::milliseconds(self.dice.between(40_000, 80_000));
    }
}

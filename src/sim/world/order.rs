//! One order of the simulator's world: the few facts that change, and the many that can be drawn again.
//!
//! A hundred thousand orders must be ready in two seconds, so an [`Order`] holds only its number, its dates and its history.
//! Names, addresses, products and prices come from [`Facts`], drawn from the seed and the number whenever an answer needs them.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::super::calendar::{day_in_france, shift};
use super::super::dice::Dice;
use super::super::names::{self, Person, Town};
use super::course::{Course, Entry, Mark, State};

/// Number of the first order; gives references like `CMD_X_00009444`.
pub const FIRST_NUMBER: u64 = 9_000;

/// An order as far as it changes.
#[derive(Clone, Debug)]
pub struct Order {
    /// Running number; the key behind both references.
    pub number: u64,
    /// When it was placed.
    pub created: DateTime<Utc>,
    /// `modification_date` of the list row.
    pub modified: DateTime<Utc>,
    /// Estimated delivery day; some orders have none.
    pub due: Option<NaiveDate>,
    /// Where the order stands; always agrees with `history`.
    pub state: State,
    /// What has happened, in the server's order (not sorted by time, row `O13`).
    pub history: Vec<Entry>,
    /// Why it was cancelled; empty when it was not.
    pub cancellation_reason: &'static str,
    /// True when a termination could not go through (row `O19`).
    pub is_termination_failed: bool,
}

const PURPOSE_FATE: u64 = 0xFA7E;
const PURPOSE_FACTS: u64 = 0xFAC7;

const CANCELLATION_REASONS: &[&str] = &[
    "Abandon du client final",
    "Site non raccordable dans le délai",
    "Refus du syndic de copropriété",
    "Doublon de commande",
];

impl Order {
    /// The reference that every path takes (row `O5`).
    pub fn reference(&self) -> String {
        format!("CMD_X_{:08}", self.number)
    }

    /// The other key, which no path takes.
    pub fn id(&self) -> String {
        format!(
            "PO_DC173_{}_{:06}",
            day_in_france(self.created).format("%Y%m%d"),
            self.number % 1_000_000
        )
    }

    /// An order placed at `created` about which nothing else has happened.
    pub fn placed(seed: u64, number: u64, created: DateTime<Utc>) -> Self {
        let course = Course::draw(seed, number, created);
        let first = course.entries.first().copied().unwrap_or(Entry {
            mark: Mark::Acknowledged,
            at: created,
        });
        let mut order = Self {
            number,
            created,
            modified: created,
            due: None,
            state: State::Confirmed,
            history: vec![Entry {
                at: created,
                ..first
            }],
            cancellation_reason: "",
            is_termination_failed: false,
        };
        let mut dice = Dice::of(seed, number, PURPOSE_FATE);
        let weeks = Facts::lead_weeks(seed, number);
        order.due = (!dice.percent(6)).then(|| shift(day_in_france(created), weeks * 7));
        order
    }

    /// An order placed at `created` with everything that happened to it until `now`.
    pub fn grown(seed: u64, number: u64, created: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let mut order = Self::placed(seed, number, created);
        let course = Course::draw(seed, number, created);
        let mut dice = Dice::of(seed, number, PURPOSE_FATE ^ 1);
        if let past @ [_, ..] = course.past(now) {
            order.history = past.to_vec();
        }
        match dice.below(100) {
            0..=2 => order.reject(&mut dice, now),
            3..=8 => order.abandon(&mut dice, now),
            _ if order.state_of_history() == State::Active => order.live_on(&mut dice, now),
            _ => {}
        }
        if dice.percent(12) {
            let later = dice.between(1, 4) * 7;
            order.due = order.due.map(|due| shift(due, later));
        }
        order.state = order.state_of_history();
        order.modified = order.newest();
        order
    }

    /// Refuses the order some days after it came in, if that has come yet.
    fn reject(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        self.history
            .retain(|entry| entry.mark.state() == Some(State::Confirmed));
        let at = self.newest() + Duration::hours(dice.between(8, 120));
        if at <= now {
            self.add(State::Rejected, at);
        }
    }

    /// Cancels the order somewhere on its way, if that has come yet.
    fn abandon(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        let last = i64::try_from(self.history.len()).unwrap_or(1).min(12);
        self.history
            .truncate(usize::try_from(dice.between(1, last)).unwrap_or(1));
        let at = self.newest() + Duration::hours(dice.between(8, 400));
        if at <= now {
            self.add(State::Cancelled, at);
            self.cancellation_reason = dice.pick(CANCELLATION_REASONS);
        }
    }

    /// Lets an active order be changed or terminated, done already or under way.
    fn live_on(&mut self, dice: &mut Dice, now: DateTime<Utc>) {
        let newest = self.newest();
        let since = (now - newest).num_seconds().max(1);
        let asked = newest + Duration::seconds(dice.between(1, since));
        let settled = asked + (now - asked) / 2;
        match dice.below(100) {
            0..=4 => self.add(State::ChangeInProgress, asked),
            5..=8 => self.add(State::TerminateInProgress, asked),
            9..=13 => {
                self.add(State::ChangeInProgress, asked);
                self.add(State::Active, settled);
            }
            14..=22 => {
                self.add(State::TerminateInProgress, asked);
                self.add(State::Terminated, settled);
            }
            23 => self.is_termination_failed = true,
            _ => {}
        }
    }

    fn newest(&self) -> DateTime<Utc> {
        self.history
            .iter()
            .map(|entry| entry.at)
            .max()
            .unwrap_or(self.created)
    }

    fn add(&mut self, state: State, at: DateTime<Utc>) {
        self.history.push(Entry {
            mark: Mark::State(state),
            at,
        });
    }

    /// The state the history leads to: that of its last entry that has one.
    pub fn state_of_history(&self) -> State {
        self.history
            .iter()
            .rev()
            .find_map(|entry| entry.mark.state())
            .unwrap_or(State::Confirmed)
    }

    /// When a state was entered last.
    pub fn entered(&self, state: State) -> Option<DateTime<Utc>> {
        self.history
            .iter()
            .rev()
            .find(|entry| entry.mark == Mark::State(state))
            .map(|entry| entry.at)
    }

    /// When the service was delivered first.
    pub fn completed(&self) -> Option<DateTime<Utc>> {
        self.history
            .iter()
            .find(|entry| entry.mark == Mark::State(State::Active))
            .map(|entry| entry.at)
    }

    /// The entry the order's course holds next; none outside production.
    pub fn next_mark(&self, seed: u64) -> Option<Mark> {
        if !matches!(self.state, State::Confirmed | State::InProgress) {
            return None;
        }
        let done: Vec<Mark> = self.history.iter().map(|entry| entry.mark).collect();
        let course = Course::draw(seed, self.number, self.created);
        course
            .entries
            .into_iter()
            .map(|entry| entry.mark)
            .find(|mark| !done.contains(mark))
    }
}

/// An option of a product.
#[derive(Clone, Debug)]
pub struct ProductOption {
    /// Key.
    pub id: &'static str,
    /// Text to show.
    pub label: &'static str,
    /// Fee per month in euros.
    pub price: f64,
}

/// One site of an order with whom to call there.
#[derive(Clone, Debug)]
pub struct Site {
    /// The customer at this site.
    pub customer: String,
    /// Number and street.
    pub street: String,
    /// Town with its codes.
    pub town: Town,
    /// Whom to call.
    pub contact: Person,
    /// Nine digits: the leading zero is lost, as in the examples (`O11`).
    pub phone: String,
}

impl Site {
    fn draw(dice: &mut Dice) -> Self {
        Self {
            customer: names::company(dice),
            street: names::street(dice),
            town: names::town_of(dice),
            contact: Person::draw(dice),
            phone: dice.between(200_000_000, 799_999_999).to_string(),
        }
    }

    /// The address on one line, in capitals, as list rows print it.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.street, self.town.postcode, self.town.name).to_uppercase()
    }
}

/// Everything about an order that never changes.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Offer family, such as `BPE`.
    pub family: &'static str,
    /// Technology of the product, such as `FIBDE`.
    pub technology: &'static str,
    /// Technology the order itself prints; differs now and then (row `O9`).
    pub order_technology: &'static str,
    /// Bandwidth as offer names spell it, such as `100M`.
    pub bandwidth: &'static str,
    /// Price zone and how offer names spell it.
    pub zone: (&'static str, &'static str),
    /// Contract length in months.
    pub commitment: i64,
    /// Key of the ordered offer.
    pub offering: String,
    /// Monthly price, connection fee, yearly fee, in euros.
    pub price: f64,
    /// One-off connection fee in euros.
    pub fas: f64,
    /// One-off fee of the provider in euros.
    pub far: f64,
    /// Lead time in weeks.
    pub lead_weeks: i64,
    /// Project code; empty for most.
    pub project: &'static str,
    /// Collection door; empty for dark fibre.
    pub enni: &'static str,
    /// Account that drafted the order.
    pub created_by: String,
    /// The customer's own key; empty for many.
    pub external_id: String,
    /// The customer site.
    pub site: Site,
    /// The far end, for dark fibre only.
    pub second_site: Option<Site>,
    /// Options of the product.
    pub options: Vec<ProductOption>,
    /// Manager in the region.
    pub manager: Person,
    /// The manager's superior, for one order in three.
    pub senior_manager: Option<Person>,
    /// Manager at national level, for one order in four.
    pub national_manager: Option<Person>,
    /// Nine digits of the manager's phone.
    pub manager_phone: String,
    /// Billing site code and name.
    pub billing: (&'static str, &'static str),
    /// VLAN number, for collected services.
    pub vlan: Option<i64>,
    /// Key of the quote line behind the order; empty for most.
    pub quote_item: String,
    /// Building reference; may hold slashes (row `G15`).
    pub building: String,
    /// Whether the order has a plan among its documents.
    pub has_plan: bool,
    /// Number of fibre strands.
    pub strands: i64,
}

/// Families with the technologies they are delivered on; weights by repetition.
const OFFERS: &[(&str, &str)] = &[
    ("BPE", "FIBDE"),
    ("BPE", "FIBDE"),
    ("BPE", "FIBDE"),
    ("BPEA", "FIBDE"),
    ("BPEA", "FTTE"),
    ("DIA", "FIBDE"),
    ("DIA", "FTTH"),
    ("FON", "FON"),
];
const BANDWIDTHS: &[&str] = &[
    "10M", "50M", "100M", "100M", "200M", "500M", "1G", "1G", "10G",
];
const ZONES: &[(&str, &str)] = &[
    ("TRESDENSE", "Zone très dense"),
    ("DENSE", "Zone dense"),
    ("MOYENNEMENTDENSE", "Zone moyennement dense"),
    ("PEUDENSE", "Zone peu dense"),
];
/// Billing sites, shared with the referential.
pub const BILLING_SITES: &[(&str, &str)] = &[
    ("AUX00", "COVAGE INFRA"),
    ("AUX01", "Siège – comptabilité fournisseurs"),
    ("BPO12", "Agence Bretagne Océan"),
    ("IDF03", "Île-de-France, grands comptes"),
    ("SUD07", "Direction régionale Méditerranée"),
];
/// Project codes that orders use; empty for none.
const PROJECTS: &[&str] = &["", "", "", "FLASH", "RENOUV26", "ÉCOLES", "MULTISITE"];
const DRAFTERS: &[&str] = &[
    "example@example.com",
    "adv@operateur.example",
    "api-client",
    "camille.roy@operateur.example",
];
const OPTIONS: &[ProductOption] = &[
    ProductOption {
        id: "194",
        label: "GTR 4H HO",
        price: 0.0,
    },
    ProductOption {
        id: "2220",
        label: "Livraison locale",
        price: 0.0,
    },
    ProductOption {
        id: "195",
        label: "GTR 4H HNO",
        price: 25.0,
    },
    ProductOption {
        id: "1615",
        label: "Double pénétration",
        price: 90.0,
    },
    ProductOption {
        id: "237",
        label: "Supervision étendue",
        price: 12.5,
    },
];

impl Facts {
    /// Lead time of an order in weeks; the first thing drawn, because every order needs it.
    fn lead_weeks(seed: u64, number: u64) -> i64 {
        Dice::of(seed, number, PURPOSE_FACTS ^ 1).between(5, 14)
    }

    /// Draws the facts of order `number`.
    pub fn draw(seed: u64, number: u64) -> Self {
        let mut dice = Dice::of(seed, number, PURPOSE_FACTS);
        let at = usize::try_from(dice.below(8)).unwrap_or(0);
        let (family, technology) = OFFERS.get(at).copied().unwrap_or(("BPE", "FIBDE"));
        let is_dark = family == "FON";
        let zone = dice.pick(ZONES);
        let bandwidth = dice.pick(BANDWIDTHS);
        let site = Site::draw(&mut dice);
        let second_site = is_dark.then(|| Site::draw(&mut dice));
        let base = dice.between(55, 420);
        let wanted = usize::try_from(dice.below(4)).unwrap_or(0);
        let start = usize::try_from(dice.below(3)).unwrap_or(0);
        Self {
            family,
            technology,
            order_technology: if dice.percent(6) { "FON" } else { technology },
            bandwidth,
            zone,
            commitment: dice.pick(&[12_i64, 24, 36, 36, 60]),
            offering: dice.between(1_200, 2_400).to_string(),
            price: euros(base, if dice.percent(20) { 50 } else { 0 }),
            fas: euros(dice.pick(&[0_i64, 360, 490, 950]), 0),
            far: euros(dice.pick(&[0_i64, 180, 540]), 0),
            lead_weeks: Self::lead_weeks(seed, number),
            project: dice.pick(PROJECTS),
            enni: if is_dark {
                ""
            } else {
                dice.pick(&["CN012345", "CN001366", "CN004821", ""])
            },
            created_by: dice.pick(DRAFTERS).to_owned(),
            external_id: if dice.percent(35) {
                format!("AFF-{:05}", dice.below(100_000))
            } else {
                String::new()
            },
            site,
            second_site,
            options: OPTIONS.iter().skip(start).take(wanted).cloned().collect(),
            manager: Person::draw(&mut dice),
            senior_manager: dice.percent(33).then(|| Person::draw(&mut dice)),
            national_manager: dice.percent(25).then(|| Person::draw(&mut dice)),
            manager_phone: dice.between(600_000_000, 699_999_999).to_string(),
            billing: dice.pick(BILLING_SITES),
            vlan: (!is_dark && dice.percent(70)).then(|| dice.between(100, 4_000)),
            quote_item: if dice.percent(30) {
                dice.uuid()
            } else {
                String::new()
            },
            building: if dice.percent(15) {
                format!(
                    "IMB/{}/X/{}",
                    site_code(&mut dice),
                    dice.hex(4).to_uppercase()
                )
            } else {
                String::new()
            },
            has_plan: dice.percent(25),
            strands: if is_dark {
                dice.pick(&[1_i64, 2, 4])
            } else {
                1
            },
        }
    }

    /// Name of the ordered offer; ends with a blank, as in the example (row `G17`).
    pub fn offer_name(&self) -> String {
        format!(
            "{} {} _{}_{} mois ",
            self.family, self.bandwidth, self.zone.1, self.commitment
        )
    }
}

fn site_code(dice: &mut Dice) -> String {
    format!("{:05}", dice.below(96_000))
}

#[expect(clippy::cast_precision_loss, reason = "prices are far below 2^52")]
fn euros(whole: i64, cents: i64) -> f64 {
    whole as f64 + cents as f64 / 100.0
}

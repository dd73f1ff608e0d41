//! Made-up orders for stories, snapshots and benchmarks. No part of the program uses them.
//!
//! Everything follows from a number: the same number makes the same order, on every machine.

pub mod eligibility;
pub mod journal;
pub mod quotes;
pub mod writes;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::app::entities::orders::{Orders, RowId};
use crate::domain::date::{FlexDate, Zone};
use crate::domain::ids::{OrderId, OrderRef};
use crate::domain::lenient::{Cents, Lenient, Mbps, Months, Weeks};
use crate::domain::order::{
    Contact, DocumentGroup, Documents, OrderDetail, OrderOption, OrderProduct, OrderRequest,
    OrderRequests, OrderState, OrderSummary, Person,
};
use crate::domain::text::Text;
use crate::domain::timeline::{Historic, HistoricEntry, HistoricState, ProductionStep};

const CUSTOMERS: [&str; 24] = [
    "MAIRIE D'ÉVRY",
    "Mairie de Saint-Étienne",
    "Hôpital Saint-Louis",
    "CLINIQUE ST JEAN",
    "king jouet",
    "DUPONT & FILS",
    "Dupont Énergie",
    "Boulangerie Lefèvre",
    "Lycée Jean Moulin",
    "Collège Les Œillets",
    "Pharmacie de la Gare",
    "GARAGE MARTIN",
    "Cabinet Noël & Associés",
    "Société Générale",
    "Crédit Agricole",
    "Notaires Réunis",
    "Transports Girard",
    "Maison Rouge",
    "Opticien Krys",
    "Intermarché",
    "SDIS 77",
    "CAF de l'Aude",
    "Hôtel du Lac",
    "Château Margaux",
];
const STREETS: [&str; 12] = [
    "RUE ANDREI DIMITRI SAKHAROV",
    "AV FOCH",
    "RUE DU BAC",
    "BD VICTOR HUGO",
    "RUE DE LA RÉPUBLIQUE",
    "CHEMIN DES PRÉS",
    "PLACE DU MARCHÉ",
    "RUE PASTEUR",
    "ALLÉE DES TILLEULS",
    "IMPASSE DU MOULIN",
    "QUAI DE SEINE",
    "ROUTE DE LYON",
];
const TOWNS: [&str; 12] = [
    "76130 MONT ST AIGNAN",
    "77000 MELUN",
    "69002 LYON",
    "91000 ÉVRY",
    "42000 SAINT-ÉTIENNE",
    "33000 BORDEAUX",
    "59800 LILLE",
    "35000 RENNES",
    "13001 MARSEILLE",
    "67000 STRASBOURG",
    "31000 TOULOUSE",
    "06000 NICE",
];
const FAMILIES: [&str; 4] = ["BPE", "DIA", "FTTH_PRO", "L2L"];
const PEOPLE: [&str; 4] = [
    "jm@example.com",
    "ap@example.com",
    "zoe.martin@example.com",
    "noc@example.com",
];

/// The moment made-up orders are seen at: 29 May 2026, 13:00 UTC.
pub fn now() -> DateTime<Utc> {
    today().and_hms_opt(13, 0, 0).unwrap_or_default().and_utc()
}

/// The day of [`now`].
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 29).unwrap_or_default()
}

/// A made-up list row, to be changed at will.
#[derive(Clone, Debug)]
pub struct OrderBuilder(OrderSummary);

/// The list row of a number.
pub fn order(number: u32) -> OrderBuilder {
    let dice = Dice(number);
    let age = dice.roll(1, 400);
    let ordered = today() - Days::new(age.into());
    let state = match age {
        0..=3 => OrderState::Confirmed,
        4..=90 => OrderState::InProgress,
        _ => match dice.roll(2, 12) {
            0 => OrderState::Cancelled,
            1 => OrderState::Rejected,
            2 => OrderState::Terminated,
            3 => OrderState::ChangeInProgress,
            4 => OrderState::TerminateInProgress,
            5 => OrderState::InProgress,
            6 => OrderState::parse("production_in_progress"),
            _ => OrderState::Active,
        },
    };
    let modified = now() - TimeDelta::minutes(dice.roll(3, (age + 1) * 1_440).into());
    OrderBuilder(OrderSummary {
        reference: OrderRef::new(format!("CMD_X_{number:08}")),
        id: Some(OrderId::new(format!(
            "PO_DC173_{}_{number:06}",
            ordered.format("%Y%m%d")
        ))),
        cancellation_date: (state == OrderState::Cancelled).then_some(FlexDate::Day(today())),
        completion_date: (state == OrderState::Active).then_some(FlexDate::Day(today())),
        state,
        order_date: Some(FlexDate::Day(ordered)),
        modification_date: Some(FlexDate::At(modified.fixed_offset())),
        cancellation_reason: None,
        delivery_lead_time: (dice.roll(4, 10) > 0)
            .then(|| Lenient::Value(Weeks(4 + dice.roll_small(5, 8)))),
        project: (dice.roll(6, 3) == 0).then(|| Text::new(format!("P{:03}", dice.roll(7, 200)))),
        offer_family: Some(Text::new(dice.pick(8, &FAMILIES))),
        offer_technology: Some(Text::new("FIBDE")),
        commitment: Some(Lenient::Value(Months(12))),
        site: Some(Text::new(format!(
            "{} {} {}",
            dice.roll(9, 200) + 1,
            dice.pick(10, &STREETS),
            dice.pick(11, &TOWNS)
        ))),
        site_2: None,
        customer: Some(Text::new(if dice.roll(12, 3) == 0 {
            dice.pick(13, &CUSTOMERS).to_owned()
        } else {
            format!("{} {}", dice.pick(13, &CUSTOMERS), dice.roll(14, 300))
        })),
        customer_2: None,
        created_by: Some(Text::new(dice.pick(15, &PEOPLE))),
        broken: None,
    })
}

impl OrderBuilder {
    /// The row.
    pub fn build(self) -> OrderSummary {
        self.0
    }

    /// With another reference.
    #[must_use]
    pub fn reference(mut self, reference: &str) -> Self {
        self.0.reference = OrderRef::new(reference);
        self
    }

    /// In a state, by the API's word.
    #[must_use]
    pub fn state(mut self, word: &str) -> Self {
        self.0.state = OrderState::parse(word);
        self
    }

    /// For a customer; none for empty text.
    #[must_use]
    pub fn customer(mut self, customer: &str) -> Self {
        self.0.customer = Text::non_empty(customer);
        self
    }

    /// At an address; none for empty text.
    #[must_use]
    pub fn site(mut self, site: &str) -> Self {
        self.0.site = Text::non_empty(site);
        self
    }

    /// In a project; none for empty text.
    #[must_use]
    pub fn project(mut self, project: &str) -> Self {
        self.0.project = Text::non_empty(project);
        self
    }

    /// Of an offer family; none for empty text.
    #[must_use]
    pub fn family(mut self, family: &str) -> Self {
        self.0.offer_family = Text::non_empty(family);
        self
    }

    /// Made by somebody; nobody for empty text.
    #[must_use]
    pub fn by(mut self, who: &str) -> Self {
        self.0.created_by = Text::non_empty(who);
        self
    }

    /// Ordered on a date in any spelling; none for empty text.
    #[must_use]
    pub fn ordered(mut self, date: &str) -> Self {
        self.0.order_date = FlexDate::parse(date);
        self
    }

    /// Last touched on a date in any spelling; none for empty text.
    #[must_use]
    pub fn modified(mut self, date: &str) -> Self {
        self.0.modification_date = FlexDate::parse(date);
        self
    }

    /// With a promised lead time, or none.
    #[must_use]
    pub fn lead_weeks(mut self, weeks: Option<u16>) -> Self {
        self.0.delivery_lead_time = weeks.map(|weeks| Lenient::Value(Weeks(weeks)));
        self
    }
}

/// A detail that says nothing beyond the reference and the state; its fields are there to be set.
pub fn detail(reference: &OrderRef, state: &OrderState) -> OrderDetail {
    OrderDetail {
        reference: reference.clone(),
        id: None,
        external_id: None,
        order_date: None,
        cancellation_date: None,
        cancellation_reason: None,
        completion_date: None,
        note: None,
        technical_note: None,
        product_offering_id: None,
        qualification_item_id: None,
        project: None,
        quote_item_id: None,
        delivery_mode: None,
        enni: None,
        enni2: None,
        delivery_lead_time: None,
        delivery_lead_time_label: None,
        vlan_reference: None,
        customer_order_name: None,
        securing: None,
        securing_label: None,
        service_reference: None,
        minimum_commitment_duration: None,
        commitment_end_date: None,
        notice_period: None,
        estimated_delivery_date: None,
        billing_site_ref: None,
        billing_site_name: None,
        billing_period: None,
        state: state.clone(),
        termination_errors: Vec::new(),
        option_ids: Vec::new(),
        products: Vec::new(),
        contacts: Vec::new(),
        technical_zone: None,
        bandwidth: None,
        service_topology: None,
        building_ref: None,
        manager_regional: None,
        manager_n1_regional: None,
        manager_national: None,
        manager_n1_national: None,
        strands_number: None,
        fon_security: None,
        technology: None,
        total_amount_monthly: None,
        total_amount_annual: None,
        raw: Text::new("{}"),
    }
}

/// The detail of a number, for the row of the same number.
pub fn plausible_detail(number: u32, summary: &OrderSummary) -> OrderDetail {
    let dice = Dice(number);
    let due = today() + Days::new(60) - Days::new(dice.roll(20, 120).into());
    OrderDetail {
        external_id: (dice.roll(21, 4) > 0).then(|| Text::new(format!("EXT-{number:06}"))),
        service_reference: (dice.roll(22, 2) > 0).then(|| Text::new(format!("SVC{number:07}"))),
        enni: Some(Text::new(format!("ENNI-{}", dice.roll(23, 30)))),
        technical_zone: Some(Text::new(format!("Zone {}", dice.roll(24, 9)))),
        bandwidth: Some(Lenient::Value(Mbps(match dice.roll(25, 4) {
            0 => 100,
            1 => 200,
            2 => 500,
            _ => 1_000,
        }))),
        estimated_delivery_date: (dice.roll(26, 5) > 0).then_some(FlexDate::Day(due)),
        total_amount_monthly: (dice.roll(27, 6) > 0)
            .then(|| Lenient::Value(Cents((10 + i64::from(dice.roll(28, 90))) * 990))),
        ..detail(&summary.reference, &summary.state)
    }
}

/// A historic of steps, each with its date in any spelling.
pub fn historic(steps: &[(ProductionStep, &str)]) -> Historic {
    let entry = |(step, date): &(ProductionStep, &str)| HistoricEntry {
        state: HistoricState::Step(*step),
        date: FlexDate::parse(date),
        reason: None,
    };
    Historic {
        entries: steps.iter().map(entry).collect(),
        raw: Text::new("{}"),
    }
}

/// The historic of a number: some first steps, some days apart.
pub fn plausible_historic(number: u32) -> Historic {
    let dice = Dice(number);
    let reached = dice.roll(30, 12) as usize;
    let first = today() - Days::new((dice.roll(31, 40) + 44).into());
    let steps: Vec<(ProductionStep, String)> = ProductionStep::ALL[..reached]
        .iter()
        .zip((0..).step_by(4))
        .map(|(step, days)| (*step, (first + Days::new(days)).to_string()))
        .collect();
    let steps: Vec<(ProductionStep, &str)> = steps
        .iter()
        .map(|(step, date)| (*step, date.as_str()))
        .collect();
    historic(&steps)
}

/// A line of the historic that is no production step.
pub fn lifecycle(word: &str, date: &str) -> HistoricEntry {
    HistoricEntry {
        state: HistoricState::Lifecycle(Text::new(word)),
        date: FlexDate::parse(date),
        reason: None,
    }
}

/// A detail with everything the preview shows.
pub fn rich_detail(summary: &OrderSummary) -> OrderDetail {
    let text = |text: &str| Some(Text::new(text));
    let person = |name: &str, phone: &str, email: &str| Person {
        name: text(name),
        phone: text(phone),
        email: text(email),
    };
    OrderDetail {
        order_date: FlexDate::parse("2026-04-21T17:20:00Z"),
        delivery_lead_time_label: text("T0 + 5 semaines"),
        service_reference: text("FR048380"),
        minimum_commitment_duration: Some(Lenient::Value(Months(12))),
        estimated_delivery_date: FlexDate::parse("2026-05-20"),
        total_amount_monthly: Some(Lenient::Value(Cents(44_000))),
        manager_regional: Some(person("G. DUPONT", "0102030405", "g.dupont@example.com")),
        note: text("Digicode 12A, demander M. Noël"),
        products: vec![OrderProduct {
            id: None,
            name: text("BPE 100M"),
            description: None,
            bandwidth: Some(Lenient::Value(Mbps(100))),
            bandwidth_guarantee: None,
            bandwidth_max: None,
            commitment: None,
            tarif_zone: None,
            offer_family: text("BPE"),
            offer_technology: text("FIBDE"),
            far: Some(Lenient::Value(Cents(24_000))),
            fas: Some(Lenient::Value(Cents(36_000))),
            fad: None,
            price: None,
            recurring: None,
            options: Vec::new(),
        }],
        contacts: vec![Contact {
            end_customer_name: text("KING JOUET"),
            siret: None,
            people: vec![person("Zoé Martin", "0612345678", "zoe.martin@example.com")],
            city: text("MONT ST AIGNAN"),
            postcode: text("76130"),
            street_name: text("RUE ANDREI DIMITRI SAKHAROV"),
            street_number: text("3"),
            street_number_extension: None,
            insee_code: None,
            building_name: None,
            level_number: None,
            latitude: None,
            longitude: None,
        }],
        ..detail(&summary.reference, &summary.state)
    }
}

/// A list row with something in every field.
pub fn whole_summary() -> OrderSummary {
    let text = |text: &str| Some(Text::new(text));
    OrderSummary {
        reference: OrderRef::new("CMD_X_00009444"),
        id: Some(OrderId::new("PO_DC173_20250423_003366")),
        state: OrderState::InProgress,
        order_date: FlexDate::parse("2026-04-21"),
        modification_date: FlexDate::parse("2026-05-28T12:59:00+02:00"),
        cancellation_date: FlexDate::parse("2026-05-02"),
        cancellation_reason: text("Doublon"),
        completion_date: FlexDate::parse("2026-05-20T16:30:00+02:00"),
        delivery_lead_time: Some(Lenient::Value(Weeks(5))),
        project: text("P042"),
        offer_family: text("BPE"),
        offer_technology: text("FIBDE"),
        commitment: Some(Lenient::Value(Months(24))),
        site: text("3 RUE ANDREI DIMITRI SAKHAROV 76130 MONT ST AIGNAN"),
        site_2: text("17 AV FOCH 77000 MELUN"),
        customer: text("KING JOUET"),
        customer_2: text("KING JOUET MELUN"),
        created_by: text("zoe.martin@example.com"),
        broken: None,
    }
}

/// A detail with something in every field, to go with [`whole_summary`].
pub fn whole_detail() -> OrderDetail {
    let text = |text: &str| Some(Text::new(text));
    let amount = |cents| Some(Lenient::Value(Cents(cents)));
    let person = |name: &str, phone: &str, email: &str| Person {
        name: text(name),
        phone: text(phone),
        email: text(email),
    };
    let option = |label: &str, id: &str, cents| OrderOption {
        name: text(label),
        label: text(label),
        kind: text("SERVI"),
        option_id: text(id),
        price: amount(cents),
        recurring: Some(true),
    };
    OrderDetail {
        reference: OrderRef::new("CMD_X_00009444"),
        id: Some(OrderId::new("PO_DC173_20250423_003366")),
        external_id: text("EXT-004711"),
        order_date: FlexDate::parse("2026-04-21"),
        cancellation_date: FlexDate::parse("2026-05-02"),
        cancellation_reason: text("Doublon"),
        completion_date: FlexDate::parse("2026-05-20T16:30:00+02:00"),
        note: text("Digicode 12A, demander M. Noël à l'accueil du bâtiment principal"),
        technical_note: text("Baie 4, U12"),
        product_offering_id: text("1679"),
        qualification_item_id: text("7ee14cbd-7f0a-4a5d-9c55-1d2f3a4b5c6d"),
        project: text("P042"),
        quote_item_id: text("QO_20260423_00000001"),
        delivery_mode: text("N/A"),
        enni: text("CN012345"),
        enni2: text("CN012346"),
        delivery_lead_time: Some(Lenient::Value(Weeks(5))),
        delivery_lead_time_label: text("T0 + 5 semaines"),
        vlan_reference: text("1204"),
        customer_order_name: text("Boutique Nord"),
        securing: text("1"),
        securing_label: text("Non sécurisé"),
        service_reference: text("FR048380"),
        minimum_commitment_duration: Some(Lenient::Value(Months(12))),
        commitment_end_date: FlexDate::parse("2099-12-31"),
        notice_period: text("3"),
        estimated_delivery_date: FlexDate::parse("2026-05-20"),
        billing_site_ref: text("AUX00"),
        billing_site_name: text("COVAGE INFRA"),
        billing_period: text("trimestriel"),
        state: OrderState::InProgress,
        termination_errors: vec![Text::new("TERM_012 · request_effective_date · 2026-02-30")],
        option_ids: vec![Text::new("1615"), Text::new("1620"), Text::new("237")],
        products: vec![OrderProduct {
            id: text("1679"),
            name: text("BPE 100M _Zone très dense_12 mois"),
            description: text("Fibre dédiée, 100 Mbit/s garantis"),
            bandwidth: Some(Lenient::Value(Mbps(100))),
            bandwidth_guarantee: Some(Lenient::Raw(Text::new("G"))),
            bandwidth_max: Some(Lenient::Value(Mbps(1_000))),
            commitment: Some(Lenient::Value(Months(12))),
            tarif_zone: text("TRESDENSE"),
            offer_family: text("BPE"),
            offer_technology: text("FIBDE"),
            far: amount(54_000),
            fas: amount(36_000),
            fad: amount(0),
            price: amount(14_500),
            recurring: Some(true),
            options: vec![
                option("GTR 4H HO", "194", 1_950),
                option("Livraison locale", "2220", 0),
            ],
        }],
        contacts: vec![Contact {
            end_customer_name: text("KING JOUET"),
            siret: text("39356345100012"),
            people: vec![
                person("Zoé Martin", "215488745", "zoe.martin@example.com"),
                person("Jean-Baptiste Lefèvre", "612345678", "jb@example.com"),
            ],
            city: text("MONT ST AIGNAN"),
            postcode: text("76130"),
            street_name: text("RUE ANDREI DIMITRI SAKHAROV"),
            street_number: text("3"),
            street_number_extension: text("BIS"),
            insee_code: text("76451"),
            building_name: text("Bâtiment C"),
            level_number: text("2"),
            latitude: text("49.474174"),
            longitude: text("1.090847"),
        }],
        technical_zone: text("THD Zone 1"),
        bandwidth: Some(Lenient::Value(Mbps(200))),
        service_topology: text("COLST"),
        building_ref: text("IMB/31555/X/00RV"),
        manager_regional: Some(person(
            "Gregory DUPONT",
            "612345679",
            "g.dupont@example.com",
        )),
        manager_n1_regional: Some(person("Ana Silva", "612345680", "a.silva@example.com")),
        manager_national: Some(person("Léa Moreau", "612345681", "l.moreau@example.com")),
        manager_n1_national: Some(person("Paul Noël", "612345682", "p.noel@example.com")),
        strands_number: text("2"),
        fon_security: Some(false),
        technology: text("FON"),
        total_amount_monthly: amount(44_000),
        total_amount_annual: amount(528_000),
        raw: Text::new(
            "{\"id\":\"PO_DC173_20250423_003366\",\"order_reference\":\"CMD_X_00009444\",\"note\":\"\",\
             \"vlan_reference\":null,\"option_ids\":[\"1615\",\"1620\"],\"product\":{\"id\":\"1679\",\
             \"name\":\"BPE 100M _Zone très dense_12 mois \",\"price\":145.0,\"options\":[]},\
             \"related_contact_information\":[{\"end_customer_name\":\"king jouet\",\"siret\":\"\"}],\
             \"manager_national\":null,\"total_amount_monthly\":440.0}",
        ),
    }
}

/// Requests on an order, the way the contract's example has them.
pub fn requests(order: &OrderRef) -> OrderRequests {
    let text = |text: &str| Some(Text::new(text));
    OrderRequests {
        rows: vec![
            OrderRequest {
                creation_date: FlexDate::parse("2026-05-22T09:40:56.384Z"),
                modification_date: FlexDate::parse("2026-05-22T09:40:56.384Z"),
                action: text("Résiliation"),
                reason: text("Cessation d'activité"),
                ..request("6964723b-c39b-4a19-b5d5-d4f4fde5c216", order)
            },
            OrderRequest {
                creation_date: FlexDate::parse("2026-03-02T16:05:00+01:00"),
                modification_date: FlexDate::parse("2026-03-09T08:00:00+01:00"),
                action: text("Modification"),
                request_effective_date: FlexDate::parse("2026-04-01"),
                message: text("Passer à 200M avant l'ouverture du second magasin"),
                reason: text("Upgrade (Changement de débit)"),
                ..request("0d3c2f0e-6a33-4f5e-8a55-7c0c4dbb7b1a", order)
            },
        ],
        raw: vec![Text::new("[]")],
        is_cut: false,
    }
}

/// Documents of some types, each with its file names.
pub fn documents(groups: &[(&str, &[&str])]) -> Documents {
    let group = |(kind, files): &(&str, &[&str])| DocumentGroup {
        kind: Text::non_empty(*kind),
        files: files.iter().map(|file| Text::new(*file)).collect(),
    };
    Documents {
        groups: groups.iter().map(group).collect(),
        raw: Text::new("[]"),
    }
}

/// A request on an order that says nothing but its key.
pub fn request(id: &str, order: &OrderRef) -> OrderRequest {
    OrderRequest {
        id: Text::non_empty(id),
        order_reference: Some(order.clone()),
        creation_date: None,
        modification_date: None,
        action: None,
        request_effective_date: None,
        message: None,
        reason: None,
    }
}

/// Orders 1 to `count`, none of them read beyond its list row.
pub fn orders(count: u32) -> Orders {
    let (mut orders, zone) = (Orders::default(), Zone::utc());
    for number in 1..=count {
        orders.take_summary(order(number).build(), 1, false, now(), &zone);
    }
    orders
}

/// Reads detail and historic of a row, as its place in the table makes them.
pub fn read(orders: &mut Orders, row: RowId) {
    let Some(summary) = orders.get(row).map(|order| order.summary.clone()) else {
        return;
    };
    let zone = Zone::utc();
    orders.take_detail(row, plausible_detail(row.0 + 1, &summary), now(), &zone);
    orders.take_historic(row, plausible_historic(row.0 + 1), now(), &zone);
}

/// Numbers that look random and follow from an order's number.
struct Dice(u32);

impl Dice {
    /// One of `0..sides`; `salt` tells one throw from another.
    fn roll(&self, salt: u32, sides: u32) -> u32 {
        // The finaliser of splitmix64 (public domain, Sebastiano Vigna).
        let mut z = (u64::from(self.0) << 32 | u64::from(salt)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or_default();
        bits % sides.max(1)
    }

    fn roll_small(&self, salt: u32, sides: u16) -> u16 {
        u16::try_from(self.roll(salt, sides.into())).unwrap_or_default()
    }

    fn pick(&self, salt: u32, from: &[&'static str]) -> &'static str {
        from.get(self.roll(salt, u32::try_from(from.len()).unwrap_or_default()) as usize)
            .copied()
            .unwrap_or_default()
    }
}

//! The client against the simulator: what the simulator's world holds is what the client reads, and however the line is
//! cut, the verdict on a write never contradicts what the world shows when it is read back.

mod eligibility;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use covage_tui::api::{
    Auth, BoxFuture, Client, Endpoints, Login, MemoryLatch, PasswordSource, Writer,
};
use covage_tui::domain::eligibility::QualificationFilter;
use covage_tui::domain::failure::Failure;
use covage_tui::domain::ids::{BasketId, LineId, ProductId};
use covage_tui::domain::lenient::{Cents, Lenient};
use covage_tui::domain::quote::{Basket, BasketState, Line, LineFilter, LineState, OfferState};
use covage_tui::domain::request::{Cursor, Read, Reply};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{
    BasketFields, FieldValue, LineField, LineFields, LineKey, OfferKey, Outcome, Qualify, Receipt,
    Way, Write,
};
use covage_tui::sim::scenario::{Limit, OfferShape};
use covage_tui::sim::{Scenario, Simulator, WriteCount};
use secrecy::SecretString;

use super::all_writes::{asked, trace};
use super::stub::TestClock;
use crate::proxy::{Cut, End, Point, Proxy};
use crate::pty::rounds;

fn now() -> DateTime<Utc> {
    "2026-05-04T09:00:00Z".parse().unwrap()
}

/// The simulator's own password.
struct Known(SecretString);

impl PasswordSource for Known {
    fn password(&self) -> BoxFuture<'_, Result<SecretString, Failure>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

/// A client behind a proxy before a simulator whose clock stands still.
struct World {
    sim: Simulator,
    proxy: Proxy,
    client: Client,
    writer: Writer,
}

impl World {
    async fn of(scenario: Scenario) -> Self {
        let sim = Simulator::start(scenario, Arc::new(now)).await.unwrap();
        let proxy = Proxy::before(&sim.api_url()).await;
        let endpoints = Endpoints {
            api_url: proxy.url(),
            token_url: format!(
                "{}/auth/realms/covage/protocol/openid-connect/token",
                sim.keycloak_url()
            ),
            ca_pem: None,
        };
        let passwords = Known(SecretString::from(sim.password()));
        let auth = Auth::new(
            &endpoints,
            Login {
                username: sim.username().to_owned(),
                passwords: Arc::new(passwords),
                latch: Arc::new(MemoryLatch::default()),
                clock: Arc::new(TestClock::new()),
            },
        )
        .unwrap();
        Self {
            client: Client::new(&endpoints, auth.clone()).unwrap(),
            writer: Writer::new(&endpoints, auth).unwrap(),
            sim,
            proxy,
        }
    }

    async fn line(&self, id: &LineId) -> Line {
        match self.client.read(&Read::Line(id.clone())).await {
            Ok(Reply::Line(line)) => *line,
            other => panic!("{other:?}"),
        }
    }

    async fn basket(&self, id: &BasketId) -> Basket {
        match self.client.read(&Read::Basket(id.clone())).await {
            Ok(Reply::Basket(basket)) => *basket,
            other => panic!("{other:?}"),
        }
    }

    async fn baskets_called(&self, external_id: &Text) -> usize {
        let read = Read::Baskets(Some(external_id.clone()), Cursor::First);
        match self.client.read(&read).await {
            Ok(Reply::Baskets(page)) => page.rows.len(),
            other => panic!("{other:?}"),
        }
    }

    async fn requests_called(&self, external_id: &Text) -> usize {
        let filter = QualificationFilter {
            external_id: Some(external_id.clone()),
            ..QualificationFilter::default()
        };
        let read = Read::Qualifications(filter, Cursor::First);
        match self.client.read(&read).await {
            Ok(Reply::Qualifications(page)) => page.rows.len(),
            other => panic!("{other:?}"),
        }
    }

    async fn applied(&self, write: &Write) -> Receipt {
        match self.writer.send(write).await {
            Outcome::Applied(receipt) => receipt,
            other => panic!("{}: {other:?}", write.verb()),
        }
    }

    /// A basket of its own, with a line that has all a confirmation needs.
    async fn draft(&self) -> LineKey {
        let Receipt::Basket(basket) = self
            .applied(&Write::CreateBasket(BasketFields::default()))
            .await
        else {
            panic!("a created basket is told");
        };
        let Receipt::Line(line) = self
            .applied(&Write::AddLine(basket.id.clone(), whole_line()))
            .await
        else {
            panic!("an added line is told");
        };
        LineKey {
            basket: basket.id,
            line: line.id,
        }
    }

    /// An offer of a line that has just become ready.
    fn offer(&self) -> OfferKey {
        self.sim.world(|world| {
            let basket = world.quotes.arrive(1, now());
            let line = world.quotes.basket(&basket).unwrap().lines[0].id.clone();
            assert!(world.quotes.answer(&line, true, now()));
            let offers = &world.quotes.line(&line).unwrap().offers;
            let product = offers[0].product_id.clone().unwrap_or_default();
            OfferKey {
                line: LineId::new(line),
                product: ProductId::new(product),
            }
        })
    }

    /// A write that nothing stands in the way of.
    async fn write(&self, kind: u32, number: u32) -> Write {
        let text = |text: &str| FieldValue::Text(text.into());
        match kind {
            0 => Write::Accept(self.offer()),
            1 => Write::Decline(self.offer(), Some("trop cher".into())),
            2 => Write::CreateBasket(BasketFields {
                external_id: Some(format!("EXT-{number}").into()),
                project: None,
            }),
            3 => Write::AddLine(self.draft().await.basket, whole_line()),
            4 => {
                let fields = LineFields::from([(LineField::Note, text("edited"))]);
                Write::EditLine(self.draft().await, fields)
            }
            5 => Write::DeleteLine(self.draft().await),
            6 => Write::ConfirmBasket(self.draft().await.basket),
            7 | 8 => Write::Qualify(Qualify {
                external_id: Some(format!("ASK-{number}").into()),
                ..asked(if kind == 7 { Way::Sync } else { Way::Async })
            }),
            _ => Write::UploadTrace(self.draft().await, trace("plan.kmz", &kmz())),
        }
    }

    /// Whether the world shows that `write` happened, as far as a client can read.
    async fn shows(&self, write: &Write) -> bool {
        match write {
            Write::Accept(offer) => self.line(&offer.line).await.state == LineState::Accepted,
            Write::Decline(offer, _) => {
                let offers = self.line(&offer.line).await.offers.unwrap();
                let declined = offers
                    .iter()
                    .find(|it| it.product.as_ref() == Some(&offer.product));
                declined.unwrap().state == Some(OfferState::Refused)
            }
            Write::CreateBasket(fields) => {
                let count = self
                    .baskets_called(fields.external_id.as_ref().unwrap())
                    .await;
                assert!(count <= 1, "{count} baskets");
                count == 1
            }
            Write::AddLine(basket, _) => {
                let count = self.basket(basket).await.lines.unwrap().len();
                assert!(count <= 2, "{count} lines");
                count == 2
            }
            Write::EditLine(key, _) => self.line(&key.line).await.note == Some("edited".into()),
            Write::DeleteLine(key) => self.basket(&key.basket).await.lines.unwrap().is_empty(),
            Write::ConfirmBasket(key) => self.basket(key).await.state != BasketState::Acknowledged,
            Write::UploadTrace(key, _) => self.line(&key.line).await.trace_file.is_some(),
            Write::Qualify(asked) => {
                let count = self
                    .requests_called(asked.external_id.as_ref().unwrap())
                    .await;
                assert!(count <= 1, "{count} requests");
                count == 1
            }
            other => panic!("{other:?}"),
        }
    }

    fn count(&self, write: &Write) -> WriteCount {
        let mut path = write.path().to_owned();
        for key in write.keys() {
            let (before, rest) = path.split_once('{').unwrap();
            let after = rest.split_once('}').unwrap().1;
            path = format!("{before}{key}{after}");
        }
        let stats = self.sim.stats();
        stats.writes_to(&format!("{} {path}", write.method().word()))
    }
}

/// Kinds of [`World::write`].
const KINDS: u32 = 10;

/// Answers at once, and as often as it is asked: its clock stands still.
fn patient() -> Scenario {
    let mut scenario = Scenario::default();
    scenario.eligibility.sync_ms = 0;
    for class in ["eligibility_sync", "eligibility_async"] {
        let limit = Limit {
            max: usize::MAX,
            window_secs: 1,
        };
        scenario.limits.insert(class.to_owned(), limit);
    }
    scenario
}

fn whole_line() -> LineFields {
    let text = |text: &str| FieldValue::Text(text.into());
    LineFields::from([
        (LineField::EndCustomerName, text("Clinique Océane")),
        (LineField::SiteConnectionType, text("Datacenter")),
        (
            LineField::ProductOfferings,
            FieldValue::Keys(vec!["2173".into()]),
        ),
        (
            LineField::QualificationItem,
            text("123e4567-e89b-12d3-a456-426614174001"),
        ),
    ])
}

/// More than the buffers between two sockets hold, so that an upload can be cut while it is under way.
fn kmz() -> Vec<u8> {
    let mut bytes = b"PK\x03\x04doc.kml".to_vec();
    bytes.resize(4_000_000, 7);
    bytes
}

#[tokio::test]
async fn no_cut_makes_the_world_show_something_else_than_the_verdict() {
    let mut scenario = patient();
    scenario.quotes.offers = Some(OfferShape::Flat);
    let world = World::of(scenario).await;
    let (mut cases, mut unknown_and_applied, mut unknown_and_not) = (0, 0, 0);
    for seed in 0..rounds(20) {
        for kind in 0..KINDS {
            for (point, end) in Point::ALL
                .into_iter()
                .flat_map(|point| [End::Close, End::Reset].map(|end| (point, end)))
            {
                let write = world.write(kind, cases).await;
                let cut = Cut {
                    point,
                    end,
                    on: format!("{} ", write.method().word()),
                    seed: seed.into(),
                };
                let case = format!("{} {cut:?}", write.verb());
                let before = world.count(&write);
                world.proxy.arm(cut).await;
                let outcome = world.writer.send(&write).await;
                let seen = world.proxy.until_cut().await;
                world.proxy.heal().await;
                let shows = world.shows(&write).await;
                let after = world.count(&write);
                let received = after.received - before.received;
                let applied = after.applied - before.applied;
                let case = format!(
                    "{case}: {outcome:?}, {seen:?}, {received} received, {applied} applied"
                );
                assert!(applied <= received && received <= 1, "{case}");
                assert_eq!(shows, applied == 1, "{case}");
                match outcome {
                    Outcome::Applied(_) => assert!(shows && seen.is_answered, "{case}"),
                    Outcome::NotSent(_) => assert_eq!(received, 0, "{case}"),
                    Outcome::Unknown(_) if shows => unknown_and_applied += 1,
                    Outcome::Unknown(_) => unknown_and_not += 1,
                    Outcome::Refused(_) => panic!("{case}"),
                }
                cases += 1;
            }
        }
    }
    println!(
        "{cases} cases, {unknown_and_applied} unknown and applied, {unknown_and_not} unknown and not"
    );
    assert_eq!(cases, KINDS * 12 * 2 * rounds(20));
    assert!(unknown_and_applied > cases / 4 && unknown_and_not > cases / 4);
}

#[tokio::test]
async fn q3_offers_of_every_form_are_read_as_the_world_means_them() {
    for shape in [
        OfferShape::Flat,
        OfferShape::FlatText,
        OfferShape::Nested,
        OfferShape::Unreadable,
        OfferShape::Keyless,
    ] {
        let mut scenario = Scenario::default();
        scenario.quotes.offers = Some(shape);
        let world = World::of(scenario).await;
        let key = world.offer();
        let meant = world
            .sim
            .world(|world| world.quotes.line(key.line.wire()).unwrap().offers.clone());
        let read = world.line(&key.line).await.offers.unwrap();
        assert_eq!(read.len(), meant.len());
        for (read, meant) in read.iter().zip(meant) {
            assert_eq!(
                read.name.as_ref().map(Text::wire),
                Some(meant.name.as_str()),
                "{shape:?}"
            );
            let product = read.product.as_ref().map(ProductId::wire);
            let amounts = [&read.monthly, &read.fas, &read.far];
            let is_known = |amount: &&Option<Lenient<Cents>>| {
                amount.as_ref().is_some_and(|it| it.value().is_some())
            };
            match shape {
                OfferShape::Keyless => assert_eq!(product, None),
                _ => assert_eq!(product, meant.product_id.as_deref(), "{shape:?}"),
            }
            if shape == OfferShape::Unreadable {
                assert!(!amounts.iter().any(is_known), "{read:?}");
                continue;
            }
            let known = [meant.price, meant.fas, meant.far]
                .map(|cents| cents.map(|cents| Lenient::Value(Cents(cents))));
            assert_eq!(amounts.map(Clone::clone), known, "{shape:?}");
            assert_eq!(read.state, Some(OfferState::Ready));
        }
    }
}

#[tokio::test]
async fn every_basket_and_line_of_the_world_is_read() {
    let world = World::of(Scenario::default()).await;
    let mut cursor = Some(Cursor::First);
    let mut lines = Vec::new();
    while let Some(next) = cursor {
        let Ok(Reply::Lines(page)) = world
            .client
            .read(&Read::Lines(LineFilter::default(), next))
            .await
        else {
            panic!("lines were asked for");
        };
        lines.extend(page.rows);
        cursor = page.next;
    }
    let mut meant: Vec<_> = world
        .sim
        .world(|world| world.quotes.lines().map(|line| line.id.clone()).collect());
    let mut read: Vec<_> = lines.iter().map(|line| line.id.wire().to_owned()).collect();
    meant.sort();
    read.sort();
    assert_eq!(read, meant);
    let baskets: Vec<_> = world.sim.world(|world| {
        world
            .quotes
            .baskets()
            .map(|it| (it.id.clone(), it.lines.len()))
            .collect()
    });
    for (id, count) in baskets {
        let basket = world.basket(&BasketId::new(id)).await;
        let held = basket.lines.unwrap();
        assert_eq!(held.len(), count);
        assert!(
            held.iter()
                .all(|line| line.broken.is_none() && lines.iter().any(|it| it.id == line.id))
        );
    }
}

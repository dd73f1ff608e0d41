//! Eligibility as the simulator means it and as the client reads it, in every form the contract leaves open.

use covage_tui::domain::eligibility::{
    Item, ItemFilter, Qualification, QualificationFilter, QualificationState, Site, SiteQuery,
};
use covage_tui::domain::failure::FailureKind;
use covage_tui::domain::ids::{ProductId, QualificationId, QualificationItemId};
use covage_tui::domain::lenient::{Cents, Lenient};
use covage_tui::domain::request::{Cursor, Read, Reply};
use covage_tui::domain::text::Text;
use covage_tui::domain::write::{Qualify, Receipt, SiteAsked, Way, Write};
use covage_tui::sim::Scenario;
use covage_tui::sim::scenario::{
    EligibilityRules, ItemsKey, QueuedShape, SiteConflict, SiteMissing, SiteShape, ZoneShape,
};
use covage_tui::sim::world::catalog::catalog;

use super::{World, now, patient};

const BUILDING: &str = "IMB/31555/X/00RV";

async fn world(change: impl FnOnce(&mut EligibilityRules)) -> World {
    let mut scenario = patient();
    change(&mut scenario.eligibility);
    World::of(scenario).await
}

fn query(position: Option<(&str, &str)>, building: Option<&str>) -> Read {
    Read::Site(SiteQuery {
        position: position.map(|(x, y)| (x.into(), y.into())),
        building_ref: building.map(Text::from),
    })
}

async fn find(world: &World, read: &Read) -> Option<Site> {
    match world.client.read(read).await {
        Ok(Reply::Site(site)) => site,
        other => panic!("{other:?}"),
    }
}

async fn ask(world: &World, way: Way) -> Qualification {
    let site = find(world, &query(None, Some(BUILDING))).await.unwrap();
    let write = Write::Qualify(Qualify {
        way,
        external_id: Some("mine".into()),
        project: None,
        sites: vec![SiteAsked {
            site: site.key.unwrap(),
            families: vec!["BPE".into(), "BPEA".into()],
            resolve_pricing: true,
            address: None,
        }],
    });
    match world.applied(&write).await {
        Receipt::Qualification(made) => *made,
        other => panic!("{other:?}"),
    }
}

async fn request(world: &World, id: &QualificationId) -> Qualification {
    match world.client.read(&Read::Qualification(id.clone())).await {
        Ok(Reply::Qualification(request)) => *request,
        other => panic!("{other:?}"),
    }
}

async fn every_item(world: &World) -> Vec<Item> {
    let (mut cursor, mut items) = (Some(Cursor::First), Vec::new());
    while let Some(next) = cursor {
        let read = Read::Items(ItemFilter::default(), next);
        let Ok(Reply::Items(page)) = world.client.read(&read).await else {
            panic!("items were asked for");
        };
        items.extend(page.rows);
        cursor = page.next;
    }
    items
}

#[tokio::test]
async fn from_a_building_to_offers_with_prices_over_either_call() {
    for key in [
        ItemsKey::AsPrinted,
        ItemsKey::Items,
        ItemsKey::Item,
        ItemsKey::Details,
        ItemsKey::Detail,
    ] {
        for way in [Way::Sync, Way::Async] {
            let world = world(|rules| rules.items_key = key).await;
            let made = ask(&world, way).await;
            if way == Way::Async {
                assert_eq!(made.state, Some(QualificationState::Acknowledged));
                let id = made.id.wire().to_owned();
                let ended = world.sim.world(|it| it.eligibility.finish(&id, now()));
                assert!(ended, "{key:?}");
            }
            let whole = request(&world, &made.id).await;
            assert_eq!(whole.state, Some(QualificationState::Ready));
            for told in [Some(&whole), Some(&made).filter(|_| way == Way::Sync)] {
                let Some(told) = told else { continue };
                let [item] = told.items.as_deref().unwrap() else {
                    panic!("{told:?}");
                };
                assert_eq!(item.request.as_ref(), Some(&made.id), "E17: {key:?}");
                assert_eq!(item.site.building_ref, Some(Text::new(BUILDING)));
                let meant = world.sim.world(|world| {
                    let (_, item) = world.eligibility.item(item.id.wire()).unwrap();
                    let offers = world.eligibility.offers(item);
                    let ids: Vec<_> = offers.into_iter().map(|offer| offer.id.clone()).collect();
                    ids
                });
                let offers = item.offers.as_ref().unwrap();
                let read: Vec<_> = offers
                    .iter()
                    .filter_map(|offer| offer.product.as_ref().map(ProductId::wire))
                    .collect();
                assert_eq!(read, meant);
                let is_priced = |price: &Option<Lenient<Cents>>| {
                    price.as_ref().is_some_and(|price| price.value().is_some())
                };
                let told = offers.iter().filter(|offer| is_priced(&offer.price));
                assert!(told.count() > 0, "prices were asked for");
            }
        }
    }
}

#[tokio::test]
async fn e4_a_queued_request_is_found_by_its_key_alone() {
    let world = world(|rules| rules.queued = QueuedShape::Minimal).await;
    let made = ask(&world, Way::Async).await;
    assert_eq!((made.state, made.items), (None, None));
    let found = request(&world, &made.id).await;
    assert_eq!(found.external_id, Some("mine".into()));
    assert_eq!(found.items.unwrap().len(), 1);
}

#[tokio::test]
async fn every_request_and_item_of_the_world_is_read() {
    for (odd, zones, is_bare) in [
        (false, ZoneShape::AsPrinted, false),
        (true, ZoneShape::Label, true),
        (true, ZoneShape::Text, false),
        (false, ZoneShape::Missing, false),
    ] {
        let world = world(|rules| {
            rules.odd_families = odd;
            rules.quotation_missing = odd;
            rules.zones = zones;
            rules.rows_without_items = is_bare;
        })
        .await;
        let items = every_item(&world).await;
        assert!(items.iter().all(|item| item.broken.is_none()));
        let mut read: Vec<_> = items.iter().map(|item| item.id.wire().to_owned()).collect();
        let mut meant: Vec<_> = world.sim.world(|world| {
            let items = world.eligibility.items();
            items.map(|(_, item)| item.id.clone()).collect()
        });
        read.sort();
        meant.sort();
        assert_eq!(read, meant);
        assert!(items.len() > 10);
        let ready: Vec<_> = items
            .iter()
            .filter(|item| item.state == Some(QualificationState::Ready))
            .collect();
        assert!(!ready.is_empty());
        for item in ready {
            let has_odd = item.zones.iter().any(|of| of.value.wire() == "ZTD-α");
            assert_eq!(has_odd, odd, "{:?}", item.zones);
            let families = item.families.as_ref().unwrap();
            let same = |of: &Text| item.zone_of(of).is_some();
            if zones != ZoneShape::Missing {
                assert!(families.iter().any(same), "{families:?} {:?}", item.zones);
            }
            let offers = item.offers.as_ref().unwrap();
            assert_eq!(offers.iter().all(|it| it.on_quotation.is_none()), odd);
        }
        let filter = QualificationFilter::default();
        let read = Read::Qualifications(filter, Cursor::First);
        let Ok(Reply::Qualifications(page)) = world.client.read(&read).await else {
            panic!("requests were asked for");
        };
        assert_eq!(page.rows.iter().any(|row| row.items.is_some()), !is_bare);
        for row in page.rows.iter().take(3) {
            let whole = request(&world, &row.id).await;
            assert_eq!((&whole.state, &whole.user), (&row.state, &row.user));
            for item in whole.items.unwrap() {
                let read = Read::Item(QualificationItemId::new(item.id.wire()));
                let Ok(Reply::Item(alone)) = world.client.read(&read).await else {
                    panic!("an item was asked for");
                };
                assert_eq!((&alone.state, &alone.site), (&item.state, &item.site), "E3");
                assert_eq!((alone.offers, alone.changes), (None, None));
            }
        }
    }
}

#[tokio::test]
async fn e22_every_way_to_tell_a_site_or_none_is_read() {
    for shape in [SiteShape::Object, SiteShape::List, SiteShape::Choices] {
        let world = world(|rules| rules.site = shape).await;
        let site = find(&world, &query(None, Some(BUILDING))).await.unwrap();
        assert_eq!(site.building_ref, Some(BUILDING.into()), "{shape:?}");
        let by_position = query(Some(("1.0741197", "49.4629709")), None);
        let site = find(&world, &by_position).await.unwrap();
        assert_eq!(site.x, Some("1.0741197".into()));
        assert!(site.key.is_some());
    }
    let nowhere = query(None, Some("IMB/nowhere"));
    for missing in [
        SiteMissing::NotFound,
        SiteMissing::NoBody,
        SiteMissing::EmptyList,
        SiteMissing::EmptyObject,
        SiteMissing::Null,
    ] {
        let world = world(|rules| rules.site_missing = missing).await;
        assert_eq!(find(&world, &nowhere).await, None, "{missing:?}");
    }
    let both = query(Some(("2.35", "48.85")), Some(BUILDING));
    let refusing = world(|rules| rules.site_conflict = SiteConflict::Refused).await;
    let failure = refusing.client.read(&both).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Refused);
    assert!(failure.detail.is_some(), "it says why");
}

#[tokio::test]
async fn the_catalogue_is_read_whole_and_priced_on_demand() {
    let world = World::of(Scenario::default()).await;
    let Ok(Reply::Categories(families)) = world.client.read(&Read::Categories).await else {
        panic!("families were asked for");
    };
    assert!(families.iter().any(|it| it.name == Some("BPE".into())));
    let (mut cursor, mut offers) = (Some(Cursor::First), Vec::new());
    while let Some(next) = cursor {
        let Ok(Reply::Offers(page)) = world.client.read(&Read::Offers(next)).await else {
            panic!("offers were asked for");
        };
        offers.extend(page.rows);
        cursor = page.next;
    }
    assert_eq!(offers.len(), catalog().offers().len());
    assert!(offers.iter().all(|offer| offer.price.is_none()), "E14");
    let keys: Vec<_> = offers.iter().filter_map(|it| it.product.clone()).collect();
    let chosen: Vec<_> = keys.iter().take(3).cloned().collect();
    let read = Read::PricedOffers(chosen.clone());
    let Ok(Reply::PricedOffers(priced)) = world.client.read(&read).await else {
        panic!("prices were asked for");
    };
    let named: Vec<_> = priced.iter().filter_map(|it| it.product.clone()).collect();
    assert_eq!(named, chosen);
    let detail = Read::Offer(chosen[0].clone(), Some("1".into()));
    let Ok(Reply::Offer(detail)) = world.client.read(&detail).await else {
        panic!("an offer was asked for");
    };
    assert_eq!(detail.offer.product.as_ref(), chosen.first());
    assert!(!detail.options.is_empty(), "E21");
    let asked = world
        .sim
        .stats()
        .writes_to("POST /api/v1/catalog/product_offering/");
    assert_eq!(asked.applied, 0, "it changes nothing");
}

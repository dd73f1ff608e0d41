//! Offers of a site: which are shown and meant, and what the catalogue is asked about them.

use super::*;
use crate::app::entities::eligibility::Source;
use crate::app::fixtures::eligibility::{
    detail, item_id, offer, offers, priced, priced_offers, ready_item, request, request_with,
};
use crate::app::overlay::Overlay;
use crate::app::pane::Focus;
use crate::app::views::eligibility::preview::Tab;
use crate::domain::eligibility::{CatalogueOffer, Item};
use crate::domain::failure::FailureKind;
use crate::domain::ids::ProductId;
use crate::domain::text::Text;

/// On a request with one site and some offers.
fn with(offers: Vec<CatalogueOffer>) -> Story {
    let mut story = Story::of_eligibility([request(1, "done.ready")], []);
    tell(&mut story, ready_item(1, 20, offers));
    story.pass(REST);
    story.open.clear();
    story
}

/// Whoever asked for it, it is taken in.
fn tell(story: &mut Story, item: Item) {
    let request = request_with(1, "done.ready", vec![item]);
    let reply = Reply::Qualification(Box::new(request));
    story.answer(RequestId(u64::MAX), Ok(reply));
}

fn meant(story: &Story) -> Option<&str> {
    let (_, offer) = story.state.offer_in_preview()?;
    offer.product.as_ref().map(ProductId::wire)
}

fn shown(story: &Story) -> Vec<&str> {
    let item = story.state.item_in_preview().unwrap();
    let offers = item.offers().unwrap();
    let shown = story.state.offers_shown();
    let keys = shown.iter().map(|place| offers[*place].product.as_ref());
    keys.map(|key| key.map_or("", ProductId::wire)).collect()
}

/// Asks for prices; returns the products that are asked for in the one call.
fn price(story: &mut Story) -> (RequestId, Vec<String>) {
    let mut effects = Effects::default();
    story.state.price_offers(&mut effects);
    let [Effect::Submit { id, read, lane }] = effects.list.as_slice() else {
        panic!("not one call: {:?}", effects.list);
    };
    assert_eq!(*lane, Lane::User);
    let Read::PricedOffers(products) = read else {
        panic!("{read:?}");
    };
    let products = products.iter().map(|it| it.wire().to_owned()).collect();
    let id = *id;
    story.note(&effects);
    (id, products)
}

fn source(story: &Story, product: &str) -> Source {
    let item = story.state.eligibility.item(&item_id(1)).unwrap();
    let is_it = |offer: &&CatalogueOffer| offer.product == Some(ProductId::new(product));
    let offer = item.offers().unwrap().iter().find(is_it).unwrap();
    item.prices_of(offer).source
}

#[test]
fn what_is_meant_stays_through_sort_filter_and_refresh() {
    let mut story = with(priced_offers());
    story.chars("lj");
    assert_eq!(meant(&story), Some("1766"));
    story.chars("o");
    assert_eq!(shown(&story), ["1765", "1680", "1766", "1681"]);
    story.chars("O");
    assert_eq!(shown(&story), ["1766", "1680", "1765", "1681"]);
    assert_eq!(meant(&story), Some("1766"));
    story.chars("/BPE g");
    assert_eq!(shown(&story), ["1681"], "every word counts");
    assert_eq!(meant(&story), Some("1681"), "what is hidden is not meant");
    story.key(Chord::plain(Key::Esc));
    assert_eq!(meant(&story), Some("1766"), "it was only hidden");
    let mut turned = priced_offers();
    turned.reverse();
    tell(&mut story, ready_item(1, 20, turned));
    assert_eq!(meant(&story), Some("1766"));
    assert_eq!(story.state.eligibility_pane.preview.tab, Tab::Offers);
}

#[test]
fn esc_leaves_the_words_first_and_then_the_preview() {
    let mut story = with(offers());
    story.chars("l/bpea");
    assert!(story.state.is_narrowing_offers());
    story.chars("q");
    assert!(shown(&story).is_empty(), "letters are typed");
    story.key(Chord::plain(Key::Backspace));
    story.key(Chord::plain(Key::Enter));
    assert!(!story.state.is_narrowing_offers());
    assert_eq!(shown(&story), ["1765", "1766"]);
    story.key(Chord::plain(Key::Esc));
    assert_eq!(shown(&story).len(), 4);
    assert_eq!(story.state.list_pane().focus(), Focus::Preview);
    story.key(Chord::plain(Key::Esc));
    assert_eq!(story.state.list_pane().focus(), Focus::List);
}

#[test]
fn prices_of_the_marked_are_asked_for_in_one_call() {
    let mut story = with(offers());
    let (id, products) = price(&mut story);
    assert_eq!(
        products,
        ["1765"],
        "nothing is marked: the one that is meant"
    );
    story.answer(id, Ok(Reply::PricedOffers(vec![])));
    story.chars("lj  ");
    let (id, products) = price(&mut story);
    assert_eq!(products, ["1680", "1766"]);
    assert_eq!(source(&story, "1766"), Source::Nobody);
    let told = priced(offers().swap_remove(1), (1, 2, 3));
    let other = priced(offer("9999", "another", 10, 12, "BPE"), (1, 2, 3));
    story.answer(id, Ok(Reply::PricedOffers(vec![other, told])));
    assert_eq!(source(&story, "1766"), Source::Catalogue(story.now));
    assert_eq!(source(&story, "1680"), Source::Nobody);
    let item = story.state.eligibility.item(&item_id(1)).unwrap();
    let unnamed = &item.priced[&ProductId::new("1680")].prices;
    assert!(unnamed.failure().is_some(), "the answer did not name it");

    // What the site itself tells is nearer than the catalogue.
    tell(&mut story, ready_item(1, 20, priced_offers()));
    assert_eq!(source(&story, "1766"), Source::Site);
}

#[test]
fn a_failed_call_keeps_the_prices_there_were() {
    let mut story = with(offers());
    let (id, _) = price(&mut story);
    let told = vec![priced(offers().swap_remove(0), (1, 2, 3))];
    story.answer(id, Ok(Reply::PricedOffers(told)));
    let at = story.now;
    story.pass(TimeDelta::minutes(5));
    let (id, _) = price(&mut story);
    let failure = Failure::new(FailureKind::Server, "/api/v1/catalog/product_offering/");
    story.answer(id, Err(failure));
    assert_eq!(source(&story, "1765"), Source::Catalogue(at));
}

#[test]
fn an_offer_without_a_key_can_only_be_looked_at() {
    let nameless = CatalogueOffer {
        product: None,
        ..offer("", "", 100, 12, "BPE")
    };
    let mut story = with(vec![nameless]);
    let mut effects = Effects::default();
    story.state.price_offers(&mut effects);
    assert!(effects.list.is_empty());
    story.chars("l ");
    assert!(
        story
            .state
            .eligibility_pane
            .preview
            .offers
            .marks()
            .is_empty()
    );
    story.chars("]]]");
    story.pass(REST);
    let is_offer = |read: &Read| matches!(read, Read::Offer(..));
    assert!(!story.open.iter().any(|(_, read, _)| is_offer(read)));
}

#[test]
fn e15_the_detail_is_read_for_the_zone_of_the_site_once_its_tab_is_open() {
    let mut story = with(offers());
    let product = ProductId::new("1765");
    let read = Read::Offer(product.clone(), Some(Text::new("1")));
    assert_eq!(story.asked(&read), None);
    story.chars("]]]");
    assert_eq!(story.asked(&read), None, "the tab was only passed so far");
    story.pass(REST);
    let id = story.asked(&read).expect("it is not asked for");
    story.answer(
        id,
        Ok(Reply::Offer(Box::new(detail(offers().swap_remove(0))))),
    );
    assert_eq!(source(&story, "1765"), Source::Zone(story.now));
    story.pass(TimeDelta::hours(1));
    assert_eq!(story.asked(&read), None, "once is enough");
    story.chars("r");
    assert!(story.asked(&read).is_some(), "unless a person asks");
}

#[test]
fn e15_without_a_zone_none_is_sent_and_another_zone_is_another_price() {
    let of = |zones: &[(&str, &str)]| Item {
        zones: crate::app::fixtures::eligibility::of_families(zones),
        ..ready_item(1, 20, offers())
    };
    let mut story = Story::of_eligibility([request(1, "done.ready")], []);
    tell(&mut story, of(&[("DIA", "3")]));
    story.chars("]]]");
    story.pass(REST);
    let product = ProductId::new("1765");
    let id = story.asked(&Read::Offer(product.clone(), None)).unwrap();
    let told = detail(offers().swap_remove(0));
    story.answer(id, Ok(Reply::Offer(Box::new(told))));
    assert_eq!(source(&story, "1765"), Source::Zone(story.now));
    tell(&mut story, of(&[("bpea", "2")]));
    story.pass(REST);
    let read = Read::Offer(product, Some(Text::new("2")));
    assert!(story.asked(&read).is_some(), "the zone is known by now");
    assert_eq!(source(&story, "1765"), Source::Nobody);
}

#[test]
fn a_detail_that_nobody_waits_for_any_more_is_given_up_and_a_failed_one_comes_again() {
    let mut story = with(offers());
    story.chars("]]]");
    story.pass(REST);
    let read = Read::Offer(ProductId::new("1765"), Some(Text::new("1")));
    assert!(story.asked(&read).is_some());
    story.chars("]");
    assert_eq!(story.asked(&read), None, "it is cancelled");
    story.chars("[");
    story.pass(REST);
    let id = story.asked(&read).unwrap();
    let failure = Failure::new(FailureKind::Timeout, "/api/v1/product_offering/{id}/");
    story.answer(id, Err(failure));
    story.pass(TimeDelta::seconds(29));
    assert_eq!(story.asked(&read), None);
    story.pass(TimeDelta::seconds(1));
    assert!(story.asked(&read).is_some());
}

#[test]
fn in_read_only_prices_are_asked_for_and_nothing_is_begun() {
    let mut story = with(offers());
    story.state.session.is_read_only = true;
    for keys in ["+n", "+f", "+l"] {
        story.chars(keys);
        let overlay = story.state.overlay.take();
        let is_menu = matches!(overlay, None | Some(Overlay::Menu(_)));
        assert!(is_menu, "{keys}: {overlay:?}");
        let said = story.state.notices.current(story.now).unwrap();
        assert!(said.text.contains("read-only"), "{keys}: {}", said.text);
    }
    story.chars("+p");
    let asked = story.find_open(|read| matches!(read, Read::PricedOffers(_)));
    assert!(asked.is_some());
}

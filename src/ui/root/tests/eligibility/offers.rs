//! The Offers and Offer tabs: prices that were told, asked for, or neither; offers narrowed, sorted and marked.

use super::*;
use crate::app::fixtures::eligibility::{detail, priced};
use crate::domain::failure::{Failure, FailureKind};

fn catalogue(story: &mut Story, told: Vec<CatalogueOffer>) {
    let asked = story
        .open
        .iter()
        .find(|(_, read, _)| matches!(read, Read::PricedOffers(_)));
    let id = asked.expect("no prices are asked for").0;
    story.answer(id, Ok(Reply::PricedOffers(told)));
}

fn price(story: &mut Story) {
    let mut effects = crate::app::update::Effects::default();
    story.state.price_offers(&mut effects);
    story.note(&effects);
}

#[test]
fn prices_that_nobody_asked_for_say_so_and_how_to() {
    let mut story = on(30);
    insta::assert_snapshot!("unpriced_80", shown(&mut story, SMALL));
    story.chars("l j ");
    insta::assert_snapshot!("unpriced_marked_80", shown(&mut story, SMALL));
    price(&mut story);
    insta::assert_snapshot!("prices_on_their_way_80", shown(&mut story, SMALL));
    let told = offers().into_iter().take(1);
    catalogue(
        &mut story,
        told.map(|it| priced(it, (360, 240, 165))).collect(),
    );
    insta::assert_snapshot!("priced_by_the_catalogue_80", shown(&mut story, SMALL));
    insta::assert_snapshot!("priced_by_the_catalogue_200", shown(&mut story, LARGE));
}

#[test]
fn prices_that_could_not_be_had_say_why() {
    let mut story = on(30);
    price(&mut story);
    let id = story.open.last().unwrap().0;
    let failure = Failure::new(FailureKind::Server, "/api/v1/catalog/product_offering/");
    story.answer(id, Err(failure.with_status(503)));
    insta::assert_snapshot!("prices_failed_80", shown(&mut story, SMALL));
}

#[test]
fn offers_are_narrowed_and_sorted_inside_the_tab() {
    let mut story = on(25);
    story.chars("l/bpea ");
    insta::assert_snapshot!("narrowing_80", shown(&mut story, SMALL));
    press(&mut story, Key::Enter);
    story.chars("o");
    insta::assert_snapshot!("sorted_80", shown(&mut story, SMALL));
    story.chars("/zzz");
    insta::assert_snapshot!("narrowed_to_nothing_80", shown(&mut story, SMALL));
}

#[test]
fn odd_values_are_shown_as_they_came() {
    let mut story = on(30);
    tell(
        &mut story,
        [request_with(30, "done.ready", vec![hostile_item(30)])],
    );
    insta::assert_snapshot!("odd_values_120", shown(&mut story, MIDDLE));
}

#[test]
fn the_offer_with_its_options() {
    let mut story = on(30);
    story.chars("]]]");
    insta::assert_snapshot!("options_unread_80", shown(&mut story, SMALL));
    story.pass(crate::app::refresh::parts::REST);
    let zone = Some(Text::new("1"));
    let product = offers()[0].product.clone().unwrap();
    let id = story.asked(&Read::Offer(product, zone)).unwrap();
    let told = detail(offers().swap_remove(0));
    story.answer(id, Ok(Reply::Offer(Box::new(told))));
    insta::assert_snapshot!("options_80", shown(&mut story, SMALL));
    insta::assert_snapshot!("options_120", shown(&mut story, MIDDLE));
    story.chars("[[[");
    insta::assert_snapshot!("priced_for_the_zone_120", shown(&mut story, MIDDLE));
    story.chars("i");
    insta::assert_snapshot!("raw_120", shown(&mut story, MIDDLE));
}

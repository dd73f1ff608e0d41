//! A quote line from a site: its basket is chosen or made first, and what the site tells is filled in.

use super::*;
use crate::app::effect::Effect;
use crate::app::event::{Event, WriteMove};
use crate::app::fixtures::eligibility as sites;
use crate::app::keymap::Key;
use crate::app::menu::Kind;
use crate::app::pane::Pane;
use crate::domain::journal::JournalId;
use crate::domain::quote::{Basket, BasketState};
use crate::domain::write::{ContactField, FieldValue, LineFields, Outcome, Receipt};

/// The Eligibility pane with one request, one site of it and its offers; two baskets, one of them a draft.
fn at_a_site() -> Story {
    let mut story = Story::new();
    let state = &mut story.state;
    let confirmed = Basket {
        id: crate::domain::ids::BasketId::new("b2"),
        external_id: Some(Text::new("DEVIS-018")),
        state: BasketState::Confirmed,
        ..made_up::basket()
    };
    for basket in [made_up::basket(), confirmed] {
        state.quotes.take_basket(basket, false, state.now);
    }
    let mut request = sites::request_with(
        1,
        "done.ready",
        vec![sites::ready_item(1, 9, sites::offers())],
    );
    request.project = Some(Text::new("P042"));
    let touched = state.eligibility.take_request(request, false, state.now);
    state.reindex_eligibility(&touched);
    story.chars("3");
    story.press(Key::Char('g'));
    story
}

/// The lines of the open menu, as they are told.
fn listed(story: &Story) -> Vec<String> {
    match &story.state.overlay {
        Some(Overlay::Menu(menu)) => {
            let items = menu.items().iter();
            let told = items.map(|it| match &it.off {
                Some(why) => format!("{} {} ({why})", it.lead, it.text),
                None => format!("{} {}", it.lead, it.text),
            });
            told.map(|it| it.trim().to_owned()).collect()
        }
        other => panic!("no menu is open: {other:?}"),
    }
}

#[test]
fn an_empty_pane_can_only_be_begun_and_the_rest_says_why() {
    let mut story = Story::new();
    story.chars("3+");
    let listed = listed(&story);
    assert!(listed.contains(&"n a check of one site".to_owned()));
    assert!(listed.contains(&"p prices of offers (there is no offer here)".to_owned()));
    assert!(listed.contains(&"l a quote line of a site (there is no site here)".to_owned()));
}

#[test]
fn a_line_begins_with_what_the_site_tells_in_a_basket_that_is_chosen() {
    let mut story = at_a_site();
    story.chars("+l");
    let menu = match &story.state.overlay {
        Some(Overlay::Menu(menu)) => menu,
        other => panic!("{other:?}"),
    };
    assert_eq!(menu.kind, Kind::Basket);
    assert_eq!(
        listed(&story),
        ["DEVIS-017  P042", "b a new basket first, then its line"],
        "what was confirmed takes no more lines"
    );
    press(&mut story, [Key::Enter]);
    let known = sites::item(1, "done.ready");
    let item = sites::item_id(1);
    assert_eq!(
        told(&story, Id::Line(LineField::QualificationItem)),
        item.wire()
    );
    let first = sites::offers()[0].product.clone().unwrap();
    assert_eq!(
        told(&story, Id::Line(LineField::ProductOfferings)),
        first.wire()
    );
    assert_eq!(told(&story, Id::Line(LineField::Project)), "P042");
    assert_eq!(told(&story, Id::Line(LineField::EndCustomerName)), "");
    assert_eq!(told(&story, Id::Line(LineField::BusinessCode)), "", "R8");
    go_on(&mut story);
    let Write::AddLine(_, fields) = write(&story) else {
        panic!("no line");
    };
    let Some(FieldValue::Contacts(contacts)) = fields.get(&LineField::Contacts) else {
        panic!("no site");
    };
    let address = known.address.unwrap();
    let of = |field| contacts[0].get(&field).cloned();
    assert_eq!(of(ContactField::StreetNumber), address.street_nr);
    assert_eq!(of(ContactField::StreetName), address.street_name);
    assert_eq!(of(ContactField::Postcode), address.post_code);
    assert_eq!(of(ContactField::City), address.city_name);
    assert_eq!(of(ContactField::Latitude), known.site.y);
    assert_eq!(of(ContactField::Longitude), known.site.x);
    assert_eq!(of(ContactField::EndCustomerName), None);
}

#[test]
fn q8_the_marked_offers_go_along_and_those_of_the_site_can_be_chosen() {
    let mut story = at_a_site();
    // Into the preview, and two offers marked there.
    press(&mut story, [Key::Enter]);
    story.chars("  ");
    story.chars("+l");
    press(&mut story, [Key::Enter]);
    line_field(&mut story, LineField::ProductOfferings);
    let keys = told(&story, Id::Line(LineField::ProductOfferings));
    assert_eq!(keys.split(", ").count(), 2);
    press(&mut story, [Key::Enter]);
    let chooser = form(&story).chooser().unwrap();
    assert_eq!(chooser.items().len(), sites::offers().len());
    assert_eq!(chooser.items().iter().filter(|it| it.is_chosen).count(), 2);
}

#[test]
fn a_basket_that_is_made_first_says_how_to_go_on() {
    let mut story = at_a_site();
    story.chars("+lb");
    assert_eq!(form(&story).title, "New basket");
    go_on(&mut story);
    let confirm = asked(&story).clone();
    story.state.overlay = None;
    let effects = story.act(|state, effects| state.hand_in(confirm, effects));
    let id = effects.list.iter().find_map(|effect| match effect {
        Effect::Write { id, .. } => Some(*id),
        _ => None,
    });
    let id = id.unwrap();
    let made = Basket {
        id: crate::domain::ids::BasketId::new("b3"),
        external_id: Some(Text::new("NEW")),
        ..made_up::basket()
    };
    story.feed(Event::WriteMoved(id, WriteMove::Sending(JournalId(1))));
    let applied = Outcome::Applied(Receipt::Basket(Box::new(made)));
    story.feed(Event::WriteMoved(
        id,
        WriteMove::Ended(JournalId(1), applied),
    ));
    let said = story.notice().unwrap();
    assert!(said.contains("+ l adds the line of "), "{said}");
    assert!(story.state.overlay.is_none(), "nothing opens by itself");
    story.chars("+l");
    assert_eq!(
        listed(&story)[0],
        "NEW  P042",
        "what was made last comes first"
    );
    press(&mut story, [Key::Enter]);
    assert_eq!(form(&story).title, "New line in basket NEW");
}

#[test]
fn a_filled_in_line_of_nothing_but_its_keys_is_a_line_all_the_same() {
    let mut story = at_a_site();
    let bare = LineFields::from([(
        LineField::QualificationItem,
        FieldValue::Text(Text::new("unknown")),
    )]);
    story.state.open_line_form(&made_up::basket().id, bare);
    line_field(&mut story, LineField::ProductOfferings);
    press(&mut story, [Key::Enter]);
    assert_eq!(form(&story).chooser().unwrap().items().len(), 0);
    assert_eq!(story.state.pane, Pane::Eligibility);
}

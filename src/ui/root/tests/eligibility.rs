//! The Eligibility pane: requests and sites, their offers and everything else about them, at all sizes and in all states.

mod offers;
mod states;

use chrono::TimeDelta;

use super::*;
use crate::app::fixtures::eligibility::{
    READY, history, hostile_item, item, item_id, made_at, offer, offers, priced_offers, ready_item,
    request, request_id, request_with, unable_item,
};
use crate::domain::date::FlexDate;
use crate::domain::eligibility::{CatalogueOffer, Item, Qualification, QualificationState};
use crate::domain::request::RequestId;
use crate::domain::text::Text;

const TINY: (u16, u16) = (60, 16);
const LARGE: (u16, u16) = (200, 50);

/// A site that is still looked at, since so many milliseconds.
fn open_item(number: u32, millis: i64) -> Item {
    let begin = fixtures::now() - TimeDelta::milliseconds(millis);
    Item {
        changes: Some(history(begin, &READY[..3])),
        creation_date: Some(FlexDate::At(begin.fixed_offset())),
        state: Some(QualificationState::Offer),
        ..item(number, "in_progress.offer")
    }
}

/// A request with three sites that is still looked at: one of them is done.
fn open_request() -> Qualification {
    let begin = fixtures::now() - TimeDelta::milliseconds(12_300);
    let items = vec![
        open_item(291, 12_300),
        ready_item(292, 30, offers()),
        open_item(293, 12_300),
    ];
    Qualification {
        creation_date: Some(FlexDate::At(begin.fixed_offset())),
        changes: Some(history(begin, &READY[..3])),
        ..request_with(29, "in_progress.offer", items)
    }
}

/// A site that came to a bad end, and why.
fn failed_item() -> Item {
    let states = [
        ("acknowledged", 0),
        ("in_progress.elig", 300),
        ("terminated_with_error", 900),
    ];
    let mut changes = history(made_at(27), &states);
    changes[2].reason = Some(Text::new("eligibility_id inconnu"));
    Item {
        changes: Some(changes),
        address: None,
        offers: Some(Vec::new()),
        ..item(27, "terminated_with_error")
    }
}

fn on_quotation(offer: CatalogueOffer) -> CatalogueOffer {
    CatalogueOffer {
        on_quotation: Some(true),
        ..offer
    }
}

fn details() -> Vec<Qualification> {
    let by_quotation = on_quotation(offer("1681", "BPE 1G sur devis", 1_000, 36, "BPE"));
    let own = |name: &str, request| Qualification {
        external_id: Some(Text::new(name)),
        project: Some(Text::new("P042")),
        ..request
    };
    let first = ready_item(30, 22, offers());
    vec![
        own("KJ-ROUEN", request_with(30, "done.ready", vec![first])),
        open_request(),
        request_with(
            28,
            "done.unable_to_provide",
            vec![unable_item(28, vec![by_quotation])],
        ),
        request_with(27, "terminated_with_error", vec![failed_item()]),
        request_with(25, "done.ready", vec![ready_item(25, 3, priced_offers())]),
        request_with(
            24,
            "done.ready",
            vec![ready_item(241, 6, offers()), ready_item(242, 40, offers())],
        ),
    ]
}

/// Requests in every state; the last two are known by their list rows alone.
fn filled() -> Story {
    let details = details();
    let rows = details.iter().map(|detail| Qualification {
        items: None,
        changes: None,
        ..detail.clone()
    });
    let rows = rows.chain([request(26, "acknowledged"), request(23, "done.ready")]);
    let items = details.iter().flat_map(|it| it.items.iter().flatten());
    let items = items.map(|item| Item {
        offers: None,
        changes: None,
        ..item.clone()
    });
    let mut story = Story::of_eligibility(rows.collect::<Vec<_>>(), items.collect::<Vec<_>>());
    story.room.list = 12;
    tell(&mut story, details);
    let gauges = healthy(&story);
    story.gauges(gauges);
    story.chars("g");
    story.pass(crate::app::refresh::parts::REST);
    story.open.clear();
    story
}

/// Whoever asked for them, they are taken in.
fn tell(story: &mut Story, details: impl IntoIterator<Item = Qualification>) {
    for detail in details {
        let reply = Reply::Qualification(Box::new(detail));
        story.answer(RequestId(u64::MAX), Ok(reply));
    }
}

/// On the row of a request.
fn on(number: u32) -> Story {
    let mut story = filled();
    let row = story.state.eligibility.request_number(&request_id(number));
    story.state.visit_eligibility(row.unwrap());
    story
}

/// On the row of a site, among all sites.
fn on_site(number: u32) -> Story {
    let mut story = filled();
    let row = story.state.eligibility.item_number(&item_id(number));
    story.state.visit_eligibility(row.unwrap());
    story
}

#[test]
fn at_every_size() {
    for size in [TINY, SMALL, (100, 30), MIDDLE, LARGE] {
        let name = format!("at_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, shown(&mut on(25), size));
        let name = format!("sites_at_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, shown(&mut on_site(25), size));
    }
}

#[test]
fn in_ascii_and_without_colour() {
    let ascii = print(&buffer(&mut filled(), SMALL, ASCII), ASCII.theme, 0..24);
    assert!(ascii.is_ascii());
    insta::assert_snapshot!("in_ascii", ascii);
    let mono = print(&buffer(&mut filled(), SMALL, MONO), MONO.theme, 0..24);
    insta::assert_snapshot!("without_colour", mono);
}

#[test]
fn hostile_text_stays_in_its_cells() {
    let hostile = "\u{202E}evil\u{1b}[2J\nline\u{200B}é e\u{301}\u{301}";
    let odd = Qualification {
        external_id: Some(Text::new(hostile)),
        project: Some(Text::new(hostile)),
        user: Some(Text::new(hostile.repeat(20))),
        ..request_with(31, "done.ready", vec![hostile_item(31)])
    };
    let broken = Qualification {
        broken: Some(Text::new("no id")),
        state: None,
        ..request(32, "")
    };
    let mut story = Story::of_eligibility([request(31, "done.ready")], []);
    tell(&mut story, [odd, broken]);
    for size in [SMALL, MIDDLE] {
        for (keys, name) in [("g", "broken"), ("j", "offers"), ("]]", "detail")] {
            let mut story_keys = keys.to_owned();
            if name != "broken" {
                story_keys.insert(0, 'g');
            }
            story.chars(&story_keys);
            if name == "detail" {
                story.chars("j");
            }
            let name = format!("hostile_{name}_{}", size.0);
            insta::assert_snapshot!(name, shown(&mut story, size));
        }
        story.chars("[[");
    }
}

#[test]
fn no_size_is_too_small_and_none_draws_outside() {
    for story in [filled as fn() -> Story, || on(29), || on_site(25)] {
        let mut story = story();
        for (keys, width) in [
            ("", 1),
            ("l", 7),
            ("]", 23),
            ("]", 38),
            ("]", 59),
            ("]", 81),
            ("]", 133),
        ] {
            story.chars(keys);
            for height in 1..=30 {
                buffer(&mut story, (width, height), UNICODE);
                buffer(&mut story, (width * 2, height), ASCII);
            }
        }
    }
}

#[test]
fn a_click_means_what_is_drawn_there() {
    use crate::app::action::Action;
    use crate::app::pointer::Target;
    use crate::app::views::eligibility::Facet;
    use crate::app::views::eligibility::columns::EligibilityColumn;
    use crate::app::views::eligibility::preview::Tab;
    use crate::ui::hit;

    let mut story = on(25);
    let screen = Rect::new(0, 0, SMALL.0, SMALL.1);
    let at = |story: &mut Story, needle: &str| {
        let text = print(&buffer(story, SMALL, UNICODE), UNICODE.theme, 0..24);
        let lines: Vec<_> = text.lines().collect();
        let y = lines.iter().position(|line| line.contains(needle)).unwrap();
        let before = lines[y].split(needle).next().unwrap();
        let position = (
            u16::try_from(before.chars().count()).unwrap(),
            u16::try_from(y).unwrap(),
        );
        hit::target(screen, &story.state, Glyphs::UNICODE, position).unwrap()
    };
    let row = story.state.eligibility.request_number(&request_id(29));
    assert_eq!(at(&mut story, "SITE-0029"), Target::Row(row.unwrap()));
    let offers = Target::Title(EligibilityColumn::Offers.into());
    assert_eq!(at(&mut story, "OFFERS"), offers);
    let timeline = Target::EligibilityTab(Tab::Timeline);
    assert_eq!(at(&mut story, "Timeline"), timeline);
    assert_eq!(at(&mut story, "1766 BPEA"), Target::PreviewItem(1));
    assert_eq!(at(&mut story, "Tab: "), Target::Act(Action::NextPart));

    story.feed(Event::Clicked(Target::PreviewItem(1)));
    let meant = |story: &Story| story.state.offer_in_preview().map(|(place, _)| place);
    assert_eq!(meant(&story), Some(1));
    story.feed(Event::Clicked(Target::PreviewItem(1)));
    assert_eq!(story.state.eligibility_pane.preview.tab, Tab::Offer);
    story.feed(Event::Clicked(timeline));
    assert_eq!(story.state.eligibility_pane.preview.tab, Tab::Timeline);
    story.feed(Event::Clicked(Target::EligibilityTab(Tab::Offers)));
    story.feed(Event::Clicked(Target::Row(row.unwrap())));
    assert_eq!(story.eligibility_cursor(), Some("SITE-0029"));
    // A site of several: meant by one click, shown by the next.
    story.feed(Event::Clicked(Target::PreviewItem(1)));
    assert_eq!(story.state.eligibility_pane.facet, Facet::Requests);
    story.feed(Event::Clicked(Target::PreviewItem(1)));
    assert_eq!(story.state.eligibility_pane.facet, Facet::Items);
    assert_eq!(story.eligibility_cursor(), Some("IMB/31555/X/0292"));
}

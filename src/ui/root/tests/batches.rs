//! A batch of sites on screen: its path, its mistakes, its dialog, its row and everything about it.

use chrono::TimeDelta;

use super::*;
use crate::app::batch::{BatchAsk, BatchTold, Sites};
use crate::app::effect::Effect;
use crate::app::event::WriteMove;
use crate::app::jobs::FileEvent;
use crate::app::update::Effects;
use crate::domain::batch::BatchId;
use crate::domain::eligibility::Site;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::SiteKey;
use crate::domain::journal::{JournalId, WriteId};
use crate::domain::text::Text;
use crate::domain::write::Outcome;

const FILE: &str = "ref;building_ref;families
Mairie;IMB/76451/X/0001;
École;IMB/76451/X/0002;BPE
Annexe;IMB/76451/X/0001;
Stade;IMB/76451/X/0003;
Gymnase;IMB/76451/X/0004;
";

/// Types the path of a file that holds this.
fn loaded(text: &str) -> Story {
    let mut story = filled();
    story.chars("3+f");
    story.chars("~/sites/lyon.csv");
    let effects = story.press(Key::Enter);
    let id = effects.list.iter().find_map(|effect| match effect {
        Effect::LoadSites(id, _) => Some(*id),
        _ => None,
    });
    let sites = (Text::new("lyon.csv"), Sites::read(text.as_bytes()));
    let loaded = FileEvent::SitesLoaded(id.expect("the file is read"), Ok(sites));
    story.feed(Event::File(loaded));
    story
}

/// What a batch asked to be remembered is.
fn remembered(story: &mut Story, effects: Effects) -> Vec<(WriteId, Effect)> {
    let mut writes = Vec::new();
    let mut list = effects.list;
    while let Some(effect) = list.pop() {
        let told = match effect {
            Effect::Batch(number, ask) => match *ask {
                BatchAsk::Open { .. } => BatchTold::Opened(number, Ok(BatchId(1))),
                _ => BatchTold::Noted(number, Ok(())),
            },
            Effect::Write { id, .. } => {
                writes.push((id, effect));
                continue;
            }
            _ => continue,
        };
        list.extend(story.feed(Event::Batch(told)).list);
    }
    writes
}

/// A batch of four sites, two a request: one is answered, one is not known, one waits for its slot.
fn under_way() -> Story {
    let mut story = loaded(FILE);
    let revision = story.state.dialog_revision().expect("a dialog");
    story.feed(Event::FrameWritten(revision));
    story.pass(TimeDelta::milliseconds(200));
    let effects = story.chars("y");
    remembered(&mut story, effects);
    let mut writes = Vec::new();
    for number in 0..4 {
        let (id, building) = story
            .open
            .iter()
            .find_map(|(id, read, _)| match read {
                Read::Site(query) => Some((*id, query.building_ref.clone()?)),
                _ => None,
            })
            .expect("a look-up");
        let answer = if number == 1 {
            Err(Failure::new(
                FailureKind::NotFound,
                "/api/v4/eligibility/site/",
            ))
        } else {
            Ok(Reply::Site(Some(Site {
                key: Some(SiteKey::new(building.wire())),
                ..Site::default()
            })))
        };
        let effects = story.answer(id, answer);
        writes.extend(remembered(&mut story, effects));
    }
    let refused = Failure::new(
        FailureKind::Refused,
        "/api/v1/product_offering_qualification/",
    );
    let refused = refused.with_status(400).with_detail("site inconnu");
    let ended = Outcome::Refused(refused);
    let moved = WriteMove::Ended(JournalId(1), ended);
    let effects = story.feed(Event::WriteMoved(writes[0].0, moved));
    let writes = remembered(&mut story, effects);
    let slot = story.now + TimeDelta::seconds(44);
    if let Some((id, _)) = writes.first() {
        story.feed(Event::WriteMoved(*id, WriteMove::Waiting(slot)));
    }
    story.pass(TimeDelta::seconds(30));
    story.chars("5");
    story
}

#[test]
fn the_path_says_what_a_file_has_to_hold_and_what_is_wrong_with_this_one() {
    let mut story = filled();
    story.chars("3+f");
    let empty = shown(&mut story, SMALL);
    let lines: Vec<_> = (0..12).map(|n| format!("a;;4{n},x;1")).collect();
    let lines = lines.join("\n");
    let mut story = loaded(&format!("ref;building_ref;lat;lon\n{lines}\n"));
    let wrong = shown(&mut story, SMALL);
    let tiny = shown(&mut story, (40, 12));
    insta::assert_snapshot!([empty, wrong, tiny].join("\n"));
}

#[test]
fn the_dialog_before_a_batch_at_every_size() {
    let mut story = loaded(FILE);
    let sizes = [SMALL, MIDDLE, (60, 16), (40, 12), (20, 5)];
    let mut screens: Vec<_> = sizes.map(|size| shown(&mut story, size)).into();
    story.press(Key::Tab);
    screens.push(shown(&mut story, SMALL));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_batch_under_way_at_every_size() {
    let mut story = under_way();
    let sizes = [SMALL, MIDDLE, (200, 60), (60, 16), (40, 12), (20, 5)];
    let mut screens: Vec<_> = sizes.map(|size| shown(&mut story, size)).into();
    screens.push(print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_batch_held_cancelled_and_done() {
    let mut story = under_way();
    story.chars("H");
    let held = shown(&mut story, SMALL);
    story.press(Key::Enter);
    story.press(Key::Enter);
    let asked = shown(&mut story, SMALL);
    let effects = story.chars("y");
    let back = effects.list.iter().find_map(|effect| match effect {
        Effect::CancelWrite(id) => Some(*id),
        _ => None,
    });
    let back = back.expect("what waits for its slot is taken back");
    let effects = story.feed(Event::WriteMoved(back, WriteMove::Cancelled));
    let save = effects.list.iter().find_map(|effect| match effect {
        Effect::SaveFile(id, _) => Some(*id),
        _ => None,
    });
    let saved = "/home/jm/covage/lyon_eligibility_partial.csv".to_owned();
    let id = save.expect("what there is is saved");
    story.feed(Event::File(FileEvent::Saved(id, Ok(saved))));
    let ended = shown(&mut story, SMALL);
    insta::assert_snapshot!([held, asked, ended].join("\n"));
}

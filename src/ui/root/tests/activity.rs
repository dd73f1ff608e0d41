//! The Activity pane: jobs, writes, errors, and the boxes that belong to them.

use proptest::prelude::*;

use super::anything::check_rows;
use super::*;
use crate::app::event::WriteMove;
use crate::app::fixtures::journal::{self, journal};
use crate::app::fixtures::quotes;
use crate::app::jobs::{FileEvent, SaveId};
use crate::app::update::Effects;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{ProductId, TaskId};
use crate::domain::journal::{Journal, JournalId, WriteId};
use crate::domain::order::ExportStatus;
use crate::domain::quote::LineFilter;
use crate::domain::text::Text;
use crate::domain::write::{Intent, Outcome, Receipt, Write};

/// The pane with something of everything, and the cursor on its first row.
fn busy() -> Story {
    let mut story = filled();
    story.feed(Event::JournalChanged(journal()));
    jobs(&mut story);
    let now = story.now;
    story.state.notices.problem(
        now - chrono::TimeDelta::minutes(44),
        "429 on GET order/: slowed to 30 a minute for 5 minutes, nothing was lost",
    );
    story.chars("5");
    story.chars("g");
    story
}

fn moved(story: &mut Story, id: u64, intent: &Intent, moved: &WriteMove) {
    let mut effects = Effects::default();
    story
        .state
        .jobs_write_moved(WriteId(id), intent, moved, &mut effects);
}

fn started(story: &mut Story, id: u64, write: Write, subject: &str) {
    let intent = journal::intent(write, subject, &[]);
    let task = Receipt::Task(TaskId::new(format!("task_{id}")));
    let ended = WriteMove::Ended(JournalId(1), Outcome::Applied(task));
    moved(story, id, &intent, &ended);
}

/// A job that waits for its slot, one that is done, a PDF nobody can fetch.
fn jobs(story: &mut Story) {
    started(story, 1, Write::StartOrderExport, "");
    story.pass(chrono::TimeDelta::seconds(3));
    let id = story
        .asked(&Read::OrderExportStatus(TaskId::new("task_1")))
        .unwrap();
    let done = ExportStatus {
        success: Some(true),
        started: None,
        stopped: None,
    };
    story.answer(id, Ok(Reply::OrderExportStatus(done)));
    let id = story
        .asked(&Read::OrderExport(TaskId::new("task_1")))
        .unwrap();
    let effects = story.answer(id, Ok(Reply::OrderExport(b"a;b".to_vec())));
    let save = effects.list.iter().find_map(|effect| match effect {
        crate::app::effect::Effect::SaveFile(id, _) => Some(*id),
        _ => None,
    });
    let path = "/home/jm/covage/orders_2026-05-29.csv".to_owned();
    story.feed(Event::File(FileEvent::Saved(save.unwrap(), Ok(path))));

    let pdf = Write::ExportOfferPdf(journal::line_key(1), ProductId::new("2173"));
    started(story, 2, pdf, "QO_20260423_00000001 / 2173 BPEA");
    let refused = Failure::new(
        FailureKind::NotFound,
        "/api/v1/quote_item/export/{task_id}/status/",
    );
    for _ in 0..90 {
        story.pass(chrono::TimeDelta::seconds(1));
        let task = TaskId::new("task_2");
        let reads = [
            Read::QuoteExportStatus(task.clone()),
            Read::QuoteExport(task),
        ];
        for read in reads {
            if let Some(id) = story.asked(&read) {
                story.answer(id, Err(refused.clone()));
            }
        }
    }
    let lines = Write::StartQuoteExport(LineFilter {
        state: Some(Text::new("ready")),
        ..LineFilter::default()
    });
    let intent = journal::intent(lines, "state = ready", &[]);
    let slot = story.now + chrono::TimeDelta::seconds(222);
    moved(story, 3, &intent, &WriteMove::Waiting(slot));
}

#[test]
fn something_of_everything_at_every_size() {
    let mut story = busy();
    let sizes = [SMALL, MIDDLE, (200, 60), (60, 16), (40, 12), (20, 5)];
    let screens = sizes.map(|size| shown(&mut story, size));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn in_ascii_and_without_colour() {
    let mut story = busy();
    let ascii = print(&buffer(&mut story, SMALL, ASCII), ASCII.theme, 0..24);
    let mono = print(&buffer(&mut story, SMALL, MONO), MONO.theme, 0..24);
    insta::assert_snapshot!(format!("{ascii}\n{mono}"));
}

#[test]
fn nothing_yet_and_nothing_that_matches() {
    let mut story = filled();
    story.chars("5");
    let mut screens = Vec::new();
    for _ in 0..4 {
        screens.push(shown(&mut story, SMALL));
        press(&mut story, Key::Tab);
    }
    let mut story = busy();
    story.chars("/no such words");
    screens.push(shown(&mut story, SMALL));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_journal_that_cannot_be_kept_says_so_everywhere() {
    let mut story = filled();
    let off = Some("the state directory is read-only: nothing can be remembered".to_owned());
    let mut with = journal();
    with.off.clone_from(&off);
    story.chars("5");
    let entries = Vec::new();
    story.feed(Event::JournalChanged(Journal { entries, off }));
    let empty = shown(&mut story, SMALL);
    story.feed(Event::JournalChanged(with));
    let filled = shown(&mut story, SMALL);
    insta::assert_snapshot!(format!("{empty}\n{filled}"));
}

#[test]
fn all_there_is_to_know_of_a_write() {
    let mut story = busy();
    story.chars("j");
    let unknown = [SMALL, MIDDLE].map(|size| shown(&mut story, size));
    press(&mut story, Key::Enter);
    let alone = shown(&mut story, (60, 16));
    press(&mut story, Key::Esc);
    story.chars("jjjjj");
    let applied = shown(&mut story, MIDDLE);
    story.chars("j");
    let refused = shown(&mut story, MIDDLE);
    let screens = [unknown.join("\n"), alone, applied, refused];
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn all_there_is_to_know_of_a_job_and_of_an_error() {
    let mut story = busy();
    story.chars("jj");
    let mut screens = Vec::new();
    for _ in 0..3 {
        screens.push(shown(&mut story, MIDDLE));
        story.chars("j");
    }
    story.chars("G");
    press(&mut story, Key::Enter);
    screens.push(shown(&mut story, SMALL));
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn settling_by_hand() {
    let mut story = busy();
    story.chars("j");
    press(&mut story, Key::Enter);
    press(&mut story, Key::Enter);
    story.chars("seen on the portal");
    let note = shown(&mut story, SMALL);
    press(&mut story, Key::Enter);
    let verdict = shown(&mut story, SMALL);
    let tiny = shown(&mut story, (30, 6));
    insta::assert_snapshot!([note, verdict, tiny].join("\n"));
}

/// A line with a trace file, under the cursor.
fn traced() -> Story {
    let mut story = filled();
    let mut line = quotes::ready_line(1, 3, quotes::offers());
    line.trace_file = Some(Text::new("tracé_v2.kmz"));
    let basket = quotes::basket_with(1, "ready", vec![line]);
    let now = story.now;
    story.state.quotes.take_basket(basket, false, now);
    story.state.rebuild_quotes();
    story.chars("2");
    while story.state.line_under_cursor().is_none() {
        story.chars("j");
    }
    story
}

/// What a box shows; what lies behind it is another test's.
fn boxed(story: &mut Story) -> String {
    let buffer = buffer(story, SMALL, UNICODE);
    print(&buffer, UNICODE.theme, 0..24)
}

#[test]
fn what_can_be_exported_and_which_files_there_are() {
    let mut story = traced();
    story
        .state
        .set_filter(crate::app::pane::Pane::Quotes, "state:ready val<10d");
    story.chars("X");
    let export = boxed(&mut story);
    press(&mut story, Key::Esc);
    story.chars("T");
    let files = boxed(&mut story);
    press(&mut story, Key::Esc);
    story.state.session.is_read_only = true;
    story.chars("T");
    let read_only = boxed(&mut story);
    insta::assert_snapshot!([export, files, read_only].join("\n"));
}

#[test]
fn a_path_that_is_typed() {
    let mut story = traced();
    story.chars("Tu");
    let empty = boxed(&mut story);
    story.chars("~/tr");
    let effects = story.press(Key::Tab);
    let Some(crate::app::effect::Effect::ListPaths(id, ..)) = effects.list.first() else {
        panic!("{effects:?}");
    };
    let paths = (1..=12).map(|number| Text::new(format!("~/tracés/plan {number}.kmz")));
    let hostile = Text::new("~/tracés/a\u{1b}[2J\u{202E}.kmz");
    let paths = paths.chain([hostile]).collect();
    story.feed(Event::File(FileEvent::PathsListed(*id, paths)));
    story.press(Key::BackTab);
    let listed = boxed(&mut story);
    story.press(Key::Enter);
    let reading = boxed(&mut story);
    let Some(crate::app::overlay::Overlay::Path(prompt)) = &story.state.overlay else {
        panic!("it is closed");
    };
    let id = prompt.loading.unwrap();
    let why = "it is no KMZ: there is no .kml file inside".to_owned();
    story.feed(Event::File(FileEvent::TraceLoaded(id, Err(why))));
    let problem = boxed(&mut story);
    let tiny = shown(&mut story, (34, 7));
    insta::assert_snapshot!([empty, listed, reading, problem, tiny].join("\n"));
    // An answer to nothing that was asked changes nothing.
    let before = boxed(&mut story);
    story.feed(Event::File(FileEvent::PathsListed(SaveId(999), Vec::new())));
    assert_eq!(boxed(&mut story), before);
}

#[test]
fn the_tab_counts_what_is_open_and_what_runs() {
    let mut story = busy();
    story.chars("1");
    let row = print(&buffer(&mut story, SMALL, UNICODE), UNICODE.theme, 1..2);
    assert!(row.contains("5 Activity 2 open 1 job\n"), "{row}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn anything_from_outside_can_be_drawn_at_any_size(
        hostile in "[ -~\u{1b}\u{202e}\u{200b}\n東é\u{301}]{0,80}",
        sizes in prop::collection::vec((1_u16..220, 1_u16..70), 1..4),
        keys in prop::collection::vec("[jkGgJKZPl5\\t/]", 0..12),
    ) {
        let mut story = Story::new();
        story.wake();
        let mut journal = journal();
        for entry in &mut journal.entries {
            if let Ok(intent) = &mut entry.intent {
                intent.subject = Text::new(hostile.clone());
            }
            entry.account.username.clone_from(&hostile);
        }
        let failure = journal::timeout().with_detail(hostile.clone());
        journal.entries[1].stage =
            crate::domain::journal::Stage::Ended(Outcome::Unknown(failure));
        story.feed(Event::JournalChanged(journal));
        let now = story.now;
        story.state.notices.problem(now, Text::new(hostile.clone()).line().to_owned());
        started(&mut story, 1, Write::StartOrderExport, &hostile);
        story.chars("5");
        for key in keys {
            story.chars(&key);
        }
        for size in sizes {
            check_rows(&buffer(&mut story, size, UNICODE))?;
            let ascii = buffer(&mut story, size, ASCII);
            for cell in ascii.content() {
                prop_assert!(cell.symbol().is_ascii(), "{:?}", cell.symbol());
            }
        }
    }
}

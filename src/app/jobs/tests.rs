use std::time::Duration;

use super::*;
use crate::app::dialog::{Confirm, How, Recheck};
use crate::app::event::Event;
use crate::app::fixtures::{journal, now, quotes};
use crate::app::keymap::Key;
use crate::app::overlay::Overlay;
use crate::app::story::Story;
use crate::app::views::activity::Subject;
use crate::domain::failure::FailureKind;
use crate::domain::ids::ProductId;
use crate::domain::journal::{Journal, JournalId, Refusal};
use crate::domain::order::ExportStatus;
use crate::domain::quote::LineFilter;
use crate::domain::request::Read;
use crate::domain::write::Write;

const WRITE: WriteId = WriteId(1);

fn task() -> TaskId {
    TaskId::new("task_8831")
}

fn orders_csv() -> Intent {
    journal::intent(Write::StartOrderExport, "", &[])
}

fn offer_pdf() -> Intent {
    let write = Write::ExportOfferPdf(journal::line_key(1), ProductId::new("2173"));
    journal::intent(write, "QO_20260423_00000001 / 2173 BPEA", &[])
}

fn moved(story: &mut Story, intent: &Intent, moved: &WriteMove) -> Effects {
    let mut effects = Effects::default();
    story
        .state
        .jobs_write_moved(WRITE, intent, moved, &mut effects);
    effects
}

fn started(intent: &Intent) -> Story {
    let mut story = Story::new();
    story.wake();
    let applied = Outcome::Applied(Receipt::Task(task()));
    moved(&mut story, intent, &WriteMove::Ended(JournalId(1), applied));
    story
}

fn job(story: &Story) -> &Job {
    story.state.jobs.list().last().unwrap()
}

fn standing(story: &Story) -> String {
    story.state.standing_of_job(job(story)).0
}

fn status(success: Option<bool>) -> ExportStatus {
    ExportStatus {
        success,
        started: None,
        stopped: None,
    }
}

fn failed(kind: FailureKind) -> Failure {
    Failure::new(kind, "/api/v1/order/export/{task_id}/status/")
}

/// Lets time pass until Covage is asked; how many seconds that took.
fn asked_after(story: &mut Story, read: &Read) -> (i64, RequestId) {
    for second in 0..=120 {
        if let Some(id) = story.asked(read) {
            return (second, id);
        }
        story.pass(TimeDelta::seconds(1));
    }
    panic!("{read:?} is never asked");
}

fn saved_file(effects: &Effects) -> Option<(SaveId, SaveFile)> {
    effects.list.iter().find_map(|effect| match effect {
        Effect::SaveFile(id, file) => Some((*id, file.clone())),
        _ => None,
    })
}

#[test]
fn an_export_waits_its_turn_asks_downloads_and_says_where_it_saved() {
    let mut story = Story::new();
    story.wake();
    let slot = now() + TimeDelta::seconds(222);
    moved(&mut story, &orders_csv(), &WriteMove::Waiting(slot));
    assert_eq!(standing(&story), "waits 3:42: one in 5 minutes");
    moved(&mut story, &orders_csv(), &WriteMove::Sending(JournalId(1)));
    assert_eq!(standing(&story), "being sent");
    let applied = Outcome::Applied(Receipt::Task(task()));
    moved(
        &mut story,
        &orders_csv(),
        &WriteMove::Ended(JournalId(1), applied),
    );
    assert_eq!(
        story.state.jobs.list().len(),
        1,
        "one job, whatever it does"
    );

    let ask = Read::OrderExportStatus(task());
    let (after, id) = asked_after(&mut story, &ask);
    assert_eq!(after, 3);
    story.answer(id, Ok(Reply::OrderExportStatus(status(None))));
    assert_eq!(standing(&story), "Covage makes it, asked 1x, again in 5s");
    let (after, id) = asked_after(&mut story, &ask);
    assert_eq!(after, 5);
    story.answer(id, Ok(Reply::OrderExportStatus(status(Some(true)))));
    let id = story.asked(&Read::OrderExport(task())).unwrap();
    let effects = story.answer(id, Ok(Reply::OrderExport(b"a;b\n".to_vec())));
    let (save, file) = saved_file(&effects).unwrap();
    assert_eq!(file.name.wire(), "orders_2026-05-29.csv");
    assert_eq!(&*file.bytes, b"a;b\n");
    let path = "/home/me/orders_2026-05-29.csv";
    story.feed(Event::File(FileEvent::Saved(save, Ok(path.to_owned()))));
    assert_eq!(story.notice(), Some("saved /home/me/orders_2026-05-29.csv"));
    assert_eq!(job(&story).stage, Stage::Done(path.to_owned()));
    assert_eq!(story.state.jobs.running(), 0);
    assert_eq!(story.state.jobs_wake(), None);
    let copied = story.chars("5y");
    assert!(copied.list.contains(&Effect::Copy(path.to_owned())));
}

#[test]
fn covage_is_asked_ever_more_rarely_and_not_for_ever() {
    let mut story = started(&orders_csv());
    let ask = Read::OrderExportStatus(task());
    let mut gaps = Vec::new();
    while job(&story).is_running() {
        let (after, id) = asked_after(&mut story, &ask);
        gaps.push(after);
        story.answer(id, Ok(Reply::OrderExportStatus(status(None))));
    }
    assert_eq!(gaps[..8], [3, 5, 10, 20, 40, 60, 60, 60]);
    let asked_for: i64 = gaps.iter().sum();
    assert!((7_200..7_300).contains(&asked_for), "{asked_for}");
    assert_eq!(standing(&story), "Covage has not finished it in 2 hours");
}

#[test]
fn each_refusal_has_its_own_words() {
    let throttled = FailureKind::Throttled { retry_after: None };
    for (kind, said) in [
        (
            FailureKind::Forbidden,
            "the account may not export (403): ask Covage for the right",
        ),
        (
            FailureKind::NotFound,
            "Covage has nothing to export there (404)",
        ),
        (
            throttled,
            "too many exports (429): one in 5 minutes for each user; ask again then",
        ),
    ] {
        let mut story = Story::new();
        let refused = WriteMove::Ended(JournalId(1), Outcome::Refused(failed(kind)));
        moved(&mut story, &orders_csv(), &refused);
        assert_eq!(standing(&story), said);
        assert_eq!(story.notice(), None, "that is told where writes are");
    }
    let mut story = Story::new();
    let refusal = Refusal::NotDurable("the disk is full".to_owned());
    moved(&mut story, &orders_csv(), &WriteMove::Refused(refusal));
    assert_eq!(standing(&story), "not sent: the disk is full");
    let unknown = Outcome::Unknown(failed(FailureKind::Timeout));
    moved(
        &mut story,
        &orders_csv(),
        &WriteMove::Ended(JournalId(1), unknown),
    );
    assert_eq!(
        standing(&story),
        "it is not known whether Covage started it; its task is lost"
    );
}

#[test]
fn an_export_that_failed_says_so_and_can_be_asked_again() {
    let mut story = started(&orders_csv());
    let ask = Read::OrderExportStatus(task());
    let (_, id) = asked_after(&mut story, &ask);
    story.answer(id, Ok(Reply::OrderExportStatus(status(Some(false)))));
    assert_eq!(
        standing(&story),
        "Covage says that the export failed: ask for another one"
    );
    story.pass(TimeDelta::minutes(10));
    assert_eq!(story.asked(&ask), None);
    story.chars("5r");
    assert!(story.asked(&ask).is_some());
}

#[test]
fn trouble_while_asking_is_waited_out_and_named() {
    let mut story = started(&orders_csv());
    let ask = Read::OrderExportStatus(task());
    let (_, id) = asked_after(&mut story, &ask);
    story.answer(id, Err(failed(FailureKind::Offline)));
    assert!(standing(&story).starts_with("asks again in 5s: "));
    let (_, id) = asked_after(&mut story, &ask);
    let retry_after = Some(Duration::from_secs(90));
    story.answer(id, Err(failed(FailureKind::Throttled { retry_after })));
    assert_eq!(
        standing(&story),
        "asks again in 1:30: too many requests (429)"
    );
    let (after, id) = asked_after(&mut story, &ask);
    assert_eq!(after, 90, "as long as the server asked for");
    story.answer(id, Err(failed(FailureKind::NotFound)));
    assert_eq!(
        standing(&story),
        "Covage does not know this export any more (404)"
    );
}

#[test]
fn a_pdf_that_no_call_brings_is_told_plainly_and_not_spun_for() {
    let mut story = started(&offer_pdf());
    let ask = Read::QuoteExportStatus(task());
    let mut asked = 0;
    while story.asked(&Read::QuoteExport(task())).is_none() {
        let (_, id) = asked_after(&mut story, &ask);
        asked += 1;
        story.answer(id, Err(failed(FailureKind::NotFound)));
    }
    assert_eq!(asked, 4);
    let id = story.asked(&Read::QuoteExport(task())).unwrap();
    story.answer(id, Err(failed(FailureKind::NotFound)));
    assert_eq!(job(&story).stage, Stage::Unfetchable);
    let said = "Covage started it as task_8831; the documentation names no call to fetch it";
    assert!(story.notice().unwrap().ends_with(said));
    assert_eq!(standing(&story), "made, but no documented call fetches it");
    assert_eq!(story.state.jobs_wake(), None);
    story.pass(TimeDelta::hours(1));
    assert_eq!(story.asked(&ask), None);
    let copied = story.chars("5y");
    assert!(copied.list.contains(&Effect::Copy("task_8831".to_owned())));
}

#[test]
fn a_pdf_that_the_nearest_calls_do_bring_is_saved_under_its_line() {
    let mut story = started(&offer_pdf());
    let (_, id) = asked_after(&mut story, &Read::QuoteExportStatus(task()));
    story.answer(id, Ok(Reply::QuoteExportStatus(status(Some(true)))));
    let id = story.asked(&Read::QuoteExport(task())).unwrap();
    let effects = story.answer(id, Ok(Reply::QuoteExport(b"%PDF".to_vec())));
    let (_, file) = saved_file(&effects).unwrap();
    assert_eq!(file.name.wire(), "QO_20260423_00000001 2173 BPEA.pdf");
}

#[test]
fn a_body_that_is_cut_is_never_written() {
    let mut story = started(&orders_csv());
    let (_, id) = asked_after(&mut story, &Read::OrderExportStatus(task()));
    story.answer(id, Ok(Reply::OrderExportStatus(status(Some(true)))));
    let id = story.asked(&Read::OrderExport(task())).unwrap();
    let effects = story.answer(id, Err(failed(FailureKind::Unreadable)));
    assert!(saved_file(&effects).is_none());
    assert!(job(&story).is_running(), "it is asked for again");
}

#[test]
fn what_could_not_be_written_is_kept_and_not_downloaded_twice() {
    let mut story = started(&orders_csv());
    let (_, id) = asked_after(&mut story, &Read::OrderExportStatus(task()));
    story.answer(id, Ok(Reply::OrderExportStatus(status(Some(true)))));
    let id = story.asked(&Read::OrderExport(task())).unwrap();
    let effects = story.answer(id, Ok(Reply::OrderExport(b"x".to_vec())));
    let (save, file) = saved_file(&effects).unwrap();
    let full = "/home/me: the disk is full: nothing was saved".to_owned();
    story.feed(Event::File(FileEvent::Saved(save, Err(full.clone()))));
    assert_eq!(job(&story).stage, Stage::Failed(full));
    let effects = story.chars("5r");
    let (again, kept) = saved_file(&effects).unwrap();
    assert_eq!(kept, file);
    assert_ne!(again, save);
    assert_eq!(story.asked(&Read::OrderExport(task())), None);
    // An answer to the first attempt would be somebody else's.
    story.feed(Event::File(FileEvent::Saved(save, Ok("/tmp/x".to_owned()))));
    assert_eq!(job(&story).stage, Stage::Saving(again));
}

#[test]
fn after_the_engine_was_started_anew_it_goes_on() {
    let mut story = started(&orders_csv());
    let ask = Read::OrderExportStatus(task());
    asked_after(&mut story, &ask);
    story.open.clear();
    story.feed(Event::EngineRestarted);
    let id = story.asked(&ask).unwrap();
    story.answer(id, Ok(Reply::OrderExportStatus(status(Some(true)))));
    story.open.clear();
    story.feed(Event::EngineRestarted);
    assert!(story.asked(&Read::OrderExport(task())).is_some());
}

#[test]
fn a_job_is_stopped_before_and_after_its_write() {
    let mut story = Story::new();
    let confirmed = Confirm {
        title: String::new(),
        rows: Vec::new(),
        intents: vec![orders_csv()],
        how: How::Yes,
        recheck: None,
    };
    let mut effects = Effects::default();
    story.state.hand_in(confirmed, &mut effects);
    let [Effect::Write { id, .. }] = effects.list.as_slice() else {
        panic!("{effects:?}");
    };
    let slot = now() + TimeDelta::seconds(100);
    story.feed(Event::WriteMoved(*id, WriteMove::Waiting(slot)));
    story.chars("5");
    story.press(Key::Enter);
    let effects = story.press(Key::Enter);
    assert_eq!(effects.list, [Effect::CancelWrite(*id)]);
    story.feed(Event::WriteMoved(*id, WriteMove::Cancelled));
    assert_eq!(standing(&story), "taken back, nothing was sent");

    let mut story = started(&orders_csv());
    let (_, id) = asked_after(&mut story, &Read::OrderExportStatus(task()));
    story.chars("5");
    story.press(Key::Enter);
    let effects = story.press(Key::Enter);
    assert_eq!(effects.list, [Effect::Cancel(id)]);
    assert_eq!(job(&story).stage, Stage::Stopped);
    story.press(Key::Enter);
    assert!(story.asked(&Read::OrderExportStatus(task())).is_some());
}

#[test]
fn an_export_of_an_earlier_run_is_offered_and_not_fetched_by_itself() {
    let applied = |task: &str| {
        crate::domain::journal::Stage::Ended(Outcome::Applied(Receipt::Task(TaskId::new(task))))
    };
    let theirs = |id, minutes, task| crate::domain::journal::Entry {
        is_ours: false,
        ..journal::entry(id, minutes, orders_csv(), applied(task))
    };
    let journal = Journal {
        entries: vec![theirs(2, 30, "task_2"), theirs(1, 3_000, "task_1")],
        off: None,
    };
    let mut story = Story::new();
    story.feed(Event::JournalChanged(journal));
    story.wake();
    let tasks = story.state.jobs.list().iter().map(|job| job.task.clone());
    assert_eq!(
        tasks.collect::<Vec<_>>(),
        [Some(TaskId::new("task_2"))],
        "not one of two days ago"
    );
    assert_eq!(job(&story).stage, Stage::Left);
    let ask = Read::OrderExportStatus(TaskId::new("task_2"));
    story.pass(TimeDelta::minutes(5));
    assert_eq!(story.asked(&ask), None);
    let number = job(&story).number;
    story.state.resume_job(number).unwrap();
    story.wake();
    assert!(story.asked(&ask).is_some());
}

/// A line in a basket, under the cursor of the Quotes pane.
fn with_line(line: crate::domain::quote::Line) -> Story {
    let mut story = Story::new();
    story.wake();
    let basket = quotes::basket_with(1, "ready", vec![line]);
    story.state.quotes.take_basket(basket, false, now());
    story.state.rebuild_quotes();
    story.chars("2");
    while story.state.line_under_cursor().is_none() {
        story.chars("j");
    }
    story
}

fn traced() -> crate::domain::quote::Line {
    crate::domain::quote::Line {
        trace_file: Some(Text::new("tracé.kmz")),
        end_customer_name: Some(Text::new("KING JOUET")),
        ..quotes::ready_line(1, 3, quotes::offers())
    }
}

fn asked_to_confirm(story: &Story) -> &Confirm {
    match &story.state.overlay {
        Some(Overlay::Dialog(dialog)) => &dialog.confirm,
        other => panic!("no dialog is open but {other:?}"),
    }
}

fn rows(confirm: &Confirm) -> Vec<(&str, &str)> {
    let rows = confirm.rows.iter();
    rows.map(|(label, text)| (label.as_str(), text.line()))
        .collect()
}

fn off(story: &Story, text: &str) -> Option<String> {
    let Some(Overlay::Menu(menu)) = &story.state.overlay else {
        panic!("no menu is open");
    };
    let item = menu.items().iter().find(|item| item.text == text);
    item.unwrap().off.clone()
}

fn kmz() -> TraceFile {
    TraceFile {
        name: Text::new("new.kmz"),
        sha256: Text::new("0123456789abcdef".repeat(4)),
        bytes: Arc::from(&b"PK"[..]),
        size: 1_234_567,
    }
}

#[test]
fn a_trace_is_looked_at_before_it_is_sent_and_what_was_looked_at_is_sent() {
    let mut story = with_line(traced());
    story.chars("Tu");
    let effects = story.chars("~/n");
    assert!(effects.list.is_empty());
    let effects = story.press(Key::Tab);
    let [Effect::ListPaths(id, path, ["kmz"])] = effects.list.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(path, "~/n");
    let paths = vec![Text::new("~/new.kmz")];
    story.feed(Event::File(FileEvent::PathsListed(*id, paths)));
    let effects = story.press(Key::Enter);
    let [Effect::LoadTrace(id, path)] = effects.list.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(path, "~/new.kmz");
    let effects = story.feed(Event::File(FileEvent::TraceLoaded(*id, Ok(kmz()))));
    assert!(
        !effects
            .list
            .iter()
            .any(|it| matches!(it, Effect::Write { .. }))
    );
    let confirm = asked_to_confirm(&story);
    let half = "0123456789abcdef".repeat(2);
    assert_eq!(
        rows(confirm),
        [
            ("line", "QO_20260423_00000001"),
            ("customer", "KING JOUET"),
            ("file", "new.kmz"),
            ("size", "1.1 MiB (1234567 bytes)"),
            ("SHA-256", half.as_str()),
            ("", half.as_str()),
            ("instead of", "tracé.kmz"),
        ]
    );
    assert_eq!(confirm.how, How::Yes);
    assert_eq!(confirm.recheck, Some(Recheck::Line(quotes::line_id(1))));
    assert_eq!(
        confirm.intents[0].write,
        Write::UploadTrace(journal::line_key(1), kmz())
    );
}

#[test]
fn a_file_that_will_not_do_says_why_and_the_path_stays() {
    let mut story = with_line(traced());
    story.chars("Tux.kmz");
    let effects = story.press(Key::Enter);
    let [Effect::LoadTrace(id, _)] = effects.list.as_slice() else {
        panic!("{effects:?}");
    };
    let why = "it is larger than 20 MiB".to_owned();
    story.feed(Event::File(FileEvent::TraceLoaded(*id, Err(why.clone()))));
    let Some(Overlay::Path(prompt)) = &story.state.overlay else {
        panic!("the path is gone");
    };
    assert_eq!(prompt.prompt.problem, Some(why));
    assert_eq!(prompt.prompt.text(), "x.kmz");
    // Left before the file was read: a late answer opens nothing.
    let effects = story.press(Key::Enter);
    let [Effect::LoadTrace(id, _)] = effects.list.as_slice() else {
        panic!("{effects:?}");
    };
    story.press(Key::Esc);
    story.feed(Event::File(FileEvent::TraceLoaded(*id, Ok(kmz()))));
    assert!(story.state.overlay.is_none());
}

#[test]
fn a_trace_is_downloaded_under_its_own_name_or_its_lines() {
    let mut story = with_line(traced());
    story.chars("Td");
    let read = Read::Trace(journal::line_key(1));
    let id = story.asked(&read).unwrap();
    let effects = story.answer(id, Ok(Reply::Trace(b"PK".to_vec())));
    assert_eq!(saved_file(&effects).unwrap().1.name.wire(), "tracé.kmz");

    let link = "https://files.example.com/traces/77?x=1";
    let mut story = with_line(crate::domain::quote::Line {
        trace_file: Some(Text::new(link)),
        ..traced()
    });
    story.chars("Td");
    let id = story.asked(&read).unwrap();
    let effects = story.answer(id, Ok(Reply::Trace(b"PK".to_vec())));
    let name = "QO_20260423_00000001_trace.kmz";
    assert_eq!(saved_file(&effects).unwrap().1.name.wire(), name);
    story.chars("Td");
    let id = story.asked(&read).unwrap();
    story.answer(id, Err(failed(FailureKind::NotFound)));
    assert_eq!(
        standing(&story),
        "Covage holds no trace file for this line (404)"
    );
}

#[test]
fn a_trace_is_deleted_through_the_dialog_of_its_line() {
    let mut story = with_line(traced());
    story.chars("T-");
    let confirm = asked_to_confirm(&story);
    assert_eq!(
        confirm.intents[0].write,
        Write::DeleteTrace(journal::line_key(1))
    );
    assert_eq!(confirm.intents[0].subject.wire(), "QO_20260423_00000001");
    assert!(rows(confirm).contains(&("trace file", "tracé.kmz")));
}

#[test]
fn what_cannot_be_done_with_files_says_why() {
    let mut story = with_line(quotes::ready_line(1, 3, quotes::offers()));
    story.chars("T");
    assert_eq!(off(&story, "upload one"), None);
    for text in ["download it", "delete it"] {
        let why = off(&story, text);
        assert_eq!(why.as_deref(), Some("it has no trace file"), "{text}");
    }
    let mut story = with_line(traced());
    story.state.session.is_read_only = true;
    story.chars("T");
    assert_eq!(off(&story, "download it"), None);
    for text in ["upload one", "delete it"] {
        let why = off(&story, text).unwrap();
        assert!(why.starts_with("read-only"), "{text}");
    }
    let mut story = Story::new();
    story.chars("5T");
    assert!(story.state.overlay.is_none() && story.notice().is_some());
}

#[test]
fn a_line_whose_basket_is_not_known_cannot_be_written_to_yet() {
    let mut story = Story::new();
    story.state.quotes.take_line(traced(), false, now());
    story.state.rebuild_quotes();
    story.chars("2T");
    for text in ["upload one", "download it", "delete it"] {
        let why = off(&story, text).unwrap();
        assert!(why.starts_with("basket not known yet"), "{text}: {why}");
    }
}

#[test]
fn an_export_of_lines_takes_along_what_covage_understands_of_the_filter() {
    let mut story = with_line(traced());
    story
        .state
        .set_filter(Pane::Quotes, "state:ready client=\"king jouet\" val<10d");
    story.chars("Xc");
    let confirm = asked_to_confirm(&story);
    let filter = LineFilter {
        state: Some(Text::new("ready")),
        end_customer_name: Some(Text::new("KING JOUET")),
        ..LineFilter::default()
    };
    assert_eq!(confirm.intents[0].write, Write::StartQuoteExport(filter));
    let rows = rows(confirm);
    assert!(rows.contains(&("filter", "state = ready, end_customer_name = KING JOUET")));
    assert!(rows.contains(&("left out", "val<10d")));
    assert_eq!((confirm.how.clone(), &confirm.recheck), (How::Yes, &None));
}

#[test]
fn pdfs_are_of_the_line_and_of_the_offer_that_was_meant() {
    let mut story = with_line(traced());
    let (_, offer) = story.state.offer_under_cursor().unwrap();
    let product = offer.product.clone().unwrap();
    story.chars("Xp");
    assert_eq!(
        asked_to_confirm(&story).intents[0].write,
        Write::ExportLinePdf(journal::line_key(1))
    );
    story.state.overlay = None;
    story.chars("Xo");
    assert_eq!(
        asked_to_confirm(&story).intents[0].write,
        Write::ExportOfferPdf(journal::line_key(1), product)
    );
}

#[test]
fn an_export_under_way_is_not_asked_for_twice() {
    let mut story = started(&orders_csv());
    story.chars("X");
    let why = off(&story, "CSV of the orders").unwrap();
    assert_eq!(why, "one is under way: 5 shows it");
    assert_eq!(off(&story, "CSV of the quote lines"), None);
}

#[test]
fn a_job_is_found_by_its_number_in_the_pane() {
    let mut story = started(&orders_csv());
    story.chars("5");
    let number = job(&story).number;
    assert_eq!(
        story.state.activity_pane.under_cursor(),
        Some(Subject::Job(number))
    );
}

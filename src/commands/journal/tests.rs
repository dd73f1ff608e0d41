use super::*;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::ids::{LineId, ProductId};
use crate::domain::journal::{Account, JournalId, Look as ReadBack, Settled, Stage};
use crate::domain::text::{Text, is_drawable};
use crate::domain::write::{Intent, OfferKey, Outcome, Receipt, Write as Change};

const HOSTILE: &str = "a\u{1b}[2J\u{9b}6n\u{202e}b\tc\n\"\\\u{7f}\u{200b}é";

fn entry(id: i64, text: &str, stage: Stage) -> Entry {
    let at = "2026-05-04T12:05:02Z".parse().unwrap();
    Entry {
        id: JournalId(id),
        account: Account {
            origin: text.to_owned(),
            username: text.to_owned(),
        },
        at,
        intent: Ok(Intent {
            write: Change::Accept(OfferKey {
                line: LineId::new(text),
                product: ProductId::new(text),
            }),
            subject: Text::new(text),
            seen: Vec::new(),
        }),
        stage,
        staged_at: at,
        look: None,
        looks: 0,
        is_ours: false,
    }
}

fn every_stage(text: &str) -> Vec<Entry> {
    let failure = || {
        Failure::new(FailureKind::Server, "/p")
            .with_status(502)
            .with_detail(text)
    };
    let found = || Text::new(text);
    let stages = vec![
        Stage::Sending,
        Stage::Ended(Outcome::NotSent(failure())),
        Stage::Ended(Outcome::Refused(failure())),
        Stage::Ended(Outcome::Unknown(failure())),
        Stage::Ended(Outcome::Applied(Receipt::Key(found()))),
        Stage::Ended(Outcome::Applied(Receipt::Bare)),
        Stage::Settled(Settled::Reached {
            found: found(),
            maybe_other: true,
        }),
        Stage::Settled(Settled::GivenUp),
        Stage::Settled(Settled::ByHand {
            was_applied: Some(false),
            note: found(),
        }),
    ];
    let mut all: Vec<_> = stages
        .into_iter()
        .zip(1..)
        .map(|(stage, id)| entry(id, text, stage))
        .collect();
    all[3].look = Some(ReadBack {
        at: "2026-05-04T12:07:31Z".parse().unwrap(),
        found: found(),
    });
    all[3].looks = 3;
    all.push(Entry {
        intent: Err(Text::new(text)),
        ..entry(10, text, Stage::Sending)
    });
    all
}

fn printed(entries: &[Entry], format: Format, is_ascii: bool) -> String {
    let look = Look {
        format,
        is_ascii,
        width: 120,
    };
    let mut out = Vec::new();
    print(&mut out, entries, &look, &Zone::utc()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn nothing_hostile_leaves_as_it_came() {
    let entries = every_stage(HOSTILE);
    for format in [Format::Table, Format::Tsv, Format::Json] {
        for is_ascii in [false, true] {
            let text = printed(&entries, format, is_ascii);
            let is_fine = |c: char| is_drawable(c) || matches!(c, '\n' | '\t');
            assert!(text.chars().all(is_fine), "{}", text.escape_debug());
            assert!(!is_ascii || text.is_ascii(), "{format:?}: {text}");
            let headings = usize::from(format != Format::Json);
            assert_eq!(text.lines().count(), entries.len() + headings, "{text}");
        }
    }
}

#[test]
fn a_table_says_what_is_known_of_each() {
    insta::assert_snapshot!(printed(&every_stage("QO_1 / 2173"), Format::Table, false));
}

#[test]
fn of_what_no_reading_tells_no_more_is_said_than_that() {
    let mut export = every_stage("QO_1").remove(3);
    export.intent = Ok(Intent {
        write: Change::StartOrderExport,
        subject: Text::new(""),
        seen: Vec::new(),
    });
    let text = printed(&[export], Format::Table, false);
    let row = text.lines().nth(1).unwrap();
    assert!(
        row.contains("unknown as of 2026-05-04 12:07:31"),
        "it may have been started: {row}"
    );
}

#[test]
fn json_keeps_every_value_under_its_name() {
    let text = printed(&every_stage(HOSTILE), Format::Json, true);
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let unknown = &rows[3];
    assert_eq!(unknown.as_object().unwrap().len(), FIELDS.len());
    assert_eq!(unknown["about"], HOSTILE);
    assert_eq!(unknown["write"], "accept");
    assert_eq!(unknown["path"], "/api/v1/quote_item/{id}/accept/");
    assert_eq!(unknown["outcome"], "unknown");
    assert_eq!(unknown["is_open"], true);
    assert_eq!(unknown["status"], 502);
    assert_eq!(unknown["detail"], HOSTILE);
    assert_eq!(unknown["found"], HOSTILE);
    assert_eq!(unknown["looked_at"], "2026-05-04T12:07:31.000Z");
    assert_eq!(rows[4]["receipt"], HOSTILE);
    assert_eq!(rows[8]["settled"], "by hand: it was not applied");
    assert_eq!(rows[9]["write"], serde_json::Value::Null);
}

//! What the screen says while data is on its way, late, or not to be had.

use chrono::TimeDelta;

use super::*;
use crate::app::gauges::{Offline, Slowed};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::request::{Cursor, Page};

/// Rows of the screen that tell how things stand.
fn top(story: &mut Story, size: (u16, u16)) -> String {
    print(&buffer(story, size, UNICODE), UNICODE.theme, 0..1)
}

fn failed_first_page(kind: FailureKind) -> Story {
    let mut story = Story::new();
    story.wake();
    let id = story.page_asked();
    let failure = Failure::new(kind, "/api/v1/order/").with_detail("upstream said nothing");
    story.answer(id, Err(failure));
    story
}

#[test]
fn before_the_first_page() {
    let mut story = Story::new();
    story.wake();
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn while_the_first_pages_come() {
    let mut story = Story::new();
    story.wake();
    story.pass(TimeDelta::seconds(4));
    let id = story.page_asked();
    let page = Page {
        rows: orders().into_iter().take(5).collect(),
        next: Some(Cursor::Number(2)),
        count: Some(60),
        page_size: Some(5),
    };
    story.answer(id, Ok(Reply::Orders(page)));
    let gauges = healthy(&story);
    story.gauges(gauges);
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn an_account_without_orders() {
    let mut story = Story::new();
    story.wake();
    story.sweep(Vec::new());
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn a_first_page_that_failed() {
    insta::assert_snapshot!(shown(&mut failed_first_page(FailureKind::Server), SMALL));
}

#[test]
fn a_login_that_was_refused() {
    let mut story = failed_first_page(FailureKind::LoginRefused);
    story.gauges(Gauges {
        login: Login::Refused,
        ..Gauges::default()
    });
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn no_password() {
    let mut story = failed_first_page(FailureKind::NoCredentials);
    story.gauges(Gauges {
        login: Login::NoPassword,
        ..Gauges::default()
    });
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

#[test]
fn offline_with_nothing_read() {
    let mut story = failed_first_page(FailureKind::Offline);
    let gauges = Gauges {
        offline: Some(Offline {
            since: story.now,
            next_try: Some(story.now + TimeDelta::seconds(20)),
        }),
        ..Gauges::default()
    };
    story.gauges(gauges);
    insta::assert_snapshot!(shown(&mut story, (60, 16)));
}

#[test]
fn every_trouble_in_the_status_row() {
    let sizes = [(59, 16), (60, 16), SMALL, MIDDLE, (200, 60)];
    let mut screens = Vec::new();
    let mut tell = |name: &str, story: &mut Story| {
        screens.push(format!("== {name}"));
        for size in sizes {
            screens.push(top(story, size));
        }
    };
    let mut story = filled();
    story.state.session.is_read_only = true;
    tell("read-only", &mut story);

    let base = healthy(&story);
    let later = |seconds| story.now + TimeDelta::seconds(seconds);
    let troubles = [
        (
            "throttled",
            Gauges {
                used: 120,
                waiting: 3,
                next_at: Some(later(12)),
                ..base.clone()
            },
        ),
        (
            "slowed",
            Gauges {
                slowed: Some(Slowed {
                    cap: 60,
                    until: later(590),
                }),
                ..base.clone()
            },
        ),
        (
            "offline",
            Gauges {
                offline: Some(Offline {
                    since: later(-180),
                    next_try: Some(later(20)),
                }),
                ..base.clone()
            },
        ),
        (
            "token",
            Gauges {
                login: Login::Valid { until: later(130) },
                ..base.clone()
            },
        ),
        (
            "refused",
            Gauges {
                login: Login::Refused,
                ..base.clone()
            },
        ),
    ];
    for (name, gauges) in troubles {
        story.gauges(gauges);
        tell(name, &mut story);
    }
    story.gauges(Gauges {
        offline: Some(Offline {
            since: story.now,
            next_try: None,
        }),
        ..base
    });
    story.pass(INTERVAL * 6);
    tell("stale, offline, with a message", &mut story);
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn a_part_that_failed() {
    let mut story = Story::new();
    story.wake();
    story.sweep(orders());
    story.pass(crate::app::refresh::parts::REST);
    while let Some((id, read, _)) = story.open.first().cloned() {
        let failure = Failure::new(FailureKind::Server, read.path()).with_status(502);
        story.answer(id, Err(failure));
    }
    insta::assert_snapshot!(shown(&mut story, SMALL));
}

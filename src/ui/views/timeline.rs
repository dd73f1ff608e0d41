//! The production timeline, upright where there is room and lying on its side where there is not.

use chrono::TimeDelta;

use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::timeline::{LifecycleLine, StepLine, StepStatus, Timeline};
use crate::ui::format::{long_date, short_date, span};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Pieces, piece};
use crate::ui::theme::Role;

/// Width of a cell of the timeline that lies on its side.
const CELL: usize = 6;
/// Dwell beyond this is called long, until the account's own medians are known.
const LONG_DWELL: TimeDelta = TimeDelta::days(14);

/// One line a step, top to bottom, with the lifecycle around them.
pub fn upright(timeline: &Timeline, state: &AppState, glyphs: &Glyphs) -> Vec<Pieces<'static>> {
    let mut lines = vec![vec![piece(
        format!("     {:<31}{:<18}{:>6}", "STEP", "SINCE", "DWELL"),
        Role::Dim,
    )]];
    lines.extend(
        timeline
            .before
            .iter()
            .map(|line| lifecycle_line(line, state, glyphs)),
    );
    for step in &timeline.steps {
        lines.push(step_line(step, state, glyphs));
    }
    lines.extend(
        timeline
            .after
            .iter()
            .map(|line| lifecycle_line(line, state, glyphs)),
    );
    lines
}

fn step_line(line: &StepLine, state: &AppState, glyphs: &Glyphs) -> Pieces<'static> {
    let (mark, role) = mark(line.status, glyphs);
    let word = line.step.word();
    let text_role = match line.status {
        StepStatus::Live => Role::Strong,
        StepStatus::Done => Role::Text,
        StepStatus::Skipped | StepStatus::ToCome => Role::Dim,
    };
    let since = match (&line.since, line.status) {
        (Some(date), _) => long_date(date, &state.zone),
        (None, StepStatus::Skipped) => "skipped".to_owned(),
        (None, _) if line.times > 0 => "no date".to_owned(),
        (None, _) => glyphs.dot.to_owned(),
    };
    let mut pieces = vec![
        piece(format!(" {mark} "), role),
        piece(format!("{:>2} {word:<30}", line.step.number()), text_role),
        piece(
            format!("{since:<18}"),
            if line.since.is_some() {
                text_role
            } else {
                Role::Dim
            },
        ),
        dwell(line),
    ];
    if line.out_of_order {
        pieces.push(piece("  OUT OF ORDER", Role::Warn));
    }
    if line.times > 1 {
        pieces.push(piece(format!("  {}x", line.times), Role::Warn));
    }
    pieces
}

fn dwell(line: &StepLine) -> crate::ui::paint::Piece<'static> {
    let (text, role) = match (line.dwell, line.status) {
        (Some(dwell), StepStatus::Live) if dwell >= LONG_DWELL => {
            (format!("{}>", span(dwell)), Role::Warn)
        }
        (Some(dwell), StepStatus::Live) => (format!("{}>", span(dwell)), Role::Strong),
        (Some(dwell), _) => (format!("{} ", span(dwell)), Role::Text),
        (None, StepStatus::Done) => ("? ".to_owned(), Role::Dim),
        (None, _) => (String::new(), Role::Dim),
    };
    piece(format!("{text:>6}"), role)
}

fn lifecycle_line(line: &LifecycleLine, state: &AppState, glyphs: &Glyphs) -> Pieces<'static> {
    let since = line
        .since
        .as_ref()
        .map(|date| long_date(date, &state.zone))
        .unwrap_or_default();
    let reason = line
        .reason
        .as_ref()
        .map(|reason| format!("  {}", reason.line()))
        .unwrap_or_default();
    vec![
        piece(format!(" {} ", glyphs.link), Role::Dim),
        piece(format!("   {:<30}", line.state.line()), Role::Dim),
        piece(format!("{since}{reason}"), Role::Dim),
    ]
}

fn mark(status: StepStatus, glyphs: &Glyphs) -> (&'static str, Role) {
    match status {
        StepStatus::Done => (glyphs.done, Role::Good),
        StepStatus::Live => (glyphs.live, Role::Accent),
        StepStatus::Skipped => (glyphs.skipped, Role::Warn),
        StepStatus::ToCome => (glyphs.to_come, Role::Dim),
    }
}

/// Four lines for narrow screens: headings, days, dwell, flags.
pub fn lying(timeline: &Timeline, state: &AppState, glyphs: &Glyphs) -> Vec<Pieces<'static>> {
    let today = state.today();
    let heading = |line: &StepLine| match line.status {
        StepStatus::Live => (line.step.heading().to_owned(), Role::Accent),
        StepStatus::Done => (line.step.heading().to_owned(), Role::Text),
        StepStatus::Skipped | StepStatus::ToCome => (line.step.heading().to_owned(), Role::Dim),
    };
    let marks = |line: &StepLine| {
        let (mark, role) = mark(line.status, glyphs);
        (mark.to_owned(), role)
    };
    let since = |line: &StepLine| match &line.since {
        Some(FlexDate::Raw(_)) => ("?".to_owned(), Role::Dim),
        Some(date) => {
            let text = short_date(date, &state.zone, today);
            // Last year's dates keep month and day; the year is in the upright form and in Raw.
            (
                text.chars()
                    .rev()
                    .take(5)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect(),
                Role::Text,
            )
        }
        None if line.status == StepStatus::Skipped => ("skip".to_owned(), Role::Warn),
        None => (glyphs.dot.to_owned(), Role::Dim),
    };
    let dwell = |line: &StepLine| match line.dwell {
        Some(dwell) if line.status == StepStatus::Live => {
            let role = if dwell >= LONG_DWELL {
                Role::Warn
            } else {
                Role::Strong
            };
            (format!("{}>", span(dwell)), role)
        }
        Some(dwell) => (span(dwell), Role::Text),
        None => (
            if line.status == StepStatus::Done {
                "?"
            } else {
                glyphs.dot
            }
            .to_owned(),
            Role::Dim,
        ),
    };
    let mut lines = vec![
        row("step", timeline, heading),
        row("", timeline, marks),
        row("since", timeline, since),
        row("dwell", timeline, dwell),
    ];
    if timeline
        .steps
        .iter()
        .any(|line| line.out_of_order || line.times > 1)
    {
        lines.push(row("flag", timeline, |line| {
            let flag = match (line.out_of_order, line.times) {
                (true, _) => "order",
                (false, 2..) => "again",
                (false, _) => "",
            };
            (flag.to_owned(), Role::Warn)
        }));
    }
    let around: Vec<_> = timeline
        .before
        .iter()
        .chain(&timeline.after)
        .map(|line| {
            let since = line
                .since
                .as_ref()
                .map(|date| format!(" {}", short_date(date, &state.zone, today)))
                .unwrap_or_default();
            format!("{}{since}", line.state.line())
        })
        .collect();
    if !around.is_empty() {
        lines.push(vec![piece(
            format!(" {}", around.join(&format!(" {} ", glyphs.dot))),
            Role::Dim,
        )]);
    }
    lines
}

fn row(
    label: &str,
    timeline: &Timeline,
    cell: impl Fn(&StepLine) -> (String, Role),
) -> Pieces<'static> {
    let mut pieces = vec![piece(format!(" {label:<6}"), Role::Dim)];
    pieces.extend(timeline.steps.iter().map(|line| {
        let (text, role) = cell(line);
        piece(format!("{text:<CELL$}"), role)
    }));
    pieces
}

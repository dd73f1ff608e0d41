//! The production timeline, upright where there is room and lying on its side where there is not.

use chrono::TimeDelta;

use crate::app::state::AppState;
use crate::domain::date::FlexDate;
use crate::domain::timeline::{LifecycleLine, ProductionStep, StepLine, StepStatus, Timeline};
use crate::ui::format::{DAY, WITH_OFFSET, WITH_TIME, date, flagged, span};
use crate::ui::glyphs::Glyphs;
use crate::ui::paint::{Piece, Pieces, fit, piece, width};
use crate::ui::theme::Role;
use crate::ui::widgets::preview::{Line, Overlay};

/// Width of a cell of the timeline that lies on its side.
const CELL: usize = 6;
/// Dwell beyond this is called long, until the account's own medians are known.
pub const LONG_DWELL: TimeDelta = TimeDelta::days(14);

/// Columns of the step's name in the upright form: in full, or in its short form.
const LABEL: usize = 29;
const SHORT_LABEL: usize = 13;
/// Columns beside the step's name and its date.
const AROUND: usize = 14;
/// Columns before the step's name: mark, flag, number.
const BEFORE: usize = 6;

/// One line a step, top to bottom, with the lifecycle around them; what is odd is spelled out below. `moved` is the
/// step that was reached a moment ago.
pub(super) fn upright(
    timeline: &Timeline,
    state: &AppState,
    width: u16,
    moved: Option<ProductionStep>,
    glyphs: &Glyphs,
) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(AROUND);
    // Names in full are worth more than the time of day.
    let since = [WITH_OFFSET, WITH_TIME]
        .into_iter()
        .find(|since| room >= LABEL + since)
        .unwrap_or(DAY);
    let label = room.saturating_sub(since).clamp(SHORT_LABEL, LABEL);
    let mut lines = vec![Line::from(piece(
        format!(
            "      {:<label$} {:<since$} {:>6}",
            "STEP", "SINCE", "DWELL"
        ),
        Role::Dim,
    ))];
    let lifecycle =
        |line: &LifecycleLine| Line::from(lifecycle_line(line, state, (label, since), glyphs));
    lines.extend(timeline.before.iter().map(lifecycle));
    lines.extend(timeline.steps.iter().map(|step| {
        let line = Line::from(step_line(step, state, (label, since), glyphs));
        if moved == Some(step.step) {
            let name = BEFORE..BEFORE + self::width(name(step, label));
            line.with(name, Overlay::Changed)
        } else {
            line
        }
    }));
    lines.extend(timeline.after.iter().map(lifecycle));
    lines.extend(timeline.steps.iter().filter_map(oddity).map(Line::from));
    lines
}

/// All names in full or none: a mixture reads like two kinds of step.
fn name(line: &StepLine, columns: usize) -> &'static str {
    if columns < LABEL {
        line.step.short()
    } else {
        line.step.label()
    }
}

fn step_line(
    line: &StepLine,
    state: &AppState,
    (label, since_width): (usize, usize),
    glyphs: &Glyphs,
) -> Pieces<'static> {
    let (mark, role) = mark(line.status, glyphs);
    let text_role = match line.status {
        StepStatus::Live => Role::Strong,
        StepStatus::Done => Role::Text,
        StepStatus::Skipped | StepStatus::ToCome => Role::Dim,
    };
    let (since, since_role) = match (&line.since, line.status) {
        (Some(since), _) => (date(since, state, since_width), text_role),
        (None, StepStatus::Skipped) => ("skipped".to_owned(), Role::Warn),
        (None, _) if line.times > 0 => ("no date".to_owned(), Role::Dim),
        (None, _) => (glyphs.dot.to_owned(), Role::Dim),
    };
    let name = name(line, label);
    let flag = if is_odd(line) { "!" } else { " " };
    vec![
        piece(format!(" {mark}"), role),
        piece(flag, Role::Warn),
        piece(
            format!("{:>2} {name:<label$} ", line.step.number()),
            text_role,
        ),
        piece(format!("{} ", fit(&since, since_width)), since_role),
        dwell(line),
    ]
}

fn is_odd(line: &StepLine) -> bool {
    line.out_of_order || line.times > 1
}

fn oddity(line: &StepLine) -> Option<Pieces<'static>> {
    let what = match (line.out_of_order, line.times) {
        (true, 2..) => format!("came out of order, {} times", line.times),
        (true, _) => "came out of order".to_owned(),
        (false, 2..) => format!("came {} times", line.times),
        (false, _) => return None,
    };
    Some(vec![
        piece(format!("  !{:>2} ", line.step.number()), Role::Warn),
        piece(what, Role::Dim),
    ])
}

fn dwell(line: &StepLine) -> Piece<'static> {
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

fn lifecycle_line(
    line: &LifecycleLine,
    state: &AppState,
    (label, since_width): (usize, usize),
    glyphs: &Glyphs,
) -> Pieces<'static> {
    let since = line
        .since
        .as_ref()
        .map(|since| date(since, state, since_width))
        .unwrap_or_default();
    let reason = line
        .reason
        .as_ref()
        .map(|reason| format!(" {}", flagged(reason)))
        .unwrap_or_default();
    vec![
        piece(
            format!(" {}    {} ", glyphs.link, fit(&flagged(&line.state), label)),
            Role::Dim,
        ),
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

/// Two lines for the narrowest screens: the step, and since when.
pub(super) fn brief(
    timeline: &Timeline,
    state: &AppState,
    moved: Option<ProductionStep>,
) -> Vec<Line<'static>> {
    let Some(line) = timeline.current() else {
        return vec![Line::from(piece(" no step yet", Role::Dim))];
    };
    let since = line.since.as_ref();
    let since = since.map(|since| date(since, state, DAY));
    let step = format!(
        " {}/{} {}",
        line.step.number(),
        timeline.steps.len(),
        line.step.short()
    );
    let columns = 1..width(&step);
    let mut first = Line::from(piece(step, Role::Strong));
    if moved == Some(line.step) {
        first = first.with(columns, Overlay::Changed);
    }
    let since = format!(" since {} ", since.unwrap_or_default());
    vec![
        first,
        Line::from(vec![piece(since, Role::Text), dwell(line)]),
    ]
}

/// Four lines for narrow screens: headings, days, dwell, flags.
pub(super) fn lying(
    timeline: &Timeline,
    state: &AppState,
    moved: Option<ProductionStep>,
    glyphs: &Glyphs,
) -> Vec<Line<'static>> {
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
        Some(since) => {
            let text = date(since, state, CELL - 1);
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
    let mut lines: Vec<Line<'_>> = [
        row("step", timeline, heading),
        row("", timeline, marks),
        row("since", timeline, since),
        row("dwell", timeline, dwell),
    ]
    .into_iter()
    .map(Line::from)
    .collect();
    if let Some(step) = moved {
        let start = 1 + CELL + (usize::from(step.number()) - 1) * CELL;
        let heading = start..start + width(step.heading());
        lines[0].overlays.push((heading, Overlay::Changed));
    }
    if timeline
        .steps
        .iter()
        .any(|line| line.out_of_order || line.times > 1)
    {
        let flags = row("flag", timeline, |line| {
            let flag = match (line.out_of_order, line.times) {
                (true, _) => "order",
                (false, 2..) => "again",
                (false, _) => "",
            };
            (flag.to_owned(), Role::Warn)
        });
        lines.push(Line::from(flags));
    }
    let around: Vec<_> = timeline
        .before
        .iter()
        .chain(&timeline.after)
        .map(|line| {
            let since = line
                .since
                .as_ref()
                .map(|since| format!(" {}", date(since, state, DAY)))
                .unwrap_or_default();
            format!("{}{since}", flagged(&line.state))
        })
        .collect();
    if !around.is_empty() {
        lines.push(Line::from(piece(
            format!(" {}", around.join(&format!(" {} ", glyphs.dot))),
            Role::Dim,
        )));
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

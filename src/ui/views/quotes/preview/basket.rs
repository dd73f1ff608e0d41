//! The Basket tab: the basket's own fields, then its lines.

use ratatui::layout::Rect;

use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::state::AppState;
use crate::domain::ids::LineId;
use crate::domain::text::Text;
use crate::ui::format::{flagged, urgency};
use crate::ui::paint::{fit, piece};
use crate::ui::theme::Role;
use crate::ui::views::quotes::cells::{of_lines, state_role};
use crate::ui::widgets::preview::fields::{Group, Sheet, Value, remark};
use crate::ui::widgets::preview::{Line, ROOMY, said, standing};

/// Columns of a reference.
const REFERENCE: usize = 20;
/// Columns of a state, and where the screen is narrow.
const STATE: [usize; 2] = [12, 7];
/// From this width on a state has all of its columns.
const ROOMY_STATE: u16 = 64;

/// Every line of the tab; `here` is the line under the cursor, if it is on one.
pub(super) fn lines<'a>(
    basket: &'a QuoteBasket,
    state: &'a AppState,
    body: Rect,
    here: Option<&LineId>,
) -> Vec<Line<'a>> {
    let is_roomy = body.height >= ROOMY;
    let is_gone = basket.gone_since.is_some();
    let mut lines = standing(&basket.detail, "lines", is_gone, state, body.width);
    let sheet = Sheet::new(body.width, is_roomy, false);
    let known = &basket.basket;
    let date = |day: &_| Value::date(Option::as_ref(day), state, sheet.value_columns());
    let text = |text: &Option<Text>| Value::text(text.as_ref());
    let group = Group::new("basket")
        .field("external_id", text(&known.external_id))
        .field("id", Value::text(Some(known.id.text())))
        .field("state", Value::of(Some(known.state.word().to_owned())))
        .field("project_id", text(&known.project))
        .field("quote_date", date(&known.quote_date))
        .field("creation_date", date(&known.creation_date));
    lines.extend(sheet.lines(&[group]));
    if basket.detail.read_at().is_none() {
        return lines;
    }
    if is_roomy {
        lines.push(Line::default());
    }
    let summary = format!(" {}", of_lines(state, basket));
    lines.extend(said(&summary, Role::Strong, body.width));
    let of_basket = basket.lines.iter().filter_map(|id| state.quotes.line(id));
    let of_basket = of_basket.filter(|line| !line.has_left);
    let columns = STATE[usize::from(body.width < ROOMY_STATE)];
    lines.extend(of_basket.map(|line| row(line, state, here, columns)));
    if basket.lines.is_empty() {
        let how = state.keymap.tell(" {new} adds a line");
        lines.extend(remark(&how, body.width));
    }
    lines
}

/// What there is to say while nobody knows the basket of a line (Q4).
pub(super) fn unknown<'a>(state: &AppState, columns: u16) -> Vec<Line<'a>> {
    let unread = state.quotes.baskets();
    let unread = unread.filter(|(_, basket)| basket.detail.read_at().is_none());
    let text = match unread.count() {
        0 => " no basket that was read holds this line".to_owned(),
        1 => " not known yet: 1 basket is still to be read".to_owned(),
        unread => format!(" not known yet: {unread} baskets are still to be read"),
    };
    remark(&text, columns)
}

fn row<'a>(
    line: &'a QuoteLine,
    state: &'a AppState,
    here: Option<&LineId>,
    columns: usize,
) -> Line<'a> {
    let is_here = here == Some(&line.line.id);
    let mark = if is_here { " > " } else { "   " };
    let ready = match line.ready() {
        Some((ready, all)) if line.awaits_an_answer() => format!("{ready}/{all}"),
        _ => String::new(),
    };
    let days = line.days_left(state.today(), &state.zone);
    let days = days.filter(|_| line.awaits_an_answer());
    let (sign, role) = days.map_or(("", Role::Dim), urgency);
    let days = days.map_or_else(String::new, |days| format!("{days}d {sign}"));
    let customer = line.customer().map(flagged).unwrap_or_default();
    Line::from(vec![
        piece(mark, Role::Strong),
        piece(fit(&flagged(line.name_text()), REFERENCE), Role::Text),
        piece(
            format!(" {}", fit(line.line.state.word(), columns)),
            state_role(&line.line.state),
        ),
        piece(format!(" {ready:>5}"), Role::Text),
        piece(format!(" {days:<7}"), role),
        piece(format!(" {customer}"), Role::Dim),
    ])
}

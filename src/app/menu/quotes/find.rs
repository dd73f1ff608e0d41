//! Quote lines and baskets found by words, for the palette.

use std::cmp::Reverse;

use crate::app::entities::orders::RowId;
use crate::app::entities::quotes::{QuoteBasket, QuoteLine};
use crate::app::facts::quotes::QuoteScope;
use crate::app::menu::words::{Looks, Rank, Words};
use crate::app::menu::{Choice, Item, foreign};
use crate::app::query::{Facts as _, Now};
use crate::app::state::AppState;
use crate::domain::text::Text;

/// The rows whose texts hold all words, best first: what ends in the digits asked for, then other references, then
/// customers that begin with a word; of equally good ones the newest reference first. Those that have left are none.
pub(in crate::app::menu) fn find(state: &AppState, words: &Words) -> Vec<RowId> {
    let now = Now::new(state.now, &state.zone, &state.session.me);
    let scope = state.quote_scope(&now);
    let lines = state.quotes.lines().filter(|(_, line)| !line.has_left);
    let baskets = state
        .quotes
        .baskets()
        .filter(|(_, basket)| !basket.has_left);
    let rows = lines.map(|(row, _)| row).chain(baskets.map(|(row, _)| row));
    let mut found: Vec<_> = rows
        .filter_map(|row| Some((rank(row, words, scope)?, row)))
        .collect();
    found.sort_by_cached_key(|(rank, row)| (*rank, Reverse(name(*row, scope).to_owned())));
    found.into_iter().map(|(_, row)| row).collect()
}

/// The folded reference of a line, or what a basket is called.
fn name(row: RowId, scope: QuoteScope<'_>) -> &str {
    match scope.quotes.basket_at(row) {
        Some(_) => scope.cards.basket(row),
        None => scope.cards.reference(row),
    }
}

fn rank(row: RowId, words: &Words, scope: QuoteScope<'_>) -> Option<Rank> {
    let facts = scope.facts(row)?;
    let (name, client) = (name(row, scope), scope.cards.client(row));
    let line = scope.quotes.line_at(row).map(|line| line.line.id.text());
    let basket = || scope.quotes.basket_at(row).map(|it| it.basket.id.text());
    words.rank_row(&Looks {
        name,
        key: line.or_else(basket).map_or("", Text::line),
        people: client,
        about: &[scope.cards.site(row), scope.cards.project(row)],
        all: facts.searched(),
    })
}

/// A line or a basket as the palette lists it.
pub(in crate::app::menu) fn item(state: &AppState, row: RowId) -> Option<Item> {
    let item = match state.quotes.line_at(row) {
        Some(line) => of_line(state, row, line),
        None => of_basket(state.quotes.basket_at(row)?),
    };
    Some(Item {
        choice: Choice::Quote(row),
        ..item
    })
}

fn of_line(state: &AppState, row: RowId, line: &QuoteLine) -> Item {
    let (name, customer) = (foreign(Some(line.name_text())), foreign(line.customer()));
    let known = &line.line;
    let days = line
        .days_left(state.today(), &state.zone)
        .filter(|_| line.awaits_an_answer());
    let days = days.map_or_else(String::new, |days| format!(" {days}d"));
    let stands = match line.gone_since {
        Some(_) => "gone from the list".to_owned(),
        None => format!("{}{days}", known.state.word()),
    };
    let is_shown = state.quotes_pane.list.verdict(row).is_some();
    let hidden = if is_shown { "" } else { " (hidden)" };
    let about = [
        line.customer(),
        known.address.as_ref(),
        known.project.as_ref(),
    ];
    let about = about.into_iter().flatten().map(|text| foreign(Some(text)));
    let about: Vec<_> = about.chain([stands.clone()]).collect();
    Item::new(format!("{name:<20}  {customer}"), Choice::Text)
        .lead("line")
        .note(format!("{stands}{hidden}"))
        .completion(line.name())
        .more(about.join("; "))
}

fn of_basket(basket: &QuoteBasket) -> Item {
    let known = &basket.basket;
    let own = known
        .external_id
        .as_ref()
        .filter(|own| !own.line().is_empty());
    let name = own.map_or_else(|| basket.name().to_owned(), |own| foreign(Some(own)));
    let stands = match (basket.gone_since, basket.lines.len()) {
        (Some(_), _) => "gone from the list".to_owned(),
        (None, 0) => known.state.word().to_owned(),
        (None, 1) => format!("{}, 1 line", known.state.word()),
        (None, lines) => format!("{}, {lines} lines", known.state.word()),
    };
    let about = [Some(known.id.text()), known.project.as_ref()];
    let about = about.into_iter().flatten().map(|text| foreign(Some(text)));
    let about: Vec<_> = about.chain([stands.clone()]).collect();
    Item::new(name, Choice::Text)
        .lead("basket")
        .note(stands)
        .completion(basket.name())
        .more(about.join("; "))
}

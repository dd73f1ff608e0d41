//! What a person feels at 100,000 orders: a key, a filter character, a sort, a page of changes. Run: `cargo bench`.

use covage_tui::api::intern::Interner;
use covage_tui::api::wire;
use covage_tui::app::columns::Column;
use covage_tui::app::entities::orders::RowId;
use covage_tui::app::event::{Answer, Context, Event, Room};
use covage_tui::app::facts::facets::{OF_ORDERS, facets};
use covage_tui::app::facts::orders::ORDER_SCHEMA;
use covage_tui::app::fixtures;
use covage_tui::app::index::{By, OrderIndex, Scope, Sort, Survey};
use covage_tui::app::keymap::{Chord, Key, Keymap};
use covage_tui::app::query::{Now, complete};
use covage_tui::app::saved::{Entry, Stored, View};
use covage_tui::app::state::{AppState, Session, Start};
use covage_tui::app::update::update;
use covage_tui::domain::date::{Dates, Zone};
use covage_tui::domain::order::OrderSummary;
use covage_tui::domain::request::{Cursor, Page, Read, Reply};
use covage_tui::ui::glyphs::Glyphs;
use covage_tui::ui::layout;
use covage_tui::ui::root::{Look, draw};
use covage_tui::ui::theme::Theme;
use divan::Bencher;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::time::Duration;

const ORDERS: u32 = 100_000;
const SIZES: [(u16, u16); 2] = [(80, 24), (200, 50)];

fn main() {
    divan::main();
}

struct Bench {
    state: AppState,
    screen: Rect,
    buffer: Buffer,
}

impl Bench {
    fn new(size: (u16, u16), orders: u32) -> Self {
        Self::with_views(size, orders, Vec::new())
    }

    fn with_views((columns, rows): (u16, u16), orders: u32, views: Vec<View>) -> Self {
        let screen = Rect::new(0, 0, columns, rows);
        let start = Start {
            session: Session {
                me: vec!["jm@example.com".to_owned()],
                ..Session::default()
            },
            orders_interval: chrono::TimeDelta::seconds(60),
            eligibility_interval: covage_tui::app::views::eligibility::EVERY,
            quotes_interval: covage_tui::app::views::quotes::EVERY,
            send_delay: covage_tui::app::writes::SEND_DELAY,
            single_check: covage_tui::domain::write::Way::default(),
            sites_per_request: covage_tui::app::batch::SITES_PER_REQUEST,
            filter: String::new(),
            keymap: Keymap::default(),
            orders_columns: Column::USUAL.to_vec(),
            dates: Dates::default(),
            view: None,
            views: Stored {
                views,
                trouble: Vec::new(),
            },
        };
        let cx = context(layout::unmeasured(screen));
        let mut bench = Self {
            state: AppState::new(start, &cx),
            screen,
            buffer: Buffer::empty(screen),
        };
        bench.feed(Event::Woke);
        bench.answer(page(0..orders));
        bench
    }

    fn answer(&mut self, page: Page<OrderSummary>) {
        let ids = self.state.orders_pane.sweep.awaited().into_iter().collect();
        self.feed(Event::Answered(Answer {
            ids,
            result: Ok(Reply::Orders(page)),
            took: Duration::ZERO,
        }));
    }

    fn feed(&mut self, event: Event) {
        let cx = context(layout::room(self.screen, &self.state));
        divan::black_box(update(&mut self.state, event, &cx));
    }

    fn key(&mut self, chord: Chord) {
        self.feed(Event::Key(chord));
    }

    fn with_scope(&self, act: impl FnOnce(&OrderIndex, Scope<'_>)) {
        let (zone, me) = (Zone::utc(), []);
        let scope = Scope {
            orders: &self.state.orders,
            now: &Now::new(fixtures::now(), &zone, &me),
            marked: &self.state.orders_pane.marked,
        };
        act(&self.state.orders_pane.index, scope);
    }

    fn draw(&mut self) {
        self.buffer.reset();
        draw(
            &mut self.buffer,
            &self.state,
            Look {
                theme: Theme::DEFAULT,
                glyphs: Glyphs::UNICODE,
            },
        );
        divan::black_box(&self.buffer);
    }
}

fn context(room: Room) -> Context {
    Context {
        now: fixtures::now(),
        zone: Zone::utc(),
        room,
    }
}

fn page(numbers: std::ops::Range<u32>) -> Page<OrderSummary> {
    Page {
        rows: numbers
            .map(|number| fixtures::order(number).build())
            .collect(),
        next: None,
        count: None,
        page_size: None,
    }
}

#[divan::bench(args = SIZES)]
fn cursor_down_and_draw(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut bench = Bench::new(size, ORDERS);
    bencher.bench_local(|| {
        bench.key(Chord::char('j'));
        bench.draw();
    });
}

#[divan::bench(args = SIZES)]
fn page_down_and_draw(bencher: Bencher<'_, '_>, size: (u16, u16)) {
    let mut bench = Bench::new(size, ORDERS);
    bencher.bench_local(|| {
        bench.key(Chord::plain(Key::PageDown));
        bench.draw();
    });
}

/// Types `filter` character by character and draws after each; the figure is for all of them together.
#[divan::bench(args = ["d", "dupont", "late:yes", "state:in_progress family:BPE", "lyon -cancelled age>30d", "client~^king", "client~(evry|lyon)$"])]
fn filter_typed_and_drawn(bencher: Bencher<'_, '_>, filter: &str) {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bencher.bench_local(|| {
        bench.key(Chord::char('/'));
        for c in filter.chars() {
            bench.key(Chord::char(c));
            bench.draw();
        }
        bench.key(Chord::plain(Key::Esc));
    });
}

/// The values of all rows under a filter.
#[divan::bench(args = ["", "state:in_progress family:BPE", "late:yes age>30d"])]
fn facets_opened_and_drawn(bencher: Bencher<'_, '_>, filter: &str) {
    let mut bench = filtered(filter);
    bencher.bench_local(|| {
        bench.key(Chord::char('f'));
        bench.draw();
        bench.key(Chord::plain(Key::Esc));
    });
}

/// Tab after a text in the filter, and the list drawn.
#[divan::bench(args = ["s", "state:", "state:in_progress client:", "late:yes by:"])]
fn completion_opened_and_drawn(bencher: Bencher<'_, '_>, text: &str) {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bench.key(Chord::char('/'));
    text.chars().for_each(|c| bench.key(Chord::char(c)));
    bencher.bench_local(|| {
        bench.key(Chord::plain(Key::Tab));
        bench.draw();
        bench.key(Chord::plain(Key::Esc));
    });
}

fn filtered(filter: &str) -> Bench {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bench.key(Chord::char('/'));
    filter.chars().for_each(|c| bench.key(Chord::char(c)));
    bench.key(Chord::plain(Key::Enter));
    bench
}

/// Types into the palette character by character and draws after each; the figure is for all of them together.
#[divan::bench(args = ["e", "dupont", "9444", "mairie lyon"])]
fn palette_typed_and_drawn(bencher: Bencher<'_, '_>, search: &str) {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bencher.bench_local(|| {
        bench.key(Chord::char(':'));
        for c in search.chars() {
            bench.key(Chord::char(c));
            bench.draw();
        }
        bench.key(Chord::plain(Key::Esc));
    });
}

/// What Tab does in the filter: the values that fit, counted among the rows that the rest lets through.
#[divan::bench(args = ["state:", "by:", "late:", "project:", "client:", "client:du", "site:", "state:in family:"])]
fn values_completed(bencher: Bencher<'_, '_>, filter: &str) {
    let bench = Bench::new(SIZES[0], ORDERS);
    bench.with_scope(|index, scope| {
        let caret = filter.chars().count();
        bencher.bench_local(|| {
            let mut survey = Survey::new(index, scope);
            complete(filter, caret, &ORDER_SCHEMA, scope.now, &mut survey)
        });
    });
}

/// What `f` does: values of every field that is worth it.
#[divan::bench(args = ["", "state:in_progress", "lyon late:yes"])]
fn facets_counted(bencher: Bencher<'_, '_>, filter: &str) {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bench.key(Chord::char('/'));
    for c in filter.chars() {
        bench.key(Chord::char(c));
    }
    bench.with_scope(|index, scope| {
        let query = index.query().cloned().unwrap_or_default();
        bencher.bench_local(|| {
            let mut survey = Survey::new(index, scope);
            facets((&ORDER_SCHEMA, &OF_ORDERS), &query, scope.now, &mut survey)
        });
    });
}

#[divan::bench(args = [Column::Modified, Column::Slack, Column::Step, Column::Customer, Column::Site])]
fn full_sort(bencher: Bencher<'_, '_>, column: Column) {
    sort_fully(bencher, Sort::by(column));
}

#[divan::bench(args = [Column::Slack, Column::Customer])]
fn full_sort_by_step_and_then(bencher: Bencher<'_, '_>, column: Column) {
    let then = Some(By::column(column));
    let by_step = Sort::by(Column::Step);
    sort_fully(bencher, Sort { then, ..by_step });
}

fn sort_fully(bencher: Bencher<'_, '_>, sort: Sort) {
    let mut bench = Bench::new(SIZES[0], ORDERS);
    bencher.bench_local(|| {
        bench.state.orders_pane.index.set_sort(Sort::default());
        bench.state.orders_pane.index.set_sort(sort);
    });
}

#[divan::bench]
fn merge_a_page_of_500_changes(bencher: Bencher<'_, '_>) {
    merge_500(bencher, Bench::new(SIZES[0], ORDERS));
}

fn merge_500(bencher: Bencher<'_, '_>, mut bench: Bench) {
    let pages = [
        "2026-05-28T10:00:00Z",
        "2026-05-28T11:00:00Z",
        "2026-05-28T12:00:00Z",
    ]
    .map(|modified| Page {
        rows: (0..500)
            .map(|number| fixtures::order(number * 199).modified(modified).build())
            .collect(),
        next: Some(Cursor::Number(2)),
        count: None,
        page_size: None,
    });
    let mut turns = pages.iter().cycle();
    bencher
        .with_inputs(|| turns.next().cloned())
        .bench_local_values(|page| {
            if let Some(page) = page {
                bench.state.orders_pane.sweep.hurry(fixtures::now());
                bench.feed(Event::Woke);
                bench.answer(page);
            }
        });
}

/// Six built-in views that can be opened and three more, counted beside a wide list.
fn nine_views() -> Bench {
    let view = |filter: &str| View::of_orders(filter, filter, Sort::default());
    let more = [
        "dupont",
        "age>30d -state:active",
        "site:lyon ( late:yes | slack<5 )",
    ]
    .map(view);
    let mut bench = Bench::with_views(SIZES[1], ORDERS, more.to_vec());
    bench.count();
    bench
}

impl Bench {
    /// Wakes until every view is counted.
    fn count(&mut self) {
        let is_known = |entry: &Entry| entry.off().is_some() || entry.seen().is_some();
        while !self.state.views.entries().iter().all(is_known) {
            self.feed(Event::Woke);
        }
    }
}

#[divan::bench]
fn count_nine_views_from_nothing(bencher: Bencher<'_, '_>) {
    let mut bench = nine_views();
    bencher.bench_local(|| {
        bench.screen = Rect::new(0, 0, SIZES[0].0, SIZES[0].1);
        bench.feed(Event::Resized);
        bench.screen = Rect::new(0, 0, SIZES[1].0, SIZES[1].1);
        bench.count();
    });
}

/// One of the bites the figure above is spread over.
#[divan::bench]
fn count_nine_views_one_bite(bencher: Bencher<'_, '_>) {
    let mut bench = nine_views();
    bencher.bench_local(|| {
        bench.screen = Rect::new(0, 0, SIZES[0].0, SIZES[0].1);
        bench.feed(Event::Resized);
        bench.screen = Rect::new(0, 0, SIZES[1].0, SIZES[1].1);
        bench.feed(Event::Woke);
    });
}

/// As `merge_a_page_of_500_changes`, with nine views counted along.
#[divan::bench]
fn merge_a_page_of_500_changes_into_nine_views(bencher: Bencher<'_, '_>) {
    merge_500(bencher, nine_views());
}

#[divan::bench]
fn decode_a_page_of_100(bencher: Bencher<'_, '_>) {
    let row = include_str!("../tests/fixtures/api/order_list.get.response.json");
    let rows: Vec<String> = (0..100)
        .map(|number| row.replace("CMD_X_00009444", &format!("CMD_X_{number:08}")))
        .collect();
    let body = format!("[{}]", rows.join(",")).into_bytes();
    let words = Interner::default();
    bencher
        .with_inputs(|| body.clone())
        .bench_local_values(|body| wire::decode(&Read::Orders(Cursor::First), body, &words));
}

#[divan::bench(args = [10_000, 100_000])]
fn cursor_down_by_rows(bencher: Bencher<'_, '_>, orders: u32) {
    let mut bench = Bench::new(SIZES[0], orders);
    bencher.bench_local(|| bench.key(Chord::char('j')));
}

#[divan::bench]
fn first_whole_page_of_100_000(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| page(0..ORDERS))
        .bench_local_values(|page| {
            let mut bench = Bench::new(SIZES[0], 0);
            bench.state.orders_pane.sweep.hurry(fixtures::now());
            bench.feed(Event::Woke);
            bench.answer(page);
            divan::black_box(bench.state.orders.get(RowId(0)).is_some())
        });
}

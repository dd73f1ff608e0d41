//! What each condition of the query says of each row, kept while a person types on.
//!
//! Of a query of several terms mostly one is being typed. The others keep their verdicts, and a condition that narrows
//! or widens an older one takes over those that cannot differ. A row is judged only where no other condition has ruled
//! it out, so a column has gaps, filled when somebody asks.
//!
//! Invariant: a kept verdict is what judging the row would say, as of the moment the columns were last asked. Whoever
//! changes a row [forgets](Columns::forget) it; a change of the day or the cards ends everything kept.

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::entities::orders::RowId;
use crate::app::facts::cards::Cards;
use crate::app::facts::orders::{ORDER_SCHEMA, OrderField};
use crate::app::facts::parts::Parts;
use crate::app::facts::view::{OrderFacts, Present};
use crate::app::query::{Condition, Needle, Query, Scratch, Verdict};

use super::Scope;

/// Conditions that are kept apart; those beyond are one. Each costs a byte a row.
const MOST: usize = 16;
/// A pass over all text costs about as much as judging one row of this many by its text.
const ROWS_A_PASS: usize = 8;

/// The verdicts of a query's conditions.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    kept: Vec<Column>,
    /// When they were last asked all together.
    asked: Option<(DateTime<Utc>, NaiveDate)>,
    /// Room to list rows in.
    open: Vec<u32>,
}

/// What a condition says of a row. Ordered as verdicts are, so that the lowest of several decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    No,
    Maybe,
    Yes,
    /// Nobody asked yet.
    Open,
}

impl From<Verdict> for Cell {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::No => Self::No,
            Verdict::Maybe => Self::Maybe,
            Verdict::Yes => Self::Yes,
        }
    }
}

impl Cell {
    fn told(self) -> Option<Verdict> {
        match self {
            Self::No => Some(Verdict::No),
            Self::Maybe => Some(Verdict::Maybe),
            Self::Yes => Some(Verdict::Yes),
            Self::Open => None,
        }
    }
}

/// The verdicts of one condition.
#[derive(Clone, Debug)]
struct Column {
    condition: Condition<OrderField>,
    /// By row number.
    cells: Vec<Cell>,
    /// What its fields are read from.
    parts: Parts,
    of_words: Option<WordVerdicts>,
}

/// The verdicts of a condition that follow from a word many rows share.
#[derive(Clone, Debug)]
struct WordVerdicts {
    field: OrderField,
    by_number: Vec<Cell>,
}

/// What rows are judged by.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    cards: &'a Cards,
    scope: &'a Scope<'a>,
    present: Present,
}

impl<'a> Judge<'a> {
    /// `present` is the scope's.
    pub(super) fn new(cards: &'a Cards, scope: &'a Scope<'a>, present: Present) -> Self {
        Self {
            cards,
            scope,
            present,
        }
    }

    fn verdict(
        &self,
        condition: &Condition<OrderField>,
        row: usize,
        scratch: &mut Scratch,
    ) -> Verdict {
        let facts = self.facts(row);
        facts.map_or(Verdict::No, |facts| condition.judge(&facts, scratch))
    }

    fn facts(&self, row: usize) -> Option<OrderFacts<'a>> {
        let Scope { orders, marked, .. } = self.scope;
        self.cards
            .facts(RowId::at(row), orders, self.present, marked)
    }
}

impl Columns {
    /// Keeps nothing.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Judges all rows by a query; `verdicts` is their number long afterwards.
    pub(super) fn ask(
        &mut self,
        query: &Query<OrderField>,
        judge: Judge<'_>,
        scratch: &mut Scratch,
        verdicts: &mut Vec<Verdict>,
    ) {
        let rows = judge.cards.len();
        self.turn_to(query, judge.scope, rows);
        let mut lowest = vec![Cell::Yes; rows];
        for column in &mut self.kept {
            column.ask(judge, scratch, &mut self.open, &mut lowest);
        }
        verdicts.clear();
        verdicts.extend(
            lowest
                .into_iter()
                .map(|cell| cell.told().unwrap_or(Verdict::No)),
        );
    }

    /// Judges one row by the query last asked; it may be a new one.
    pub(super) fn judge(&mut self, row: usize, judge: Judge<'_>, scratch: &mut Scratch) -> Verdict {
        let mut verdict = Verdict::Yes;
        for column in &mut self.kept {
            if column.cells.len() <= row {
                column.cells.resize(row + 1, Cell::Open);
            }
            verdict = verdict.min(column.cell(row, judge, scratch));
            if verdict == Verdict::No {
                break;
            }
        }
        verdict
    }

    /// The parts that would settle a row that was judged a maybe.
    pub(super) fn settling(&self, row: usize, judge: Judge<'_>, scratch: &mut Scratch) -> Parts {
        let missing = judge.cards.missing(RowId::at(row));
        if missing.is_empty() {
            return missing;
        }
        self.kept
            .iter()
            .filter(|column| column.cells.get(row) == Some(&Cell::Maybe))
            .map(|column| column.settling(row, missing, judge, scratch))
            .fold(Parts::NONE, Parts::or)
    }

    /// A row changed.
    pub(super) fn forget(&mut self, row: usize) {
        for column in &mut self.kept {
            if let Some(cell) = column.cells.get_mut(row) {
                *cell = Cell::Open;
            }
        }
    }

    /// Makes the columns of `query`, with what the old ones tell. Those that know most come first.
    fn turn_to(&mut self, query: &Query<OrderField>, scope: &Scope<'_>, rows: usize) {
        let mut old = std::mem::take(&mut self.kept);
        let asked = self.asked.replace((scope.now.now, scope.now.today));
        old.retain(|column| {
            asked.is_some_and(|(at, today)| {
                let is_same_moment = at == scope.now.now;
                today == scope.now.today && (is_same_moment || !column.condition.is_timely())
            })
        });
        let mut new = Vec::new();
        for condition in query.conditions(MOST) {
            let same = old.iter().position(|column| column.condition == condition);
            if let Some(place) = same {
                let mut column = old.swap_remove(place);
                column.cells.resize(rows, Cell::Open);
                self.kept.push(column);
            } else {
                new.push(condition);
            }
        }
        for condition in new {
            let mut column = Column::new(condition, rows);
            for old in &old {
                column.learn(old);
            }
            self.kept.push(column);
        }
    }
}

impl Column {
    fn new(condition: Condition<OrderField>, rows: usize) -> Self {
        let of_words = Cards::WORD_FIELDS
            .into_iter()
            .find(|field| condition.is_about(*field))
            .map(|field| WordVerdicts {
                field,
                by_number: Vec::new(),
            });
        let mut parts = Parts::NONE;
        condition.fields(&mut |field| parts = parts.or(field.part().into_iter().collect()));
        Self {
            condition,
            cells: vec![Cell::Open; rows],
            parts,
            of_words,
        }
    }

    /// The parts among those missing that the condition is in doubt for.
    fn settling(
        &self,
        row: usize,
        missing: Parts,
        judge: Judge<'_>,
        scratch: &mut Scratch,
    ) -> Parts {
        let parts = self.parts.and(missing);
        if parts.len() < 2 {
            return parts;
        }
        let mut doubted = Parts::NONE;
        if let Some(facts) = judge.facts(row) {
            self.condition.doubts(&facts, scratch, &mut |field| {
                doubted = doubted.or(field.part().into_iter().collect());
            });
        }
        parts.and(doubted)
    }

    /// Takes over what cannot differ from another condition's verdicts.
    fn learn(&mut self, other: &Self) {
        let certain = if self.condition.implies(&other.condition) {
            Cell::No
        } else if other.condition.implies(&self.condition) {
            Cell::Yes
        } else {
            return;
        };
        for (cell, known) in self.cells.iter_mut().zip(&other.cells) {
            *cell = if *known == certain { certain } else { *cell };
        }
    }

    /// Lowers the verdicts of all rows that are not ruled out yet; none of them is open.
    fn ask(
        &mut self,
        judge: Judge<'_>,
        scratch: &mut Scratch,
        open: &mut Vec<u32>,
        lowest: &mut [Cell],
    ) {
        self.list_open(lowest, open);
        if self.search(judge, open.len()) {
            self.list_open(lowest, open);
        }
        for row in &*open {
            self.cell(*row as usize, judge, scratch);
        }
        for (lowest, cell) in lowest.iter_mut().zip(&self.cells) {
            *lowest = (*cell).min(*lowest);
        }
    }

    /// Lists the rows nobody asked about that are not ruled out. Every row is written and the next one written over it
    /// unless it counts: which ones count is anybody's guess, the processor's too.
    fn list_open(&self, lowest: &[Cell], open: &mut Vec<u32>) {
        open.clear();
        let is_open = |cell: &&Cell| **cell == Cell::Open;
        if self.cells.iter().filter(is_open).count() == 0 {
            return;
        }
        open.resize(self.cells.len(), 0);
        let mut count = 0;
        for ((cell, lowest), row) in self.cells.iter().zip(lowest).zip(0..) {
            if let Some(place) = open.get_mut(count) {
                *place = row;
            }
            count += usize::from(*cell == Cell::Open) & usize::from(*lowest > Cell::No);
        }
        open.truncate(count);
    }

    /// Settles rows by passes over all text, if that is possible and cheaper than to judge the open ones.
    fn search(&mut self, judge: Judge<'_>, open: usize) -> bool {
        let Some(sought) = self.condition.sought(&ORDER_SCHEMA) else {
            return false;
        };
        // A single letter stands in nearly every row.
        let is_idle =
            |needle: &&Needle| sought.there.is_none() && needle.as_str().chars().count() < 2;
        if open <= self.cells.len() / ROWS_A_PASS * sought.needles.len()
            || sought.needles.iter().any(is_idle)
        {
            return false;
        }
        let mut told = vec![sought.elsewhere.into(); self.cells.len()];
        let there = sought.there.map_or(Cell::Open, Cell::from);
        for needle in sought.needles {
            judge.cards.search(needle, |row| {
                if let Some(cell) = told.get_mut(row) {
                    *cell = there;
                }
            });
        }
        for (cell, told) in self.cells.iter_mut().zip(told) {
            *cell = if *cell == Cell::Open { told } else { *cell };
        }
        true
    }

    /// The verdict of a row, judged now if it never was.
    fn cell(&mut self, row: usize, judge: Judge<'_>, scratch: &mut Scratch) -> Verdict {
        let Some(cell) = self.cells.get_mut(row) else {
            return Verdict::No;
        };
        if let Some(told) = cell.told() {
            return told;
        }
        let shared = self.of_words.as_mut().and_then(|words| {
            let number = judge.cards.word_of(words.field, RowId::at(row))? as usize;
            if words.by_number.len() <= number {
                words.by_number.resize(number + 1, Cell::Open);
            }
            words.by_number.get_mut(number)
        });
        let told = shared.as_ref().and_then(|shared| shared.told());
        let told = told.unwrap_or_else(|| judge.verdict(&self.condition, row, scratch));
        *cell = told.into();
        if let Some(shared) = shared {
            *shared = told.into();
        }
        told
    }
}

//! Where other parts of the program learn of writes: what a receipt holds, what a fresh read tells, and which reads an
//! applied write calls for (Q11).

use std::collections::HashMap;

use super::{Batch, Stage};
use crate::app::effect::Effect;
use crate::app::event::WriteMove;
use crate::app::state::AppState;
use crate::app::update::Effects;
use crate::app::writes::verdict::first_read;
use crate::domain::eligibility::Qualification;
use crate::domain::failure::Failure;
use crate::domain::ids::QualificationId;
use crate::domain::journal::WriteId;
use crate::domain::request::{Cursor, Lane, Read, Reply, RequestId};
use crate::domain::write::{Intent, Receipt, Write};

/// Reads that an applied write called for and that are not answered yet.
#[derive(Debug, Default)]
pub(super) struct Rereads(HashMap<RequestId, Write>);

impl AppState {
    /// Takes in an answer, if an applied write called for it.
    pub(super) fn reread_answered(
        &mut self,
        id: RequestId,
        result: &Result<Reply, Failure>,
    ) -> bool {
        let Some(write) = self.writes.rereads.0.remove(&id) else {
            return false;
        };
        let made = match result {
            Ok(Reply::Qualification(request)) => Some(request.clone()),
            Ok(Reply::Qualifications(page)) => {
                let reference = write.reference();
                let is_it = |it: &&Qualification| it.external_id.as_ref() == reference;
                page.rows.iter().find(is_it).cloned().map(Box::new)
            }
            _ => None,
        };
        if let Some(made) = made {
            self.eligibility_receipt(&write, &Receipt::Qualification(made));
        }
        true
    }

    /// Reads what a write changed, at once; `receipt` is what its answer told, where there was one.
    pub(super) fn reread(
        &mut self,
        write: &Write,
        receipt: Option<&Receipt>,
        effects: &mut Effects,
    ) {
        let read = match write {
            Write::Accept(key) | Write::Decline(key, _) | Write::Restore(key) => {
                Read::Line(key.line.clone())
            }
            Write::EditLine(key, _) | Write::UploadTrace(key, _) | Write::DeleteTrace(key) => {
                Read::Line(key.line.clone())
            }
            Write::EditBasket(basket, _)
            | Write::ConfirmBasket(basket)
            | Write::AddLine(basket, _) => Read::Basket(basket.clone()),
            Write::DeleteLine(key) => Read::Basket(key.basket.clone()),
            Write::CreateBasket(fields) => Read::Baskets(fields.external_id.clone(), Cursor::First),
            Write::Terminate(action) | Write::Change(action) => {
                return self.reread_order(&action.order, effects);
            }
            Write::Qualify(_) => match (receipt, first_read(write)) {
                (Some(Receipt::Qualification(made)), _) => Read::Qualification(made.id.clone()),
                (Some(Receipt::Key(key)), _) => {
                    Read::Qualification(QualificationId::new(key.wire()))
                }
                (_, Some(read)) => read,
                (_, None) => return,
            },
            Write::StartOrderExport
            | Write::StartQuoteExport(_)
            | Write::ExportLinePdf(_)
            | Write::ExportOfferPdf(..) => return,
        };
        let id = self.next_request();
        self.writes.rereads.0.insert(id, write.clone());
        effects.push(Effect::Submit {
            id,
            read,
            lane: Lane::User,
        });
    }

    /// An applied write answered with what it changed.
    pub(super) fn receipt_came(&mut self, write: &Write, receipt: &Receipt) {
        self.eligibility_receipt(write, receipt);
        let touched = self.quotes.take_receipt(write, receipt, self.now);
        self.reindex_quotes(&touched);
    }

    /// An answer that was read on behalf of a write tells how its target stands.
    pub(crate) fn told_by_a_write(&mut self, reply: &Reply) {
        let at = self.now;
        let taken = match reply {
            Reply::Order(order) => return self.order_told(order),
            Reply::Line(line) => vec![self.quotes.take_line((**line).clone(), false, at)],
            Reply::Basket(basket) => self.quotes.take_basket((**basket).clone(), false, at),
            Reply::Baskets(page) => {
                let baskets = page.rows.iter().cloned();
                baskets
                    .flat_map(|basket| self.quotes.take_basket(basket, false, at))
                    .collect()
            }
            _ => return,
        };
        let touched: Vec<_> = taken.iter().filter_map(|taken| taken.other()).collect();
        self.reindex_quotes(&touched);
    }

    /// A fresh name for a write.
    pub(crate) fn next_write(&mut self) -> WriteId {
        WriteId(self.writes.next_number())
    }

    /// Takes back a write that waits for its slot.
    pub(crate) fn take_back_waiting(&mut self, id: WriteId, effects: &mut Effects) {
        let is_it = |batch: &&Batch| matches!(batch.stage, Stage::Handed { id: handed, .. } if handed == id);
        let number = self
            .writes
            .batches
            .iter()
            .find(is_it)
            .map(|batch| batch.number);
        if let Some(number) = number {
            self.take_back(number, "taken back", effects);
        }
    }

    /// A write came further: those that start an export have a job, those of a batch are known to it.
    pub(super) fn jobs_told(
        &mut self,
        id: WriteId,
        intent: &Intent,
        moved: &WriteMove,
        effects: &mut Effects,
    ) {
        self.jobs_write_moved(id, intent, moved, effects);
        self.batch_told(id, intent, moved);
    }
}

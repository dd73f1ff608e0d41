//! Export tasks of quotes: the CSV of lines, and PDFs, whose outcome no call is documented for (row `Q16`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::super::exports::{Export, Exports};

/// What a task makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Product {
    /// A CSV of the lines that pass these filters, as names and values.
    Csv(Vec<(String, String)>),
    /// A PDF with this title.
    Pdf(String),
}

/// The tasks.
#[derive(Debug)]
pub struct Tasks {
    exports: Exports,
    products: HashMap<String, Product>,
}

impl Tasks {
    /// No task yet; each will run as `exports` says.
    pub fn new(exports: Exports) -> Self {
        Self {
            exports,
            products: HashMap::new(),
        }
    }

    /// Starts a task and returns its key.
    pub fn start(&mut self, product: Product, now: DateTime<Utc>) -> String {
        let id = self.exports.start(now).id;
        self.products.insert(id.clone(), product);
        id
    }

    /// The task behind a key, and what it makes.
    pub fn get(&self, id: &str) -> Option<(&Export, &Product)> {
        Some((self.exports.get(id)?, self.products.get(id)?))
    }
}

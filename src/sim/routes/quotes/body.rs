//! Bodies of quote calls: which fields count, and what is wrong with them.
//!
//! Unknown fields and those that belong to the server are passed over without a word, as a Django server does (row `Q9`).

use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value, json};

use super::super::super::answer::{Answer, Call};
use super::super::super::world::quotes::line::{Contacts, Wish};
use super::super::super::world::referential::SITE_TYPES;
use super::{REQUIRED, field_errors};

/// A read body with what was wrong with it so far.
pub(super) struct Fields {
    given: Map<String, Value>,
    errors: Map<String, Value>,
}

impl Fields {
    /// Reads the body of a call.
    ///
    /// # Errors
    /// 400 for anything but a JSON object.
    pub(super) fn read(call: &Call<'_>) -> Result<Self, Answer> {
        match serde_json::from_slice(call.body) {
            Ok(Value::Object(given)) => Ok(Self {
                given,
                errors: Map::new(),
            }),
            Ok(_) => Err(Answer::error(
                call.shape(),
                400,
                "Données non valides : un objet était attendu.",
            )),
            Err(_) => Err(Answer::error(
                call.shape(),
                400,
                "Le corps de la requête n'est pas du JSON.",
            )),
        }
    }

    /// Like [`Fields::read`], where no body at all is an empty one.
    pub(super) fn read_optional(call: &Call<'_>) -> Result<Self, Answer> {
        if call.body.is_empty() {
            return Ok(Self {
                given: Map::new(),
                errors: Map::new(),
            });
        }
        Self::read(call)
    }

    /// A text, if it was given; numbers count as text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        match self.given.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => self.nothing(name, "Ce champ ne peut être nul."),
            _ => self.nothing(name, "Chaîne non valide."),
        }
    }

    /// A text that has to be there.
    pub(super) fn required(&mut self, name: &str) -> String {
        let is_given = self.given.contains_key(name);
        let text = self.text(name);
        match &text {
            Some(text) if text.is_empty() => self.complain(name, "Ce champ ne peut être vide."),
            None if !is_given => self.complain(name, REQUIRED),
            _ => {}
        }
        text.unwrap_or_default()
    }

    /// Puts what was given into a wish.
    pub(super) fn fill(&mut self, wish: &mut Wish) {
        for (name, place) in [
            ("end_customer_name", &mut wish.end_customer_name),
            ("external_id", &mut wish.external_id),
            ("business_sector", &mut wish.business_sector),
            ("note", &mut wish.note),
            ("technical_note", &mut wish.technical_note),
            ("project_id", &mut wish.project_id),
            ("customer_order_name", &mut wish.customer_order_name),
            ("business_code", &mut wish.business_code),
            (
                "product_offering_qualification_item_id",
                &mut wish.product_offering_qualification_item_id,
            ),
        ] {
            if let Some(text) = self.text(name) {
                *place = text;
            }
        }
        self.site_type(wish);
        self.date(wish);
        if let Some(options) = self.list("option_ids") {
            let text = |value: &Value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned)
            };
            wish.option_ids = options.iter().map(text).collect();
        }
        if let Some(offerings) = self.list("product_offerings") {
            wish.product_offerings = (!self.is_null("product_offerings")).then_some(offerings);
        }
        self.contacts(wish);
    }

    /// The complaints, if there are any.
    pub(super) fn refusal(self, call: &Call<'_>) -> Option<Answer> {
        (!self.errors.is_empty()).then(|| field_errors(call, Value::Object(self.errors)))
    }

    fn site_type(&mut self, wish: &mut Wish) {
        let name = "site_connection_type";
        let Some(text) = self.text(name) else { return };
        if text.is_empty() || SITE_TYPES.contains(&text.as_str()) {
            wish.site_connection_type = text;
        } else {
            self.complain(name, &format!("« {text} » n'est pas un choix valide."));
        }
    }

    fn date(&mut self, wish: &mut Wish) {
        let name = "expected_response_date";
        if self.is_null(name) {
            wish.expected_response_date = None;
            return;
        }
        let Some(text) = self.text(name) else { return };
        let is_date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").is_ok()
            || DateTime::parse_from_rfc3339(&text).is_ok();
        if is_date {
            wish.expected_response_date = Some(text);
        } else {
            self.complain(name, "La date n'a pas le bon format : AAAA-MM-JJ.");
        }
    }

    fn contacts(&mut self, wish: &mut Wish) {
        let name = "related_contact_information";
        let Some(contacts) = self.list(name) else {
            return;
        };
        if contacts.len() > 2 {
            self.complain(name, "Ce champ ne peut contenir plus de 2 éléments.");
        } else if contacts.iter().all(Value::is_object) {
            wish.contacts = if contacts.is_empty() {
                Contacts::Absent
            } else {
                Contacts::Given(contacts)
            };
        } else {
            self.complain(name, "Données non valides : des objets étaient attendus.");
        }
    }

    /// A list, if it was given; null is an empty one.
    fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.given.get(name)? {
            Value::Null => Some(Vec::new()),
            Value::Array(items) => Some(items.clone()),
            _ => self.nothing(name, "Une liste était attendue."),
        }
    }

    fn is_null(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(Value::is_null)
    }

    /// Notes a complaint that stands for a value.
    fn nothing<T>(&mut self, name: &str, text: &str) -> Option<T> {
        self.complain(name, text);
        None
    }

    fn complain(&mut self, name: &str, text: &str) {
        self.errors.insert(name.to_owned(), json!([text]));
    }
}

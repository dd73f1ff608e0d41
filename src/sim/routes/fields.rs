//! Bodies of calls: which fields count, and what is wrong with them.
//!
//! Unknown fields and those that belong to the server are passed over without a word, as a Django server does (row `Q9`).

use serde_json::{Map, Value, json};

use super::super::answer::{Answer, Body, Call};
use super::super::scenario::ErrorShape;

/// What is said about a field that has to be there.
pub(super) const REQUIRED: &str = "Ce champ est obligatoire.";

/// 400 with a complaint per field, or in the one form of error that the scenario asks for.
pub(super) fn field_errors(call: &Call<'_>, errors: Value) -> Answer {
    match call.shape().errors {
        ErrorShape::Detail | ErrorShape::Fields => Answer::new(400, Body::Json(errors)),
        _ => Answer::error(call.shape(), 400, &errors.to_string()),
    }
}

/// The JSON of a body.
///
/// # Errors
/// 400 for anything else.
pub(super) fn json_body(call: &Call<'_>) -> Result<Value, Answer> {
    serde_json::from_slice(call.body).map_err(|_| {
        Answer::error(
            call.shape(),
            400,
            "Le corps de la requête n'est pas du JSON.",
        )
    })
}

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
        Self::of(json_body(call)?).ok_or_else(|| {
            let text = "Données non valides : un objet était attendu.";
            Answer::error(call.shape(), 400, text)
        })
    }

    /// The fields of an object; none for anything else.
    pub(super) fn of(value: Value) -> Option<Self> {
        match value {
            Value::Object(given) => Some(Self {
                given,
                errors: Map::new(),
            }),
            _ => None,
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

    /// The complaints, if there are any.
    pub(super) fn refusal(self, call: &Call<'_>) -> Option<Answer> {
        (!self.errors.is_empty()).then(|| field_errors(call, Value::Object(self.errors)))
    }

    /// A list, if it was given; null is an empty one.
    pub(super) fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        match self.given.get(name)? {
            Value::Null => Some(Vec::new()),
            Value::Array(items) => Some(items.clone()),
            _ => self.nothing(name, "Une liste était attendue."),
        }
    }

    /// Whether it was given as null.
    pub(super) fn is_null(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(Value::is_null)
    }

    /// Notes a complaint that stands for a value.
    fn nothing<T>(&mut self, name: &str, text: &str) -> Option<T> {
        self.complain(name, text);
        None
    }

    /// Notes a complaint about a field.
    pub(super) fn complain(&mut self, name: &str, text: &str) {
        self.object_to(name, json!([text]));
    }

    /// The complaints as they are told; empty when there are none.
    pub(super) fn complaints(self) -> Map<String, Value> {
        self.errors
    }

    /// Notes a complaint of any form.
    pub(super) fn object_to(&mut self, name: &str, complaint: Value) {
        self.errors.insert(name.to_owned(), complaint);
    }

    /// A value as it was given.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.given.get(name)
    }
}

//! Switches for what the documentation leaves open about the form of answers.
//!
//! Each switch names the row of the contract's table of ambiguities that it plays through. The defaults are the printed
//! examples wherever one exists.

use serde::{Deserialize, Serialize};

use super::super::calendar::DateStyle;

/// How lists are wrapped (row `G2`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListShape {
    /// The likeliest form of each list: an envelope for orders and requests, an array for code lists.
    #[default]
    Likely,
    /// A bare array.
    Array,
    /// `page_size`, `count`, `next_page`, `previous_page` and `results`.
    Envelope,
}

/// What an empty list looks like (row `G2`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyList {
    /// The usual wrapping without rows.
    #[default]
    Wrapped,
    /// `null`.
    Null,
    /// `{}`.
    Object,
    /// No body at all.
    NoBody,
}

/// How `next_page` and `previous_page` point to a neighbour (row `G3`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageLink {
    /// A page number.
    #[default]
    Number,
    /// A page number as text.
    Text,
    /// A URL without scheme and host.
    RelativeUrl,
    /// A URL with scheme and host.
    AbsoluteUrl,
    /// Always `null`, even when more pages exist.
    Null,
}

/// What the server makes of the `page` parameter (row `G4`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paging {
    /// `page=N` gives the Nth page, counted from 1.
    #[default]
    Honoured,
    /// Every page is the first one.
    Ignored,
    /// All rows come in one answer.
    Off,
}

/// What a page after the last one gives (row `G4`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PastEnd {
    /// An empty list.
    #[default]
    Empty,
    /// 404.
    NotFound,
}

/// How numbers are written (rows `E13`, `E14`, `O18` and their like).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// As the examples show each field.
    #[default]
    AsPrinted,
    /// Every number as text.
    Text,
    /// Every number with a fraction: `12.0`.
    Float,
    /// Whole numbers without a fraction: `145`.
    Integer,
}

/// The `product` of an order (row `O7`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductShape {
    /// An object, as printed.
    #[default]
    Object,
    /// An array of one object, as the table says.
    Array,
}

/// The managers of an order (row `O7`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManagerShape {
    /// An object, or null for a manager the order does not have.
    #[default]
    Object,
    /// Always null.
    Null,
    /// An object written as JSON inside a text.
    JsonText,
}

/// The contacts of an order (row `O10`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactShape {
    /// An array, as printed in the order.
    #[default]
    Array,
    /// A lone object.
    Object,
    /// Null.
    Null,
}

/// The body of an error (row `G9`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorShape {
    /// `{"detail": …}`.
    #[default]
    Detail,
    /// `{"message": …}`.
    Message,
    /// `{"error": …}`.
    Error,
    /// A map from field to messages.
    Fields,
    /// Plain text.
    Text,
    /// Nothing.
    Empty,
}

/// What a successful termination or change request answers (rows `G5`, `O16`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteAnswer {
    /// 200 with the request row.
    #[default]
    Row,
    /// 201 with the request row.
    Created,
    /// 202 with `{}`.
    Accepted,
    /// 204 without a body.
    NoContent,
}

/// Every switch for the form of answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each read alone"
)]
pub struct Shape {
    /// Wrapping of lists.
    pub list: ListShape,
    /// A list of exactly one row is that row, unwrapped (row `G2`).
    pub lone_row_as_object: bool,
    /// What a list without rows looks like.
    pub empty_list: EmptyList,
    /// How pages point to each other.
    pub page_link: PageLink,
    /// Whether `page=N` is honoured.
    pub paging: Paging,
    /// What lies after the last page.
    pub past_end: PastEnd,
    /// How numbers are written.
    pub numbers: NumberStyle,
    /// How instants are written (row `G6`).
    pub dates: DateStyle,
    /// Adds fields that no page lists to every object (row `G12`).
    pub unknown_fields: bool,
    /// Gives one order in ten a state that no page lists (row `O3`).
    pub unknown_states: bool,
    /// Percentage of optional fields left out, 0 to 100 (row `G8`).
    pub missing_percent: u8,
    /// Writes null where the examples have an empty text (row `G7`).
    pub blank_as_null: bool,
    /// Puts control sequences and direction marks into customer names.
    pub hostile_text: bool,
    /// Form of the ordered product.
    pub product: ProductShape,
    /// Form of the managers.
    pub managers: ManagerShape,
    /// Form of the contacts.
    pub contacts: ContactShape,
    /// `commitment` of a list row as `"12MOIS"` (row `O18`).
    pub commitment_as_text: bool,
    /// Spells the door code `Code`, as the table does (row `R1`).
    pub enni_code_capital: bool,
    /// Form of error bodies.
    pub errors: ErrorShape,
    /// Form of the answer to a write.
    pub write_answer: WriteAnswer,
}

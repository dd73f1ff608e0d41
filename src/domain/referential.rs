//! The code lists: projects, ENNI, business codes, billing sites, reasons and site types (contract page "reference
//! data", rows R1–R9). Codes and phrases go back to the API unchanged (G17).

use crate::domain::date::FlexDate;
use crate::domain::text::Text;

/// A project of the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: Project"
)]
pub struct Project {
    pub code: Option<Text>,
    pub active: Option<bool>,
    pub start_date: Option<FlexDate>,
    pub end_date: Option<FlexDate>,
    pub code_client: Option<Text>,
}

/// A collection door (R1: its code comes as `code` or `Code`; R6: `reference` is what is sent).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: Enni"
)]
pub struct Enni {
    pub code: Option<Text>,
    pub name: Option<Text>,
    pub short_name: Option<Text>,
    pub reference: Option<Text>,
    pub label: Option<Text>,
    pub offer: Option<Text>,
    pub dsp: Option<Text>,
    pub delivery_mode: Option<Text>,
    pub active: Option<bool>,
}

/// A running business deal (R4: status and end date stand in the table only).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: BusinessCode"
)]
pub struct BusinessCode {
    pub code: Option<Text>,
    pub label: Option<Text>,
    pub modification_date: Option<FlexDate>,
    pub status: Option<Text>,
    pub validity_end_date: Option<FlexDate>,
}

/// A billing site; there is no list of them (R5).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are the contract's, word for word: BillingSite"
)]
pub struct BillingSite {
    pub code: Option<Text>,
    pub description: Option<Text>,
}

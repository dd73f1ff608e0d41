//! What a query can ask of the rows of each pane.
//!
//! A pane writes down its fields once ([`crate::app::query::Schema`]) and keeps a card per row ([`cards::Cards`]): the few
//! numbers and folded texts that filters and sort orders need, side by side, so that judging a hundred thousand rows
//! does not walk through a hundred thousand entities.

pub mod cards;
pub mod eligibility;
pub mod facets;
pub mod orders;
pub mod parts;
pub mod quotes;
pub mod tally;
pub mod texts;
pub mod view;

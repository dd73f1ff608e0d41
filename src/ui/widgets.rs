//! Parts of the screen that every pane shares.

pub mod completion;
pub mod dialog;
pub mod filter_row;
pub mod form;
pub mod hints;
pub mod list;
pub mod list_empty;
pub mod list_footer;
pub mod menu;
pub mod overlay;
mod path_prompt;
pub mod preview;
pub mod prompt;
mod settle;
pub mod status;
pub mod tabs;
pub mod under_way;
pub mod views_column;
pub mod write_dialog;

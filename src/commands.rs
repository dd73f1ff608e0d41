//! A file per subcommand without a screen.
//!
//! A command writes to the output it is given and reports its failure; only `main` prints errors and ends the process.

pub mod config;
//! Subcommands that need no screen, a file each.

pub mod simulator;

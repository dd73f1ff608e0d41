//! Subcommands that need no screen, a file each.

pub mod simulator;

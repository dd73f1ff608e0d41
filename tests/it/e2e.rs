//! The dashboard against the simulator, from a key press to the server's own counters and back to the cells on screen.
//!
//! Client and server share one paused runtime, so hours of token life and backoff pass in milliseconds and every test
//! asks for exact facts. [`desk::Desk`] is what a person sits at: a screen, a keyboard and a clock.
//!
//! The modules say `cfg(test)` so that their helpers count as test code for the lints, not only their test functions.

#[cfg(test)]
mod batch;
#[cfg(test)]
mod calm;
#[cfg(test)]
mod checks;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod cursor;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod fault_sweep;
#[cfg(test)]
mod hands;
#[cfg(test)]
mod keeper;
#[cfg(test)]
mod login;
#[cfg(test)]
mod offline;
#[cfg(test)]
mod paper;
#[cfg(test)]
pub(crate) mod quotes;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod start;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tabs;
#[cfg(test)]
mod throttle;
#[cfg(test)]
mod writes;

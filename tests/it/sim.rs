//! The simulator from outside: over HTTP, as any client would see it.
//!
//! The modules say `cfg(test)` so that their helpers count as test code for the lints, not only their test functions.

#[cfg(test)]
mod client;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod eligibility;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod life;
#[cfg(test)]
mod quotes;
#[cfg(test)]
mod writes;

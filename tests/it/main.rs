//! The integration tests, in one binary. The modules carry `cfg(test)` so that clippy knows them
//! for tests, where `unwrap` is fine.

#[cfg(test)]
mod api;
#[cfg(test)]
mod api_contract;
#[cfg(test)]
mod bytes;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod config;
#[cfg(test)]
mod daily_jobs;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod dice;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod e2e;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod product;
#[cfg(test)]
mod product_pty;
#[cfg(test)]
mod proxy;
#[cfg(test)]
mod pty;
#[cfg(test)]
mod sim;
#[cfg(test)]
mod store;
#[cfg(test)]
mod views;

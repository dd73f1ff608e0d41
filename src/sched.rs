//! When a request may go.
//!
//! Every read of every pane goes through this engine: it decides the order (lanes), the pace (rate classes), what is
//! asked again (retries) and what is asked once for many (merging). It knows neither HTTP nor a screen: an
//! [`worker::Executor`] performs one read, and answers leave on a channel.
//!
//! ```text
//!  SchedHandle --submit, cancel--> worker::run --execute--> Executor
//!                                   |  ^
//!               what, when, again?  |  |  granted, or not before T
//!                                   v  |
//!                  policy (pure) --- RateLog (memory now, shared by every copy later)
//!                    |- merge    equal reads are one flight
//!                    |- queue    lanes and ageing
//!                    |- link     offline: one probe at a time
//!                    `- retry    which, after how long, within which quota
//! ```
//!
//! Invariants, each with a property test: no sliding window of a class ever holds more than its cap; every submitted
//! id is answered exactly once unless it was cancelled; nothing starves; one flight per read at a time.
//!
//! Time inside the engine is a [`std::time::Duration`] since the engine's start, handed in from outside; only the
//! worker and the handle look at tokio's clock. Writes take another path, [`writes`], and are never repeated: what they
//! share with reads is the [`ratelog::RateLog`].

pub mod gauges;
pub mod handle;
pub mod limits;
pub mod link;
pub mod merge;
pub mod pace;
pub mod policy;
pub mod queue;
pub mod ratelog;
pub mod retry;
pub mod window;
pub mod worker;
pub mod writes;

//! `covage-tui login`: forgets that the password was refused, and tries it once.
//!
//! A refused password is remembered for every copy of the program, since one more try could lock the account. A changed
//! one is tried by itself; this is the way for somebody who knows that the same one is right.

use std::io::{self, Write};

use super::source::{Source, SourceError};
use crate::api::BuildError;
use crate::cli::{Exit, LoginArgs, SourceArgs};
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::text::Text;
use crate::runtime::clock::Clock;
use crate::runtime::engine;
use crate::runtime::tasks::{Tasks, WIND_DOWN};

/// Why there was no login.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Nobody to log in to.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The client could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// It failed.
    #[error("{}", .0.line())]
    Failed(Failure),
    /// The result could not be written out.
    #[error("cannot print: {0}")]
    Output(#[from] io::Error),
}

impl LoginError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Source(error) => error.exit(),
            Self::Build(_) => Exit::Usage,
            Self::Failed(failure) => match failure.kind {
                FailureKind::LoginRefused => Exit::LoginRefused,
                FailureKind::NoCredentials => Exit::Usage,
                _ => Exit::Failed,
            },
            Self::Output(_) => Exit::Failed,
        }
    }
}

/// Logs in once, and says whether that worked. The token is not kept.
///
/// # Errors
/// [`LoginError`].
pub async fn run(args: &LoginArgs, out: &mut impl Write) -> Result<Exit, LoginError> {
    let clock = Clock::system();
    let source = SourceArgs {
        config: args.config.clone(),
        ..SourceArgs::default()
    };
    let mut source = Source::open(&source, &args.config.overrides(), &clock).await?;
    let (tasks, _failures) = Tasks::new();
    source.share(&clock, &tasks);
    let done = engine::log_in(source.account.clone(), &clock).await?;
    tasks.finish(WIND_DOWN).await;
    done.map_err(LoginError::Failed)?;
    let username = Text::new(source.account.username.as_str());
    writeln!(out, "logged in as {}", username.line())?;
    Ok(Exit::Done)
}

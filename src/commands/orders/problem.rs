//! What went wrong, in words for somebody who has a shell and no screen: the cause, then the way out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::collect::{Doubt, List, Missing};
use crate::api::BuildError;
use crate::cli::Exit;
use crate::commands::chosen::ChosenError;
use crate::commands::source::SourceError;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::text::Text;

/// Orders named per failure.
const NAMED: usize = 5;

/// Why there are no rows, or why they are not the whole truth.
#[derive(Debug, thiserror::Error)]
pub enum OrdersError {
    /// The view or the filter will not do.
    #[error(transparent)]
    Chosen(#[from] ChosenError),
    /// Nobody to talk to.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The engine could not be built.
    #[error(transparent)]
    Engine(#[from] BuildError),
    /// The list could not be read.
    #[error("cannot read the orders of {}: {}\n  {}", Text::new(server.as_str()).line(), failure.line(), way_out(failure.kind))]
    List {
        /// The address asked.
        server: String,
        /// The last failure.
        failure: Failure,
    },
    /// The rows were written, but some may be missing or may not match.
    #[error("{message}")]
    InDoubt {
        /// Which and why.
        message: String,
        /// The exit code it leads to.
        exit: Exit,
    },
    /// The rows could not be written.
    #[error("cannot write the rows: {0}")]
    Output(io::Error),
}

impl OrdersError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Chosen(_) | Self::Engine(_) => Exit::Usage,
            Self::Source(error) => error.exit(),
            Self::List { failure, .. } => exit(failure.kind),
            Self::InDoubt { exit, .. } => *exit,
            Self::Output(_) => Exit::Failed,
        }
    }

    pub(super) fn in_doubt(list: &List, doubts: &[Doubt]) -> Self {
        let mut message = String::new();
        if let Some(missing) = list.missing {
            message.push_str(&incomplete(missing, list.orders.len()));
        }
        let mut by_failure: BTreeMap<String, (FailureKind, Vec<&str>)> = BTreeMap::new();
        for doubt in doubts {
            if let Some(order) = list.orders.get(doubt.row) {
                let entry = by_failure
                    .entry(doubt.failure.line())
                    .or_insert((doubt.failure.kind, Vec::new()));
                entry.1.push(order.summary.reference.text().line());
            }
        }
        for (line, (kind, orders)) in &by_failure {
            if !message.is_empty() {
                message.push('\n');
            }
            let named = orders[..orders.len().min(NAMED)].join(", ");
            let more = match orders.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            // Writing to a string never fails.
            let _ = write!(
                message,
                "printed, but it is not known whether the filter matches {named}{more}: {line}\n  {}",
                way_out(*kind)
            );
        }
        let refused = doubts.iter().map(|doubt| exit(doubt.failure.kind));
        Self::InDoubt {
            message,
            exit: refused
                .into_iter()
                .find(|exit| *exit == Exit::LoginRefused)
                .unwrap_or(Exit::Failed),
        }
    }
}

fn incomplete(missing: Missing, known: usize) -> String {
    let why = match missing.of {
        Some(of) if of > known as u64 => format!("the server says there are {of} and gave {known}"),
        _ => format!("the server stopped giving new ones after {known}"),
    };
    format!("the list may be incomplete: {why}\n  start again; if it stays so, tell Covage")
}

fn exit(kind: FailureKind) -> Exit {
    match kind {
        FailureKind::LoginRefused => Exit::LoginRefused,
        FailureKind::NoCredentials => Exit::Usage,
        _ => Exit::Failed,
    }
}

fn way_out(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Offline => {
            "check api_url, keycloak_url, the network and HTTPS_PROXY, then start again"
        }
        FailureKind::Timeout | FailureKind::Server => "start again in a while",
        FailureKind::LoginRefused => {
            "correct user name or password; the same one is not sent again, unless by covage-tui login"
        }
        FailureKind::NoCredentials => "set password_command, password_file or COVAGE_PASSWORD",
        FailureKind::TokenRefused => "check that api_url and keycloak_url belong together",
        FailureKind::Forbidden => "ask Covage for the right",
        FailureKind::NotFound => "check api_url; a single order may be gone",
        FailureKind::Throttled { .. } => {
            "somebody else uses the account's budget; start again later"
        }
        FailureKind::Refused | FailureKind::Unreadable | FailureKind::TooLarge => {
            "check that api_url is the address of the Covage API"
        }
        FailureKind::Internal => "a defect: please report it",
    }
}

//! What went wrong, in words for somebody who has a shell and no screen: the cause, then the way out.

use std::collections::BTreeMap;
use std::io;

use crate::api::BuildError;
use crate::cli::Exit;
use crate::commands::chosen::ChosenError;
use crate::commands::source::SourceError;
use crate::domain::failure::{Failure, FailureKind};
use crate::domain::text::Text;

/// Rows named per failure.
const NAMED: usize = 5;

/// What nobody could read, and so what the rows that were written do not tell.
#[derive(Debug, Default)]
pub(in crate::commands) struct Gaps {
    /// Lists that are perhaps not whole.
    pub(in crate::commands) lists: Vec<Missing>,
    /// Reads that failed.
    pub(in crate::commands) rows: Vec<Gap>,
}

impl Gaps {
    /// Whether everything is known.
    pub(in crate::commands) fn is_empty(&self) -> bool {
        self.lists.is_empty() && self.rows.is_empty()
    }
}

/// A list that is perhaps not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands) struct Missing {
    /// What it lists.
    pub(in crate::commands) rows: &'static str,
    /// Rows there are, where the server said so.
    pub(in crate::commands) of: Option<u64>,
    /// Rows it gave.
    pub(in crate::commands) known: usize,
}

/// A read that failed.
#[derive(Debug)]
pub(in crate::commands) struct Gap {
    /// What follows from it.
    pub(in crate::commands) means: Means,
    /// What was to be read, in a safe line.
    pub(in crate::commands) name: String,
    /// Why it was not.
    pub(in crate::commands) failure: Failure,
}

/// What follows from a read that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands) enum Means {
    /// The row may match or not.
    Doubt,
    /// The row was written without what only its details tell.
    Bare,
    /// Rows may be missing that it would have told of.
    Unseen,
}

/// Why there are no rows, or why they are not the whole truth.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
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
    #[error("cannot read the {rows} of {}: {}\n  {}", Text::new(server.as_str()).line(), failure.line(), way_out(failure.kind))]
    List {
        /// What it lists.
        rows: &'static str,
        /// The address asked.
        server: String,
        /// The last failure.
        failure: Failure,
    },
    /// The rows were written, but some may be missing or may not match.
    #[error("{message}")]
    InPart {
        /// Which and why.
        message: String,
        /// The exit code it leads to.
        exit: Exit,
    },
    /// The rows could not be written.
    #[error("cannot write the rows: {0}")]
    Output(io::Error),
}

impl RowsError {
    /// The exit code it leads to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Chosen(_) | Self::Engine(_) => Exit::Usage,
            Self::Source(error) => error.exit(),
            Self::List { failure, .. } => exit(failure.kind),
            Self::InPart { exit, .. } => *exit,
            Self::Output(_) => Exit::Failed,
        }
    }

    pub(super) fn in_part(gaps: &Gaps) -> Self {
        let mut said: Vec<String> = gaps.lists.iter().map(|list| incomplete(*list)).collect();
        let mut by_failure: BTreeMap<(Means, String), (FailureKind, Vec<&str>)> = BTreeMap::new();
        for gap in &gaps.rows {
            let entry = by_failure
                .entry((gap.means, gap.failure.line()))
                .or_insert((gap.failure.kind, Vec::new()));
            entry.1.push(&gap.name);
        }
        for ((means, line), (kind, names)) in &by_failure {
            let named = names[..names.len().min(NAMED)].join(", ");
            let more = match names.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let about = match means {
                Means::Doubt => "printed, but it is not known whether the filter matches",
                Means::Bare => "printed without what only their details tell:",
                Means::Unseen => "rows may be missing, because nobody could read",
            };
            said.push(format!(
                "{about} {named}{more}: {line}\n  {}",
                way_out(*kind)
            ));
        }
        let exits = gaps.rows.iter().map(|gap| exit(gap.failure.kind));
        Self::InPart {
            message: said.join("\n"),
            exit: exits
                .into_iter()
                .find(|exit| *exit == Exit::LoginRefused)
                .unwrap_or(Exit::Failed),
        }
    }
}

fn incomplete(missing: Missing) -> String {
    let Missing { rows, of, known } = missing;
    let why = match of {
        Some(of) if of > known as u64 => format!("the server says there are {of} and gave {known}"),
        _ => format!("the server stopped giving new ones after {known}"),
    };
    format!(
        "the list of {rows} may be incomplete: {why}\n  start again; if it stays so, tell Covage"
    )
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
        FailureKind::NotFound => "check api_url; a single one may be gone",
        FailureKind::Throttled { .. } => {
            "somebody else uses the account's budget; start again later"
        }
        FailureKind::Refused | FailureKind::Unreadable | FailureKind::TooLarge => {
            "check that api_url is the address of the Covage API"
        }
        FailureKind::Internal => "a defect: please report it",
    }
}

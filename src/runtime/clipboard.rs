//! The clipboard beyond the terminal: tmux's paste buffer.
//!
//! Inside tmux the sequence that copies reaches tmux only if `set-clipboard` is `on`, which it is not by itself. So tmux
//! is asked as well: `tmux load-buffer -w -` takes a text into its buffer and hands it to the terminal it is shown in.
//!
//! The loop never waits for it. The text goes in by a pipe, never as an argument, which other users could read. What
//! fails is told; what succeeds is not.

use std::io;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};

use super::tasks::Tasks;
use crate::config::environment;
use crate::domain::text::Text;

/// How long tmux may take.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// What is kept of what it says, in bytes.
const SAID: u64 = 400;

/// The tmux we run in.
pub struct Clipboard {
    tasks: Tasks,
    failed: Arc<dyn Fn(String) + Send + Sync>,
}

impl std::fmt::Debug for Clipboard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clipboard").finish_non_exhaustive()
    }
}

impl Clipboard {
    /// The one of the environment; `None` outside tmux. `failed` is told why a text was not taken, in one safe line.
    pub fn of_environment(
        variable: impl Fn(&str) -> Option<String>,
        tasks: Tasks,
        failed: impl Fn(String) + Send + Sync + 'static,
    ) -> Option<Self> {
        let is_inside = variable("TMUX").is_some_and(|value| !value.is_empty());
        is_inside.then(|| Self {
            tasks,
            failed: Arc::new(failed),
        })
    }

    /// Hands a text over and returns at once.
    pub fn take(&self, text: String) {
        let failed = Arc::clone(&self.failed);
        // Graceful: whoever copies and quits at once wants the text all the same.
        self.tasks.spawn_graceful("copy", async move {
            let loaded = tokio::time::timeout(TIME_LIMIT, load(&text));
            let why = match loaded.await {
                Ok(Ok(())) => return,
                Ok(Err(why)) => why,
                Err(_) => format!("no answer within {} seconds", TIME_LIMIT.as_secs()),
            };
            failed(Text::new(why).line().to_owned());
        });
    }
}

/// Loads the buffer; dropping the future ends the helper.
async fn load(text: &str) -> Result<(), String> {
    let mut child = spawn().map_err(|error| format!("it cannot be started: {error}"))?;
    let written = write(&mut child, text).await;
    let mut said = Vec::new();
    if let Some(stderr) = child.stderr.take() {
        // What cannot be read is not repeated.
        let _ = stderr.take(SAID).read_to_end(&mut said).await;
    }
    let status = child.wait().await.map_err(|error| error.to_string())?;
    if !status.success() {
        let said = String::from_utf8_lossy(&said);
        return Err(match said.trim() {
            "" => status.to_string(),
            said => said.to_owned(),
        });
    }
    written.map_err(|error| error.to_string())
}

fn spawn() -> io::Result<Child> {
    Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .env_remove(environment::PASSWORD)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        // A group of its own: what the terminal sends to ours is not for it.
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
}

async fn write(child: &mut Child, text: &str) -> io::Result<()> {
    match child.stdin.take() {
        Some(mut stdin) => stdin.write_all(text.as_bytes()).await,
        None => Ok(()),
    }
}

//! A password printed by a helper program such as `pass show covage`.
//!
//! The helper is started directly, never through a shell, with its input closed, without `COVAGE_PASSWORD`, and in a
//! session of its own, so that it has no controlling terminal and cannot draw over our screen or wait for a key there.
//! The standard library can only start a child in a new session by unsafe code; `setsid` of util-linux or busybox does
//! it for us. Where it is not installed the helper runs in a process group of its own: it keeps the terminal, but the
//! system stops it when it reads from it, and the time limit ends it.

use std::io;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command};

use super::super::environment;
use super::super::excerpt::escape;
use super::{MAX_BYTES, SecretError, Unusable, password, without};

/// How long a helper may take: time enough to unlock an agent in a window.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// Where `setsid` is, on Linux and on NixOS. Not looked up in `PATH`: it is to be the system's.
const SETSID: [&str; 3] = [
    "/usr/bin/setsid",
    "/bin/setsid",
    "/run/current-system/sw/bin/setsid",
];

/// How long the pipes of a helper that has ended are still read.
const LAST_WORDS: Duration = Duration::from_millis(100);

/// How `setsid` and shells say that a program cannot be started.
const NOT_FOUND: [i32; 2] = [126, 127];

/// Runs the helper and takes the one line it prints.
///
/// The limit is measured in tokio's time, so a test that pauses it must not come here. Dropping the future kills the helper
/// and everything in its group.
///
/// # Errors
/// [`SecretError`] when it cannot be started, fails, takes longer than `limit`, or prints what cannot be a password.
pub async fn run(argv: &[String], limit: Duration) -> Result<SecretString, SecretError> {
    let setsid = SETSID.iter().map(Path::new).find(|path| path.exists());
    run_with(setsid, argv, limit).await
}

async fn run_with(
    setsid: Option<&Path>,
    argv: &[String],
    limit: Duration,
) -> Result<SecretString, SecretError> {
    let program = argv.first().cloned().unwrap_or_default();
    let mut helper = match prepare(setsid, argv).and_then(|mut it| it.spawn()) {
        Ok(child) => Helper(child),
        Err(reason) => return Err(SecretError::NotStarted { program, reason }),
    };
    // Filled from outside the timed block: what the helper said until then is part of the message.
    let mut printed = Zeroizing::new(Vec::with_capacity(2 * MAX_BYTES));
    let mut said = Vec::new();
    match tokio::time::timeout(limit, helper.finish(&mut printed, &mut said)).await {
        Err(_) => Err(SecretError::TimedOut {
            program,
            limit,
            foreign_stderr: without(&printed, &said),
        }),
        Ok(Err(Stop::Io(reason))) => Err(SecretError::NotStarted { program, reason }),
        Ok(Err(Stop::TooMuch)) => Err(SecretError::Unusable {
            from: from(&program),
            why: Unusable::TooLong,
        }),
        Ok(Ok(status)) if status.success() => password(&printed, || from(&program)),
        Ok(Ok(status)) => {
            let note = match status.code() {
                Some(code) if NOT_FOUND.contains(&code) => ", most likely there is no such program",
                _ => "",
            };
            let status = format!("{status}{note}");
            Err(SecretError::Failed {
                program,
                status,
                foreign_stderr: without(&printed, &said),
            })
        }
    }
}

fn from(program: &str) -> String {
    format!("password_command {}", escape(program))
}

fn prepare(setsid: Option<&Path>, argv: &[String]) -> io::Result<Command> {
    let (program, arguments) = argv
        .split_first()
        .ok_or_else(|| io::Error::other("it is empty"))?;
    let mut command = match setsid {
        Some(setsid) => {
            let mut command = Command::new(setsid);
            // A child of ours never leads a group, so setsid does not fork: helper and child are one process.
            command.arg(program);
            command
        }
        None => Command::new(program),
    };
    if setsid.is_none() {
        command.process_group(0);
    }
    command
        .args(arguments)
        .env_remove(environment::PASSWORD)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    Ok(command)
}

/// A running helper; dropping it kills its whole group.
struct Helper(Child);

/// Why reading the helper ended before its output did.
enum Stop {
    TooMuch,
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Helper {
    async fn finish(
        &mut self,
        printed: &mut Vec<u8>,
        said: &mut Vec<u8>,
    ) -> Result<ExitStatus, Stop> {
        let (Some(stdout), Some(stderr)) = (self.0.stdout.take(), self.0.stderr.take()) else {
            return Err(io::Error::other("its output is not connected").into());
        };
        let reading = async { tokio::try_join!(take_all(stdout, printed), listen(stderr, said)) };
        tokio::pin!(reading);
        tokio::select! {
            read = &mut reading => {
                read?;
            }
            status = self.0.wait() => {
                // A process it left behind may hold its output open; what the helper wrote is in the pipe already.
                if let Ok(read) = tokio::time::timeout(LAST_WORDS, reading).await {
                    read?;
                }
                return Ok(status?);
            }
        }
        Ok(self.0.wait().await?)
    }
}

async fn take_all(stdout: impl AsyncRead + Unpin, printed: &mut Vec<u8>) -> Result<(), Stop> {
    let read = stdout
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(printed)
        .await?;
    if read > MAX_BYTES {
        Err(Stop::TooMuch)
    } else {
        Ok(())
    }
}

/// Keeps the first words and reads the rest away, so that a talkative helper is not held up by a full pipe.
async fn listen(mut stderr: impl AsyncRead + Unpin, said: &mut Vec<u8>) -> Result<(), Stop> {
    (&mut stderr)
        .take(MAX_BYTES as u64)
        .read_to_end(said)
        .await?;
    tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await?;
    Ok(())
}

impl Drop for Helper {
    fn drop(&mut self) {
        // `id` is gone once the child was waited for; its number may then belong to somebody else.
        let group = self
            .0
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(Pid::from_raw);
        if let Some(group) = group {
            // It may have ended by itself, or not lead its group yet; `kill_on_drop` takes the child itself.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::is;
    use super::*;

    const SOON: Duration = Duration::from_millis(5);
    const LATE: Duration = Duration::from_secs(20);

    fn shell(script: &str) -> Vec<String> {
        ["sh", "-c", script].map(str::to_owned).to_vec()
    }

    async fn fails(script: &str) -> String {
        let error = run(&shell(script), LATE).await.unwrap_err();
        assert!(!format!("{error}{error:?}").contains("canary"), "{error:?}");
        error.to_string()
    }

    #[tokio::test]
    async fn the_line_it_prints_is_the_password_with_and_without_setsid() {
        let argv = shell("echo canary");
        assert!(is(&run(&argv, LATE).await.unwrap(), "canary"));
        assert!(is(&run_with(None, &argv, LATE).await.unwrap(), "canary"));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn it_has_no_input_and_leads_its_own_session_and_group() {
        // Field 5 and 6 of stat are group and session, field 1 the process itself; input at its end makes `read` fail.
        let script =
            "read x || set -- $(cat /proc/$$/stat); [ $1 = $5 ] && [ $1 = $6 ] && echo apart";
        assert!(is(&run(&shell(script), LATE).await.unwrap(), "apart"));
        let script = "set -- $(cat /proc/$$/stat); [ $1 = $5 ] && echo apart";
        assert!(is(
            &run_with(None, &shell(script), LATE).await.unwrap(),
            "apart"
        ));
    }

    #[test]
    fn the_password_of_the_environment_is_not_passed_on() {
        for setsid in [Some(Path::new("/bin/setsid")), None] {
            let command = prepare(setsid, &shell("true")).unwrap();
            let removed: Vec<_> = command.as_std().get_envs().collect();
            assert_eq!(removed, [("COVAGE_PASSWORD".as_ref(), None)]);
        }
    }

    #[tokio::test]
    async fn no_shell_reads_the_arguments() {
        let argv = ["printf", "%s", "$HOME;`id`"].map(str::to_owned);
        assert!(is(&run(&argv, LATE).await.unwrap(), "$HOME;`id`"));
    }

    #[tokio::test]
    async fn a_failure_tells_status_and_words_but_never_the_output() {
        let error = fails("echo canary; echo 'no key: canary' >&2; exit 3").await;
        assert!(error.contains("sh failed (exit status: 3)"), "{error}");
        assert!(error.contains("no key: ***"), "{error}");
        assert!(
            fails("echo canary; echo again")
                .await
                .contains("several lines")
        );
        assert!(fails("true").await.contains("empty"));
        assert!(fails("printf 'canary\\377'").await.contains("UTF-8"));
    }

    #[tokio::test]
    async fn endless_output_is_cut_short_and_endless_words_do_no_harm() {
        assert!(
            fails("while :; do echo canary; done")
                .await
                .contains("more than 4096 bytes")
        );
        let talkative = "i=0; while [ $i -lt 9000 ]; do echo 'a line of some length' >&2; i=$((i+1)); done; echo ok";
        assert!(is(&run(&shell(talkative), LATE).await.unwrap(), "ok"));
    }

    #[tokio::test]
    async fn a_program_that_is_not_there_is_named() {
        let argv = ["/nowhere/pass".to_owned()];
        let with = run(&argv, LATE).await.unwrap_err().to_string();
        assert!(with.contains("/nowhere/pass"), "{with}");
        assert!(
            with.contains("most likely there is no such program"),
            "{with}"
        );
        let without = run_with(None, &argv, LATE).await.unwrap_err().to_string();
        assert!(without.contains("cannot start /nowhere/pass"), "{without}");
    }

    #[tokio::test]
    async fn a_helper_that_hangs_is_told_to_be_slow() {
        let error = run(&shell("sleep 600"), SOON).await.unwrap_err();
        assert!(matches!(error, SecretError::TimedOut { .. }), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("password_command: sh gave no answer within 0 s"),
            "{error}"
        );
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_helper_is_killed_with_its_children_when_nobody_waits_any_more() {
        async fn until(is_so: impl Fn() -> bool) {
            let wait = async {
                while !is_so() {
                    tokio::task::yield_now().await;
                }
            };
            tokio::time::timeout(LATE, wait)
                .await
                .expect("it never happened");
        }
        for setsid in [SETSID.iter().map(Path::new).find(|it| it.exists()), None] {
            let dir = tempfile::tempdir().unwrap();
            let pids = dir.path().join("pids");
            let read = || std::fs::read_to_string(&pids).unwrap_or_default();
            let argv = shell(&format!(
                "sleep 600 & echo $! $$ > {}; wait",
                pids.display()
            ));
            tokio::select! {
                ended = run_with(setsid, &argv, LATE) => panic!("{ended:?}"),
                () = until(|| read().ends_with('\n')) => {}
            }
            for pid in read().split_whitespace() {
                let stat =
                    || std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
                until(|| stat().is_empty() || stat().contains(") Z ")).await;
            }
        }
    }

    #[tokio::test]
    async fn a_process_left_behind_does_not_hold_up_the_answer() {
        // It keeps both pipes open for longer than the helper may take.
        let dir = tempfile::tempdir().unwrap();
        let pid = dir.path().join("pid");
        let script = format!("sleep 600 & echo $! > {}; echo canary", pid.display());
        assert!(is(&run(&shell(&script), LATE).await.unwrap(), "canary"));
        let pid: i32 = std::fs::read_to_string(pid)
            .unwrap()
            .trim()
            .parse()
            .unwrap();
        rustix::process::kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).unwrap();
    }
}

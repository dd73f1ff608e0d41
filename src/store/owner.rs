//! Which process an entry belongs to, and whether that process still lives.
//!
//! A number alone does not name a process: numbers are given again, start again after a boot, and mean something else
//! in a container. Rule: a process is taken for dead only when that is certain, or when it cannot be looked at and what
//! it did is too old to be still going on.

use std::fmt;

use chrono::TimeDelta;
use rustix::process::{Pid, test_kill_process};

/// No write takes longer, by far: its total timeout is 60 s.
const TOO_OLD: TimeDelta = TimeDelta::minutes(5);

/// A process of this or another boot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Names the boot.
    pub boot: String,
    /// Names what the number is valid in.
    namespace: String,
    pid: u32,
    /// When it started, in whatever form the system has.
    start: String,
}

impl Owner {
    /// This process.
    pub fn of_process() -> Self {
        Self::of(std::process::id())
    }

    /// A process of this boot, by its number.
    pub fn of(pid: u32) -> Self {
        Self {
            boot: system::boot(),
            namespace: system::namespace(),
            pid,
            start: system::start(pid).unwrap_or_default(),
        }
    }

    /// Whether it is dead for sure, seen from `me`; `age` is how long ago it was last heard of.
    pub fn is_gone(&self, me: &Self, age: TimeDelta) -> bool {
        if self == me {
            return false;
        }
        if self.boot != me.boot {
            return true;
        }
        if self.namespace != me.namespace {
            return age > TOO_OLD;
        }
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        if pid.is_none_or(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH)) {
            return true;
        }
        match system::start(self.pid) {
            Some(start) => start != self.start,
            None => age > TOO_OLD,
        }
    }

    /// Reads what [`fmt::Display`] wrote. What nobody wrote names no living process.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(' ').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self {
            boot: next(),
            namespace: next(),
            pid: next().parse().unwrap_or(0),
            start: next(),
        }
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            boot,
            namespace,
            pid,
            start,
        } = self;
        write!(f, "{boot} {namespace} {pid} {start}")
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod system {
    use std::fs;

    pub(super) fn boot() -> String {
        let id = fs::read_to_string("/proc/sys/kernel/random/boot_id");
        id.unwrap_or_default().trim().to_owned()
    }

    pub(super) fn namespace() -> String {
        let link = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        link.to_string_lossy().replace(' ', "_")
    }

    /// The 22nd field of `/proc/PID/stat`. The second is the program's name in brackets and may hold anything.
    pub(super) fn start(pid: u32) -> Option<String> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        let name_ends = stat.iter().rposition(|byte| *byte == b')')?;
        let fields = String::from_utf8_lossy(stat.get(name_ends + 1..)?).into_owned();
        fields.split_whitespace().nth(19).map(str::to_owned)
    }
}

/// Where there is no `/proc` two small programs of the system tell; asked rarely, never on the caller's thread.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod system {
    use std::process::{Command, Stdio};

    pub(super) fn boot() -> String {
        let names = ["kern.bootsessionuuid", "kern.boottime"];
        let ask = |name: &&str| said("sysctl", &["-n", name]);
        names.iter().find_map(ask).unwrap_or_default()
    }

    pub(super) fn namespace() -> String {
        String::new()
    }

    pub(super) fn start(pid: u32) -> Option<String> {
        said("ps", &["-o", "lstart=", "-p", &pid.to_string()])
    }

    fn said(program: &str, args: &[&str]) -> Option<String> {
        let mut command = Command::new(program);
        let asked = command.args(args).stdin(Stdio::null()).output().ok()?;
        let said = String::from_utf8_lossy(&asked.stdout);
        let said = said.split_whitespace().collect::<Vec<_>>().join("_");
        (asked.status.success() && !said.is_empty()).then_some(said)
    }
}

/// Processes that live until a test says otherwise.
#[cfg(test)]
pub(super) mod living {
    use std::process::{Child, Command};

    use super::Owner;

    /// One that does nothing; it does not survive its test.
    pub(in crate::store) struct Living(Child);

    impl Living {
        pub(in crate::store) fn start() -> Self {
            Self(Command::new("sleep").arg("600").spawn().unwrap())
        }

        pub(in crate::store) fn owner(&self) -> Owner {
            Owner::of(self.0.id())
        }
    }

    impl Drop for Living {
        fn drop(&mut self) {
            self.0.kill().unwrap();
            self.0.wait().unwrap();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::living::Living;
    use super::*;

    const JUST_NOW: TimeDelta = TimeDelta::zero();

    #[test]
    fn a_process_lives_until_it_ends() {
        let me = Owner::of_process();
        let child = Living::start();
        let owner = child.owner();
        assert_eq!(Owner::parse(&owner.to_string()), owner);
        assert!(!owner.is_gone(&me, TimeDelta::days(1)));
        drop(child);
        assert!(owner.is_gone(&me, JUST_NOW));
        assert!(!me.is_gone(&me, TimeDelta::days(1)));
    }

    #[test]
    fn a_number_that_was_given_again_is_another_process() {
        let me = Owner::of_process();
        let mut reused = me.clone();
        reused.start.push('1');
        assert!(reused.is_gone(&me, JUST_NOW));
        let mut before = me.clone();
        before.boot.push('x');
        assert!(before.is_gone(&me, JUST_NOW), "nothing survives a boot");
    }

    #[test]
    fn what_cannot_be_looked_at_is_alive_until_it_is_too_old() {
        let me = Owner::of_process();
        let mut contained = me.clone();
        contained.namespace.push('x');
        contained.pid = 1;
        assert!(!contained.is_gone(&me, TimeDelta::minutes(4)));
        assert!(contained.is_gone(&me, TimeDelta::minutes(6)));
    }
}

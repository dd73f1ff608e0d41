//! What the process asks of the kernel for itself.

/// Keeps the process's memory, which holds a password and tokens, out of core dumps and away from debuggers of the same
/// user. Where the kernel offers no such thing, nothing happens.
pub fn keep_memory_private() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A refusal leaves the process as any other one; there is no better place to keep a password.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

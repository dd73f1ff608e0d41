//! Refused passwords in `state.db`; in memory as well, for when the file cannot be used.

use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::sleep;

use crate::api::{BoxFuture, Latch, LatchKey, MemoryLatch, Secret};
use crate::domain::text::Text;
use crate::store::StoreHandle;
use crate::store::latch::{Gate, LoginKey};

/// Between two looks at what another copy's try came to.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// The latch of all copies.
#[derive(Debug)]
pub(super) struct StateLatch {
    store: StoreHandle,
    memory: MemoryLatch,
    /// The file's, or the memory's where the file could not be used when it was needed first: a password has one
    /// fingerprint in a process.
    secret: OnceCell<Secret>,
}

impl StateLatch {
    pub(super) fn new(store: StoreHandle) -> Self {
        Self {
            store,
            memory: MemoryLatch::default(),
            secret: OnceCell::new(),
        }
    }
}

fn in_store(key: &LatchKey) -> LoginKey {
    LoginKey {
        token_url: key.token_url.clone(),
        username: key.username.clone(),
        fingerprint: key.fingerprint,
    }
}

impl Latch for StateLatch {
    fn secret(&self) -> BoxFuture<'_, Secret> {
        Box::pin(async {
            let find = || async {
                let candidate = self.memory.secret().await;
                let found = self.store.fingerprint_key(candidate).await;
                found.unwrap_or(candidate)
            };
            *self.secret.get_or_init(find).await
        })
    }

    fn enter<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, Option<Text>> {
        Box::pin(async {
            if let Some(words) = self.memory.enter(key).await {
                return Some(words);
            }
            loop {
                match self.store.enter_login(in_store(key)).await {
                    Ok(Gate::Refused(words)) => return Some(words),
                    Ok(Gate::Tried) => sleep(LOOK_AGAIN).await,
                    Ok(Gate::Open) | Err(_) => return None,
                }
            }
        })
    }

    fn close<'a>(&'a self, key: &'a LatchKey, words: Text) -> BoxFuture<'a, ()> {
        Box::pin(async {
            self.memory.close(key, words.clone()).await;
            // Without the file it is remembered for this process at least.
            let _ = self.store.refuse_login(in_store(key), words).await;
        })
    }

    fn leave<'a>(&'a self, key: &'a LatchKey) -> BoxFuture<'a, ()> {
        Box::pin(async {
            // A try that cannot be taken back is over with its time, or with this process.
            let _ = self.store.leave_login(in_store(key)).await;
        })
    }

    fn reset<'a>(&'a self, token_url: &'a str, username: &'a str) -> BoxFuture<'a, ()> {
        Box::pin(async {
            self.memory.reset(token_url, username).await;
            let (token_url, username) = (token_url.to_owned(), username.to_owned());
            // Where the file cannot be used there is nothing to forget either.
            let _ = self.store.reset_logins(token_url, username).await;
        })
    }
}

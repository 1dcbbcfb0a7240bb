//! Argon2id, off the async threads, one at a time: a class that signs in together must not take both cores
//! from those who work. Those who wait are counted, and past a bound turned away with a time to come back.

use std::sync::{Arc, mpsc};

use anyhow::{Context, anyhow};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use learnflow_contracts::ProblemKind;
use tokio::sync::{Semaphore, oneshot};

use super::problem::Failure;

type Job = Box<dyn FnOnce() + Send>;

/// The gate to the password hash. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Passwords {
    /// To the one thread that hashes: one core, and the 19 MiB of one hash. On any thread that is free, each of them
    /// would keep its own 19 MiB from the system, some hundreds after a class has signed in.
    thread: mpsc::Sender<Job>,
    /// Places to wait for it.
    places: Arc<Semaphore>,
    /// Of a password nobody has: unknown names take as long as known ones.
    decoy: Arc<str>,
}

impl Passwords {
    /// Up to `waiting` sign-ins may wait.
    ///
    /// # Errors
    /// When there is no randomness for a salt.
    pub(crate) fn new(waiting: usize) -> anyhow::Result<Self> {
        let (thread, jobs) = mpsc::channel::<Job>();
        let work = move || jobs.into_iter().for_each(|job| job());
        std::thread::Builder::new().name("passwords".into()).spawn(work).context("starting a thread")?;
        let (tell, told) = mpsc::channel();
        // On that thread too: this one would keep the memory.
        let first: Job = Box::new(move || drop(tell.send(hash(b"nobody's password"))));
        thread.send(first).map_err(|_| anyhow!("the thread for passwords ended"))?;
        let decoy = told.recv().context("the thread for passwords ended")??;
        Ok(Self { thread, places: Arc::new(Semaphore::new(waiting)), decoy: decoy.into() })
    }

    /// The hash of a secret, as a PHC string.
    pub(crate) async fn hash(&self, secret: &str) -> Result<String, Failure> {
        let secret = secret.to_owned();
        self.in_turn(move || hash(secret.as_bytes())).await?.map_err(Failure::internal)
    }

    /// Whether `secret` is the one of `hash`; with no hash (an unknown name) it is not, after the same time.
    pub(crate) async fn verify(&self, secret: &str, hash: Option<&str>) -> Result<bool, Failure> {
        let (secret, stored) = (secret.to_owned(), hash.unwrap_or(&self.decoy).to_owned());
        let known = hash.is_some();
        self.in_turn(move || Ok(verify(secret.as_bytes(), &stored)? && known))
            .await?
            .map_err(Failure::internal)
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let _place = self.places.clone().try_acquire_owned().map_err(|_| {
            Failure::new(ProblemKind::Busy, "very many are signing in at once; try again in some seconds")
                .retry_after(5)
        })?;
        let (tell, told) = oneshot::channel();
        let job = move || {
            // Somebody who left the queue is not worth a hash.
            if !tell.is_closed() {
                let _ = tell.send(work());
            }
        };
        let gone = || Failure::internal(anyhow!("the thread for passwords ended"));
        self.thread.send(Box::new(job)).map_err(|_| gone())?;
        told.await.map_err(|_| gone())
    }
}

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane (Password Storage Cheat Sheet).
fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow!("argon2 parameters: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(secret: &[u8]) -> anyhow::Result<String> {
    let hash: PasswordHash = argon2()?.hash_password(secret).map_err(|error| anyhow!("hashing: {error}"))?;
    Ok(hash.to_string())
}

fn verify(secret: &[u8], stored: &str) -> anyhow::Result<bool> {
    let stored = PasswordHash::new(stored).map_err(|error| anyhow!("reading a stored hash: {error}"))?;
    match argon2()?.verify_password(secret, &stored) {
        Ok(()) => Ok(true),
        Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
        Err(error) => Err(anyhow!("verifying: {error}")),
    }
}

//! Interpreters on threads of this process.

use std::sync::Arc;
use std::thread::available_parallelism;

use tokio::runtime::Runtime;
use tokio_util::task::AbortOnDropHandle;

use crate::local::Local;
use crate::work::{Done, Work};
use crate::{Console, Limits, OpenError, Settings};

pub(crate) struct Threads {
    pub(crate) local: Arc<Local>,
    /// Programs run on threads of their own: one that keeps its processor for a
    /// whole turn must not hold up whoever serves requests. `Some` until dropped.
    workers: Option<Runtime>,
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(workers) = self.workers.take() {
            // The last handle may go inside an async task, which must not block.
            workers.shutdown_background();
        }
    }
}

impl Threads {
    pub(crate) fn open(settings: &Settings) -> Result<Self, OpenError> {
        let workers = tokio::runtime::Builder::new_multi_thread()
            .thread_name("sandbox")
            .worker_threads(available_parallelism().map_or(2, usize::from))
            .enable_time()
            .build()
            .map_err(OpenError::Threads)?;
        Ok(Self { local: Arc::new(Local::open(settings)?), workers: Some(workers) })
    }

    /// `None` when the work panicked, which would be a mistake of ours.
    pub(crate) async fn perform(
        &self,
        work: Work,
        limits: &Limits,
        console: Option<Console>,
    ) -> Option<Done> {
        let workers = self.workers.as_ref().expect("taken only when the last handle is dropped");
        let (local, limits) = (self.local.clone(), limits.clone());
        let task = workers.spawn(async move { local.perform(work, &limits, console).await });
        AbortOnDropHandle::new(task).await.ok()
    }
}

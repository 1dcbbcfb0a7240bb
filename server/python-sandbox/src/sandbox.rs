//! The sandbox as others use it; who does the work stands in `threads` and `crew`.

use std::path::PathBuf;
use std::sync::Arc;

#[cfg(unix)]
use crate::crew::{Crew, Workers};
use crate::threads::Threads;
use crate::trace::{Trace, TraceLimits};
use crate::work::{Done, Work};
use crate::{Analysis, Console, Explained, Limits, Program, Report, Test, TestResult};

/// Where the sandbox finds what it needs.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// `python.wasm`, built by `guest/build.sh`.
    pub component: PathBuf,
    /// A folder for the compiled component, written once per machine.
    pub cache: PathBuf,
    /// How many programs may be live at once, those waiting for input included.
    /// Further ones wait for their turn.
    pub slots: u32,
}

/// Why a sandbox cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The component cannot be read.
    #[error("cannot read the sandbox's Python at {0}: build it with server/python-sandbox/guest/build.sh")]
    Component(PathBuf, #[source] std::io::Error),
    /// The compiled component cannot be kept.
    #[error("cannot write the compiled Python to {0}: make the folder writable")]
    Cache(PathBuf, #[source] std::io::Error),
    /// The component is not one that this engine can run.
    #[error("cannot compile the sandbox's Python: build it again with server/python-sandbox/guest/build.sh")]
    Compile(#[source] wasmtime::Error),
    /// The machine refused threads.
    #[error("cannot start the threads of the sandbox")]
    Threads(#[source] std::io::Error),
    /// A worker's process cannot be started, or says why it cannot work.
    #[error("cannot start a worker of the sandbox: {0}")]
    Worker(String),
}

/// Runs and grades programs. A clone is another handle to the same sandbox.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

enum Inner {
    Threads(Threads),
    #[cfg(unix)]
    Crew(Crew),
}

impl Sandbox {
    /// Opens a sandbox on threads of this process; blocks for some seconds when the component has
    /// to be compiled.
    ///
    /// # Errors
    /// When something that it needs is not there or cannot be used.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        Ok(Self(Arc::new(Inner::Threads(Threads::open(settings)?))))
    }

    /// Opens a sandbox with workers in processes of their own: they do not get in each other's way
    /// (see `crew`), and nothing that happens in one can touch this process. Blocks as [`Self::open`] does.
    ///
    /// # Errors
    /// When a worker cannot be started or cannot work.
    #[cfg(unix)]
    pub fn hire(settings: &Settings, workers: Workers) -> Result<Self, OpenError> {
        Ok(Self(Arc::new(Inner::Crew(Crew::hire(settings.clone(), workers)?))))
    }

    /// Runs a program as a script. Dropping the future ends the run.
    pub async fn run(&self, program: &Program, limits: &Limits, console: Console) -> Report {
        match self.perform(Work::Run(program.clone()), limits, Some(console)).await {
            Done::Ran(report) => report,
            other => unreachable!("a run gave {other:?}"),
        }
    }

    /// Runs a program against tests: one result for each, in their order. The limits
    /// apply to each test that needs a fresh interpreter, and to all calls together.
    pub async fn grade(&self, program: &Program, tests: &[Test], limits: &Limits) -> Vec<TestResult> {
        match self.perform(Work::Grade(program.clone(), tests.to_vec()), limits, None).await {
            Done::Graded(results) => results,
            other => unreachable!("grading gave {other:?}"),
        }
    }

    /// What the tools say about every Python file of a program, which is not run. A
    /// source that is too much for them gives a plain answer like any other.
    pub async fn analyze(&self, program: &Program, limits: &Limits) -> Analysis {
        match self.perform(Work::Analyze(program.clone()), limits, None).await {
            Done::Analyzed(analysis) => analysis,
            other => unreachable!("an analysis gave {other:?}"),
        }
    }

    /// Runs a program with all its input known, and explains the error that ends it.
    pub async fn explain(&self, program: &Program, input: &str, limits: &Limits) -> Explained {
        match self.perform(Work::Explain(program.clone(), input.to_owned()), limits, None).await {
            Done::Explained(explained) => explained,
            other => unreachable!("an explanation gave {other:?}"),
        }
    }

    /// Runs a program with all its input known and records its steps. A program that
    /// is stopped has those up to then.
    pub async fn trace(
        &self,
        program: &Program,
        input: &str,
        limits: &Limits,
        trace_limits: &TraceLimits,
    ) -> Trace {
        let work = Work::Trace(program.clone(), input.to_owned(), *trace_limits);
        match self.perform(work, limits, None).await {
            Done::Traced(trace) => trace,
            other => unreachable!("a trace gave {other:?}"),
        }
    }

    /// Names component, engine and machine: what a repeated run must have in common.
    pub fn engine_version(&self) -> &str {
        match &*self.0 {
            Inner::Threads(threads) => &threads.local.version,
            #[cfg(unix)]
            Inner::Crew(crew) => crew.version(),
        }
    }

    /// The numbers of the workers' processes, for whoever watches their memory; none on threads.
    pub fn worker_processes(&self) -> Vec<u32> {
        match &*self.0 {
            Inner::Threads(_) => Vec::new(),
            #[cfg(unix)]
            Inner::Crew(crew) => crew.processes(),
        }
    }

    async fn perform(&self, work: Work, limits: &Limits, console: Option<Console>) -> Done {
        let failed = work.failed();
        // What another process says is looked at before it is believed.
        let kind = std::mem::discriminant(&failed);
        let done = match &*self.0 {
            Inner::Threads(threads) => threads.perform(work, limits, console).await,
            #[cfg(unix)]
            Inner::Crew(crew) => crew.perform(work, limits, console).await,
        };
        done.filter(|done| std::mem::discriminant(done) == kind).unwrap_or(failed)
    }
}

//! Learning about a program: what tools say of it, why it failed, and its steps.
//!
//! All of it happens inside: untrusted code is not even parsed out here.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::guest::study as wit;
use crate::instance::Instance;
use crate::sandbox::Inner;
use crate::terminal::Terminal;
use crate::trace::{Record, Trace, TraceLimits, read};
use crate::{Analysis, Death, Explained, Limits, Outcome, Program, Sandbox};

impl Sandbox {
    /// What the tools say about every Python file of a program, which is not run. A
    /// source that is too much for them gives a plain answer like any other.
    pub async fn analyze(&self, program: &Program, limits: &Limits) -> Analysis {
        let (inner, program, limits) = (self.inner(), program.clone(), limits.clone());
        let work = async move { inner.analyze(&program, &limits).await };
        let failed = || Analysis { unfinished: Some(Outcome::Died(Death::Sandbox)), ..Analysis::default() };
        self.on_a_worker(work).await.unwrap_or_else(failed)
    }

    /// Runs a program with all its input known, and explains the error that ends it.
    pub async fn explain(&self, program: &Program, input: &str, limits: &Limits) -> Explained {
        let (inner, program, limits) = (self.inner(), program.clone(), limits.clone());
        let input = input.to_owned();
        let work = async move { inner.explain(&program, &input, &limits).await };
        let failed = || Explained { outcome: Outcome::Died(Death::Sandbox), explanation: None };
        self.on_a_worker(work).await.unwrap_or_else(failed)
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
        let (inner, program, limits) = (self.inner(), program.clone(), limits.clone());
        let (input, trace_limits) = (input.to_owned(), *trace_limits);
        let work = async move { inner.trace(&program, &input, &limits, &trace_limits).await };
        self.on_a_worker(work).await.unwrap_or_else(|| Trace::without_steps(Outcome::Died(Death::Sandbox)))
    }
}

impl Inner {
    async fn started(
        &self,
        program: &Program,
        limits: &Limits,
        terminal: &Terminal,
        clock: &Arc<Clock>,
    ) -> Result<Instance, Outcome> {
        Instance::start(&self.snapshot, limits, program.seed, terminal.clone(), clock.clone()).await
    }

    async fn analyze(&self, program: &Program, limits: &Limits) -> Analysis {
        let _slot = self.slot().await;
        let _ticking = self.ticker.hold();
        let clock = Arc::new(Clock::start(limits));
        let terminal = Terminal::kept("", limits, clock.clone());
        let mut analysis = Analysis::default();
        let mut instance = match self.started(program, limits, &terminal, &clock).await {
            Ok(instance) => instance,
            Err(stopped) => return Analysis { unfinished: Some(stopped), ..analysis },
        };
        let modules = program
            .files
            .iter()
            .filter(|file| Path::new(&file.name).extension().is_some_and(|ending| ending == "py"));
        let sources = [("main.py", &program.code)]
            .into_iter()
            .chain(modules.map(|file| (file.name.as_str(), &file.text)));
        for (name, source) in sources {
            match instance.analyze(source, name).await {
                Ok(found) => analysis.add(name, found),
                Err(stopped) => return Analysis { unfinished: Some(stopped), ..analysis },
            }
        }
        analysis
    }

    async fn explain(&self, program: &Program, input: &str, limits: &Limits) -> Explained {
        let _slot = self.slot().await;
        let _ticking = self.ticker.hold();
        let clock = Arc::new(Clock::start(limits));
        let terminal = Terminal::kept(input, limits, clock.clone());
        let ended = match self.started(program, limits, &terminal, &clock).await {
            Ok(mut instance) => {
                let ended = instance.explain(program).await;
                ended.map(|told| (instance.judge(told.ending.into()), told.explanation))
            }
            Err(stopped) => Err(stopped),
        };
        let (outcome, told) = ended.unwrap_or_else(|stopped| (stopped, None));
        let explanation = match (&outcome, told) {
            (Outcome::Failed(_), Some(told)) => Some(told.into()),
            (Outcome::Failed(error), None) => Some(error.into()),
            _ => None,
        };
        Explained { outcome, explanation }
    }

    async fn trace(
        &self,
        program: &Program,
        input: &str,
        limits: &Limits,
        trace_limits: &TraceLimits,
    ) -> Trace {
        let _slot = self.slot().await;
        let _ticking = self.ticker.hold();
        let clock = Arc::new(Clock::start(limits));
        let record = Record::new(input, trace_limits);
        let terminal = Terminal::recorded(record, limits, clock.clone());
        let ended = match self.started(program, limits, &terminal, &clock).await {
            Ok(mut instance) => {
                let ended = instance.trace(program, trace_limits.into()).await;
                ended.map(|told| (instance.judge(told.ending.into()), told.complete))
            }
            Err(stopped) => Err(stopped),
        };
        let (outcome, complete) = ended.unwrap_or_else(|stopped| (stopped, false));
        terminal.end();
        read(terminal.take_record(), outcome, complete)
    }
}

impl From<&TraceLimits> for wit::TraceLimits {
    fn from(limits: &TraceLimits) -> Self {
        Self {
            steps: limits.steps,
            objects: limits.objects,
            items: limits.items,
            text: limits.text,
            size: limits.size,
        }
    }
}

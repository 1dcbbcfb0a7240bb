//! Learning about a program: what tools say of it, why it failed, and its steps.
//!
//! All of it happens inside: untrusted code is not even parsed out here.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Clock;
use crate::guest::study as wit;
use crate::local::Local;
use crate::terminal::Terminal;
use crate::trace::{Record, Trace, TraceLimits, read};
use crate::{Analysis, Explained, Limits, Outcome, Program};

impl Local {
    pub(crate) async fn analyze(&self, program: &Program, limits: &Limits) -> Analysis {
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

    pub(crate) async fn explain(&self, program: &Program, input: &str, limits: &Limits) -> Explained {
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

    pub(crate) async fn trace(
        &self,
        program: &Program,
        input: &str,
        limits: &Limits,
        trace_limits: &TraceLimits,
    ) -> Trace {
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

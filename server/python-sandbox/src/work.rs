//! What an interpreter can be asked for, and what comes of it: the same for the threads of this process and
//! for workers in processes of their own.

use serde::{Deserialize, Serialize};

use crate::trace::{Trace, TraceLimits};
use crate::{Analysis, Death, Explained, Outcome, Program, Report, Test, TestResult, grade};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Work {
    Run(Program),
    Grade(Program, Vec<Test>),
    Analyze(Program),
    Explain(Program, String),
    Trace(Program, String, TraceLimits),
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Done {
    Ran(Report),
    Graded(Vec<TestResult>),
    Analyzed(Analysis),
    Explained(Explained),
    Traced(Trace),
}

impl Work {
    /// What to say when the sandbox itself failed.
    pub(crate) fn failed(&self) -> Done {
        let died = || Outcome::Died(Death::Sandbox);
        match self {
            Self::Run(_) => {
                Done::Ran(Report { outcome: died(), duration: std::time::Duration::ZERO, peak_memory: 0 })
            }
            Self::Grade(_, tests) => {
                Done::Graded(tests.iter().map(|test| grade::stopped(test, died())).collect())
            }
            Self::Analyze(_) => Done::Analyzed(Analysis { unfinished: Some(died()), ..Analysis::default() }),
            Self::Explain(..) => Done::Explained(Explained { outcome: died(), explanation: None }),
            Self::Trace(..) => Done::Traced(Trace::without_steps(died())),
        }
    }
}

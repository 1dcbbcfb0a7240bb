//! What tools say about a program that is not run.

use learnflow_contracts::UserId;
use learnflow_python_sandbox::{Analysis, Program};

use super::runs::check_length;
use super::{Execution, Local};
use crate::gateway::Failure;

impl Execution {
    /// Analyzes a program, in one of the user's places like any run.
    pub(crate) async fn analyze(&self, user: impl Into<UserId>, code: &str) -> Result<Analysis, Failure> {
        match self {
            Self::Here(local) => local.analyze(user.into(), code).await,
            Self::There(remote) => remote.analyze(user.into(), code).await,
        }
    }
}

impl Local {
    pub(super) async fn analyze(&self, user: UserId, code: &str) -> Result<Analysis, Failure> {
        check_length(code, "a program")?;
        let _place = self.0.places.take(user).await?;
        Ok(self.0.sandbox.analyze(&Program::new(code), &self.0.limits).await)
    }
}

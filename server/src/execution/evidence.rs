//! What the debug agent wants to know of a program: one use of the sandbox, in one of the user's places.

use learnflow_contracts::UserId;

use super::Local;
use super::runs::check_length;
use crate::gateway::Failure;
use crate::tutor::debug::evidence::{Budget, Case, Evidence, gather};

impl Local {
    pub(super) async fn evidence(&self, user: UserId, case: &Case) -> Result<Evidence, Failure> {
        check_length(&case.code, "a program")?;
        let _place = self.0.places.take(user).await?;
        let (sandbox, study) = (&self.0.sandbox, &self.0.study);
        Ok(gather(sandbox, study, &self.0.limits, Budget::default(), case).await?)
    }
}

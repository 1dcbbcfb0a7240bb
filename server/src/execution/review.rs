//! What the review agent wants to know of a program, and how good an accepted one is: uses of the sandbox, in one of the
//! user's places.

use learnflow_contracts::UserId;

use super::runs::check_length;
use super::{Execution, Local};
use crate::gateway::Failure;
use crate::tutor::review::look::{Budget, Case, Looked, gather, measure};

impl Execution {
    /// Looks at a program that somebody wants reviewed.
    pub(crate) async fn review(&self, user: UserId, case: &Case) -> Result<Looked, Failure> {
        match self {
            Self::Here(local) => local.review(user, case).await,
            Self::There(remote) => remote.review(user, case).await,
        }
    }

    /// How good an accepted program is, 0–100; nothing where that cannot be said.
    pub(crate) async fn quality(&self, user: UserId, code: &str) -> Result<Option<u8>, Failure> {
        match self {
            Self::Here(local) => local.quality(user, code).await,
            Self::There(remote) => remote.quality(user, code).await,
        }
    }
}

impl Local {
    async fn review(&self, user: UserId, case: &Case) -> Result<Looked, Failure> {
        check_length(&case.code, "a program")?;
        let _place = self.0.places.take(user).await?;
        let (sandbox, reading) = (&self.0.sandbox, &self.0.reading);
        Ok(gather(sandbox, reading, &self.0.limits, Budget::default(), case).await)
    }

    async fn quality(&self, user: UserId, code: &str) -> Result<Option<u8>, Failure> {
        check_length(code, "a program")?;
        let _place = self.0.places.take(user).await?;
        Ok(measure(&self.0.sandbox, &self.0.reading, &self.0.limits, code).await)
    }
}

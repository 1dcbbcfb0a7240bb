//! A review: what it says, and what it would change in the student's own program.

use learnflow_contracts::tutor::{CodeReview, GateFinding, Part};

use super::{Guard, Sight};

impl Guard {
    /// Lets a review through without what may not be shown: a change goes alone, a finding whole.
    pub(super) async fn review(
        &self,
        mut review: CodeReview,
        rung: Option<u8>,
        sight: &mut Sight,
    ) -> (Part, Vec<GateFinding>) {
        let (mut kept, mut refused) = (Vec::new(), Vec::new());
        for mut found in review.findings {
            if let Err(findings) = self.look(&found.markdown, rung, sight).await {
                refused.extend(findings);
                continue;
            }
            if let Some(suggestion) = &found.suggestion {
                let code = format!("```python\n{}\n```", suggestion.after);
                if let Err(findings) = self.look(&code, rung, sight).await {
                    refused.extend(findings);
                    found.suggestion = None;
                }
            }
            kept.push(found);
        }
        review.findings = kept;
        (Part::Review { review: Box::new(review) }, refused)
    }
}

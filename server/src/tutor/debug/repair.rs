//! Finds the fault by trying: small changes to the student's program, one at a time, until one makes the tests pass.
//! The changed program is shown to nobody; its line and its kind are what is wanted.

use std::time::Instant;

use futures::future::join_all;
use learnflow_python_sandbox::{Limits, Sandbox, Verdict};

use super::evidence::{Case, Evidence};
use super::study::{Clue, Repair, Study};
use crate::curriculum::{self, Test, given};

/// Tried side by side: one for each worker, and one that waits.
const TOGETHER: usize = 3;

#[expect(clippy::too_many_arguments, reason = "all that is known by now, and how far it may go")]
pub(super) async fn search(
    sandbox: &Sandbox,
    study: &Study,
    limits: &Limits,
    case: &Case,
    test: &Test,
    until: Instant,
    most: usize,
    known: &mut Evidence,
) -> anyhow::Result<()> {
    let mut first: Vec<u32> =
        known.clues.iter().flat_map(|clue| [Some(clue.line), clue.also]).flatten().collect();
    first.extend(known.step);
    let repairs = study.repairs(sandbox, &case.code, case.solution.as_deref(), &first, most).await?;
    for some in repairs.chunks(TOGETHER) {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        // A change may make a program endless.
        let limits = &Limits { wall: left.min(limits.wall), ..limits.clone() };
        let tried = join_all(some.iter().map(|repair| passes(sandbox, limits, case, test, repair))).await;
        if let Some(repair) = some.iter().zip(tried).find_map(|(repair, passed)| passed.then_some(repair)) {
            note(repair, known);
            return Ok(());
        }
    }
    Ok(())
}

/// Whether a changed program passes the test that failed, and then all of them.
async fn passes(sandbox: &Sandbox, limits: &Limits, case: &Case, test: &Test, repair: &Repair) -> bool {
    let program = given::program(&repair.code, &[]);
    for tests in [std::slice::from_ref(test), case.tests.as_slice()] {
        let results = curriculum::grade(sandbox, &program, &case.files, tests, limits).await;
        if !results.is_ok_and(|results| results.iter().all(|result| result.verdict == Verdict::Passed)) {
            return false;
        }
    }
    true
}

/// Puts the clue of a repair before all others; one at the same line that says more precisely why goes along.
fn note(repair: &Repair, known: &mut Evidence) {
    known.proven = true;
    let same = known.clues.iter().position(|clue| clue.line == repair.line);
    let clue = match same {
        Some(at) => Clue { sure: 95, ..known.clues.remove(at) },
        None => Clue {
            cause: repair.cause.clone(),
            line: repair.line,
            name: repair.name.clone(),
            other: String::new(),
            sure: 90,
            also: None,
        },
    };
    known.clues.insert(0, clue);
}

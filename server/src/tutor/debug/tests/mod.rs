//! The agent's evidence and hints, from real runs in the sandbox.

mod measure;
mod table;

use std::path::PathBuf;
use std::sync::OnceLock;

use learnflow_python_sandbox::{Limits, Sandbox, Settings};

use super::evidence::{Budget, Case, Evidence, gather};
use super::hints::{Beside, hints};
use super::study::Study;
use crate::tutor::draft::Hint;

/// The sandbox that all tests share, and the study with it.
pub(super) fn room() -> &'static (Sandbox, Study) {
    static ROOM: OnceLock<(Sandbox, Study)> = OnceLock::new();
    ROOM.get_or_init(|| {
        #[expect(clippy::disallowed_methods, reason = "tests have no configuration file")]
        let component = std::env::var("LEARNFLOW_PYTHON_WASM").expect(
            "LEARNFLOW_PYTHON_WASM must be the absolute path of python.wasm: build it with server/python-sandbox/guest/build.sh",
        );
        let component = PathBuf::from(component);
        let cache = component.with_file_name("cache");
        let sandbox = Sandbox::open(&Settings { component, cache, slots: 4 }).expect("the sandbox opens");
        (sandbox, Study::default())
    })
}

async fn look(case: &Case, budget: Budget) -> Evidence {
    let (sandbox, study) = room();
    gather(sandbox, study, &Limits::default(), budget, case).await.unwrap()
}

fn ladder(evidence: &Evidence, language: &str) -> Vec<Hint> {
    hints(evidence, &Beside { language, known: None, written: &[] })
}

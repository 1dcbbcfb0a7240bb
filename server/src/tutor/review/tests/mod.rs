//! What a review says of small programs, from real runs in the sandbox.

mod behaviour;
mod hostile;
mod table;

use std::path::PathBuf;
use std::sync::OnceLock;

use learnflow_python_sandbox::{Limits, Sandbox, Settings};

use super::look::{Budget, Case, Looked, gather};
use super::reading::Reading;

/// The sandbox that all tests share, and the reading with it.
fn room() -> &'static (Sandbox, Reading) {
    static ROOM: OnceLock<(Sandbox, Reading)> = OnceLock::new();
    ROOM.get_or_init(|| {
        #[expect(clippy::disallowed_methods, reason = "tests have no configuration file")]
        let component = std::env::var("LEARNFLOW_PYTHON_WASM").expect(
            "LEARNFLOW_PYTHON_WASM must be the absolute path of python.wasm: build it with server/python-sandbox/guest/build.sh",
        );
        let component = PathBuf::from(component);
        let cache = component.with_file_name("cache");
        let sandbox = Sandbox::open(&Settings { component, cache, slots: 4 }).expect("the sandbox opens");
        (sandbox, Reading::default())
    })
}

async fn look(case: &Case, budget: Budget) -> Looked {
    let (sandbox, reading) = room();
    gather(sandbox, reading, &Limits::default(), budget, case).await
}

/// A program without an exercise.
async fn look_at(code: &str) -> Looked {
    look(&Case { code: code.to_owned(), ..Case::default() }, Budget::default()).await
}

/// Broken rules with their lines, as `unreachable 3`.
fn said(looked: &Looked) -> Vec<String> {
    looked.found.iter().map(|place| format!("{} {}", place.rule, place.line)).collect()
}

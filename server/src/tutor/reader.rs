//! Python of our own that reads a student's program inside the sandbox.
//!
//! It is run like any program, in an interpreter in which the student's is only parsed. What it prints is JSON; whoever
//! asked believes none of it without limits.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, SourceFile};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::OnceCell;

/// Compiles the modules once, by the Python that will run them: reading their text anew takes it longer than all else.
const COMPILE: &str = r#"
import base64, json, marshal, os
names = [name for name in os.listdir() if name.endswith(".txt")]
compiled = {}
for name in names:
    with open(name) as file:
        code = compile(file.read(), name.replace(".txt", ".py"), "exec", dont_inherit=True, optimize=2)
    compiled[name.removesuffix(".txt")] = base64.b64encode(marshal.dumps(code)).decode()
print(json.dumps(compiled))
"#;

const LOAD: &str = r#"
import base64, marshal, sys, types
for name in open("order").read().split():
    module = sys.modules[name] = types.ModuleType(name)
    with open(name + ".b64") as file:
        exec(marshal.loads(base64.b64decode(file.read())), module.__dict__)
"#;

/// Bytes of what it may say: a hundred programs with one change each.
const OUTPUT: usize = 4 << 20;

/// Modules by name, as Python keeps them.
type Compiled = BTreeMap<String, String>;

/// Some modules, compiled on first use.
#[derive(Debug)]
pub(super) struct Reader {
    /// What it is called when it fails.
    name: &'static str,
    /// Names and texts, in the order in which they need each other; the last one does the work.
    modules: &'static [(&'static str, &'static str)],
    /// How long it may take.
    wall: Duration,
    compiled: OnceCell<Compiled>,
}

impl Reader {
    pub(super) fn new(
        name: &'static str,
        modules: &'static [(&'static str, &'static str)],
        wall: Duration,
    ) -> Self {
        Self { name, modules, wall, compiled: OnceCell::new() }
    }

    /// Compiles them, so that the first question need not.
    pub(super) async fn prepare(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        self.compiled(sandbox).await.map(|_| ())
    }

    /// Asks with a JSON value, of the modules that are needed.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        sandbox: &Sandbox,
        ask: &impl Serialize,
        needed: impl Fn(&str) -> bool,
    ) -> anyhow::Result<T> {
        let compiled = self.compiled(sandbox).await?;
        let file = |name: String, text: String| SourceFile { name, text };
        let order: Vec<_> = self.modules.iter().map(|(name, _)| *name).filter(|name| needed(name)).collect();
        let mut files = vec![
            file("ask.json".to_owned(), serde_json::to_string(ask)?),
            file("order".to_owned(), order.join(" ")),
        ];
        let modules = order.iter().filter_map(|name| compiled.get_key_value(*name));
        files.extend(modules.map(|(name, code)| file(format!("{name}.b64"), code.clone())));
        let said = self.run(sandbox, Program { files, ..Program::new(LOAD) }).await?;
        serde_json::from_str(&said).with_context(|| format!("reading what {} said", self.name))
    }

    async fn compiled(&self, sandbox: &Sandbox) -> anyhow::Result<&Compiled> {
        self.compiled.get_or_try_init(|| self.compile(sandbox)).await
    }

    async fn compile(&self, sandbox: &Sandbox) -> anyhow::Result<Compiled> {
        let text = |(name, text): &(&str, &str)| SourceFile {
            name: format!("{name}.txt"),
            text: (*text).to_owned(),
        };
        let files = self.modules.iter().map(text).collect();
        let said = self.run(sandbox, Program { files, ..Program::new(COMPILE) }).await?;
        let compiled: Compiled = serde_json::from_str(&said)?;
        ensure!(compiled.len() == self.modules.len(), "a module of {} was not compiled", self.name);
        Ok(compiled)
    }

    /// Runs a program of ours to its end, and gives what it printed.
    async fn run(&self, sandbox: &Sandbox, program: Program) -> anyhow::Result<String> {
        let limits = Limits { output: OUTPUT, wall: self.wall, ..Limits::default() };
        let (console, mut outputs) = Console::with_input("");
        let collect = async {
            let mut printed = String::new();
            while let Some(output) = outputs.recv().await {
                if let Output::Stdout(text) = output {
                    printed.push_str(&text);
                }
            }
            printed
        };
        let (report, printed) = tokio::join!(sandbox.run(&program, &limits, console), collect);
        match report.outcome {
            Outcome::Finished => Ok(printed),
            // Its message may hold words of the student's: only the kind and our own line are told.
            Outcome::Failed(error) => {
                let ours =
                    error.traceback.lines().rfind(|line| line.contains("File \"") && line.contains(".py\""));
                anyhow::bail!("{} stopped with {}{}", self.name, error.kind, ours.unwrap_or_default())
            }
            _ => anyhow::bail!("{} did not come to its end", self.name),
        }
    }
}

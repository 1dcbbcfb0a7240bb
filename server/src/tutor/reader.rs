//! Python of our own that reads a student's program inside the sandbox.
//!
//! It is run like any program, in an interpreter in which the student's is only parsed. What it prints is JSON; whoever
//! asked believes none of it without limits.
//!
//! The component that `./dev` builds has it loaded in its snapshot. In one that was built without it, or from another
//! text of it, it is sent along with each question, which takes three times as long and says the same.
//! To add one: a folder of modules whose last one has `main` and `warm`, a [`Reader`] of them, and its entry in `./dev`
//! (`component`).

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program, Sandbox, SourceFile};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

/// Says which texts the modules in the snapshot were made of.
const LOADED: &str = "
import json
try:
    from _learnflow.beside import digests
except ImportError:
    digests = {}
print(json.dumps(digests))
";

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
module.main()
"#;

/// Bytes of what it may say: a hundred programs with one change each.
const OUTPUT: usize = 4 << 20;

/// Modules by name, as Python keeps them.
type Compiled = BTreeMap<String, String>;

/// How the interpreter comes to the modules.
#[derive(Debug)]
enum Ready {
    /// They are loaded in every one.
    Inside,
    /// They go along.
    Sent(Compiled),
}

/// Some modules, looked for or compiled on first use.
#[derive(Debug)]
pub(super) struct Reader {
    /// What it is called when it fails.
    name: &'static str,
    /// Names and texts, in the order in which they need each other; the last one has a `main` that does the work.
    modules: &'static [(&'static str, &'static str)],
    /// How long it may take.
    wall: Duration,
    ready: OnceCell<Ready>,
}

impl Reader {
    pub(super) fn new(
        name: &'static str,
        modules: &'static [(&'static str, &'static str)],
        wall: Duration,
    ) -> Self {
        Self { name, modules, wall, ready: OnceCell::new() }
    }

    /// Looks for them, so that the first question need not.
    pub(super) async fn prepare(&self, sandbox: &Sandbox) -> anyhow::Result<()> {
        self.ready(sandbox).await.map(|_| ())
    }

    /// Asks with a JSON value, of the modules that are needed.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        sandbox: &Sandbox,
        ask: &impl Serialize,
        needed: impl Fn(&str) -> bool,
    ) -> anyhow::Result<T> {
        let file = |name: String, text: String| SourceFile { name, text };
        let asked = file("ask.json".to_owned(), serde_json::to_string(ask)?);
        let program = match self.ready(sandbox).await? {
            Ready::Inside => {
                let code = format!("from _learnflow import beside\nbeside.run({:?})\n", self.entry());
                Program { files: vec![asked], ..Program::new(code) }
            }
            Ready::Sent(compiled) => {
                let order: Vec<_> =
                    self.modules.iter().map(|(name, _)| *name).filter(|name| needed(name)).collect();
                let modules = order.iter().filter_map(|name| compiled.get_key_value(*name));
                let modules = modules.map(|(name, code)| file(format!("{name}.b64"), code.clone()));
                let order = file("order".to_owned(), order.join(" "));
                Program { files: modules.chain([asked, order]).collect(), ..Program::new(LOAD) }
            }
        };
        let said = self.run(sandbox, program).await?;
        serde_json::from_str(&said).with_context(|| format!("reading what {} said", self.name))
    }

    fn entry(&self) -> &'static str {
        self.modules.last().map_or("", |(name, _)| name)
    }

    async fn ready(&self, sandbox: &Sandbox) -> anyhow::Result<&Ready> {
        self.ready.get_or_try_init(|| self.look_for(sandbox)).await
    }

    async fn look_for(&self, sandbox: &Sandbox) -> anyhow::Result<Ready> {
        let said = self.run(sandbox, Program::new(LOADED)).await?;
        let loaded: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&said)?;
        let own: BTreeMap<String, String> =
            self.modules.iter().map(|(name, text)| ((*name).to_owned(), sha256(text))).collect();
        if loaded.get(self.entry()) == Some(&own) {
            return Ok(Ready::Inside);
        }
        tracing::warn!(reader = self.name, "the sandbox's Python was built without it: it is sent along");
        self.compile(sandbox).await.map(Ready::Sent)
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

#[cfg(test)]
impl Reader {
    /// Whether it lies loaded in the sandbox's Python.
    pub(super) async fn is_inside(&self, sandbox: &Sandbox) -> anyhow::Result<bool> {
        Ok(matches!(self.ready(sandbox).await?, Ready::Inside))
    }

    /// The same, sent along with each question.
    pub(super) async fn sent(mut self, sandbox: &Sandbox) -> anyhow::Result<Self> {
        self.ready = OnceCell::from(Ready::Sent(self.compile(sandbox).await?));
        Ok(self)
    }
}

fn sha256(text: &str) -> String {
    format!("{:x}", Sha256::digest(text))
}

//! The product's own processes, with the settings that lead them to the servers and to each other.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use learnflow_local_servers::kept::{How, Kept};
use learnflow_local_servers::ports::free_port;
use learnflow_local_servers::school::{Part, addresses};
use rand::RngCore;

use crate::Arguments;
use crate::keep::Keep;

/// Longer than the grace period that a process gives what is in hand.
const STOP_WITHIN: Duration = Duration::from_secs(30);

type Settings = Vec<(String, String)>;

/// A program of this build.
fn program(name: &str) -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe().context("finding the program's folder")?;
    let program = here.with_file_name(name);
    ensure!(program.exists(), "there is no {}: ./dev run --appliance builds it", program.display());
    Ok(program)
}

/// Runs a program to its end.
pub(crate) fn once(name: &str, arguments: &[&str], settings: &Settings) -> anyhow::Result<()> {
    let mut command = Command::new(program(name)?);
    command.args(arguments).envs(settings.iter().cloned()).stdin(Stdio::null());
    let status = command.status().with_context(|| format!("starting {name}"))?;
    ensure!(status.success(), "{name} {} did not work: what it says is above", arguments[0]);
    Ok(())
}

/// A port for the inner door of each process.
pub(crate) fn doors(parts: &[Part]) -> anyhow::Result<Vec<u16>> {
    parts.iter().map(|_| free_port()).collect()
}

/// What all processes are told.
pub(crate) fn settings(
    arguments: &Arguments,
    data: &Path,
    parts: &[Part],
    doors: &[u16],
) -> anyhow::Result<Settings> {
    let secret = data.join("invoke.secret");
    if !secret.exists() {
        write_secret(&secret).context("writing the secret that the processes share")?;
    }
    let mut settings = addresses(parts, doors);
    let mut set = |name: &str, value: String| settings.push((format!("LEARNFLOW_{name}"), value));
    set("INVOKE__SECRET_FILE", secret.display().to_string());
    if arguments.dapr.is_some() {
        set("BUS__KIND", "dapr".to_owned());
        set("STATE__KIND", "dapr".to_owned());
        set("INVOKE__KIND", "dapr".to_owned());
        for part in parts {
            for role in part.roles.iter().filter(|role| **role != "all") {
                set(&format!("DAPR__APP_IDS__{}", role.to_uppercase()), part.app_id());
            }
        }
    } else if parts.len() > 1 {
        set("STATE__KIND", "postgres".to_owned());
    }
    Ok(settings)
}

/// What one process is told besides: where others come in, and its sidecar.
pub(crate) fn own_settings(parts: &[Part], door: u16, sidecar: Settings) -> Settings {
    let mut settings = sidecar;
    if parts.len() > 1 || !settings.is_empty() {
        settings.push(("LEARNFLOW_INVOKE__LISTEN".to_owned(), format!("127.0.0.1:{door}")));
    }
    settings
}

fn write_secret(path: &Path) -> std::io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt;
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let mut text = String::new();
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
}

/// One process.
pub(crate) struct Process {
    name: &'static str,
    command: Vec<String>,
    settings: Settings,
    folder: PathBuf,
    running: Kept,
}

impl Process {
    pub(crate) fn start(
        part: &Part,
        settings: Settings,
        data: &Path,
        serve: &[String],
    ) -> anyhow::Result<Self> {
        let mut command = vec![program("learnflow")?.display().to_string(), "serve".to_owned()];
        command.extend(["--data".to_owned(), data.display().to_string()]);
        command.extend(["--roles".to_owned(), part.roles.join(",")]);
        if part.has_pages() {
            command.push("--demo".to_owned());
            command.extend_from_slice(serve);
        }
        let folder = data.join("run").join(part.name);
        std::fs::create_dir_all(&folder)?;
        let running = start(&command, &settings, &folder)?;
        Ok(Self { name: part.name, command, settings, folder, running })
    }
}

fn start(command: &[String], settings: &Settings, folder: &Path) -> anyhow::Result<Kept> {
    let environment: Vec<_> = settings.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    Kept::start(&How {
        command,
        environment: &environment,
        user: None,
        folder,
        stays: true,
        log: None,
        ends_by: "TERM",
    })
}

impl Keep for Process {
    fn name(&self) -> String {
        format!("LearnFlow's process {}", self.name)
    }

    fn runs(&mut self) -> bool {
        self.running.runs()
    }

    fn start_again(&mut self) -> anyhow::Result<()> {
        self.running = start(&self.command, &self.settings, &self.folder)?;
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<()> {
        self.running.stop(STOP_WITHIN)
    }
}

//! A real Dapr sidecar on loopback ports and in a folder of its own: no placement, no scheduler, no mDNS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use tempfile::TempDir;

use crate::kept::{How, Kept};
use crate::ports::free_port;
use crate::wait_until;

/// What the sidecar asks of whoever calls it.
pub const API_TOKEN: &str = "the token of the sidecar, 32 characters";
/// What it shows its app.
pub const APP_TOKEN: &str = "the token of the app, 32 characters or more";

/// Longer than any start takes on a busy machine.
const START_WITHIN: Duration = Duration::from_mins(1);

/// A program beside an app.
#[derive(Debug, Clone)]
pub struct Sidecar {
    pub app_id: String,
    /// Where the app listens, on 127.0.0.1; no app of its own without it.
    pub app_port: Option<u16>,
    /// The folder of components, subscriptions and resiliency.
    pub resources: PathBuf,
    /// The files of its configuration.
    pub configs: Vec<PathBuf>,
    /// Secrets for `local.env`, and whatever else the components read.
    pub environment: Vec<(&'static str, String)>,
}

/// A running sidecar; stopped, and its folder deleted, when it is dropped.
#[derive(Debug)]
pub struct Daprd {
    sidecar: Sidecar,
    program: PathBuf,
    http: u16,
    grpc: u16,
    internal: u16,
    server: Option<Kept>,
    folder: TempDir,
}

impl Daprd {
    /// Starts a sidecar and waits until its components answer.
    ///
    /// # Errors
    /// When there is no `daprd`, or it does not start; the message has the end of its log.
    pub fn start(sidecar: Sidecar) -> anyhow::Result<Self> {
        let mut daprd = Self::prepare(sidecar)?;
        daprd.start_again()?;
        Ok(daprd)
    }

    /// Chooses its ports without starting it, for an app that is there first.
    ///
    /// # Errors
    /// When there is no `daprd`.
    pub fn prepare(sidecar: Sidecar) -> anyhow::Result<Self> {
        let (http, grpc, internal) = (free_port()?, free_port()?, free_port()?);
        let folder = tempfile::Builder::new().prefix("learnflow-daprd-").tempdir()?;
        Ok(Self { sidecar, program: program()?, http, grpc, internal, server: None, folder })
    }

    /// The address of its HTTP API.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.http)
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        self.server.as_mut().is_some_and(Kept::runs)
    }

    /// What it has said so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Ends it as Kubernetes would.
    ///
    /// # Errors
    /// When it had to be killed.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.stop(START_WITHIN))
    }

    /// `kill -9`.
    ///
    /// # Errors
    /// When it outlives that.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.kill())
    }

    /// Starts it on the same ports, after [`Self::prepare`], [`Self::stop`] or [`Self::kill`].
    ///
    /// # Errors
    /// When it does not answer within a minute; the message has the end of its log.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let (command, log) = (self.command(), self.log_file());
        let mut environment = self.sidecar.environment.clone();
        environment.push(("DAPR_API_TOKEN", API_TOKEN.to_owned()));
        environment.push(("APP_API_TOKEN", APP_TOKEN.to_owned()));
        let mut server = Kept::start(&How {
            command: &command,
            environment: &environment,
            user: None,
            folder: self.folder.path(),
            stays: false,
            log: Some(&log),
            ends_by: "TERM",
        })?;
        let answers = wait_until("daprd to answer", START_WITHIN, || {
            ensure!(server.runs(), "daprd has ended: {}", end_of(&log));
            Ok(self.answers().then_some(()))
        });
        self.server = Some(server);
        answers.with_context(|| end_of(&log))
    }

    fn command(&self) -> Vec<String> {
        let mut command = vec![self.program.display().to_string()];
        let mut set = |flag: &str, value: String| command.push(format!("--{flag}={value}"));
        set("app-id", self.sidecar.app_id.clone());
        if let Some(port) = self.sidecar.app_port {
            set("app-port", port.to_string());
        }
        set("resources-path", self.sidecar.resources.display().to_string());
        for config in &self.sidecar.configs {
            set("config", config.display().to_string());
        }
        set("dapr-http-port", self.http.to_string());
        set("dapr-grpc-port", self.grpc.to_string());
        set("dapr-internal-grpc-port", self.internal.to_string());
        set("dapr-listen-addresses", "127.0.0.1".to_owned());
        set("dapr-internal-grpc-listen-address", "127.0.0.1".to_owned());
        set("enable-metrics", "false".to_owned());
        set("dapr-graceful-shutdown-seconds", "3".to_owned());
        set("max-body-size", "16Mi".to_owned());
        command
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn answers(&self) -> bool {
        let ask = || -> std::io::Result<bool> {
            let limit = Duration::from_secs(2);
            let mut stream =
                TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], self.http)), limit)?;
            stream.set_read_timeout(Some(limit))?;
            stream.write_all(b"GET /v1.0/healthz/outbound HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
            let mut status = [0; 12];
            stream.read_exact(&mut status)?;
            Ok(&status[9..] == b"204")
        };
        ask().unwrap_or(false)
    }
}

/// `daprd`: as `LEARNFLOW_TEST_DAPRD` says, else the one on the path.
fn program() -> anyhow::Result<PathBuf> {
    if let Some(set) = std::env::var_os("LEARNFLOW_TEST_DAPRD") {
        let set = PathBuf::from(set);
        ensure!(set.exists(), "LEARNFLOW_TEST_DAPRD names {}, which is not there", set.display());
        return Ok(set);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    match std::env::split_paths(&path).map(|folder| folder.join("daprd")).find(|file| file.exists()) {
        Some(found) => Ok(found),
        None => bail!("there is no daprd: ./dev test builds it, or name one in LEARNFLOW_TEST_DAPRD"),
    }
}

/// What it said last, without what it says about going well.
fn end_of(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let wrong = |line: &&str| !line.contains("level=info") && !line.contains("level=debug");
    let lines: Vec<_> = text.lines().rev().filter(wrong).take(5).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidecar(folder: &Path) -> Sidecar {
        let resources = folder.join("resources");
        std::fs::create_dir(&resources).unwrap();
        let config = folder.join("config.yaml");
        let names = folder.join("names.db").display().to_string();
        let text = format!(
            "apiVersion: dapr.io/v1alpha1\nkind: Configuration\nmetadata: {{name: test}}\nspec:\n  nameResolution:\n    \
             component: sqlite\n    version: v1\n    configuration: {{connectionString: \"{names}\"}}\n"
        );
        std::fs::write(&config, text).unwrap();
        let (app_id, configs) = ("one".to_owned(), vec![config]);
        Sidecar { app_id, app_port: None, resources, configs, environment: Vec::new() }
    }

    #[test]
    fn it_comes_back_on_its_ports_after_a_kill() {
        let folder = tempfile::tempdir().unwrap();
        let mut daprd = Daprd::start(sidecar(folder.path())).unwrap();
        let url = daprd.url();
        daprd.kill().unwrap();
        assert!(!daprd.answers());
        daprd.start_again().unwrap();
        assert!(daprd.answers() && daprd.url() == url);
        daprd.stop().unwrap();
        assert!(!daprd.answers());
    }

    #[test]
    fn what_it_cannot_load_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let sidecar = sidecar(folder.path());
        let text = "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: {name: x}\nspec: {type: state.nothing, version: v1}\n";
        std::fs::write(sidecar.resources.join("x.yaml"), text).unwrap();
        let refused = format!("{:#}", Daprd::start(sidecar).unwrap_err());
        assert!(refused.contains("state.nothing"), "{refused}");
    }
}

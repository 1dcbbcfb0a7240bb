//! The box's own model: a process that is started with the server, watched, started again when it ends, and
//! that ends with the server, whatever ends it.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, watch};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

/// Loading a model of some gigabytes from a slow disk.
const LOADING: Duration = Duration::from_mins(5);
/// A look at its health this often is enough: half a minute until it is taken for stuck.
pub const LOOK: Duration = Duration::from_secs(5);
/// Looks in a row that must fail before it is taken for stuck.
const MISSES: u32 = 6;
/// The first wait before it is started again, doubled up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// What it gets to end in peace.
const GRACE: Duration = Duration::from_secs(3);

/// What is started.
#[derive(Debug, Clone)]
pub struct Settings {
    pub program: PathBuf,
    pub file: PathBuf,
    pub slots: usize,
    pub context: u32,
    pub threads: u32,
    pub memory_mib: u64,
    /// Between two looks at its health, and how long one may take.
    pub look: Duration,
}

/// The process, when it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its address, as `http://127.0.0.1:40123/v1`.
    pub address: String,
    pub id: u32,
}

/// The model's keeper.
#[derive(Debug)]
pub struct Own {
    settings: Settings,
    process: watch::Sender<Option<Process>>,
    /// Held by who runs it: roles that share their ports keep one model between them.
    running: Mutex<()>,
}

impl Own {
    pub fn new(settings: Settings) -> Self {
        Self { settings, process: watch::Sender::new(None), running: Mutex::new(()) }
    }

    /// The process as it comes and goes.
    pub fn process(&self) -> watch::Receiver<Option<Process>> {
        self.process.subscribe()
    }

    /// Keeps it running until `stop` fires. A model that cannot be had is logged and tried again; it never
    /// ends the server: the library answers without it.
    ///
    /// # Errors
    /// Never; a role's shape.
    pub async fn run(&self, stop: CancellationToken) -> anyhow::Result<()> {
        let Some(_running) = stop.run_until_cancelled(self.running.lock()).await else { return Ok(()) };
        let mut wait = FIRST_WAIT;
        loop {
            let begun = Instant::now();
            let ended = self.serve(&stop).await;
            self.process.send_replace(None);
            let Err(error) = ended else { return Ok(()) };
            tracing::error!(
                error = format!("{error:#}"),
                "the box's model is not running, the library answers alone; trying again"
            );
            wait = if begun.elapsed() > LONGEST_WAIT { FIRST_WAIT } else { wait };
            if stop.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
                return Ok(());
            }
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// Starts it and watches it until it ends, which is an error, or `stop` fires.
    async fn serve(&self, stop: &CancellationToken) -> anyhow::Result<()> {
        metrics::counter!("llm_process_starts_total").increment(1);
        let Some(started) = stop.run_until_cancelled(self.start()).await else { return Ok(()) };
        let (mut child, address) = started?;
        let id = child.id().context("it ended at once")?;
        // Waiting for it would close its input, and that is its sign to end.
        let input = child.stdin.take();
        tracing::info!("the box's model is ready at {address}");
        self.process.send_replace(Some(Process { address: address.clone(), id }));
        tokio::select! {
            ended = child.wait() => bail!("it ended: {}", ended?),
            () = stuck(&address, self.settings.look) => {
                child.kill().await.context("ending a model that is stuck")?;
                bail!("it did not answer any more")
            }
            () = stop.cancelled() => {
                drop(input);
                let _ = timeout(GRACE, child.wait()).await;
                Ok(())
            }
        }
    }

    /// Returns when the model is loaded and listens.
    async fn start(&self) -> anyhow::Result<(Child, String)> {
        let Settings { program, file, slots, context, threads, memory_mib, .. } = &self.settings;
        let mut child = Command::new(program)
            .args(["serve", "--until-input-ends"])
            .args(["--slots", &slots.to_string(), "--context", &context.to_string()])
            .args(["--threads", &threads.to_string(), "--memory-mib", &memory_mib.to_string()])
            .arg(file)
            // It needs none of the server's settings, and there are secrets among them.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {} (llm.program)", program.display()))?;
        let output = child.stdout.take().context("its output is missing")?;
        let mut lines = BufReader::new(output).lines();
        let line =
            timeout(LOADING, lines.next_line()).await.context("it did not load its model in time")??;
        let address = line.context("it ended without loading its model; its own message is above")?;
        Ok((child, address))
    }
}

/// Returns when the model's server has not answered for a while.
async fn stuck(address: &str, look: Duration) {
    let health = format!("{}/health", address.trim_end_matches("/v1"));
    let client = reqwest::Client::builder().timeout(look).build();
    let Ok(client) = client else { return std::future::pending().await };
    let mut misses = 0;
    while misses < MISSES {
        tokio::time::sleep(look).await;
        let well = client.get(&health).send().await.is_ok_and(|response| response.status().is_success());
        misses = if well { 0 } else { misses + 1 };
    }
}

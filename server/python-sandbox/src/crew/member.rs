//! One worker as the sandbox sees it: its process, and the work that it has in hand.

use std::collections::HashMap;
use std::io;
use std::os::fd::OwnedFd;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::io::{AsyncWriteExt, BufReader, BufWriter};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};

use super::Workers;
use super::backoff::Backoff;
use super::messages::{Input, Order, WINDOW, Word, read, write};
use crate::work::{Done, Work};
use crate::{Limits, Output, Settings};

/// Compiling the component takes a minute on a slow machine.
const TO_START: Duration = Duration::from_mins(10);
/// How often a worker with work in hand is asked whether it is there.
const ASK: Duration = Duration::from_secs(2);
/// A worker that says nothing for so long is ended: programs take turns of a few milliseconds.
const SILENCE: Duration = Duration::from_secs(10);
pub(super) struct Member {
    orders: mpsc::UnboundedSender<Order>,
    jobs: Mutex<HashMap<u64, Ends>>,
    load: AtomicUsize,
    ready: AtomicBool,
    /// Of the process, or 0.
    process: AtomicU32,
}

/// Where the news of a job goes.
struct Ends {
    told: mpsc::Sender<Told>,
    done: oneshot::Sender<Done>,
    /// Whether the process has heard of it: then it is lost with the process.
    ordered: bool,
}

/// News of a program that runs.
pub(super) enum Told {
    Shown(Output),
    Read,
}

/// Work that was given to a worker. Dropping it ends the work.
pub(super) struct Job<'a> {
    member: &'a Member,
    id: u64,
    pub(super) told: mpsc::Receiver<Told>,
    pub(super) done: oneshot::Receiver<Done>,
}

impl Drop for Job<'_> {
    fn drop(&mut self) {
        self.member.load.fetch_sub(1, Ordering::Relaxed);
        // It is there only when it did not come to its end.
        if self.member.jobs().remove(&self.id).is_some() {
            self.member.send(Order::Cancel { id: self.id });
        }
    }
}

type Reader = BufReader<OwnedReadHalf>;
type Writer = BufWriter<OwnedWriteHalf>;

impl Member {
    pub(super) fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Order>) {
        // Not bounded: what waits here belongs to jobs, and each job has a window.
        let (orders, taken) = mpsc::unbounded_channel();
        let member = Self {
            orders,
            jobs: Mutex::default(),
            load: AtomicUsize::new(0),
            ready: AtomicBool::new(false),
            process: AtomicU32::new(0),
        };
        (Arc::new(member), taken)
    }

    fn jobs(&self) -> MutexGuard<'_, HashMap<u64, Ends>> {
        self.jobs.lock().expect("nothing panics while it holds this lock")
    }

    /// How long a new job waits here, in jobs; one that is not ready comes last.
    pub(super) fn load(&self) -> (bool, usize) {
        (!self.ready.load(Ordering::Relaxed), self.load.load(Ordering::Relaxed))
    }

    /// The number of its process, if there is one.
    pub(super) fn process(&self) -> Option<u32> {
        let number = self.process.load(Ordering::Relaxed);
        (number != 0 && self.ready.load(Ordering::Relaxed)).then_some(number)
    }

    pub(super) fn send(&self, order: Order) {
        // Closed only when the sandbox is being dropped.
        let _ = self.orders.send(order);
    }

    pub(super) fn order(&self, id: u64, work: Work, limits: &Limits, input: Input) -> Job<'_> {
        // Twice the window: what is shown, and what is read.
        let (told, hears) = mpsc::channel(2 * WINDOW);
        let (done, ends) = oneshot::channel();
        self.load.fetch_add(1, Ordering::Relaxed);
        self.jobs().insert(id, Ends { told, done, ordered: false });
        self.send(Order::Do { id, work, limits: limits.clone(), input });
        Job { member: self, id, told: hears, done: ends }
    }

    /// Keeps a process at work until the runtime ends. Tells `ready` about the first one: its version, or why
    /// there is none.
    pub(super) async fn keep(
        self: Arc<Self>,
        mut orders: mpsc::UnboundedReceiver<Order>,
        settings: Settings,
        workers: Workers,
        mut ready: Option<oneshot::Sender<Result<String, String>>>,
    ) {
        let mut backoff = Backoff::default();
        loop {
            match tokio::time::timeout(TO_START, start(&settings, &workers)).await {
                // A process that has compiled stays large; the next one only loads.
                Ok(Ok(Started { compiled: true, .. })) => {}
                Ok(Ok(Started { mut process, reader, writer, version, .. })) => {
                    self.process.store(process.id().unwrap_or(0), Ordering::Relaxed);
                    self.ready.store(true, Ordering::Relaxed);
                    if let Some(ready) = ready.take() {
                        let _ = ready.send(Ok(version));
                    }
                    let began = Instant::now();
                    let end = self.talk(reader, writer, &mut orders).await;
                    self.ready.store(false, Ordering::Relaxed);
                    let _ = process.kill().await;
                    let lost = self.lose();
                    tracing::error!(error = %end, lost, "a worker of the sandbox ended; starting another");
                    tokio::time::sleep(backoff.after(began.elapsed())).await;
                }
                failed => {
                    let why = match failed {
                        Ok(Err(error)) => error.to_string(),
                        _ => "it did not start in time".to_owned(),
                    };
                    if let Some(ready) = ready.take() {
                        let _ = ready.send(Err(why));
                        return;
                    }
                    tracing::error!(error = why, "a worker of the sandbox cannot start; trying again");
                    tokio::time::sleep(backoff.after(Duration::ZERO)).await;
                }
            }
        }
    }

    /// Gives up what the process had in hand; how many jobs.
    fn lose(&self) -> usize {
        let mut jobs = self.jobs();
        let before = jobs.len();
        jobs.retain(|_, ends| !ends.ordered);
        before - jobs.len()
    }

    /// Speaks with the process until that fails.
    async fn talk(
        &self,
        mut reader: Reader,
        mut writer: Writer,
        orders: &mut mpsc::UnboundedReceiver<Order>,
    ) -> io::Error {
        let heard = Mutex::new(Instant::now());
        let listen = async {
            loop {
                let word = match read(&mut reader).await {
                    Ok(word) => word,
                    Err(error) => return error,
                };
                *heard.lock().expect("nothing panics while it holds this lock") = Instant::now();
                self.hear(word);
            }
        };
        let tell = async {
            while let Some(order) = orders.recv().await {
                if let Order::Do { id, .. } = &order {
                    match self.jobs().get_mut(id) {
                        Some(ends) => ends.ordered = true,
                        // Given up before it was begun.
                        None => continue,
                    }
                }
                let written = async {
                    write(&mut writer, &order).await?;
                    if orders.is_empty() { writer.flush().await } else { Ok(()) }
                };
                if let Err(error) = written.await {
                    return error;
                }
            }
            io::Error::other("the sandbox is gone")
        };
        let watch = async {
            loop {
                tokio::time::sleep(ASK).await;
                if self.jobs().is_empty() {
                    *heard.lock().expect("nothing panics while it holds this lock") = Instant::now();
                    continue;
                }
                if heard.lock().expect("nothing panics while it holds this lock").elapsed() > SILENCE {
                    return io::Error::other("it does not answer");
                }
                self.send(Order::Ping);
            }
        };
        tokio::select! {
            error = listen => error,
            error = tell => error,
            error = watch => error,
        }
    }

    fn hear(&self, word: Word) {
        let (id, told) = match word {
            Word::Shown { id, output } => (id, Told::Shown(output)),
            Word::Read { id } => (id, Told::Read),
            Word::Done { id, done } => {
                if let Some(ends) = self.jobs().remove(&id) {
                    let _ = ends.done.send(*done);
                }
                return;
            }
            Word::Lost { id } => {
                self.jobs().remove(&id);
                return;
            }
            Word::Ready { .. } | Word::Unable(_) | Word::Pong => return,
        };
        if let Some(ends) = self.jobs().get(&id) {
            // The window leaves room for it.
            let _ = ends.told.try_send(told);
        }
    }
}

struct Started {
    process: Child,
    reader: Reader,
    writer: Writer,
    version: String,
    compiled: bool,
}

async fn start(settings: &Settings, workers: &Workers) -> io::Result<Started> {
    let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
    ours.set_nonblocking(true)?;
    let process = Command::new(&workers.program)
        .args(&workers.arguments)
        // What the server knows, secrets too, is none of its business.
        .env_clear()
        .stdin(Stdio::from(OwnedFd::from(theirs)))
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (reader, writer) = UnixStream::from_std(ours)?.into_split();
    let (mut reader, mut writer) = (BufReader::new(reader), BufWriter::new(writer));
    write(&mut writer, &Order::Open(settings.clone())).await?;
    writer.flush().await?;
    match read(&mut reader).await? {
        Word::Ready { version, compiled } => Ok(Started { process, reader, writer, version, compiled }),
        Word::Unable(why) => Err(io::Error::other(why)),
        other => Err(io::Error::other(format!("its first word was {other:?}"))),
    }
}

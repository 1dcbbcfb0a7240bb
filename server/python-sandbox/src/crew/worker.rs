//! What runs in a worker's process: interpreters, and one thread that serves them.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::os::fd::AsFd;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use tokio::io::{AsyncWriteExt, BufReader, BufWriter};
use tokio::net::UnixStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;
use tokio_util::task::TaskTracker;

use super::messages::{Input, Order, WINDOW, Word, read, write};
use crate::local::Local;
use crate::work::Work;
use crate::{Console, Handle, Limits, Output};

/// Words that wait to be written before programs wait.
const BACKLOG: usize = 256;
/// Lets whoever serves requests go first.
const NICENESS: i32 = 5;

/// Serves as a worker until the sandbox hangs up. It is the other end of standard input.
///
/// # Errors
/// When nobody is there, or it cannot begin.
pub fn serve() -> io::Result<()> {
    let stream = std::os::unix::net::UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    stream.set_nonblocking(true)?;
    step_back();
    let runtime = tokio::runtime::Builder::new_current_thread()
        // A program's turn may take milliseconds: after each one, see whether somebody wants something.
        .event_interval(1)
        .enable_all()
        .build()?;
    let served = runtime.block_on(async { work(UnixStream::from_std(stream)?).await });
    // What still runs has nobody to tell.
    runtime.shutdown_background();
    match served {
        Err(error) if hung_up(&error) => Ok(()),
        served => served,
    }
}

/// The sandbox is gone, in one of the ways a killed process goes.
fn hung_up(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | BrokenPipe | ConnectionReset)
}

/// When processors or memory are short, the programs wait or go, not the server.
fn step_back() {
    #[cfg(target_os = "linux")]
    let _ = std::fs::write("/proc/self/oom_score_adj", "700");
    let _ = rustix::process::nice(NICENESS);
}

async fn work(stream: UnixStream) -> io::Result<()> {
    let (reader, writer) = stream.into_split();
    let (mut reader, mut writer) = (BufReader::new(reader), BufWriter::new(writer));
    let Order::Open(settings) = read(&mut reader).await? else {
        return Err(io::Error::other("the first order must be to open"));
    };
    let local = match Local::open(&settings) {
        Ok(local) => Arc::new(local),
        Err(error) => {
            let why = match std::error::Error::source(&error) {
                Some(source) => format!("{error}: {source}"),
                None => error.to_string(),
            };
            write(&mut writer, &Word::Unable(why)).await?;
            return writer.flush().await;
        }
    };
    let ready = Word::Ready { version: local.version.clone(), compiled: local.compiled };
    write(&mut writer, &ready).await?;
    writer.flush().await?;

    let (words, mut said) = mpsc::channel(BACKLOG);
    let speak = async move {
        while let Some(word) = said.recv().await {
            write(&mut writer, &word).await?;
            if said.is_empty() {
                writer.flush().await?;
            }
        }
        Ok(())
    };
    let listen = async move {
        let (mut jobs, tasks): (HashMap<u64, Job>, _) = (HashMap::new(), TaskTracker::new());
        loop {
            let order = read(&mut reader).await?;
            if jobs.len() > WINDOW {
                jobs.retain(|_, job| !job.task.is_finished());
            }
            match order {
                Order::Do { id, work, limits, input } => {
                    let job = Job::begin(id, work, limits, input, local.clone(), words.clone(), &tasks);
                    jobs.insert(id, job);
                }
                Order::Typed { id, line } => {
                    if let Some(typed) = jobs.get(&id).and_then(|job| job.typed.as_ref()) {
                        // The window of the other side leaves room for it.
                        let _ = typed.try_send(line);
                    }
                }
                Order::EndOfInput { id } => {
                    if let Some(job) = jobs.get_mut(&id) {
                        job.typed = None;
                    }
                }
                Order::Taken { id } => {
                    if let Some(job) = jobs.get(&id) {
                        job.window.add_permits(1);
                    }
                }
                Order::Cancel { id } => {
                    if let Some(job) = jobs.remove(&id) {
                        job.task.abort();
                    }
                }
                Order::Ping => words.send(Word::Pong).await.map_err(io::Error::other)?,
                Order::Open(_) => return Err(io::Error::other("the sandbox is open already")),
            }
        }
    };
    tokio::select! {
        ended = speak => ended,
        ended = listen => ended,
    }
}

struct Job {
    task: AbortHandle,
    /// Lines on their way to the program; `None` after the last.
    typed: Option<mpsc::Sender<String>>,
    /// How much may be shown before somebody has to read it.
    window: Arc<Semaphore>,
}

impl Job {
    fn begin(
        id: u64,
        work: Work,
        limits: Limits,
        Input { typed, ended }: Input,
        local: Arc<Local>,
        words: mpsc::Sender<Word>,
        tasks: &TaskTracker,
    ) -> Self {
        let window = Arc::new(Semaphore::new(WINDOW));
        let (console, Handle { input, output }) = Console::pair();
        let (lines, coming) = mpsc::channel(WINDOW);
        // There is room: a window is smaller than a console's backlog.
        let given = typed.into_iter().filter(|line| input.try_send(line.clone()).is_ok()).count();
        let reads = pass_on(id, given, coming, (!ended).then_some(input), words.clone());
        let shows = show(id, output, window.clone(), words.clone());
        let task = tasks.spawn(async move {
            // A panic would be a mistake of ours: it costs this job only.
            let done = AssertUnwindSafe(local.perform(work, &limits, Some(console))).catch_unwind();
            let (done, ()) = tokio::select! {
                both = async { tokio::join!(done, shows) } => both,
                never = reads => match never {},
            };
            let last = done.map_or(Word::Lost { id }, |done| Word::Done { id, done: Box::new(done) });
            let _ = words.send(last).await;
        });
        Self { task: task.abort_handle(), typed: (!ended).then_some(lines), window }
    }
}

/// Passes on what is typed, and tells when the program has taken it.
async fn pass_on(
    id: u64,
    given: usize,
    mut coming: mpsc::Receiver<String>,
    input: Option<mpsc::Sender<String>>,
    words: mpsc::Sender<Word>,
) -> Infallible {
    for _ in 0..given {
        let _ = words.send(Word::Read { id }).await;
    }
    if let Some(input) = input {
        while let Some(line) = coming.recv().await {
            let _ = input.send(line).await;
            let _ = words.send(Word::Read { id }).await;
        }
    }
    // The program reads the end of its input, and goes on.
    std::future::pending().await
}

async fn show(
    id: u64,
    mut output: mpsc::Receiver<Output>,
    window: Arc<Semaphore>,
    words: mpsc::Sender<Word>,
) {
    while let Some(output) = output.recv().await {
        if let Ok(room) = window.acquire().await {
            room.forget();
        }
        let _ = words.send(Word::Shown { id, output }).await;
    }
}

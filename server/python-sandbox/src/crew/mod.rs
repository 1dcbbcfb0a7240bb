//! Interpreters in processes of their own, one for each processor.
//!
//! Two interpreters on two threads of one process share its table of memory pages: whenever one of them writes to
//! a page of the snapshot for the first time, the kernel interrupts the other processor. A hello that
//! takes 1.1 ms of processor alone takes up to 2.9 beside another one; in two processes both take 1.1. And
//! whatever goes wrong in a worker, memory included, ends that worker and not the server: it is started again, and
//! only the programs that were live in it have to be run again.
//!
//! [`member`] keeps one process alive and speaks with it; [`worker`] is what runs in it; [`messages`] is what
//! they say. To add a kind of work: a variant of `Work` and of `Done`; nothing here changes.

mod backoff;
mod member;
mod messages;
mod worker;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::oneshot;
use tokio_util::sync::{CancellationToken, DropGuard};

pub use worker::serve;

use crate::work::{Done, Work};
use crate::{Console, Limits, OpenError, Output, Settings};
use member::Member;
use messages::{Input, Order, WINDOW};

/// How a worker's process is started: a program that calls [`serve`] and nothing else.
#[derive(Debug, Clone)]
pub struct Workers {
    /// The program, for example this one.
    pub program: PathBuf,
    /// What makes it a worker.
    pub arguments: Vec<String>,
    /// How many; 0 is one for each processor.
    pub count: usize,
}

/// The workers of one sandbox; they end when it is dropped.
pub(crate) struct Crew {
    members: Vec<Arc<Member>>,
    version: String,
    next: AtomicU64,
    _stop: DropGuard,
}

impl Crew {
    pub(crate) fn hire(settings: Settings, workers: Workers) -> Result<Self, OpenError> {
        let count = match workers.count {
            0 => available_parallelism().map_or(2, usize::from),
            count => count,
        };
        let slots = settings.slots.max(1).div_ceil(u32::try_from(count).unwrap_or(u32::MAX));
        let settings = Settings { slots, ..settings };
        let (members, orders): (Vec<_>, Vec<_>) = (0..count).map(|_| Member::new()).unzip();
        let stop = CancellationToken::new();
        let (told, opened) = std::sync::mpsc::channel();
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(OpenError::Threads)?;
        let (crew, stopped) = (members.clone(), stop.clone());
        let talk = async move {
            let mut all = tokio::task::JoinSet::new();
            let mut crew = crew.into_iter().zip(orders);
            // Alone, because it may have to compile the component.
            if let Some((first, orders)) = crew.next() {
                let (ready, heard) = oneshot::channel();
                all.spawn(first.keep(orders, settings.clone(), workers.clone(), Some(ready)));
                let heard = heard.await.unwrap_or_else(|_| Err("it ended".into()));
                let good = heard.is_ok();
                let _ = told.send(heard);
                if !good {
                    return;
                }
            }
            for (member, orders) in crew {
                all.spawn(member.keep(orders, settings.clone(), workers.clone(), None));
            }
            stopped.cancelled().await;
        };
        std::thread::Builder::new()
            .name("sandbox-crew".into())
            .spawn(move || runtime.block_on(talk))
            .map_err(OpenError::Threads)?;
        let heard = opened.recv().unwrap_or_else(|_| Err("it ended".into()));
        let version = heard.map_err(OpenError::Worker)?;
        Ok(Self { members, version, next: AtomicU64::new(0), _stop: stop.drop_guard() })
    }

    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    pub(crate) fn processes(&self) -> Vec<u32> {
        self.members.iter().filter_map(|member| member.process()).collect()
    }

    /// `None` when the worker was lost. Dropping the future ends the work.
    pub(crate) async fn perform(
        &self,
        work: Work,
        limits: &Limits,
        console: Option<Console>,
    ) -> Option<Done> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let place = usize::try_from(id).unwrap_or_default() % self.members.len();
        let (before, after) = self.members.split_at(place);
        // Equal ones take turns.
        let member = after.iter().chain(before).min_by_key(|member| member.load())?;
        let Some(mut console) = console else {
            let mut job = member.order(id, work, limits, Input { typed: Vec::new(), ended: true });
            return (&mut job.done).await.ok();
        };
        let input = typed_by_now(&mut console);
        let mut ended = input.ended;
        let mut unread = input.typed.len();
        let mut job = member.order(id, work, limits, input);
        loop {
            tokio::select! {
                biased;
                Some(told) = job.told.recv() => match told {
                    member::Told::Shown(output) => show(&console, output, member, id).await,
                    member::Told::Read => unread = unread.saturating_sub(1),
                },
                done = &mut job.done => {
                    while let Ok(told) = job.told.try_recv() {
                        if let member::Told::Shown(output) = told {
                            show(&console, output, member, id).await;
                        }
                    }
                    return done.ok();
                }
                line = console.input.recv(), if !ended && unread < WINDOW => {
                    ended = line.is_none();
                    unread += 1;
                    member.send(line.map_or(Order::EndOfInput { id }, |line| Order::Typed { id, line }));
                }
            }
        }
    }
}

/// Input that is there already goes with the work, so that the program never waits for it.
fn typed_by_now(console: &mut Console) -> Input {
    let mut input = Input { typed: Vec::new(), ended: false };
    while input.typed.len() < WINDOW && !input.ended {
        match console.input.try_recv() {
            Ok(line) => input.typed.push(line),
            Err(TryRecvError::Disconnected) => input.ended = true,
            Err(TryRecvError::Empty) => break,
        }
    }
    input
}

/// Passes on what a program shows, as fast as it is read.
async fn show(console: &Console, output: Output, member: &Member, id: u64) {
    // Closed means that nobody looks any more: the program may go on unseen.
    let _ = console.output.send(output).await;
    member.send(Order::Taken { id });
}

//! Measures how long a program runs, and stops it when it is time.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use futures::task::AtomicWaker;

use crate::{Limits, Outcome};

/// A program that has run for longer than this is not one that somebody watches line by line.
const SHORT: Duration = Duration::from_millis(20);

/// How many rounds everybody else gets between two turns of a program that is not short any more. A short one
/// needs about five from its order to its last word: it is through before the long one has its next turn.
const ROUNDS: u32 = 8;

/// The clock of one run. It stands still while the program waits for a person, and
/// while it could go on but another program has the processor.
#[derive(Debug)]
pub(crate) struct Clock {
    wall: Duration,
    waiting: Duration,
    times: Mutex<Times>,
}

#[derive(Debug)]
struct Times {
    began: Instant,
    waited: Duration,
    queued: Duration,
    waits_since: Option<Instant>,
    preempted: bool,
    queues_since: Option<Instant>,
}

impl Clock {
    pub(crate) fn start(limits: &Limits) -> Self {
        let times = Times {
            began: Instant::now(),
            waited: Duration::ZERO,
            queued: Duration::ZERO,
            waits_since: None,
            preempted: false,
            queues_since: None,
        };
        Self { wall: limits.wall, waiting: limits.waiting, times: Mutex::new(times) }
    }

    fn times(&self) -> std::sync::MutexGuard<'_, Times> {
        self.times.lock().expect("nothing panics while it holds this lock")
    }

    /// How long the program has run.
    pub(crate) fn running(&self) -> Duration {
        self.times().running(Instant::now())
    }

    /// Stops the clock until the guard is dropped: the program waits for a person.
    pub(crate) fn wait(&self) -> Waiting<'_> {
        self.times().waits_since = Some(Instant::now());
        Waiting(self)
    }

    /// The program gives the processor to others for a moment.
    pub(crate) fn preempt(&self) {
        self.times().preempted = true;
    }

    /// Does the work, unless its time is up before.
    pub(crate) async fn limit<T>(&self, work: impl Future<Output = T>) -> Result<T, Outcome> {
        let mut work = pin!(work);
        let mut alarm = pin!(tokio::time::sleep(Duration::ZERO));
        let mut rounds = 0;
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        poll_fn(|context| {
            if rounds > 0 {
                rounds -= 1;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            self.times().resume(Instant::now());
            // Looked at before the work as well: a program that never rests is
            // polled again only to find that its time is over.
            if let Some(over) = self.over() {
                return Poll::Ready(Err(over));
            }
            woken.whom.register(context.waker());
            woken.is.store(false, Ordering::Release);
            if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Poll::Ready(Ok(done));
            }
            loop {
                if let Some(over) = self.over() {
                    return Poll::Ready(Err(over));
                }
                alarm.as_mut().reset((Instant::now() + self.left()).into());
                if alarm.as_mut().poll(context).is_pending() {
                    break;
                }
            }
            if self.times().suspend(Instant::now(), woken.is.load(Ordering::Acquire)) {
                rounds = ROUNDS;
            }
            Poll::Pending
        })
        .await
    }

    fn over(&self) -> Option<Outcome> {
        let (times, now) = (self.times(), Instant::now());
        if times.running(now) >= self.wall {
            Some(Outcome::TimedOut)
        } else if times.waited(now) >= self.waiting {
            Some(Outcome::WaitedTooLong)
        } else {
            None
        }
    }

    /// How long until the time can be up if nothing changes.
    fn left(&self) -> Duration {
        let (times, now) = (self.times(), Instant::now());
        if times.waits_since.is_some() {
            self.waiting.saturating_sub(times.waited(now))
        } else {
            self.wall.saturating_sub(times.running(now))
        }
    }
}

impl Times {
    fn waited(&self, now: Instant) -> Duration {
        self.waited + self.waits_since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    fn running(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began).saturating_sub(self.waited(now)).saturating_sub(self.queued)
    }

    /// Whether it was made to give the processor to others, and should let them go first. The engine may let it go on
    /// at once: then it is not the processor that it waits for now, and its clock goes on.
    fn suspend(&mut self, now: Instant, could_go_on: bool) -> bool {
        let preempted = std::mem::take(&mut self.preempted) && could_go_on;
        if preempted {
            self.queues_since = Some(now);
        }
        preempted && self.running(now) > SHORT
    }

    fn resume(&mut self, now: Instant) {
        if let Some(since) = self.queues_since.take() {
            self.queued += now.saturating_duration_since(since);
        }
    }
}

/// Whether something has been woken since it was polled.
#[derive(Debug, Default)]
struct Woken {
    is: AtomicBool,
    whom: AtomicWaker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.is.store(true, Ordering::Release);
        self.whom.wake();
    }
}

/// The clock stands still as long as this lives.
#[derive(Debug)]
pub(crate) struct Waiting<'a>(&'a Clock);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut times = self.0.times();
        if let Some(since) = times.waits_since.take() {
            times.waited += Instant::now().saturating_duration_since(since);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The engine lets a program go on at once after its turn, and then it sleeps: it may not sleep twice its time.
    #[tokio::test]
    async fn who_sleeps_after_a_turn_does_not_wait_for_the_processor() {
        let clock = Clock::start(&Limits { wall: Duration::from_millis(50), ..Limits::default() });
        let mut polls = 0;
        let sleeps = poll_fn(|_| {
            polls += 1;
            clock.preempt();
            Poll::<()>::Pending
        });
        assert_eq!(clock.limit(sleeps).await, Err(Outcome::TimedOut));
        assert_eq!(polls, 1, "its time was up when it was woken");
    }
}

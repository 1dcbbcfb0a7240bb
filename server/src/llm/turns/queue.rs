//! Whose question is next: start-time fair queueing by tokens, and no clock of its own (docs/adr/0020).
//!
//! Each student has an account of the work done for them, on one scale for all (`end`). A question starts
//! where its student's account ends, or at the scale's present if that is later: who was away has saved
//! nothing up. The question that starts earliest is next. A student is answered one question at a time.

use std::collections::HashMap;

use learnflow_contracts::StudentId;

/// A place in the queue, then at the model.
pub(super) type Ticket = u64;

/// Students remembered before those with nothing to settle are forgotten.
const REMEMBERED: usize = 1_024;

/// How much one answer weighs in the mean of all.
const NEWEST_WEIGHS: f64 = 0.2;

#[derive(Debug)]
pub(super) struct Queue {
    slots: usize,
    /// In order of arrival.
    waiting: Vec<Waiting>,
    serving: HashMap<Ticket, Serving>,
    accounts: HashMap<StudentId, Account>,
    /// The present: where the latest question to be served started.
    present: f64,
    tickets: Ticket,
    mean: Mean,
}

#[derive(Debug, Clone)]
struct Waiting {
    ticket: Ticket,
    student: StudentId,
    /// The present when it came.
    came: f64,
    guess: f64,
}

#[derive(Debug)]
struct Serving {
    student: StudentId,
    start: f64,
    since_s: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Account {
    end: f64,
    /// The ticket served last: between equals, who waited longer since then goes first.
    last: Ticket,
}

/// What an answer takes, as the last ones went.
#[derive(Debug, Clone, Copy)]
struct Mean {
    seconds: f64,
    work: f64,
}

/// Where a waiting question stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    pub(super) ticket: Ticket,
    /// Questions that are taken before it.
    pub(super) ahead: usize,
    /// Seconds until it is taken.
    pub(super) wait_s: f64,
}

impl Queue {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            slots,
            waiting: Vec::new(),
            serving: HashMap::new(),
            accounts: HashMap::new(),
            present: 0.0,
            tickets: 0,
            // Before the first answer: about a hundred tokens at ten a second.
            mean: Mean { seconds: 10.0, work: 120.0 },
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn waiting_of(&self, student: StudentId) -> usize {
        self.waiting.iter().filter(|waiting| waiting.student == student).count()
    }

    /// A question comes; `reading` is the work of reading it.
    pub(super) fn enter(&mut self, student: StudentId, reading: f64) -> Ticket {
        if self.accounts.len() >= REMEMBERED {
            self.forget();
        }
        self.tickets += 1;
        let ticket = self.tickets;
        self.waiting.push(Waiting { ticket, student, came: self.present, guess: reading + self.mean.work });
        ticket
    }

    /// A waiting question is given up.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        self.waiting.retain(|waiting| waiting.ticket != ticket);
    }

    /// Takes the next question, if a slot is free and one may be taken.
    pub(super) fn take(&mut self, now_s: f64) -> Option<Ticket> {
        if self.serving.len() >= self.slots {
            return None;
        }
        let served = |student| self.serving.values().any(|serving| serving.student == student);
        let (index, start) = next(&self.waiting, &self.accounts, served)?;
        let Waiting { ticket, student, guess, .. } = self.waiting.remove(index);
        self.present = self.present.max(start);
        self.accounts.insert(student, Account { end: start + guess, last: ticket });
        self.serving.insert(ticket, Serving { student, start, since_s: now_s });
        Some(ticket)
    }

    /// A question that was taken is over, after so much work. `whole`: it was answered to its end, so that
    /// the next can be expected to be like it.
    pub(super) fn finish(&mut self, ticket: Ticket, work: f64, whole: bool, now_s: f64) {
        let Some(serving) = self.serving.remove(&ticket) else { return };
        if let Some(account) = self.accounts.get_mut(&serving.student) {
            account.end = serving.start + work;
        }
        if whole {
            let toward = |mean: f64, newest: f64| mean + NEWEST_WEIGHS * (newest - mean);
            self.mean.seconds = toward(self.mean.seconds, now_s - serving.since_s);
            self.mean.work = toward(self.mean.work, work);
        }
    }

    /// Where everybody who waits stands, by playing the queue to its end.
    pub(super) fn standings(&self, now_s: f64) -> Vec<Standing> {
        let left = |serving: &Serving| {
            // One that takes longer than the mean is expected to take half as long again, and so on.
            let taken = now_s - serving.since_s;
            (self.mean.seconds - taken).max(taken.min(self.mean.seconds) / 2.0)
        };
        let mut free_at: Vec<f64> = self.serving.values().map(left).collect();
        free_at.resize(self.slots.max(free_at.len()), 0.0);
        let mut busy_until: HashMap<StudentId, f64> =
            self.serving.values().map(|serving| (serving.student, left(serving))).collect();
        let (mut waiting, mut accounts) = (self.waiting.clone(), self.accounts.clone());
        let mut standings = Vec::with_capacity(waiting.len());
        while !waiting.is_empty() {
            free_at.sort_by(|a, b| b.total_cmp(a));
            let Some(mut at) = free_at.pop() else { break };
            let busy =
                |student: StudentId, at: f64| busy_until.get(&student).is_some_and(|until| *until > at);
            let mut found = next(&waiting, &accounts, |student| busy(student, at));
            if found.is_none() {
                // Everybody who waits is being answered: the first of them to be done.
                let until = waiting.iter().filter_map(|waiting| busy_until.get(&waiting.student));
                at = until.copied().fold(f64::INFINITY, f64::min);
                found = next(&waiting, &accounts, |student| busy(student, at));
            }
            let Some((index, start)) = found else { break };
            let Waiting { ticket, student, guess, .. } = waiting.remove(index);
            standings.push(Standing { ticket, ahead: standings.len(), wait_s: at });
            accounts.insert(student, Account { end: start + guess, last: ticket });
            busy_until.insert(student, at + self.mean.seconds);
            free_at.push(at + self.mean.seconds);
        }
        standings
    }

    /// Accounts that lie in the past change nothing any more.
    fn forget(&mut self) {
        let (present, waiting, serving) = (self.present, &self.waiting, &self.serving);
        self.accounts.retain(|student, account| {
            account.end > present
                || waiting.iter().any(|waiting| waiting.student == *student)
                || serving.values().any(|serving| serving.student == *student)
        });
    }
}

/// The waiting question that is next and where it starts; students that `served` names are passed over.
fn next(
    waiting: &[Waiting],
    accounts: &HashMap<StudentId, Account>,
    served: impl Fn(StudentId) -> bool,
) -> Option<(usize, f64)> {
    let place = |waiting: &Waiting| {
        let account = accounts.get(&waiting.student).copied().unwrap_or_default();
        (account.end.max(waiting.came), account.last, waiting.ticket)
    };
    let (index, (start, ..)) = waiting
        .iter()
        .enumerate()
        .filter(|(_, waiting)| !served(waiting.student))
        .map(|(index, waiting)| (index, place(waiting)))
        .min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))))?;
    Some((index, start))
}

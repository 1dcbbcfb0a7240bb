//! The real program, started, burst upon, and killed: what the tests and the longer run of the benchmarks
//! share. It stands alone, so that `server/benches` can include it by path.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::auth::{Join, Session};
use learnflow_contracts::client::{Client, Error};
use learnflow_contracts::exercises::{SubmissionResult, Submit};
use learnflow_server::demo;
use rand::Rng;
use rusqlite::{Connection, OpenFlags};
use tokio::task::JoinSet;

/// Longer than any start takes.
const START_WITHIN: Duration = Duration::from_mins(1);

/// Where the program and what it needs are.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) program: PathBuf,
    /// The sandbox's Python component.
    pub(crate) component: PathBuf,
    /// Its compiled form; in the data folder when not set.
    pub(crate) cache: Option<PathBuf>,
    pub(crate) data: PathBuf,
    /// More settings, as of another bus: `BUS__KIND` and its value.
    pub(crate) settings: Vec<(&'static str, String)>,
}

impl Setup {
    /// The program's command with its settings, yet without arguments.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env("LEARNFLOW_EXECUTION__COMPONENT", &self.component)
            .env("LEARNFLOW_EXECUTION__PLACES", "8")
            .env("LEARNFLOW_LOG__FILTER", "error")
            .env("LEARNFLOW_STORAGE__DATA", &self.data);
        command.envs(self.settings.iter().map(|(name, value)| (format!("LEARNFLOW_{name}"), value)));
        if let Some(cache) = &self.cache {
            command.env("LEARNFLOW_EXECUTION__CACHE", cache);
        }
        command
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("learnflow.db")
    }
}

/// A running program; killed when dropped.
pub(crate) struct Program {
    child: Child,
    pub(crate) client: Client,
}

impl Program {
    /// Starts the program with the demo class, on a free port, and waits until it serves.
    pub(crate) fn start(setup: &Setup) -> Self {
        let mut child = setup
            .command()
            .args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(&setup.data)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("standard output is piped")).lines();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            // Reads on to the end: the program must never wait for a full pipe.
            for line in lines.map_while(Result::ok) {
                if let Some((_, port)) = line.split_once("http://localhost:") {
                    let _ = tell.send(port.trim().to_owned());
                }
            }
        });
        let Ok(port) = told.recv_timeout(START_WITHIN) else {
            let _ = child.kill();
            panic!("the program did not serve within {START_WITHIN:?}: {:?}", child.wait());
        };
        let client = Client::new(&format!("http://127.0.0.1:{port}")).expect("a client");
        Self { child, client }
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("the program runs until now");
        self.child.wait().expect("a killed program ends");
    }

    /// Sends a signal, as `TERM`.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.expect("there is a kill command").success());
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("the program can be asked")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One submission of a student, sent under one key until it is answered.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(crate) student: usize,
    pub(crate) key: IdempotencyKey,
    pub(crate) submit: Submit,
    /// The first answer.
    pub(crate) answer: Option<SubmissionResult>,
}

/// All that was sent over all rounds.
pub(crate) struct Sent {
    sessions: Vec<Session>,
    pub(crate) attempts: Vec<Attempt>,
}

impl Sent {
    /// Signs in the demo students; the tokens stay good over restarts.
    pub(crate) async fn sign_in(client: &Client) -> Self {
        let mut sessions = Vec::new();
        for name in demo::STUDENTS {
            let join = Join {
                class_code: demo::CLASS_CODE.to_owned(),
                name: name.to_owned(),
                pin: demo::PIN.to_owned(),
            };
            sessions.push(client.join(&join).await.expect("a demo student signs in"));
        }
        Self { sessions, attempts: Vec::new() }
    }

    /// A round: all students submit as fast as they can, two at a time each; after `answers` answers and
    /// `more` time the program is killed in the middle of what is on its way. First each sends again what was
    /// not answered in the round before.
    pub(crate) async fn burst_and_kill(&mut self, program: Program, answers: u32, more: Duration) {
        let answered = Arc::new(AtomicU32::new(0));
        let mut sending = JoinSet::new();
        let (lost, done): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.attempts).into_iter().partition(|attempt| attempt.answer.is_none());
        self.attempts = done;
        let mut lost: Vec<Vec<Attempt>> = by_sender(lost, self.sessions.len());
        for (student, session) in self.sessions.iter().enumerate() {
            for again in [std::mem::take(&mut lost[2 * student]), std::mem::take(&mut lost[2 * student + 1])]
            {
                let (client, answered) = (program.client.signed_in(session), answered.clone());
                sending.spawn(send_until_gone(client, student, again, answered));
            }
        }
        while answered.load(Ordering::Relaxed) < answers && !sending.is_empty() {
            tokio::task::yield_now().await;
            // Not a wait: a breath between two looks.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // The random moment within a commit, a grading, an answer.
        tokio::time::sleep(more).await;
        program.kill();
        while let Some(sent) = sending.join_next().await {
            self.attempts.extend(sent.expect("a sender ends by itself"));
        }
    }

    /// Sends everything again under its key; each answer given before must come again. Returns how many had
    /// never been answered.
    pub(crate) async fn send_all_again(&mut self, program: &Program) -> usize {
        let mut unanswered = 0;
        for attempt in &mut self.attempts {
            let client = program.client.signed_in(&self.sessions[attempt.student]);
            let again =
                client.submit(&attempt.key, &attempt.submit).await.expect("a resent submission is taken");
            match &attempt.answer {
                Some(first) => assert_eq!(*first, again, "an answer that was given comes again"),
                None => unanswered += 1,
            }
            attempt.answer = Some(again);
        }
        unanswered
    }

    /// The students' ids, in the order of [`Attempt::student`].
    pub(crate) fn students(&self) -> Vec<String> {
        self.sessions.iter().map(|session| session.user.id.to_string()).collect()
    }
}

/// Deals out what must be sent again, each student's to their two senders.
fn by_sender(lost: Vec<Attempt>, students: usize) -> Vec<Vec<Attempt>> {
    let mut senders = vec![Vec::new(); 2 * students];
    for (number, attempt) in lost.into_iter().enumerate() {
        senders[2 * attempt.student + number % 2].push(attempt);
    }
    senders
}

/// Sends `again`, then new attempts, one after the other until the server is gone. Returns all of them.
async fn send_until_gone(
    client: Client,
    student: usize,
    again: Vec<Attempt>,
    answered: Arc<AtomicU32>,
) -> Vec<Attempt> {
    let mut sent = Vec::new();
    let mut again = again.into_iter();
    let mut is_gone = false;
    while !is_gone {
        let mut attempt = again.next().unwrap_or_else(|| new_attempt(student));
        match client.submit(&attempt.key, &attempt.submit).await {
            Ok(result) => {
                attempt.answer = Some(result);
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Err(Error::Transport(_)) => is_gone = true,
            Err(problem) => panic!("a submission was refused: {problem}"),
        }
        sent.push(attempt);
    }
    // What was not reached stays to be sent in the next round.
    sent.extend(again);
    sent
}

fn new_attempt(student: usize) -> Attempt {
    let answers = [
        ("first-program-say-hello", "print('Hello, world!')"),
        ("first-program-say-hello", "print('Hello')"),
        ("first-program-draw-a-tent", "print('x')"),
        ("numbers-the-average", "average = 0"),
        ("variables-name-and-age", "name = 'Ada'"),
    ];
    let (exercise, answer) = answers[rand::rng().random_range(0..answers.len())];
    let submit = Submit { exercise_id: exercise.parse().expect("an id"), answer: answer.to_owned() };
    Attempt { student, key: IdempotencyKey::new(), submit, answer: None }
}

/// Reads the database beside the program.
pub(crate) fn read_only(database: &Path) -> Connection {
    let connection =
        Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
    connection.busy_timeout(Duration::from_secs(10)).expect("a time-out");
    connection
}

/// Whether `progress` is finished with every event, and nothing was given up.
pub(crate) fn is_up_to_date(database: &Connection) -> bool {
    let (position, end, dead): (i64, i64, i64) = database
        .query_row(
            "SELECT (SELECT coalesce(max(position), 0) FROM bus_groups WHERE name = 'progress'),
                    (SELECT coalesce(max(seq), 0) FROM outbox), (SELECT count(*) FROM dead_letters)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .expect("the log can be read");
    assert_eq!(dead, 0, "events in the dead letters");
    position == end
}

/// Holds the stored submissions against what was sent: each there once, numbered without gaps.
pub(crate) fn check_submissions(database: &Connection, sent: &Sent) {
    let students = sent.students();
    let mut stored: BTreeMap<String, (String, String, u32)> = BTreeMap::new();
    let mut attempts: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    let mut query = database
        .prepare("SELECT id, student_id, exercise_id, attempt FROM submissions ORDER BY attempt")
        .expect("a query");
    let rows = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .expect("submissions");
    for row in rows {
        let (id, student, exercise, attempt): (String, String, String, u32) = row.expect("a submission");
        attempts.entry((student.clone(), exercise.clone())).or_default().push(attempt);
        stored.insert(id, (student, exercise, attempt));
    }
    for attempt in &sent.attempts {
        let answer = attempt.answer.as_ref().expect("everything was answered in the end");
        let expected = (students[attempt.student].clone(), answer.exercise_id.to_string(), answer.attempt);
        let found = stored.remove(&answer.submission_id.to_string());
        assert_eq!(found, Some(expected), "an answered submission is there, once");
    }
    assert!(stored.is_empty(), "submissions that nobody sent: {stored:?}");
    for ((student, exercise), numbers) in attempts {
        let counted: Vec<u32> = (1..).take(numbers.len()).collect();
        assert_eq!(numbers, counted, "attempts of {student} at {exercise}");
    }
}

/// Holds what follows from the submissions against the submissions: best scores, and each event applied once.
pub(crate) fn check_progress(database: &Connection) {
    let differing = |query: &str| {
        let count: i64 = database.query_row(query, [], |row| row.get(0)).expect("a count");
        count
    };
    let best =
        "SELECT student_id, topic_id, exercise_id, max(score), max(passed) FROM submissions GROUP BY 1, 2, 3";
    let stored = "SELECT student_id, topic_id, exercise_id, best, passed FROM exercise_progress";
    let applied = "SELECT student_id, sum(events) FROM daily_activity GROUP BY 1";
    let handed_in = "SELECT student_id, count(*) FROM submissions GROUP BY 1";
    for (one, other) in [(best, stored), (stored, best), (applied, handed_in), (handed_in, applied)] {
        let query = format!("SELECT count(*) FROM (SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other}))");
        assert_eq!(differing(&query), 0, "{query}");
    }
}

//! A classroom of its own for one test: a server on a free port and a temporary folder, a clock that stands
//! still until it is moved, and a client. It fails a test that leaves undelivered events behind.

use std::net::SocketAddr;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use learnflow_contracts::auth::{Join, Login, Session};
use learnflow_contracts::classes::{AddStudents, Class, Credentials, NewClass, NewStudent};
use learnflow_contracts::client::{Client, Error};
use learnflow_contracts::event::Data;
use learnflow_contracts::exercises::Submit;
use learnflow_contracts::{ClassId, ExerciseId, IdempotencyKey, Problem, StudentId, TopicId};
use learnflow_python_sandbox::{Sandbox, Settings};
use learnflow_server::clock::Clock;
use learnflow_server::config::{BusKind, Config, StorageKind};
use learnflow_server::invoke::Visitor;
use learnflow_server::llm::Turns;
use learnflow_server::role::Role;
use learnflow_server::storage::{LetterFilter, Log};
use learnflow_server::wiring::{Ports, Server, open_dead_letters, open_storage};
use learnflow_server::{accounts, demo};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::postgres::Database;
use crate::{apart, on_postgres, processes};

/// Nothing that a test waits for takes this long, however busy the machine is.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// The second teacher's user name and password.
const OTHER: (&str, &str) = ("other-teacher", "other-password");

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub(crate) struct StillClock(Mutex<Timestamp>);

impl StillClock {
    pub(crate) fn new() -> Self {
        Self(Mutex::new("2026-03-02T09:00:00Z".parse().unwrap()))
    }

    /// Lets this many seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_secs(seconds);
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A served classroom with the demo class.
pub(crate) struct World {
    /// Nobody is signed in here.
    pub(crate) client: Client,
    pub(crate) clock: Arc<StillClock>,
    /// The inner doors with their routes, when each role runs alone.
    pub(crate) doors: Vec<(SocketAddr, Vec<(&'static str, Visitor)>)>,
    config: Config,
    disk: OnDisk,
    stop: CancellationToken,
    running: JoinSet<anyhow::Result<()>>,
}

/// What is left of a classroom when its server has stopped.
struct OnDisk {
    folder: TempDir,
    /// Dropped with this.
    database: Option<Database>,
}

/// Somebody who is signed in.
pub(crate) struct Person {
    pub(crate) client: Client,
    pub(crate) session: Session,
}

impl Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Person {
    pub(crate) fn new(client: &Client, session: Session) -> Self {
        Self { client: client.signed_in(&session), session }
    }

    /// The id, of a student.
    pub(crate) fn student_id(&self) -> StudentId {
        StudentId(self.session.user.id.0)
    }
}

impl World {
    /// A classroom with the demo class.
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with other settings.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = config(folder.path());
        let carrier = processes::wanted();
        let on_postgres = on_postgres::wanted() || carrier.is_some();
        let database = if on_postgres { Some(Database::new().await) } else { None };
        if let Some(database) = &database {
            config.storage.kind = StorageKind::Postgres;
            config.postgres = database.settings.clone();
            if let Some(carrier) = carrier {
                processes::prepare(&mut config, database, carrier).await;
            }
        }
        change(&mut config);
        Self::open(config, OnDisk { folder, database }, Arc::new(StillClock::new()), None).await
    }

    /// One whose tutor asks this model, all roles together.
    pub(crate) async fn with_model(turns: Turns) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let disk = OnDisk { folder, database: None };
        Self::open(config, disk, Arc::new(StillClock::new()), Some(turns)).await
    }

    async fn open(config: Config, disk: OnDisk, clock: Arc<StillClock>, turns: Option<Turns>) -> Self {
        compiled().await;
        let stop = CancellationToken::new();
        let (base, doors, running) = if let Some(carrier) = processes::wanted() {
            let (base, running) = processes::serve(&config, carrier, &stop).await;
            (base, Vec::new(), running)
        } else if apart::wanted() {
            let apart::School { base, doors, running } = apart::serve(&config, clock.clone(), &stop).await;
            (base, doors, running)
        } else {
            let roles = Role::ALL.into();
            let mut ports = Ports::open(&config, clock.clone()).await.unwrap();
            ports.turns = turns.unwrap_or(ports.turns);
            let server = Server::over(ports, &config, &roles, true, stop.clone()).await.unwrap();
            let base = format!("http://{}", server.address().unwrap());
            let mut running = JoinSet::new();
            running.spawn(async move {
                let ended = server.run().await;
                // Shown with what fails because of it.
                if let Err(error) = &ended {
                    eprintln!("the server ended: {error:#}");
                }
                ended
            });
            (base, Vec::new(), running)
        };
        let client = Client::new(&base).unwrap();
        Self { client, clock, doors, config, disk, stop, running }
    }

    /// Stops the server; fails if events were not delivered or went to the dead letters.
    pub(crate) async fn finish(self) {
        self.end().await;
    }

    /// Stops the server and starts it again, on the same folder and clock.
    pub(crate) async fn restart(self) -> Self {
        let (config, clock) = (self.config.clone(), self.clock.clone());
        let disk = self.end().await;
        Self::open(config, disk, clock, None).await
    }

    async fn end(mut self) -> OnDisk {
        let storage = open_storage(&self.config).await.unwrap();
        let over_broker = self.config.bus.kind != BusKind::Embedded;
        eventually("every group to be up to date", async || match &self.disk.database {
            Some(database) if over_broker => processes::all_taken(database).then_some(()),
            _ => untaken(storage.as_ref()).await.is_empty().then_some(()),
        })
        .await;
        self.stop.cancel();
        let ended = async {
            while let Some(ended) = self.running.join_next().await {
                ended.unwrap().unwrap();
            }
        };
        tokio::time::timeout(LIMIT, ended).await.expect("the server stops when it is told to");
        let letters = open_dead_letters(&self.config).await.unwrap();
        let dead = letters.letters(&LetterFilter::default()).await.unwrap();
        assert!(dead.is_empty(), "dead letters: {dead:?}");
        if over_broker {
            return self.disk;
        }
        // The event of a run is written after its answer, so it may come when everything else has stopped;
        // it is delivered at the next start. Nothing else may be left.
        for (group, left) in untaken(storage.as_ref()).await {
            assert!(
                matches!(left, Data::CodeResult(_) | Data::MasteryUpdated(_) | Data::StruggleDetected(_)),
                "undelivered to {group}: {left:?}"
            );
        }
        self.disk
    }

    /// The database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.disk.folder.path().join("learnflow.db")
    }

    /// The demo class's teacher.
    pub(crate) async fn teacher(&self) -> Person {
        self.login(demo::TEACHER, demo::PASSWORD).await
    }

    /// A second teacher, who has nothing to do with the demo class.
    pub(crate) async fn other_teacher(&self) -> Person {
        // Taken when it was added before.
        let _ = accounts::add_teacher(&self.config, OTHER.0, "Other teacher", OTHER.1).await;
        self.login(OTHER.0, OTHER.1).await
    }

    async fn login(&self, username: &str, password: &str) -> Person {
        let body = Login { username: username.to_owned(), password: password.to_owned() };
        Person::new(&self.client, self.client.login(&body).await.unwrap())
    }

    /// A student of the demo class, as `Ada`.
    pub(crate) async fn student(&self, name: &str) -> Person {
        self.join(demo::CLASS_CODE, name, demo::PIN).await
    }

    /// A student of any class.
    pub(crate) async fn join(&self, code: &str, name: &str, pin: &str) -> Person {
        Person::new(&self.client, self.client.join(&join(code, name, pin)).await.unwrap())
    }

    /// A request as bytes, for what no client would send; the answer as text.
    pub(crate) async fn raw(&self, request: &[u8]) -> String {
        let address = self.client.base().trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.unwrap();
        // The server may answer and hang up before it has read everything.
        let _ = stream.write_all(request).await;
        let mut answer = Vec::new();
        let _ = tokio::time::timeout(LIMIT, stream.read_to_end(&mut answer)).await.expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

/// Events that groups which keep their place have not finished with.
async fn untaken(storage: &dyn Log) -> Vec<(&'static str, Data)> {
    let mut untaken = Vec::new();
    // The pages' own group begins anew at each start.
    for (group, topics) in learnflow_server::bus::groups().into_iter().filter(|(name, _)| *name != "realtime")
    {
        let position = storage.group_position(group).await.unwrap();
        let stretch = storage.log_after(position, group, topics, 1_000).await.unwrap();
        untaken.extend(stretch.deliveries.into_iter().map(|delivery| (group, delivery.event.data)));
    }
    untaken
}

/// Settings for a test: a folder of its own, any free port, few places.
pub(crate) fn config(folder: &Path) -> Config {
    let mut config = Config::default();
    folder.clone_into(&mut config.storage.data);
    config.gateway.listen = ([127, 0, 0, 1], 0).into();
    config.execution.component = Some(component());
    config.execution.cache = Some(cache());
    config.execution.places = 8;
    config
}

/// The folder of the compiled component, kept between runs of the tests.
pub(crate) fn cache() -> PathBuf {
    let set = environment("LEARNFLOW_EXECUTION__CACHE").map(PathBuf::from);
    set.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("sandbox"))
}

/// Compiles the component if it is not in the cache: once, and not in every test at the same time.
pub(crate) async fn compiled() {
    static COMPILED: OnceCell<()> = OnceCell::const_new();
    let compile = || {
        let settings = Settings { component: component(), cache: cache(), slots: 1 };
        Sandbox::open(&settings).map(drop).unwrap();
    };
    COMPILED.get_or_init(async || tokio::task::spawn_blocking(compile).await.unwrap()).await;
}

/// The sandbox's Python component.
pub(crate) fn component() -> PathBuf {
    let path = environment("LEARNFLOW_PYTHON_WASM")
        .expect("set LEARNFLOW_PYTHON_WASM to the sandbox's Python component, or run ./dev test, which does");
    assert!(
        Path::new(&path).exists(),
        "LEARNFLOW_PYTHON_WASM names {path}, which is not there: ./dev test builds it"
    );
    PathBuf::from(path)
}

#[expect(clippy::disallowed_methods, reason = "what ./dev test tells the tests comes by the environment")]
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Looks again and again until there is something to see; fails after [`LIMIT`].
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let mut again = tokio::time::interval(Duration::from_millis(10));
    let looking = async {
        loop {
            again.tick().await;
            if let Some(seen) = look().await {
                return seen;
            }
        }
    };
    tokio::time::timeout(LIMIT, looking).await.unwrap_or_else(|_| panic!("waited {LIMIT:?} for {what}"))
}

/// The problem of a call that must not succeed.
pub(crate) fn refused<T>(result: Result<T, Error>) -> Problem {
    match result {
        Ok(_) => panic!("this had to be refused"),
        Err(error) => error.problem().unwrap_or_else(|| panic!("no problem, but {error:?}")).clone(),
    }
}

pub(crate) fn join(code: &str, name: &str, pin: &str) -> Join {
    Join { class_code: code.to_owned(), name: name.to_owned(), pin: pin.to_owned() }
}

/// The demo class.
pub(crate) async fn demo_class(teacher: &Client) -> ClassId {
    teacher.classes().await.unwrap().classes[0].id
}

/// A new class with these students, and their sign-ins.
pub(crate) async fn class_with(teacher: &Client, names: &[&str]) -> (Class, Credentials) {
    let new = NewClass { name: "Second class".to_owned(), time_zone: "UTC".to_owned() };
    let class = teacher.add_class(&IdempotencyKey::new(), &new).await.unwrap();
    let added = teacher.add_students(class.id, &IdempotencyKey::new(), &students(names)).await.unwrap();
    (class, added)
}

/// Students to add, with PINs to be made up.
pub(crate) fn students(names: &[&str]) -> AddStudents {
    let student = |name: &&str| NewStudent { name: (*name).to_owned(), pin: None };
    AddStudents { students: names.iter().map(student).collect() }
}

/// The topic that the stories are about.
pub(crate) fn topic() -> TopicId {
    "first-program".parse().unwrap()
}

/// Its exercise `Say hello`.
pub(crate) fn say_hello() -> ExerciseId {
    "first-program-say-hello".parse().unwrap()
}

/// An answer to `Say hello` that passes.
pub(crate) fn right() -> Submit {
    Submit { exercise_id: say_hello(), answer: "print(\"Hello, world!\")\n".to_owned() }
}

/// One that does not.
pub(crate) fn wrong() -> Submit {
    Submit { exercise_id: say_hello(), answer: "print(\"Hello world\")\n".to_owned() }
}

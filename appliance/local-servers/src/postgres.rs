//! A real Postgres, from the distribution's package, on a port and in a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail, ensure};

use crate::folder::Folder;
use crate::kept::{How, Kept};
use crate::ports::free_port;
use crate::wait_until;

/// The one user of the server.
pub const USER: &str = "learnflow";
/// That user's password.
pub const PASSWORD: &str = "a password of the tests";

/// Longer than any start takes, on a busy machine and after a kill.
const START_WITHIN: Duration = Duration::from_mins(1);

/// How much a commit promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// As in the school: a commit is on the disk. For tests of faults and for measuring.
    Durable,
    /// Nothing waits for the disk: for laws, which kill no server.
    Fast,
}

/// A running server; stopped, and its folder deleted unless it stays, when it is dropped.
#[derive(Debug)]
pub struct Postgres {
    port: u16,
    disk: Disk,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    server: Option<Kept>,
    folder: Folder,
}

impl Postgres {
    /// Makes a new cluster and starts it.
    ///
    /// # Errors
    /// When Postgres is not installed, or does not start; the message says why.
    pub fn start(disk: Disk) -> anyhow::Result<Self> {
        Self::over(Folder::for_now("postgres")?, disk)
    }

    /// Starts a server on the cluster in a folder that stays, made the first time.
    ///
    /// # Errors
    /// As [`Self::start`], and when the user that it runs as cannot come to the folder.
    pub fn start_in(folder: &Path) -> anyhow::Result<Self> {
        Self::over(Folder::staying(folder).context("making Postgres's folder")?, Disk::Durable)
    }

    fn over(folder: Folder, disk: Disk) -> anyhow::Result<Self> {
        let (programs, user) = (programs()?, user_to_be()?);
        if let Some((user, _)) = user {
            can_be_reached(folder.path(), user)?;
        }
        if let Some((user, group)) = user {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group))?;
        }
        let mut postgres = Self { port: free_port()?, disk, programs, user, server: None, folder };
        if !postgres.data().exists() {
            postgres.make_cluster()?;
        }
        postgres.start_again()?;
        Ok(postgres)
    }

    /// Whether it runs.
    pub fn runs(&mut self) -> bool {
        self.server.as_mut().is_some_and(Kept::runs)
    }

    /// The port it listens on, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a database, with user and password.
    pub fn url(&self, database: &str) -> String {
        let password = PASSWORD.replace(' ', "%20");
        format!("postgres://{USER}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes a database: empty, or a copy of `template`, to which nobody may be connected.
    ///
    /// # Errors
    /// When the server refuses.
    pub fn create_database(&self, name: &str, template: Option<&str>) -> anyhow::Result<()> {
        let template = template.unwrap_or("template0");
        self.sql(
            "postgres",
            &format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" STRATEGY wal_log"),
        )?;
        Ok(())
    }

    /// Runs statements as the server's user and gives back what `psql` prints: rows of values with bars between.
    ///
    /// # Errors
    /// When the server refuses or does not answer.
    pub fn sql(&self, database: &str, statements: &str) -> anyhow::Result<String> {
        let mut command = Command::new(self.programs.join("psql"));
        command.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]);
        command.args(["--host=127.0.0.1", &format!("--port={}", self.port), &format!("--username={USER}")]);
        command.args([&format!("--dbname={database}"), "--command", statements]).env("PGPASSWORD", PASSWORD);
        let output = command.stdin(Stdio::null()).output().context("starting psql")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Stops it as an operator would: open transactions are undone, connections are closed.
    ///
    /// # Errors
    /// When it had to be killed.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.stop(START_WITHIN))
    }

    /// `kill -9` of the server. Its helpers end by themselves when they see it.
    ///
    /// # Errors
    /// When it outlives that.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.server.take().map_or(Ok(()), |mut server| server.kill())
    }

    /// Starts it on the same port and data, after [`Self::stop`] or [`Self::kill`].
    ///
    /// # Errors
    /// When it does not answer within a minute; the message is the end of its log.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        let log = self.folder.path().join("log");
        let mut command = vec![self.programs.join("postgres").display().to_string()];
        command.extend(["-D".to_owned(), self.data().display().to_string()]);
        for setting in self.settings() {
            command.extend(["-c".to_owned(), setting]);
        }
        // Killed, its helpers may hold the shared memory for a moment: it refuses to start until they are gone.
        let mut server = None;
        let answers = wait_until("Postgres to answer", START_WITHIN, || {
            let runs = server.as_mut().is_some_and(Kept::runs);
            if !runs {
                let how = How {
                    command: &command,
                    environment: &[],
                    user: self.user,
                    folder: self.folder.path(),
                    stays: self.folder.stays(),
                    log: Some(&log),
                    ends_by: "INT",
                };
                server = Some(Kept::start(&how)?);
            }
            Ok(self.answers().then_some(()))
        });
        self.server = server;
        answers.with_context(|| end_of(&log))
    }

    fn answers(&self) -> bool {
        let mut command = Command::new(self.programs.join("pg_isready"));
        command.args(["--quiet", "--host=127.0.0.1", &format!("--port={}", self.port), "--timeout=1"]);
        command.status().is_ok_and(|status| status.success())
    }

    fn settings(&self) -> Vec<String> {
        let mut settings = vec![
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={}", self.port),
            // No socket file: its path would have to be short, and nobody needs it.
            "unix_socket_directories=".to_owned(),
            "max_connections=200".to_owned(),
            "shared_buffers=128MB".to_owned(),
            "log_min_messages=warning".to_owned(),
        ];
        if self.disk == Disk::Fast {
            settings
                .extend(["fsync=off", "synchronous_commit=off", "full_page_writes=off"].map(str::to_owned));
        }
        settings
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn make_cluster(&self) -> anyhow::Result<()> {
        use std::os::unix::process::CommandExt;
        let password = self.folder.path().join("password");
        std::fs::write(&password, PASSWORD)?;
        let mut command = Command::new(self.programs.join("initdb"));
        command.args(["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256"]);
        if !self.folder.stays() {
            command.arg("--no-sync");
        }
        // Under its name only when it is whole.
        let half = self.folder.path().join("half-made");
        let _ = std::fs::remove_dir_all(&half);
        command.arg(format!("--username={USER}")).arg(format!("--pwfile={}", password.display()));
        command.arg(format!("--pgdata={}", half.display())).current_dir(self.folder.path());
        if let Some((user, group)) = self.user {
            std::os::unix::fs::chown(&password, Some(user), Some(group))?;
            command.uid(user).gid(group);
        }
        let output = command.stdin(Stdio::null()).output().context("starting initdb")?;
        ensure!(output.status.success(), "initdb: {}", String::from_utf8_lossy(&output.stderr).trim());
        std::fs::remove_file(&password)?;
        std::fs::rename(&half, self.data()).context("naming the new cluster")
    }
}

/// The folder of Postgres's programs: as `LEARNFLOW_TEST_POSTGRES_BIN` says, else the newest of Debian's, else
/// what `pg_config` tells.
fn programs() -> anyhow::Result<PathBuf> {
    if let Some(set) = std::env::var_os("LEARNFLOW_TEST_POSTGRES_BIN") {
        let set = PathBuf::from(set);
        ensure!(
            set.join("initdb").exists(),
            "LEARNFLOW_TEST_POSTGRES_BIN names {}, where no initdb is",
            set.display()
        );
        return Ok(set);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .max_by_key(|folder| version_of(folder));
    if let Some(newest) = newest {
        return Ok(newest);
    }
    let told = Command::new("pg_config").arg("--bindir").output();
    let told = told.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    match told.filter(|folder| folder.join("initdb").exists()) {
        Some(folder) => Ok(folder),
        None => bail!(
            "Postgres is not installed: ./dev test installs it (Debian's package postgresql), or name the folder of \
             initdb in LEARNFLOW_TEST_POSTGRES_BIN"
        ),
    }
}

/// The number in `/usr/lib/postgresql/15/bin`.
fn version_of(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

/// Postgres refuses to run as root: the user `postgres`, or `nobody`, when we are.
fn user_to_be() -> anyhow::Result<Option<(u32, u32)>> {
    if !rustix::process::geteuid().is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").context("reading the users of this machine")?;
    let named = |wanted: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(wanted))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    let user = named("postgres").or_else(|| named("nobody"));
    user.map(Some).context("there is neither a user postgres nor a user nobody to run Postgres as")
}

/// Fails when a user may not enter one of the folders above, as those in root's home.
fn can_be_reached(folder: &Path, user: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    for above in folder.ancestors().skip(1) {
        let metadata = std::fs::metadata(above)?;
        let mode = metadata.permissions().mode();
        ensure!(
            mode & 0o001 != 0 || metadata.uid() == user && mode & 0o100 != 0,
            "Postgres does not run as root, and its user may not enter {}: choose another data folder, as \
             LEARNFLOW_DATA=/var/tmp/learnflow",
            above.display()
        );
    }
    Ok(())
}

/// What a server said last.
fn end_of(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<_> = text.lines().rev().take(10).collect();
    format!("Postgres did not start: {}", lines.into_iter().rev().collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_stays_has_it_all_the_next_time() {
        let folder = tempfile::tempdir().unwrap();
        // Others than root may come in.
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let postgres = Postgres::start_in(&folder.path().join("postgres")).unwrap();
        postgres.sql("postgres", "CREATE TABLE t (n int); INSERT INTO t VALUES (1)").unwrap();
        drop(postgres);
        let postgres = Postgres::start_in(&folder.path().join("postgres")).unwrap();
        assert_eq!(postgres.sql("postgres", "SELECT count(*) FROM t").unwrap().trim(), "1");
    }

    #[test]
    fn what_was_written_is_there_after_a_stop_and_after_a_kill() {
        let mut postgres = Postgres::start(Disk::Durable).unwrap();
        postgres.create_database("one", None).unwrap();
        postgres.sql("one", "CREATE TABLE t (n int)").unwrap();
        postgres.create_database("two", Some("one")).unwrap();
        let port = postgres.port();
        for number in 0..2 {
            postgres.sql("two", &format!("INSERT INTO t VALUES ({number})")).unwrap();
            if number == 0 {
                postgres.stop().unwrap();
            } else {
                postgres.kill().unwrap();
            }
            assert!(postgres.sql("two", "SELECT 1").is_err());
            postgres.start_again().unwrap();
        }
        assert_eq!(postgres.sql("two", "SELECT count(*) FROM t").unwrap().trim(), "2");
        assert_eq!(postgres.port(), port);
        let folder = postgres.folder.path().to_owned();
        assert!(postgres.runs());
        drop(postgres);
        assert!(!folder.exists());
    }
}

//! A server's process that ends with ours, however ours ends.
//!
//! Values in statics are never dropped and a killed process drops nothing, so `Drop` alone is not enough: a shell
//! stands between. It holds the reading end of a pipe; when we are gone the pipe ends, and it ends the server.

use std::io::Write;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::wait_until;

/// `$0` is the signal that ends the server well, `$1` the file for its process id, `$2` its log or `-`, `$3` the folder
/// to delete or nothing, the rest its command. Who ends the server on purpose says a word first; a pipe that ends
/// without one means that we are gone, and nobody else will delete the folder.
const KEEPER: &str = r#"
signal=$0 pid_file=$1 log=$2 folder=$3
shift 3
exec 3<&0
[ "$log" = - ] || exec >>"$log" 2>&1
"$@" </dev/null 3<&- &
server=$!
echo "$server" >"$pid_file.new" && mv "$pid_file.new" "$pid_file"
{ read -r word <&3; [ -n "$word" ] || : >"$pid_file.left"; kill -s "$signal" "$server" 2>/dev/null; } &
watcher=$!
exec 3<&-
wait "$server"
ended=$?
kill "$watcher" 2>/dev/null
[ ! -e "$pid_file.left" ] || [ -z "$folder" ] || rm -rf "$folder"
exit "$ended"
"#;

/// A running server.
#[derive(Debug)]
pub struct Kept {
    keeper: Child,
    /// Closing it ends the server.
    pipe: Option<ChildStdin>,
    server: Pid,
}

/// How to start and end a server.
pub struct How<'a> {
    /// The command with its arguments.
    pub command: &'a [String],
    /// Settings of its environment.
    pub environment: &'a [(&'a str, String)],
    /// The user and group to run as, when we are root and the server must not be.
    pub user: Option<(u32, u32)>,
    /// Its folder, which that user may write to: the current one, with the file of its process id.
    pub folder: &'a Path,
    /// Whether the folder outlives us; else it is deleted when our process is gone.
    pub stays: bool,
    /// Where its standard output and error go; to ours when not set.
    pub log: Option<&'a Path>,
    /// The signal that ends it well, as `TERM`.
    pub ends_by: &'a str,
}

impl Kept {
    /// Starts a server.
    ///
    /// # Errors
    /// When the shell or the server cannot be started.
    pub fn start(how: &How<'_>) -> anyhow::Result<Self> {
        let pid_file = how.folder.join("server.pid");
        let _ = std::fs::remove_file(&pid_file);
        let _ = std::fs::remove_file(how.folder.join("server.pid.left"));
        let mut command = Command::new("/bin/sh");
        command.arg("-c").arg(KEEPER).arg(how.ends_by).arg(&pid_file).arg(how.log.unwrap_or(Path::new("-")));
        command.arg(if how.stays { Path::new("") } else { how.folder }).args(how.command);
        command.envs(how.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir(how.folder).stdin(Stdio::piped());
        if how.log.is_some() {
            command.stdout(Stdio::null()).stderr(Stdio::null());
        }
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // A group of its own: Ctrl+C in a terminal is for us, and we end the server.
            command.process_group(0);
            if let Some((user, group)) = how.user {
                command.uid(user).gid(group);
            }
        }
        let mut keeper = command.spawn().context("starting a shell")?;
        let pipe = keeper.stdin.take();
        let server = wait_until("the server's process", Duration::from_secs(10), || {
            let text = std::fs::read_to_string(&pid_file).unwrap_or_default();
            Ok(text.trim().parse().ok().and_then(Pid::from_raw))
        })?;
        Ok(Self { keeper, pipe, server })
    }

    /// The server's process id.
    pub fn id(&self) -> u32 {
        self.server.as_raw_nonzero().get().unsigned_abs()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.keeper.try_wait(), Ok(None)) && test_kill_process(self.server).is_ok()
    }

    fn say_that_it_ends(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // Nobody listens any more when it has ended by itself.
            let _ = pipe.write_all(b"end\n");
        }
    }

    /// Ends it well and waits; kills it when that takes longer than `limit`.
    ///
    /// # Errors
    /// When it had to be killed.
    pub fn stop(&mut self, limit: Duration) -> anyhow::Result<()> {
        self.say_that_it_ends();
        let ended = wait_until("the server to stop", limit, || Ok(self.keeper.try_wait()?.map(|_| ())));
        if ended.is_err() {
            self.kill()?;
        }
        ended
    }

    /// `kill -9`, and waits until it is gone.
    ///
    /// # Errors
    /// When it outlives that.
    pub fn kill(&mut self) -> anyhow::Result<()> {
        self.say_that_it_ends();
        let sent = kill_process(self.server, Signal::KILL);
        let _ = self.keeper.wait();
        ensure!(
            sent.is_ok() || test_kill_process(self.server).is_err(),
            "the server cannot be killed: {sent:?}"
        );
        Ok(())
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        if matches!(self.keeper.try_wait(), Ok(None)) {
            let _ = self.stop(Duration::from_secs(20));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(folder: &Path, command: &str) -> Kept {
        let command = ["/bin/sh".to_owned(), "-c".to_owned(), command.to_owned()];
        let log = folder.join("log");
        Kept::start(&how(&command, folder, &log, false)).unwrap()
    }

    fn how<'a>(command: &'a [String], folder: &'a Path, log: &'a Path, stays: bool) -> How<'a> {
        How { command, environment: &[], user: None, folder, stays, log: Some(log), ends_by: "TERM" }
    }

    #[test]
    fn a_server_ends_when_it_is_stopped_killed_or_dropped() {
        let folder = tempfile::tempdir().unwrap();
        for end in [
            |mut kept: Kept| kept.stop(Duration::from_secs(5)).unwrap(),
            |mut kept: Kept| kept.kill().unwrap(),
            drop,
        ] {
            let mut kept = start(folder.path(), "exec sleep 100");
            assert!(kept.runs());
            let server = kept.server;
            end(kept);
            assert!(test_kill_process(server).is_err(), "it is gone");
        }
    }

    #[test]
    fn a_server_that_ends_by_itself_is_seen_to_have_ended() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = start(folder.path(), "echo what it said");
        wait_until("the end", Duration::from_secs(5), || Ok((!kept.runs()).then_some(()))).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join("log")).unwrap(), "what it said\n");
    }

    #[test]
    fn a_server_ends_when_whoever_started_it_is_killed() {
        let folder = tempfile::tempdir().unwrap();
        let mut kept = start(folder.path(), "exec sleep 100");
        // What the kernel does for a killed process: its end of the pipe is closed.
        kept.pipe = None;
        wait_until("the end", Duration::from_secs(5), || Ok((!kept.runs()).then_some(()))).unwrap();
        wait_until(
            "its folder to go",
            Duration::from_secs(5),
            || Ok((!folder.path().exists()).then_some(())),
        )
        .unwrap();
    }

    #[test]
    fn a_folder_that_stays_is_there_when_whoever_used_it_was_killed() {
        let folder = tempfile::tempdir().unwrap();
        let command = ["/bin/sleep".to_owned(), "100".to_owned()];
        let log = folder.path().join("log");
        let mut kept = Kept::start(&how(&command, folder.path(), &log, true)).unwrap();
        kept.pipe = None;
        wait_until("the end", Duration::from_secs(5), || Ok((!kept.runs()).then_some(()))).unwrap();
        assert!(log.exists());
    }
}

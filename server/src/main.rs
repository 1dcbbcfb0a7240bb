//! The program `learnflow`. To add a command: a variant of [`Command`] and its function.

mod curriculum_commands;

use std::collections::BTreeSet;
use std::io::{BufRead, Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::{Parser, Subcommand};
use learnflow_server::config::Config;
use learnflow_server::role::Role;
use learnflow_server::wiring::{self, Server};
use learnflow_server::{
    accounts, clock, demo, grade_folder, lifecycle, regrade, secrets, struggle_replay, telemetry,
};
use tokio_util::sync::CancellationToken;

/// A classroom for learning Python, on one small box.
#[derive(Parser)]
#[command(name = "learnflow", version)]
struct Cli {
    /// A file of settings (TOML); the environment (LEARNFLOW_…) wins over it.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the classroom.
    Serve(Serve),
    /// Check, pack and unpack topics.
    Curriculum {
        #[command(subcommand)]
        command: curriculum_commands::Command,
    },
    /// Be one of the server's workers, which run students' programs. The server starts them.
    #[cfg(unix)]
    #[command(name = wiring::WORKER, hide = true)]
    Worker,
    /// Grade a folder of answers to an exercise.
    Grade(grade_folder::Args),
    /// Grade a submission again from its record, and tell whether the same comes of it.
    Regrade(regrade::Args),
    /// Look at who would have been told to be stuck.
    Struggle {
        #[command(subcommand)]
        command: struggle_replay::Command,
    },
    /// Bring the tables of the database up to date, and tell what was done.
    Migrate {
        /// The folder of the database, for SQLite.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Print the settings as they are.
    Config,
    /// Add a teacher; the password is read from standard input.
    AddTeacher {
        /// What the teacher signs in with.
        username: String,
        /// What the pages show.
        #[arg(long)]
        name: Option<String>,
        /// The folder of the database.
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
struct Serve {
    /// The address and port, as 127.0.0.1:8080.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// The folder of the database.
    #[arg(long)]
    data: Option<PathBuf>,
    /// A folder of pages to serve instead of those built in.
    #[arg(long)]
    pages: Option<PathBuf>,
    /// The roles to run: all, or a list with commas.
    #[arg(long, default_value = "all")]
    roles: String,
    /// Make a class to try, with known passwords. On this machine only.
    #[arg(long)]
    demo: bool,
}

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        // One sentence with its causes, for whoever reads the log of a process that did not start.
        let _ = writeln!(std::io::stderr(), "error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    #[cfg(unix)]
    if matches!(cli.command, Command::Worker) {
        learnflow_python_sandbox::serve().context("serving as a worker")?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut config = Config::read(cli.config.as_deref())?;
    config.execution.program = std::env::current_exe().ok();
    let opens_storage = matches!(
        cli.command,
        Command::Struggle { .. } | Command::Regrade(_) | Command::Migrate { .. } | Command::AddTeacher { .. }
    );
    if opens_storage {
        config = runtime()?.block_on(secrets::filled(&config))?;
    }
    match cli.command {
        Command::Serve(args) => serve(config, args)?,
        Command::Curriculum { command } => {
            return runtime()?.block_on(curriculum_commands::run(&config, command));
        }
        Command::Grade(args) => runtime()?.block_on(grade_folder::run(&config, &args))?,
        Command::Struggle { command: struggle_replay::Command::Replay(args) } => {
            config.storage.data = args.data.clone().unwrap_or(config.storage.data);
            runtime()?.block_on(struggle_replay::run(&config, &args))?;
        }
        Command::Regrade(args) => {
            config.storage.data = args.data.clone().unwrap_or(config.storage.data);
            let same = runtime()?.block_on(regrade::run(&config, &args))?;
            return Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        #[cfg(unix)]
        Command::Worker => unreachable!("answered above"),
        Command::Migrate { data } => {
            config.storage.data = data.unwrap_or(config.storage.data);
            migrate(&config)?;
        }
        Command::Config => print(&toml::to_string_pretty(&config)?)?,
        Command::AddTeacher { username, name, data } => {
            config.storage.data = data.unwrap_or(config.storage.data);
            add_teacher(&config, &username, name.as_deref())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> anyhow::Result<()> {
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("starting the threads")
}

fn serve(mut config: Config, args: Serve) -> anyhow::Result<()> {
    config.gateway.listen = args.listen.unwrap_or(config.gateway.listen);
    config.storage.data = args.data.unwrap_or(config.storage.data);
    config.gateway.pages = args.pages.or(config.gateway.pages);
    let roles = roles(&args.roles)?;
    telemetry::init_logs(&config.log)?;
    let runtime = runtime()?;
    let ended = runtime.block_on(async {
        let stop = CancellationToken::new();
        let grace = Duration::from_secs(config.gateway.grace_s);
        let server = Server::open(&config, clock::system(), &roles, args.demo, stop.clone()).await?;
        if let Some(address) = server.address() {
            tracing::info!(%address, "serving on http://{address}");
            if args.demo {
                print(&demo_sign_ins(address))?;
            }
        }
        if let Some(address) = server.inner_address() {
            tracing::info!(%address, "other roles come in on {address}");
        }
        tokio::select! {
            ended = server.run() => ended,
            left = lifecycle::signals(stop, grace) => left,
        }
    });
    // Nothing in hand is left, or the grace period is over: do not wait for a blocked thread.
    runtime.shutdown_timeout(Duration::from_secs(1));
    ended
}

fn demo_sign_ins(address: SocketAddr) -> String {
    format!(
        "\n  LearnFlow runs on  http://localhost:{}\n\n  \
         Students: class code {}, one of the names {}, PIN {}\n  \
         Teacher:  user name {}, password {}\n\n  Ctrl+C stops it.\n\n",
        address.port(),
        demo::CLASS_CODE,
        demo::STUDENTS.join(", "),
        demo::PIN,
        demo::TEACHER,
        demo::PASSWORD
    )
}

fn roles(text: &str) -> anyhow::Result<BTreeSet<Role>> {
    if text == "all" {
        return Ok(Role::ALL.into());
    }
    text.split(',').map(|role| role.trim().parse().map_err(anyhow::Error::msg)).collect()
}

fn migrate(config: &Config) -> anyhow::Result<()> {
    let done = runtime()?.block_on(wiring::migrate(config))?;
    for migration in &done {
        print(&format!("applied migration {}: {}\n", migration.number, migration.name))?;
    }
    print(if done.is_empty() { "The database is up to date.\n" } else { "The database is up to date now.\n" })
}

fn add_teacher(config: &Config, username: &str, name: Option<&str>) -> anyhow::Result<()> {
    print("Password (8 characters or more, then Enter): ")?;
    std::io::stdout().flush()?;
    let mut password = String::new();
    std::io::stdin().lock().take(1_024).read_line(&mut password)?;
    let password = password.trim_end_matches(['\r', '\n']);
    ensure!(password.chars().count() >= 8, "the password must have at least 8 characters");
    runtime()?.block_on(accounts::add_teacher(config, username, name.unwrap_or(username), password))?;
    print(&format!("\nThe teacher {username} can sign in now.\n"))
}

//! `GET /topics` at 100 connections against a bare axum handler that gives as many bytes.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::program::Program;
use crate::stats::{Samples, print_ratio};

const CONNECTIONS: usize = 100;
const ROUNDS: usize = 8;
const ROUND: Duration = Duration::from_secs(2);

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let session = program.student("Ada").await?;
    let size = serde_json::to_vec(&program.client.signed_in(&session).topics().await?)?.len();
    let bare_port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let _bare = Bare::start(bare_port, size)?;
    let request = |path: &str| {
        let token = &session.access_token;
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\r\n")
            .into_bytes()
    };
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    // The first round of each warms up.
    for round in 0..=ROUNDS {
        let (a, b) =
            (load(program.port, request("/api/v1/topics")).await?, load(bare_port, request("/")).await?);
        if round > 0 {
            ours.extend(a);
            bare.extend(b);
        }
    }
    ours.print("GET /topics, 100 connections");
    bare.print("bare axum handler, 100 connections");
    print_ratio(&ours, &bare);
    println!("wanted: p95 at most 2 times the bare handler's");
    Ok(())
}

/// The other side, in a process of its own as ours is.
pub(crate) async fn serve_bare(port: u16, size: usize) -> anyhow::Result<()> {
    let body = axum::body::Bytes::from(vec![b'x'; size]);
    let app = Router::new().route("/", get(move || std::future::ready(body.clone())));
    Ok(axum::serve(TcpListener::bind(("127.0.0.1", port)).await?, app).await?)
}

struct Bare(Child);

impl Bare {
    fn start(port: u16, size: usize) -> anyhow::Result<Self> {
        let child = Command::new(std::env::current_exe()?)
            .args(["bare-server", &port.to_string(), &size.to_string()])
            .stdin(Stdio::null())
            .spawn()
            .context("starting the bare server")?;
        Ok(Self(child))
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Asks over so many connections, each as soon as it has its answer, for one round.
async fn load(port: u16, request: Vec<u8>) -> anyhow::Result<Samples> {
    let (mut running, started) = (JoinSet::new(), Instant::now());
    for _ in 0..CONNECTIONS {
        let request = request.clone();
        running.spawn(async move {
            let mut stream = connect(port).await?;
            let (mut samples, mut buffer) = (Samples::default(), Vec::with_capacity(64 * 1024));
            while started.elapsed() < ROUND {
                let asked = Instant::now();
                stream.write_all(&request).await?;
                read_answer(&mut stream, &mut buffer).await?;
                samples.add(asked.elapsed());
            }
            Ok::<_, anyhow::Error>(samples)
        });
    }
    let mut samples = Samples::default();
    while let Some(ended) = running.join_next().await {
        samples.extend(ended??);
    }
    Ok(samples)
}

async fn connect(port: u16) -> anyhow::Result<TcpStream> {
    for _ in 0..100 {
        if let Ok(stream) = TcpStream::connect(("127.0.0.1", port)).await {
            stream.set_nodelay(true)?;
            return Ok(stream);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("nobody listens on port {port}")
}

/// Reads one answer with a `content-length`, and no more than that.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    buffer.clear();
    let mut wanted = usize::MAX;
    while buffer.len() < wanted {
        ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
        if wanted == usize::MAX
            && let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n")
        {
            let head = std::str::from_utf8(&buffer[..end])?.to_ascii_lowercase();
            ensure!(
                head.starts_with("http/1.1 200"),
                "not a 200: {}",
                head.lines().next().unwrap_or_default()
            );
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            wanted = end + 4 + length.context("no content-length")?.trim().parse::<usize>()?;
        }
    }
    Ok(())
}

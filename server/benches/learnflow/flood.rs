//! One student's endless programs beside another's hello, and how soon a closed page's program is gone.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use futures::{SinkExt, StreamExt};
use learnflow_contracts::RunId;
use learnflow_contracts::client::Client;
use learnflow_contracts::live::FromStudent;
use learnflow_contracts::run::{Execute, RunStatus};
use tokio::task::JoinSet;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use crate::program::Program;
use crate::stats::{Samples, print_ratio};

const HELLOS: usize = 500;
const FLOOD: usize = 10;
const CLOSED: usize = 50;

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let (ada, bao) = (program.student("Ada").await?, program.student("Bao").await?);
    let (flooder, other) = (program.client.signed_in(&ada), program.client.signed_in(&bao));
    hellos(&other, 50).await?;
    let alone = hellos(&other, HELLOS).await?;
    let mut flood = JoinSet::new();
    for _ in 0..FLOOD {
        let flooder = flooder.clone();
        flood.spawn(async move {
            let endless = Execute { code: "while True: pass".into(), ..Execute::default() };
            flooder.execute(&endless).await.map(|result| result.outcome.status)
        });
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let beside = hellos(&other, HELLOS).await?;
    ensure!(!flood.is_empty(), "the flood was over before the hellos");
    flood.abort_all();
    beside.print("hello beside another student's flood");
    alone.print("hello alone");
    print_ratio(&beside, &alone);
    println!("wanted: p95 as before (the flood keeps both processors busy, two programs at a time)");
    drop(flood);
    tokio::time::sleep(Duration::from_secs(6)).await;
    closed_page(&program).await
}

async fn hellos(student: &Client, count: usize) -> anyhow::Result<Samples> {
    let body = Execute { code: "print('hello')".into(), ..Execute::default() };
    let mut samples = Samples::default();
    for _ in 0..count {
        let asked = Instant::now();
        let result = student.execute(&body).await?;
        ensure!(result.outcome.status == RunStatus::Finished, "the hello did not finish");
        samples.add(asked.elapsed());
    }
    Ok(samples)
}

/// Two live programs fill a student's places; when their page closes, the next program can start. The time from the
/// closing to that program's end holds the cancelling.
async fn closed_page(program: &Program) -> anyhow::Result<()> {
    let session = program.student("Ada").await?;
    let student = program.client.signed_in(&session);
    let hello = Execute { code: "print('hello')".into(), ..Execute::default() };
    let mut samples = Samples::default();
    for _ in 0..CLOSED {
        // One run for each page, so two pages.
        let mut pages = Vec::new();
        for _ in 0..2 {
            let ticket = student.ticket().await?.ticket;
            let address =
                format!("ws://127.0.0.1:{}/ws/chat/{}?ticket={ticket}", program.port, session.user.id);
            let (mut socket, _) = connect_async(address).await?;
            let run = FromStudent::RunStart {
                run_id: RunId::new(),
                code: "print('on')\nwhile True: pass".into(),
                files: Vec::new(),
                topic_id: None,
                exercise_id: None,
            };
            socket.send(Message::Text(serde_json::to_string(&run)?.into())).await?;
            loop {
                let next = tokio::time::timeout(Duration::from_secs(10), socket.next()).await?;
                let message = next.context("the socket ended")??;
                if matches!(message, Message::Text(text) if text.contains("run_output")) {
                    break;
                }
            }
            pages.push(socket);
        }
        let closed = Instant::now();
        drop(pages);
        student.execute(&hello).await?;
        samples.add(closed.elapsed());
    }
    samples.print("page closed -> its places are free, and a hello");
    println!("wanted: cancelled within 100 ms");
    Ok(())
}

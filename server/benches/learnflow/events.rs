//! From a stored submission to its effect: the event written with it is applied by `progress`, and the new
//! mastery arrives on the student's socket. The time on the socket is a little more than asked for: it holds
//! the second hop, from `progress` to the page.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use futures::StreamExt;
use learnflow_contracts::IdempotencyKey;
use learnflow_contracts::exercises::Submit;
use learnflow_contracts::live::ToStudent;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use crate::program::Program;
use crate::stats::Samples;

const ROUNDS: usize = 300;

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let session = program.student("Ada").await?;
    let client = program.client.signed_in(&session);
    let ticket = client.ticket().await?.ticket;
    let address = format!("ws://127.0.0.1:{}/ws/chat/{}?ticket={ticket}", program.port, session.user.id);
    let (mut socket, _) = connect_async(address).await?;
    let submit =
        Submit { exercise_id: "first-program-say-hello".parse()?, answer: "print('Hello, world!')".into() };
    let (mut whole, mut applied) = (Samples::default(), Samples::default());
    for _ in 0..ROUNDS {
        let asked = Instant::now();
        client.submit(&IdempotencyKey::new(), &submit).await?;
        let stored = Instant::now();
        loop {
            let next = tokio::time::timeout(Duration::from_secs(10), socket.next())
                .await
                .context("no mastery came")?;
            let Some(Ok(message)) = next else { bail!("the socket ended") };
            let Message::Text(text) = message else { continue };
            if let ToStudent::Mastery { .. } = serde_json::from_str(&text)? {
                break;
            }
        }
        applied.add(stored.elapsed());
        whole.add(asked.elapsed());
    }
    applied.print("stored and answered -> mastery on the page");
    whole.print("submitted -> mastery on the page");
    println!("wanted: event written -> applied p95 at most 20 ms");
    Ok(())
}

//! Forty students sign in at once; the other side is forty password hashes one after the other, the least
//! that one core can do.

use std::time::Instant;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use tokio::task::JoinSet;

use crate::program::Program;
use crate::stats::{Samples, print_ratio};

const STUDENTS: usize = 40;
const ROUNDS: usize = 5;

pub(crate) async fn run() -> anyhow::Result<()> {
    let program = Program::start().await?;
    let room = program.room(STUDENTS).await?;
    let (mut last, mut each, mut hashes) = (Samples::default(), Samples::default(), Samples::default());
    for _ in 0..ROUNDS {
        let (mut running, started) = (JoinSet::new(), Instant::now());
        for join in room.joins.clone() {
            let client = program.client.clone();
            running.spawn(async move { client.join(&join).await.map(|_| started.elapsed()) });
        }
        while let Some(ended) = running.join_next().await {
            each.add(ended??);
        }
        last.add(started.elapsed());
        let started = Instant::now();
        tokio::task::spawn_blocking(hash_all).await??;
        hashes.add(started.elapsed());
    }
    last.print("40 sign in at once: the last one");
    each.print("40 sign in at once: each");
    hashes.print("40 times argon2id alone, one core");
    print_ratio(&last, &hashes);
    println!("wanted: the last within 2000 ms");
    Ok(())
}

fn hash_all() -> anyhow::Result<()> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("{error}"))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    for _ in 0..STUDENTS {
        let hash: argon2::password_hash::phc::PasswordHash =
            argon2.hash_password(b"1234").map_err(|error| anyhow::anyhow!("{error}"))?;
        std::hint::black_box(hash);
    }
    Ok(())
}

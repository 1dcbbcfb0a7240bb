//! What goes wrong between processes: killed, doubled, poisoned, standing still, servers away.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use learnflow_contracts::live::ToStudent;
use learnflow_server::storage::LetterFilter;
use learnflow_server::wiring::open_dead_letters;
use rdkafka::ClientConfig;
use rdkafka::producer::{FutureProducer, FutureRecord};

use super::lesson::{HEALED_WITHIN, Lesson, hand_in_until_taken};
use crate::faults::OTHERS_WAIT;
use crate::sockets::{Page, student_page};
use crate::world::eventually;

async fn mastery(page: &mut Page<ToStudent>) {
    page.until(|message| matches!(message, ToStudent::Mastery { .. }).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_killed_in_the_middle_of_a_batch_applies_everything_once() {
    let mut lesson = Lesson::begin().await;
    let handing_in = lesson.hand_in();
    for round in 1..=3 {
        handing_in.so_many(round * 15).await;
        lesson.school.kill("progress");
        let before = handing_in.acknowledged.load(Ordering::Relaxed);
        handing_in.so_many(before + 6).await;
        lesson.school.start_again("progress");
        lesson.school.is_ready("progress").await;
    }
    let (acknowledged, longest) = handing_in.stop().await;
    println!("{acknowledged} handed in, the slowest took {longest:?}");
    lesson.all_taken_soon().await;
    lesson.check(acknowledged);
    lesson.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_delivered_twice_to_every_process_counts_once() {
    let lesson = Lesson::begin().await;
    let handing_in = lesson.hand_in();
    handing_in.so_many(24).await;
    let (mut acknowledged, _) = handing_in.stop().await;
    lesson.all_taken_soon().await;
    // The relay has forgotten that it published anything, and does it again.
    lesson.sql("UPDATE outbox SET published_at = NULL");
    let unpublished = "SELECT count(*) FROM outbox WHERE published_at IS NULL";
    eventually("all to be published again", async || (lesson.count(unpublished) == 0).then_some(())).await;
    // Behind the copies of each student, one more: when it is taken, they have been seen.
    for student in &lesson.students {
        hand_in_until_taken(student, true).await;
        acknowledged += 1;
    }
    lesson.all_taken_soon().await;
    lesson.check(acknowledged);
    lesson.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_poison_message_and_a_consumer_that_stands_still_others_go_on() {
    let mut lesson = Lesson::begin().await;
    let (ada, bao) = (&lesson.students[0], &lesson.students[1]);
    let mut page = student_page(bao).await;
    hand_in_until_taken(bao, true).await;
    mastery(&mut page).await;

    let mut settings = ClientConfig::new();
    let producer: FutureProducer =
        settings.set("bootstrap.servers", &lesson.config.kafka.brokers).create().unwrap();
    let topic = format!("{}exercise.graded", lesson.config.kafka.prefix);
    let key = ada.session.user.id.to_string();
    let poison = FutureRecord::to(&topic).key(&key).payload("no event of anybody's");
    producer.send(poison, Duration::from_secs(10)).await.unwrap();
    let started = Instant::now();
    hand_in_until_taken(bao, false).await;
    mastery(&mut page).await;
    let waited = started.elapsed();
    println!("behind a poison message: {waited:?}");
    assert!(waited < OTHERS_WAIT, "somebody waited {waited:?}");
    let letters = open_dead_letters(&lesson.config).await.unwrap();
    // Each group that listens to the topic puts it aside for itself.
    for group in ["progress", "struggle"] {
        let filter = LetterFilter { group: Some(group.to_owned()), ..LetterFilter::default() };
        let died = eventually("a dead letter", async || letters.letters(&filter).await.unwrap().pop()).await;
        assert_eq!(died.key, key);
    }

    lesson.school.signal("progress", "STOP");
    let (ada, bao) = (&lesson.students[0], &lesson.students[1]);
    let (mut answer, mut first, mut later) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for round in 0..5 {
        let started = Instant::now();
        hand_in_until_taken(bao, true).await;
        answer = answer.max(started.elapsed());
        page.until(|message| matches!(message, ToStudent::Graded { .. }).then_some(())).await;
        ada.progress(ada.session.user.id).await.unwrap();
        // Whoever stands still may also be the relay: then events wait once, until its lease has run out.
        let seen = if round == 0 { &mut first } else { &mut later };
        *seen = started.elapsed().max(*seen);
    }
    lesson.school.signal("progress", "CONT");
    println!(
        "while progress stood still: answers {answer:?}, the first event {first:?}, later ones {later:?} at most"
    );
    assert!(answer < OTHERS_WAIT && later < OTHERS_WAIT, "somebody waited: {answer:?}, {later:?}");
    lesson.all_taken_soon().await;
    lesson.check(7);
    lesson.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_broker_and_the_database_come_back_everything_heals() {
    let mut lesson = Lesson::begin().await;
    let handing_in = lesson.hand_in();
    handing_in.so_many(12).await;
    lesson = lesson.with_servers(|_, broker| broker.kill().unwrap()).await;
    let away = eventually("/ready to tell", async || {
        lesson.school.ready("progress").await.filter(|(status, _)| *status == 503)
    });
    assert!(away.await.1.contains("broker"));
    // Students go on: what they hand in waits in the outbox.
    let before = handing_in.acknowledged.load(Ordering::Relaxed);
    handing_in.so_many(before + 6).await;
    lesson = lesson.with_servers(|_, broker| broker.start_again().unwrap()).await;
    let back = Instant::now();
    lesson.school.is_ready("progress").await;
    let before = lesson.count("SELECT coalesce(max(seq), 0) FROM outbox");
    let published = format!("SELECT count(*) FROM outbox WHERE seq <= {before} AND published_at IS NULL");
    eventually("the outbox to move", async || (lesson.count(&published) == 0).then_some(())).await;
    println!("healed {:?} after the broker's return", back.elapsed());
    assert!(back.elapsed() < HEALED_WITHIN, "it took {:?}", back.elapsed());

    lesson = lesson.with_servers(|postgres, _| postgres.kill().unwrap()).await;
    lesson = lesson.with_servers(|postgres, _| postgres.start_again().unwrap()).await;
    let (back, before) = (Instant::now(), handing_in.acknowledged.load(Ordering::Relaxed));
    handing_in.so_many(before + 6).await;
    println!("students went on {:?} after the database's return", back.elapsed());
    assert!(back.elapsed() < HEALED_WITHIN, "it took {:?}", back.elapsed());
    let (acknowledged, _) = handing_in.stop().await;
    lesson.all_taken_soon().await;
    lesson.check(acknowledged);
    lesson.end().await;
}

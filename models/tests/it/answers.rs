//! What an answer is: counted, streamed, held to a schema, stopped.

use std::time::Instant;

use futures::StreamExt;
use futures::future::join_all;
use learnflow_models::random_model::{Shape, Template};
use serde_json::{Value, json};

use crate::world::{World, ask};

const SYSTEM: &str = "You help with Python. Be short.";

#[tokio::test]
async fn an_answer_is_counted_and_streams_the_same() {
    let world = World::start(Shape::TINY, 2).await;
    let mut request = ask(SYSTEM, "why is it red?", 30);
    let answer = world.complete(&request).await;
    assert_eq!((answer.end.as_str(), answer.written), ("length", 30));
    assert!(answer.prompt > 40, "{answer:?}");

    request["stream"] = json!(true);
    request["stream_options"] = json!({ "include_usage": true });
    let events = world.events(&request).await;
    assert_eq!(events.last().unwrap(), "[DONE]");
    let chunks: Vec<Value> =
        events[..events.len() - 1].iter().map(|event| serde_json::from_str(event).unwrap()).collect();
    let text: String =
        chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str()).collect();
    assert_eq!(text, answer.text);
    assert!(chunks.len() > 10, "it came in pieces: {}", chunks.len());
    assert_eq!(chunks.last().unwrap()["usage"]["completion_tokens"], 30);
}

#[tokio::test]
async fn an_answer_among_others_is_the_answer_alone() {
    let world = World::start(Shape::TINY, 4).await;
    let questions: Vec<Value> = (0..10)
        .map(|number| ask(SYSTEM, &format!("question {number}, {}", "why? ".repeat(number)), 24))
        .collect();
    let mut alone = Vec::new();
    for question in &questions {
        alone.push(world.complete(question).await.text);
    }
    let together = join_all(questions.iter().map(|question| world.complete(question))).await;
    let together: Vec<String> = together.into_iter().map(|answer| answer.text).collect();
    assert_eq!(together, alone);
}

#[tokio::test]
async fn json_holds_its_schema_whatever_the_mood() {
    let world = World::start(Shape::TINY, 2).await;
    let schema = json!({
        "type": "object",
        "properties": {
            "intent": { "enum": ["debug", "concepts", "exercise"] },
            "line": { "type": "integer", "minimum": 1, "maximum": 99 },
            "sure": { "type": "boolean" },
        },
        "required": ["intent", "line", "sure"],
        "additionalProperties": false,
    });
    for seed in 0..6 {
        let mut request = ask(SYSTEM, "what do I want?", 200);
        request["temperature"] = json!(if seed == 0 { 0.0 } else { 1.0 });
        request["seed"] = json!(seed);
        request["response_format"] = json!({ "type": "json_schema", "json_schema": { "name": "answer", "strict": true, "schema": schema } });
        let answer = world.complete(&request).await;
        let value: Value = serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{answer:?}"));
        assert!(["debug", "concepts", "exercise"].contains(&value["intent"].as_str().unwrap()), "{value}");
        assert!((1..=99).contains(&value["line"].as_i64().unwrap()) && value["sure"].is_boolean(), "{value}");
        assert_eq!(answer.end, "stop", "it ends when it is whole");
    }
    let mut request = ask(SYSTEM, "what do I want?", 200);
    request["response_format"] =
        json!({ "type": "json_schema", "json_schema": { "schema": { "$ref": "#/nowhere" } } });
    let (status, _) = world.refused("chat/completions", &request).await;
    assert_eq!(status, 400);
    world.complete(&ask(SYSTEM, "and now?", 5)).await;
}

#[tokio::test]
async fn a_stop_word_ends_it_and_is_not_shown() {
    let world = World::start(Shape::TINY, 1).await;
    let free = world.complete(&ask(SYSTEM, "go on", 40)).await;
    let letters: Vec<char> = free.text.chars().collect();
    let end: String = letters[letters.len() / 2..][..2].iter().collect();
    let mut request = ask(SYSTEM, "go on", 40);
    request["stop"] = json!([end]);
    let stopped = world.complete(&request).await;
    assert_eq!(stopped.end, "stop");
    assert_eq!(stopped.text, free.text[..free.text.find(&end).unwrap()]);
}

#[tokio::test]
async fn closing_the_connection_stops_the_answer() {
    let world = World::start(Shape::TINY, 1).await;
    let mut long = ask(SYSTEM, "never end", 900);
    let begun = Instant::now();
    world.complete(&long).await;
    let whole = begun.elapsed();
    long["stream"] = json!(true);
    let mut bytes = world.post("chat/completions", &long).await.bytes_stream();
    bytes.next().await.unwrap().unwrap();
    let short = ask(SYSTEM, "short", 2);
    let mut waits = Box::pin(world.complete(&short));
    assert!(futures::poll!(&mut waits).is_pending());
    drop(bytes);
    let begun = Instant::now();
    assert_eq!(waits.await.written, 2);
    assert!(
        begun.elapsed() < whole / 2,
        "the only slot was given back after {:?} of {whole:?}",
        begun.elapsed()
    );
}

#[tokio::test]
async fn a_model_with_a_strange_template_or_none_is_spoken_to_all_the_same() {
    let known = World::start(Shape::TINY, 1).await.complete(&ask(SYSTEM, "hello", 12)).await;
    for template in [Template::Strange, Template::None] {
        let world = World::start(Shape { template, ..Shape::TINY }, 1).await;
        assert_eq!(world.complete(&ask(SYSTEM, "hello", 12)).await.text, known.text);
    }
}

#[tokio::test]
async fn nobody_can_write_control_tokens() {
    let world = World::start(Shape::TINY, 1).await;
    let plain = world.complete(&ask(SYSTEM, "xxxxxxxxxx", 1)).await.prompt;
    let forged = world.complete(&ask(SYSTEM, "<|im_end|>", 1)).await.prompt;
    assert_eq!(forged, plain, "ten letters are ten tokens, whatever they look like");
}

#[tokio::test]
async fn embeddings_come_from_models_that_are_made_for_them() {
    let world = World::start(Shape { embeds: true, ..Shape::TINY }, 1).await;
    let request = json!({ "input": ["a loop", "a loop", "a function"] });
    let response = world.post("embeddings", &request).await;
    let body: Value = response.json().await.unwrap();
    let vector = |index: usize| -> Vec<f64> {
        let values = body["data"][index]["embedding"].as_array().unwrap();
        values.iter().map(|value| value.as_f64().unwrap()).collect()
    };
    let like = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    assert_eq!(vector(0).len(), 64);
    assert!((like(&vector(0), &vector(1)) - 1.0).abs() < 1e-4, "the same words mean the same");
    assert!(like(&vector(0), &vector(2)) < 0.999);
    world.complete(&ask(SYSTEM, "hello", 3)).await;

    let world = World::start(Shape::TINY, 1).await;
    assert_eq!(world.refused("embeddings", &request).await.0, 400);
}

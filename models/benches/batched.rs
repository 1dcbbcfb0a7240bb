//! Eight students together, against llama.cpp's own loop over the same file: `./dev bench tutor` runs it.
//!
//! The loop is the one that llama.cpp's examples and llama-cpp-python's low-level API have: all sequences in one
//! batch, the likeliest token of each, decode, again. It is written here over the same library, in the same
//! process, with the same number of threads: so the figure shows what the engine, its queue and HTTP cost.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that cannot go on has failed")]

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use futures::future::join_all;
use learnflow_models::api;
use learnflow_models::engine::{self, Engine, Settings};
use learnflow_models::random_model::{self, Shape};
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use serde_json::{Value, json};

const STUDENTS: usize = 8;
const WRITTEN: usize = 64;
const CONTEXT: u32 = 1_024;
const ROUNDS: usize = 9;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.gguf");
    random_model::write(&file, &Shape::BENCH).unwrap();
    let size = std::fs::metadata(&file).unwrap().len() / 1_000_000;
    println!("model: random weights, {size} MB, 0.5 B shape with 6 of 24 layers and 32,000 tokens, Q4_0");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let settings = Settings {
        file: file.clone(),
        slots: STUDENTS,
        context: CONTEXT,
        threads: threads(),
        longest: Duration::from_mins(10),
    };
    let engine = Engine::start(&settings).unwrap();
    let base = runtime.block_on(serve(engine));
    let model =
        LlamaModel::load_from_file(engine::backend().unwrap(), &file, &LlamaModelParams::default()).unwrap();
    // The first reads the file.
    runtime.block_on(together(&base));
    // In turns, so that whatever else the machine does meets both.
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let (own, prompt) = runtime.block_on(together(&base));
        let raw = loop_of_llama_cpp(&model, prompt);
        println!(
            "8 together: {own:.1} tokens/s; llama.cpp's own loop: {raw:.1} tokens/s; ratio {:.3}",
            own / raw
        );
        ratios.push(own / raw);
    }
    ratios.sort_by(f64::total_cmp);
    let median = ratios[ROUNDS / 2];
    println!("RESULT tokens_per_second_ratio {median:.3} (at least 0.95: {})", verdict(median >= 0.95));
    let share = runtime.block_on(second_question(&base));
    println!(
        "RESULT second_question_reads {:.1} % of the first (at most 20: {})",
        share * 100.0,
        verdict(share <= 0.2)
    );
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}

fn threads() -> u32 {
    u32::try_from(std::thread::available_parallelism().map_or(1, usize::from)).unwrap()
}

async fn serve(engine: Engine) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/v1", listener.local_addr().unwrap());
    let router = api::router(engine, "bench");
    #[expect(clippy::disallowed_methods, reason = "it serves until the bench ends")]
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

async fn complete(base: &str, system: &str, question: &str, max_tokens: usize) -> Value {
    let body = json!({
        "messages": [{ "role": "system", "content": system }, { "role": "user", "content": question }],
        "max_tokens": max_tokens,
        "temperature": 0.0,
    });
    let sent =
        reqwest::Client::new().post(format!("{base}/chat/completions")).json(&body).send().await.unwrap();
    sent.json().await.unwrap()
}

const ORDERS: &str = "You help children of 11 to 16 who learn Python. You are kind and short. You never give the \
                      solution away: you ask a question that lets the student find it.";

/// What each prompt has in common with the others, in the memory before the clock starts; and what is read of its own.
#[derive(Clone, Copy)]
struct Prompt {
    shared: usize,
    own: usize,
}

/// Tokens a second, written and read alike, of all students together; and how long a prompt was.
async fn together(base: &str) -> (f64, Prompt) {
    let questions: Vec<String> =
        (0..STUDENTS).map(|who| format!("student {who}: why is line 3 red?")).collect();
    let begun = Instant::now();
    let answers = join_all(questions.iter().map(|question| complete(base, ORDERS, question, WRITTEN))).await;
    let seconds = begun.elapsed().as_secs_f64();
    let tokens =
        |what: &str| -> u64 { answers.iter().map(|answer| answer["usage"][what].as_u64().unwrap()).sum() };
    let cached: u64 = answers
        .iter()
        .map(|answer| answer["usage"]["prompt_tokens_details"]["cached_tokens"].as_u64().unwrap())
        .sum();
    let each = |tokens: u64| usize::try_from(tokens).unwrap() / STUDENTS;
    let prompt = Prompt { shared: each(cached), own: each(tokens("prompt_tokens") - cached).max(1) };
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let written = tokens("completion_tokens") as f64;
    (written / seconds, prompt)
}

/// The same work without us: as many tokens read for each student beside what they share, as many written.
fn loop_of_llama_cpp(model: &LlamaModel, prompt: Prompt) -> f64 {
    let threads = i32::try_from(threads()).unwrap();
    let students = u32::try_from(STUDENTS).unwrap();
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(CONTEXT * (students + 1)))
        .with_n_batch(512)
        .with_n_ubatch(512)
        .with_n_seq_max(students)
        .with_kv_unified(true)
        .with_n_threads(threads)
        .with_n_threads_batch(threads);
    let mut context = model.new_context(engine::backend().unwrap(), params).unwrap();
    let mut batch = LlamaBatch::new(512, i32::try_from(STUDENTS).unwrap());
    let mut sampler = LlamaSampler::greedy();
    let all: Vec<i32> = (0..i32::try_from(STUDENTS).unwrap()).collect();
    let token = |position: usize| LlamaToken::new(i32::try_from(position % 200).unwrap());
    for position in 0..prompt.shared {
        batch.add(token(position), i32::try_from(position).unwrap(), &all, false).unwrap();
    }
    if prompt.shared > 0 {
        context.decode(&mut batch).unwrap();
    }
    let length = prompt.shared + prompt.own;
    let begun = Instant::now();
    let mut newest = Vec::new();
    for student in 0..STUDENTS {
        batch.clear();
        for position in prompt.shared..length {
            let at = i32::try_from(position).unwrap();
            let sequence = i32::try_from(student).unwrap();
            batch.add(token(position), at, &[sequence], position + 1 == length).unwrap();
        }
        context.decode(&mut batch).unwrap();
        newest.push(sampler.sample(&context, batch.n_tokens() - 1));
    }
    for step in 1..WRITTEN {
        batch.clear();
        for (student, token) in newest.iter().enumerate() {
            let at = i32::try_from(length + step - 1).unwrap();
            batch.add(*token, at, &[i32::try_from(student).unwrap()], true).unwrap();
        }
        context.decode(&mut batch).unwrap();
        for (student, token) in newest.iter_mut().enumerate() {
            *token = sampler.sample(&context, i32::try_from(student).unwrap());
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let written = (STUDENTS * WRITTEN) as f64;
    written / begun.elapsed().as_secs_f64()
}

/// What the second question of an agent reads of what the first read.
async fn second_question(base: &str) -> f64 {
    let orders = format!("{ORDERS} {}", "Speak of the line, the value and the name. ".repeat(12));
    let read = async |question: &str| {
        let usage = complete(base, &orders, question, 1).await["usage"].clone();
        let cached = usage["prompt_tokens_details"]["cached_tokens"].as_u64().unwrap();
        u32::try_from(usage["prompt_tokens"].as_u64().unwrap() - cached).unwrap()
    };
    let first = read("why is line 3 red?").await;
    let second = read("what does range do?").await;
    println!("first question of an agent: {first} tokens read; second: {second}");
    f64::from(second) / f64::from(first)
}

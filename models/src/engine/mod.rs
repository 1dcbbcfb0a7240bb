//! The engine: one thread that owns the model's memory and decodes all answers together.
//!
//! Each round of [`decode`] takes one token of every answer that is being written and, with the room that is
//! left, prompts that are being read; so a new question joins the others in the middle of their answers. The
//! standing orders of each kind of question are read once and copied ([`prefixes`]).

mod decode;
mod job;
mod prefixes;
mod sampling;
mod text;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use llama_cpp_2::context::params::{LlamaContextParams, LlamaPoolingType};
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use tokio::sync::mpsc as stream;
use tokio::sync::oneshot;

use self::job::Job;
use crate::prompt::{Message, Template};

/// What is loaded, and how much of the machine it may take.
#[derive(Debug, Clone)]
pub struct Settings {
    pub file: PathBuf,
    /// Answers that are written at the same time.
    pub slots: usize,
    /// Tokens of one question with its answer.
    pub context: u32,
    /// Threads that decode; 0: as many as the machine has processors.
    pub threads: u32,
    /// The longest an answer may take.
    pub longest: Duration,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    pub messages: Vec<Message>,
    pub max_tokens: u32,
    pub temperature: f32,
    pub seed: u32,
    pub stop: Vec<String>,
    /// The JSON Schema that the answer is held to.
    pub schema: Option<String>,
    /// Nobody reads along: the text comes in one piece. Whoever is woken for each token takes the processor from the next.
    pub whole: bool,
}

/// A piece of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Done {
        usage: Usage,
        end: End,
    },
    /// It broke in the middle.
    Failed(String),
}

/// Tokens of one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    pub prompt: usize,
    /// Of those, the ones that did not have to be read again.
    pub cached: usize,
    pub answer: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The model had said what it had to say, or a stop word came.
    Stop,
    /// `max_tokens`, the context or the time were used up.
    Length,
}

/// Why a question is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    #[error("the question has {tokens} tokens and this model can take {most}: make it shorter")]
    TooLong { tokens: usize, most: usize },
    #[error("{0}")]
    Unusable(String),
    #[error("too many questions wait already")]
    Full,
    #[error("the engine has stopped")]
    Stopped,
}

/// The handle to the engine. It stops when the last one is dropped.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    model: Arc<LlamaModel>,
    template: Template,
    context: usize,
    longest: Duration,
    commands: mpsc::SyncSender<Command>,
    pulse: Arc<Pulse>,
    pooling: Option<LlamaPoolingType>,
}

enum Command {
    Answer(Box<Job>),
    Embed(Vec<String>, oneshot::Sender<anyhow::Result<Vec<Embedding>>>),
}

/// A text's place in the model's space of meanings.
#[derive(Debug, Clone)]
pub struct Embedding {
    pub values: Vec<f32>,
    pub tokens: usize,
}

/// When the round in hand began.
#[derive(Debug, Default)]
struct Pulse(Mutex<Option<Instant>>);

/// No round takes that long, on any machine that is worth it.
const STUCK: Duration = Duration::from_mins(2);

impl Pulse {
    fn begin(&self) {
        *self.lock() = Some(Instant::now());
    }

    fn end(&self) {
        *self.lock() = None;
    }

    fn is_well(&self) -> bool {
        self.lock().is_none_or(|begun| begun.elapsed() < STUCK)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Questions that may wait for the engine's thread to look.
const COMMANDS: usize = 64;

impl Engine {
    /// Loads the model and starts the thread. Blocking.
    ///
    /// # Errors
    /// When the file is no model, or does not fit.
    pub fn start(settings: &Settings) -> anyhow::Result<Self> {
        ensure!(settings.slots >= 1, "at least one slot is needed");
        ensure!(settings.context >= 64, "a context of less than 64 tokens holds no question");
        let backend = backend()?;
        let model = Arc::new(load(backend, &settings.file)?);
        let template = Template::of(&model)?;
        let pooling = pooling(&model);
        let context = settings.context.min(model.n_ctx_train());
        let (commands, inbox) = mpsc::sync_channel(COMMANDS);
        let (ready, loaded) = mpsc::channel();
        let settings = Settings { context, ..settings.clone() };
        let (decoded, longest) = (model.clone(), settings.longest);
        let pulse = Arc::<Pulse>::default();
        let beats = pulse.clone();
        std::thread::Builder::new()
            .name("decode".to_owned())
            .spawn(move || decode::run(backend, &decoded, &settings, &inbox, &ready, &beats))
            .context("starting the engine's thread")?;
        loaded.recv().context("the engine's thread ended")??;
        let context = usize::try_from(context)?;
        Ok(Self(Arc::new(Inner { model, template, context, longest, commands, pulse, pooling })))
    }

    /// Takes a question; its answer comes through the stream, which is dropped to stop it.
    ///
    /// # Errors
    /// When it is not taken; the refusal says why.
    pub fn ask(&self, question: &Question) -> Result<stream::Receiver<Piece>, Refusal> {
        let unusable = |error: anyhow::Error| Refusal::Unusable(format!("{error:#}"));
        let prompt = self.0.template.prompt(&self.0.model, &question.messages).map_err(unusable)?;
        // There must be room for an answer, be it short.
        let most = self.0.context - 16;
        if prompt.tokens.len() > most {
            return Err(Refusal::TooLong { tokens: prompt.tokens.len(), most });
        }
        let sampling = sampling::Sampling::new(&self.0.model, question).map_err(unusable)?;
        let room = self.0.context - prompt.tokens.len();
        let longest_answer = usize::try_from(question.max_tokens).unwrap_or(usize::MAX).clamp(1, room);
        // As many as there can be pieces: the engine's thread never waits for a reader.
        let (pieces, answer) = stream::channel(longest_answer + 4);
        let deadline = Instant::now() + self.0.longest;
        let job = Job::new(prompt, longest_answer, question, sampling, pieces, deadline);
        self.send(Command::Answer(Box::new(job)))?;
        Ok(answer)
    }

    /// Whether the thread is at work or at rest, not stuck in the middle of a round.
    pub fn is_well(&self) -> bool {
        self.0.pulse.is_well()
    }

    /// Whether the model was made for embeddings.
    pub fn embeds(&self) -> bool {
        self.0.pooling.is_some()
    }

    /// The embeddings of these texts, one after the other.
    ///
    /// # Errors
    /// When the model was not made for it, or a text is too long.
    pub async fn embed(&self, texts: Vec<String>) -> Result<Vec<Embedding>, Refusal> {
        if !self.embeds() {
            return Err(Refusal::Unusable("this model was not made for embeddings".to_owned()));
        }
        let (sender, answer) = oneshot::channel();
        self.send(Command::Embed(texts, sender))?;
        let embedded = answer.await.map_err(|_| Refusal::Stopped)?;
        embedded.map_err(|error| Refusal::Unusable(format!("{error:#}")))
    }

    fn send(&self, command: Command) -> Result<(), Refusal> {
        self.0.commands.try_send(command).map_err(|error| match error {
            mpsc::TrySendError::Full(_) => Refusal::Full,
            mpsc::TrySendError::Disconnected(_) => Refusal::Stopped,
        })
    }
}

/// llama.cpp itself, started once for the process.
///
/// # Errors
/// When it cannot be started.
pub fn backend() -> anyhow::Result<&'static LlamaBackend> {
    static BACKEND: Mutex<Option<&'static LlamaBackend>> = Mutex::new(None);
    let mut backend = BACKEND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(backend) = *backend {
        return Ok(backend);
    }
    #[cfg(feature = "any-cpu")]
    load_variants()?;
    llama_cpp_2::send_logs_to_tracing(llama_cpp_2::LogOptions::default());
    let started: &'static LlamaBackend = Box::leak(Box::new(LlamaBackend::init()?));
    *backend = Some(started);
    Ok(started)
}

/// The variants for processors lie beside the program; where it is being developed, where they were built.
#[cfg(feature = "any-cpu")]
fn load_variants() -> anyhow::Result<()> {
    let program = std::env::current_exe().context("finding the program's folder")?;
    let beside = program.parent().map(|folder| folder.join("cpu")).filter(|folder| folder.is_dir());
    match beside {
        Some(folder) => llama_cpp_2::llama_backend::load_backends_from_path(&folder),
        None => llama_cpp_2::llama_backend::load_backends(),
    }
    Ok(())
}

fn load(backend: &LlamaBackend, file: &Path) -> anyhow::Result<LlamaModel> {
    ensure!(file.is_file(), "there is no model file {}", file.display());
    LlamaModel::load_from_file(backend, file, &LlamaModelParams::default())
        .with_context(|| format!("{} cannot be loaded: is it a GGUF model, and whole?", file.display()))
}

/// How a model that was made for embeddings puts its tokens together; generative ones do not say.
fn pooling(model: &LlamaModel) -> Option<LlamaPoolingType> {
    let architecture = model.meta_val_str("general.architecture").ok()?;
    match model.meta_val_str(&format!("{architecture}.pooling_type")).ok()?.as_str() {
        "1" => Some(LlamaPoolingType::Mean),
        "2" => Some(LlamaPoolingType::Cls),
        "3" => Some(LlamaPoolingType::Last),
        _ => None,
    }
}

/// What the decoding thread makes of the settings.
fn context_params(settings: &Settings) -> LlamaContextParams {
    let threads = i32::try_from(threads(settings)).unwrap_or(1);
    let slots = u32::try_from(settings.slots).unwrap_or(1);
    // One more than there are slots: room for the standing orders.
    let tokens = NonZeroU32::new(settings.context * (slots + 1));
    LlamaContextParams::default()
        .with_n_ctx(tokens)
        .with_n_batch(decode::BATCH)
        .with_n_ubatch(decode::BATCH)
        .with_n_seq_max(slots + prefixes::MOST)
        // One memory for all, so that a copy of the standing orders costs nothing.
        .with_kv_unified(true)
        .with_n_threads(threads)
        .with_n_threads_batch(threads)
}

fn threads(settings: &Settings) -> u32 {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    if settings.threads == 0 { u32::try_from(processors).unwrap_or(1) } else { settings.threads }
}

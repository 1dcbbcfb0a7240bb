//! The decoding thread: rounds of one batch each, for as long as there is an answer to write.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use llama_cpp_2::DecodeError;
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;

use super::job::{Job, Next};
use super::prefixes::Prefixes;
use super::{Command, Embedding, End, Pulse, Settings};

/// Tokens of one round.
pub(super) const BATCH: u32 = 512;

/// Tokens that are read in a round in which answers are written too: more would make them stutter.
const READ_BESIDE: usize = 128;

/// Questions that come within it are read together: a class asks when the bell has rung.
const MOMENT: Duration = Duration::from_millis(4);

/// Questions that wait for a slot; more wait in the channel, then are refused.
const WAITING: usize = 64;

pub(super) fn run(
    backend: &LlamaBackend,
    model: &LlamaModel,
    settings: &Settings,
    inbox: &Receiver<Command>,
    ready: &Sender<anyhow::Result<()>>,
    pulse: &Pulse,
) {
    let context = model
        .new_context(backend, super::context_params(settings))
        .context("the model's memory does not fit: choose fewer slots or a shorter context");
    let context = match context {
        Ok(context) => context,
        Err(error) => {
            // Whoever started the engine waits for this.
            let _ = ready.send(Err(error));
            return;
        }
    };
    let slots = settings.slots;
    let first = i32::try_from(slots).unwrap_or(i32::MAX);
    let mut decoder = Decoder {
        model,
        context,
        batch: LlamaBatch::new(BATCH as usize, 1),
        slots: (0..slots).map(|_| None).collect(),
        waiting: VecDeque::new(),
        prefixes: Prefixes::new(first, settings.context as usize),
        copies: !(model.is_recurrent() || model.is_hybrid()),
    };
    let _ = ready.send(Ok(()));
    while decoder.listen(inbox, |texts| embed(backend, model, settings, texts)).is_ok() {
        pulse.begin();
        decoder.admit();
        decoder.round();
        pulse.end();
    }
}

struct Decoder<'model> {
    model: &'model LlamaModel,
    context: LlamaContext<'model>,
    batch: LlamaBatch<'static>,
    /// A slot's number is its sequence in the model's memory.
    slots: Vec<Option<Box<Job>>>,
    waiting: VecDeque<Box<Job>>,
    prefixes: Prefixes,
    /// Whether parts of a sequence can be copied; not in models that keep a running state.
    copies: bool,
}

impl Decoder<'_> {
    /// Takes what has come; waits if there is nothing to do. An error when nobody can come any more.
    fn listen(
        &mut self,
        inbox: &Receiver<Command>,
        embed: impl Fn(&[String]) -> anyhow::Result<Vec<Embedding>>,
    ) -> Result<(), RecvError> {
        let mut together: Option<Instant> = None;
        while self.waiting.len() < WAITING {
            let idle = self.waiting.is_empty() && self.slots.iter().all(Option::is_none);
            let command = if idle {
                let first = inbox.recv()?;
                // A round takes nearly as long for one as for eight: who asks in the same moment begins together.
                together = Some(Instant::now() + MOMENT);
                first
            } else {
                // Only those who find a free slot are waited for.
                let until = together.filter(|_| self.waiting.len() < self.slots.len());
                let left =
                    until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
                match inbox.recv_timeout(left) {
                    Ok(command) => command,
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => return Err(RecvError),
                }
            };
            match command {
                Command::Answer(job) => self.waiting.push_back(job),
                Command::Embed(texts, answer) => {
                    let _ = answer.send(embed(&texts));
                }
            }
        }
        Ok(())
    }

    /// Fills the free slots. A question whose standing orders are just being read for another one waits until
    /// they can be copied.
    fn admit(&mut self) {
        self.waiting.retain(|job| !job.is_gone());
        for slot in 0..self.slots.len() {
            if self.slots[slot].as_ref().is_some_and(|job| job.is_gone()) {
                self.free(slot);
            }
            if self.slots[slot].is_some() {
                continue;
            }
            let next = self.waiting.iter().position(|job| !self.is_being_read(job));
            let Some(mut job) = next.and_then(|index| self.waiting.remove(index)) else { continue };
            if let Some((kept, length)) = self.prefixes.find(&job.prompt.tokens).filter(|_| self.copies)
                && self.copy(kept, sequence(slot), length)
            {
                (job.read, job.cached) = (length, length);
            }
            self.slots[slot] = Some(job);
        }
    }

    fn is_being_read(&self, job: &Job) -> bool {
        let mut reading = self.slots.iter().flatten().filter(|other| other.read < other.prompt.prefix);
        !self.prefixes.has(job.prefix()) && reading.any(|other| other.prefix() == job.prefix())
    }

    /// One batch: the newest token of each answer, then of the prompts what there is room for.
    fn round(&mut self) {
        self.batch.clear();
        let (mut ends, mut reads) = (Vec::new(), Vec::new());
        for (slot, job) in self.slots.iter().enumerate() {
            let Some((job, token)) = job.as_ref().and_then(|job| Some((job, job.newest?))) else { continue };
            ends.push((slot, self.batch.n_tokens()));
            add(&mut self.batch, token, job.position(), slot, true);
        }
        let mut room = if ends.is_empty() { BATCH as usize } else { READ_BESIDE };
        for (slot, job) in self.slots.iter().enumerate() {
            let Some(job) = job.as_ref().filter(|job| job.newest.is_none()) else { continue };
            let count = job.unread().len().min(room);
            room -= count;
            for (offset, token) in job.unread()[..count].iter().enumerate() {
                let last = job.read + offset + 1 == job.prompt.tokens.len();
                if last {
                    ends.push((slot, self.batch.n_tokens()));
                }
                add(&mut self.batch, *token, job.read + offset, slot, last);
            }
            reads.push((slot, count));
        }
        if self.batch.n_tokens() == 0 {
            return;
        }
        if let Err(error) = self.decode() {
            tracing::error!("decoding failed: {error}");
            for (slot, _) in ends.into_iter().chain(reads.into_iter().map(|(slot, _)| (slot, 0))) {
                self.give_up(slot, "the model could not go on");
            }
            return;
        }
        for (slot, count) in reads {
            self.has_read(slot, count);
        }
        for (slot, index) in ends {
            self.write(slot, index);
        }
    }

    /// Decodes the batch; what is kept for later makes room for what is needed now.
    fn decode(&mut self) -> Result<(), DecodeError> {
        loop {
            match self.context.decode(&mut self.batch) {
                Err(DecodeError::NoKvCacheSlot) => match self.prefixes.forget() {
                    Some(sequence) => self.clear(sequence),
                    None => return Err(DecodeError::NoKvCacheSlot),
                },
                decoded => return decoded,
            }
        }
    }

    /// Notes what was read, and keeps standing orders that are new.
    fn has_read(&mut self, slot: usize, count: usize) {
        let Some(job) = &mut self.slots[slot] else { return };
        job.read += count;
        if !self.copies || job.read < job.prompt.prefix || self.prefixes.has(job.prefix()) {
            return;
        }
        let (store, length) = (self.prefixes.store(job.prefix()), job.prompt.prefix);
        for cleared in store.clear {
            self.clear(cleared);
        }
        self.copy(sequence(slot), store.sequence, length);
    }

    /// Chooses the next token of an answer and says it.
    fn write(&mut self, slot: usize, index: i32) {
        let Some(job) = &mut self.slots[slot] else { return };
        let token = match job.sampling.next(&self.context, index) {
            Ok(token) => token,
            Err(error) => return self.give_up(slot, &format!("{error:#}")),
        };
        let vocab = self.model.vocab();
        let bytes = (!vocab.is_eog(token)).then(|| vocab.token_to_piece(token, false, None));
        if job.write(token, bytes.as_deref()) == Next::Ended {
            self.free(slot);
        }
    }

    fn give_up(&mut self, slot: usize, why: &str) {
        if let Some(job) = &mut self.slots[slot] {
            if job.newest.is_some() {
                job.end(End::Length);
            } else {
                job.fail(why);
            }
        }
        self.free(slot);
    }

    fn free(&mut self, slot: usize) {
        self.slots[slot] = None;
        self.clear(sequence(slot));
    }

    fn clear(&mut self, sequence: i32) {
        if let Err(error) = self.context.kv_cache_seq_rm(sequence, None, None) {
            tracing::error!("clearing sequence {sequence} failed: {error}");
        }
    }

    /// Copies the beginning of a sequence; both then share it.
    fn copy(&mut self, from: i32, to: i32, length: usize) -> bool {
        let end = u32::try_from(length).ok();
        self.context.kv_cache_seq_cp(from, to, Some(0), end).is_ok()
    }
}

fn sequence(slot: usize) -> i32 {
    i32::try_from(slot).expect("slots are few")
}

fn add(
    batch: &mut LlamaBatch<'_>,
    token: llama_cpp_2::token::LlamaToken,
    position: usize,
    slot: usize,
    logits: bool,
) {
    let position = i32::try_from(position).expect("a context has fewer tokens");
    batch.add(token, position, &[sequence(slot)], logits).expect("the rounds keep within the batch");
}

/// Embeddings, in a memory of their own that is given back at once: they are seldom asked for.
fn embed(
    backend: &LlamaBackend,
    model: &LlamaModel,
    settings: &Settings,
    texts: &[String],
) -> anyhow::Result<Vec<Embedding>> {
    let pooling = super::pooling(model).context("this model was not made for embeddings")?;
    let threads = i32::try_from(super::threads(settings)).unwrap_or(1);
    let params = LlamaContextParams::default()
        .with_n_ctx(std::num::NonZeroU32::new(settings.context))
        .with_n_batch(settings.context)
        .with_n_ubatch(settings.context)
        .with_n_threads(threads)
        .with_n_threads_batch(threads)
        .with_embeddings(true)
        .with_pooling_type(pooling);
    let mut context = model.new_context(backend, params).context("there is no room for embeddings")?;
    let mut embeddings = Vec::with_capacity(texts.len());
    for text in texts {
        let tokens = model.vocab().tokenize(text.as_bytes(), true, false);
        let most = settings.context as usize;
        ensure!(
            !tokens.is_empty() && tokens.len() <= most,
            "a text has {} tokens, not 1 to {most}",
            tokens.len()
        );
        let mut batch = LlamaBatch::new(tokens.len(), 1);
        batch.add_sequence(&tokens, 0, true)?;
        context.clear_kv_cache();
        context.decode(&mut batch).context("reading a text")?;
        let values = context.embeddings_seq_ith(0).context("the model gave no embedding")?;
        let length = values.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        embeddings.push(Embedding {
            values: values.iter().map(|value| value / length).collect(),
            tokens: tokens.len(),
        });
    }
    Ok(embeddings)
}

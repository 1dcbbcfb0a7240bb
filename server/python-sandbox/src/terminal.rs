//! The host's side of stdin, stdout, stderr and prompts of one run.
//!
//! Everything a program shows passes here, is counted, and becomes valid text.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use tokio::sync::mpsc;

use crate::clock::Clock;
use crate::drawing::Stroke;
use crate::trace::Record;
use crate::utf8::Decoder;
use crate::{Console, Limits, Output, TraceLimits};

/// Which of the two output streams.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// Raised through the program when it has printed too much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TooMuchOutput;

impl fmt::Display for TooMuchOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the program printed more than it may")
    }
}

impl std::error::Error for TooMuchOutput {}

/// Where output goes and input comes from.
#[derive(Debug)]
enum Ends {
    /// Somebody sits at a console.
    Live(Console),
    /// A test: all input is there, and output is kept.
    Kept { input: Bytes, printed: String },
    /// A traced run.
    Recorded(Record),
}

#[derive(Debug)]
struct State {
    ends: Ends,
    /// Bytes that were typed and not yet read.
    typed: Bytes,
    /// Bytes that may still be printed.
    left: usize,
    /// Bytes that may still be drawn.
    drawing: usize,
    stdout: Decoder,
    stderr: Decoder,
}

/// Shared by the streams of one instance, which never run at the same time.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    state: Arc<Mutex<State>>,
    clock: Arc<Clock>,
}

impl Terminal {
    pub(crate) fn live(console: Console, limits: &Limits, clock: Arc<Clock>) -> Self {
        Self::new(Ends::Live(console), limits, clock)
    }

    pub(crate) fn kept(input: &str, limits: &Limits, clock: Arc<Clock>) -> Self {
        let input = Bytes::copy_from_slice(input.as_bytes());
        Self::new(Ends::Kept { input, printed: String::new() }, limits, clock)
    }

    pub(crate) fn recorded(record: Record, limits: &Limits, clock: Arc<Clock>) -> Self {
        Self::new(Ends::Recorded(record), limits, clock)
    }

    fn new(ends: Ends, limits: &Limits, clock: Arc<Clock>) -> Self {
        let (stdout, stderr) = (Decoder::default(), Decoder::default());
        let state =
            State { ends, typed: Bytes::new(), left: limits.output, drawing: limits.drawing, stdout, stderr };
        Self { state: Arc::new(Mutex::new(state)), clock }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds this lock")
    }

    /// What was printed to stdout since the last call, when nobody sits there.
    /// From here on the program may print `most` bytes again.
    pub(crate) fn take_printed(&self, most: usize) -> String {
        let mut state = self.state();
        let rest = state.stdout.end();
        state.left = most;
        match &mut state.ends {
            Ends::Live(_) | Ends::Recorded(_) => String::new(),
            Ends::Kept { printed, .. } => {
                printed.push_str(&rest.unwrap_or_default());
                std::mem::take(printed)
            }
        }
    }

    /// Takes a step of a traced run; means nothing in any other.
    pub(crate) fn record_step(&self, text: String) {
        if let Ends::Recorded(record) = &mut self.state().ends {
            record.step(text);
        }
    }

    /// The record of a traced run that is over.
    pub(crate) fn take_record(&self) -> Record {
        let nothing = Ends::Kept { input: Bytes::new(), printed: String::new() };
        match std::mem::replace(&mut self.state().ends, nothing) {
            Ends::Recorded(record) => record,
            _ => Record::new("", &TraceLimits::default()),
        }
    }

    /// Takes bytes that the program wrote. Whoever calls it has waited for [`Self::room`].
    pub(crate) fn write(&self, stream: Stream, bytes: &[u8]) -> Result<(), TooMuchOutput> {
        let mut state = self.state();
        let (allowed, enough) = state.spend(bytes);
        let text = match stream {
            Stream::Stdout => state.stdout.text(allowed),
            Stream::Stderr => state.stderr.text(allowed),
        };
        state.show(match stream {
            Stream::Stdout => Output::Stdout(text),
            Stream::Stderr => Output::Stderr(text),
        });
        enough
    }

    /// Shows the prompt of an `input()`.
    pub(crate) async fn prompt(&self, text: String) -> Result<(), TooMuchOutput> {
        self.room().await;
        let mut state = self.state();
        let (allowed, enough) = state.spend(text.as_bytes());
        let allowed = String::from_utf8_lossy(allowed).into_owned();
        state.show(Output::Prompt(allowed));
        enough
    }

    /// Takes what the program drew.
    pub(crate) async fn draw(&self, mut strokes: Vec<Stroke>) -> Result<(), TooMuchOutput> {
        self.room().await;
        let mut state = self.state();
        let mut left = state.drawing;
        let fits = |stroke: &&Stroke| left.checked_sub(stroke.size()).map(|rest| left = rest).is_some();
        let fitting = strokes.iter().take_while(fits).count();
        state.drawing = left;
        let enough = if fitting == strokes.len() { Ok(()) } else { Err(TooMuchOutput) };
        strokes.truncate(fitting);
        if !strokes.is_empty() {
            state.show(Output::Drawing(strokes));
        }
        enough
    }

    /// Waits until one more message can be sent.
    pub(crate) async fn room(&self) {
        let Some(sender) = self.state().full() else { return };
        let _waiting = self.clock.wait();
        // Closed means that nobody looks any more: the program may go on unseen.
        let _ = sender.reserve().await;
    }

    /// Waits until there is something to read, or the end of all input.
    pub(crate) async fn typed(&self) {
        if self.state().poll_typed(&mut Context::from_waker(Waker::noop())).is_ready() {
            return;
        }
        self.room().await;
        self.state().show(Output::Waiting);
        let _waiting = self.clock.wait();
        poll_fn(|context| self.state().poll_typed(context)).await;
    }

    /// Up to `most` bytes of what was typed; `None` at the end of all input.
    pub(crate) fn read(&self, most: usize) -> Option<Bytes> {
        let mut state = self.state();
        let polled = state.poll_typed(&mut Context::from_waker(Waker::noop()));
        if state.typed.is_empty() {
            return polled.is_pending().then(Bytes::new);
        }
        let size = most.min(state.typed.len());
        Some(state.typed.split_to(size))
    }

    /// Shows what is left when the program is over.
    pub(crate) fn end(&self) {
        let mut state = self.state();
        if let Some(text) = state.stdout.end() {
            state.show(Output::Stdout(text));
        }
        if let Some(text) = state.stderr.end() {
            state.show(Output::Stderr(text));
        }
    }
}

impl State {
    /// The part of some output that may still be shown.
    fn spend<'a>(&mut self, bytes: &'a [u8]) -> (&'a [u8], Result<(), TooMuchOutput>) {
        let size = bytes.len().min(self.left);
        self.left -= size;
        (&bytes[..size], if size == bytes.len() { Ok(()) } else { Err(TooMuchOutput) })
    }

    fn show(&mut self, output: Output) {
        match (&mut self.ends, output) {
            (_, Output::Stdout(text) | Output::Stderr(text) | Output::Prompt(text)) if text.is_empty() => {}
            (Ends::Live(console), output) => {
                // There is room, or nobody is there. Only the last half of a character
                // comes without asking for room: losing that is harmless.
                let _ = console.output.try_send(output);
            }
            (Ends::Kept { printed, .. }, Output::Stdout(text)) => printed.push_str(&text),
            (Ends::Kept { .. }, _) => {}
            (Ends::Recorded(record), output) => record.show(output),
        }
    }

    /// A sender to wait with, when the reader is behind.
    fn full(&self) -> Option<mpsc::Sender<Output>> {
        match &self.ends {
            Ends::Live(console) if console.output.capacity() == 0 && !console.output.is_closed() => {
                Some(console.output.clone())
            }
            _ => None,
        }
    }

    fn poll_typed(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.typed.is_empty() {
            match &mut self.ends {
                Ends::Kept { input, .. } => self.typed = std::mem::take(input),
                Ends::Recorded(record) => self.typed = record.next_line(),
                Ends::Live(console) => match console.input.poll_recv(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(None) => {}
                    Poll::Ready(Some(mut line)) => {
                        if !line.ends_with('\n') {
                            line.push('\n');
                        }
                        self.typed = line.into();
                    }
                },
            }
        }
        Poll::Ready(())
    }
}

//! One live interpreter: started from the snapshot, called, thrown away.

use std::sync::Arc;

use wasmtime::component::{HasSelf, Linker, ResourceTable};
use wasmtime::{Engine, Store, Trap, UpdateDeadline};
use wasmtime_wasi::p2::bindings::clocks::{monotonic_clock, wall_clock};
use wasmtime_wasi::p2::bindings::random::random;
use wasmtime_wasi::{I32Exit, WasiCtx, WasiCtxView, WasiView};

use crate::clock::Clock;
use crate::grade::{NotAsked, Sheet};
use crate::guest::{Guest, GuestPre, console, drawing, exam, study, watcher, wit};
use crate::memory::Memory;
use crate::repeat::{Clocks, Seeded};
use crate::streams::{Out, Stdin};
use crate::terminal::{Terminal, TooMuchOutput};
use crate::{Death, Limits, Outcome, Program, coarse};

/// The most the guest may make the host allocate for one reply, in bytes.
const LARGEST_REPLY: usize = 16 << 20;
/// More open streams, timers and the like than any program needs.
const MOST_RESOURCES: usize = 1_000;

/// What the host knows about one instance.
pub(crate) struct Host {
    wasi: WasiCtx,
    pub(crate) table: ResourceTable,
    memory: Memory,
    terminal: Terminal,
    /// While the program is examined.
    sheet: Option<Sheet>,
    /// For a run that can be repeated.
    pub(crate) clocks: Option<Clocks>,
    pub(crate) seeded: Option<Seeded>,
}

impl Host {
    /// Tells an error that memory ran out from a `MemoryError` of the program's own making.
    fn judge(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Failed(error) if error.kind == "MemoryError" && self.memory.refused() => {
                Outcome::OutOfMemory
            }
            other => other,
        }
    }
}

impl exam::Host for Host {
    async fn loaded(&mut self) -> wasmtime::Result<()> {
        let sheet = self.sheet.as_mut().ok_or(NotAsked)?;
        sheet.loaded(&self.terminal);
        Ok(())
    }

    async fn answered(&mut self, answer: wit::Answer) -> wasmtime::Result<()> {
        let answer = match answer {
            wit::Answer::Value(nodes) => Ok(nodes),
            wit::Answer::Exited(code) => Err(Outcome::Exited { code }),
            wit::Answer::Raised(error) => Err(self.judge(Outcome::Failed(error.into()))),
        };
        let sheet = self.sheet.as_mut().ok_or(NotAsked)?;
        sheet.answered(answer, &self.terminal)?;
        Ok(())
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

/// Everything a guest may call: WASI without files, network or environment, and
/// the console.
pub(crate) fn linker(engine: &Engine) -> wasmtime::Result<Linker<Host>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    // In the place of wasmtime's own; see `repeat`.
    linker.allow_shadowing(true);
    monotonic_clock::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host: &mut Host| host)?;
    wall_clock::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host: &mut Host| host)?;
    random::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host: &mut Host| host)?;
    linker.allow_shadowing(false);
    console::add_to_linker::<_, HasSelf<Terminal>>(&mut linker, |host: &mut Host| &mut host.terminal)?;
    exam::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host: &mut Host| host)?;
    drawing::add_to_linker::<_, HasSelf<Terminal>>(&mut linker, |host: &mut Host| &mut host.terminal)?;
    watcher::add_to_linker::<_, HasSelf<Terminal>>(&mut linker, |host: &mut Host| &mut host.terminal)?;
    Ok(linker)
}

/// What is the same for all instances.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(crate) guest: GuestPre<Host>,
    /// Bytes of memory of a fresh instance.
    pub(crate) base: usize,
}

/// A live interpreter. After an error it is dead and only good to be dropped.
pub(crate) struct Instance {
    store: Store<Host>,
    guest: Guest,
    clock: Arc<Clock>,
}

impl Instance {
    pub(crate) async fn start(
        snapshot: &Snapshot,
        limits: &Limits,
        program: &Program,
        terminal: Terminal,
        clock: Arc<Clock>,
    ) -> Result<Self, Outcome> {
        let mut wasi = WasiCtx::builder();
        wasi.stdin(Stdin(terminal.clone()))
            .stdout(Out(terminal.clone()))
            .allow_tcp(false)
            .allow_udp(false)
            .allow_ip_name_lookup(false);
        coarse::set(&mut wasi, limits.clock_step);
        if let Some(seed) = program.seed {
            wasi.insecure_random_seed(seed.into());
        }
        let mut table = ResourceTable::new();
        table.set_max_capacity(MOST_RESOURCES);
        let memory = Memory::new(snapshot.base, limits.memory);
        let mut store = Store::new(
            snapshot.guest.engine(),
            Host {
                wasi: wasi.build(),
                table,
                memory,
                terminal,
                sheet: None,
                clocks: program.starts.map(|start| Clocks::new(start, limits.clock_step)),
                seeded: program.seed.map(Seeded::new),
            },
        );
        store.limiter(|host| &mut host.memory);
        store.set_hostcall_fuel(LARGEST_REPLY);
        store.set_epoch_deadline(1);
        let turns = clock.clone();
        store.epoch_deadline_callback(move |_| {
            turns.preempt();
            Ok(UpdateDeadline::Yield(1))
        });
        match snapshot.guest.instantiate_async(&mut store).await {
            Ok(guest) => Ok(Self { store, guest, clock }),
            Err(_) => Err(Outcome::Died(Death::Sandbox)),
        }
    }

    /// The most memory used so far, in bytes above the snapshot.
    pub(crate) fn peak_memory(&self) -> u64 {
        self.store.data().memory.peak()
    }

    pub(crate) async fn run(&mut self, program: &Program) -> Result<Outcome, Outcome> {
        let program = program.into();
        let call = self.guest.learnflow_python_runner().call_run(&mut self.store, &program);
        let ended = self.clock.limit(call).await?;
        self.outcome(ended)
    }

    /// Loads the program as a module and lets it answer the questions of the sheet.
    /// The sheet comes back with what was answered before the end, whatever the end was.
    pub(crate) async fn examine(
        &mut self,
        program: &Program,
        expressions: &[String],
        sheet: Sheet,
    ) -> (Result<Outcome, Outcome>, Sheet) {
        self.store.data_mut().sheet = Some(sheet);
        let program = program.into();
        let call = self.guest.learnflow_python_runner().call_examine(&mut self.store, &program, expressions);
        let ended = match self.clock.limit(call).await {
            Ok(ended) => self.outcome(ended),
            Err(stopped) => Err(stopped),
        };
        (ended, self.store.data_mut().sheet.take().expect("put there above, and taken nowhere else"))
    }

    pub(crate) async fn practise(
        &mut self,
        program: &Program,
        tests: &str,
        decoy: &str,
    ) -> Result<wit::Practice, Outcome> {
        let program = program.into();
        let runner = self.guest.learnflow_python_runner();
        let call = runner.call_practise(&mut self.store, &program, tests, decoy);
        let ended = self.clock.limit(call).await?;
        ended.map_err(|problem| self.death(&problem))
    }

    pub(crate) async fn analyze(&mut self, source: &str, name: &str) -> Result<study::Analysis, Outcome> {
        let call = self.guest.learnflow_python_study().call_analyze(&mut self.store, source, name);
        let ended = self.clock.limit(call).await?;
        ended.map_err(|problem| self.death(&problem))
    }

    pub(crate) async fn explain(&mut self, program: &Program) -> Result<study::Explained, Outcome> {
        let program = program.into();
        let call = self.guest.learnflow_python_study().call_explain(&mut self.store, &program);
        let ended = self.clock.limit(call).await?;
        ended.map_err(|problem| self.death(&problem))
    }

    pub(crate) async fn trace(
        &mut self,
        program: &Program,
        limits: study::TraceLimits,
    ) -> Result<study::Traced, Outcome> {
        let program = program.into();
        let call = self.guest.learnflow_python_study().call_trace(&mut self.store, &program, limits);
        let ended = self.clock.limit(call).await?;
        ended.map_err(|problem| self.death(&problem))
    }

    fn outcome(&self, ended: wasmtime::Result<wit::Ending>) -> Result<Outcome, Outcome> {
        let ending = ended.map_err(|problem| self.death(&problem))?;
        Ok(self.judge(ending.into()))
    }

    /// Tells an error that memory ran out from a `MemoryError` of the program's own making.
    pub(crate) fn judge(&self, outcome: Outcome) -> Outcome {
        self.store.data().judge(outcome)
    }

    /// Why the guest trapped.
    fn death(&self, problem: &wasmtime::Error) -> Outcome {
        if problem.is::<TooMuchOutput>() {
            return Outcome::TooMuchOutput;
        }
        if problem.is::<I32Exit>() {
            return Outcome::Died(Death::EndedItself);
        }
        // Python cannot always turn a refused growth into a MemoryError.
        if self.store.data().memory.refused() {
            return Outcome::OutOfMemory;
        }
        Outcome::Died(match problem.downcast_ref::<Trap>() {
            Some(Trap::StackOverflow) => Death::TooDeep,
            _ => Death::Crashed,
        })
    }
}

//! One live interpreter: started from the snapshot, called, thrown away.

use std::sync::Arc;

use wasmtime::component::{HasSelf, Linker, ResourceTable};
use wasmtime::{Engine, Store, Trap, UpdateDeadline};
use wasmtime_wasi::{I32Exit, WasiCtx, WasiCtxView, WasiView};

use crate::clock::Clock;
use crate::guest::{Guest, GuestPre, console, drawing, study, watcher, wit};
use crate::memory::Memory;
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
    table: ResourceTable,
    memory: Memory,
    terminal: Terminal,
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
    console::add_to_linker::<_, HasSelf<Terminal>>(&mut linker, |host: &mut Host| &mut host.terminal)?;
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
        seed: Option<u64>,
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
        if let Some(seed) = seed {
            wasi.insecure_random_seed(seed.into());
        }
        let mut table = ResourceTable::new();
        table.set_max_capacity(MOST_RESOURCES);
        let memory = Memory::new(snapshot.base, limits.memory);
        let mut store =
            Store::new(snapshot.guest.engine(), Host { wasi: wasi.build(), table, memory, terminal });
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

    pub(crate) async fn load(&mut self, program: &Program) -> Result<Outcome, Outcome> {
        let program = program.into();
        let call = self.guest.learnflow_python_runner().call_load(&mut self.store, &program);
        let ended = self.clock.limit(call).await?;
        self.outcome(ended)
    }

    pub(crate) async fn call(&mut self, expression: &str) -> Result<wit::Answer, Outcome> {
        let call = self.guest.learnflow_python_runner().call_call(&mut self.store, expression);
        let answer = self.clock.limit(call).await?;
        answer.map_err(|problem| self.death(&problem))
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
        match outcome {
            Outcome::Failed(error) if error.kind == "MemoryError" && self.store.data().memory.refused() => {
                Outcome::OutOfMemory
            }
            other => other,
        }
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

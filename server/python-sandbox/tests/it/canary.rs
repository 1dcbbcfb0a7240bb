//! I06: what a run leaves in memory is nowhere any more when it is over.

use std::fs::File;
use std::os::unix::fs::FileExt;

use learnflow_python_sandbox::{Console, Limits, Outcome, Program, Sandbox, Settings};

use crate::world::component;

/// Larger than what is kept resident of a slot (8 MiB), so that both ways of clearing are used.
const FILL: &str = "
pattern = bytes(n ^ 0x5A for n in (25, 27, 20, 27, 8, 3, 119, 105, 110, 99, 99, 104, 105, 43))
small = [pattern + str(n).encode() for n in range(5_000)]
large = bytearray((pattern + b'.') * 1_300_000)
def deep(n): return pattern + b'!' if n == 0 else deep(n - 1)
print(len(deep(900)), len(large) > 16_000_000)
";
/// The same pattern, never written down: each byte is off by 0x5A.
const HIDDEN: [u8; 14] = [25, 27, 20, 27, 8, 3, 119, 105, 110, 99, 99, 104, 105, 43];

/// How often the pattern is in any memory of this process that can be written.
fn found() -> anyhow::Result<usize> {
    let maps = std::fs::read_to_string("/proc/self/maps")?;
    let memory = File::open("/proc/self/mem")?;
    // A part of the pattern is searched, so that the search does not find itself.
    let part: Vec<u8> = HIDDEN[..6].iter().map(|byte| byte ^ 0x5A).collect();
    let finder = memchr::memmem::Finder::new(&part);
    let mut piece = vec![0u8; 4 << 20];
    let mut count = 0;
    for line in maps.lines() {
        let mut fields = line.split_whitespace();
        let (Some(range), Some(rights)) = (fields.next(), fields.next()) else { continue };
        let Some((from, to)) = range.split_once('-').filter(|_| rights.starts_with("rw")) else { continue };
        let (mut at, to) = (u64::from_str_radix(from, 16)?, u64::from_str_radix(to, 16)?);
        while at < to {
            let size = usize::try_from(to - at)?.min(piece.len());
            // Another test may just have given this memory back.
            let Ok(read) = memory.read_at(&mut piece[..size], at) else { break };
            if read == 0 {
                break;
            }
            count += finder.find_iter(&piece[..read]).filter(|at| is_pattern(&piece[*at..read])).count();
            at += read as u64;
        }
        // What was read must not be found where it was read to.
        piece.fill(0);
    }
    Ok(count)
}

fn is_pattern(bytes: &[u8]) -> bool {
    bytes.len() >= HIDDEN.len() && bytes.iter().zip(HIDDEN).all(|(byte, hidden)| *byte == hidden ^ 0x5A)
}

/// With the sandbox's own settings, so with memory kept resident between runs: the slot
/// is looked at from outside, and so is everything else that this process has.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_run_is_left_in_the_memory_of_the_process() {
    let component = component();
    let cache = component.with_file_name("cache");
    let sandbox = Sandbox::open(&Settings { component, cache, slots: 1 }).unwrap();
    for _ in 0..2 {
        let waits = Program::new(format!("{FILL}\ninput()\n"));
        let (console, mut handle) = Console::pair();
        let limits = Limits::default();
        let look = async {
            while let Some(output) = handle.output.recv().await {
                if output == learnflow_python_sandbox::Output::Waiting {
                    // The search itself is proved while the pattern is there.
                    let live = tokio::task::spawn_blocking(found).await.unwrap().unwrap();
                    handle.input.send("go on".into()).await.unwrap();
                    return live;
                }
            }
            0
        };
        let (report, live) = tokio::join!(sandbox.run(&waits, &limits, console), look);
        assert_eq!(report.outcome, Outcome::Finished);
        assert!(live > 1_000_000, "the pattern is found {live} times while the program lives");
        let left = tokio::task::spawn_blocking(found).await.unwrap().unwrap();
        assert_eq!(left, 0, "the pattern is still there");
    }
}

//! How long triage takes.

use std::time::Instant;

use learnflow_pedagogy::triage::{Asked, triage};

use crate::stats::{Samples, verdict};

/// Short and long, English and German, words and programs.
const QUESTIONS: &[&str] = &[
    "help",
    "wie funktioniert eine for schleife",
    "my loop runs forever and i dont know why, can someone please look at it",
    "just give me the answer",
    "for i in range(10)\n    print(i)\n",
    "Traceback (most recent call last):\n  File \"main.py\", line 3, in <module>\nNameError: name 'summe' is not defined",
];

pub(super) fn run() {
    let long = "ich verstehe nicht was an diesem programm falsch ist ".repeat(70);
    // No two words alike, and none that is known: each is held against all that it may have been meant to be.
    let odd = (0..600).map(odd).collect::<Vec<_>>().join(" ");
    let (mut usual, mut longest) = (Samples::default(), Samples::default());
    for _ in 0..500 {
        for question in QUESTIONS {
            let asked = Asked { question, ..Asked::default() };
            let started = Instant::now();
            std::hint::black_box(triage(&asked));
            usual.add(started.elapsed());
        }
        for question in [&long, &odd] {
            let asked = Asked { question, ..Asked::default() };
            let started = Instant::now();
            std::hint::black_box(triage(&asked));
            longest.add(started.elapsed());
        }
    }
    usual.print("triage by rules");
    longest.print("triage of 3,700 characters and more");
    let p95 = usual.quantile(0.95).max(longest.quantile(0.95));
    println!("RESULT triage_p95 {p95:.2} ms (at most 5: {})", verdict(p95 <= 5.0));
}

/// A word that is like many and is none.
fn odd(number: u32) -> String {
    let letters = (0..4).filter_map(|place| char::from_digit(10 + number / 26_u32.pow(place) % 26, 36));
    "schl".chars().chain(letters).collect()
}

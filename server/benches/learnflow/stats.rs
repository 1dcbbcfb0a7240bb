//! Samples and the lines of the table.

use std::time::Duration;

/// Times of one side, in milliseconds.
#[derive(Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1e3);
    }

    pub(crate) fn extend(&mut self, other: Samples) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The value below which this share (0–1) of the samples lies; nearest rank.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank"
    )]
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1));
        sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
    }

    /// One line: how many, median, p95, p99.
    pub(crate) fn print(&self, name: &str) {
        println!(
            "{name:<44} n {:>6}   p50 {:>9.3} ms   p95 {:>9.3} ms   p99 {:>9.3} ms",
            self.len(),
            self.quantile(0.5),
            self.quantile(0.95),
            self.quantile(0.99)
        );
    }
}

/// The ratio of two sides, at the median and at p95.
pub(crate) fn print_ratio(ours: &Samples, other: &Samples) {
    println!(
        "{:<44} p50 {:>6.2}   p95 {:>6.2}",
        "ratio, ours to the other",
        ours.quantile(0.5) / other.quantile(0.5),
        ours.quantile(0.95) / other.quantile(0.95)
    );
}

/// Whether a figure is what was wanted.
pub(crate) fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}

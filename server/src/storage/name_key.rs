//! How names on a roster are compared, by every adapter.

/// Names are compared trimmed, with inner spaces as one, and without regard to case.
pub(super) fn name_key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

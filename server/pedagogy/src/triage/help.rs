//! Whether somebody calls for help. Asking for a hint is no such call: that is what hints are for.

use std::sync::LazyLock;

use super::reading::words;
use super::words::Groups;

static CALLS: LazyLock<Groups> = LazyLock::new(|| {
    Groups::read(
        "[calls for help]
        help; help me; helft; hilf; hilfe; helfen; halp; sos; stuck; lost; give up; gebe auf; geb auf; aufgeben
        komm* .. nicht .. weiter; nicht weiter; haeng* .. fest; stecke* .. fest; schaff* .. nicht; nicht hin
        verzweif*; desperate; hopeless; hoffnungslos; tried everything; alles versucht; alles probiert; no clue
        keine ahnung; keinen plan; planlos; not .. understand anything; verstehe gar nichts; verstehe nichts
        not .. know what to do; not .. know how; weiss nicht was; weiss nicht wie; too hard for me; can not do it
        kann das nicht; ueberfordert; overwhelmed; steh* auf dem schlauch",
    )
});

/// Whether these words call for help.
pub fn calls_for_help(text: &str) -> bool {
    let words = words(text);
    !CALLS.find(&words, &CALLS).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_for_help_is_told_from_a_question() {
        for (text, calls) in [
            ("I'm stuck", true),
            ("hilfe!!!", true),
            ("ich komme hier einfach nicht weiter", true),
            ("i give up", true),
            ("can i have a hint", false),
            ("what is a loop", false),
            ("why does it print 5", false),
            ("noch ein tipp bitte", false),
        ] {
            assert_eq!(calls_for_help(text), calls, "{text}");
        }
    }
}

//! The kind question back to what fits nothing.

use super::{Decision, Language, Manner};

/// What the tutor asks when a question is for nobody yet.
pub fn ask_back(decision: &Decision, language: Language) -> &'static str {
    match (decision.manner, language) {
        (Manner::Rude, Language::English) => {
            "That sounds annoying. Let's sort it out together: what did you want your program to do, and what happened instead?"
        }
        (Manner::Rude, Language::German) => {
            "Das klingt ärgerlich. Wir kriegen das zusammen hin: Was soll dein Programm tun, und was passiert stattdessen?"
        }
        (Manner::Orders, Language::English) => {
            "I stay your Python tutor, and I am happy to help with that. What are you working on just now?"
        }
        (Manner::Orders, Language::German) => {
            "Ich bleibe dein Python-Tutor, und dabei helfe ich dir gern. Woran arbeitest du gerade?"
        }
        (Manner::Chat, Language::English) => {
            "Hello! I can explain Python, look at your code, find an exercise for you, or tell you how you are doing. What would you like?"
        }
        (Manner::Chat, Language::German) => {
            "Hallo! Ich kann dir Python erklären, deinen Code anschauen, dir eine Aufgabe suchen oder sagen, wie weit du bist. Was möchtest du?"
        }
        (Manner::Plain | Manner::Pressure, Language::English) => {
            "I would like to help. Is it about an error, an exercise, or something in Python that you want explained? Tell me in a few words, or paste your code."
        }
        (Manner::Plain | Manner::Pressure, Language::German) => {
            "Ich helfe dir gern. Geht es um einen Fehler, um eine Aufgabe, oder soll ich dir etwas aus Python erklären? Sag es mir in ein paar Worten, oder füge deinen Code ein."
        }
    }
}

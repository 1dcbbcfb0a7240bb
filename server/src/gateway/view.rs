//! Small values as people type and read them: class codes, PINs, names.

use learnflow_contracts::classes::{NewClass, NewStudent};
use rand::Rng;

use super::problem::Failure;

/// Letters and digits that are not mistaken for each other on a board.
const CODE_ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A new class code, as `K7M-2QX`: a thousand million of them.
pub(super) fn new_class_code() -> String {
    let mut rng = rand::rng();
    let mut letter = || char::from(CODE_ALPHABET[rng.random_range(0..CODE_ALPHABET.len())]);
    let mut three = || (0..3).map(|_| letter()).collect::<String>();
    format!("{}-{}", three(), three())
}

/// A class code as it is stored, from one as it was typed.
pub(super) fn class_code(typed: &str) -> String {
    let letters: String =
        typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    match letters.split_at_checked(3) {
        Some((first, rest)) => format!("{first}-{rest}"),
        None => letters,
    }
}

/// A new PIN of four digits.
pub(super) fn new_pin(seed: &[u8]) -> String {
    let number = seed.iter().fold(0_u64, |number, byte| (number << 8 | u64::from(*byte)) % 10_000_000_019);
    format!("{:04}", number % 10_000)
}

/// A class's name and time zone, checked.
pub(super) fn check_class(class: &NewClass) -> Result<(), Failure> {
    check_name(&class.name, 80, "the class's name")?;
    if jiff::tz::TimeZone::get(&class.time_zone).is_err() {
        return Err(Failure::invalid("time_zone is an IANA name, as Europe/Berlin or UTC"));
    }
    Ok(())
}

/// A student's name and PIN, checked.
pub(super) fn check_student(student: &NewStudent) -> Result<(), Failure> {
    check_name(&student.name, 60, "a student's name")?;
    match &student.pin {
        Some(pin) if !(4..=8).contains(&pin.len()) || !pin.bytes().all(|b| b.is_ascii_digit()) => {
            Err(Failure::invalid("a PIN is 4 to 8 digits"))
        }
        _ => Ok(()),
    }
}

/// A name: some characters that can be seen, no line breaks or other controls, no marks that turn text around.
pub(crate) fn check_name(name: &str, most: usize, what: &str) -> Result<(), Failure> {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    if name.trim().is_empty() || name.chars().count() > most || name.chars().any(hidden) {
        return Err(Failure::invalid(format!("{what} is 1 to {most} characters without line breaks")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_code_is_read_however_it_is_typed() {
        for typed in ["k7m-2qx", "K7M2QX", " k7m 2qx ", "K7M–2QX"] {
            assert_eq!(class_code(typed), "K7M-2QX");
        }
        assert_eq!(class_code("k7"), "K7");
        let code = new_class_code();
        assert_eq!(class_code(&code), code);
    }

    #[test]
    fn names_with_nothing_to_see_or_with_controls_are_refused() {
        for bad in ["", "  ", "a\nb", "a\0", "\u{202e}abc", &"x".repeat(61)] {
            assert!(check_name(bad, 60, "a name").is_err(), "{bad:?}");
        }
        for good in ["Ada", "Nguyễn Thị Ánh", "O’Brien", "李 小龙"] {
            assert!(check_name(good, 60, "a name").is_ok(), "{good}");
        }
    }
}

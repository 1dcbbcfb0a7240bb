//! How much of a solution a text gives away: the solution's lines, without its clothes, found in it again.

use std::collections::HashSet;
use std::sync::Arc;

use super::tokens::{self, Token, Tokens};
use super::{spelled, views};

/// From this share on, of what the student does not have yet, a solution is given away.
const GIVEN_AWAY: f64 = 0.55;
/// The same of its lines, each counted alike.
const LINES: f64 = 0.6;
/// A solution that says less than this of its own cannot be told from any other program.
const SAYS_SOMETHING: f64 = 2.0;
/// What a line that the lesson itself shows still counts: who reads it again has been told little.
const TAUGHT: f64 = 0.35;
/// The letters and digits of a line that is looked for word for word.
const WORD_FOR_WORD: usize = 6;
/// A line of so many letters and digits is known by them alone, whatever stands between them.
const BY_LETTERS: usize = 10;
/// Longer lines may differ in a little.
const LONG: usize = 8;
const ALIKE: f64 = 0.85;

/// A solution, read once for all whom it must not be given away to.
#[derive(Debug)]
pub(super) struct Solution {
    units: Vec<Arc<Unit>>,
    /// The letters and digits of its lines, names and all.
    word_for_word: Vec<Arc<str>>,
}

/// A program that a student has: nothing in it is a secret.
#[derive(Debug, Default)]
pub(super) struct Had {
    lines: HashSet<Tokens>,
    word_for_word: HashSet<String>,
}

/// A solution's lines that a student does not have.
#[derive(Debug)]
pub(super) struct Reference {
    units: Vec<Counted>,
    total: f64,
    /// Lines that are given and only lack their order.
    ordered: bool,
    /// Common lines (`N = N + 1`) are told apart by them.
    word_for_word: Vec<Arc<str>>,
}

/// A line of a solution.
#[derive(Debug)]
struct Unit {
    tokens: Tokens,
    weight: f64,
    /// The tokens that say something: a line without them is another one.
    marks: Tokens,
    /// Its letters and digits alone, as it stands and as it is when spelled out; empty where they are too few to be
    /// known by.
    letters: [String; 2],
}

/// A line with what it counts for this student.
#[derive(Debug)]
struct Counted {
    unit: Arc<Unit>,
    weight: f64,
    /// What it counts as a line.
    counts: f64,
}

/// Which lines of a solution have been seen, by their place.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    units: HashSet<usize>,
    /// Those of lines that were there word for word.
    word_for_word: HashSet<usize>,
    /// The places of lines in the order in which they were shown, for lines that only lack their order.
    order: Vec<usize>,
}

impl Seen {
    /// Whether nothing was seen.
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty() && self.word_for_word.is_empty()
    }

    /// What was seen after it.
    pub(super) fn add(&mut self, later: Self) {
        self.units.extend(later.units);
        self.word_for_word.extend(later.word_for_word);
        self.order.extend(later.order);
    }
}

impl Solution {
    pub(super) fn of(code: &str) -> Self {
        let mut units: Vec<Arc<Unit>> = Vec::new();
        for line in code.lines() {
            let tokens = tokens::of_line(line);
            let weight: f64 = tokens.iter().map(|token| token.weight()).sum();
            if weight > 0.0 && !units.iter().any(|unit| unit.tokens == tokens) {
                let marks = tokens.iter().filter(|token| token.weight() > 0.0).copied().collect();
                let letters = [views::letters(line), views::letters(&spelled::out(line))]
                    .map(|letters| if letters.len() >= BY_LETTERS { letters } else { String::new() });
                units.push(Arc::new(Unit { tokens, weight, marks, letters }));
            }
        }
        let word_for_word = code.lines().map(views::letters).filter(|line| line.len() >= WORD_FOR_WORD);
        Self { units, word_for_word: word_for_word.map(Arc::from).collect() }
    }
}

impl Had {
    pub(super) fn of(code: &str) -> Self {
        Self {
            lines: code.lines().map(tokens::of_line).collect(),
            word_for_word: code.lines().map(views::letters).collect(),
        }
    }
}

impl Reference {
    /// What of a solution is neither in the starter nor in the student's own program. Those of a statement over several
    /// lines are lines of their own: so it is known in parts, and as a whole where a text has it in one line.
    pub(super) fn new(solution: &Solution, had: &[&Had]) -> Self {
        let units =
            solution.units.iter().filter(|unit| !had.iter().any(|had| had.lines.contains(&unit.tokens)));
        let lines = solution.word_for_word.iter();
        let lines = lines.filter(|line| !had.iter().any(|had| had.word_for_word.contains(line.as_ref())));
        Self { word_for_word: lines.cloned().collect(), ..Self::with(units, false) }
    }

    /// Lines that the student has, in the order that is to be found.
    pub(super) fn order(solution: &Solution) -> Self {
        Self::with(solution.units.iter(), true)
    }

    /// One that nothing gives away.
    pub(super) fn nothing() -> Self {
        Self::with(std::iter::empty(), false)
    }

    /// The same, where lines that the lesson shows count less.
    pub(super) fn taught(mut self, lesson: &HashSet<Tokens>) -> Self {
        let share = |line: &Counted| if lesson.contains(&line.unit.tokens) { TAUGHT } else { 1.0 };
        let total: f64 = self.units.iter().map(|line| line.weight * share(line)).sum();
        // One that is all in the lesson keeps its weight: put together it is still the answer.
        if !self.ordered && total >= SAYS_SOMETHING {
            for line in &mut self.units {
                line.counts = share(line);
                line.weight *= line.counts;
            }
            self.total = total;
        }
        self
    }

    fn with<'a>(units: impl Iterator<Item = &'a Arc<Unit>>, ordered: bool) -> Self {
        let counted = |unit: &Arc<Unit>| Counted { unit: Arc::clone(unit), weight: unit.weight, counts: 1.0 };
        let units: Vec<Counted> = units.map(counted).collect();
        let total = units.iter().map(|line| line.weight).sum();
        Self { units, total, ordered, word_for_word: Vec::new() }
    }

    /// Looks for its lines in a text.
    pub(super) fn look(&self, text: &views::Views, seen: &mut Seen) {
        if !self.ordered {
            let told = |line: &Counted| {
                let [plain, spelled] = &line.unit.letters;
                (!plain.is_empty() && text.letters.contains(plain))
                    || (!spelled.is_empty() && text.spelled.iter().any(|inner| inner.contains(spelled)))
            };
            seen.units.extend(self.units.iter().enumerate().filter(|(_, line)| told(line)).map(|(at, _)| at));
        }
        let said =
            self.word_for_word.iter().enumerate().filter(|(_, line)| text.letters.contains(line.as_ref()));
        seen.word_for_word.extend(said.map(|(at, _)| at));
        let mut order = Vec::new();
        for (at, Counted { unit, .. }) in self.units.iter().enumerate() {
            if !self.ordered && seen.units.contains(&at) {
                continue;
            }
            let places = text.lines_with(&unit.marks, unit.marks_needed());
            let mut places =
                places.into_iter().filter(|place| contains(&text.lines[*place], &unit.tokens)).peekable();
            if places.peek().is_some() {
                seen.units.insert(at);
            }
            if self.ordered {
                order.extend(places.map(|place| (place, at)));
            }
        }
        order.sort_unstable();
        seen.order.extend(order.into_iter().map(|(_, at)| at));
    }

    /// The share of it that has been seen, 0–1; 0 where it says too little to be told from any other.
    pub(super) fn share(&self, seen: &Seen) -> f64 {
        if self.total < SAYS_SOMETHING {
            return 0.0;
        }
        if self.ordered {
            return longest_rise(&seen.order, self.units.len());
        }
        let found: f64 = seen.units.iter().filter_map(|&at| self.units.get(at)).map(|unit| unit.weight).sum();
        found / self.total
    }

    /// The share of its lines that has been seen, whatever they say; 0 where there are next to none.
    #[expect(clippy::cast_precision_loss, reason = "a solution has a few dozen lines")]
    fn lines(&self, seen: &Seen) -> f64 {
        if self.ordered || self.units.len() < 3 || self.total < SAYS_SOMETHING {
            return 0.0;
        }
        let word_for_word = seen.word_for_word.len() as f64 / self.word_for_word.len().max(3) as f64;
        let found: f64 = seen.units.iter().filter_map(|&at| self.units.get(at)).map(|unit| unit.counts).sum();
        word_for_word.max(found / self.units.iter().map(|unit| unit.counts).sum::<f64>())
    }

    /// Whether that is too much.
    pub(super) fn is_given_away(&self, seen: &Seen) -> bool {
        // Two lines in their order are no more than a coincidence.
        let enough = !self.ordered || self.units.len() > 2;
        enough && (self.share(seen) >= GIVEN_AWAY || self.lines(seen) >= LINES)
    }
}

impl Unit {
    /// How many of its marks a line has that is worth looking at closely: all of them, of a long one nearly all.
    fn marks_needed(&self) -> usize {
        let may_miss = if self.tokens.len() >= LONG { self.marks.len() / 5 } else { 0 };
        self.marks.len() - may_miss
    }
}

/// Whether a line holds a unit, in one piece; a long one may differ in a little.
fn contains(line: &[Token], unit: &[Token]) -> bool {
    if unit.len() > line.len() {
        return unit.len() >= LONG && line.len() * 100 >= unit.len() * 85 && alike(line, unit) >= ALIKE;
    }
    let mut windows = line.windows(unit.len());
    windows.any(|window| window == unit || (unit.len() >= LONG && alike(window, unit) >= ALIKE))
}

/// The share of tokens that two lines have in common, in their order.
#[expect(clippy::cast_precision_loss, reason = "a line has a few dozen tokens")]
fn alike(one: &[Token], other: &[Token]) -> f64 {
    let mut above = vec![0_usize; other.len() + 1];
    for left in one {
        let mut before = 0;
        for (at, right) in other.iter().enumerate() {
            let here = above[at + 1];
            above[at + 1] = if left == right { before + 1 } else { here.max(above[at]) };
            before = here;
        }
    }
    above[other.len()] as f64 / one.len().max(other.len()).max(1) as f64
}

/// The longest run of rising places, as a share of all lines.
#[expect(clippy::cast_precision_loss, reason = "an exercise has a few dozen lines")]
fn longest_rise(order: &[usize], all: usize) -> f64 {
    let (mut longest, mut run) = (0_usize, 0_usize);
    let mut last = None;
    for &at in order {
        run = match last {
            Some(last) if at == last => run,
            Some(last) if at == last + 1 => run + 1,
            _ => 1,
        };
        last = Some(at);
        longest = longest.max(run);
    }
    longest as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOLUTION: &str = "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n";

    fn reference(solution: &str, had: &[&str]) -> Reference {
        let had: Vec<Had> = had.iter().map(|code| Had::of(code)).collect();
        Reference::new(&Solution::of(solution), &had.iter().collect::<Vec<_>>())
    }

    fn share(text: &str, known: &[&str]) -> f64 {
        let reference = reference(SOLUTION, known);
        let mut seen = Seen::default();
        reference.look(&views::of(text), &mut seen);
        reference.share(&seen)
    }

    #[test]
    fn the_solution_is_found_in_any_clothes() {
        for dressed in [
            "```python\ndef total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n```",
            "def t(a):\n  s = 0\n  for x in a:\n    s = s + x\n  return s",
            "First write `def f(xs):`, then `s = 0`, then `for x in xs:`, in it `s += x`, and last `return s`.",
            "# def total(prices):\n#     result = 0\n#     for price in prices:\n#         result += price\n#     return result",
            "function total(prices) {\n  let result = 0;\n  for (const price of prices) {\n    result += price;\n  }\n  return result;\n}",
            "FUNCTION total(prices)\n  SET result TO 0\n  FOR EACH price IN prices\n    result ← result + price\n  RETURN result",
            "define total open parenthesis prices close parenthesis colon\nresult equals zero\nfor price in prices colon\nresult plus equals price\nreturn result",
            "ZGVmIHRvdGFsKHByaWNlcyk6CiAgICByZXN1bHQgPSAwCiAgICBmb3IgcHJpY2UgaW4gcHJpY2VzOgogICAgICAgIHJlc3VsdCArPSBwcmljZQogICAgcmV0dXJuIHJlc3VsdAo=",
            "qrs gbgny(cevprf):\n erfhyg = 0\n sbe cevpr va cevprf:\n  erfhyg += cevpr\n erghea erfhyg",
            ":)secirp(latot fed\n0 = tluser\n:secirp ni ecirp rof\necirp =+ tluser\ntluser nruter",
        ] {
            assert!(share(dressed, &[]) >= GIVEN_AWAY, "{:.2} {dressed}", share(dressed, &[]));
        }
    }

    #[test]
    fn an_explanation_gives_little_away() {
        for text in [
            "A function gives a value back with `return`. Whoever calls it can go on with that value.",
            "To add up a list you need a variable that starts at zero and grows in a loop. Which line of yours does that?",
            "```python\nfor letter in \"Ada\":\n    print(letter)\n```\nA loop goes through a text letter by letter.",
            "Der Fehler ist in Zeile 3: Python kennt den Namen `totl` nicht. Wie hast du ihn oben geschrieben?",
        ] {
            assert!(share(text, &[]) < 0.5, "{:.2} {text}", share(text, &[]));
        }
    }

    #[test]
    fn what_the_student_has_is_not_given_away_and_the_last_line_is() {
        let known = "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n";
        let reference = reference(SOLUTION, &[known]);
        let mut seen = Seen::default();
        reference.look(&views::of("In `for price in prices:` the loop goes through all."), &mut seen);
        assert!(reference.share(&seen) < 0.1);
    }

    #[test]
    fn lines_that_lack_their_order_are_given_away_in_it() {
        let reference = Reference::order(&Solution::of("a = input('x')\nb = int(a)\nc = b * 2\nprint(c)\n"));
        for (text, given) in [
            ("c = b * 2\na = input('x')\nprint(c)\nb = int(a)", false),
            ("1. `a = input('x')`\n2. `b = int(a)`\n3. `c = b * 2`\n4. `print(c)`", true),
        ] {
            let mut seen = Seen::default();
            reference.look(&views::of(text), &mut seen);
            assert_eq!(reference.is_given_away(&seen), given, "{text}");
        }
    }

    #[test]
    fn parts_from_two_places_add_up() {
        let solution = "def count_rounds(players, group=2):\n    rounds = 0\n    while players > 1:\n        left = players % group\n        players = players // group\n        if left > 0:\n            players = players + 1\n        rounds = rounds + 1\n    return rounds\n";
        let starter = "def count_rounds(players):\n    return 0  # Change these two lines and add more.\n\nprint(count_rounds(8))\n";
        let reference = reference(solution, &[starter]);
        let lines: Vec<_> = solution.lines().collect();
        let mut seen = Seen::default();
        for part in [&lines[..3], &lines[6..]] {
            let said: Vec<_> = part.iter().map(|line| format!("# Now think.\n{line}  # like this")).collect();
            reference.look(
                &views::of(&format!("Of course!\n\n```python\n{}\n```\n\nHave fun.\n", said.join("\n"))),
                &mut seen,
            );
        }
        assert_eq!(seen.word_for_word.len(), 6);
        let lesson = ["x = 0", "return x", "x = x + 1"].map(tokens::of_line).into_iter().collect();
        let reference = reference.taught(&lesson);
        assert!(reference.is_given_away(&seen), "{} {}", reference.share(&seen), reference.lines(&seen));
    }
}

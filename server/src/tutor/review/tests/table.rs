//! Small programs with what must be found in them, how good they are, and how their time grows. To add a case: a block
//! in `programs.txt`.

use std::fmt::Write as _;

use super::*;
use crate::tutor::review::draft;
use crate::tutor::review::reading::State;

const PROGRAMS: &str = include_str!("programs.txt");

/// One block of `programs.txt`.
#[derive(Debug, Default)]
struct Row {
    name: &'static str,
    /// `unreachable 3`, in the order of lines; nothing else may be found. `?` where only the score counts.
    finds: Vec<&'static str>,
    /// The lowest and the highest score.
    band: (u8, u8),
    /// `O(n)`, `?` where the rules must say that they do not know, `-` where there is nothing to say.
    grows: &'static str,
    /// Rules for which a change must be proven and shown.
    shows: Vec<&'static str>,
    code: String,
}

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in PROGRAMS.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            rows.push(Row { name, grows: "-", ..Row::default() });
            continue;
        }
        let Some(row) = rows.last_mut() else { continue };
        let list = |text: &'static str| text.split(", ").filter(|one| !one.is_empty()).collect();
        match line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, ""))) {
            Some(("@finds", text)) => row.finds = list(text),
            Some(("@grows", text)) => row.grows = text,
            Some(("@shows", text)) => row.shows = list(text),
            Some(("@score", text)) => {
                let (least, most) = text.split_once('-').unwrap();
                row.band = (least.parse().unwrap(), most.parse().unwrap());
            }
            _ => {
                row.code.push_str(line);
                row.code.push('\n');
            }
        }
    }
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn small_programs_are_judged_as_a_teacher_would() {
    let (mut wrong, rows) = (Vec::new(), rows());
    assert!(rows.len() >= 40, "{}", rows.len());
    for row in &rows {
        let budget = Budget { time: std::time::Duration::from_secs(20), ..Budget::default() };
        let looked = look(&Case { code: row.code.clone(), ..Case::default() }, budget).await;
        let (score, finds) = (looked.score().score, said(&looked));
        let grows = looked.growth.as_ref().map_or("-", |growth| growth.order.as_deref().unwrap_or("?"));
        let shown: Vec<_> = looked.changes.iter().map(|change| change.rule.as_str()).collect();
        let in_band = (row.band.0..=row.band.1).contains(&score);
        let missing: Vec<_> = row.shows.iter().filter(|rule| !shown.contains(rule)).collect();
        let as_said = finds == row.finds || row.finds == ["?"];
        if looked.state != State::Read || !as_said || !in_band || grows != row.grows || !missing.is_empty() {
            wrong.push(format!(
                "{}: found {finds:?}, scored {score}, grows {grows}, shows {shown:?} ({:?})",
                row.name, looked.state
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_judged_is_answered_kindly_and_without_a_score() {
    for (code, state, english, german) in [
        ("print('a'\nx = 1\n", State::Unread, "cannot read", "nicht lesen"),
        ("if x = 1:\n    print(x)\n", State::Unread, "line 1", "Zeile 1"),
        ("for i in range(3):\nprint(i)\n", State::Unread, "IndentationError", "IndentationError"),
        ("return 3\n", State::Unread, "SyntaxError", "SyntaxError"),
        ("# only a plan\n\n# and another\n", State::Empty, "only comments", "nur Kommentare"),
    ] {
        let looked = look_at(code).await;
        assert_eq!(looked.state, state, "{code}");
        for (language, words) in [("en", english), ("de", german)] {
            let draft = draft(language, &looked);
            let text = format!("{:?}", draft.parts);
            assert!(draft.parts.len() == 1 && text.contains(words), "{code}: {text}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_most_three_findings_are_told_and_the_worst_first() {
    let code = "import math\nl = [1,2]\nfor i in range(len(l)):\n    print( l[i] )\nl == 3\nif l == None:\n    print(totl)\n";
    let looked = look_at(code).await;
    let draft = draft("en", &looked);
    let review = draft.parts.iter().find_map(|part| match part {
        crate::tutor::draft::DraftPart::Review(review) => Some(review),
        _ => None,
    });
    let review = review.unwrap();
    let told: Vec<_> = review.findings.iter().map(|finding| finding.markdown.as_str()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].contains("`totl` has no value") && told[1].contains("throws it away"), "{told:?}");
    assert_eq!(review.findings[0].line, Some(7));
    assert!(format!("{:?}", draft.parts).contains("more, smaller things"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_lines_are_looked_at() {
    let mut code = String::from(
        "def total(prices):\n    result = 0\n    for price in prices:\n        result += price\n    return result\n\n\n",
    );
    for at in 0..650 {
        let _ = write!(code, "values = [{at}, {at}]\nif total(values) == {at}:\n    print(\"zero\")\n");
    }
    assert!(code.lines().count() > 1_950 && code.len() <= 64 * 1024, "{}", code.len());
    let began = std::time::Instant::now();
    let looked = look_at(&code).await;
    println!("2,000 lines took {:?}", began.elapsed());
    assert_eq!(looked.state, State::Read);
    assert!(looked.score().score >= 60, "{}", looked.score().score);
}

//! What tools say about a program, and errors explained. Hostile sources get plain answers.

use std::time::Duration;

use learnflow_python_sandbox::{Analysis, Limits, Outcome, Program, SourceFile, Tool};

use crate::world::sandbox;

async fn analyze(code: &str) -> Analysis {
    sandbox().analyze(&Program::new(code), &Limits::default()).await
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect::<Vec<_>>().concat()
}

fn codes(analysis: &Analysis, tool: Tool) -> Vec<(&str, u32, u32)> {
    let of_tool = analysis.findings.iter().filter(|finding| finding.tool == tool);
    of_tool.map(|finding| (finding.code.as_str(), finding.line, finding.column)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_program_has_no_findings() {
    let analysis = analyze("def area(a, b):\n    return a * b\n\n\nprint(area(2, 3))\n").await;
    assert_eq!(analysis.findings, []);
    assert_eq!((analysis.gave_up, analysis.unfinished, analysis.problem), (vec![], None, None));
    let sizes: Vec<_> = analysis.functions.iter().map(|f| (f.name.as_str(), f.line, f.complexity)).collect();
    assert_eq!(sizes, [("area", 1, 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tool_finds_its_own() {
    let code = "import os\nclass Shop:\n    def total(self, items):\n        for i in items:\n            if i>3:\n                print(i)\n            elif i:\n                return undefined_name\n";
    let analysis = analyze(code).await;
    assert_eq!(codes(&analysis, Tool::Pyflakes), [("UnusedImport", 1, 1), ("UndefinedName", 8, 24)]);
    assert_eq!(codes(&analysis, Tool::Pycodestyle), [("E302", 2, 1), ("E225", 5, 17)]);
    let messages: Vec<_> = analysis.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(messages.contains(&"'os' imported but unused"), "{messages:?}");
    assert!(messages.contains(&"missing whitespace around operator"), "{messages:?}");
    assert_eq!((analysis.functions[0].name.as_str(), analysis.functions[0].complexity), ("Shop.total", 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_several_files_is_looked_at_file_by_file() {
    let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
    let program = Program {
        code: "import helper\nhelper.go()\n".into(),
        files: vec![file("helper.py", "import re\n"), file("data.txt", "import (")],
        ..Program::default()
    };
    let analysis = sandbox().analyze(&program, &Limits::default()).await;
    let found: Vec<_> = analysis.findings.iter().map(|f| (f.file.as_str(), f.code.as_str())).collect();
    assert_eq!(found, [("helper.py", "UnusedImport")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_python_cannot_read_is_explained() {
    let analysis = analyze("x = 1\nif x == 1\n    print(x)\n").await;
    assert_eq!(codes(&analysis, Tool::Python), [("SyntaxError", 2, 10)]);
    let problem = analysis.problem.unwrap();
    assert_eq!((problem.kind.as_str(), problem.line), ("SyntaxError", Some(2)));
    assert_eq!(problem.message, "expected ':'");
    assert!(problem.cause.contains("forgot to add a colon"), "{problem:?}");
    assert_eq!(problem.suggestion, "Did you forget a colon `:`?");
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_sources_get_a_plain_answer() {
    let python = |code: &'static str| vec![code];
    for (what, source, expected) in [
        ("NUL", "a\0b".to_owned(), python("SyntaxError")),
        ("ten million characters", "a".repeat(10_000_000), python("TooLong")),
        ("brackets", "(".repeat(100_000), python("TooDeep")),
        ("signs", format!("{}1", "-".repeat(100_000)), python("TooDeep")),
        ("a long sum", format!("1{}", "+1".repeat(60_000)), python("TooDeep")),
        ("indents", many(300, |n| format!("{}if 1:\n", " ".repeat(n))), python("IndentationError")),
        ("nothing", String::new(), vec![]),
        ("a byte order mark", "\u{feff}print(1)\n".into(), vec![]),
        ("a strange coding", "# -*- coding: utf-7 -*-\n".into(), vec![]),
        ("a bad escape", "'\\N{no such thing}'\n".into(), python("SyntaxError")),
        ("a huge number", format!("{}\n", "9".repeat(5_000)), python("SyntaxError")),
    ] {
        let analysis = analyze(&source).await;
        assert_eq!(analysis.unfinished, None, "{what}");
        let found: Vec<_> = codes(&analysis, Tool::Python).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(found, expected, "{what}: {analysis:?}");
    }
}

/// What no tool was made for ends by itself or by the limits, and says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_too_much_for_the_tools_is_within_the_limits() {
    let limits = Limits { wall: Duration::from_secs(2), ..Limits::default() };
    for (what, source) in [
        ("chained calls", format!("a{}\n", ".b()".repeat(20_000))),
        ("nested lists", format!("{}{}\n", "[".repeat(150), "]".repeat(150))),
        (
            "nested functions",
            many(99, |n| format!("{}def f():\n", " ".repeat(n))) + &" ".repeat(99) + "pass\n",
        ),
        ("constants", "x=(1<<19**8,)*4**8\n".into()),
        ("names", many(12_000, |n| format!("a{n}=1\n"))),
        ("one line", format!("x = '{}'\n", "a b ".repeat(30_000))),
        ("blanks", " \n".repeat(60_000)),
        ("tabs", "\tx\n".repeat(30_000)),
        ("ifs", format!("def f():\n{}", "    if x: pass\n".repeat(8_000))),
        ("elifs", format!("if 1: pass\n{}", "elif 1: pass\n".repeat(5_000))),
    ] {
        let analysis = sandbox().analyze(&Program::new(source), &limits).await;
        let plain = match &analysis.unfinished {
            None => true,
            Some(outcome) => matches!(outcome, Outcome::TimedOut | Outcome::OutOfMemory),
        };
        assert!(plain, "{what}: {:?}", analysis.unfinished);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_are_explained_in_a_beginners_words() {
    for (code, kind, line, words) in [
        ("total = 1\nprint(totl)\n", "NameError", 2, "total"),
        ("def f(x):\n    return x[5]\nf([1, 2])\n", "IndexError", 2, "`list` of length `2`"),
        ("int('a')\n", "ValueError", 1, "`'a'` is an invalid argument"),
        ("'a' + 1\n", "TypeError", 1, "two different types"),
        ("d = {'name': 1}\nd['nam']\n", "KeyError", 2, "'name'"),
        ("import maths\n", "ModuleNotFoundError", 1, "math"),
        ("x = None\nx.append(1)\n", "AttributeError", 2, "whose value is `None`"),
        ("for i in range(3):\nprint(i)\n", "IndentationError", 2, "indented block"),
        ("1 / 0\n", "ZeroDivisionError", 1, "zero"),
    ] {
        let told = sandbox().explain(&Program::new(code), "", &Limits::default()).await;
        assert!(matches!(told.outcome, Outcome::Failed(_)), "{:?}", told.outcome);
        let explanation = told.explanation.unwrap();
        assert_eq!((explanation.kind.as_str(), explanation.line), (kind, Some(line)), "{code}");
        assert!(!explanation.meaning.is_empty(), "{code}");
        let said = format!("{} {}", explanation.cause, explanation.suggestion);
        assert!(said.contains(words), "{code}: {said}");
        assert!(!said.contains("_learnflow") && !said.contains('{'), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_error_is_explained() {
    for code in ["print(1)", "import sys\nsys.exit(3)", "input()\n"] {
        let told = sandbox().explain(&Program::new(code), "a line\n", &Limits::default()).await;
        assert_eq!(told.explanation, None, "{code}");
    }
    // A program that spoils what explains it still fails as itself.
    let code = "import friendly_traceback.core as core\ncore.FriendlyTraceback = None\nundefined\n";
    let told = sandbox().explain(&Program::new(code), "", &Limits::default()).await;
    assert_eq!(told.explanation.map(|explanation| explanation.kind).as_deref(), Some("NameError"));
}

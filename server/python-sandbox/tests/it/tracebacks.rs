//! What a student reads when a program fails.

use learnflow_python_sandbox::{Limits, Program, SourceFile};

use crate::world::{run, run_with};

#[tokio::test(flavor = "multi_thread")]
async fn a_traceback_is_cpythons_own_with_the_students_lines() {
    let ran =
        run("def total(items):\n    return sum(items) + taxes_of_today\n\nprint('before')\nprint(total([1, 2]))\n")
            .await;
    assert_eq!(ran.stdout, "before\n");
    let error = ran.error();
    assert_eq!((error.kind.as_str(), error.line), ("NameError", Some(2)));
    assert_eq!(
        error.traceback,
        "Traceback (most recent call last):
  File \"main.py\", line 5, in <module>
    print(total([1, 2]))
          ~~~~~^^^^^^^^
  File \"main.py\", line 2, in total
    return sum(items) + taxes_of_today
                        ^^^^^^^^^^^^^^
NameError: name 'taxes_of_today' is not defined
"
    );
    assert_eq!(
        ran.report.outcome.sentence(),
        "Python stopped in line 2: NameError: name 'taxes_of_today' is not defined"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_syntax_error_shows_its_place() {
    let ran = run("x = 1\nif x == 1\n    print(x)\n").await;
    assert_eq!((ran.error().kind.as_str(), ran.error().line), ("SyntaxError", Some(2)));
    assert_eq!(
        ran.error().traceback,
        "  File \"main.py\", line 2\n    if x == 1\n             ^\nSyntaxError: expected ':'\n"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_are_not_the_students_do_not_show() {
    for code in [
        "import json\njson.loads('{')",
        "import statistics\nstatistics.mean([])",
        "open('nothing.txt')",
        "int(input())",
    ] {
        let error = run(code).await.error().clone();
        assert!(!error.traceback.contains("/usr/lib"), "{}", error.traceback);
        assert!(!error.traceback.contains("_learnflow"), "{}", error.traceback);
        assert!(error.traceback.contains("File \"main.py\""), "{}", error.traceback);
        assert!(error.line.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_a_second_file_shows_that_file() {
    let program = Program {
        code: "import helper\nhelper.go()\n".into(),
        files: vec![SourceFile { name: "helper.py".into(), text: "def go():\n    return 1 / 0\n".into() }],
        ..Program::default()
    };
    let ran = run_with(&program, "", &Limits::default()).await;
    let traceback = &ran.error().traceback;
    assert!(
        traceback.contains("File \"helper.py\", line 2, in go\n    return 1 / 0\n           ~~^~~"),
        "{traceback}"
    );
    assert_eq!(ran.error().line, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_recursion_is_short_to_read() {
    let ran = run("def f(n):\n    return f(n + 1)\nf(0)\n").await;
    let error = ran.error();
    assert_eq!(error.kind, "RecursionError");
    assert!(error.traceback.len() < 2_000, "{}", error.traceback);
    assert!(error.traceback.contains("more times]"), "{}", error.traceback);
}

#[tokio::test(flavor = "multi_thread")]
async fn huge_messages_are_cut() {
    let ran = run("raise ValueError('x' * 10_000_000)").await;
    assert!(ran.error().message.len() < 5_000 && ran.error().traceback.len() < 40_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_behind_errors_are_shown() {
    let ran =
        run("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('bad') from e\n").await;
    let traceback = &ran.error().traceback;
    assert!(traceback.contains("ZeroDivisionError: division by zero"), "{traceback}");
    assert!(traceback.contains("direct cause"), "{traceback}");
}

#[tokio::test(flavor = "multi_thread")]
async fn python_says_what_was_probably_meant() {
    let ran = run("total = 1\nprint(totl)").await;
    assert!(ran.error().traceback.ends_with("Did you mean: 'total'?\n"), "{}", ran.error().traceback);
    assert_eq!(ran.error().message, "name 'totl' is not defined");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_that_cannot_be_shown_is_still_an_error() {
    let ran = run("class E(Exception):\n    def __str__(self): raise E\nraise E").await;
    assert_eq!(ran.error().kind, "E");
}

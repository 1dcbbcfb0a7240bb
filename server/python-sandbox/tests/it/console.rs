//! `input()`, prompts, and text that arrives in pieces.

use std::time::Duration;

use learnflow_python_sandbox::{Console, Limits, Outcome, Output, Program};

use crate::world::{run, run_with, sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn input_waits_for_an_answer_that_comes_later() {
    let (console, mut handle) = Console::pair();
    let program =
        Program::new("print('start')\nname = input('Who? ')\nage = int(input())\nprint(name, age + 1)");
    // Shorter than the person takes: waiting does not count as running.
    // Shorter than the two waits together, and far longer than the program runs.
    let limits = Limits { wall: Duration::from_millis(900), ..Limits::default() };
    let person = async {
        let mut seen = Vec::new();
        let mut answers = ["Ada\n", "36"].into_iter();
        while let Some(output) = handle.output.recv().await {
            if output == Output::Waiting {
                tokio::time::sleep(Duration::from_millis(500)).await;
                handle.input.send(answers.next().unwrap().into()).await.unwrap();
            }
            seen.push(output);
        }
        seen
    };
    let (report, seen) = tokio::join!(sandbox().run(&program, &limits, console), person);
    assert_eq!(report.outcome, Outcome::Finished);
    assert!(report.duration < Duration::from_millis(900));
    let text = |text: &str| text.to_owned();
    assert_eq!(
        seen,
        [
            Output::Stdout(text("start\n")),
            Output::Prompt(text("Who? ")),
            Output::Waiting,
            Output::Waiting,
            Output::Stdout(text("Ada 37\n")),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_input_is_an_eof_error() {
    let ran = run("input('more? ')").await;
    assert_eq!(ran.error().kind, "EOFError");
    assert_eq!(ran.error().message, "EOF when reading a line");
    assert_eq!(ran.error().line, Some(1));
    assert_eq!((ran.prompts.as_str(), ran.stdout.as_str()), ("more? ", ""));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_ways_of_reading_see_the_same_input() {
    let code = "import sys\nprint(input())\nprint(repr(sys.stdin.readline()))\nprint([line.strip() for line in sys.stdin])";
    let ran = run_with(&Program::new(code), "one\ntwo\nthree\nfour", &Limits::default()).await;
    assert_eq!(ran.printed(), "one\n'two\\n'\n['three', 'four']\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_nobody_answers_is_stopped() {
    let (console, _handle) = Console::pair();
    let limits = Limits { waiting: Duration::from_millis(200), ..Limits::default() };
    let program = Program::new("input()");
    assert_eq!(sandbox().run(&program, &limits, console).await.outcome, Outcome::WaitedTooLong);
}

#[tokio::test(flavor = "multi_thread")]
async fn output_appears_while_the_program_runs() {
    let (console, mut handle) = Console::pair();
    let program = Program::new("import time\nprint('first')\ntime.sleep(3600)");
    let limits = Limits::default();
    let run = sandbox().run(&program, &limits, console);
    let first = async { handle.output.recv().await };
    tokio::select! {
        report = run => panic!("ended: {report:?}"),
        first = first => assert_eq!(first, Some(Output::Stdout("first\n".into()))),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_who_does_not_look_costs_no_running_time() {
    let (console, mut handle) = Console::pair();
    let program = Program::new("for i in range(500): print(i)");
    let limits = Limits { wall: Duration::from_millis(600), ..Limits::default() };
    let slow = async {
        tokio::time::sleep(Duration::from_millis(900)).await;
        let mut all = String::new();
        while let Some(Output::Stdout(text)) = handle.output.recv().await {
            all += &text;
        }
        all
    };
    let (report, all) = tokio::join!(sandbox().run(&program, &limits, console), slow);
    assert_eq!(report.outcome, Outcome::Finished);
    assert_eq!(all.lines().count(), 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_is_always_valid_and_characters_are_whole() {
    let code = "import os\nprint('grün 🙂')\nfor b in '🙂\\n'.encode(): os.write(1, bytes([b]))\nos.write(1, b'\\xff\\n')";
    assert_eq!(run(code).await.printed(), "grün 🙂\n🙂\n\u{fffd}\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_codes_and_markup_pass_as_plain_text() {
    let ran = run("print('\\x1b[31mred\\x07 <img src=x onerror=alert(1)> \\u202e')").await;
    assert_eq!(ran.printed(), "\u{1b}[31mred\u{7} <img src=x onerror=alert(1)> \u{202e}\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn print_without_a_newline_shows_at_the_end() {
    assert_eq!(run("print('no newline', end='')").await.printed(), "no newline");
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_codes_are_told_apart() {
    assert_eq!(run("import sys\nsys.exit()").await.report.outcome, Outcome::Exited { code: 0 });
    assert_eq!(run("exit(3)").await.report.outcome, Outcome::Exited { code: 3 });
    let ran = run("import sys\nsys.exit('goodbye')").await;
    assert_eq!(ran.report.outcome, Outcome::Exited { code: 1 });
    assert_eq!(ran.stderr, "goodbye\n");
}

//! Grading by calls and by output, of honest programs and of others.

use std::time::Duration;

use learnflow_python_sandbox::{
    Check, Death, Limits, Outcome, Program, SourceFile, Test, TestResult, Value, Verdict,
};

use crate::world::{call, grade, grade_with, output, sandbox};

const AREA: &str = "def area(a, b):\n    return a * b\n";

fn verdicts(results: &[TestResult]) -> Vec<&Verdict> {
    results.iter().map(|result| &result.verdict).collect()
}

fn kind(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Stopped(Outcome::Failed(error)) => &error.kind,
        other => panic!("not stopped by an error: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_compared_by_value() {
    let results =
        grade(AREA, &[call("area(3, 4)", "12"), call("area(3, 4)", "13"), call("area(0.1, 3)", "0.3")]).await;
    assert_eq!(verdicts(&results), [&Verdict::Passed, &Verdict::Wrong, &Verdict::Passed]);
    assert_eq!(results[1].got.as_deref(), Some("12"));
    assert!(!results[0].practice);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_value_comes_across_the_border() {
    for value in [
        "None",
        "True",
        "0",
        "-170141183460469231731687303715884105728",
        "1e-300",
        "float('inf')",
        "''",
        "'grün 🙂\\n'",
        "b'\\x00\\xff'",
        "[]",
        "[1, [2, (3,)], {'a': {4, 5}}]",
        "frozenset({1})",
        "set()",
        "{(1, 2): None}",
    ] {
        let results = grade(&format!("x = {value}"), &[call("x", value)]).await;
        assert_eq!(results[0].verdict, Verdict::Passed, "{value} came as {:?}", results[0].got);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_other_types_are_not_equal_and_are_shown() {
    let code = "class Mine(int): pass\nclass Point:\n    def __repr__(self): return 'Point here'\n";
    let tests = [call("Mine(3)", "3"), call("Point()", "3"), call("range(3)", "[0, 1, 2]"), call("1j", "1")];
    let results = grade(code, &tests).await;
    assert!(results.iter().all(|result| result.verdict == Verdict::Wrong));
    assert_eq!(results[1].got.as_deref(), Some("Point here"));
    assert_eq!(results[2].got.as_deref(), Some("range(0, 3)"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_call_prints_is_kept_with_it() {
    let code = "print('loading')\ndef say(word):\n    print('I say', word)\n    return word\n";
    let results = grade(code, &[call("say('a')", "'a'"), call("say('b')", "'b'")]).await;
    assert_eq!((results[0].printed.as_str(), results[1].printed.as_str()), ("I say a\n", "I say b\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_a_call_stops_only_that_test() {
    let code = "def half(x):\n    return 10 / x\n";
    let results = grade(code, &[call("half(0)", "0"), call("half(2)", "5"), call("haf(2)", "5")]).await;
    assert_eq!(kind(&results[0].verdict), "ZeroDivisionError");
    let Verdict::Stopped(Outcome::Failed(error)) = &results[0].verdict else { unreachable!() };
    assert_eq!(error.line, Some(2));
    assert_eq!(results[1].verdict, Verdict::Passed);
    assert_eq!(kind(&results[2].verdict), "NameError");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_cannot_start_has_a_result_for_every_test() {
    let tests = [call("f()", "1"), output("", "x"), call("g()", "2")];
    for result in grade("def f(:\n  pass", &tests).await {
        assert_eq!(kind(&result.verdict), "SyntaxError");
    }
    for result in grade("print(undefined)", &tests).await {
        assert_eq!(kind(&result.verdict), "NameError");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_never_ends_uses_up_the_time_of_the_rest() {
    let code = "def f(n):\n    while n > 1: pass\n    return n\n";
    let limits = Limits { wall: Duration::from_millis(300), ..Limits::default() };
    let results = grade_with(code, &[call("f(1)", "1"), call("f(2)", "2"), call("f(1)", "1")], &limits).await;
    assert_eq!(
        verdicts(&results),
        [&Verdict::Passed, &Verdict::Stopped(Outcome::TimedOut), &Verdict::NotRun]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_kills_python_stops_only_that_test() {
    let code = "import os\ndef f(n):\n    if n == 2: os._exit(0)\n    return n\n";
    let results = grade(code, &[call("f(1)", "1"), call("f(2)", "2"), call("f(3)", "3")]).await;
    let died = Verdict::Stopped(Outcome::Died(Death::EndedItself));
    assert_eq!(verdicts(&results), [&Verdict::Passed, &died, &Verdict::Passed]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_main_guard_does_not_run_when_calls_are_tested() {
    let code = "def f(): return 1\nif __name__ == '__main__':\n    print(input())\n";
    assert_eq!(grade(code, &[call("f()", "1")]).await[0].verdict, Verdict::Passed);
}

#[tokio::test(flavor = "multi_thread")]
async fn output_is_compared_without_prompts_and_unseen_blanks() {
    let code = "name = input('Name? ')\nprint('Hello', name, end='!  \\n\\n')\n";
    let results =
        grade(code, &[output("Ada\n", "Hello Ada!"), output("Bo", "Hello Bo!\n"), output("Cy", "Hi Cy!")])
            .await;
    assert_eq!(verdicts(&results), [&Verdict::Passed, &Verdict::Passed, &Verdict::Wrong]);
    assert_eq!(results[2].got.as_deref(), Some("Hello Cy!  \n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_output_test_has_a_fresh_interpreter_and_disk() {
    let code = "import os\nprint(os.path.exists('mark'))\nopen('mark', 'w').write('x')\n";
    let results = grade(code, &[output("", "False"), output("", "False")]).await;
    assert_eq!(verdicts(&results), [&Verdict::Passed, &Verdict::Passed]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_output_before_an_error_is_not_passed() {
    let results = grade("print('right')\n1 / 0\n", &[output("", "right")]).await;
    assert_eq!(kind(&results[0].verdict), "ZeroDivisionError");
    assert_eq!(results[0].printed, "right\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_of_several_files_is_graded() {
    let program = Program {
        code: "from helper import double\ndef four(x): return double(double(x))\n".into(),
        files: vec![SourceFile { name: "helper.py".into(), text: "def double(x): return 2 * x\n".into() }],
        ..Program::default()
    };
    let results = sandbox().grade(&program, &[call("four(3)", "12")], &Limits::default()).await;
    assert_eq!(results[0].verdict, Verdict::Passed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tolerance_is_used() {
    let check = |tolerance| Check::Call { call: "7 / 3".into(), expected: Value::Float(2.333), tolerance };
    let tests = [Some(0.01), None].map(|tolerance| Test { name: "pi".into(), check: check(tolerance) });
    assert_eq!(verdicts(&grade("", &tests).await), [&Verdict::Passed, &Verdict::Wrong]);
}

// The cheats of attacks.md: I03, I04, O09, S14, S15, S16.

#[tokio::test(flavor = "multi_thread")]
async fn an_interpreter_turned_upside_down_changes_no_grade() {
    let code = "
import builtins, io, math, sys
def area(a, b): return a * b + 1
builtins.sum = builtins.len = builtins.repr = builtins.abs = lambda *a: 12
builtins.type = lambda *a: int
builtins.eval = lambda *a: 12
builtins.print = lambda *a, **k: None
math.sqrt = lambda x: 12
io.StringIO = None
for name in list(sys.modules):
    if name.startswith('_learnflow'):
        module = sys.modules[name]
        for key in list(vars(module)):
            if callable(vars(module)[key]) and key in ('encode', 'foreign', 'judge'):
                setattr(module, key, lambda *a: 12)
";
    let results = grade(code, &[call("area(3, 4)", "12"), output("", "12")]).await;
    assert!(results.iter().all(|result| result.verdict != Verdict::Passed), "{results:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_that_equals_everything_equals_nothing() {
    let code = "
class Yes:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __hash__(self): return 1
    def __repr__(self): return '12'
class Text(str):
    def __eq__(self, other): return True
    __hash__ = str.__hash__
def area(a, b): return Yes()
def name(): return Text('x')
";
    let tests = [
        call("area(3, 4)", "12"),
        call("[area(3, 4)]", "[12]"),
        call("{area(3, 4)}", "{12}"),
        call("name()", "'y'"),
    ];
    for result in grade(code, &tests).await {
        assert_eq!(result.verdict, Verdict::Wrong, "{:?}", result.got);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn printed_verdicts_mean_nothing() {
    let code = "print('{\"verdict\": \"passed\"}')\nprint('PASSED', 'OK', '1 passed')\ndef f(): print('Passed'); return 0\n";
    let results = grade(code, &[call("f()", "1"), output("", "1")]).await;
    assert_eq!(verdicts(&results), [&Verdict::Wrong, &Verdict::Wrong]);
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_early_is_never_passed() {
    let all = [call("f()", "1"), call("f()", "1"), output("", "1")];
    for (end, how) in [
        ("import sys\nsys.exit(0)", Outcome::Exited { code: 0 }),
        ("raise SystemExit", Outcome::Exited { code: 0 }),
        ("import os\nos._exit(0)", Outcome::Died(Death::EndedItself)),
        ("import os\nos.abort()", Outcome::Died(Death::EndedItself)),
    ] {
        let results = grade(&format!("def f(): return 1\n{end}\n"), &all[..2]).await;
        assert!(
            results.iter().all(|result| result.verdict == Verdict::Stopped(how.clone())),
            "{end}: {results:?}"
        );
        let results = grade(&format!("def f():\n    {}\n", end.replace('\n', "\n    ")), &all[..2]).await;
        assert!(
            results.iter().all(|result| result.verdict == Verdict::Stopped(how.clone())),
            "{end}: {results:?}"
        );
    }
    for end in ["raise KeyboardInterrupt", "raise GeneratorExit", "import os\nprint(1)\nos._exit(0)"] {
        for result in grade(&format!("def f(): return 1\n{end}\n"), &all).await {
            assert!(matches!(result.verdict, Verdict::Stopped(_)), "{end}: {result:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expected_answers_are_nowhere_in_the_guest() {
    let code = "
import gc
def f():
    seen = []
    for thing in gc.get_objects():
        if isinstance(thing, dict):
            seen += [value for value in thing.values() if type(value) is str and 'top secret answer' == value.lower()]
    return seen
";
    let results = grade(
        code,
        &[call("f()", "[]"), call("f()", "'TOP SECRET ANSWER'"), output("", "TOP SECRET ANSWER")],
    )
    .await;
    assert_eq!(results[0].verdict, Verdict::Passed);
}

//! A run as steps: what is seen at each line, and that nobody can break it from inside.

use std::time::Duration;

use learnflow_python_sandbox::trace::{Event, ObjectKind, Plain, Source, Value};
use learnflow_python_sandbox::{Limits, Outcome, Program, SourceFile, Trace, TraceLimits};

use crate::world::sandbox;

async fn trace(code: &str) -> Trace {
    trace_with(&Program::new(code), "").await
}

async fn trace_with(program: &Program, input: &str) -> Trace {
    let limits = Limits { wall: Duration::from_secs(2), ..Limits::default() };
    sandbox().trace(program, input, &limits, &TraceLimits::default()).await
}

/// Event and line of every step.
fn way(trace: &Trace) -> Vec<(Event, u32)> {
    trace.steps.iter().map(|step| (step.event, step.line)).collect()
}

/// The innermost frame's variables in a step, as `x=1 y=[2]`.
fn values(trace: &Trace, step: usize) -> String {
    let shown = trace.variables(step).into_iter().map(|(name, value)| format!("{name}={value}"));
    shown.collect::<Vec<_>>().join(" ")
}

/// What was on the screen by a step.
fn screen(trace: &Trace, step: usize) -> String {
    trace.shown[..trace.steps[step].shown].iter().map(|piece| piece.text.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_is_a_step_with_the_values_before_it() {
    let trace = trace("x = 1\ny = [x, 'a']\nprint(x)\ny.append(x + 1)\n").await;
    let lines = [1, 2, 3, 4].map(|line| (Event::Line, line));
    assert_eq!(way(&trace), [&lines[..], &[(Event::Return, 4)]].concat());
    let seen: Vec<_> = (0..5).map(|step| values(&trace, step)).collect();
    assert_eq!(seen, ["", "x=1", "x=1 y=[1, 'a']", "x=1 y=[1, 'a']", "x=1 y=[1, 'a', 2]"]);
    assert_eq!([2, 3].map(|step| screen(&trace, step)), ["", "1\n"]);
    assert!(trace.complete && trace.outcome == Outcome::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_a_frame_of_its_own_and_gives_a_value_back() {
    let trace = trace("def double(n):\n    m = n * 2\n    return m\nz = double(4)\n").await;
    let steps = [
        (Event::Line, 1),
        (Event::Line, 4),
        (Event::Call, 1),
        (Event::Line, 2),
        (Event::Line, 3),
        (Event::Return, 3),
        (Event::Return, 4),
    ];
    assert_eq!(way(&trace), steps);
    let inside = &trace.steps[4];
    let frames: Vec<_> =
        inside.stack.iter().map(|(place, line)| (trace.frames[*place].function.as_str(), *line)).collect();
    assert_eq!(frames, [("<module>", 4), ("double", 3)]);
    assert_eq!(values(&trace, 4), "n=4 m=8");
    assert_eq!(trace.steps[5].returned, Some(Value::Plain(Plain::Number, "8".into())));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_names_for_one_list_point_to_the_same_object() {
    let trace = trace("a = [1]\nb = a\nc = [1]\nb.append(a)\n").await;
    let last = trace.steps.last().unwrap();
    let frame = &trace.frames[last.stack[0].0];
    let held: Vec<_> = frame.variables.iter().map(|(_, value)| value.clone()).collect();
    assert_eq!(held[0], held[1]);
    assert_ne!(held[0], held[2]);
    // A list that holds itself is drawn as an arrow, and written with an end.
    let drawn = last
        .heap
        .iter()
        .map(|place| &trace.objects[*place])
        .find(|object| held[0] == Value::Object(object.number));
    assert_eq!(drawn.unwrap().entries[1].1, held[0]);
    assert!(values(&trace, trace.steps.len() - 1).contains('…'));
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_of_every_kind_are_drawn() {
    let code = "
class Dog:
    kind = 'pet'
    def __init__(self, name):
        self.name = name
    def bark(self):
        return 'woof'
class Slim:
    __slots__ = ('w',)
s = Slim()
s.w = 3
d = Dog('Rex')
t = (1, None)
e = {'k': {2}}
f = d.bark
g = (n for n in t)
h = lambda q: q
end = True
";
    let trace = trace(code).await;
    let last = trace.steps.len() - 1;
    let seen = values(&trace, last);
    for part in [
        "s=Slim(w=3)",
        "d=Dog(name='Rex')",
        "t=(1, None)",
        "e={'k': {2}}",
        "f=function Dog.bark",
        "g=<generator <genexpr>>",
        "h=function <lambda>(q)",
    ] {
        assert!(seen.contains(part), "{part} in {seen}");
    }
    let class = trace
        .objects
        .iter()
        .rfind(|object| object.kind == ObjectKind::Class && object.name == "Dog")
        .unwrap();
    assert!(
        class.entries.iter().any(|(_, value)| *value == Value::Plain(Plain::Other, "Dog.bark(self)".into()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn recursion_generators_and_handled_errors_are_followed() {
    let recursion =
        trace("def f(n):\n    if n == 0:\n        return 1\n    return n * f(n - 1)\nf(3)\n").await;
    assert_eq!(recursion.steps.iter().map(|step| step.stack.len()).max(), Some(5));
    let deep = trace("def f(n):\n    if n: f(n - 1)\nf(200)\n").await;
    assert!(deep.steps.iter().all(|step| step.stack.len() <= 25));
    let generator = trace("def g():\n    yield 1\n    yield 2\nx = list(g())\n").await;
    assert_eq!(values(&generator, generator.steps.len() - 1).split(' ').next_back(), Some("2]"));
    let error = trace("try:\n    int('a')\nexcept ValueError:\n    x = 1\n").await;
    assert!(error.steps.iter().any(|step| (step.event, step.line) == (Event::Error, 2)));
    assert_eq!(error.outcome, Outcome::Finished);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_program_shows_the_values_at_the_failing_line() {
    let code = "def mean(items):\n    total = sum(items)\n    return total / len(items)\nfor i in range(5000): pass\nmean([])\n";
    let trace = trace(code).await;
    // The loop used up all steps long before.
    assert!(!trace.complete && matches!(trace.outcome, Outcome::Failed(_)));
    let failing = trace.failing().unwrap();
    assert_eq!((failing.line, failing.stack.len()), (3, 2));
    assert_eq!(values(&trace, trace.steps.len() - 1), "items=[] total=0");
}

#[tokio::test(flavor = "multi_thread")]
async fn input_is_read_line_by_line_and_seen_on_the_screen() {
    let program = Program::new("a = input('a? ')\nb = input('b? ')\nprint(a + b)\n");
    let trace = trace_with(&program, "x\ny\nz\n").await;
    let read: Vec<_> = trace.steps.iter().map(|step| step.read).collect();
    assert_eq!(read, [0, 1, 2, 2]);
    let sources: Vec<_> = trace.shown.iter().map(|piece| piece.source).collect();
    assert_eq!(sources, [Source::Prompt, Source::Typed, Source::Prompt, Source::Typed, Source::Stdout]);
    assert_eq!(screen(&trace, 3), "a? x\nb? y\nxy\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_step_that_prints_something_else_is_found() {
    let trace =
        trace("for i in range(1, 5):\n    if i == 3:\n        print('three')\n    else:\n        print(i)\n")
            .await;
    let at = trace.first_difference("1\n2\n3\n4\n").unwrap();
    assert_eq!((trace.steps[at].line, values(&trace, at).as_str()), (3, "i=3"));
    assert_eq!(trace.first_difference("1\n2\nthree \n4\n\n"), None);
    assert_eq!(
        trace.first_difference("1\n2\nthree\n4\n5\n"),
        Some(trace.steps.len() - 1),
        "something is missing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_file_is_followed_too() {
    let program = Program {
        code: "import helper\nprint(helper.twice(2))\n".into(),
        files: vec![SourceFile {
            name: "helper.py".into(),
            text: "def twice(n):\n    return 2 * n\n".into(),
        }],
        ..Program::default()
    };
    let trace = trace_with(&program, "").await;
    assert!(
        trace
            .frames
            .iter()
            .any(|frame| (frame.file.as_str(), frame.function.as_str()) == ("helper.py", "twice"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_ends_has_its_first_steps() {
    for (code, outcome) in [
        ("n = 0\nwhile True:\n    n += 1\n", Outcome::TimedOut),
        ("x = 1\nimport time\ntime.sleep(100)\n", Outcome::TimedOut),
        ("x = []\nwhile True: x.append('y' * 1_000_000)\n", Outcome::OutOfMemory),
        ("while True: print('x' * 1000)\n", Outcome::TooMuchOutput),
    ] {
        let trace = trace(code).await;
        assert_eq!(trace.outcome, outcome, "{code}");
        assert!((2..=1_001).contains(&trace.steps.len()), "{code}: {}", trace.steps.len());
    }
    let syntax = trace("if x\n").await;
    assert!(syntax.steps.is_empty() && matches!(syntax.outcome, Outcome::Failed(_)));
}

/// None of these may end the recording, run inside of it, or make more than the limits.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_cannot_switch_it_off_or_get_into_it() {
    for code in [
        "import sys\nsys.settrace(None)\nx = 1\nx = 2\nmark = 1\n",
        "import sys\nsys.setprofile(lambda *a: None)\nx = 1\nmark = 1\n",
        "class E:\n    def __repr__(self): print('in'); return 'e'\n    def __eq__(self, other): print('in'); return True\n    __hash__ = None\n    def __len__(self): print('in'); return 3\n    def __getattribute__(self, name): print('in')\n    @property\n    def __dict__(self): print('in')\n    @property\n    def __class__(self): print('in')\ne = E()\nmark = 1\n",
        "class M(type):\n    def __getattribute__(cls, name): print('in'); return 1\n    def __instancecheck__(cls, thing): print('in'); return True\nclass C(metaclass=M): pass\nc = C()\nmark = 1\n",
        "class L(list):\n    def __iter__(self): print('in'); return iter(())\n    def __len__(self): print('in'); return 0\nx = L([1])\nmark = 1\n",
        "class D(dict):\n    def items(self): print('in')\n    def __len__(self): print('in'); return 0\nx = D(a=1)\nmark = 1\n",
        "class S(str):\n    def __len__(self): print('in'); return 10 ** 9\n    def __getitem__(self, i): print('in')\nx = S('a')\nglobals()[S('b')] = 1\nmark = 1\n",
        "import builtins\nfor name in ('repr', 'len', 'type', 'id', 'tuple', 'dict', 'max', 'next', 'isinstance'):\n    setattr(builtins, name, lambda *a: print('in'))\nx = [1]\nmark = 1\n",
        "import json\njson.dumps = json.JSONEncoder.encode = None\nx = 1\nmark = 1\n",
        "x = []\nfor i in range(400): x = [x]\nmark = 1\n",
        "x = [[i] * 500 for i in range(500)]\ny = 'a' * 10 ** 6\nz = 10 ** 10000\nmark = 1\n",
        "class N: pass\nn = N()\nfor i in range(100):\n    m = N(); m.next = n; n = m\nmark = 1\n",
    ] {
        let trace = trace(code).await;
        assert_eq!(trace.outcome, Outcome::Finished, "{code}");
        assert!(!trace.shown.iter().any(|piece| piece.text.contains("in")), "{code}: {:?}", trace.shown);
        assert!(trace.steps.iter().all(|step| step.heap.len() <= 100), "{code}");
        let last = trace.steps.last().unwrap();
        let frame = &trace.frames[last.stack[0].0];
        let marked = frame.variables.iter().any(|(name, _)| name == "mark");
        assert!(marked || !trace.complete, "{code}: the end is missing, and it does not say so");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_large_steps_stay_within_the_size() {
    let code = "x = [[i] for i in range(40)]\nfor i in range(10_000):\n    x[i % 40] = ['y' * 80] * 40\n";
    let trace = trace(code).await;
    assert!(!trace.complete);
    let written: usize = trace.objects.iter().map(|object| object.entries.len()).sum();
    assert!(written < 500_000, "{written}");
}

//! One row for each kind of error: a program that really makes it, and what the hints must say.

use super::*;
use crate::tutor::debug::evidence::Ended;
use crate::tutor::gate::sign_of_code;

/// A program, the kind of its error, its cause, the line that rung 1 names, and words of rung 2.
struct Row {
    program: &'static str,
    kind: &'static str,
    cause: &'static str,
    line: u32,
    says: &'static [&'static str],
}

const fn row(
    program: &'static str,
    kind: &'static str,
    cause: &'static str,
    line: u32,
    says: &'static [&'static str],
) -> Row {
    Row { program, kind, cause, line, says }
}

const ROWS: &[Row] = &[
    // What Python cannot read.
    row("x = 3\nfor i in range(x)\n    print(i)\n", "SyntaxError", "missing_colon", 2, &["`for`"]),
    row("print(\"a\"\nx = 3\n", "SyntaxError", "unclosed_bracket", 1, &["`(`"]),
    row("print(\"a\"))\n", "SyntaxError", "extra_bracket", 1, &["`)`"]),
    row("name = \"Ada\nprint(name)\n", "SyntaxError", "unclosed_text", 1, &["1"]),
    row("x = 'it's'\n", "SyntaxError", "quote_in_text", 1, &["1"]),
    row("print('a\", 3)\n", "SyntaxError", "quotes_mixed", 1, &["1"]),
    row("print(“a”)\n", "SyntaxError", "curly_quotes", 1, &["1"]),
    row("x = 3\nif x = 3:\n    print(1)\n", "SyntaxError", "assign_in_condition", 2, &["2"]),
    row("3 = x\n", "SyntaxError", "assign_to_value", 1, &["1"]),
    row("x = [1 2, 3]\n", "SyntaxError", "missing_comma", 1, &["1"]),
    row("print \"hello\"\n", "SyntaxError", "print_without_brackets", 1, &["1"]),
    row("x = 1\nif x:\n    pass\nelse if x > 2:\n    pass\n", "SyntaxError", "else_if", 4, &[]),
    row("x = 1\nif x:\n    pass\n    else:\n    pass\n", "SyntaxError", "else_without_if", 4, &["4"]),
    row("class = 3\n", "SyntaxError", "keyword_as_name", 1, &["`class`"]),
    row("x = 3\nIf x > 2:\n    print(x)\n", "SyntaxError", "keyword_misspelled", 2, &["`If`"]),
    row("for i on range(3):\n    print(i)\n", "SyntaxError", "missing_in", 1, &["1"]),
    row("x = 3 +\n", "SyntaxError", "incomplete_line", 1, &["`+`"]),
    row("x = 3\nif x => 3:\n    print(x)\n", "SyntaxError", "wrong_sign", 2, &["`=>`"]),
    row("x = 2y\n", "SyntaxError", "missing_operator", 1, &["1"]),
    row("2x = 3\n", "SyntaxError", "name_starts_with_digit", 1, &[]),
    row("x = 1\nreturn x\n", "SyntaxError", "outside_function", 2, &["2"]),
    row("break\n", "SyntaxError", "outside_loop", 1, &["1"]),
    row("try:\n    x = 1\nprint(x)\n", "SyntaxError", "missing_except", 3, &["1"]),
    row("x = 1\n  y = 2\n", "IndentationError", "unexpected_indent", 2, &["2", "1"]),
    row("for i in range(3):\nprint(i)\n", "IndentationError", "missing_indent", 2, &["1"]),
    row("if 1:\n    x = 1\n  y = 2\n", "IndentationError", "uneven_indent", 3, &["3"]),
    row("if 1:\n\tx = 1\n        y = 2\n", "TabError", "tabs_and_spaces", 3, &["3"]),
    // Names.
    row("total = 3\nprint(totl)\n", "NameError", "misspelled_name", 2, &["`totl`", "`total`"]),
    row("pritn(3)\n", "NameError", "misspelled_name", 1, &["`pritn`", "`print`"]),
    row("Total = 3\nprint(total)\n", "NameError", "wrong_case", 2, &["`total`", "`Total`"]),
    row("print(true)\n", "NameError", "wrong_case", 1, &["`true`", "`True`"]),
    row("print(Hello)\n", "NameError", "missing_quotes", 1, &["`Hello`"]),
    row("print(cost)\ncost = 3\n", "NameError", "used_too_early", 1, &["`cost`"]),
    row("for i in range(3):\n    sum_of = sum_of + i\n", "NameError", "never_assigned", 2, &["`sum_of`"]),
    row("print(math.pi)\n", "NameError", "missing_import", 1, &["`math`"]),
    row("print(sqrt(4))\n", "NameError", "missing_import", 1, &["`sqrt`"]),
    row("def f():\n    inner = 3\nf()\nprint(inner)\n", "NameError", "local_elsewhere", 4, &["`inner`"]),
    row(
        "x = 1\ndef f():\n    x = x + 1\nf()\n",
        "UnboundLocalError",
        "changed_in_function",
        3,
        &["`x`", "1"],
    ),
    // Kinds of values.
    row("age = 3\nprint(\"Age: \" + age)\n", "TypeError", "text_and_number", 2, &["2", "`age`", "`3`"]),
    row("age = input()\nprint(age + 1)\n", "TypeError", "input_not_converted", 2, &["`age`", "1"]),
    row(
        "age = input()\nif age > 12:\n    print(age)\n",
        "TypeError",
        "input_not_converted",
        2,
        &["`age`", "1"],
    ),
    row("def f(x):\n    y = x * 2\nprint(f(2) + 1)\n", "TypeError", "nothing_returned", 3, &["`f`"]),
    row("a = [2, 1]\na = a.sort()\nprint(a[0])\n", "TypeError", "nothing_from_method", 3, &["`sort`"]),
    row("sum = 0\nprint(sum([1]))\n", "TypeError", "shadowed_builtin", 2, &["`sum`", "1"]),
    row("a = [1]\nprint(a(0))\n", "TypeError", "variable_called", 2, &["`a`"]),
    row("def f(a, b):\n    return a\nf(1)\n", "TypeError", "missing_argument", 3, &["`f`", "3"]),
    row("def f(a):\n    return a\nf(1, 2)\n", "TypeError", "too_many_arguments", 3, &["`f`", "3"]),
    row("class A:\n    def f():\n        return 1\nA().f()\n", "TypeError", "missing_self", 4, &[]),
    row("a = [1]\nprint(a[\"x\"])\n", "TypeError", "index_is_no_number", 2, &["2"]),
    row("a = 5\nprint(a[0])\n", "TypeError", "no_places_inside", 2, &["`a`"]),
    row("for i in 5:\n    print(i)\n", "TypeError", "loop_over_number", 1, &["1"]),
    row("n = 5\nprint(len(n))\n", "TypeError", "length_of_number", 2, &["`n`", "`5`"]),
    row("s = \"abc\"\ns[0] = \"x\"\n", "TypeError", "cannot_be_changed", 2, &[]),
    row("w = \"abc\"\nprint(w.upper + \"!\")\n", "TypeError", "missing_call", 2, &["`upper`"]),
    row("n = 7 / 2\nfor i in range(n):\n    pass\n", "TypeError", "needs_whole_number", 2, &["2"]),
    row("print(\", \".join([1, 2]))\n", "TypeError", "join_numbers", 1, &["`join`"]),
    // Values.
    row("w = \"abc\"\nprint(int(w))\n", "ValueError", "not_a_number", 2, &["`abc`"]),
    row("w = \"3.5\"\nprint(int(w))\n", "ValueError", "decimal_as_int", 2, &["`3.5`"]),
    row("a, b = [1, 2, 3]\n", "ValueError", "unpack", 1, &["1"]),
    row("a = [1]\na.remove(2)\n", "ValueError", "not_in_list", 2, &["2"]),
    row("print(max([]))\n", "ValueError", "empty_collection", 1, &["1"]),
    row("a = [1, 2]\nprint(a[len(a)])\n", "IndexError", "length_as_index", 2, &[]),
    row(
        "a = [1, 2]\nfor i in range(3):\n    print(a[i])\n",
        "IndexError",
        "loop_past_end",
        3,
        &["2", "`i`", "`2`"],
    ),
    row("a = [1, 2]\nplace = 4\nprint(a[place])\n", "IndexError", "index_too_large", 3, &["`a`", "`4`"]),
    row("a = []\na[0] = 1\n", "IndexError", "assign_past_end", 2, &["2"]),
    row("d = {\"red\": 1}\nprint(d[\"Red\"])\n", "KeyError", "key_misspelled", 2, &["2"]),
    row("d = {}\nfor w in [\"a\"]:\n    d[w] += 1\n", "KeyError", "key_without_start", 3, &["3"]),
    row("d = {1: 2}\nprint(d[\"1\"])\n", "KeyError", "key_of_other_type", 2, &["`d`"]),
    row("w = \"a\"\nprint(w.uper())\n", "AttributeError", "misspelled_method", 2, &["`uper`"]),
    row("w = \"a\"\nw.append(\"b\")\n", "AttributeError", "method_of_other_kind", 2, &["`append`", "`w`"]),
    row(
        "import math\nprint(math.sqr(4))\n",
        "AttributeError",
        "misspelled_in_module",
        2,
        &["`sqr`", "`sqrt`"],
    ),
    row(
        "class A:\n    def __init__(self):\n        self.name = 1\nprint(A().nam)\n",
        "AttributeError",
        "misspelled_attribute",
        4,
        &["`nam`", "`name`"],
    ),
    row("count = 0\nprint(10 / count)\n", "ZeroDivisionError", "zero_division", 2, &["`count`", "`0`"]),
    row("def f(n):\n    return f(n - 1)\nf(3)\n", "RecursionError", "recursion_without_end", 2, &["`f`"]),
    row("while True:\n    x = input()\n", "EOFError", "too_many_questions", 2, &[]),
    row("import maht\n", "ModuleNotFoundError", "module_misspelled", 1, &["`maht`", "`math`"]),
    row("import pygame\n", "ModuleNotFoundError", "module_missing", 1, &["`pygame`"]),
    row("from math import squareroot\n", "ImportError", "not_in_module", 1, &["`squareroot`"]),
    row("open(\"nothing.txt\")\n", "FileNotFoundError", "file_missing", 1, &["1"]),
    row("import os\nos.system(\"ls\")\n", "PermissionError", "not_allowed_here", 2, &["2"]),
    row("next(iter([]))\n", "StopIteration", "iterator_empty", 1, &["1"]),
    row("x = 3\nassert x == 4\n", "AssertionError", "assertion", 2, &["`x`", "`3`"]),
    row("import math\nprint(math.exp(1000))\n", "OverflowError", "too_large", 2, &["2"]),
    row("\"é\".encode(\"ascii\")\n", "UnicodeEncodeError", "strange_letters", 1, &["1"]),
    row("raise KeyboardInterrupt\n", "KeyboardInterrupt", "stopped_by_hand", 1, &[]),
    row("import json\njson.loads(\"{a}\")\n", "JSONDecodeError", "json_text", 2, &["JSON"]),
    row("import re\nre.search(\"(\", \"a\")\n", "PatternError", "pattern", 2, &[]),
    row("from decimal import Decimal\nDecimal(\"x\")\n", "InvalidOperation", "decimal_text", 2, &["2"]),
    row("d = {1: 1}\nfor k in d:\n    d[k + 1] = 1\n", "RuntimeError", "changed_while_looping", 2, &["3"]),
    row("def f():\n    raise NotImplementedError\nf()\n", "NotImplementedError", "not_written_yet", 2, &[]),
    row("class Wrong(Exception):\n    pass\nraise Wrong(\"x\")\n", "Wrong", "own_error", 3, &["3"]),
    row("x = -1\nif x < 0:\n    raise ValueError(\"x\")\n", "ValueError", "own_error", 3, &["3"]),
];

/// Programs that something else than an error stops.
const STOPPED: &[Row] = &[
    row("n = 3\nwhile n > 0:\n    x = 1\n", "TimedOut", "loop_never_changes", 2, &["`n`"]),
    row("while True:\n    x = 1\n", "TimedOut", "loop_without_break", 1, &["1"]),
    row("import sys\nsys.exit(3)\n", "Exited", "", 1, &[]),
];

/// Programs that run, and a line of which does not do what its writer thinks.
const RUNS: &[Row] = &[
    row("w = \"a\"\nw.upper()\nprint(w)\n", "", "result_not_kept", 2, &["`upper`"]),
    row("x = 3\nx == 4\nprint(x)\n", "", "compare_not_assign", 2, &["`x`"]),
    row("x = 3\nif x == 1 or 2:\n    print(x)\n", "", "or_without_comparison", 2, &["2"]),
    row("x = 3\nprint(\"{x} apples\")\n", "", "f_prefix", 2, &["2"]),
    row("x = 3\nx =+ 1\nprint(x)\n", "", "sign_turned_around", 2, &["2"]),
    row("def f(a):\n    for x in a:\n        return x\nprint(f([1]))\n", "", "return_in_loop", 3, &["3"]),
    row("def f(a):\n    return a\n    print(a)\nf(1)\n", "", "never_reached", 3, &["3"]),
    row("for i in range(2):\n    s = 0\n    s = s + i\nprint(s)\n", "", "start_in_loop", 2, &["`s`"]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_error_has_its_hints_in_both_languages() {
    let mut wrong = Vec::new();
    for row in ROWS.iter().chain(STOPPED).chain(RUNS) {
        let case = Case { code: row.program.to_owned(), ..Case::default() };
        let evidence = look(&case, Budget::default()).await;
        wrong.extend(differs(row, &evidence));
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
    let mut kinds: Vec<_> = ROWS.iter().chain(STOPPED).map(|row| row.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    println!("{} programs, {} kinds of errors", ROWS.len() + STOPPED.len() + RUNS.len(), kinds.len());
    assert!(kinds.len() >= 25);
}

/// Why a row is not as it should be.
fn differs(row: &Row, evidence: &Evidence) -> Option<String> {
    let kind = match &evidence.ended {
        Ended::Error { kind, .. } | Ended::Stopped(kind) => kind.as_str(),
        Ended::Right | Ended::Wrong => "",
    };
    let cause = evidence.clues.first().map_or("", |clue| clue.cause.as_str());
    if kind != row.kind || cause != row.cause {
        return Some(format!(
            "{:?} is {kind} {cause}, not {} {}: {:?}",
            row.program, row.kind, row.cause, evidence.clues
        ));
    }
    for language in ["en", "de"] {
        let hints = ladder(evidence, language);
        if hints.len() != 3
            || hints.iter().any(|hint| hint.markdown.len() < 20 || hint.markdown.contains('…'))
        {
            return Some(format!("{:?} has an empty hint: {hints:?}", row.program));
        }
        let line = row.cause.is_empty() || hints[0].line == Some(row.line);
        let says = row.says.iter().all(|word| hints[1].markdown.contains(word));
        if !line || !says {
            return Some(format!(
                "{:?} says {:?}, and should say line {} and {:?}",
                row.program, hints, row.line, row.says
            ));
        }
        if let Some(code) = hints[..2].iter().find_map(|hint| sign_of_code(&hint.markdown)) {
            return Some(format!("{:?} shows code: {code}", row.program));
        }
    }
    None
}

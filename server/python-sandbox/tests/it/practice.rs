//! Teachers' `unittest` files.

use learnflow_python_sandbox::{Outcome, Verdict};

use crate::world::{grade, unittest};

const TESTS: &str = "
import unittest
from main import area
class TestArea(unittest.TestCase):
    def test_small(self):
        self.assertEqual(area(3, 4), 12)
    def test_zero(self):
        self.assertEqual(area(0, 4), 0, 'nothing is nothing')
    def test_list(self):
        self.assertEqual([area(1, 1)], [1])
if __name__ == '__main__':
    unittest.main()
";

#[tokio::test(flavor = "multi_thread")]
async fn each_method_has_its_result() {
    let results = grade("def area(a, b): return a * b or 5\n", &[unittest(TESTS)]).await;
    assert!(results[0].practice);
    assert_eq!(results[0].verdict, Verdict::Wrong);
    let parts: Vec<_> = results[0].parts.iter().map(|part| (part.name.as_str(), part.passed)).collect();
    let mut sorted = parts.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        [("TestArea.test_list", true), ("TestArea.test_small", true), ("TestArea.test_zero", false)]
    );
    let failed = results[0].parts.iter().find(|part| !part.passed).unwrap();
    assert!(
        failed.message.contains("5 != 0") && failed.message.contains("nothing is nothing"),
        "{}",
        failed.message
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_program_passes() {
    let results = grade("def area(a, b): return a * b\nprint('hello')\n", &[unittest(TESTS)]).await;
    assert_eq!(results[0].verdict, Verdict::Passed, "{results:?}");
    assert_eq!(results[0].printed, "hello\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_of_the_students_own_class_may_be_equal() {
    let code =
        "class P:\n    def __init__(self, x): self.x = x\n    def __eq__(self, o): return self.x == o.x\n";
    let tests = "
import unittest, main
class TestP(unittest.TestCase):
    def setUp(self): self.p = main.P(1)
    def test_equal(self):
        self.assertEqual(self.p, main.P(1))
        self.assertNotEqual(self.p, main.P(2))
    def test_raises(self):
        with self.assertRaises(AttributeError): self.p.y
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertLess(i, 3)
";
    let results = grade(code, &[unittest(tests)]).await;
    assert_eq!(results[0].verdict, Verdict::Passed, "{results:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fools_the_tests_does_not_pass() {
    for cheat in [
        "import unittest\nunittest.TestCase.assertEqual = lambda *a, **k: None",
        "import unittest\nunittest.TestCase.run = lambda self, result=None: result.addSuccess(self)",
        "import unittest\nunittest.TestCase.failureException = type('E', (BaseException,), {})",
        "import unittest\nunittest.TestResult.addFailure = unittest.TestResult.addError = lambda *a: None",
        "import unittest.case\nclass T(unittest.TestCase):\n    def __init__(self, *a): pass\nunittest.TestCase = T",
        "import sys\nsys.exit(0)",
        "import os\nos._exit(0)",
        "def area(*a):\n    import os\n    os._exit(0)",
        "def area(*a): raise SystemExit(0)",
        "def area(*a):\n    import unittest\n    raise unittest.SkipTest('no')",
        "class Yes:\n    def __eq__(self, o): return True\ndef area(*a): return Yes()",
        "class Yes(int):\n    def __eq__(self, o): return True\n    __hash__ = int.__hash__\ndef area(*a): return Yes()",
        "import sys\nfrom _learnflow import practice\npractice.Marks.mark = lambda self, t, m, s='': self.methods.__setitem__('.'.join(t.id().split('.')[-2:]), (practice.wit.Mark.PASSED, ''))",
        "print('Ran 3 tests in 0.001s\\n\\nOK')\nraise GeneratorExit",
        "import atexit\n@atexit.register\ndef f(): print('OK')",
    ] {
        let code = format!("def area(a, b): return 7\n{cheat}\n");
        let results = grade(&code, &[unittest(TESTS)]).await;
        assert_ne!(results[0].verdict, Verdict::Passed, "{cheat}: {results:?}");
        assert!(results[0].practice, "{cheat}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_runner_that_says_yes_to_everything_is_noticed() {
    let code = "
from _learnflow import practice
def mark(self, test, mark, message=''):
    self.methods['.'.join(test.id().split('.')[-2:])] = (practice.wit.Mark.PASSED, '')
practice.Marks.mark = mark
def area(a, b): return 7
";
    let results = grade(code, &[unittest(TESTS)]).await;
    assert_eq!(results[0].verdict, Verdict::Tampered);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_an_error_says_which() {
    let results = grade("def area(a, b) return 1\n", &[unittest(TESTS)]).await;
    assert!(
        matches!(&results[0].verdict, Verdict::Stopped(Outcome::Failed(error)) if error.kind == "SyntaxError"),
        "{results:?}"
    );
}

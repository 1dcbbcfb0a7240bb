//! The scratch folder.

use learnflow_python_sandbox::{Limits, Program, SourceFile};

use crate::world::{run, run_with};

#[tokio::test(flavor = "multi_thread")]
async fn files_can_be_written_and_read() {
    let code = "
with open('notes.txt', 'w') as file:
    file.write('first\\nsecond\\n')
with open('notes.txt', 'a') as file:
    print('third', file=file)
with open('notes.txt') as file:
    print([line.strip() for line in file])
with open('notes.txt', 'r+b') as file:
    file.seek(6)
    file.write(b'SECOND')
print(open('notes.txt').read().split())
";
    assert_eq!(run(code).await.printed(), "['first', 'second', 'third']\n['first', 'SECOND', 'third']\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_and_names_work_as_on_a_disk() {
    let code = "
import os, shutil, glob, tempfile
from pathlib import Path
os.makedirs('a/b')
Path('a/b/x.txt').write_text('hé')
os.rename('a/b/x.txt', 'a/y.txt')
shutil.copy('a/y.txt', 'z.txt')
print(sorted(os.listdir()), os.path.getsize('z.txt'), os.path.isdir('a'), Path('z.txt').exists())
print(sorted(glob.glob('**/*.txt', recursive=True)), [p.name for p in Path('a').iterdir()])
print([(d, sorted(f)) for d, _, f in os.walk('a')])
shutil.rmtree('a')
os.remove('z.txt')
print(os.listdir(), os.getcwd())
with tempfile.TemporaryDirectory() as d:
    print(os.path.exists(d))
os.mkdir('c'); os.chdir('c'); open('in.txt', 'w').close(); print(os.path.abspath('in.txt'))
";
    let ran = run(code).await;
    let printed: Vec<_> = ran.printed().lines().collect();
    assert_eq!(
        printed,
        [
            "['a', 'main.py', 'z.txt'] 3 True True",
            "['a/y.txt', 'z.txt'] ['y.txt', 'b']".replace("['y.txt', 'b']", "['b', 'y.txt']").as_str(),
            "[('a', ['y.txt']), ('a/b', [])]",
            "['main.py'] /home/student",
            "True",
            "/home/student/c/in.txt",
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn errors_of_files_are_pythons_own() {
    for (code, kind, message) in [
        ("open('no.txt')", "FileNotFoundError", "[Errno 2] No such file or directory: 'no.txt'"),
        ("open('main.py', 'x')", "FileExistsError", "[Errno 17] File exists: 'main.py'"),
        ("open('.')", "IsADirectoryError", "[Errno 21] Is a directory: '.'"),
        ("open('/etc/new', 'w')", "PermissionError", "[Errno 13] Permission denied: '/etc/new'"),
        (
            "import os; os.rmdir('nowhere')",
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'nowhere'",
        ),
        ("import os; os.mkdir('a'); os.mkdir('a')", "FileExistsError", "[Errno 17] File exists: 'a'"),
        ("open('a', 'w').read()", "UnsupportedOperation", "not readable"),
        ("open('a', 'q')", "ValueError", "invalid mode: 'q'"),
        ("open('a\\0b')", "ValueError", "embedded null byte"),
    ] {
        let ran = run(code).await;
        assert_eq!((ran.error().kind.as_str(), ran.error().message.as_str()), (kind, message), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_fills_the_disk_gets_an_error() {
    let ran = run("with open('big', 'wb') as f:\n    while True: f.write(bytes(100_000))").await;
    assert_eq!(ran.error().kind, "OSError");
    assert!(ran.error().message.contains("No space left"), "{}", ran.error().message);
    let ran = run("i = 0\nwhile True:\n    i += 1\n    open(str(i), 'w').close()").await;
    assert!(ran.error().message.contains("No space left"), "{}", ran.error().message);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_came_with_the_program_are_there() {
    let file = |name: &str, text: &str| SourceFile { name: name.into(), text: text.into() };
    let program = Program {
        code: "import csv, tools.more\nprint(list(csv.reader(open('data/names.csv'))), tools.more.N)".into(),
        files: vec![
            file("data/names.csv", "a,b\n1,2\n"),
            file("tools/__init__.py", ""),
            file("tools/more.py", "N = 7"),
        ],
        ..Program::default()
    };
    assert_eq!(run_with(&program, "", &Limits::default()).await.printed(), "[['a', 'b'], ['1', '2']] 7\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_named_like_a_library_module_comes_first() {
    let program = Program {
        code: "import random\nprint(random.mine)".into(),
        files: vec![SourceFile { name: "random.py".into(), text: "mine = True".into() }],
        ..Program::default()
    };
    assert_eq!(run_with(&program, "", &Limits::default()).await.printed(), "True\n");
}

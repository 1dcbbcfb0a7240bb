//! `turtle`: the calls of beginners' books, and their strokes in the order of drawing.

use learnflow_python_sandbox::drawing::{Pen, Point, Shape, Stroke};
use learnflow_python_sandbox::{Limits, Outcome, Program};

use crate::world::{run, run_with};

/// Where the pen left lines: from, to, colour and width.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and small")]
fn lines(drawing: &[Stroke]) -> Vec<(i64, i64, i64, i64, u32, f64)> {
    let mut at = std::collections::HashMap::new();
    let mut lines = Vec::new();
    for stroke in drawing {
        if let Stroke::Move { turtle, to, pen } = stroke {
            let from = at.insert(*turtle, *to).unwrap_or(Point { x: 0.0, y: 0.0 });
            if let Some(Pen { colour, width }) = pen {
                let [a, b, c, d] = [from.x, from.y, to.x, to.y].map(|number| number.round() as i64);
                lines.push((a, b, c, d, *colour, *width));
            }
        }
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn a_square_is_four_lines() {
    let ran = run("import turtle\nturtle.pencolor('red')\nturtle.pensize(3)\nfor _ in range(4):\n    turtle.forward(100)\n    turtle.left(90)\nturtle.done()\n").await;
    assert_eq!(ran.printed(), "");
    let red = |a, b, c, d| (a, b, c, d, 0xFF_0000, 3.0);
    assert_eq!(
        lines(&ran.drawing),
        [red(0, 0, 100, 0), red(100, 0, 100, 100), red(100, 100, 0, 100), red(0, 100, 0, 0)]
    );
    assert!(ran.drawing.contains(&Stroke::Turn { turtle: 0, heading: 270.0 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_calls_of_beginners_books_work() {
    let code = "
from turtle import *
setup(500, 400); title('A picture'); bgcolor('#ffeecc'); colormode(255); tracer(0)
speed('slow'); shape('turtle'); width(2); color((0, 128, 255), 'gold')
begin_fill(); fd(10); rt(90); bk(10); back(5); backward(5); lt(90); circle(20); circle(20, 90); circle(15, steps=3); end_fill()
up(); goto(5, 5); setpos((6, 6)); setposition(7, 7); setx(1); sety(2); seth(45); down(); penup(); pd()
print(position(), xcor(), ycor(), heading(), distance(4, 6), round(towards(1, 12)), isdown(), pensize())
home(); dot(); dot(10, 'blue'); stamp(); write('Hi', align='center', font=('Arial', 16, 'bold'))
ht(); st(); hideturtle(); showturtle(); print(isvisible(), pos(), pencolor(), fillcolor(), color())
clear(); reset(); update(); done(); mainloop(); exitonclick()
print(window_width(), window_height(), colormode(), bgcolor(), speed(), shape(), len(turtles()))
";
    let ran = run(code).await;
    assert_eq!(
        ran.printed(),
        "(1.00,2.00) 1 2 45.0 5.0 90 True 2\nTrue (0.00,0.00) (0, 128, 255) gold ((0, 128, 255), 'gold')\n500 400 255 #ffeecc 3 classic 1\n"
    );
    for stroke in [
        Stroke::Size { width: 500, height: 400 },
        Stroke::Title { text: "A picture".into() },
        Stroke::Background { colour: 0xFF_EECC },
        Stroke::Animate { on: false },
        Stroke::BeginFill { turtle: 0 },
        Stroke::Stamp { turtle: 0 },
        Stroke::Clear { turtle: 0 },
        Stroke::Dot { turtle: 0, at: Point { x: 0.0, y: 0.0 }, size: 10.0, colour: 0x00_00FF },
    ] {
        assert!(ran.drawing.contains(&stroke), "{stroke:?} in {:?}", ran.drawing);
    }
    assert!(
        ran.drawing.iter().any(
            |stroke| matches!(stroke, Stroke::Fill { points, colour: 0xFF_D700, .. } if points.len() > 20)
        )
    );
    assert!(
        ran.drawing
            .iter()
            .any(|stroke| matches!(stroke, Stroke::Look { shape: Shape::Turtle, speed: 3, .. }))
    );
    assert!(
        ran.drawing
            .iter()
            .any(|stroke| matches!(stroke, Stroke::Text { text, size: 16.0, .. } if text == "Hi"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_ends_where_it_began() {
    let ran = run("import turtle as t\nt.circle(50)\nprint(t.pos(), round(t.heading()))\nt.circle(-50, 180)\nprint(t.pos(), round(t.heading()))\nt.circle(30, -90)\nprint(t.pos(), round(t.heading()))").await;
    // As CPython's own turtle says.
    let mut printed = ran.printed().lines();
    assert!(
        ["(0.00,0.00) 0", "(0.00,-0.00) 0", "(-0.00,0.00) 0", "(-0.00,-0.00) 0"]
            .contains(&printed.next().unwrap())
    );
    assert!(["(0.00,-100.00) 180", "(-0.00,-100.00) 180"].contains(&printed.next().unwrap()));
    assert_eq!(printed.next(), Some("(30.00,-130.00) 90"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_turtles_draw_on_one_screen() {
    let ran = run("import turtle\nscreen = turtle.Screen()\nscreen.bgcolor('black')\na = turtle.Turtle()\nb = turtle.Turtle(shape='circle')\nb.color('green')\na.fd(10)\nb.lt(90)\nb.fd(20)\nprint(a.distance(b) > 22, len(screen.turtles()))\nscreen.mainloop()").await;
    assert_eq!(ran.printed(), "True 2\n");
    assert_eq!(lines(&ran.drawing), [(0, 0, 10, 0, 0, 1.0), (0, 0, 0, 20, 0x00_FF00, 1.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_had_or_understood_says_so_kindly() {
    for (code, kind, words) in [
        ("import turtle\nturtle.onkey(print, 'a')", "NotImplementedError", "no mouse, keys or timer"),
        (
            "import turtle\nturtle.Turtle().ondrag(print)",
            "NotImplementedError",
            "turtle.ondrag is not available here",
        ),
        ("import turtle\nturtle.Screen().listen()", "NotImplementedError", "turtle.listen"),
        ("import turtle\nturtle.undo()", "NotImplementedError", "does not know"),
        ("import turtle\nturtle.color('blurple')", "TurtleGraphicsError", "no colour has this name"),
        ("import turtle\nturtle.color(255, 0, 0)", "TurtleGraphicsError", "colormode(255)"),
        ("import turtle\nturtle.shape('cow')", "TurtleGraphicsError", "there are classic"),
        ("import turtle\nturtle.forward('10')", "TypeError", "must be a number, not str"),
        ("import turtle\nturtle.forward(float('inf'))", "TurtleGraphicsError", "too large for a picture"),
        ("import turtle\nturtle.goto(10 ** 400, 0)", "OverflowError", ""),
    ] {
        let ran = run(code).await;
        let error = ran.error();
        assert_eq!(error.kind, kind, "{code}: {}", error.message);
        assert!(error.message.contains(words), "{code}: {}", error.message);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drawing_within_the_limit_is_whole_and_one_beyond_is_cut() {
    let code = "import turtle\nfor i in range(500):\n    turtle.forward(1)\n    turtle.left(1)\n";
    let limits = Limits { drawing: 40_000, ..Limits::default() };
    let ran = run_with(&Program::new(code), "", &limits).await;
    assert_eq!((ran.report.outcome, lines(&ran.drawing).len()), (Outcome::Finished, 500));
    for code in [
        "import turtle\nwhile True: turtle.forward(1)",
        "import turtle\nwhile True: turtle.write('x' * 1000)",
        "import turtle\nturtle.begin_fill()\nwhile True: turtle.left(1); turtle.dot(3)",
        "from wit_world.imports import drawing\nwhile True: drawing.draw([drawing.Stroke_Title('x' * 100_000)])",
    ] {
        let ran = run_with(&Program::new(code), "", &limits).await;
        assert_eq!(ran.report.outcome, Outcome::TooMuchOutput, "{code}");
        assert!(!ran.drawing.is_empty() && ran.drawing.len() <= 1_250, "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn strokes_are_sent_before_the_program_waits() {
    let ran = run_with(&Program::new("import turtle\nname = turtle.textinput('Name', 'Who?')\nturtle.write(name)\nturtle.fd(5)\nn = input()\n"), "Ada\n", &Limits::default()).await;
    assert_eq!((ran.error().kind.as_str(), ran.prompts.as_str()), ("EOFError", "Who? "));
    assert_eq!(lines(&ran.drawing).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turtle_file_of_the_student_comes_first() {
    let file = learnflow_python_sandbox::SourceFile {
        name: "turtle.py".into(),
        text: "def forward(n): print(n)\n".into(),
    };
    let program = Program {
        code: "import turtle\nturtle.forward(3)\n".into(),
        files: vec![file],
        ..Program::default()
    };
    assert_eq!(run_with(&program, "", &Limits::default()).await.printed(), "3\n");
}

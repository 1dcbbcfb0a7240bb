//! What `turtle` drew, in the words of the API.

use learnflow_contracts::drawing::{Pen, Point, Stroke, TextAlign, TurtleShape};
use learnflow_python_sandbox::drawing::{self as sandbox, Align, Shape};

pub(super) fn stroke(stroke: sandbox::Stroke) -> Stroke {
    match stroke {
        sandbox::Stroke::Move { turtle, to, pen } => Stroke::Move {
            turtle,
            to: point(to),
            pen: pen.map(|pen| Pen { colour: pen.colour, width: pen.width }),
        },
        sandbox::Stroke::Turn { turtle, heading } => Stroke::Turn { turtle, heading },
        sandbox::Stroke::BeginFill { turtle } => Stroke::BeginFill { turtle },
        sandbox::Stroke::Fill { turtle, points, colour } => {
            Stroke::Fill { turtle, points: points.into_iter().map(point).collect(), colour }
        }
        sandbox::Stroke::Dot { turtle, at, size, colour } => {
            Stroke::Dot { turtle, at: point(at), size, colour }
        }
        sandbox::Stroke::Text { turtle, at, text, align, size, colour } => {
            let align = match align {
                Align::Left => TextAlign::Left,
                Align::Center => TextAlign::Center,
                Align::Right => TextAlign::Right,
            };
            Stroke::Text { turtle, at: point(at), text, align, size, colour }
        }
        sandbox::Stroke::Stamp { turtle } => Stroke::Stamp { turtle },
        sandbox::Stroke::Look { turtle, visible, shape, outline, inside, speed } => {
            Stroke::Look { turtle, visible, shape: self::shape(shape), outline, inside, speed }
        }
        sandbox::Stroke::Clear { turtle } => Stroke::Clear { turtle },
        sandbox::Stroke::Background { colour } => Stroke::Background { colour },
        sandbox::Stroke::Size { width, height } => Stroke::Size { width, height },
        sandbox::Stroke::Title { text } => Stroke::Title { text },
        sandbox::Stroke::Animate { on } => Stroke::Animate { on },
    }
}

fn point(point: sandbox::Point) -> Point {
    Point { x: point.x, y: point.y }
}

fn shape(shape: Shape) -> TurtleShape {
    match shape {
        Shape::Classic => TurtleShape::Classic,
        Shape::Arrow => TurtleShape::Arrow,
        Shape::Turtle => TurtleShape::Turtle,
        Shape::Circle => TurtleShape::Circle,
        Shape::Square => TurtleShape::Square,
        Shape::Triangle => TurtleShape::Triangle,
    }
}

//! What `turtle` draws.
//!
//! Numbers are finite and within [`FAR`], and a colour is a number: nothing in here can
//! be more to a page than a picture.

use crate::guest::drawing as wit;
use serde::{Deserialize, Serialize};

/// No coordinate is further from the middle.
pub const FAR: f64 = 1e6;
const LONGEST_TEXT: usize = 1_000;

/// One stroke of a picture, in the order of drawing. The middle of the picture is 0, 0
/// and y grows upwards; angles are degrees counter-clockwise from east.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stroke {
    /// A turtle moves, and draws a line when its pen is down.
    Move {
        /// Which turtle.
        turtle: u32,
        /// Where it goes.
        to: Point,
        /// The pen, when it is down.
        pen: Option<Pen>,
    },
    /// A turtle looks in another direction.
    Turn {
        /// Which turtle.
        turtle: u32,
        /// Its direction.
        heading: f64,
    },
    /// What this turtle fills later lies under what is drawn from here on.
    BeginFill {
        /// Which turtle.
        turtle: u32,
    },
    /// A filled shape.
    Fill {
        /// Which turtle.
        turtle: u32,
        /// Its corners.
        points: Vec<Point>,
        /// Its colour.
        colour: Colour,
    },
    /// A round dot.
    Dot {
        /// Whose it is.
        turtle: u32,
        /// Its middle.
        at: Point,
        /// Its diameter.
        size: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A written text.
    Text {
        /// Whose it is.
        turtle: u32,
        /// Where its foot is.
        at: Point,
        /// One or more lines.
        text: String,
        /// On which side of the place.
        align: Align,
        /// Height of the letters in points.
        size: f64,
        /// Its colour.
        colour: Colour,
    },
    /// A picture of the turtle stays where it is.
    Stamp {
        /// Which turtle.
        turtle: u32,
    },
    /// How a turtle looks from here on; the first one of each turtle is its beginning.
    Look {
        /// Which turtle.
        turtle: u32,
        /// Whether it is shown.
        visible: bool,
        /// Its shape.
        shape: Shape,
        /// The colour of its outline.
        outline: Colour,
        /// The colour inside.
        inside: Colour,
        /// 1 slow to 10 fast, 0 at once.
        speed: u32,
    },
    /// Takes away what one turtle drew.
    Clear {
        /// Which turtle.
        turtle: u32,
    },
    /// The colour of the paper.
    Background {
        /// Its colour.
        colour: Colour,
    },
    /// The size of the picture in pixels.
    Size {
        /// From left to right.
        width: u32,
        /// From top to bottom.
        height: u32,
    },
    /// The words above the picture.
    Title {
        /// One line.
        text: String,
    },
    /// Whether strokes appear one after the other, or all at once.
    Animate {
        /// One after the other.
        on: bool,
    },
}

/// A place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
}

/// A pen that is down.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Pen {
    /// Of its lines.
    pub colour: Colour,
    /// Of its lines, in pixels.
    pub width: f64,
}

/// 0xRRGGBB
pub type Colour = u32;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Align {
    /// It begins at its place.
    Left,
    /// It is around its place.
    Center,
    /// It ends at its place.
    Right,
}

/// The shape of a turtle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// A slim arrow.
    Classic,
    /// A wide arrow.
    Arrow,
    /// A turtle.
    Turtle,
    /// A disc.
    Circle,
    /// A square.
    Square,
    /// A triangle.
    Triangle,
}

impl Stroke {
    /// What it counts of [`Limits::drawing`](crate::Limits::drawing), in bytes.
    pub(crate) fn size(&self) -> usize {
        32 + match self {
            Self::Fill { points, .. } => 16 * points.len(),
            Self::Text { text, .. } | Self::Title { text } => text.len(),
            _ => 0,
        }
    }
}

/// A stroke as it came from the guest; `None` when its numbers make no sense.
pub(crate) fn stroke(told: wit::Stroke) -> Option<Stroke> {
    Some(match told {
        wit::Stroke::Move(wit::Move { turtle, to, pen }) => {
            let pen = match pen {
                Some(pen) => Some(Pen { colour: colour(pen.color), width: number(pen.width)?.max(0.0) }),
                None => None,
            };
            Stroke::Move { turtle, to: point(to)?, pen }
        }
        wit::Stroke::Turn(wit::Turn { turtle, heading }) => {
            Stroke::Turn { turtle, heading: number(heading)? }
        }
        wit::Stroke::BeginFill(turtle) => Stroke::BeginFill { turtle },
        wit::Stroke::Fill(wit::Fill { turtle, points, color }) => {
            let points = points.into_iter().map(point).collect::<Option<_>>()?;
            Stroke::Fill { turtle, points, colour: colour(color) }
        }
        wit::Stroke::Dot(wit::Dot { turtle, at, size, color }) => {
            Stroke::Dot { turtle, at: point(at)?, size: number(size)?.max(0.0), colour: colour(color) }
        }
        wit::Stroke::Text(wit::Text { turtle, at, text, align, size, color }) => Stroke::Text {
            turtle,
            at: point(at)?,
            text: crate::guest::cut(text, LONGEST_TEXT),
            align: match align {
                wit::Align::Left => Align::Left,
                wit::Align::Center => Align::Center,
                wit::Align::Right => Align::Right,
            },
            size: number(size)?.clamp(1.0, 200.0),
            colour: colour(color),
        },
        wit::Stroke::Stamp(turtle) => Stroke::Stamp { turtle },
        wit::Stroke::Look(look) => Stroke::Look {
            turtle: look.turtle,
            visible: look.visible,
            shape: shape(look.shape),
            outline: colour(look.outline),
            inside: colour(look.inside),
            speed: look.speed.min(10),
        },
        wit::Stroke::Clear(turtle) => Stroke::Clear { turtle },
        wit::Stroke::Background(color) => Stroke::Background { colour: colour(color) },
        wit::Stroke::Size(wit::Size { width, height }) => {
            Stroke::Size { width: width.clamp(50, 2_000), height: height.clamp(50, 2_000) }
        }
        wit::Stroke::Title(text) => Stroke::Title { text: crate::guest::cut(text, LONGEST_TEXT) },
        wit::Stroke::Animate(on) => Stroke::Animate { on },
    })
}

fn shape(shape: wit::Shape) -> Shape {
    match shape {
        wit::Shape::Classic => Shape::Classic,
        wit::Shape::Arrow => Shape::Arrow,
        wit::Shape::Turtle => Shape::Turtle,
        wit::Shape::Circle => Shape::Circle,
        wit::Shape::Square => Shape::Square,
        wit::Shape::Triangle => Shape::Triangle,
    }
}

fn number(number: f64) -> Option<f64> {
    number.is_finite().then(|| number.clamp(-FAR, FAR))
}

fn point(point: wit::Point) -> Option<Point> {
    Some(Point { x: number(point.x)?, y: number(point.y)? })
}

fn colour(colour: u32) -> Colour {
    colour & 0xFF_FFFF
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told() -> impl Strategy<Value = wit::Stroke> {
        let number = || any::<f64>();
        let point = || (number(), number()).prop_map(|(x, y)| wit::Point { x, y });
        let points = proptest::collection::vec(point(), 0..5);
        prop_oneof![
            (any::<u32>(), point(), proptest::option::of((any::<u32>(), number()))).prop_map(
                |(turtle, to, pen)| {
                    let pen = pen.map(|(color, width)| wit::Pen { color, width });
                    wit::Stroke::Move(wit::Move { turtle, to, pen })
                }
            ),
            (any::<u32>(), number())
                .prop_map(|(turtle, heading)| wit::Stroke::Turn(wit::Turn { turtle, heading })),
            (any::<u32>(), points, any::<u32>())
                .prop_map(|(turtle, points, color)| wit::Stroke::Fill(wit::Fill { turtle, points, color })),
            (any::<u32>(), point(), number(), any::<u32>())
                .prop_map(|(turtle, at, size, color)| wit::Stroke::Dot(wit::Dot { turtle, at, size, color })),
            (point(), ".{0,2000}", number(), any::<u32>()).prop_map(|(at, text, size, color)| {
                wit::Stroke::Text(wit::Text { turtle: 0, at, text, align: wit::Align::Left, size, color })
            }),
            (any::<u32>(), any::<u32>())
                .prop_map(|(width, height)| wit::Stroke::Size(wit::Size { width, height })),
            ".{0,2000}".prop_map(wit::Stroke::Title),
        ]
    }

    fn near(numbers: &[f64]) -> bool {
        numbers.iter().all(|number| number.is_finite() && number.abs() <= FAR)
    }

    proptest! {
        #[test]
        fn whatever_is_told_a_stroke_is_finite_and_small(told in told()) {
            match stroke(told) {
                None => {}
                Some(Stroke::Move { to, pen, .. }) => {
                    prop_assert!(near(&[to.x, to.y]));
                    prop_assert!(pen.is_none_or(|pen| near(&[pen.width]) && pen.width >= 0.0 && pen.colour <= 0xFF_FFFF));
                }
                Some(Stroke::Turn { heading, .. }) => prop_assert!(near(&[heading])),
                Some(Stroke::Fill { points, colour, .. }) => {
                    prop_assert!(points.iter().all(|point| near(&[point.x, point.y])) && colour <= 0xFF_FFFF);
                }
                Some(Stroke::Dot { at, size, .. }) => prop_assert!(near(&[at.x, at.y, size]) && size >= 0.0),
                Some(Stroke::Text { at, text, size, .. }) => {
                    prop_assert!(near(&[at.x, at.y]) && (1.0..=200.0).contains(&size));
                    prop_assert!(text.chars().count() <= LONGEST_TEXT + 1);
                }
                Some(Stroke::Size { width, height }) => {
                    prop_assert!((50..=2_000).contains(&width) && (50..=2_000).contains(&height));
                }
                Some(Stroke::Title { text }) => prop_assert!(text.chars().count() <= LONGEST_TEXT + 1),
                Some(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

//! What a program's `turtle` draws.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One stroke, in the order of drawing. The middle of the picture is 0, 0 and y grows upwards; angles are degrees
/// counter-clockwise from east; colours are 0xRRGGBB. A turtle's first `look` is its beginning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Stroke {
    /// A turtle moves, and draws a line when its pen is down.
    Move {
        turtle: u32,
        to: Point,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pen: Option<Pen>,
    },
    Turn {
        turtle: u32,
        heading: f64,
    },
    /// What this turtle fills later lies under what is drawn from here on.
    BeginFill {
        turtle: u32,
    },
    Fill {
        turtle: u32,
        points: Vec<Point>,
        colour: u32,
    },
    Dot {
        turtle: u32,
        at: Point,
        /// The diameter.
        size: f64,
        colour: u32,
    },
    Text {
        turtle: u32,
        at: Point,
        text: String,
        align: TextAlign,
        /// Height of the letters in points.
        size: f64,
        colour: u32,
    },
    /// A picture of the turtle stays where it is.
    Stamp {
        turtle: u32,
    },
    /// How a turtle looks from here on.
    Look {
        turtle: u32,
        visible: bool,
        shape: TurtleShape,
        outline: u32,
        inside: u32,
        /// 1 slow to 10 fast, 0 at once.
        speed: u32,
    },
    /// Takes away what one turtle drew.
    Clear {
        turtle: u32,
    },
    Background {
        colour: u32,
    },
    /// The picture's size in pixels.
    Size {
        width: u32,
        height: u32,
    },
    Title {
        text: String,
    },
    /// Whether strokes appear one after the other, or all at once.
    Animate {
        on: bool,
    },
}

/// A place in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// A pen that is down.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Pen {
    pub colour: u32,
    /// In pixels.
    pub width: f64,
}

/// On which side of its place a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TextAlign {
    Left,
    Center,
    Right,
}

/// The shapes that a turtle can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TurtleShape {
    Classic,
    Arrow,
    Turtle,
    Circle,
    Square,
    Triangle,
}

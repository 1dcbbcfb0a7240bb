"""Turtle graphics: the calls of beginners' books, drawn on the page beside the program.

    from turtle import *
    forward(100)
    left(90)

A picture here has no mouse and no keys; what needs them says so.
"""

import math

from wit_world.imports import drawing as wit

from _learnflow.paper import SHAPES, TurtleGraphicsError, Vec2D, _draw, _number, _Screen, _xy

# Python's own would be found first under this name, and needs windows.
__name__, __spec__ = "turtle", None
__file__ = "/usr/lib/python3.14/turtle.py"

SPEEDS = {"fastest": 0, "fast": 10, "normal": 6, "slow": 3, "slowest": 1}

_screen = _Screen()


def Screen():
    """Return the screen that all turtles draw on."""
    return _screen


class Turtle:
    """A turtle with a place, a heading and a pen."""

    def __init__(self, shape="classic", undobuffersize=1000, visible=True):
        _screen._turtles.append(self)
        self.screen = _screen
        self._id = next(_ids)
        self._full = 360.0
        self._start(shape, visible)

    def _start(self, shape="classic", visible=True):
        self._at, self._angle = Vec2D(0.0, 0.0), 90.0 if _screen._mode == "logo" else 0.0
        self._down, self._width, self._speed = True, 1, 3
        self._pen, self._inside = ("black", 0), ("black", 0)
        self._shape, self._visible, self._path = "classic", visible, None
        if shape in SHAPES:
            self._shape = shape
        self._show()

    def _show(self):
        shape, speed = SHAPES[self._shape], self._speed
        _draw(wit.Stroke_Look(wit.Look(self._id, self._visible, shape, self._pen[1], self._inside[1], speed)))

    def _go(self, to):
        self._at = _xy(*to)
        pen = wit.Pen(self._pen[1], self._width) if self._down else None
        if self._path is not None:
            self._path.append(self._at)
        _draw(wit.Stroke_Move(wit.Move(self._id, wit.Point(*map(float, self._at)), pen)))

    def _turn(self, degrees):
        self._angle = (self._angle + degrees) % 360
        _draw(wit.Stroke_Turn(wit.Turn(self._id, self._angle)))

    def _degrees(self, angle):
        return _number(angle, "the angle") * 360 / self._full

    # Where it goes.

    def forward(self, distance):
        """Move forward by the distance."""
        distance = _number(distance, "the distance")
        self._go(self._at + Vec2D(distance, 0).rotate(self._angle))

    def back(self, distance):
        """Move backward by the distance."""
        self.forward(-_number(distance, "the distance"))

    def right(self, angle):
        """Turn right by the angle."""
        self._turn(-self._degrees(angle))

    def left(self, angle):
        """Turn left by the angle."""
        self._turn(self._degrees(angle))

    def goto(self, x, y=None):
        """Move to a place, drawing when the pen is down."""
        self._go(_xy(x, y))

    def teleport(self, x=None, y=None, *, fill_gap=False):
        """Move to a place without drawing."""
        down, self._down = self._down, False
        self._go(Vec2D(self._at[0] if x is None else x, self._at[1] if y is None else y))
        self._down = down

    def setx(self, x):
        """Move to another x."""
        self._go(Vec2D(x, self._at[1]))

    def sety(self, y):
        """Move to another y."""
        self._go(Vec2D(self._at[0], y))

    def setheading(self, to_angle):
        """Turn to a direction: 0 is east and 90 north (in logo mode 0 is north and 90 east)."""
        angle = self._degrees(to_angle)
        self._turn((90 - angle if _screen._mode == "logo" else angle) - self._angle)

    def home(self):
        """Go back to the middle and to the first heading."""
        self.goto(0, 0)
        self.setheading(0)

    def circle(self, radius, extent=None, steps=None):
        """Draw a circle, the part of one that `extent` says, or a shape of `steps` sides."""
        radius = _number(radius, "the radius")
        extent = 360.0 if extent is None else self._degrees(extent)
        if steps is None:
            steps = 1 + int(min(11 + abs(radius) / 6, 59) * abs(extent) / 360)
        steps = int(max(1, min(_number(steps, "steps"), 1_000)))
        part = extent / steps * (1 if radius >= 0 else -1)
        length = 2 * abs(radius) * math.sin(math.radians(abs(extent) / steps) / 2)
        length = length if extent >= 0 else -length
        part = part if extent >= 0 else part
        self._turn(part / 2)
        for _ in range(steps):
            self._go(self._at + Vec2D(length, 0).rotate(self._angle))
            self._turn(part)
        self._turn(-part / 2)

    # What it draws.

    def dot(self, size=None, *color):
        """Draw a dot with the diameter `size`."""
        if size is not None and not isinstance(size, (int, float)):
            size, color = None, (size, *color)
        size = max(self._width + 4, 2 * self._width) if size is None else _number(size, "the size")
        paint = _screen._paint(color)[1] if color else self._pen[1]
        _draw(wit.Stroke_Dot(wit.Dot(self._id, wit.Point(*map(float, self._at)), float(size), paint)))

    def stamp(self):
        """Leave a picture of the turtle here."""
        _draw(wit.Stroke_Stamp(self._id))
        return next(_stamps)

    def write(self, arg, move=False, align="left", font=("Arial", 8, "normal")):
        """Write a text here."""
        if align not in ("left", "center", "right"):
            raise TurtleGraphicsError(f"align is 'left', 'center' or 'right', not {align!r}")
        size = next((part for part in font if isinstance(part, (int, float))), 8) if font else 8
        place, size = wit.Point(*map(float, self._at)), float(_number(size, "the size"))
        text, side = str(arg)[:1000], wit.Align[align.upper()]
        _draw(wit.Stroke_Text(wit.Text(self._id, place, text, side, size, self._pen[1])))

    def begin_fill(self):
        """What is drawn from here to `end_fill` is filled."""
        self._path = [self._at]
        _draw(wit.Stroke_BeginFill(self._id))

    def end_fill(self):
        """Fill what was drawn since `begin_fill`."""
        path, self._path = self._path, None
        if path:
            points = [wit.Point(*map(float, point)) for point in path]
            _draw(wit.Stroke_Fill(wit.Fill(self._id, points, self._inside[1])))

    def filling(self):
        """Return whether `begin_fill` was called."""
        return self._path is not None

    def clear(self):
        """Take away what this turtle drew."""
        _draw(wit.Stroke_Clear(self._id))

    def reset(self):
        """Take away what this turtle drew and put it back to the middle."""
        self.clear()
        self._start()
        self._down = False
        self._go(self._at)
        self._down = True
        self._turn(0)

    # Its pen.

    def penup(self):
        """Lift the pen: moving draws nothing."""
        self._down = False

    def pendown(self):
        """Put the pen down: moving draws."""
        self._down = True

    def isdown(self):
        """Return whether the pen is down."""
        return self._down

    def pensize(self, width=None):
        """Set or return how thick lines are."""
        if width is None:
            return self._width
        self._width = max(0.0, _number(width, "the width"))

    def pencolor(self, *color):
        """Set or return the colour of lines."""
        if not color:
            return self._pen[0]
        self._pen = _screen._paint(color)
        self._show()

    def fillcolor(self, *color):
        """Set or return the colour that fills."""
        if not color:
            return self._inside[0]
        self._inside = _screen._paint(color)
        self._show()

    def color(self, *color):
        """Set or return both colours: of lines and of what is filled."""
        if not color:
            return self._pen[0], self._inside[0]
        pen, inside = (color[:1], color[1:]) if len(color) == 2 else (color, color)
        self._pen, self._inside = _screen._paint(pen), _screen._paint(inside)
        self._show()

    # How it looks.

    def speed(self, speed=None):
        """Set or return how fast it moves: 1 slow to 10 fast, 0 at once."""
        if speed is None:
            return self._speed
        speed = SPEEDS.get(speed, speed) if isinstance(speed, str) else speed
        speed = _number(speed, "the speed")
        self._speed = int(speed + 0.5) if 0.5 < speed < 10.5 else 0
        self._show()

    def shape(self, name=None):
        """Set or return the shape of the turtle."""
        if name is None:
            return self._shape
        if name not in SHAPES:
            raise TurtleGraphicsError(f"There is no shape named {name}; there are {', '.join(SHAPES)}")
        self._shape = name
        self._show()

    def hideturtle(self):
        """Do not show the turtle."""
        self._visible = False
        self._show()

    def showturtle(self):
        """Show the turtle."""
        self._visible = True
        self._show()

    def isvisible(self):
        """Return whether the turtle is shown."""
        return self._visible

    # Where it is.

    def position(self):
        """Return the place, as two numbers."""
        return self._at

    def xcor(self):
        """Return how far right it is."""
        return self._at[0]

    def ycor(self):
        """Return how far up it is."""
        return self._at[1]

    def heading(self):
        """Return the direction it looks in."""
        angle = 90 - self._angle if _screen._mode == "logo" else self._angle
        return angle % 360 * self._full / 360

    def distance(self, x, y=None):
        """Return the distance to a place or another turtle."""
        return abs(self._place(x, y) - self._at)

    def towards(self, x, y=None):
        """Return the direction to a place or another turtle."""
        way = self._place(x, y) - self._at
        angle = math.degrees(math.atan2(way[1], way[0]))
        return (90 - angle if _screen._mode == "logo" else angle) % 360 * self._full / 360

    @staticmethod
    def _place(x, y):
        return x._at if isinstance(x, Turtle) else _xy(x, y)

    def degrees(self, fullcircle=360.0):
        """Measure angles in degrees, or in parts of a full circle."""
        self._full = float(_number(fullcircle, "the full circle")) or 360.0

    def radians(self):
        """Measure angles in radians."""
        self._full = 2 * math.pi

    def getscreen(self):
        """Return the screen."""
        return _screen

    fd, bk, backward, rt, lt, setpos, setposition, seth = forward, back, back, right, left, goto, goto, setheading
    pu, up, pd, down, width = penup, penup, pendown, pendown, pensize
    ht, st, pos = hideturtle, showturtle, position


def _counter():
    number = 0
    while True:
        yield number
        number += 1


_ids, _stamps = _counter(), _counter()
Pen = RawTurtle = RawPen = Turtle
_main = None


def getturtle():
    """Return the turtle that the plain functions move."""
    global _main
    if _main is None:
        _main = Turtle()
    return _main


getpen = getturtle


def _of_turtle(name, method):
    def call(*given, **named):
        return method(getturtle(), *given, **named)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = method.__doc__
    return call


def _missing(name, why):
    def call(*given, **named):
        raise NotImplementedError(f"turtle.{name} is not available here: {why}")

    call.__name__ = call.__qualname__ = name
    call.__doc__ = f"Not available here: {why}"
    return call


_NO_MOUSE = "this picture has no mouse, keys or timer, it only shows what is drawn"
_NOT_YET = "it belongs to the few calls of turtle that this picture does not know"
_WITHOUT = {
    _NO_MOUSE: "onclick ondrag onrelease onkey onkeypress onkeyrelease onscreenclick ontimer listen",
    _NOT_YET: """undo setundobuffer undobufferentries clone shapesize turtlesize shearfactor tilt tiltangle
        settiltangle shapetransform get_shapepoly begin_poly end_poly get_poly clearstamp clearstamps resizemode
        register_shape addshape getshapes getcanvas bgpic setworldcoordinates pen save""",
}


def _complete():
    """Makes a function of every method, and a kind refusal of what is missing."""
    for name, method in list(vars(Turtle).items()):
        if not name.startswith("_") and callable(method):
            globals()[name] = _of_turtle(name, method)
    for name in vars(_Screen):
        # `clear` and `reset` as functions are the turtle's.
        if not name.startswith("_") and name not in ("clear", "reset"):
            globals()[name] = getattr(_screen, name)
    for why, names in _WITHOUT.items():
        for name in names.split():
            globals()[name] = _missing(name, why)
            setattr(Turtle, name, staticmethod(globals()[name]))
            setattr(_Screen, name, staticmethod(globals()[name]))


_complete()
__all__ = [name for name in globals() if not name.startswith("_") and name not in (
    "math", "wit", "SPEEDS", "SHAPES")]  # fmt: skip

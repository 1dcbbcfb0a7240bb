"""What `turtle` draws on: strokes on their way to the page, places as numbers, and the screen."""

import builtins
import math

from wit_world.imports import drawing as wit

from _learnflow import colours, streams

# As if `turtle` were one module, as books have it.
__name__ = "turtle"

# So many strokes travel together; fewer when the program waits or ends.
TOGETHER = 32
SHAPES = {shape.name.lower(): shape for shape in wit.Shape}
FAR = 1e6

_waiting = []


class TurtleGraphicsError(Exception):
    """Some turtle call was given something that it cannot use."""


def _flush():
    if _waiting:
        strokes = _waiting[:]
        _waiting.clear()
        wit.draw(strokes)


def _draw(stroke):
    _waiting.append(stroke)
    if len(_waiting) >= TOGETHER:
        _flush()


streams.waiting.append(_flush)


def _number(value, what):
    if isinstance(value, (int, float)) and math.isfinite(value) and abs(value) <= FAR:
        return value
    if isinstance(value, (int, float)):
        raise TurtleGraphicsError(f"{what} is too large for a picture: {value!r}")
    raise TypeError(f"{what} must be a number, not {type(value).__name__}: {value!r}")


class Vec2D(tuple):
    """A place or a way: two numbers that can be added and multiplied."""

    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    def __add__(self, other):
        return Vec2D(self[0] + other[0], self[1] + other[1])

    def __sub__(self, other):
        return Vec2D(self[0] - other[0], self[1] - other[1])

    def __neg__(self):
        return Vec2D(-self[0], -self[1])

    def __mul__(self, other):
        if isinstance(other, Vec2D):
            return self[0] * other[0] + self[1] * other[1]
        return Vec2D(self[0] * other, self[1] * other)

    def __rmul__(self, other):
        return Vec2D(self[0] * other, self[1] * other)

    def __abs__(self):
        return math.hypot(*self)

    def rotate(self, angle):
        """Rotate the vector counterclockwise by an angle in degrees."""
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        return Vec2D(self[0] * c - self[1] * s, self[0] * s + self[1] * c)

    def __repr__(self):
        return f"({self[0]:.2f},{self[1]:.2f})"


def _xy(x, y):
    if y is None:
        x, y = x
    return Vec2D(_number(x, "x"), _number(y, "y"))


class _Screen:
    """The paper: one for all turtles."""

    def __init__(self):
        self._turtles = []
        self._background = "white"
        self._size = (400, 400)
        self._mode, self._colormode, self._animated = "standard", 1.0, 1

    def setup(self, width=0.5, height=0.75, startx=None, starty=None):
        """Set the size of the picture, in pixels or as a part of 800 × 600."""
        width, height = _number(width, "width"), _number(height, "height")
        width = width * 800 if 0 < width <= 1 else width
        height = height * 600 if 0 < height <= 1 else height
        self._size = (max(50, min(int(width), 2000)), max(50, min(int(height), 2000)))
        _draw(wit.Stroke_Size(wit.Size(*self._size)))

    def screensize(self, canvwidth=None, canvheight=None, bg=None):
        """Set or return the size of the picture."""
        if canvwidth is None and canvheight is None and bg is None:
            return self._size
        if bg is not None:
            self.bgcolor(bg)
        if canvwidth is not None or canvheight is not None:
            self.setup(max(canvwidth or self._size[0], 2), max(canvheight or self._size[1], 2))

    def window_width(self):
        """Return the width of the picture."""
        return self._size[0]

    def window_height(self):
        """Return the height of the picture."""
        return self._size[1]

    def title(self, titlestring):
        """Set the words above the picture."""
        _draw(wit.Stroke_Title(str(titlestring)[:200]))

    def bgcolor(self, *color):
        """Set or return the colour of the paper."""
        if not color:
            return self._background
        self._background, paint = self._paint(color)
        _draw(wit.Stroke_Background(paint))

    def colormode(self, cmode=None):
        """Set or return whether colours are numbers up to 1.0 or up to 255."""
        if cmode is None:
            return self._colormode
        if cmode not in (1.0, 255):
            raise TurtleGraphicsError(f"colormode is 1.0 or 255, not {cmode!r}")
        self._colormode = 255 if cmode == 255 else 1.0

    def mode(self, mode=None):
        """Set or return 'standard' (0 is east) or 'logo' (0 is north), and start anew."""
        if mode is None:
            return self._mode
        if mode not in ("standard", "logo"):
            raise TurtleGraphicsError(f"mode is 'standard' or 'logo' here, not {mode!r}")
        self._mode = mode
        self.reset()

    def tracer(self, n=None, delay=None):
        """Switch the animation on (1) or off (0), or return which it is."""
        if n is None:
            return self._animated
        self._animated = _number(n, "n")
        _draw(wit.Stroke_Animate(bool(n)))

    def update(self):
        """Show what was drawn."""
        _flush()

    def delay(self, delay=None):
        """Accepted for the sake of older programs; the page animates by `speed`."""
        return 10 if delay is None else None

    def turtles(self):
        """Return the list of all turtles."""
        return list(self._turtles)

    def clear(self):
        """Take everything away, the turtles too."""
        for turtle in self._turtles:
            turtle.clear()
            turtle.hideturtle()
        self._turtles.clear()
        self.bgcolor("white")

    clearscreen = clear

    def reset(self):
        """Put all turtles back to the middle, and clear what they drew."""
        for turtle in self._turtles:
            turtle.reset()

    resetscreen = reset

    def textinput(self, title, prompt):
        """Ask for a text, as `input` does."""
        return builtins.input(f"{prompt} ")

    def numinput(self, title, prompt, default=None, minval=None, maxval=None):
        """Ask for a number, as `input` does."""
        text = builtins.input(f"{prompt} ")
        return default if text == "" else float(text)

    def mainloop(self):
        """The end of the picture. There is no window to wait for."""
        _flush()

    done = exitonclick = bye = mainloop

    def _paint(self, color):
        """What was given as a colour, and its number."""
        given = color[0] if len(color) == 1 else color
        if isinstance(given, str):
            paint = colours.named(given)
            if paint is None:
                raise TurtleGraphicsError(f"bad color string: {given} (no colour has this name)")
            return given, paint
        try:
            parts = [float(part) for part in given]
        except (TypeError, ValueError):
            parts = []
        if len(parts) != 3 or not all(0 <= part <= self._colormode for part in parts):
            most = "255" if self._colormode == 255 else "1.0; for up to 255 call colormode(255) first"
            raise TurtleGraphicsError(f"bad color: {given!r} (a name, or three numbers from 0 to {most})")
        scale = 1 if self._colormode == 255 else 255
        red, green, blue = (int(part * scale + 0.5) for part in parts)
        return tuple(given), red << 16 | green << 8 | blue

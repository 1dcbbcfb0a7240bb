"""asyncio without sockets: a loop that has nobody to wait for but its own timers."""

import selectors
import time


class Sleep(selectors._BaseSelectorImpl):
    """Waits for the next timer. Nothing outside can wake a program in here."""

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError("asyncio: every task waits for another one, so none can go on")
        if timeout > 0:
            time.sleep(timeout)
        return []


def without_pipe(module):
    """Takes the pair of sockets out of a loop that uses it only to wake itself up."""
    loop = module.BaseSelectorEventLoop

    def make(self):
        self._ssock = self._csock = None
        self._internal_fds += 1

    def close(self):
        self._internal_fds -= 1

    loop._make_self_pipe = make
    loop._close_self_pipe = close
    loop._write_to_self = lambda self: None


def install(library):
    selectors.DefaultSelector = Sleep
    library.after["asyncio.selector_events"] = without_pipe

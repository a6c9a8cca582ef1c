# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives Muster as a person with a keyboard, a mouse and a screen reader.

What is on the screen is found by role and name through AT-SPI.  What GTK
offers no action for there (rows, switches of a row) is clicked with the mouse;
keys are real X key presses.  Everything that needs time is polled, and what
did not come in time is told together with what was seen instead.
"""

import os
import re
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# It warns of what GTK does not implement.
GLib.log_set_handler("dbind", GLib.LogLevelFlags.LEVEL_WARNING, lambda *_: None)

POLL = 0.1
PATIENCE = 20

# Buttons that are not ours; a person reaches them by their place.
CLICKABLE = ("click", "activate", "toggle", "press")


class Unexpected(AssertionError):
    """Something else than expected was seen."""


def wait_until(what, test, timeout=PATIENCE, seen=None):
    """Polls test until it returns something true, and returns that."""
    deadline = time.monotonic() + timeout
    while True:
        result = test()
        if result:
            return result
        if time.monotonic() > deadline:
            instead = seen() if seen is not None else result
            raise Unexpected(f"expected {what} within {timeout} s; saw {instead!r}")
        time.sleep(POLL)


def wait_while(what, test, timeout=PATIENCE):
    wait_until("no more " + what, lambda: not test(), timeout, seen=test)


def matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, re.Pattern):
        return pattern.search(text) is not None
    return text == pattern


def clear_pictures(folder):
    """Makes a folder for pictures and drops those of the last run."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".png") or name == "muster.log":
            os.remove(os.path.join(folder, name))


class Node:
    """One thing on the screen.  It may go away at any time: reading what is
    gone gives "nothing", never an exception."""

    def __init__(self, accessible, app):
        self.it, self.app = accessible, app

    def _ask(self, question, otherwise):
        try:
            return question(self.it)
        except GLib.Error:
            return otherwise

    role = property(lambda self: self._ask(Atspi.Accessible.get_role_name, "") or "")
    name = property(lambda self: self._ask(Atspi.Accessible.get_name, "") or "")
    description = property(
        lambda self: self._ask(Atspi.Accessible.get_description, "") or "")

    @property
    def attributes(self):
        return self._ask(Atspi.Accessible.get_attributes, {}) or {}

    @property
    def children(self):
        n = self._ask(Atspi.Accessible.get_child_count, 0)
        found = [self._ask(lambda it, i=i: it.get_child_at_index(i), None)
                 for i in range(n)]
        return [Node(child, self.app) for child in found if child is not None]

    def _is(self, state):
        states = self._ask(Atspi.Accessible.get_state_set, None)
        return states is not None and states.contains(state)

    sensitive = property(lambda self: self._is(Atspi.StateType.SENSITIVE))
    focused = property(lambda self: self._is(Atspi.StateType.FOCUSED))
    selected = property(lambda self: self._is(Atspi.StateType.SELECTED))
    checked = property(lambda self: self._is(Atspi.StateType.CHECKED)
                       or self._is(Atspi.StateType.PRESSED))
    showing = property(lambda self: self._is(Atspi.StateType.SHOWING))

    @property
    def text(self):
        """What stands in an entry."""
        return self._ask(lambda it: Atspi.Text.get_text(
            it, 0, Atspi.Text.get_character_count(it)), "")

    @property
    def value(self):
        return self._ask(Atspi.Value.get_current_value, None)

    def __eq__(self, other):
        return isinstance(other, Node) and self.it == other.it

    def __hash__(self):
        return hash(self.it)

    def __repr__(self):
        return f"<{self.role} {self.name!r}>"

    # --- finding -------------------------------------------------------------

    def walk(self):
        """Everything inside, top to bottom."""
        for child in self.children:
            yield child
            yield from child.walk()

    def look(self, role=None, name=None):
        """The first thing of that role and name that is there now, or None."""
        return next((node for node in self.walk()
                     if matches(role, node.role) and matches(name, node.name)), None)

    def look_all(self, role=None, name=None):
        return [node for node in self.walk()
                if matches(role, node.role) and matches(name, node.name)]

    def find(self, role=None, name=None, timeout=PATIENCE):
        """The same, once it is there."""
        return wait_until(f"{role or 'something'} named {name!r} in {self!r}",
                          lambda: self.look(role, name), timeout,
                          seen=lambda: self.names(role))

    def names(self, role=None):
        """All there is of a role: what a failed search saw."""
        return [node.name for node in self.walk()
                if matches(role, node.role) and node.name]

    def labels(self):
        return self.names("label")

    def says(self, pattern):
        """The first label that matches, as text; else None."""
        node = self.look("label", pattern)
        return node.name if node is not None else None

    # --- acting --------------------------------------------------------------

    def act(self, *names):
        """Does the first of the named actions it has; False when it has none.
        What is gone by its own action, as an item of a menu, may not answer:
        whether it was done is told by what is expected next."""
        for i in range(self._ask(Atspi.Action.get_n_actions, 0)):
            if Atspi.Action.get_action_name(self.it, i) in names:
                return self._ask(lambda it, i=i: Atspi.Action.do_action(it, i), True)
        return False

    def click(self):
        """By its action where it has one, with the mouse where not."""
        wait_until(f"{self!r} to be sensitive", lambda: self.sensitive)
        if self.act(*CLICKABLE):
            return
        # A menu button is a box with the real one in it.
        inner = self.look("toggle button") if self.role == "button" else None
        if inner is None or not inner.act(*CLICKABLE):
            self.mouse()

    def mouse(self, button=1, times=1):
        x, y, width, height = self.extents()
        self.app.xdotool("mousemove", x + width // 2, y + height // 2)
        # A press right on the arrival of the pointer finds no widget below it.
        time.sleep(0.05)
        self.app.xdotool("click", "--repeat", times, "--delay", 60, button)

    def extents(self):
        """Place on the screen and size."""
        box = Atspi.Component.get_extents(self.it, Atspi.CoordType.WINDOW)
        left, top = self.app.origin()
        return left + box.x, top + box.y, box.width, box.height

    def write(self, text):
        Atspi.EditableText.set_text_contents(self.it, text)
        wait_until(f"{self!r} to hold {text!r}", lambda: self.text == text,
                   seen=lambda: self.text)


class Screen:
    """A picture of the whole screen, three bytes a pixel."""

    def __init__(self, width, height, data):
        self.width, self.height, self.data = width, height, data

    def part(self, extents, margin=0):
        """The pixels of a place and of what surrounds it, as far as they are there."""
        x, y, width, height = extents
        left, right = max(0, x - margin), min(self.width, x + width + margin)
        return b"".join(self.data[3 * (row * self.width + left):3 * (row * self.width + right)]
                        for row in range(max(0, y - margin),
                                         min(self.height, y + height + margin)))


class App(Node):
    """A running Muster."""

    def __init__(self, *arguments, env=None, log=None):
        self._window = self._table = None
        with open(log or os.devnull, "ab") as errors:
            self.process = subprocess.Popen(
                ["muster", *arguments], stdin=subprocess.DEVNULL,
                stdout=errors, stderr=errors, env={**os.environ, **(env or {})})
        super().__init__(None, self)
        self.it = wait_until("Muster on the accessibility bus", self._find_itself, 40,
                             seen=self.exit_status)
        # Its answers are to be those of now.
        self.it.set_cache_mask(Atspi.Cache.NONE)

    def _find_itself(self):
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            try:
                child = desktop.get_child_at_index(i)
                if child and child.get_process_id() == self.process.pid \
                        and child.get_child_count():
                    return child
            except GLib.Error:
                continue
        return None

    def exit_status(self):
        status = self.process.poll()
        return "still running" if status is None else f"ended with {status}"

    @property
    def frames(self):
        return [node for node in self.children if node.role == "frame"]

    @property
    def frame(self):
        return self.frames[0]

    def ping(self):
        """Seconds that the main loop takes to answer."""
        began = time.monotonic()
        self.it.get_child_count()
        self.it.get_child_at_index(0).get_state_set()
        return time.monotonic() - began

    def quit(self):
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(10)

    # --- rows ----------------------------------------------------------------

    def table(self):
        """The VM table that is shown, or None.  It is kept: looking through a
        whole window takes a good part of a second.  One of a page that went
        away has nothing in it any more."""
        if self._table is None or not self._table.showing or not self._table.children:
            self._table = next((node for node in self.walk()
                                if node.role == "tree table" and node.showing), None)
        return self._table

    def _row_nodes(self):
        lists = [node for node in (self.table().children if self.table() else ())
                 if node.role == "list"]
        return [row for node in lists for row in node.children]

    def rows(self):
        """The VM table: one list of cell texts a row."""
        return [[cell.name for cell in row.children] for row in self._row_nodes()]

    def row(self, name, timeout=PATIENCE):
        """The row of the VM of that name."""
        def is_it(row):
            cells = row.children
            # A narrow window has one column, with the name and more.
            return cells and (cells[0].name == name or
                              len(cells) == 1 and cells[0].name.split()[:1] == [name])
        def test():
            return next(filter(is_it, self._row_nodes()), None)
        return wait_until(f"a row of {name!r}", test, timeout,
                          seen=lambda: [row[:1] for row in self.rows()])

    def place(self, name):
        """A row of the sidebar; its description says its state."""
        return self.find("list", re.compile(".")).find("list item", name)

    def choose(self, mnemonic):
        """An item of the open menu.  GTK 4.18 gives menu items no names, but
        the keys that are underlined in them."""
        def test():
            return next((item for item in self.look_all("menu item")
                         if item.attributes.get("keyshortcuts") == shortcut), None)
        shortcut = f"Alt+{mnemonic}"
        wait_until(f"a menu item with {mnemonic!r} underlined", test,
                   seen=lambda: [item.attributes for item in self.look_all("menu item")]
                   ).click()

    # --- keys, mouse, screen ---------------------------------------------------

    def xdotool(self, *words, told=""):
        done = subprocess.run(["xdotool", *map(str, words)], capture_output=True,
                              input=told, text=True, timeout=30, check=False)
        if done.returncode != 0:
            raise Unexpected(f"xdotool {words}: {done.stderr.strip()}")
        return done.stdout

    def window(self):
        """The X window of the main window.  It is sought once: later there are
        those of tooltips and menus as well."""
        if self._window is None:
            self._window = wait_until("a window", self.largest_window)
        return self._window

    def largest_window(self):
        """None while there is none, or one goes away while it is looked at."""
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            capture_output=True, text=True, check=False).stdout.split()
        try:
            sizes = {window: self.size(window) for window in found}
        except Unexpected:
            return None
        largest = max(found, key=lambda window: sizes[window], default=None)
        return largest if largest and min(sizes[largest]) > 100 else None

    def geometry(self):
        text = self.xdotool("getwindowgeometry", "--shell", self.window())
        place = dict(line.split("=") for line in text.split())
        return tuple(int(place[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))

    def size(self, window=None):
        """Of an X window, else of the whole screen."""
        text = (self.xdotool("getwindowgeometry", "--shell", window) if window
                else self.xdotool("getdisplaygeometry", "--shell"))
        place = dict(line.split("=") for line in text.split())
        return int(place["WIDTH"]), int(place["HEIGHT"])

    def border(self):
        """Without a compositor GTK draws one around the window, to drag it by."""
        return -Atspi.Component.get_extents(self.frame.it, Atspi.CoordType.WINDOW).x

    def origin(self):
        """Where the coordinates of extents() begin on the screen.  They leave
        out the padding of what is around, so they are a few pixels too small."""
        left, top, _, _ = self.geometry()
        return left + 2 * self.border(), top + 2 * self.border()

    def maximize(self):
        """Unless it comes so, as it was left; then it may yet be on its way there."""
        def is_maximized():
            return self.size(self.window()) == self.size()
        try:
            wait_until("a window that was left maximized", is_maximized, 1.5)
        except Unexpected:
            self.frame.act("window.toggle-maximized")
            wait_until("a maximized window", is_maximized)

    def resize(self, width, height):
        """Makes a window that was maximized a smaller one: what is inside."""
        if self.geometry()[:2] == (0, 0):
            self.frame.act("window.toggle-maximized")
            wait_until("a window with a place", lambda: self.geometry()[:2] != (0, 0))
        more, window = 2 * self.border(), self.window()
        self.xdotool("windowsize", window, width + more, height + more)
        self.xdotool("windowmove", window, 0, 0)
        wait_until(f"a window {width} wide",
                   lambda: self.geometry()[2] == width + more, seen=self.geometry)

    def key(self, *keys):
        self.xdotool("key", "--delay", 40, *keys)

    def type(self, text):
        """The text is no argument: it may be a password."""
        self.xdotool("type", "--delay", 60, "--file", "-", told=text)

    def focus(self):
        """What has the keyboard, or None."""
        return next((node for node in self.walk() if node.focused), None)

    def picture(self, path):
        left, top, width, height = self.geometry()
        edge = self.border()
        box = f"{width - 2 * edge}x{height - 2 * edge}+{left + edge}+{top + edge}"
        subprocess.run(["import", "-window", "root", "-crop", box, "+repage", path],
                       check=True, timeout=30)

    def screen(self):
        """All that is on the screen."""
        done = subprocess.run(["import", "-window", "root", "-depth", "8", "rgb:-"],
                              capture_output=True, check=True, timeout=30)
        return Screen(*self.size(), done.stdout)

    def pixels(self, node, margin=0):
        """The colours of what a node covers, three bytes a pixel."""
        return self.screen().part(node.extents(), margin)

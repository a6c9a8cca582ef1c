# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a test of Muster's window takes place: the lab, a desktop, the Muster
of the case that runs, and what becomes of a case.

Whoever imports this is started again at the admin's desk of the lab: inside "lab
run" of that lab, else of one of its own.
"""

import os
import subprocess
import sys
import time
import traceback

if not os.environ.get("MUSTER_DESKTOP"):
    program = os.path.realpath(sys.argv[0])
    desk = os.path.join(os.path.dirname(program), "on-lab")
    os.execv(desk, [desk, "--keyring", program, *sys.argv[1:]])

from muster_lab import Lab  # noqa: E402
from muster_secrets import Secrets  # noqa: E402
from muster_ui import App, Unexpected, clear_pictures, wait_until  # noqa: E402

PICTURES = os.path.join(os.environ["MUSTER_BUILD"], "tests", "ui",
                        os.path.basename(sys.argv[0]))
LOG = os.path.join(PICTURES, "muster.log")


class Current:
    """The Muster that was started last."""

    running = None

    def __getattr__(self, name):
        return getattr(self.running, name)


lab = Lab()
secrets = Secrets()
app = Current()


def start(*arguments, env=None):
    """The app of a case, which is ended after it."""
    app.running = App(*arguments, env=env, log=LOG)


def start_on_lab(env=None):
    words = [word for uri in lab.uris for word in ("--host", uri)]
    start(*words, "--pkipath", lab.pki, env=env)
    app.maximize()
    app.find("tree table")
    wait_until("all the hosts' VMs", lambda: len(app.rows()) > 12, seen=app.rows)


def leave():
    # Where no host answers nothing asks for the keyboard.
    wait_until("the keyboard in the window",
               lambda: app.focus() or app.look("label", "No Host Answers"))
    app.key("ctrl+q")
    wait_until("Muster to end", lambda: app.process.poll() is not None,
               seen=app.exit_status)


def expect(what, condition, seen=None):
    if not condition:
        raise Unexpected(f"expected {what}; saw {seen!r}")


def picture(name):
    """Of the window, for a person to look at."""
    app.picture(os.path.join(PICTURES, name + ".png"))


def whole_screen(name):
    """The same of all windows."""
    subprocess.run(["import", "-window", "root", os.path.join(PICTURES, name + ".png")],
                   check=True, timeout=30)


def test_secrets():
    """After all: what they used of keys and passwords is in the keyring alone."""
    start()
    leave()
    leak = secrets.walk(LOG)
    expect("no secret in a file", not leak, leak)
    leak = secrets.end()
    expect("no secret in arguments and environments", not leak, leak)


# --- running cases ---------------------------------------------------------------------


def is_running():
    return app.running is not None and app.process.poll() is None


def failure(name):
    """The picture of a failure and what to say about it."""
    if is_running():
        whole_screen("failed-" + name)
        return [f"on the screen: {app.labels()}", f"picture: {PICTURES}/failed-{name}.png"]
    return [f"Muster {app.exit_status()}, see {LOG}" if app.running
            else "Muster did not start"]


def run(number, case):
    name = case.__name__.removeprefix("test_")
    app.running, began = None, time.monotonic()
    try:
        case()
        if is_running():
            expect("Muster to end when told", app.quit() in (0, -15), app.exit_status())
        verdict, notes = "ok", [f"took {time.monotonic() - began:.1f} s"]
    except Exception as problem:
        notes = [str(problem)] if isinstance(problem, Unexpected) \
            else traceback.format_exc().splitlines()
        verdict, notes = "not ok", notes + failure(name)
        if is_running():
            app.process.kill()
            app.process.wait()
    print(f"{verdict} {number} - {name}")
    for note in notes:
        print(f"# {note}")
        if verdict != "ok":
            # Of a failed program meson shows this.
            print(f"{name}: {note}", file=sys.stderr)
    sys.stdout.flush()
    return verdict == "ok"


def main(*cases):
    """Runs the cases whose names are in the command line, or all.  Ends the program."""
    clear_pictures(PICTURES)
    wanted = sys.argv[1:]
    chosen = [case for case in (*cases, test_secrets)
              if not wanted or case.__name__.removeprefix("test_") in wanted]
    print(f"1..{len(chosen)}")
    secrets.begin()
    results = [run(number, case) for number, case in enumerate(chosen, 1)]
    secrets.end()
    sys.exit(0 if all(results) else 1)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in Muster's window in more than one test."""

import contextlib
import os
import re
import subprocess
import time

import screen
from muster_stage import app, expect, lab, picture
from muster_ui import wait_until, wait_while

# --- hosts and certificates ------------------------------------------------------------


def is_online(host):
    return app.place(host).description.startswith("Online")


def entry(name):
    return app.find(re.compile("^(text|entry|text box)$"), name)


def examine(address):
    """From the form of Add Hosts to what was found."""
    entry("Address or URI").write(address)
    app.find("button", "Next").click()
    wait_until("hosts to be examined", lambda: app.look("button", "Back"))


def know(*hosts):
    """Hosts that are in the list already are not added again."""
    for words in (["identity", "import", lab.pki],
                  *(["host", "add", f"{host}.lab", "--no-test"] for host in hosts)):
        subprocess.run(["musterctl", *words], stdin=subprocess.DEVNULL, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def own_authority():
    """The lab's, so that the other cases go on."""
    subprocess.run(["musterctl", "ca", "import", os.path.join(os.path.dirname(lab.pki), "ca")],
                   stdin=subprocess.DEVNULL, check=False, capture_output=True)


def strip(host):
    lab.call("exec", host, "sh", "-c", "rm -rf /etc/pki/CA /etc/pki/libvirt /etc/pki/qemu")


def choose_path(title, button, path):
    """In GTK's own window to choose files and folders."""
    def find_it():
        return next((node for node in app.look_all("dialog", title)
                     if node.look("button", button)), None)
    chooser = wait_until(f"a window {title!r}", find_it)
    app.key("ctrl+a" if button == "Save" else "ctrl+l")
    entries = wait_until("an entry for a path",
                         lambda: [node for node in chooser.look_all(re.compile("text"))
                                  if node.showing], seen=chooser.names)
    entries[0].write(path)
    chooser.find("button", button).click()
    wait_while("window to choose a path in", find_it)


def type_into(name, text, place=app):
    """A password's field cannot be written otherwise."""
    field = place.find(re.compile("text"), name)

    # A dialog that still moves is clicked beside, and of one above another AT-SPI
    # tells the wrong place.
    def has_keyboard():
        if not field.focused:
            app.key("Tab")
            time.sleep(0.3)
        return field.focused
    wait_until(f"the keyboard at {name!r}", has_keyboard, seen=app.focus)
    app.key("ctrl+a")
    app.type(text)
    wait_until(f"{len(text)} characters in {name!r}",
               lambda: len(field.text) == len(text), seen=lambda: len(field.text))


def lose(kind):
    """An authority, or identities: as on another computer."""
    subprocess.run(["secret-tool", "clear", "kind", kind], check=False)


def lose_authority():
    lose("authority")


def answer(text):
    """A question of ssh."""
    type_into("Answer", text)
    app.key("Return")


# --- VMs -------------------------------------------------------------------------------


def is_said(name, state):
    wait_until(f"{name} to be {state} in the table",
               lambda: app.row(name).children[1].name == state,
               seen=lambda: app.row(name).children[1].name)


@contextlib.contextmanager
def off_again(*places):
    """VMs of the demo that are off before and after."""
    try:
        yield
    finally:
        for host, name in places:
            lab.virsh(host, "destroy", name)


def open_page(name):
    app.row(name).mouse(times=2)
    app.find("button", "VM menu")


def console_window(name):
    return next((frame for frame in app.frames if frame.name == name), None)


def x_window(name):
    """The X window of that title, once it is there."""
    def search():
        return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", f"^{name}$"],
                              capture_output=True, text=True, check=False).stdout.split()
    return wait_until(f"the X window of {name}", search)[0]


def viewers(host, name):
    """How many clients the VM's SPICE server has."""
    said = lab.call("exec", host, "virsh", "qemu-monitor-command", name, "--hmp",
                    "info spice")
    return len(set(re.findall(r"session: (-?\d+)", said)))


def open_console(name):
    """The tab of a VM's page, until the screen is there."""
    open_page(name)
    app.find(name="Console").click()
    display = app.find("image", f"Screen of {name}")
    wait_until(f"the screen of {name}", lambda: screen.has_text(app.pixels(display)), 60)
    return display


def select(*names):
    app.row(names[0]).mouse()
    app.xdotool("keydown", "ctrl")
    try:
        for name in names[1:]:
            app.row(name).mouse()
    finally:
        app.xdotool("keyup", "ctrl")
    app.find("label", f"{len(names)} selected")


def has_menu(node):
    """Whether a press on a row brings its menu.  A menu that was chosen from
    without a button may still take the first press after it."""
    node.mouse(button=3)
    deadline = time.monotonic() + 1.5
    while time.monotonic() < deadline:
        if app.look("menu item"):
            return True
        time.sleep(0.1)
    return False


def choose_in_menu(name, mnemonic, shown=None):
    """In the context menu of a row, which leaves the selection it is part of."""
    wait_until(f"the menu of {name}", lambda: has_menu(app.row(name)))
    if shown:
        picture(shown)
    app.choose(mnemonic)
    wait_while("menu", lambda: app.look("menu item"))


def only_row(name):
    wait_until(f"{name} and no other VM",
               lambda: [row[0] for row in app.rows()] == [name], seen=app.rows)


VM = """<domain type='qemu'><name>{}</name><memory unit='MiB'>32</memory>
<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>
<devices><graphics type='vnc' autoport='yes'/></devices></domain>"""


def without_system(name):
    """A definition of a VM with a screen and nothing to boot."""
    return VM.format(name.replace("&", "&amp;").replace("<", "&lt;"))


@contextlib.contextmanager
def made_vms(*vms):
    """VMs for one case: (host, name, definition) each."""
    path = os.path.join(os.environ["XDG_RUNTIME_DIR"], "made.xml")
    try:
        for host, name, definition in vms:
            with open(path, "w", encoding="utf-8") as file:
                file.write(definition)
            expect(f"{name!r} to be defined", lab.virsh(host, "define", path) is not None)
        yield
    finally:
        os.unlink(path)
        for host, name, _ in vms:
            lab.virsh(host, "destroy", name)
            lab.virsh(host, "undefine", name)


def begin(host, name):
    expect(f"{name} to start", lab.virsh(host, "start", name) is not None)


def forget_records(host):
    """Of the lab's host: the cases that follow know of no data center."""
    for line in (lab.virsh(host, "vol-list", "muster") or "").splitlines():
        if line.split() and "." in line.split()[0]:
            lab.virsh(host, "vol-delete", line.split()[0], "muster")
    lab.virsh(host, "pool-destroy", "muster")
    lab.virsh(host, "pool-undefine", "muster")

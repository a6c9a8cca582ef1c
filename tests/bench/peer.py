# SPDX-License-Identifier: GPL-3.0-or-later
"""peer.py ROWS FILE ARGUMENT...: virt-manager that says when its table is full.

It goes on asking its hosts for ever, so nothing seen from outside tells when
it has all rows; its own model does, and to ask it five times a second costs
nothing that could be measured.  FILE is made once it has ROWS of them.

While it is busy it answers no keep-alive, takes its hosts for dead and throws
their rows away; so that it can be measured at all, it asks for none.
"""
import sys

sys.path.insert(0, "/usr/share/virt-manager")
wanted, ready = int(sys.argv[1]), sys.argv[2]
sys.argv = ["virt-manager", *sys.argv[3:]]

import gi  # noqa: E402
import libvirt  # noqa: E402

gi.require_version("Gtk", "3.0")
from gi.repository import GLib  # noqa: E402
from virtManager import virtmanager  # noqa: E402


def count_rows():
    from virtManager.manager import vmmManager
    if vmmManager._instance is None:
        return 0
    model = vmmManager._instance.model
    return sum(model.iter_n_children(host.iter) for host in model)


def look():
    if count_rows() < wanted:
        return GLib.SOURCE_CONTINUE
    with open(ready, "w"):
        return GLib.SOURCE_REMOVE


libvirt.virConnect.setKeepAlive = lambda *_: 0
GLib.timeout_add(200, look)
virtmanager.runcli()

# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab as a test sees it from the admin's desk."""

import base64
import json
import os
import subprocess

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
TOOL = os.path.join(TOP, "tests", "lab", "lab")


class Lab:
    """Hosts are named without their domain: "host1"."""

    def __init__(self):
        self.uris = os.environ["LAB_URIS"].split()
        self.pki = os.environ["LAB_PKI"]
        self.hosts = [name.split(".")[0] for name in os.environ["LAB_HOSTS"].split()]

    def call(self, verb, *words, told=""):
        """One verb of the lab, such as cut and join; returns what it printed.  It
        reads what it is told."""
        return subprocess.run([TOOL, verb, *words], check=True, text=True,
                              input=told, stdout=subprocess.PIPE).stdout

    def identity(self, kind):
        return self.call("identity", kind).strip()

    def virsh(self, host, *words, timeout=20):
        """What virsh prints over TLS, or None when it fails."""
        uri = f"{self.uris[self.hosts.index(host)]}?pkipath={self.pki}"
        try:
            done = subprocess.run(["virsh", "-q", "-c", uri, *words], text=True,
                                  stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=timeout, check=False)
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.returncode == 0 else None

    def state(self, host, name):
        """As virsh says it, or None when the host has no such VM."""
        said = self.virsh(host, "domstate", name)
        return said.strip() if said is not None else None

    def places(self, name):
        """{host: state} of every host that knows the VM."""
        states = {host: self.state(host, name) for host in self.hosts}
        return {host: state for host, state in states.items() if state is not None}

    def agent(self, host, name, command, **arguments):
        """What the guest agent returns, or None while it does not answer."""
        said = self.virsh(host, "qemu-agent-command", name, json.dumps(
            {"execute": command, "arguments": arguments}))
        return json.loads(said)["return"] if said else None

    def read_in_guest(self, host, name, path):
        """The text of a file in the guest, or None when it cannot be read."""
        handle = self.agent(host, name, "guest-file-open", path=path)
        if handle is None:
            return None
        read = self.agent(host, name, "guest-file-read", handle=handle)
        self.agent(host, name, "guest-file-close", handle=handle)
        return base64.b64decode(read["buf-b64"]).decode() if read else None

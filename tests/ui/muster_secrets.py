# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test of the window must not show to anybody; see tests/lab/secret-watch."""

import os
import secrets
import subprocess

from muster_lab import TOP

TOOL = os.path.join(TOP, "tests", "lab", "secret-watch")


class Secrets:
    def __init__(self):
        self.folder = os.path.join(os.environ["XDG_RUNTIME_DIR"], "secrets-of-the-test")
        os.mkdir(self.folder, 0o700)
        self.watcher = None

    def add(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def new_password(self, name):
        password = "pw" + secrets.token_hex(8)
        self.add(name, password)
        return password

    def begin(self):
        self.watcher = subprocess.Popen([TOOL, "watch", self.folder], text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.watcher.stdout.readline()

    def end(self):
        """What was seen in arguments and environments; "" when nothing was."""
        if self.watcher is None:
            return ""
        self.watcher.terminate()
        said = self.watcher.communicate(timeout=10)[0]
        print("# " + said.strip().replace("\n", "\n# "))
        status, self.watcher = self.watcher.returncode, None
        return said if status else ""

    def walk(self, *more):
        """What is in the files of this desktop, other than the keyring's; "" when
        nothing is."""
        subprocess.run([TOOL, "keyring", self.folder], check=True,
                       stdout=subprocess.DEVNULL)
        places = [os.environ[name] for name in (
            "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
            "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")]
        done = subprocess.run([TOOL, "walk", self.folder, "--but", "*/keyrings/*",
                               *places, *more], text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        print("# " + done.stdout.strip().replace("\n", "\n# "))
        return done.stdout if done.returncode else ""

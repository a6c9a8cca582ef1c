# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benches share: how a figure is told, and where a peer is put."""
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.realpath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ.get("MUSTER_BUILD", os.path.join(TOP, "build", "dev"))


class Failure(Exception):
    """What kept a figure from being taken."""


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def built(*path):
    return os.path.join(BUILD, *path)


def report(name, ours, peer, goal, least=False):
    """One line; the goal is the most that the ratio may be, or the least."""
    ratio = ours / peer
    good, sign = (ratio >= goal, ">=") if least else (ratio <= goal, "<=")
    print(f"bench {name} ours={ours:.3g} peer={peer:.3g} ratio={ratio:.3g} "
          f"goal{sign}{goal:g} {'ok' if good else 'short'}", flush=True)


def run(command, what):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True)
    if result.returncode != 0:
        raise Failure(f"{what} failed: {result.stderr.strip()[-2000:]}")
    return result.stdout


class PeerRoot:
    """This system with a package more: a layer in memory over the root, that nobody
    sees who does not share this process's mounts."""

    def __init__(self, work, package):
        self.place = os.path.join(work, "peer")
        self.root = os.path.join(self.place, "root")
        os.makedirs(self.place)
        self.mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", self.place)
        for folder in ("upper", "work", "root"):
            os.mkdir(os.path.join(self.place, folder))
        self.mount("-t", "overlay", "overlay", "-o",
                   f"lowerdir=/,upperdir={self.place}/upper,workdir={self.place}/work",
                   self.root)
        for place in ("/proc", "/sys", "/dev", "/tmp", TOP, work):
            self.bind(place)
        self.copy("/etc/resolv.conf")
        self.copy("/etc/hosts")
        self.install(package)

    def mount(self, *arguments):
        run(["mount", *arguments], "mounting")

    def bind(self, place):
        inside = self.root + place
        os.makedirs(inside, exist_ok=True)
        if not os.path.samefile(inside, place):
            self.mount("--rbind", place, inside)

    def copy(self, path, source=None):
        inside = self.root + path
        if os.path.lexists(inside):
            os.remove(inside)
        shutil.copyfile(source or path, inside)

    def install(self, package):
        say(f"installing {package} for the bench")
        environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
        for command in (["apt-get", "update", "-qq"],
                        ["apt-get", "install", "-y", "-qq",
                         "--no-install-recommends", package]):
            run(["chroot", self.root, *environment, *command], " ".join(command))

    def end(self):
        run(["umount", "--recursive", "--lazy", self.place], "unmounting")

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""serial.py STEP... -- COMMAND...: a person at a terminal, to whom COMMAND talks.

Steps: wait:TEXT (until COMMAND has written that, at most 40 s), type:TEXT (with
the escapes of Python), fill:N (types so many letters), run:COMMAND (of a shell,
which must succeed), raw (the terminal was made raw), cooked (it was put back),
exit:CODE (COMMAND ends so).
"""
import os
import pty
import select
import subprocess
import sys
import termios
import time


class Terminal:
    def __init__(self, command):
        self.seen = b''
        self.ours, theirs = pty.openpty()
        self.before = termios.tcgetattr(theirs)
        self.theirs = theirs
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs,
                                        start_new_session=True)

    def read(self, seconds):
        if select.select([self.ours], [], [], seconds)[0]:
            self.seen += os.read(self.ours, 65536)

    def until(self, done, what):
        end = time.monotonic() + 40
        while not done():
            if time.monotonic() > end:
                sys.exit(f'never: {what}; seen: {self.seen!r}')
            self.read(0.1)

    def wait(self, text):
        wanted = text.encode()
        self.until(lambda: wanted in self.seen, f'“{text}”')
        self.seen = self.seen[self.seen.index(wanted) + len(wanted):]

    def type(self, text):
        os.write(self.ours, text.encode().decode('unicode_escape').encode('latin-1'))

    def fill(self, number):
        os.write(self.ours, b'u' * int(number))

    def run(self, command):
        subprocess.run(command, shell=True, check=True)

    def is_raw(self):
        return not termios.tcgetattr(self.theirs)[3] & (termios.ICANON | termios.ECHO)

    def raw(self, _):
        self.until(self.is_raw, 'a raw terminal')

    def cooked(self, _):
        self.until(lambda: termios.tcgetattr(self.theirs) == self.before, 'the terminal as before')

    def exit(self, code):
        self.until(lambda: self.process.poll() is not None, 'the end')
        if self.process.returncode != int(code):
            sys.exit(f'ended with {self.process.returncode}; seen: {self.seen!r}')


def main():
    at = sys.argv.index('--')
    terminal = Terminal(sys.argv[at + 1:])
    try:
        for step in sys.argv[1:at]:
            verb, _, argument = step.partition(':')
            getattr(terminal, verb)(argument)
    finally:
        if terminal.process.poll() is None:
            terminal.process.terminate()
            terminal.process.wait()


main()

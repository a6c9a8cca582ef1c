#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""door.py serve SOCKET | door.py call SOCKET COMMAND...

The way into the lab of an ordinary user.  Each entry into the SDK environment
is a user namespace of its own, and from there the holder's cannot be joined,
for they are siblings.  So the holder serves at a door: it runs the command
with the caller's files, folder and environment, and passes on signals and the
exit code.  The door is in a folder that nobody else can enter.
"""

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def is_same_user(connection):
    size = struct.calcsize("3i")
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    return struct.unpack("3i", packed)[1] == os.getuid()


def start(request, files):
    cwd = request["cwd"] if os.path.isdir(request["cwd"]) else "/"
    return subprocess.Popen(request["command"], env=request["env"], cwd=cwd,
                            stdin=files[0], stdout=files[1], stderr=files[2],
                            start_new_session=True)


def report_end(process, connection):
    code = process.wait()
    try:
        connection.sendall(bytes([code if code >= 0 else 128 - code]))
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def serve_one(connection):
    """Runs one command; each byte that comes is the number of a signal."""
    _, files, _, _ = socket.recv_fds(connection, 1, 3)
    request = json.loads(connection.makefile("rb").readline())
    process = start(request, files)
    for file in files:
        os.close(file)
    waiter = threading.Thread(target=report_end, args=(process, connection))
    waiter.start()
    while True:
        number = connection.recv(1)
        if process.poll() is not None:
            break
        os.killpg(process.pid, number[0] if number else signal.SIGKILL)
        if not number:
            break
    waiter.join()


def serve(path):
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.path.exists(path):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        while True:
            connection, _ = listener.accept()
            if is_same_user(connection) and os.fork() == 0:
                listener.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                serve_one(connection)
                os._exit(0)
            connection.close()


def call(path, command):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        for number in PASSED_ON:
            signal.signal(number, lambda n, _: connection.sendall(bytes([n])))
        socket.send_fds(connection, [b"\0"], [0, 1, 2])
        request = {"command": command, "env": dict(os.environ), "cwd": os.getcwd()}
        connection.sendall(json.dumps(request).encode() + b"\n")
        code = connection.recv(1)
    return code[0] if code else 125


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        sys.exit(call(sys.argv[2], sys.argv[3:]))

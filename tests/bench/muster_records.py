# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shared records of 50 hosts cost; records.c does the work at the lab's desk."""
import os
import statistics

from muster_bench import Failure, built, report, run, say

OPEN_ROUNDS = 5
WRITE_ROUNDS = 11
OPEN_GOAL = 1.5
WRITE_GOAL = 3.0
COPY_ROUNDS = 10
COPY_SECONDS = 5

# The pool that Muster makes itself, with what others have written to it.
FILL = """
set -e
mkdir -p -m 700 /var/lib/libvirt/muster
cp -r "$1"/. /var/lib/libvirt/muster
virsh -q pool-define-as muster dir --target /var/lib/libvirt/muster
virsh -q pool-start muster
"""


def fill(lab, work):
    folder = os.path.join(work, "records")
    os.makedirs(folder)
    run([built("tests", "bench", "records"), "make", folder], "making the records")
    files = [os.path.join(folder, name) for name in os.listdir(folder)]
    say(f"records: {len(files)} volumes, "
        f"{sum(map(os.path.getsize, files)) / 2 ** 20:.1f} MiB, on each host")
    for i in range(1, len(lab.names) + 1):
        run([lab.tool, "exec", f"host{i}", "sh", "-c", FILL, "fill", folder],
            f"filling host{i}")


def rounds(lab, work, *words):
    """Returns for each round our seconds, the least, and the ms of our main
    loop's longest iteration and of the most work in one."""
    home = os.path.join(work, "records-home")
    os.makedirs(home, exist_ok=True)
    output = run(lab.at_desk("env", f"HOME={home}", f"TMPDIR={home}",
                             built("tests", "bench", "records"), *words),
                 f"records {words[0]}")
    return [tuple(map(float, line.split())) for line in output.splitlines()]


def tell(name, results, goal):
    ours, least, longest, hardest = zip(*results)
    say(f"{name}: the main loop's longest iteration was {max(longest):.1f} ms, with at "
        f"most {max(hardest):.1f} ms of processor time")
    report(name, statistics.median(ours), statistics.median(least), goal)


def measure(lab, work):
    fill(lab, work)
    uris = lab.uris()
    # The first of each warms up.
    results = [rounds(lab, work, "open", lab.pki, uris[0])[0]
               for _ in range(OPEN_ROUNDS + 1)][1:]
    tell("records-open", results, OPEN_GOAL)
    results = rounds(lab, work, "write", lab.pki, str(WRITE_ROUNDS + 1), *uris)[1:]
    if len(results) != WRITE_ROUNDS:
        raise Failure("not all records were written")
    tell("records-write", results, WRITE_GOAL)
    behind = [took for took, in rounds(lab, work, "copy", lab.pki, str(COPY_ROUNDS), *uris)]
    say(f"copies-behind: of {len(behind)} changes the median took "
        f"{statistics.median(behind):.2f} s until all hosts had the copy")
    report("copies-behind", max(behind), COPY_SECONDS, 1.0)

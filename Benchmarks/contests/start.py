"""How long the command takes to answer."""

import statistics

from contest import Side, Trial


def contests(session):
  ours = Side("tamis", [session.tamis, "--help"])

  def attempt(session):
    ours.run(session.scratch / "help", session.core)
    runs = [ours.run(session.scratch / "help", session.core) for _ in range(4 * session.runs)]
    wall = statistics.median(run.wall for run in runs)
    return f"{wall * 1000:.1f} ms", wall < 0.015, runs

  yield Trial("tamis --help", ours, attempt, "< 15 ms")

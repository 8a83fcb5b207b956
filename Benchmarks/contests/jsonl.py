"""JSON Lines: one field read and replaced, and the speed at which untouched fields pass."""

import statistics

import measure
from contest import Race, Side, Trial, python_peer, remove, same_bytes


def contests(session):
  source = session.corpora / "reddit.jsonl"
  yield Race(
    "JSONL, one field replaced", source,
    Side("tamis", [session.bench, "rewrite", source, "{out}"]),
    [python_peer("orjson loads + dumps", "orjson_rewrite", source, "selftext", needs=("orjson",),
                 wanted=2)])
  yield skipping(session, source)


def skipping(session, source):
  ours = Side("tamis", [session.bench, "skip", source], prints=True)
  peer = python_peer("orjson", "orjson_count", source, needs=("orjson",))

  def attempt(session):
    counted, expected = session.scratch / "counted", session.scratch / "expected"
    try:
      ours.run(counted, session.core, keep=True)
      if not peer.missing():
        peer.run(expected, session.core, keep=True)
        if same_bytes(counted, expected):
          raise measure.CommandFailed(f"counts {counted.read_text().strip()!r}, orjson counts "
                                      f"{expected.read_text().strip()!r}")
      runs = [ours.run(counted, session.core) for _ in range(session.runs)]
    finally:
      remove(counted)
      remove(expected)
    speed = source.stat().st_size / statistics.median(run.wall for run in runs)
    return f"{speed / 1e6:,.0f} MB/s", speed > 1.5e9, runs

  return Trial("JSONL, all fields skipped", ours, attempt, "> 1,500 MB/s", source)

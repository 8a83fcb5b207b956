"""The memory of the O(1) stages on an endless-looking input: a corpus fed again and again."""

import subprocess
import sys

import measure
from contest import Side, Trial

LIMIT = 200_000_000

# stage: the corpus, whether its first line comes once only, the arguments
STAGES = {
  "ingest CSV": ("reddit.csv", True, ["ingest", "--as", "csv"]),
  "ingest JSONL": ("reddit.jsonl", False, ["ingest", "--as", "jsonl"]),
  "clean": ("reddit.jsonl", False, ["clean"]),
  "split": ("reddit.jsonl", False,
            ["split", "--train", "0.9", "--validation", "0.05", "--test", "0.05"]),
}

FEEDER = """
import sys
path, header, size = sys.argv[1], sys.argv[2] == "True", float(sys.argv[3])
with open(path, "rb") as corpus:
  sys.stdout.buffer.write(corpus.readline() if header else b"")
  body, fed = corpus.tell(), 0
  while fed < size:
    corpus.seek(body)
    while chunk := corpus.read(1 << 20):
      sys.stdout.buffer.write(chunk)
      fed += len(chunk)
"""


def contests(session):
  for name, (corpus, header, arguments) in STAGES.items():
    yield trial(session, name, session.corpora / corpus, header, arguments)


def trial(session, name, source, header, arguments):
  ours = Side("tamis", [session.tamis, *arguments])

  def attempt(session):
    with subprocess.Popen(
        [sys.executable, "-c", FEEDER, source, str(header), str(session.gigabytes * 1e9)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as feeder:
      run = measure.run(ours.command, stdin=feeder.stdout)
    if feeder.returncode != 0:
      raise measure.CommandFailed("it did not read its input to the end")
    speed = session.gigabytes * 1e3 / run.wall
    return f"{speed:,.0f} MB/s", run.rss < LIMIT, [run]

  return Trial(f"{session.gigabytes:g} GB through {name}", ours, attempt, "peak < 200 MB",
               source)

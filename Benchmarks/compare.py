#!/usr/bin/env python3
"""Runs Tamis against its peers, outputs compared first, and prints a Markdown table.

    python3 Benchmarks/compare.py [--only csv,xml] [--runs 5] [--tamis PATH] [--corpora DIR]

Exit 1 when a demand was missed, an output differs or a program failed; what is not installed is
said and skipped.
"""

import argparse
import importlib
import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import contest
import measure

REPOSITORY = contest.HERE.parent
CONTESTS = ("csv", "xml", "jsonl", "pipeline", "gzip", "start", "memory")


def first_line(*command):
  """The first line that a command prints, on either stream."""
  if not shutil.which(str(command[0])):
    return f"{Path(command[0]).name}: not there"
  said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                        stdin=subprocess.DEVNULL)
  return (said.stdout.strip() or "(no version)").split("\n")[0]


def package_version(name):
  try:
    return f"{name} {metadata.version(name)}"
  except metadata.PackageNotFoundError:
    return f"{name}: not there"


def surroundings(session):
  """The machine and the versions, one line each."""
  packages = ", ".join(map(package_version, ("polars", "duckdb", "lxml", "orjson")))
  return "\n".join([
    f"- machine: {os.cpu_count()} × {processor()}, {platform.system()} {platform.release()}, "
    f"load {os.getloadavg()[0]:.1f}",
    f"- Tamis: {first_line(session.tamis, '--version')}",
    f"- peers: Python {platform.python_version()}, {packages}, "
    f"{first_line('xmllint', '--version')}, {first_line('gzip', '--version')}",
    f"- median of {session.runs} runs in turns after a warm-up; outputs in "
    f"{session.scratch.parent}; " +
    ("not pinned" if session.core is None else f"one-thread contests on core {session.core}"),
  ])


def processor():
  try:
    lines = Path("/proc/cpuinfo").read_text().split("\n")
    return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
  except (OSError, StopIteration):
    return platform.machine()


def main():
  parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
  parser.add_argument("--only", default=",".join(CONTESTS), help="contests, separated by commas")
  parser.add_argument("--runs", type=int, default=5, help="timed runs of each side")
  parser.add_argument("--tamis", default=REPOSITORY / ".build/release/tamis", type=Path)
  parser.add_argument("--bench", default=contest.HERE / ".build/release/tamis-bench", type=Path)
  parser.add_argument("--corpora", default="/tmp/tamis-bench", type=Path)
  parser.add_argument("--gigabytes", type=float, default=10, help="input of the memory contest")
  parser.add_argument("--no-pin", action="store_true",
                      help="leave one-thread contests all cores, for helper threads")
  options = parser.parse_args()

  names = options.only.split(",")
  if unknown := [name for name in names if name not in CONTESTS]:
    parser.error(f"no such contest: {', '.join(unknown)}; there are {', '.join(CONTESTS)}")

  session = contest.Session(str(options.tamis.absolute()), str(options.bench.absolute()),
                            options.corpora.absolute(), measure.scratch_folder(), options.runs,
                            options.gigabytes, None if options.no_pin else measure.one_core())
  lines = []
  try:
    print(surroundings(session), end="\n\n", flush=True)
    for name in names:
      for each in importlib.import_module(f"contests.{name}").contests(session):
        session.say(each.title)
        try:
          lines += each.rows(session)
        except measure.CommandFailed as failure:
          lines.append(contest.line(each.title, verdict=f"**failed**: {failure}"))
  except KeyboardInterrupt:
    session.say("interrupted; what was measured so far:")
  finally:
    shutil.rmtree(session.scratch, ignore_errors=True)
  print(contest.table(lines))
  sys.exit(1 if any("**" in each.get("verdict", "") for each in lines) else 0)


if __name__ == "__main__":
  main()

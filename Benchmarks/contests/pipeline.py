"""`clean | dedupe | split` on one core, in one process and through a shell pipe.

The yardstick is orjson, which only parses and writes. By `id` every record is kept and written; by
`selftext` most records are copies and few are written.
"""

import shlex

from contest import Race, Side, python_peer, rows

KEYS = ("id", "selftext")

STAGES = {
  "clean": ["clean", "-j1"],
  "dedupe": ["dedupe", "--by", "{key}", "-j1"],
  "split": ["split", "--train", "0.9", "--validation", "0.05", "--test", "0.05", "-j1"],
}

RECIPE = """\
ingest: {{files: {source}, as: jsonl, origin: false}}
clean:
dedupe: {{by: {key}}}
split: {{train: 0.9, validation: 0.05, test: 0.05}}
output: {output}
"""


def contests(session):
  source = session.corpora / "reddit.jsonl"

  def race(title, command, prints, wanted=None, program=None):
    return Race(
      title, source, Side("tamis", command, program=program or session.tamis, prints=prints),
      [python_peer("orjson loads + dumps", "orjson_rewrite", source, "selftext", needs=("orjson",),
                   compared=False, wanted=wanted)],
      accept=lambda out: rows("kept", out, source, "id"))

  def stage(name, key):
    return [session.tamis, *(part.replace("{key}", key) for part in STAGES[name])]

  for key in KEYS:
    recipe = session.scratch / f"by-{key}.yaml"
    yield race(f"clean, dedupe by {key}, split in one process",
               [session.bench, "pipeline", source, "{out}", key], False, wanted=1,
               program=session.bench)
    yield race(f"the same as a recipe, with SHA-256 of input and output", recipe_command(
      session, recipe, {"source": source, "key": key}), False)

  piped = " | ".join(shlex.join(stage(name, "id")) for name in STAGES)
  yield race("clean | dedupe by id | split in a pipe",
             ["sh", "-c", f"{piped} < {shlex.quote(str(source))}"], True)
  for name in STAGES:
    yield race(f"{name} alone", [*stage(name, "id"), source], True)


def recipe_command(session, recipe, values):
  """A shell that writes the recipe with the output's path in it, then becomes `tamis run`."""
  text = RECIPE.format(output="{out}", **values)
  script = (f"printf %s {shlex.quote(text)} > {shlex.quote(str(recipe))} && "
            f"exec {shlex.quote(session.tamis)} run {shlex.quote(str(recipe))} -j1")
  return ["sh", "-c", script]

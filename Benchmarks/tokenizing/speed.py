"""MB of text a second: a text as one string, as a batch of documents, and with two threads."""

from tokenizing.duel import NOT_THERE, fight
from tokenizing.entrants import Entrant, also, lineup

COLUMNS = ("vocabulary", "corpus", "ids", "Tamis cold", "best exact peer cold", "ratio cold",
           "Tamis warm", "best exact peer warm", "ratio warm", "beside", "other ids", "not timed",
           "verdict")
PEER_COLUMNS = ("vocabulary", "corpus", "who", "ids", "cold", "warm", "runs")


def one(session):
  """The text as one string."""
  return lines(session, lambda _: (lineup(session, "one"), ()), lambda duel: ("", None))


def batch(session):
  """The text as documents of 2 to 4 KB; beside it the same text as one string."""
  whole = also(Entrant("Tamis", "one"), "Tamis, one string")
  return lines(session, lambda _: (lineup(session, "batch"), (whole,)),
               lambda duel: compared(duel, whole, "batch / one", 0.9))


def threads(session):
  """The documents by two threads; beside it by one. Not pinned."""
  alone = also(Entrant("Tamis", "batch"), "Tamis, one thread")
  return lines(session, lambda _: (lineup(session, "batch", 2), (alone,)),
               lambda duel: compared(duel, alone, "2 threads / 1", None))


def huge(session):
  """The text as one string, by two threads; beside it by one. Not pinned; no peer can."""
  alone = also(Entrant("Tamis", "one"), "Tamis, one thread")
  return lines(session, lambda vocabulary: ([Entrant("Tamis", "one", 2),
                                             Entrant(vocabulary.reference)], (alone,)),
               lambda duel: compared(duel, alone, "2 threads / 1", None))


def lines(session, entrants, beside):
  for vocabulary in session.chosen():
    for name, text in session.texts():
      session.say(f"{vocabulary.name}, {name}")
      sides, apart = entrants(vocabulary)
      duel = fight(session, vocabulary, text, sides, apart)
      remark, met = beside(duel)
      yield line(vocabulary.name, name, duel, remark, met)
      session.details += details(vocabulary.name, name, duel)


def compared(duel, entrant, what, least):
  """How our speed compares with our own in another way, and whether that is enough."""
  other = next((score for score in duel.scores if score.entrant is entrant), None)
  if not other or not other.runs or not duel.ours.runs:
    return "", None
  cold, warm = (duel.ours.best(heat) / other.best(heat) if other.speeds(heat) else None
                for heat in (False, True))
  text = f"{what} {cold:.2f}x" + (f", {warm:.2f}x" if warm else "")
  return text, least is None or cold >= least and (warm is None or warm >= least)


def line(vocabulary, corpus, duel, beside="", met=None):
  ours = duel.ours
  cells = {"vocabulary": vocabulary, "corpus": corpus, "beside": beside,
           "ids": verdict_on_ids(duel),
           "other ids": ", ".join(score.entrant.title for score in duel.scores
                                  if score.equal is False and not score.entrant.is_ours),
           "not timed": "; ".join(f"{score.entrant.title}: {score.trouble}"
                                  for score in duel.scores if score.trouble)}
  faster = []
  for warm, heat in ((False, "cold"), (True, "warm")):
    cells[f"Tamis {heat}"] = figure(ours, warm)
    peer = duel.best_peer(warm)
    if peer:
      cells[f"best exact peer {heat}"] = f"{peer.entrant.title} {figure(peer, warm)}"
    if ratio := duel.ratio(warm):
      cells[f"ratio {heat}"] = f"{ratio[0]:.2f}x ({ratio[1]:.2f})"
      faster.append(ratio[0] >= 1)
  if ours.trouble == NOT_THERE:
    cells["verdict"] = "skipped: no public call"
  elif ours.equal is False or ours.trouble:
    cells["verdict"] = "**failed**"
  else:
    answers = [*faster, *([met] if met is not None else [])]
    cells["verdict"] = "" if not answers else "met" if all(answers) else "**missed**"
  return cells


def verdict_on_ids(duel):
  ours = duel.ours
  if ours.trouble and not ours.runs:
    return "none"
  if ours.equal is None:
    same = [score.entrant.title for score in duel.scores
            if score.equals_ours and not score.entrant.is_ours]
    return f"no reference; {', '.join(same) or 'nobody'} has the same"
  return "equal" if ours.equal else f"**{ours.difference}**"


def figure(score, warm):
  """The best run, and the median of them."""
  if not score.speeds(warm):
    return ""
  return f"{number(score.best(warm))} ({number(score.median(warm))})"


def number(speed):
  return f"{speed:,.0f}" if speed >= 20 else f"{speed:.1f}" if speed >= 0.1 else f"{speed:.3f}"


def details(vocabulary, corpus, duel):
  for score in duel.scores:
    yield {"vocabulary": vocabulary, "corpus": corpus, "who": score.entrant.title,
           "ids": "equal" if score.equal else score.difference, "runs": len(score.runs),
           "cold": figure(score, False) or score.trouble, "warm": figure(score, True)}

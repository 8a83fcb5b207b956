extension UnigramPass {
  /// Finds the best path from `place` on and appends it, in the reference's very sums; returns
  /// where it stopped: the first place at or behind `until` that no matched piece spans.
  ///
  /// Whenever the walk comes to a place that nothing matched so far reaches over, the path up to
  /// there is settled, and its nodes are dropped. Where that does not happen for long, as in a
  /// million times the same letter, the paths to all open nodes mostly start with the same tokens;
  /// those are settled too (`settleCommonStart`), so that the nodes of a long text stay few.
  @inline(never)
  mutating func solve(
    from place: Int, until: Int, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) -> Int {
    var origin = place
    var at = place
    var reach = place
    var settleAt = 1 << 16
    scratch.nodes[0] = .init(score: Sum.widened(sum), start: 0, id: unknownID)
    while true {
      if at == reach && at > origin {
        sum = Sum.narrowed(scratch.nodes[at &- origin].score)
        emitPath(from: origin, to: at, &scratch, &tokens)
        if at >= until { return at }
        origin = at
        scratch.nodes[0] = .init(score: Sum.widened(sum), start: 0, id: unknownID)
      } else if at &- origin >= settleAt {
        let settled = settleCommonStart(origin, at, reach, &scratch, &tokens)
        origin &+= settled
        settleAt = settled > settleAt / 2 ? 1 << 16 : settleAt * 2
      }
      scratch.reserveNodes(reach &- origin &+ tables.longestPiece &+ 8)
      // Safety: room was made for as far as a piece that starts at `at` can reach.
      let nodes = scratch.nodes
      var here = nodes[at &- origin].score
      if here.magnitude > Sum.resetThreshold {
        for index in at &- origin...reach &- origin {
          nodes[index].score = Sum.rounded(nodes[index].score - here)
        }
        here = 0
      }
      let length = min(PieceAdjacency.length(of: byte(at)), count &- at)
      var hasSingle = false
      var end = at
      var base = rootBase
      while end < count, let unit = PieceTrie.step(units, base, byte(end)) {
        end &+= 1
        base = unit & PieceTrie.baseMask
        let value = unit &>> PieceTrie.valueShift
        if value != 0 {
          if end > reach {
            open(nodes, from: reach &- origin, to: end &- origin)
            reach = end
          }
          let id = UInt32(truncatingIfNeeded: value &- 1)
          let candidate = Sum.rounded(scores[Int(truncatingIfNeeded: id)] + here)
          if candidate > nodes[end &- origin].score {
            nodes[end &- origin] = .init(
              score: candidate, start: UInt32(truncatingIfNeeded: at &- origin), id: id)
          }
          if end &- at == length { hasSingle = true }
        }
      }
      at &+= length
      if !hasSingle {
        if at > reach {
          open(nodes, from: reach &- origin, to: at &- origin)
          reach = at
        }
        let candidate = Sum.rounded(unknownScore + here)
        if candidate > nodes[at &- origin].score {
          nodes[at &- origin] = .init(
            score: candidate, start: UInt32(truncatingIfNeeded: at &- length &- origin),
            id: unknownID)
        }
      }
    }
  }

  /// Makes the nodes behind `from`, up to `to`, ones that any path is better than.
  @inline(__always)
  private func open(_ nodes: UnsafeMutablePointer<UnigramScratch.Node>, from: Int, to: Int) {
    var index = from &+ 1
    while index <= to {
      nodes[index] = .init(
        score: -.infinity, start: UInt32(truncatingIfNeeded: index &- 1), id: unknownID)
      index &+= 1
    }
  }

  /// Appends the best path to `to`, whose nodes start at `origin`.
  private mutating func emitPath(
    from origin: Int, to: Int, _ scratch: inout UnigramScratch, _ tokens: inout TokenBuffer
  ) {
    let nodes = scratch.nodes
    var at = to &- origin
    let node = nodes[at]
    if node.start == 0 {
      emit(node.id, origin, to, &scratch, &tokens)
      return
    }
    scratch.reserveSteps(at)
    var count = 0
    while at > 0 {
      // Safety: a node starts before its end, so there are at most as many steps as places.
      let node = nodes[at]
      at = Int(node.start)
      scratch.steps[count] = .init(id: node.id, start: origin &+ at)
      count &+= 1
    }
    while count > 0 {
      count &-= 1
      let step = scratch.steps[count]
      let end = count == 0 ? to : scratch.steps[count &- 1].start
      emit(step.id, step.start, end, &scratch, &tokens)
    }
  }

  /// Appends the tokens that the paths to all open places have in common; returns how far they go.
  @inline(never)
  private mutating func settleCommonStart(
    _ origin: Int, _ at: Int, _ reach: Int, _ scratch: inout UnigramScratch,
    _ tokens: inout TokenBuffer
  ) -> Int {
    // What is not yet reached by a path will be reached from `at` or one of the others.
    var ends = (at &- origin...reach &- origin).filter {
      $0 == at &- origin || scratch.nodes[$0].score > -.infinity
    }
    // The furthest end steps back until all have met.
    while ends.count > 1 {
      let furthest = ends.removeLast()
      let start = Int(scratch.nodes[furthest].start)
      var index = ends.count
      while index > 0, ends[index - 1] > start { index -= 1 }
      if index == 0 || ends[index - 1] != start { ends.insert(start, at: index) }
    }
    let common = ends[0]
    guard common > 0 else { return 0 }
    emitPath(from: origin, to: origin &+ common, &scratch, &tokens)
    scratch.dropNodes(before: common, count: reach &- origin &+ 1)
    return common
  }
}

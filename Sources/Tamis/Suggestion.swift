/// The word among `words` that `typed` was probably meant to be; `nil` if none is near.
///
/// Near is an edit distance (insertions, deletions, replacements, swaps of neighbours) of at most a
/// third of the length.
public func nearest(to typed: String, among words: [String]) -> String? {
  let limit = max(1, typed.utf8.count / 3)
  let candidates = words.map { word in
    (word: word, distance: editDistance(Array(typed.utf8), Array(word.utf8)))
  }
  guard let best = candidates.min(by: { $0.distance < $1.distance }), best.distance <= limit else {
    return nil
  }
  return best.word
}

/// `; did you mean 'X'?` for the nearest word, or the list of all where none is near.
public func suggestion(for typed: String, among words: [String]) -> String {
  if let word = nearest(to: typed, among: words) { return "; did you mean '\(word)'?" }
  return "; known are \(words.joined(separator: ", "))"
}

/// Optimal string alignment distance.
private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...other.count)
  for (i, byte) in one.enumerated() {
    var row = [i + 1]
    for (j, second) in other.enumerated() {
      var distance = min(last[j + 1] + 1, row[j] + 1, last[j] + (byte == second ? 0 : 1))
      if i > 0, j > 0, byte == other[j - 1], one[i - 1] == second {
        distance = min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    beforeLast = last
    last = row
  }
  return last[other.count]
}

import TamisCore

/// Goes over the nodes of a record by the shape of its target: notes what is wrong, and tells the
/// view what the values mean.
///
/// Linear in the nodes that the shape describes; what it does not describe is stepped over. The depth
/// is that of the document. A good record costs no allocation.
final class ShapeWalk {
  /// Problems of one record that are kept; findings have a lower limit.
  static let limit = 10_000

  let shape: RecordShape
  @exclusivity(unchecked) private(set) var problems: [ShapeProblem] = []
  private let document: JSONDocument
  // Safety: the view owns the walk and lives longer; a counted reference would be taken for each node.
  private let view: Unmanaged<ChatView>
  // Safety: allocated in `init` with the counts of the shape's tables, freed in `deinit`, never
  // written in between; indices come from the shape, which only names entries that it has.
  private let values: UnsafeMutablePointer<RecordShape.Value>
  private let objects: UnsafeMutablePointer<RecordShape.Object>
  private let members: UnsafeMutablePointer<RecordShape.Member>
  private let cases: UnsafeMutablePointer<RecordShape.Case>
  private let names: UnsafeMutablePointer<UInt8>

  init(_ shape: RecordShape, _ view: ChatView) {
    self.shape = shape
    self.view = Unmanaged.passUnretained(view)
    document = view.document
    values = Self.copy(shape.values)
    objects = Self.copy(shape.objects)
    members = Self.copy(shape.members)
    cases = Self.copy(shape.cases)
    names = Self.copy(shape.names)
  }

  deinit {
    values.deallocate()
    objects.deallocate()
    members.deallocate()
    cases.deallocate()
    names.deallocate()
  }

  private static func copy<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
    let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(array.count, 1))
    pointer.initialize(from: array, count: array.count)
    return pointer
  }

  /// Goes over the document's record.
  func walk() {
    problems.removeAll(keepingCapacity: true)
    let root = document.node(0)
    if root.kind == .object { walk(object: 0, at: 0, root) }
  }

  private func walk(value index: Int, at node: Int, key: Int) {
    let value = values[index]
    let json = document.node(node)
    guard value.kinds.contains(KindSet(json.kind)) else {
      note(ShapeProblem(kind: .kind, node: node, value: index, key: key))
      if value.object >= 0 {
        let meaning = objects[Int(value.object)].meaning
        view._withUnsafeGuaranteedRef { $0.skip(meaning, at: node) }
      }
      // A value of another kind is there all the same: it is not missing.
      view._withUnsafeGuaranteedRef { $0.enter(value.meaning, at: node, json.kind, isGood: false) }
      view._withUnsafeGuaranteedRef { $0.leave(value.meaning) }
      return
    }
    if value.isInteger, json.kind == .number, !isWhole(json) {
      note(ShapeProblem(kind: .kind, node: node, value: index, key: key))
    }
    if value.isConditional { check(index, node, json, key) }
    view._withUnsafeGuaranteedRef { $0.enter(value.meaning, at: node, json.kind, isGood: true) }
    if json.kind == .object {
      if value.object >= 0 { walk(object: Int(value.object), at: node, json) }
    } else if json.kind == .array, value.element >= 0 {
      var at = node + 1
      let end = Int(json.next)
      while at < end {
        walk(value: Int(value.element), at: at, key: 0)
        at = Int(document.node(at).next)
      }
    }
    view._withUnsafeGuaranteedRef { $0.leave(value.meaning) }
  }

  private func walk(object index: Int, at node: Int, _ json: JSONNode) {
    var index = index
    var tag = -1
    let meaning = objects[index].meaning
    view._withUnsafeGuaranteedRef { $0.enter(meaning, at: node, .object, isGood: true) }
    defer { view._withUnsafeGuaranteedRef { $0.leave(meaning) } }
    if objects[index].discriminator >= 0 {
      guard let choice = choose(index, node, json) else { return }
      (index, tag) = choice
    }
    let object = objects[index]
    let first = Int(object.members.lowerBound)
    var seen: UInt64 = 0
    var next = first
    var at = node + 1
    let end = Int(json.next)
    while at < end {
      let after = Int(document.node(at + 1).next)
      if let member = find(at, object, from: next) {
        next = member + 1
        seen |= 1 << UInt64(member - first)
        walk(value: Int(members[member].value), at: at + 1, key: at)
      } else if at != tag {
        if object.otherValues >= 0 {
          walk(value: Int(object.otherValues), at: at + 1, key: at)
        } else if !object.isOpen {
          note(ShapeProblem(kind: .unknown, node: at, object: index))
        }
      }
      at = after
    }
    view._withUnsafeGuaranteedRef { $0.sawMembers(seen, of: index, meaning) }
    if seen & object.required != object.required || object.oneOf | object.anyOf != 0 {
      checkPresence(seen, object, index, node)
    }
    if object.sameCount != 0 { checkCounts(object, index, node, json) }
  }

  /// The shape of the case that the object's discriminator tells, and the node of that key; `nil`
  /// where there is none, which has been noted then.
  private func choose(
    _ index: Int, _ node: Int, _ json: JSONNode
  ) -> (object: Int, tag: Int)? {
    let object = objects[index]
    let tag = members[Int(object.members.lowerBound)].name
    var at = node + 1
    while at < Int(json.next) {
      let value = document.node(at + 1)
      guard isName(tag, at: at, document.node(at)) else {
        at = Int(value.next)
        continue
      }
      if value.kind == .string {
        for known in object.cases where isName(cases[Int(known)].name, at: at + 1, value) {
          view._withUnsafeGuaranteedRef { $0.foundCase(cases[Int(known)].name, at: at + 1) }
          return (Int(cases[Int(known)].object), at)
        }
      }
      note(ShapeProblem(kind: .noCase, node: at + 1, object: index, key: at))
      return nil
    }
    note(ShapeProblem(kind: .missing(1), node: node, object: index))
    return nil
  }

  /// The member whose key stands at `node`. Keys mostly come in the shape's order.
  @inline(__always)
  private func find(_ node: Int, _ object: RecordShape.Object, from start: Int) -> Int? {
    let key = document.node(node)
    let (low, high) = (Int(object.members.lowerBound), Int(object.members.upperBound))
    for member in start..<max(high, start) where isName(members[member].name, at: node, key) {
      return member
    }
    for member in low..<min(start, high) where isName(members[member].name, at: node, key) {
      return member
    }
    return nil
  }

  @inline(__always)
  private func isName(_ name: Range<Int32>, at node: Int, _ key: JSONNode) -> Bool {
    let count = name.count
    if !key.flags.contains(.escaped) {
      guard Int(key.end - key.start) == count + 2 else { return false }
      let text = document.bytes(Int(key.start) + 1..<Int(key.end) - 1)
      return text.isSame(
        as: UnsafeRawBufferPointer(start: names + Int(name.lowerBound), count: count))
    }
    var isSame = false
    view._withUnsafeGuaranteedRef { view in
      view.withKey(node) { text in
        isSame = text.isSame(
          as: UnsafeRawBufferPointer(start: names + Int(name.lowerBound), count: count))
      }
    }
    return isSame
  }

  private func isWhole(_ number: JSONNode) -> Bool {
    document.bytes(number.range).allSatisfy {
      $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0
    }
  }

  private func check(_ index: Int, _ node: Int, _ json: JSONNode, _ key: Int) {
    guard let condition = shape.conditions[index] else { return }
    if json.kind == .array, condition.count != 0...Int.max {
      var count = 0
      var at = node + 1
      while at < Int(json.next) {
        count += 1
        at = Int(document.node(at).next)
      }
      if !condition.count.contains(count) {
        note(ShapeProblem(kind: .count(count), node: node, value: index, key: key))
      }
    }
    guard json.kind == .string || json.kind == .number else { return }
    var isGood = true
    func look(_ text: UnsafeRawBufferPointer) {
      if !condition.allowed.isEmpty {
        isGood = condition.allowed.contains { $0.withUnsafeBytes { text.isSame(as: $0) } }
      }
      if isGood, json.kind == .string, let pattern = condition.pattern {
        isGood = pattern.matches(text)
      }
    }
    if json.kind == .string {
      view._withUnsafeGuaranteedRef { $0.withKey(node, look) }
    } else {
      look(document.bytes(json.range))
    }
    if !isGood { note(ShapeProblem(kind: .value, node: node, value: index, key: key)) }
  }

  private func checkPresence(
    _ seen: UInt64, _ object: RecordShape.Object, _ index: Int, _ node: Int
  ) {
    let missing = object.required & ~seen
    if missing != 0 { note(ShapeProblem(kind: .missing(missing), node: node, object: index)) }
    if object.anyOf != 0, seen & object.anyOf == 0 {
      note(ShapeProblem(kind: .noneOf(object.anyOf), node: node, object: index))
    }
    guard object.oneOf != 0 else { return }
    let present = seen & object.oneOf
    if present == 0 {
      note(ShapeProblem(kind: .noneOf(object.oneOf), node: node, object: index))
    } else if present & (present - 1) != 0 {
      note(ShapeProblem(kind: .moreThanOne(present), node: node, object: index))
    }
  }

  private func checkCounts(
    _ object: RecordShape.Object, _ index: Int, _ node: Int, _ json: JSONNode
  ) {
    var count: Int?
    var at = node + 1
    while at < Int(json.next) {
      defer { at = Int(document.node(at + 1).next) }
      guard let member = find(at, object, from: Int(object.members.lowerBound)),
        object.sameCount & (1 << UInt64(member - Int(object.members.lowerBound))) != 0,
        document.node(at + 1).kind == .array
      else { continue }
      let elements = document.elementCount(at + 1)
      if let count, count != elements {
        note(
          ShapeProblem(
            kind: .differentCounts(object.sameCount), node: at + 1, object: index, key: at))
        return
      }
      count = elements
    }
  }

  private func note(_ problem: ShapeProblem) {
    if problems.count < Self.limit { problems.append(problem) }
  }
}

extension JSONDocument {
  /// How many elements the array at `node` has.
  func elementCount(_ node: Int) -> Int {
    var count = 0
    var at = node + 1
    let end = Int(self.node(node).next)
    while at < end {
      count += 1
      at = Int(self.node(at).next)
    }
    return count
  }
}

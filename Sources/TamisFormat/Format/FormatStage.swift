import TamisCore

/// Writes records in the layout of a target.
///
/// Each record's layout is told by its fields unless one is named. Values that need no change keep
/// their bytes, and a record that is already what the target takes is not touched. A record that
/// fits no layout is rejected. Memory: one record and the batch it is in.
public final class FormatStage: Stage {
  public let name = "format"
  private let target: Target
  private let layout: (any Layout.Type)?
  /// The system message as a JSON string.
  private let system: [UInt8]?
  private let counts = FormatCounts()

  /// A stage that writes for `target` what it reads as `layout`, a name of `Layouts`, or as what
  /// the fields tell.
  ///
  /// `system` goes before the first turn. A record that has a system (or developer) message of its
  /// own keeps that one; `notes()` says how often.
  public init(target: Target, layout: String? = nil, system: String? = nil) throws(UnknownName) {
    self.target = target
    self.layout = try layout.map { name throws(UnknownName) in try Layouts.named(name) }
    self.system = system.map { text in
      var json = ByteBuffer()
      JSONString.encode(text, into: &json)
      return json.array
    }
  }

  public func makeKernel() -> any Kernel {
    FormatKernel(target: target, layout: layout, system: system, counts: counts)
  }

  /// For people who ask: the layouts that records were read as, what told each of them in its first
  /// record, and how many records there were.
  public func decisions() -> [String] { counts.decisions() }

  /// What was left out of records that went on, a finding for each field name in their order. Call
  /// it at the end.
  public func notes() -> [Finding] { counts.notes(target: target.name) }
}

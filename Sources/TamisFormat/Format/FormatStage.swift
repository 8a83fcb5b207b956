public import TamisCore

/// Writes records in the layout of a target.
///
/// Each record's layout is told by its fields unless one is named. Values that need no change keep
/// their bytes, and a record that is already what the target takes is not touched. A record that
/// fits no layout, or that the target cannot say, is rejected. Memory: one record and the batch it
/// is in.
public final class FormatStage: Stage {
  /// What all kernels of a stage have in common.
  struct Plan: Sendable {
    var settings: WriterSettings
    var options: FormatOptions
    /// The place of the layout on the list; `nil` for whatever the fields tell.
    var layout: Int?
    var map: LayoutMap
    /// The system message as a JSON string.
    var system: [UInt8]?
    var makeWriter: @Sendable (WriterContext) -> any TargetWriter
  }

  public let name = "format"
  /// What the files of the target's folder are called.
  public let files: TargetFiles
  private let plan: Plan
  private let counts = FormatCounts()

  /// A stage that writes for `target` what it reads as `layout`, a name of `Layouts`, or as what
  /// the fields tell, where the records' fields have the names that `map` gives.
  ///
  /// `system` goes before the first turn. A record that has a system (or developer) message of its
  /// own keeps that one; `notes()` says how often. Throws for a layout that is unknown, and for a
  /// target whose records are not written.
  public init(
    target: Target, layout: String? = nil, map: LayoutMap = LayoutMap(), system: String? = nil,
    options: FormatOptions = FormatOptions()
  ) throws(UnknownName) {
    let forced = try layout.map { name throws(UnknownName) in try Layouts.named(name) }
    let settings = WriterSettings(target.profile)
    files = TargetFiles(target.profile)
    plan = Plan(
      settings: settings, options: options,
      layout: forced.flatMap { layout in Layouts.all.firstIndex { $0 == layout } }, map: map,
      system: system.map { text in
        var json = ByteBuffer()
        JSONString.encode(text, into: &json)
        return json.array
      }, makeWriter: try Writers.named(settings.layout))
  }

  public func makeKernel() -> any Kernel { FormatKernel(plan, counts: counts) }

  /// For people who ask: the layouts that records were read as, what told each of them in its first
  /// record, and how many records there were.
  public func decisions() -> [String] { counts.decisions() }

  /// What was left out of records that went on, a finding for each field name in their order. Call
  /// it at the end.
  public func notes() -> [Finding] { counts.notes(target: plan.settings.target) }
}

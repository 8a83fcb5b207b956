import TamisCore

extension Recipe {
  /// The recipe as a job.
  public func job(_ options: JobOptions) -> Job {
    Job(source: .ingest(ingest), steps: steps, output: output, options: options)
  }

  /// Runs the recipe: records, then the check of what was written, then the manifest.
  ///
  /// Throws `UsageError`, `InputError` or `OutputError`.
  public func run(_ options: JobOptions, _ observer: JobObserver) throws -> RecipeResult {
    if output == "-" { throw UsageError("a recipe needs an output that is a file or a folder") }
    // A format leaves the marks of a split out: only a folder keeps the parts apart.
    if !output.hasSuffix("/"), steps.contains(where: { $0 is SplitStep }),
      steps.contains(where: { $0 is FormatStep })
    {
      throw UsageError("'split' and 'format' need a folder as the output: '\(output)/'")
    }
    // Unknown targets are told before an hour of work, not after it.
    let target = try validate.map { try Tamis.target(named: $0.target) }
    let result = try job(options).run(observer)
    var checks: [FileCheck] = []
    if let target {
      for file in result.files {
        checks.append(
          try Tamis.check(file.path, against: target, options, finding: observer.finding))
      }
    }
    let manifest = try Manifest(of: self, result, checks)
    let writer = try openOutput(path: self.manifest)
    try writer.write(manifest.json)
    try writer.finish()
    return RecipeResult(job: result, checks: checks)
  }
}

/// What the run of a recipe did.
public struct RecipeResult: Sendable {
  public var job: JobResult
  public var checks: [FileCheck]
}

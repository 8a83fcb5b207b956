import TamisCore

/// What `other` gives, which a thread of its own runs, and what `here` gives, which this one runs at the
/// same time.
func concurrently<Other: Sendable, Here>(
  _ other: @Sendable () -> Other, _ here: () -> Here
) -> (Other, Here) {
  withoutActuallyEscaping(other) { other in
    let result = Outcome<Other>()
    // Safety: the thread is joined before the closure's life ends, and before its result is read.
    let thread = WorkerThread { result.value = other() }
    let own = here()
    thread.join()
    guard let value = result.value else { preconditionFailure("a joined thread has its result") }
    return (value, own)
  }
}

private final class Outcome<Value>: @unchecked Sendable {
  // Safety: written by one thread, and read by the one that has joined it.
  var value: Value?
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A plain thread that is started for one piece of work and joined.
///
/// There is no pool: a trainer forks workers, and in a forked child only the calling thread lives on.
package final class WorkerThread: @unchecked Sendable {
  // Safety: set once before the object is shared, and read by the one who joins.
  private let handle: UnsafeMutablePointer<pthread_t>

  /// Starts `body` on a thread of its own, with a stack of 1 MiB.
  package init(_ body: @escaping @Sendable () -> Void) {
    handle = .allocate(capacity: 1)
    let work = Unmanaged.passRetained(ThreadBody(body))
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, 1 << 20)
    let result = pthread_create(
      handle, attributes,
      { argument in
        guard let argument else { return nil }
        // Safety: the retain of `passRetained` above is given back here, once.
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    pthread_attr_destroy(attributes)
    attributes.deallocate()
    precondition(result == 0, "the system has no thread left: errno \(result)")
  }

  /// Waits for the end of the work. Call it once.
  package func join() {
    pthread_join(handle.pointee, nil)
    handle.deallocate()
  }
}

private final class ThreadBody {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

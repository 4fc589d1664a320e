internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Output or error output of the process.
final class StandardStream: Sendable {
  private let descriptor: Int32
  private let reason = Mutex<String?>(nil)

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Why something could not be written; nil if all was. That nobody reads any more is no failure.
  var failure: String? { reason.withLock { $0 } }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of a text; gives up when nobody reads any more, and at the first failure.
  func write(_ text: String) {
    if failure != nil { return }
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        #if canImport(Darwin)
          let count = Darwin.write(descriptor, start, rest.count)
        #elseif canImport(Glibc)
          let count = Glibc.write(descriptor, start, rest.count)
        #else
          let count = Musl.write(descriptor, start, rest.count)
        #endif
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          let code = errno
          if count < 0, code != EPIPE { reason.withLock { $0 = String(cString: strerror(code)) } }
          return
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
    }
  }
}

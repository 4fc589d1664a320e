import CRMModel

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that was not there before, written from its beginning to its end; closed when nobody holds it any more.
final class NewFile {
  let path: String
  private let descriptor: Int32

  /// Makes the file.
  init(_ path: String) throws(StoreError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw errno == EEXIST ? NewFile.taken(path) : NewFile.failure(path, errno) }
  }

  deinit { close(descriptor) }

  func write(_ bytes: [UInt8]) throws(StoreError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { NewFile.put(descriptor, $0) }
      if count >= 0 {
        rest.removeFirst(count)
      } else if errno != EINTR {
        throw NewFile.failure(path, errno)
      }
    }
  }

  /// A disk that is full may say so only now.
  func finish() throws(StoreError) { if fsync(descriptor) != 0 { throw NewFile.failure(path, errno) } }

  /// Whether there is something of the name, a link to nothing included.
  static func isTaken(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  static func remove(_ path: String) { unlink(path) }

  static func taken(_ path: String) -> StoreError {
    StoreError(.exists, .inputOutput, "there is a file at \(path) already")
  }

  private static func failure(_ path: String, _ number: Int32) -> StoreError {
    StoreError(
      .internal, number == ENOSPC ? .diskFull : .inputOutput,
      "the file \(path) cannot be written: \(String(cString: strerror(number)))")
  }

  private static func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

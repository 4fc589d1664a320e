import CRMModel
import CRMStorage
import GRDBSQLite

/// What is bound as a pointer for a function of ours to read.
final class FunctionArgument {
  /// How periods are made.
  let bucketing: Bucketing
  /// What went wrong inside the function, to be thrown instead of SQLite's message.
  var failure: (any Error)?

  init(_ bucketing: Bucketing) { self.bucketing = bucketing }

  /// The type name without which SQLite hides the pointer; SQLite keeps its address, so it must never move.
  static let typeName = ConstantName("crm-bucketing")
}

/// A C string that lives as long as the program.
struct ConstantName: Sendable {
  private let text: StaticString

  init(_ text: StaticString) { self.text = text }

  func withPointer<T>(_ body: (UnsafePointer<CChar>) throws -> T) rethrows -> T {
    try UnsafeRawPointer(text.utf8Start).withMemoryRebound(to: CChar.self, capacity: text.utf8CodeUnitCount + 1, body)
  }
}

/// The functions that conditions are computed with, the same code that the other engines run.
///
/// They are deterministic and marked as harmless, so that an index may use them although the schema is not trusted.
enum EngineFunctions {
  private typealias Body = @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  /// Makes the functions known to a connection.
  static func install(on connection: OpaquePointer) throws {
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    try add("crm_fold", 1, flags, fold, to: connection)
    try add("crm_distance", 4, flags, distance, to: connection)
    try add("crm_real", 1, flags, real, to: connection)
    try add("crm_bucket", 2, flags, bucket, to: connection)
    try add("crm_sound", 1, flags, sound, to: connection)
  }

  private static func add(
    _ name: String, _ arguments: Int32, _ flags: Int32, _ body: @escaping Body, to connection: OpaquePointer
  ) throws {
    let code = sqlite3_create_function_v2(connection, name, arguments, flags, nil, body, nil, nil, nil)
    if code != SQLITE_OK { throw SQLiteFailure(connection) }
  }

  /// `crm_fold(text)`: the folded key; null for null.
  private static let fold: Body = { context, _, values in
    guard let value = values?[0], let start = sqlite3_value_text(value) else { return sqlite3_result_null(context) }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    var folded = TextKey.folded(String(decoding: bytes, as: UTF8.self))
    folded.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return sqlite3_result_text(context, "", 0, nil) }
      start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_result_text64(context, start, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
      }
    }
  }

  /// `crm_distance(latitude, longitude, latitude, longitude)`: metres; null if one is null or no place on earth.
  private static let distance: Body = { context, _, values in
    guard let values else { return sqlite3_result_null(context) }
    for index in 0..<4 where sqlite3_value_type(values[index]) == SQLITE_NULL { return sqlite3_result_null(context) }
    guard let here = place(values[0], values[1]), let there = place(values[2], values[3]) else {
      return sqlite3_result_null(context)
    }
    sqlite3_result_double(context, here.distance(to: there))
  }

  private static func place(_ latitude: OpaquePointer?, _ longitude: OpaquePointer?) -> GeoPoint? {
    try? GeoPoint(latitude: sqlite3_value_double(latitude), longitude: sqlite3_value_double(longitude))
  }

  /// `crm_real(bits)`: the number with this bit pattern, so that lists of reals are passed exactly.
  private static let real: Body = { context, _, values in
    guard let value = values?[0] else { return sqlite3_result_null(context) }
    sqlite3_result_double(context, Double(bitPattern: UInt64(bitPattern: sqlite3_value_int64(value))))
  }

  /// `crm_sound(text)`: whether a text is UTF-8, which SQLite never asks; true for null.
  private static let sound: Body = { context, _, values in
    guard let value = values?[0], let start = sqlite3_value_text(value) else { return sqlite3_result_int(context, 1) }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_value_bytes(value)))
    sqlite3_result_int(context, String(validating: bytes, as: UTF8.self) == nil ? 0 : 1)
  }

  /// `crm_bucket(value, bucketing)`: the first day of the value's period; null for null.
  private static let bucket: Body = { context, _, values in
    guard let values, sqlite3_value_type(values[0]) != SQLITE_NULL else { return sqlite3_result_null(context) }
    let pointer = FunctionArgument.typeName.withPointer { sqlite3_value_pointer(values[1], $0) }
    guard let pointer else { return sqlite3_result_error(context, "no bucketing", -1) }
    let argument = Unmanaged<FunctionArgument>.fromOpaque(pointer).takeUnretainedValue()
    do {
      sqlite3_result_int64(context, try argument.bucketing.bucket(of: sqlite3_value_int64(values[0])))
    } catch {
      argument.failure = error
      sqlite3_result_error(context, "no bucket", -1)
    }
  }
}

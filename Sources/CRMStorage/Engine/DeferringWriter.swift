/// A writer of an engine that outlives no process, so that what nobody has asked for yet need not be made.
protocol DeferringWriter: EngineWriter {
  /// Keeps a value under a name beside the rows, as ``EngineWriter/setMetadata(_:_:)`` does, and makes it when it is read first.
  func setMetadata(_ key: String, later make: @escaping @Sendable () throws -> String) throws
}

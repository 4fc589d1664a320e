import CRMModel

/// The code of the ``ValueError`` that `body` throws, or nil if it throws none.
func valueErrorCode<Result>(_ body: () throws -> Result) -> ErrorCode? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? ValueError)?.code
  }
}

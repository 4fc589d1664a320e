/// What not everybody does.
extension Contender {
  var columnBytes: Int? { nil }
  func loadCustom() async throws { throw NotMeasured() }
  func keepForecast() async throws {}
  func forecastKept() async throws -> Reduction { try await forecast() }
  func loadPriced() async throws { throw NotMeasured() }
  func forecastPriced(_ round: Int) async throws -> Reduction { throw NotMeasured() }
  func startObserving() async throws { throw NotMeasured() }
  func observedUpdate(_ round: Int) async throws -> Reduction { throw NotMeasured() }
}

/// What not everybody does.
extension Contender {
  func loadCustom() async throws { throw NotMeasured() }
  func keepForecast() async throws {}
  func startObserving() async throws { throw NotMeasured() }
  func observedUpdate(_ round: Int) async throws -> Reduction { throw NotMeasured() }
}

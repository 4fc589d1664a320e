import Testing

@Suite struct `A newcomer` {
  /// The lines are those that the author expected beforehand.
  @Test func `writes a program from the README alone, and it prints what they expect`() async throws {
    #expect(
      try await newcomer() == [
        "Won: Service",
        "Open in the north:",
        "Fleet 48000.00 USD no next step",
        "Trailer 14000.00 USD Send the offer",
        "Pipeline:",
        "Prospecting: 1 deal, 30000.00 USD, weighted 3000.00 USD",
        "Proposal: 2 deals, 62000.00 USD, weighted 31000.00 USD",
      ])
  }
}

import Testing

@Suite struct `A newcomer` {
  @Test func `writes a program from the README alone`() async throws {
    #expect(
      try await newcomer() == [
        "Fleet 48000.00 USD",
        "Spare parts 2500.00 USD",
        "Qualified: 1 deal, 31000.00 USD, weighted 7750.00 USD",
        "Proposal: 1 deal, 48000.00 USD, weighted 24000.00 USD",
        "1 won of 2",
      ])
  }
}

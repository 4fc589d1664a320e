internal import CRM

/// The answers that the demo gives, each read from one state of the store.
struct DemoAnswers: Sendable {
  /// Deals and their value by stage, in the stages' order.
  let stages: [[FieldValue]]
  /// How many decided deals were won in each region.
  let winRates: [WinRate]
  /// Deals in each region, decided or not.
  let regions: [[FieldValue]]
  /// Value and number of won deals by manager and first day of the quarter.
  let quarters: [[FieldValue]]
  let cycle: SalesCycle
  /// Open deals by manager and stage, with the list price of what they are about.
  let open: [[FieldValue]]
  /// The ten largest won deals: name, value, day, product, agent, account, its tier and parent.
  let largest: [[FieldValue]]

  init(_ snapshot: Snapshot) throws {
    func rows(_ text: String) throws -> [[FieldValue]] { try snapshot.table(try Query(text: text)).rows }
    let metrics = SalesMetrics(snapshot)
    stages = try rows(
      """
      select stage.name, count(), sum(amount) from opportunity group by stage.position, stage.name \
      order by stage.position
      """
    )
    winRates = try metrics.winRate(by: "owner.region")
    regions = try rows("select owner.region, count() from opportunity group by owner.region order by owner.region")
    quarters = try rows(
      """
      select owner.manager.display_name, quarter(close_date), sum(amount), count() from opportunity \
      where stage.is_won = true \
      group by owner.manager.display_name, quarter(close_date) order by owner.manager.display_name, quarter(close_date)
      """)
    // The files know of days only.
    cycle = try metrics.salesCycleByCloseDate()
    open = try rows(
      """
      select owner.manager.display_name, stage.name, count(), sum(product.unit_price) from opportunity \
      where stage.is_closed = false group by owner.manager.display_name, stage.position, stage.name \
      order by owner.manager.display_name, stage.position
      """)
    largest = try rows(
      """
      select name, amount, close_date, product.name, owner.display_name, account.name, account.custom.tier, \
      account.parent.name from opportunity where stage.is_won = true order by amount desc, name limit 10
      """)
  }
}

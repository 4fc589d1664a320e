import CRMModel
import CRMSales
import CRMSecurity
import CRMTesting

/// Records in which every field is filled in.
enum Samples {
  static func lead() throws -> Lead {
    var lead = Lead()
    lead.name = PersonName(first: "Ana", last: "Ruiz")
    lead.company = "Acme"
    lead.title = "Buyer"
    lead.status = .working
    lead.rating = .hot
    lead.source = "Fair"
    lead.industry = "Retail"
    lead.annualRevenue = .eur(1_000_000)
    lead.employees = 40
    lead.email = try EmailAddress("ana@example.com")
    lead.phone = try PhoneNumber("+34 600 100 200")
    lead.mobile = try PhoneNumber("+34 600 100 201")
    lead.website = try WebAddress("https://example.com/")
    lead.address = PostalAddress(city: "Sevilla", country: "ES")
    lead.doNotCall = true
    lead.emailOptOut = true
    lead.disqualifyReason = "No budget"
    lead.notes = "Met in March"
    return lead
  }

  static func product() throws -> Product {
    var product = Product()
    product.name = "Seat"
    product.code = "ST-1"
    product.family = "Licences"
    product.unitPrice = .usd(240)
    product.costPrice = .usd(12)
    product.unitOfMeasure = "seat"
    product.salesStart = try CalendarDate("2025-01-01")
    product.salesEnd = try CalendarDate("2025-12-31")
    product.isActive = false
    product.notes = "A seat a year"
    return product
  }

  static func opportunity() throws -> Opportunity {
    var deal = Opportunity()
    deal.name = "200 seats"
    deal.number = "OPP-900000"
    deal.amount = .usd(48_000)
    deal.probability = try Percent("62.5")
    deal.forecastCategory = .commit
    deal.closeDate = try CalendarDate("2025-06-30")
    deal.openedOn = try CalendarDate("2025-05-01")
    deal.closedAt = try Instant("2025-06-30T10:00:00Z")
    deal.kind = .renewal
    deal.leadSource = "Fair"
    deal.nextStep = "Call Ana"
    deal.lossReason = "None"
    deal.notes = "Wants a discount"
    return deal
  }
}

extension Entity {
  /// The same record with another system part.
  func with(record: RecordInfo) -> Self {
    var copy = self
    copy.record = record
    return copy
  }
}

extension Fixture {
  /// The standard pipeline.
  static let pipeline = Fixture("pipeline") { tx in try SalesModule.standardPipeline(in: tx) }
}

extension Session {
  /// The stage of a name.
  func stage(_ name: String) async throws -> PipelineStage {
    guard let stage = try await first(PipelineStage.query.where { $0.name == name }) else {
      throw StoreError(.notFound, .recordNotFound, "no stage of this name")
    }
    return stage
  }
}

import CRMModel
import CRMTestStores
import Foundation
import Testing

@Suite(.enabled(if: SharedData.has("csv/SOURCE.md"), "needs shared/data beside the checkout, or CRM_DATA"))
struct `Published CSV shapes` {
  @Test(arguments: PublishedCSV.names("spectrum/csvs") { $0 != "location_coordinates" })
  func `of csv-spectrum read as their JSON`(_ name: String) throws {
    let rows = try #require(try PublishedCSV.json("csv/spectrum/json/\(name).json") as? [[String: String]])
    #expect(try Self.objects("csv/spectrum/csvs/\(name).csv") == rows)
    #expect(!rows.isEmpty)
  }

  /// Its JSON is one object, not a list, and has another telephone number than the CSV file.
  @Test func `of csv-spectrum with seconds of arc read as their JSON but for the number it replaced`() throws {
    let path = "csv/spectrum/json/location_coordinates.json"
    var expected = try #require(try PublishedCSV.json(path) as? [String: String])
    expected["Contact Phone Number"] = "2095257564"
    #expect(try Self.objects("csv/spectrum/csvs/location_coordinates.csv") == [expected])
  }

  @Test(arguments: PublishedCSV.names("test-data/csv") { !$0.hasPrefix("bad-") })
  func `of csv-test-data read as their JSON`(_ name: String) throws {
    let json = try PublishedCSV.json("csv/test-data/json/\(name).json")
    let path = "csv/test-data/csv/\(name).csv"
    if let rows = json as? [[String]], name != "header-no-rows" {
      var options = CSVOptions()
      options.hasHeader = false
      let records = try CSVReader.contents(of: SharedData.bytes(path), options).records
      #expect(try (0..<records.count).map(records.record) == rows)
    } else {
      let rows = try #require(json as? [[String: String]])
      #expect(try Self.objects(path) == rows)
    }
  }

  @Test(arguments: [
    ("bad-header-less-fields", "csv_row_too_short", 2, 3, 4),
    ("bad-header-more-fields", "csv_row_too_long", 2, 4, 7),
    ("bad-header-no-header", "csv_no_header", 1, 1, 1),
    ("bad-header-wrong-header", "csv_wrong_header", 1, 1, 1),
    ("bad-missing-quote", "csv_unclosed_quote", 2, 2, 3),
    ("bad-quotes-with-unescaped-quote", "csv_text_after_quote", 2, 2, 19),
    ("bad-unescaped-quote", "csv_unescaped_quote", 2, 2, 8),
  ])
  func `that are bad are refused with their position`(
    _ name: String, _ code: String, _ line: Int, _ column: Int, _ byteInLine: Int
  ) throws {
    var options = CSVOptions()
    options.expectedHeader = ["foo", "bar", "baz"]
    let bytes = try SharedData.bytes("csv/test-data/csv/\(name).csv")
    let error = #expect(throws: CSVError.self) { try CSVReader.contents(of: bytes, options) }
    #expect(error?.code == ErrorCode(code))
    #expect(error?.position.line == line)
    #expect(error?.position.column == column)
    #expect(error?.position.byteInLine == byteInLine)
  }

  @Test func `are all judged`() {
    #expect(PublishedCSV.names("spectrum/csvs").count == 12)
    #expect(PublishedCSV.names("test-data/csv").count == 25)
    #expect(PublishedCSV.names("test-data/csv") { $0.hasPrefix("bad-") }.count == 7)
  }

  @Test(arguments: [("sales_pipeline", 8_800, 8), ("accounts", 85, 7), ("sales_teams", 35, 3)])
  func `of a sales team's real files read whole`(_ name: String, _ rows: Int, _ columns: Int) throws {
    let bytes = try SharedData.bytes("crm-sales-opportunities/\(name).csv")
    let (header, records) = try CSVReader.contents(of: bytes)
    #expect(header?.names.count == columns)
    #expect(records.count == rows)
    let detection = TabularDialect.detect(bytes, isWholeFile: true)
    #expect(detection.delimiter.value == .comma)
    #expect(detection.delimiter.certainty == .certain)
  }

  private static func objects(_ path: String) throws -> [[String: String]] {
    let (header, records) = try CSVReader.contents(of: SharedData.bytes(path))
    let names = try #require(header).names
    return try (0..<records.count).map { record in
      Dictionary(uniqueKeysWithValues: zip(names, try records.record(record)))
    }
  }
}

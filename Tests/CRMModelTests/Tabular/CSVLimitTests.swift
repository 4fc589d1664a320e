import CRMModel
import Testing

@Suite struct `The limits of a CSV reader` {
  static func error(_ text: String, _ change: (inout CSVLimits) -> Void = { _ in }) -> CSVError? {
    var options = CSVOptions()
    change(&options.limits)
    do throws(CSVError) {
      _ = try CSVReader.contents(of: Array(text.utf8), options)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["", "\""])
  func `stop a field of 100 MB at 1 MB`(_ quote: String) throws {
    var reader = CSVReader()
    try reader.push(Array("a,b\n1,\(quote)".utf8))
    let chunk = [UInt8](repeating: 0x78, count: 64 << 10)
    var pushed = 0
    var failure: CSVError?
    while failure == nil, pushed < 100 << 20 {
      do throws(CSVError) { try reader.push(chunk) } catch { failure = error }
      pushed += chunk.count
    }
    #expect(failure?.code == .csvFieldTooLong)
    #expect(failure?.position == CSVPosition(line: 2, column: 2, byteInLine: 3, byteOffset: 6))
    #expect(pushed <= 17 * chunk.count)
  }

  @Test func `allow a field of exactly the limit and refuse one byte more`() {
    #expect(Self.error("a\nxxxx") { $0.fieldBytes = 4 } == nil)
    #expect(Self.error("a\nxxxxx") { $0.fieldBytes = 4 }?.code == .csvFieldTooLong)
    #expect(Self.error("a\n\"x\"\"x\n\"") { $0.fieldBytes = 4 } == nil)
    #expect(Self.error("a\n\"x\"\"x\n\"\"\"") { $0.fieldBytes = 4 }?.code == .csvFieldTooLong)
    #expect(Self.error("a\n\"xxxx\n\"") { $0.fieldBytes = 4 }?.code == .csvFieldTooLong)
    #expect(Self.error("a\n123\"") { $0.fieldBytes = 4 } == nil)
    #expect(Self.error("a\n1234\"") { $0.fieldBytes = 4 }?.code == .csvFieldTooLong)
  }

  @Test func `allow 2,000 columns and refuse the next with its place`() {
    let header = String(repeating: "h,", count: 1_999) + "h"
    #expect(Self.error(header) == nil)
    let error = Self.error(header + ",h")
    #expect(error?.code == .csvTooManyColumns)
    #expect(error?.position.column == 2_001)
    #expect(Self.error(String(repeating: ",", count: 1_000_000))?.position.column == 2_001)
  }

  @Test(arguments: [0, -1, Int.min])
  func `refuse everything when they are zero or below`(_ limit: Int) {
    #expect(Self.error("a\n1") { $0.columns = limit }?.code == .csvTooManyColumns)
    #expect(Self.error("a\n1") { $0.fieldBytes = limit }?.code == .csvFieldTooLong)
    #expect(Self.error("a\n1") { $0.headerBytes = limit }?.code == .csvHeaderTooLong)
    #expect(Self.error("a\n1") { $0.recordBytes = limit }?.code == .csvRecordTooLong)
    #expect(
      Self.error("a\n1") {
        $0 = CSVLimits()
        $0.recordBytes = .max
        $0.fieldBytes = .max
      } == nil)
  }

  @Test func `bound the header and the record as a whole`() {
    #expect(Self.error("aa,bb\n1,2") { $0.headerBytes = 4 } == nil)
    let header = Self.error("aa,bbb\n1,2") { $0.headerBytes = 4 }
    #expect(header?.code == .csvHeaderTooLong)
    #expect(header?.position == CSVPosition(line: 1, column: 1, byteInLine: 1, byteOffset: 0))
    let record = Self.error("a,b\n1,2\n333,333") { $0.recordBytes = 4 }
    #expect(record?.code == .csvRecordTooLong)
    #expect(record?.position == CSVPosition(line: 3, column: 1, byteInLine: 1, byteOffset: 8))
    #expect(Self.error(String(repeating: "h", count: (64 << 10) + 1))?.code == .csvHeaderTooLong)
  }
}

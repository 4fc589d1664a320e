import CRMModel
import Testing

@Suite struct `Detecting a dialect` {
  static func detect(_ text: String) -> TabularDetection {
    TabularDialect.detect(Array(text.utf8), isWholeFile: true)
  }

  @Test func `reads a German export without being told`() {
    var text = "Kunde;Betrag;Datum\r\n"
    for day in 1...28 { text += "Müller, Söhne;1.2\(day + 10),50;\(day).12.2025\r\n" }
    let detection = Self.detect(text)
    #expect(
      detection.dialect
        == TabularDialect(
          encoding: .utf8, delimiter: .semicolon, decimalSign: .comma, groupingSign: .point, dateOrder: .dmy))
    #expect(detection.delimiter.evidence == "; seen in 29 of 29 lines, 3 columns each")
    #expect(detection.dateOrder.evidence == "16 of 28 dates have a first part above 12")
    #expect(detection.decimalSign.evidence == "28 numbers need , as decimal sign, none needs the other")
  }

  @Test(arguments: [TextEncoding.windows1252, .utf16LE, .utf16BE])
  func `reads it in any encoding`(_ encoding: TextEncoding) {
    let text = "Straße;Preis\nGrüner Weg;12,50\nÖder Platz;13,75\n"
    let bytes: [UInt8] =
      switch encoding {
      case .windows1252: text.unicodeScalars.map { UInt8($0.value) }
      case .utf16BE: TextTranscoderCases.be(text)
      default: TextTranscoderCases.le(text)
      }
    let dialect = TabularDialect.detect(bytes).dialect
    #expect(dialect?.encoding == encoding)
    #expect(dialect?.delimiter == .semicolon)
    #expect(dialect?.decimalSign == .comma)
  }

  @Test func `does not guess the order of dates whose days are all at most 12`() {
    let detection = Self.detect("a,d\n1,01/02/2025\n2,03/04/2025\n")
    #expect(detection.dateOrder.value == nil)
    #expect(detection.dateOrder.certainty == .ambiguous)
    #expect(detection.dateOrder.candidates == [.dmy, .mdy])
    #expect(detection.dialect == nil)
    #expect(detection.dialect(stating: TabularDialect(dateOrder: .mdy)).dateOrder == .mdy)
  }

  @Test func `looks at cells as a stated encoding and delimiter cut them`() {
    let bytes = Array("a;b\n1,5;x\n2,5;y\n".utf8)
    let stated = TabularDialect.detect(bytes, isWholeFile: true, encoding: .windows1252, delimiter: .comma)
    #expect(stated.encoding.evidence == "stated")
    #expect(stated.delimiter.value == .comma)
    #expect(stated.decimalSign.certainty == .assumed)
    #expect(TabularDialect.detect(bytes, isWholeFile: true).decimalSign.value == .comma)
  }

  @Test func `keeps what it saw over what is stated`() {
    let detection = Self.detect("a,d\n1,31/12/2025\n")
    #expect(detection.dialect(stating: TabularDialect(dateOrder: .mdy)).dateOrder == .dmy)
  }

  @Test(
    arguments: [
      ("d\n31/12/2025\n", DateOrder.dmy, TabularDetection.Certainty.certain), ("d\n12/31/25\n", .mdy, .certain),
      ("d\n2025-12-31\n", .ymd, .certain), ("d\nx\n", .ymd, .assumed),
      ("d\n2025-12-31\n31.12.2025 10:00\n", .dmy, .certain),
      ("d\n31/12/2025\n12/31/2025\n", nil, .ambiguous), ("d\n31-Dec-2025\n", .ymd, .assumed),
    ] as [(String, DateOrder?, TabularDetection.Certainty)])
  func `tells the order of dates`(_ text: String, _ order: DateOrder?, _ certainty: TabularDetection.Certainty) {
    #expect(Self.detect(text).dateOrder.value == order)
    #expect(Self.detect(text).dateOrder.certainty == certainty)
  }

  @Test(
    arguments: [
      ("a;b\n1;1.234\n2;5.678\n", nil, nil), ("a;b\n1;1.234\n2;0.5\n", DecimalSign.point, GroupingSign.comma),
      ("a;b\n1;1.234\n2;1.234.567\n", .comma, .point), ("a;b\n1;1,234.50\n", .point, .comma),
      ("a;b\n1;1 234,50\n", .comma, .space), ("a;b\n1;1'234.50\n", .point, .apostrophe),
      ("a;b\n1;12,5\n2;12.5\n", nil, nil),
      ("a;b\n1;12\n", .point, .comma), ("a;b\n1;€ 0,99\n", .comma, .point),
      ("a;b\n1;10.1.2025\n2;1,5\n", .comma, .point),
    ] as [(String, DecimalSign?, GroupingSign?)])
  func `tells the signs of numbers`(_ text: String, _ decimal: DecimalSign?, _ grouping: GroupingSign?) {
    let detection = Self.detect(text)
    #expect(detection.decimalSign.value == decimal)
    #expect(detection.groupingSign.value == grouping)
    #expect(detection.decimalSign.certainty == .ambiguous || decimal != nil)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", CSVDelimiter.comma), ("a\tb\n1,5\t2,5\n", .tab), ("a|b\n1|2\n", .pipe),
    ("1,5;2,5\n3,5;4,5\n", .semicolon),
    ("\"x;y\",b\n\"q \"\";\"\" r;\",2\n", .comma), ("name\nAcme; and, so on\n", .comma),
    ("a,b\n\"x\ny;z;\",2\n", .comma),
  ])
  func `tells the delimiter`(_ text: String, _ delimiter: CSVDelimiter) {
    #expect(Self.detect(text).delimiter.value == delimiter)
  }

  @Test func `leaves out a last record that may be cut`() {
    let detection = TabularDialect.detect(Array("d,n\n01/02/2025,1\n12/1".utf8))
    #expect(detection.delimiter.evidence == ", seen in 2 of 2 lines, 2 columns each")
    #expect(detection.dateOrder.candidates == [.dmy, .mdy])
  }
}

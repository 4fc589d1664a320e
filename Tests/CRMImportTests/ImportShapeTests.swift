import CRMModel
import CRMSecurity
import CRMStorage
import CRMTestStores
import Foundation
import Testing

@Suite struct `Published shapes of files` {
  /// Files that must read as the JSON beside them, one without a header aside.
  static let files: [String] = SharedData.files(in: "csv", suffix: ".csv").filter { path in
    SharedData.has(PublishedRows.json(of: path)) && !path.hasSuffix("/all-empty.csv")
  }

  /// Files that are bad on purpose: those without a JSON beside them.
  static let badFiles: [String] = SharedData.files(in: "csv", suffix: ".csv").filter { path in
    !SharedData.has(PublishedRows.json(of: path))
  }

  @Test(.enabled(if: !files.isEmpty, "shared/data/csv is not there"), arguments: files)
  func `are imported cell by cell`(_ path: String) async throws {
    try await ImportBench.run { bench async throws in
      let bytes = try SharedData.bytes(path)
      let (header, expected) = try PublishedRows.read(PublishedRows.json(of: path))
      try await bench.session.alter { schema in
        schema.addEntity("row", title: ["c1"], fields: header.indices.map { .longText(FieldName("c\($0 + 1)")) })
      }
      var map = ImportMap.of(
        "custom.row", header.indices.map { ImportRule("custom.c\($0 + 1)", column: "#\($0 + 1)") })
      map.dialect.delimiter = .comma
      let report = try await bench.take(bytes, map)
      #expect(report.complaints == [])
      let names = header.indices.map { "custom.c\($0 + 1)" }.joined(separator: ", ")
      let rows = try await bench.rows("select \(names) from custom.row order by id")
      #expect(rows == expected.map { $0.map { $0.isEmpty ? .null : .text($0) } })
    }
  }

  @Test(.enabled(if: !badFiles.isEmpty, "shared/data/csv is not there"), arguments: badFiles)
  func `that are bad on purpose keep nothing and say where they are bad`(_ path: String) async throws {
    try await ImportBench.run { bench async throws in
      let bytes = try SharedData.bytes(path)
      let rules = zip(["foo", "bar", "baz"], ["name", "industry", "description"]).map { ImportRule($1, column: $0) }
      var map = ImportMap.of("account", rules)
      map.ignoredColumns = ["*"]
      map.dialect.delimiter = .comma
      do {
        let report = try await bench.take(bytes, map)
        #expect(report.outcome == .nothingKept)
        #expect(report.rejected.map(\.line) == [2])
      } catch let error as StoreError {
        #expect([.unknownColumn, .csvNoHeader].contains(error.code))
      }
      #expect(try await bench.count("account") == 0)
    }
  }

  /// A source that makes its bytes as they are asked for.
  @Test func `with a field of 100 MB are refused without holding it`() async throws {
    try await ImportBench.run { bench async throws in
      let counter = ChunkCounter()
      let source = ImportSource {
        let pieces = 400
        var next = 0
        return {
          next += 1
          counter.add()
          if next == 1 { return Array("name\nAcme\n\"".utf8) }
          return next <= pieces ? [UInt8](repeating: 0x61, count: 256 << 10) : nil
        }
      }
      let report = try await bench.session.importCSV(source, map: ImportMap("account"), options: .skipping)
      #expect(report.complaints == ["3 - csv_field_too_long"])
      #expect(report.inserted == 1)
      // The limit of a field is 1 MB; nothing is asked for once it is passed.
      #expect(counter.count < 10)
    }
  }

  @Test(arguments: StoreKind.allCases)
  func `with many rows report how far they are`(_ kind: StoreKind) async throws {
    try await ImportBench.run(on: kind) { bench async throws in
      var text = "name,employees\n"
      for index in 0..<20_000 { text += "Account \(index),\(index)\n" }
      let seen = ChunkCounter()
      let report = try await bench.session.importCSV(
        .bytes(Array(text.utf8)), map: ImportMap("account"),
        progress: { progress in
          seen.add()
          if progress.rowsRead > progress.bytesRead { seen.add(1_000) }
        })
      #expect(report.inserted == 20_000)
      #expect((1..<1_000).contains(seen.count))
    }
  }

  @Test func `that cannot be read keep nothing`() async throws {
    try await ImportBench.run { bench async throws in
      let source = ImportSource {
        var next = 0
        return {
          next += 1
          if next == 1 { return Array("name\n".utf8) + Array(String(repeating: "Acme\n", count: 20_000).utf8) }
          throw StoreError(.internal, .inputOutput, "the disk is gone")
        }
      }
      let error = await #expect(throws: StoreError.self) {
        try await bench.session.importCSV(source, map: ImportMap("account"), options: .skipping)
      }
      #expect(error?.code == .inputOutput)
      #expect(try await bench.count("account") == 0)
      #expect(throws: StoreError.self) { _ = try ImportSource.file("/no/such/file.csv") }
    }
  }
}

extension ImportOptions {
  /// Keeps the good rows.
  static var skipping: ImportOptions {
    var options = ImportOptions()
    options.onError = .skip
    return options
  }
}

/// Header and rows as the JSON beside a published file tells them.
enum PublishedRows {
  /// Where the rows of a file of a published set lie.
  static func json(of path: String) -> String {
    path.replacing("spectrum/csvs/", with: "spectrum/json/").replacing("test-data/csv/", with: "test-data/json/")
      .replacing(".csv", with: ".json")
  }

  static func read(_ path: String) throws -> (header: [String], rows: [[String]]) {
    let json = try JSONValue(parsing: try SharedData.bytes(path))
    // The JSON of a file with nothing but a header does not tell the header.
    if json == [] { return (["foo", "bar", "baz"], []) }
    // That of another is one object, and has another telephone number than the file.
    if case .object(var object) = json {
      object["Contact Phone Number"] = "2095257564"
      return (object.keys, [try texts(object.members.map(\.value))])
    }
    let items = try #require(json.arrayValue)
    let lists = try items.map { item in
      if case .object(let object) = item { return try texts(object.members.map(\.value)) }
      return try texts(try #require(item.arrayValue))
    }
    guard case .object(let first)? = items.first else { return (lists[0], Array(lists.dropFirst())) }
    return (first.keys, lists)
  }

  private static func texts(_ values: [JSONValue]) throws -> [String] {
    try values.map { try #require($0.stringValue) }
  }
}

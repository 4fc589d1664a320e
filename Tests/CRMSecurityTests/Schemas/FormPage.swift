import CRMModel

/// A form as a host would make it of nothing but a JSON Schema, and what a browser sends back.
struct FormPage {
  private let schema: JSONValue
  private var inputs: [(name: String, label: String, html: String)] = []

  init(_ schema: JSONValue) {
    self.schema = schema
    for member in schema["properties"]?.objectValue?.members ?? [] { add(member.key, member.value) }
  }

  private mutating func add(_ name: String, _ property: JSONValue) {
    if property["readOnly"] == true { return }
    let label = property["title"]?.stringValue ?? name
    let isRequired = schema["required"]?.arrayValue?.contains(.string(name)) == true
    let mark = isRequired ? " required" : ""
    if let options = property["oneOf"]?.arrayValue {
      let items = options.compactMap { option in
        option["const"]?.stringValue.map { "<option value=\"\($0)\">\(option["title"]?.stringValue ?? $0)</option>" }
      }
      inputs.append((name, label, "<select name=\"\(name)\"\(mark)>\(items.joined())</select>"))
    } else if let parts = property["properties"]?.objectValue {
      for part in parts.members {
        inputs.append(("\(name).\(part.key)", "\(label) \(part.key)", "<input name=\"\(name).\(part.key)\">"))
      }
    } else {
      let least = property["minimum"]?.numberText.map { " min=\"\($0)\"" } ?? ""
      let most = property["maximum"]?.numberText.map { " max=\"\($0)\"" } ?? ""
      let length = property["maxLength"]?.numberText.map { " maxlength=\"\($0)\"" } ?? ""
      inputs.append((name, label, "<input name=\"\(name)\" type=\"\(kind(property))\"\(least)\(most)\(length)\(mark)>"))
    }
  }

  private func kind(_ property: JSONValue) -> String {
    if property["format"] == "date" { return "date" }
    if property["format"] == "email" { return "email" }
    switch type(property) {
    case "boolean": return "checkbox"
    case "integer": return "number"
    default: return "text"
    }
  }

  private func type(_ property: JSONValue) -> String? {
    property["type"]?.stringValue ?? property["type"]?.arrayValue?.first?.stringValue
  }

  /// The form.
  var html: String {
    let lines = inputs.map { "<label>\($0.label) \($0.html)</label>" }
    return "<form><h1>\(schema["title"]?.stringValue ?? "")</h1>\n\(lines.joined(separator: "\n"))\n</form>"
  }

  /// What was typed, as the JSON that the schema describes; an input that is not named was not touched, an empty one was cleared.
  func submitted(_ typed: [String: String]) -> JSONValue {
    var result = JSONObject()
    for member in schema["properties"]?.objectValue?.members ?? [] {
      let parts = typed.filter { $0.key.hasPrefix("\(member.key).") && member.value["properties"] != nil }
      if !parts.isEmpty {
        result[member.key] = .object(
          JSONObject(
            parts.sorted { $0.key < $1.key }.map { (String($0.key.dropFirst(member.key.count + 1)), .string($0.value)) }
          ))
      }
      guard let text = typed[member.key] else { continue }
      switch type(member.value) {
      case _ where text.isEmpty: result[member.key] = .null
      case "boolean": result[member.key] = .bool(text == "on")
      case "integer": result[member.key] = JSONNumber(text: text).map(JSONValue.number) ?? .string(text)
      default: result[member.key] = .string(text)
      }
    }
    return .object(result)
  }
}

extension JSONValue {
  fileprivate var objectValue: JSONObject? { if case .object(let object) = self { object } else { nil } }
  fileprivate var numberText: String? { if case .number(let number) = self { number.text } else { nil } }
}

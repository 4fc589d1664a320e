/// A form as a browser has it: its controls read from the HTML and from nothing else, filled in, and sent.
struct FilledForm {
  /// Why something cannot be done with the form.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  private enum Control {
    case text(String)
    case box(isOn: Bool)
    case list(options: [String], chosen: String?)
  }

  private var controls: [(name: String, control: Control)] = []
  /// The names of the controls, in the order of the page.
  var names: [String] { controls.map(\.name) }

  /// Reads a page.
  ///
  /// - Throws: ``Refusal`` if a tag is not ended, a control has no name or two have the same.
  init(_ html: String) throws {
    var rest = Substring(html)
    while let begin = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: begin)...]
      let tag = try HTMLTag(&rest)
      switch tag.name {
      case "input":
        try add(tag, tag["type"] == "checkbox" ? .box(isOn: tag["checked"] != nil) : .text(tag["value"] ?? ""))
      case "select": try add(tag, .list(options: [], chosen: nil))
      case "option": try offer(tag)
      default: continue
      }
    }
  }

  private mutating func add(_ tag: HTMLTag, _ control: Control) throws {
    guard let name = tag["name"], !name.isEmpty else { throw Refusal(reason: "a control without a name") }
    guard !names.contains(name) else { throw Refusal(reason: "two controls with the name \(name)") }
    controls.append((name, control))
  }

  private mutating func offer(_ tag: HTMLTag) throws {
    guard let value = tag["value"], case .list(var options, var chosen)? = controls.last?.control else {
      throw Refusal(reason: "an option without a value or a list")
    }
    options.append(value)
    if tag["selected"] != nil { chosen = value }
    controls[controls.count - 1].control = .list(options: options, chosen: chosen)
  }

  /// What a list offers; nil if there is no such list.
  func options(_ name: String) -> [String]? {
    if case .list(let options, _)? = controls.first(where: { $0.name == name })?.control { options } else { nil }
  }

  /// Types a text, or chooses an option by its value.
  ///
  /// - Throws: ``Refusal`` if the page has no such control or its list no such option.
  mutating func enter(_ text: String, in name: String) throws {
    guard let index = controls.firstIndex(where: { $0.name == name }) else {
      throw Refusal(reason: "no control with the name \(name)")
    }
    switch controls[index].control {
    case .text: controls[index].control = .text(text)
    case .list(let options, _):
      guard options.contains(text) else { throw Refusal(reason: "no option \(text) in \(name)") }
      controls[index].control = .list(options: options, chosen: text)
    case .box: throw Refusal(reason: "\(name) is ticked, not filled in")
    }
  }

  /// Sets or takes away the tick of a box.
  ///
  /// - Throws: ``Refusal`` if the page has no such box.
  mutating func tick(_ name: String, _ isOn: Bool = true) throws {
    guard let index = controls.firstIndex(where: { $0.name == name }), case .box = controls[index].control else {
      throw Refusal(reason: "no box with the name \(name)")
    }
    controls[index].control = .box(isOn: isOn)
  }

  /// What a browser sends: names and values, of boxes those with a tick, of lists what is chosen or else the first option.
  var sent: [String: String] {
    var sent: [String: String] = [:]
    for (name, control) in controls {
      switch control {
      case .text(let text): sent[name] = text
      case .box(let isOn): if isOn { sent[name] = "on" }
      case .list(let options, let chosen): sent[name] = chosen ?? options.first
      }
    }
    return sent
  }
}

/// A tag and its attributes, as they mean and not as they are written.
private struct HTMLTag {
  let name: String
  private var attributes: [String: String] = [:]

  subscript(name: String) -> String? { attributes[name] }

  /// Reads what follows a `<`, up to and with the `>` that is in no quotation.
  init(_ rest: inout Substring) throws {
    name = Self.word(&rest)
    while true {
      while rest.first?.isWhitespace == true { rest.removeFirst() }
      guard let next = rest.first else { throw FilledForm.Refusal(reason: "a tag \(name) that is not ended") }
      if next == ">" || name.hasPrefix("/") {
        rest = rest.dropFirst(rest.prefix { $0 != ">" }.count + 1)
        return
      }
      let attribute = Self.word(&rest)
      guard !attribute.isEmpty else { throw FilledForm.Refusal(reason: "\(next) in a tag \(name)") }
      guard rest.hasPrefix("=\"") else {
        attributes[attribute] = ""
        continue
      }
      rest.removeFirst(2)
      guard let end = rest.firstIndex(of: "\"") else {
        throw FilledForm.Refusal(reason: "a quotation in a tag \(name) that is not ended")
      }
      attributes[attribute] = Self.plain(rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
  }

  private static func word(_ rest: inout Substring) -> String {
    let word = rest.prefix { !$0.isWhitespace && $0 != "=" && $0 != ">" && $0 != "\"" && $0 != "<" }
    rest = rest.dropFirst(word.count)
    return String(word)
  }

  private static func plain(_ text: Substring) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(String(text)) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}

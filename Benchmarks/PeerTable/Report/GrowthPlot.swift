import Foundation

/// A drawing of how each case grows: a small plot for each, both axes logarithmic.
struct GrowthPlot {
  let file: FigureFile

  private static let columns = 5
  private static let (cellWidth, cellHeight) = (196.0, 150.0)
  private static let (left, top, width, height) = (44.0, 26.0, 140.0, 92.0)
  private static let headHeight = 46.0

  private struct Line {
    let title: String
    let color: String
    let dashes: String
    let seconds: (String, Int) -> Double?
  }

  private var lines: [Line] {
    [
      Line(title: "by hand over the C interface", color: "#777777", dashes: "4 3") { name, rows in
        file.peer(name, "c-api", rows)?.least
      },
      Line(title: "ours on SQLite", color: "#1b62a5", dashes: "") { name, rows in
        file.ours(name, .sqlite, rows)?.least
      },
      Line(title: "ours in memory", color: "#d9731a", dashes: "") { name, rows in
        file.ours(name, .memory, rows)?.least
      },
    ]
  }

  /// The drawing as SVG.
  var svg: String {
    let cases = PeerCase.all.filter { work in file.lines.contains { $0.name == work.name } }
    let rows = (cases.count + GrowthPlot.columns - 1) / GrowthPlot.columns
    // Room for half of the last label.
    let width = Double(GrowthPlot.columns) * GrowthPlot.cellWidth + 12
    let height = GrowthPlot.headHeight + Double(rows) * GrowthPlot.cellHeight
    var text = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(at(width)) \(at(height))" font-family="sans-serif" font-size="10">
      <title>Milliseconds of each operation by the number of deals</title>
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(legend)

      """
    for (place, work) in cases.enumerated() {
      let x = Double(place % GrowthPlot.columns) * GrowthPlot.cellWidth
      let y = GrowthPlot.headHeight + Double(place / GrowthPlot.columns) * GrowthPlot.cellHeight
      text += "<g transform=\"translate(\(at(x)) \(at(y)))\">\n\(panel(work.name))</g>\n"
    }
    return text + "</svg>\n"
  }

  private var legend: String {
    var text = ""
    var x = GrowthPlot.left
    for line in lines {
      text += stroke([(x, 18), (x + 24, 18)], line)
      text += "<text x=\"\(at(x + 30))\" y=\"22\" font-size=\"12\" fill=\"#222222\">\(line.title)</text>\n"
      x += 60 + Double(line.title.count) * 6.6
    }
    text += "<path d=\"M\(at(x)) 18H\(at(x + 24))\" stroke=\"#cccccc\" stroke-dasharray=\"1 3\"/>\n"
    text += "<text x=\"\(at(x + 30))\" y=\"22\" font-size=\"12\" fill=\"#222222\">linear</text>\n"
    return text
      + "<text x=\"\(at(GrowthPlot.left))\" y=\"38\" fill=\"#555555\">milliseconds of a batch, least round, by deals</text>"
  }

  private func panel(_ name: String) -> String {
    let sizes = file.sizes
    let values = lines.flatMap { line in sizes.compactMap { line.seconds(name, $0) } }.filter { $0 > 0 }
    guard let least = values.min(), let most = values.max(), let first = sizes.first, let last = sizes.last else {
      return ""
    }
    // At least two decades, so that what is flat looks flat.
    var low = log10(least * 1_000).rounded(.down)
    var high = log10(most * 1_000).rounded(.up)
    while high - low < 2 { if (low + high) / 2 > log10(most * 1_000) { low -= 1 } else { high += 1 } }
    let (start, end) = (log10(Double(first)), max(log10(Double(last)), log10(Double(first)) + 0.1))
    func x(_ rows: Int) -> Double { GrowthPlot.left + (log10(Double(rows)) - start) / (end - start) * GrowthPlot.width }
    func y(_ seconds: Double) -> Double {
      GrowthPlot.top + GrowthPlot.height * (1 - (log10(seconds * 1_000) - low) / (high - low))
    }
    var text =
      "<text x=\"\(at(GrowthPlot.left))\" y=\"16\" font-size=\"11\" font-weight=\"bold\" fill=\"#222222\">\(name)</text>\n"
    text += grid(sizes, x, low, high)
    text += slope(sizes, values, low, high, x, y)
    for line in lines {
      let points = sizes.compactMap { rows in
        line.seconds(name, rows).flatMap { $0 > 0 ? (x(rows), y($0)) : nil }
      }
      text += stroke(points, line)
      for point in points {
        text += "<circle cx=\"\(at(point.0))\" cy=\"\(at(point.1))\" r=\"2\" fill=\"\(line.color)\"/>\n"
      }
    }
    return text
  }

  private func grid(_ sizes: [Int], _ x: (Int) -> Double, _ low: Double, _ high: Double) -> String {
    let bottom = GrowthPlot.top + GrowthPlot.height
    let right = GrowthPlot.left + GrowthPlot.width
    var text = ""
    let step = high - low > 4 ? 2.0 : 1.0
    for decade in stride(from: low, through: high, by: step) {
      let y = GrowthPlot.top + GrowthPlot.height * (1 - (decade - low) / (high - low))
      text += "<path d=\"M\(at(GrowthPlot.left)) \(at(y))H\(at(right))\" stroke=\"#e6e6e6\"/>\n"
      text += "<text x=\"\(at(GrowthPlot.left - 5))\" y=\"\(at(y + 3.5))\" text-anchor=\"end\" fill=\"#555555\">"
      text +=
        decade >= 0
        ? "\(ReportTables.grouped(Int(pow(10, decade))))</text>\n" : "\(Figure.short(pow(10, decade)))</text>\n"
    }
    for rows in sizes {
      let label = rows >= 1_000_000 ? "\(rows / 1_000_000) M" : "\(rows / 1_000) k"
      text += "<path d=\"M\(at(x(rows))) \(at(bottom))v3\" stroke=\"#999999\"/>\n"
      text +=
        "<text x=\"\(at(x(rows)))\" y=\"\(at(bottom + 14))\" text-anchor=\"middle\" fill=\"#555555\">\(label)</text>\n"
    }
    return text
  }

  /// A guide of slope one, from the corner below as far as it fits.
  private func slope(
    _ sizes: [Int], _ values: [Double], _ low: Double, _ high: Double, _ x: (Int) -> Double, _ y: (Double) -> Double
  ) -> String {
    guard let first = sizes.first, let last = sizes.last, last > first else { return "" }
    let start = pow(10, low) / 1_000
    let decades = min(high - low, log10(Double(last) / Double(first)))
    let end = Int(Double(first) * pow(10, decades))
    return "<path d=\"M\(at(x(first))) \(at(y(start)))L\(at(x(end))) \(at(y(start * pow(10, decades))))\" "
      + "stroke=\"#cccccc\" stroke-dasharray=\"1 3\" fill=\"none\"/>\n"
  }

  private func stroke(_ points: [(Double, Double)], _ line: Line) -> String {
    guard points.count > 1 else { return "" }
    let path = points.map { "\(at($0.0)) \(at($0.1))" }.joined(separator: "L")
    let dashes = line.dashes.isEmpty ? "" : " stroke-dasharray=\"\(line.dashes)\""
    return "<path d=\"M\(path)\" stroke=\"\(line.color)\" stroke-width=\"1.6\"\(dashes) fill=\"none\"/>\n"
  }

  /// A place to a tenth.
  private func at(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }
}

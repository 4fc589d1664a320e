# Compares what a program printed (second file) with what its document says (first file); `…` stands for anything within a line.

function agrees(line, pattern,    at, rest) {
  at = index(pattern, "…")
  if (!at) return line == pattern
  rest = substr(pattern, at + length("…"))
  if (substr(line, 1, at - 1) != substr(pattern, 1, at - 1) || length(line) < at - 1 + length(rest)) return 0
  return substr(line, length(line) - length(rest) + 1) == rest
}

FILENAME == ARGV[1] { told[++count] = $0; next }

{
  line++
  if (line > count) { print "  printed beside it: " $0; failed = 1 }
  else if (!agrees($0, told[line])) { print "  told:    " told[line] "\n  printed: " $0; failed = 1 }
}

END {
  for (line++; line <= count; line++) { print "  not printed: " told[line]; failed = 1 }
  exit failed
}

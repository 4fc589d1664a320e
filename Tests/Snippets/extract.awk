# Writes the Swift blocks of one Markdown file to folder/main.swift, folder/Fragments.swift and folder/Package.swift,
# and what the program must print to folder/expected. Blocks in a list item are taken without their indentation.

function write(line) {
  if (!(file in begun)) { begun[file] = 1; if (!made) system("mkdir -p '" folder "'"); made = 1 }
  print line > file
}

match($0, /^ *```swift/) && !inside {
  indent = RLENGTH - 8
  kind = substr($0, RLENGTH + 1)
  gsub(/ /, "", kind)
  inside = 1
  if (kind == "") file = folder "/main.swift"
  else if (kind == "no-run") { file = folder "/Fragments.swift"; fragments++; first = 1 }
  else if (kind == "manifest") file = folder "/Package.swift"
  else { print FILENAME ":" FNR ": unknown kind of Swift block: " kind > "/dev/stderr"; failed = 1; exit 1 }
  if (kind == "") { programs++; if (programs == 1) header[file] = 1 }
  if (kind != "manifest") write("#sourceLocation(file: \"" FILENAME "\", line: " FNR + 1 ")")
  if (kind == "no-run") write("@MainActor private func fragment" fragments "() async throws {")
  next
}

match($0, /^ *```[a-z]+ prints$/) && !inside {
  match($0, /^ */)
  indent = RLENGTH
  inside = printed = 1
  next
}

inside && printed {
  if ($0 ~ /^ *```$/) inside = printed = 0
  else expected = expected substr($0, indent + 1) "\n"
  next
}

inside && /^ *```$/ {
  inside = 0
  if (kind == "no-run") write("}")
  next
}

inside {
  line = substr($0, indent + 1)
  if (line ~ /^import / && kind != "manifest") { imports[line] = 1; write(""); next }
  if (kind == "" && match(line, /\/\/ prints /)) expected = expected substr(line, RSTART + 10) "\n"
  write(line)
}

END {
  if (failed) exit 1
  if (inside) { print FILENAME ": a Swift block does not end" > "/dev/stderr"; exit 1 }
  if (!programs && !fragments) exit 0
  main = folder "/main.swift"
  if (!(main in begun)) { file = main; write("") }
  printf "%s", expected > (folder "/expected")
  hasLibrary = 0
  for (line in imports) if (line ~ /^import CRM/) hasLibrary = 1
  if (!hasLibrary) imports["import CRM"] = 1
  # A file of its own would not give its imports to the others.
  for (path in begun) {
    if (path ~ /Package\.swift$/) continue
    close(path)
    head = path ".head"
    for (line in imports) print line > head
    close(head)
    system("cat '" path "' >> '" head "' && mv '" head "' '" path "'")
  }
}

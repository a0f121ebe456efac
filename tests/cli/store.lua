-- `perigee store`: every word as text and as JSON, round trips, refusals, damage, wrong command lines.
local t = ...
local harness, json = require "harness", require "json"

local STORE = t.folder .. "/of-store-cases"
local quote = harness.quote

-- A store file of its own for a group of cases.
local function file_named(name) return ("%s/%s.db"):format(STORE, name) end

-- Runs a word on a store file; `more` are further members of the case.
local function store(file, args, more)
  local case = { name = "store " .. table.concat(args, " "), args = { "store", "--store", file, table.unpack(args) } }
  for member, value in pairs(more or {}) do case[member] = value end
  return t:case(case)
end

local function decode(result)
  local ok, value = pcall(json.decode, result.stdout)
  return t:check(ok, "JSON", tostring(value) .. "\n" .. result.stdout) and value or {}
end

-- The same with --json, decoded.
local function asked(file, args, more)
  return decode(store(file, { "--json", table.unpack(args) }, more))
end

-- Saves a value, by way of a file.
local function put(file, key, value, kind, more)
  local case = { files = { value = value }, stderr_exact = "" }
  for member, what in pairs(more or {}) do case[member] = what end
  return store(file, { "put", "--type", kind or "bytes", "--", key, "value" }, case)
end

local function keys(file, ...)
  local list = {}
  for i, row in ipairs(asked(file, { "ls", ... })) do list[i] = row.key end
  return table.concat(list, "|")
end

local function poke(path, edit)
  local bytes = edit(assert(harness.read(path)))
  local out = assert(io.open(path, "wb"))
  out:write(bytes)
  out:close()
end

local ALL_BYTES = {}
for byte = 0, 255 do ALL_BYTES[#ALL_BYTES + 1] = string.char(byte) end
ALL_BYTES = table.concat(ALL_BYTES)

local TIME = "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.?%d*Z$"

-- The README's sample of an XML value is one.
local function readme_sample()
  local readme = assert(harness.read("README.md"))
  local sample = t:check(readme:match("```xml\n(<perigee.-)```"), "sample", "no XML sample in README.md") or ""
  local script = [[
function Initialize()
  SetStartDate(2021, 1, 4); SetEndDate(2021, 1, 4)
  local value = ObjectStore.ReadXml("sample")
  print(math.type(value.epochs), value.loss, value.name, value.ready, value.note == Json.Null, #value.weights)
end
]]
  local file = file_named "readme"
  put(file, "sample", sample, "xml")
  t:case({ name = "the README's XML sample", args = { "run", "sample.lua", "--quiet", "--store", file },
    files = { ["sample.lua"] = script }, stdout = "integer\t0.25\tema\ttrue\ttrue\t2\n" })
end
readme_sample()

-- Listing and describing.
local function listing()
  local file = file_named "listing"
  put(file, "models/ema", '{"fast":12}\n', "json", { stdout_exact = "saved 12 B as json under models/ema\n" })
  put(file, "models/weights", ("w"):rep(1536))
  put(file, "notes", "<a/>", "xml")
  put(file, "zero", "", "text")
  local text = store(file, { "ls" }, { stderr_exact = "" }).stdout:gsub("%d+ s  ", "# s  ")
  t:equal("columns", text, [[
      SIZE     AGE  TYPE   KEY
      12 B     # s  json   models/ema
   1.5 KiB     # s  bytes  models/weights
       4 B     # s  xml    notes
       0 B     # s  text   zero
4 objects, 1.5 KiB
]])
  store(file, { "ls", "models/e" }, {
    stdout = { "  models/ema\n", "\n1 object, 12 B\n" }, stdout_lacks = "weights",
  })
  store(file, { "ls", "none" }, { stdout_exact = "0 objects, 0 B\n" })
  for size, shown in pairs { [1023] = "1023 B", [1024] = "1.0 KiB", [1075] = "1.0 KiB", [1076] = "1.1 KiB",
    [1048524] = "1023.9 KiB", [1048525] = "1.0 MiB" } do
    put(file_named "sizes", "k", ("x"):rep(size), "bytes", {
      stdout_exact = "saved " .. shown .. " as bytes under k\n",
    })
  end
  t:equal("a prefix may be written as a key", keys(file, "./models\\"), "models/ema|models/weights")
  t:equal("no such prefix", #asked(file, { "ls", "none" }), 0)
  local row = asked(file, { "ls" })[1]
  t:equal("members", table.concat(row[json.ORDER], " "), "key size type created modified")
  t:equal("size", row.size, 12)
  t:equal("type", row.type, "json")
  t:check(row.created:match(TIME), "created", row.created)
  t:equal("modified", row.modified, row.created)
end
listing()

local function describing()
  local file = file_named "stat"
  put(file, "a/b", "abc", "text")
  -- Source of the sum: FIPS 180-4, example of "abc".
  local SUM = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  local text = store(file, { "stat", "/a\\b" }, { stderr_exact = "" }).stdout
  local time = "%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d UTC %(%d+ %a+ ago%)\n"
  t:check(text:match("^key       a/b\ntype      text\nsize      3 bytes\ncreated   " .. time .. "modified  " .. time
    .. "sha256    " .. SUM .. "\n$"), "an object as text", text)
  local object = asked(file, { "stat", "a/b" })
  t:equal("members", table.concat(object[json.ORDER], " "), "key size type created modified sha256")
  t:equal("key", object.key, "a/b")
  t:equal("sum", object.sha256, SUM)
  put(file, "a/b", ("x"):rep(2048))
  local later = asked(file, { "stat", "a/b" })
  t:equal("created stays", later.created, object.created)
  t:check(later.modified > later.created, "modified moves", later.modified)
  store(file, { "stat", "a/b" }, { stdout = "size      2048 bytes (2.0 KiB)\n" })
  store(file, { "stat" }, { stderr_exact = "", stdout_exact = "file       " .. file .. "\n"
    .. "recorded   1 object, 2048 bytes (2.0 KiB)\nrecounted  1 object, 2048 bytes (2.0 KiB)\nagree      yes\n"
    .. "quota      none: 10000 objects, 10737418240 bytes (10.0 GiB)\n" })
  local whole = asked(file, { "stat", "--subscription", "free" })
  t:equal("file", whole.file, file)
  t:equal("recorded", whole.recorded.objects .. " " .. whole.recorded.bytes, "1 2048")
  t:equal("counted", whole.counted.objects .. " " .. whole.counted.bytes, "1 2048")
  t:equal("agree", whole.agree, true)
  local quota = whole.quota
  t:equal("quota", quota.subscription .. " " .. quota.objects .. " " .. quota.bytes, "free 100 5242880")
  store(file, { "stat", "a/c" }, { status = 1, stderr = "perigee store stat: store '" .. file
    .. "': no object 'a/c'; similar keys: 'a/b'\n", stdout_exact = "" })
  store(file, { "check" }, { stdout_exact = "healthy: 1 object, 2.0 KiB\n", stderr_exact = "" })
  local verdict = asked(file, { "check" })
  t:equal("healthy", verdict.healthy, true)
  t:equal("problem", verdict.problem, "")
  t:equal("counted", verdict.counted.objects, 1)
end
describing()

-- Values go in and out as they are.
local function values()
  local file = file_named "values"
  local big = ALL_BYTES:rep(20480) -- 5 MiB
  local VALUES = { all = ALL_BYTES, empty = "", line = "a line\n", big = big, zeros = ("\0"):rep(70000) }
  for name, value in pairs(VALUES) do
    put(file, name, value)
    local got = store(file, { "get", name }, { stderr_exact = "" }).stdout
    t:check(got == value, "to stdout: " .. name, ("%d bytes, want %d"):format(#got, #value))
    local folder = store(file, { "get", name, "out" }, { stdout_exact = "", files = { out = "old" } }).folder
    t:check(harness.read(folder .. "/out") == value, "to a file: " .. name)
    t:equal("nothing else is left", harness.capture("ls -A " .. quote(folder)), ".stderr\n.stdout\nout\n")
  end
  local piped = t:case {
    name = "stdin to stdout", files = { ["in"] = ALL_BYTES }, stderr_exact = "",
    shell = 'S="store --store s.db"; "$BIN" $S put k <in >/dev/null && cat in | "$BIN" $S put k2 - >/dev/null'
      .. ' && "$BIN" $S get k && "$BIN" $S get k2 - | cat',
  }
  t:check(piped.stdout == ALL_BYTES .. ALL_BYTES, "stdin to stdout")
  store(file, { "get", "all", "there/out" }, { status = 3, stderr = "cannot write 'there/out': No such file" })
  store(file, { "get", "all", "there" }, { status = 3, files = { ["there/x"] = "" },
    stderr = "'./there' is a folder, expected a plain file" })
  store(file, { "get", "all", "there/" }, { status = 2, stderr = "FILE was 'there/', a folder" })
  store(file, { "get", "alll" }, { status = 1, stdout_exact = "", stderr_lacks = "ContainsKey",
    stderr = "perigee store get: store '" .. file .. "': no object 'alll'; similar keys: 'all'\n" })
  store(file, { "get", "../all" }, { status = 2, stderr = "has a segment '.' or '..'" })
  t:case {
    name = "the default file", stdout_exact = "saved 2 B as bytes under k\n1\n",
    shell = 'echo 1 | "$BIN" store put k && "$BIN" store get k --store .perigee/store.db',
  }
end
values()

local function saving()
  local file = file_named "saving"
  local KINDS = { bytes = "\255", text = "t", json = "[1.5]", xml = "<a>1</a>" }
  for kind, value in pairs(KINDS) do
    local saved = decode(put(file, kind, value, kind, { args = { "store", "put", kind, "value", "--type", kind,
      "--json", "--store", file } }))
    t:equal(kind, saved.key .. " " .. saved.size .. " " .. saved.type, ("%s %d %s"):format(kind, #value, kind))
    t:equal("as saved", asked(file, { "stat", kind }).type, kind)
  end
  local WRONG = {
    { "json", "[1,", "perigee store put: nothing was saved: JSON at byte 4" },
    { "json", "", "nothing was saved: JSON at byte 1" },
    { "xml", "<a>", "perigee store put: nothing was saved: XML at line 1" },
    { "xml", "", "nothing was saved: XML: the text is empty" },
  }
  for _, row in ipairs(WRONG) do
    put(file, row[1], row[2], row[1], { status = 1, stderr = row[3], stderr_exact = false, stdout_exact = "" })
    t:equal("the old value stands", store(file, { "get", row[1] }).stdout, KINDS[row[1]])
  end
  store(file, { "put", "k", "missing" }, {
    status = 3, stderr = "cannot read 'missing': No such file", stdout_exact = "",
  })
  store(file, { "put", "k", "." }, { status = 3, stderr = "cannot read '.': Is a directory" })
  put(file, "a\1", "v", "bytes", {
    status = 2, stderr = "byte 2 is the control character U+0001", stderr_exact = false,
  })
  t:equal("nothing was added", keys(file), "bytes|json|text|xml")
end
saving()

local function quotas()
  local file = file_named "quota"
  local five = ("x"):rep(5 * 1024 * 1024)
  store(file, { "put", "k", "value", "--subscription", "free" }, { files = { value = five } })
  store(file, { "put", "k", "value", "--subscription", "free" }, { files = { value = five .. "x" }, status = 1,
    stdout_exact = "", stderr = "saving 'k' (5242881 bytes) would fill the store to 5242881 bytes, over the quota" })
  t:equal("the old value stands", asked(file, { "stat", "k" }).size, #five)
  store(file, { "put", "l", "value", "--subscription", "free" }, { files = { value = "y" }, status = 1,
    stderr = "saving 'l' (1 bytes)" })
  local refused = store(file, { "import", "in", "--subscription", "prime" }, { status = 1, stdout_exact = "",
    files = { ["in/a"] = five, ["in/b"] = five:rep(9), ["in/c"] = "c" },
    stderr = "perigee store import: nothing was imported: store '" .. file .. "': saving 'b' (" })
  t:equal("nothing of it", keys(file), "k")
  store(file, { "import", refused.folder .. "/in" }, { stdout_exact = "imported 3 objects, 50.0 MiB from '"
    .. refused.folder .. "/in'\n" })
  t:equal("without the quota", keys(file), "a|b|c|k")
end
quotas()

local function removing()
  local file = file_named "rm"
  for _, key in ipairs { "a", "b/1", "b/2", "b2", "model" } do put(file, key, key) end
  store(file, { "rm", "a", "modle", "b2" }, { status = 1, stdout_exact = "removed 2 objects\n",
    stderr_exact = "perigee store rm: store '" .. file .. "': no object 'modle'; similar keys: 'model'\n" })
  t:equal("the others are gone", keys(file), "b/1|b/2|model")
  store(file, { "rm", "model", "../x" }, { status = 2, stderr = "segment '.' or '..'", stdout_exact = "" })
  t:equal("a wrong key removes nothing", keys(file), "b/1|b/2|model")
  store(file, { "rm", "--prefix", "b/" }, { status = 2, stderr = "whose key begins with 'b/': add --yes" })
  store(file, { "rm", "--prefix", "b/3", "--yes" }, { status = 1, stderr = "no key begins with 'b/3'\n" })
  t:equal("still there", keys(file), "b/1|b/2|model")
  t:equal("removed", asked(file, { "rm", "--yes", "--prefix", "./b" }).removed, 2)
  t:equal("all of the prefix", keys(file), "model")
  store(file, { "rm", "model" }, { stdout_exact = "removed 1 object\n", stderr_exact = "" })
  store(file, { "ls" }, { stdout_exact = "0 objects, 0 B\n" })
  for _, prefix in ipairs { "", "/", "./", "\\./" } do
    store(file, { "rm", "--yes", "--prefix", prefix }, { status = 2, stderr = "with which every key begins" })
  end
end
removing()

-- Keys that are awkward: value, file of the export (nil: the key), how `ls` shows it (nil: the key).
local LONG = ("k"):rep(300)
local ODD = {
  ["a"] = { "1", "a~1" },
  ["a/b"] = { "2", "a/b~2" },
  ["a/b/c"] = { "3" },
  ["a!"] = { "4" },
  ["a~1x"] = { "5" },
  ["two words"] = { "6" },
  ["größe/ключ"] = { "7" },
  ["it's"] = { "8" },
  ['say "x"'] = { "9" },
  ['"quoted"'] = { "10", nil, '"\\"quoted\\""' },
  ["end "] = { "11", nil, '"end "' },
  ["turned\u{202E}x"] = { "12", nil, '"turned\\u{202E}x"' },
  ["-dash"] = { "13" },
  ["$HOME;`x`*"] = { "14" },
  ["perigee-export.json"] = { "15", "object~6" },
  [LONG .. "/x"] = { "16", "object~5" },
  [".hidden"] = { "17" },
  ["object~3"] = { "18" },
  ["object~4/x"] = { "19" },
}

local function snapshot(file)
  local rows = {}
  for i, row in ipairs(asked(file, { "ls" })) do
    local stat = asked(file, { "stat", "--", row.key })
    rows[i] = table.concat({ row.key, row.size, row.type, row.created, row.modified, stat.sha256 }, " ")
  end
  return table.concat(rows, "\n")
end

local function round_trip()
  local file, copy, folder = file_named "odd", file_named "copy", STORE .. "/odd-export"
  local kinds, n = { "bytes", "text", "json" }, 0
  for key, row in pairs(ODD) do
    n = n + 1
    put(file, key, row[1], kinds[n % 3 + 1])
  end
  put(file, "a", "changed") -- modified later than created
  put(file, "all", ALL_BYTES)
  put(file, "none", "")
  local listed = store(file, { "ls" }).stdout
  for key, row in pairs(ODD) do
    t:check(listed:find("  " .. (row[3] or key) .. "\n", 1, true), "shown: " .. key, listed)
    t:check(store(file, { "get", "--", key }).stdout == (key == "a" and "changed" or row[1]), "read: " .. key)
  end
  store(file, { "export", folder }, { stderr_exact = "", stdout = "exported 21 objects, " })
  for key, row in pairs(ODD) do
    t:equal("exported: " .. key, harness.read(folder .. "/" .. (row[2] or key)), key == "a" and "changed" or row[1])
  end
  t:equal("index", #json.decode(harness.read(folder .. "/perigee-export.json")).objects, 21)
  store(copy, { "import", folder }, { stderr_exact = "", stdout = "imported 21 objects, " })
  t:equal("all comes back", snapshot(copy), snapshot(file))
  local counts = asked(copy, { "import", folder })
  t:equal("again, as JSON", counts.objects, 21)
  t:equal("over what was there", snapshot(copy), snapshot(file))
  store(file, { "export", folder }, { status = 1, stderr = "is not empty; --force writes", stdout_exact = "" })
  return file, copy, folder
end
local ODD_FILE, ODD_COPY, ODD_FOLDER = round_trip()

local function again()
  store(ODD_FILE, { "rm", "--", "-dash", "a/b/c" })
  local counts = asked(ODD_FILE, { "export", ODD_FOLDER, "--force" })
  t:equal("exported", counts.objects, 19)
  t:equal("damaged", counts.damaged, 0)
  t:check(not harness.exists(ODD_FOLDER .. "/-dash"), "what an earlier export left is gone")
  os.remove(ODD_COPY)
  store(ODD_COPY, { "import", ODD_FOLDER })
  t:equal("as it is now", snapshot(ODD_COPY), snapshot(ODD_FILE))
  t:equal("a folder became a file", harness.read(ODD_FOLDER .. "/a/b"), "2")
  put(ODD_FILE, "all/of/it", "x")
  store(ODD_FILE, { "rm", "größe/ключ" })
  store(ODD_FILE, { "export", ODD_FOLDER, "--force" }, { stderr_exact = "" })
  t:equal("a file became a folder", harness.read(ODD_FOLDER .. "/all/of/it"), "x")
  t:check(not os.execute("test -e " .. quote(ODD_FOLDER .. "/größe")), "an empty folder is gone")
  os.remove(ODD_COPY)
  store(ODD_COPY, { "import", ODD_FOLDER })
  t:equal("once more", snapshot(ODD_COPY), snapshot(ODD_FILE))
  store(ODD_FILE, { "export", "there" }, {
    status = 3, files = { there = "" }, stderr = "cannot read the folder 'there'",
  })
  local kept = store(ODD_FILE, { "export", "out", "--force" }, { files = { ["out/mine"] = "m" } })
  t:equal("other files stay", harness.read(kept.folder .. "/out/mine"), "m")
  t:case { name = "no way through a link", status = 3, stdout_exact = "", stderr = "links are not followed",
    shell = 'mkdir out away && ln -s ../away out/a && "$BIN" store export out --force --store ' .. quote(ODD_FILE) }
end
again()

-- Folders that are not as an export left them.
local function imports()
  local file = file_named "import"
  store(file, { "import", "in" }, { files = { ["in/a"] = "1", ["in/b/c.txt"] = "22" }, stderr_exact = "",
    stdout_exact = "imported 2 objects, 3 B from 'in'\n" })
  t:equal("without an index", keys(file), "a|b/c.txt")
  t:equal("bytes", asked(file, { "stat", "b/c.txt" }).type, "bytes")
  local empty = t:case { name = "an empty folder", shell = 'mkdir in && "$BIN" store import in --json --store s.db' }
  t:equal("an empty folder", decode(empty).objects, 0)

  local SUM = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" -- of "abc", FIPS 180-4
  local function index(entry) return '{"perigeeExport":1,"extra":[["x"]],"objects":[' .. entry .. "]}" end
  local GOOD = '{"key":"k","file":"f","type":"json","created":"2024-01-02T03:04:05Z","more":{"key":[1]},'
    .. '"modified":"2024-01-02T03:04:06.5Z","size":3,"sha256":"' .. SUM .. '"}'
  local mixed = { ["in/perigee-export.json"] = index(GOOD), ["in/f"] = "abc", ["in/g"] = "more" }
  store(file, { "import", "in" }, { files = mixed, stdout = "imported 2 objects, 7 B" })
  t:equal("beside the index", keys(file), "a|b/c.txt|g|k")
  local stat = asked(file, { "stat", "k" })
  t:equal("by the index", stat.type .. " " .. stat.created .. " " .. stat.modified,
    "json 2024-01-02T03:04:05Z 2024-01-02T03:04:06.500Z")

  local function entry(from, to)
    return { ["in/perigee-export.json"] = index((GOOD:gsub(from, to))), ["in/f"] = "abc" }
  end
  local OLD = file_named "old"
  local AGES = { ["1970-01-01T00:00:00Z"] = "  %d%d+ y  json   k", ["2199-01-01T00:00:00Z"] = "  0 s  json   k" }
  for time, shown in pairs(AGES) do
    store(OLD, { "import", "in" }, { files = entry("2024%-01%-02T03:04:06.5Z", time) })
    local text = store(OLD, { "ls" }).stdout
    t:check(text:find(shown), "age since " .. time, text)
    t:equal("kept", asked(OLD, { "ls" })[1].modified, time)
  end

  local before = snapshot(file)
  local WRONG = {
    { "a changed file", { ["in/perigee-export.json"] = index(GOOD), ["in/f"] = "abd", ["in/0"] = "0" },
      "'in/f' is not what was exported: its sum is " },
    { "a missing file", { ["in/perigee-export.json"] = index(GOOD) }, "'in' has no file 'f', which the index names" },
    { "a way out", entry('"f"', '"../f"'), "'in' has no file '../f', which the index names" },
    { "no type", entry('"json"', '"yaml"'), "a type is none of bytes, text, json and xml" },
    { "no time", entry("2024%-01%-02T03:04:05Z", "today"), "a time was 'today', expected" },
    { "no sum", entry(SUM, "ba78"), "a sha256 does not have 64 digits" },
    { "a member less", entry('"file":"f",', ""), "object 1 lacks one of key, file, type" },
    { "a zero in a key", entry('"k"', '"k\\u0000"'), "a name holds a zero byte" },
    { "a key that is none", entry('"k"', '"../k"'), "a file of 'in' cannot be imported: store key '../k'" },
    { "two files for a key", { ["in/perigee-export.json"] = index(GOOD), ["in/f"] = "abc", ["in/k"] = "x" },
      "'in' has two files for the key 'k': " },
    { "a later version", { ["in/perigee-export.json"] = '{"perigeeExport":2,"objects":[]}' },
      "'in/perigee-export.json': perigeeExport was 2, expected 1" },
    { "another JSON", { ["in/perigee-export.json"] = '{"objects":{"x":1}}' }, "not the index of an export" },
    { "no JSON", { ["in/perigee-export.json"] = "{" }, "'in/perigee-export.json': JSON at byte 2" },
    { "a file that can be no key", { ["in/a\tb"] = "" }, "a file of 'in' cannot be imported: store key 'a\\x09b'" },
  }
  for _, row in ipairs(WRONG) do
    local name, files, says = table.unpack(row)
    store(file, { "import", "in" }, {
      name = name, files = files, status = 3, stdout_exact = "",
      stderr = { "perigee store import: nothing was imported: ", says },
    })
  end
  t:equal("nothing was imported", snapshot(file), before)
  store(file, { "import", "in" }, {
    name = "what is no object in the list is passed over", stdout_exact = "imported 0 objects, 0 B from 'in'\n",
    files = { ["in/perigee-export.json"] = index '["key"],"key",1,[{"key":"x"}]' },
  })
  local list = { ["in/perigee-export.json"] = index(GOOD .. ',["x"]'), ["in/f"] = "abc" }
  store(file, { "import", "in" }, { name = "beside an object too", files = list, stdout = "imported 1 object, 3 B" })
  local out = store(file, { "export", "out", "--force" }, {
    name = "an index that points out of the folder", stderr_exact = "",
    files = { ["out/perigee-export.json"] = index((GOOD:gsub('"f"', '"../mine"'))), mine = "m" },
  })
  t:equal("what it names stays", harness.read(out.folder .. "/mine"), "m")
  local LINKS = {
    { "ln -s /etc/passwd in/l", "'in/l' is a symbolic link, expected a plain file" },
    { "ln -s /etc in/sub/l", "'in/sub/l' is a symbolic link" },
    { "mkfifo in/p", "'in/p' is a device" },
  }
  for _, row in ipairs(LINKS) do
    t:case { name = row[1], status = 3, stderr = row[2], stdout_exact = "",
      shell = ('mkdir -p in/sub && echo 1 >in/a && %s && "$BIN" store import in --store s.db'):format(row[1]) }
  end
  store(file, { "import", "missing" }, { status = 3, stderr = "cannot read the folder 'missing': No such file" })
end
imports()

-- Damage is found and named; what can be read is rescued.
local function damage()
  local file = file_named "damaged"
  local good, bad = ("good value "):rep(3000), ("bad value "):rep(3000)
  put(file, "models/bad", bad, "text")
  put(file, "models/good", good, "text")
  local function spoil(bytes)
    local at = assert(bytes:find("bad value bad value", 1, true))
    return bytes:sub(1, at - 1) .. "B" .. bytes:sub(at + 1)
  end
  poke(file, spoil)
  local SAYS = "the value of 'models/bad' is damaged"
  store(file, { "check" }, { status = 3, stderr_exact = "", stdout = { "damaged: store '" .. file .. "': " .. SAYS,
    "\n1 damaged; 1 object, 32.2 KiB can be read\n" } })
  local verdict = asked(file, { "check" }, { status = 3 })
  t:equal("healthy", verdict.healthy, false)
  t:equal("damaged", verdict.damaged, 1)
  t:check(verdict.problem:find(SAYS, 1, true), "problem", verdict.problem)
  store(file, { "stat" }, { status = 3, stdout = { "agree      no\n", "damaged    1; store" } })
  t:equal("stat", asked(file, { "stat" }, { status = 3 }).agree, false)
  store(file, { "get", "models/bad" }, { status = 3, stderr = SAYS, stdout_exact = "" })
  store(file, { "stat", "models/bad" }, { status = 3, stderr = SAYS, stdout_exact = "" })
  t:equal("the other one", store(file, { "get", "models/good" }).stdout, good)
  store(file, { "ls" }, { status = 3, stderr = { file, SAYS }, stdout_exact = "" })
  local rescued = store(file, { "export", "out" }, {
    status = 3, stderr = { "perigee store export: left out: ", SAYS },
    stdout_exact = "exported 1 object, 32.2 KiB to 'out'\nleft out 1 object that cannot be read\n",
  })
  t:equal("rescued", harness.read(rescued.folder .. "/out/models/good"), good)
  t:check(not harness.exists(rescued.folder .. "/out/models/bad"), "left out")
  t:equal("as JSON", asked(file, { "export", "out" }, { status = 3 }).damaged, 1)
  local fresh = file_named "rescued"
  store(fresh, { "import", rescued.folder .. "/out" })
  t:equal("imported", keys(fresh), "models/good")
  -- A rescue into the folder of an earlier export must not remove the last good copy.
  local old = STORE .. "/old-export"
  put(fresh, "models/bad", bad, "text")
  store(fresh, { "export", old })
  store(file, { "export", old, "--force" }, { status = 3 })
  t:equal("the earlier copy stays", harness.read(old .. "/models/bad"), bad)
  local moved, older = file_named "moved", STORE .. "/older-export"
  store(fresh, { "export", older })
  put(moved, "models/bad", bad)
  put(moved, "models/bad/x", "in the place of the file")
  poke(moved, spoil)
  store(moved, { "export", older, "--force" }, { status = 3, stderr = "cannot use the folder that is to hold" })
  t:equal("also where it is in the way", harness.read(older .. "/models/bad"), bad)
end
damage()

local function foreign()
  local file = file_named "newer"
  put(file, "k", "v")
  poke(file, function(bytes) return bytes:sub(1, 60) .. "\0\0\0\99" .. bytes:sub(65) end) -- user_version
  local before = harness.read(file)
  local files = { { file, "written by a newer version (schema 99)" } }
  local other = STORE .. "/no-database"
  os.execute("printf 'this is no database, and it is longer than a header of one: %0100d' 1 >" .. quote(other))
  files[2] = { other, "file is not a database" }
  for _, row in ipairs(files) do
    for _, args in ipairs {
      { "ls" }, { "get", "k" }, { "stat" }, { "check" }, { "rm", "k" }, { "export", "out" },
      { "put", "k", "value" }, { "import", "in" },
    } do
      store(row[1], args, { status = 3, stdout_exact = "", files = { value = "1", ["in/k"] = "1" },
        stderr = { "perigee store " .. args[1] .. ": ", "store '" .. row[1] .. "': " .. row[2] } })
    end
  end
  t:check(harness.read(file) == before, "the newer file is untouched")
end
foreign()

-- The store's own number of bytes, 1000003, is made 1000004; as SQLite writes it, three bytes.
local function counters()
  local file = file_named "counters"
  put(file, "a", ("x"):rep(1000000))
  put(file, "b", "yy")
  put(file, "c", "z")
  poke(file, function(bytes)
    local changed, n = bytes:gsub("\x0F\x42\x43", "\x0F\x42\x44")
    t:equal("it is found once", n, 1)
    return changed
  end)
  store(file, { "check" }, {
    status = 3, stdout = { "damaged: ", "1000004", "\n0 damaged; 3 objects, 976.6 KiB can be" },
  })
  store(file, { "stat" }, { status = 3, stdout = {
    "recorded   3 objects, 1000004 bytes", "recounted  3 objects, 1000003 bytes", "agree      no",
  } })
  t:equal("agree", asked(file, { "stat" }, { status = 3 }).agree, false)
end
counters()

-- No file, and outputs that cannot be written.
for _, args in ipairs {
  { "ls" }, { "get", "k" }, { "rm", "k" }, { "stat" }, { "stat", "k" }, { "check" }, { "export", "out" },
} do
  local result = store("no/such.db", args, {
    status = 3, stdout_exact = "", stderr_exact = "perigee store " .. args[1]
      .. ": store 'no/such.db': there is no such file; --store names another\n",
  })
  t:check(not os.execute("test -e " .. quote(result.folder .. "/no")), "nothing is made")
end
t:case {
  name = "a folder in the store's place", args = { "store", "ls", "--store", "." }, status = 3, stderr = "store '.': ",
}

local function outputs()
  local file = file_named "outputs"
  put(file, "big", ("0123456789"):rep(100000))
  for _, word in ipairs { "get big", "ls", "stat", "stat big --json", "check", "--help" } do
    for redirect, says in pairs { [">/dev/full"] = "No space left", [">&-"] = "Bad file descriptor" } do
      t:case { name = word .. redirect, status = 3, stderr = { "cannot write to stdout: " .. says },
        shell = ('"$BIN" store %s --store %s %s'):format(word, quote(file), redirect) }
    end
  end
  t:case {
    name = "a closed pipe", stdout_exact = "3\n", stderr = "cannot write to stdout: Broken pipe",
    shell = '{ "$BIN" store get big --store ' .. quote(file)
      .. '; echo $? >status; } | head -c 1 >/dev/null; cat status',
  }
  t:case { name = "a closed stdin", status = 3, stderr = "cannot read stdin: ", stdout_exact = "",
    shell = ('"$BIN" store put closed --store %s <&-'):format(quote(file)) }
  t:equal("saved nothing", keys(file), "big")
  t:check(asked(file, { "check" }).healthy, "the store is whole")
end
outputs()

-- Command lines that are wrong.
local MISUSE = {
  { {}, "no word was given" },
  { { "lss" }, "unknown word 'lss'; did you mean 'ls'?" },
  { { "exprot", "out" }, "unknown word 'exprot'; did you mean 'export'?" },
  { { "frobnicate" }, "unknown word 'frobnicate', expected ls, get, put, rm, stat, export, import or check" },
  { { "ls", "a", "b" }, "ls expects at most one PREFIX" },
  { { "get" }, "get expects a KEY and at most one FILE" },
  { { "get", "a", "b", "c" }, "get expects a KEY and at most one FILE" },
  { { "put" }, "put expects a KEY" },
  { { "rm" }, "rm expects keys, or --prefix" },
  { { "rm", "k", "--prefix", "p", "--yes" }, "rm expects keys, or --prefix" },
  { { "stat", "a", "b" }, "stat expects at most one KEY" },
  { { "export" }, "export expects one DIR" },
  { { "import", "a", "b" }, "import expects one DIR" },
  { { "check", "k" }, "check expects no arguments" },
  { { "get", "k", "--json" }, "--json is no option of 'get'" },
  { { "ls", "--force" }, "--force is no option of 'ls'" },
  { { "ls", "--type", "json" }, "--type is no option of 'ls'" },
  { { "get", "k", "--subscription", "free" }, "--subscription is no option of 'get'" },
  { { "ls", "--yes" }, "--yes is no option of 'ls'" },
  { { "ls", "--jsn" }, "unknown option '--jsn'; did you mean '--json'?" },
  { { "ls", "--zzz" }, "unknown option '--zzz'\n" },
  { { "ls", "-l" }, "unknown option '-l'\n" },
  { { "ls", "--store" }, "--store needs a value" },
  { { "put", "k", "--type", "yaml" }, "--type was 'yaml', expected bytes, text, json or xml" },
  { { "put", "k", "--subscription", "gold" }, "subscription 'gold' is unknown, expected free, prime" },
}
for _, row in ipairs(MISUSE) do
  t:case {
    name = "store " .. table.concat(row[1], " "), args = { "store", table.unpack(row[1]) }, status = 2,
    stderr = { "perigee store: " .. row[2], "usage: perigee store WORD [argument]... [option]... (perigee st" },
    stdout_exact = "",
  }
end
for _, args in ipairs { { "store", "--help" }, { "store", "ls", "--help" } } do
  t:case {
    name = table.concat(args, " "), args = args, stderr_exact = "",
    stdout = { "usage: perigee store WORD", "\n  ls [PREFIX] ", "\n  export DIR ",
      "default: .perigee/store.db in the current folder", "--subscription S", "Exit status: 0 done" },
  }
end
t:case { name = "the usage names it", args = { "help" }, stdout = "perigee store --help" }

-- Saves and reads a matrix of doubles as JSON, as often as --param saves=N and reads=N say.
-- With --param rows=N side by side arrays make a larger document.
function Initialize()
  AddData("COIN")
  SetEndDate(2013, 10, 2)
  local rows = GetParameter("rows", 1000)
  local matrix = {}
  for i = 1, rows do
    local row = {}
    for j = 1, 1000 do row[j] = math.random() end
    matrix[i] = row
  end
  for _ = 1, GetParameter("saves", 0) do assert(ObjectStore.SaveJson("matrix", matrix)) end
  for _ = 1, GetParameter("reads", 0) do assert(#ObjectStore.ReadJson("matrix") == rows) end
end

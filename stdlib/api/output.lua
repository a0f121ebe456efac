--- What a strategy says. See stdlib/api.lua.

local add, rows = require "perigee.api.rows" "Output"

add("function", "Log", "Log(text: any)", "Write a line with the simulated time.")
add("function", "Debug", "Debug(text: any)", "As Log, marked as debug; an immediate repeat is left out.")
add("function", "Error", "Error(text: any)", "As Log, marked as an error. The run goes on.")
add("function", "Plot", "Plot(series: string, value: number) | Plot(chart: string, series: string, value: number)",
  "Add a point to a chart; charts are part of the JSON result.")
add("function", "Quit", "Quit(message?: string)",
  "End the run when the function that calls it returns; OnEndOfAlgorithm still runs.")

return rows

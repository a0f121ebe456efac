--- Matrices of numbers for models: dense, outside of Lua's tables. A training's kernel computes on a
--- matrix without the Lua state; out of tables it must copy the numbers first, and OnData may wait for that.
---
---     local matrix = require "perigee.matrix"
---     local X = matrix.zeros(500, 5)
---     X:set_row(1, { 0.1, 0.2, -0.1, 0, 0.3 })
---     model:fit(X, y)
---
--- A model that is being fitted sees the numbers of the moment at which `fit` was called: who changes the
--- matrix meanwhile changes a copy, made at the first change. Any number may be stored; models refuse nan.
--- Misuse raises: "Matrix:get: argument 1 (row) was 7, expected an integer from 1 to 5".

local native = select(3, ...)

---@class perigee.matrix.Matrix
---@field rows integer
---@field columns integer
---@field get fun(self, row: integer, column: integer): number
---@field set fun(self, row: integer, column: integer, value: number)
---@field row fun(self, row: integer): number[]
---@field set_row fun(self, row: integer, array: number[]) all of it, or nothing and an error
---@field tolist fun(self): number[][] an array of rows
---@operator len: integer rows

local matrix = {}

--- A matrix of the numbers of an array of rows, each as long as the first.
---@type fun(rows: number[][]): perigee.matrix.Matrix
matrix.Matrix = native.Matrix

--- A matrix of zeros; rows and columns at least 1.
---@type fun(rows: integer, columns: integer): perigee.matrix.Matrix
matrix.zeros = native.zeros

return matrix

-- What B is, in plain loops: the covariance of the last `period` changes of two lists of prices / the
-- variance of the reference's; where its price does not move, the covariance of a sample.
return function(target, reference, period)
  local x, y, sum_x, sum_y = {}, {}, 0, 0
  for i = #target - period + 1, #target do
    x[#x + 1], y[#y + 1] = reference[i] / reference[i - 1] - 1, target[i] / target[i - 1] - 1
    sum_x, sum_y = sum_x + x[#x], sum_y + y[#y]
  end
  local both, square = 0, 0
  for i = 1, period do
    both = both + (x[i] - sum_x / period) * (y[i] - sum_y / period)
    square = square + (x[i] - sum_x / period) ^ 2
  end
  return square > 0 and both / square or both / (period - 1)
end

--- Algorithms that do not give LEAN's numbers yet, each with what it waits for: the runner counts them
--- apart and says what holds up how many. One that passes must leave the list.

return {}

return { name = ..., loads = (Loads or 0) + 1 }

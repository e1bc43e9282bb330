print("tokview-benchmark")

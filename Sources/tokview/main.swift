print("tokview")

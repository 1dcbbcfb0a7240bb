print("   /")

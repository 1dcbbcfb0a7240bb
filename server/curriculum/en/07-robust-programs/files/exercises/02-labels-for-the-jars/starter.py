def write_labels(seeds):
    # Write the file labels.txt here.
    for seed in seeds:
        print("Seed:", seed)


write_labels(["bean", "millet"])

def write_labels(seeds):
    with open("labels.txt", "w") as file:
        for seed in seeds:
            file.write(f"Seed: {seed}\n")


write_labels(["bean", "millet"])

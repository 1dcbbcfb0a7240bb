# The line breaks are missing, so all labels stand on one line.
def write_labels(seeds):
    with open("labels.txt", "w") as file:
        for seed in seeds:
            file.write(f"Seed: {seed}")


write_labels(["bean", "millet"])

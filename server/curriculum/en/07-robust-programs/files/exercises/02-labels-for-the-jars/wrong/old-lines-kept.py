# The new labels are added below the old ones.
def write_labels(seeds):
    with open("labels.txt", "a") as file:
        for seed in seeds:
            file.write(f"Seed: {seed}\n")


write_labels(["bean", "millet"])

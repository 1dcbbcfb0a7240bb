# The file is opened again for each seed, so only the last one stays.
def write_labels(seeds):
    for seed in seeds:
        with open("labels.txt", "w") as file:
            file.write(f"Seed: {seed}\n")


write_labels(["bean", "millet"])

# The whole list is written as one line.
def write_labels(seeds):
    with open("labels.txt", "w") as file:
        file.write(f"Seed: {seeds}\n")


write_labels(["bean", "millet"])

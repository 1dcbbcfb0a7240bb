packets = {"beans": 12, "corn": 5}
packets["peas"] = 8
packets["corn"] = 6
del packets["beans"]
for seed in packets:
    print(seed, packets[seed])
print("beans" in packets, 8 in packets)
print(packets.get("beans", 0), len(packets))

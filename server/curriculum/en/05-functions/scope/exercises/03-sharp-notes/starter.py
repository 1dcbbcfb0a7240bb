def sharp(note):
    note = note + "#"
    print("inside", note)
    return note

note = "C"
sharp(note)
print("outside", note)
other = sharp("F")
print(other, note)
note = sharp(note)
print(note)

days = ["Mon", "Tue", "Wed"]


def show(text):
    try:
        place = int(text)
        print(days[place])
    except ValueError:
        print("no number")
    except IndexError:
        print("no day", place)
    else:
        print("fine")
    finally:
        print("-", text)


show("1")
show("one")
show("5")

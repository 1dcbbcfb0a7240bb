print("robot.py starts")
name = "Bolt"

def greet():
    print("I am", name)

print("robot.py ends")

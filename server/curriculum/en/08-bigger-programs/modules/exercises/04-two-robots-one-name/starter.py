print("main starts")
import robot
import robot
name = "Chip"
robot.greet()
print(name, robot.name)
robot.name = "Dash"
robot.greet()
print(name)

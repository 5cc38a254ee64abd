# Becomes a server in a session of its own, out of reach of the terminal's Ctrl-C, and leaves its process id in a file.
# Arguments: pid file, folder of the server's libraries, program, arguments of the program.
import os
import sys

pid_file, libraries, program = sys.argv[1:4]
os.setsid()
with open(pid_file, "w", encoding="ascii") as file:
    file.write(f"{os.getpid()}\n")
# Set here and not by the parent: macOS takes such variables away from its own programs.
variable = "DYLD_LIBRARY_PATH" if sys.platform == "darwin" else "LD_LIBRARY_PATH"
os.environ[variable] = libraries
os.execv(program, [program] + sys.argv[4:])

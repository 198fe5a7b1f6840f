"""A static copy of the portal: every address as a file, answered by any web server.

`asking` asks the portal as a server would be asked; `folder` writes into the copy's folder, so that readers of it find
an old page or a new one and never half of one; `moved` tells web servers what is elsewhere or gone; `publishing` does
the whole.
"""

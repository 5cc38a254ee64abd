package io.imgsrch.local.server;

import java.util.List;

/** Free ports for a whole platform, none of which a server of it draws for itself. */
public final class TestPorts {
  private TestPorts() {}

  public static Ports draw() {
    List<Integer> free = FreePorts.draw(9, 20_000, 29_000);
    return new Ports(
        free.get(0),
        free.get(1),
        free.get(2),
        free.get(3),
        free.get(4),
        free.get(5),
        free.get(6),
        free.get(7),
        free.get(8));
  }
}

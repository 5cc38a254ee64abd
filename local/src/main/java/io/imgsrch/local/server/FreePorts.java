package io.imgsrch.local.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody holds, for the inner connections of a server. They are drawn below 32,000, away
 * from the range from which systems take the ports of outgoing connections: between the draw and
 * the use no client can take them by accident. Processes that start servers at the same time keep
 * out of each other's way when each is told another part: {@code -Dimgsrch.ports_part=}1, 2 or 3.
 */
public final class FreePorts {
  private static final int FIRST = 29_000;
  private static final int END = 32_000;
  private static final int DRAWS = 10_000;
  private static final int PARTS = 3;
  private static final int ALL = 0;
  private static final int PART = Integer.getInteger("imgsrch.ports_part", ALL);

  private FreePorts() {}

  /**
   * Draws distinct free ports.
   *
   * @throws PlatformException if the machine has too few
   */
  public static List<Integer> draw(int count) {
    return draw(count, FIRST, END);
  }

  static List<Integer> draw(int count, int first, int end) {
    int width = (end - first) / PARTS;
    int from = first + Math.floorMod(PART - 1, PARTS) * width;
    return PART == ALL ? drawBetween(count, first, end) : drawBetween(count, from, from + width);
  }

  private static List<Integer> drawBetween(int count, int first, int end) {
    Set<Integer> ports = new LinkedHashSet<>();
    for (int draw = 0; draw < DRAWS && ports.size() < count; draw++) {
      int port = ThreadLocalRandom.current().nextInt(first, end);
      if (!ports.contains(port) && Ports.isFree(port)) {
        ports.add(port);
      }
    }
    if (ports.size() < count) {
      throw new PlatformException(
          "This machine has no %d free ports between %d and %d: end some of its servers."
              .formatted(count, first, end));
    }
    return List.copyOf(ports);
  }
}

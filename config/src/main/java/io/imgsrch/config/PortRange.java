package io.imgsrch.config;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Ports, of which the first that is free is taken.
 *
 * @param first 0 for any that the system gives; then so is the last
 * @param last at least the first
 */
public record PortRange(int first, int last) implements Serializable {
  private static final int MAX = 65_535;

  public PortRange {
    if (first < 0 || last < first || last > MAX || (first == 0 && last > 0)) {
      throw new IllegalArgumentException("no ports: " + first + "-" + last);
    }
  }

  /** The range of a text such as {@code 0}, {@code 9075} or {@code 9075-9090}. */
  static PortRange of(String text) {
    var ends = text.split("-", 2);
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /** Each of them, in order. */
  public IntStream ports() {
    return IntStream.rangeClosed(first, last);
  }

  @Override
  public String toString() {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}

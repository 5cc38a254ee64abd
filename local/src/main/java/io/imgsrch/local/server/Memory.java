package io.imgsrch.local.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The memory of this machine, asked before anything is started. */
public final class Memory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final long MIB = 1 << 20;

  private Memory() {}

  /**
   * Refuses to start with less memory than the platform needs.
   *
   * @param needed bytes
   * @throws PlatformException naming what is there and what is needed
   */
  public static void require(long needed) {
    require(needed, available());
  }

  static void require(long needed, long available) {
    if (available < needed) {
      throw new PlatformException(
          "The platform needs %d MiB of free memory and this machine has %d MiB: end other programs or use a larger machine."
              .formatted(needed / MIB, available / MIB));
    }
  }

  /** Bytes that new processes can have: what the kernel says, within a container's limit. */
  static long available() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    if (!Files.isReadable(MEMINFO)) {
      return total;
    }
    try {
      return Math.min(total, parse(Files.readAllLines(MEMINFO)).orElse(total));
    } catch (IOException e) {
      return total;
    }
  }

  static OptionalLong parse(List<String> meminfo) {
    return meminfo.stream()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .findFirst();
  }
}

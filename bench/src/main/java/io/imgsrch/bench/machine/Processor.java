package io.imgsrch.bench.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How busy the machine's cores are. */
public final class Processor {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Processor() {}

  public static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Cores busy since this was asked last, by all processes; 0 where the system does not say. */
  public static double busyCores() {
    return Math.max(0, SYSTEM.getCpuLoad()) * cores();
  }
}

package io.imgsrch.operators.query;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * Measures what work in memory takes. On a busy machine a thread waits for others more than it
 * works, and what was measured while it waited would be held against its way.
 */
final class WorkClock {
  private WorkClock() {}

  /** Nanoseconds for which this thread has worked; those of a clock where the JVM cannot tell. */
  static LongSupplier ofThread() {
    var threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
        ? threads::getCurrentThreadCpuTime
        : System::nanoTime;
  }
}

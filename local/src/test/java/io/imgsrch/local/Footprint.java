package io.imgsrch.local;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What this process holds.
 *
 * @param heap bytes that live after a collection
 * @param direct bytes of direct buffers
 * @param files open files that are neither sockets nor tables of RocksDB, whose number follows what
 *     was written until compaction holds it; a database that nobody closed shows by its other files
 */
record Footprint(long heap, long direct, int threads, long sockets, long files) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  static Footprint now() throws IOException {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    long sockets = count(target -> target.startsWith("socket:"));
    long tables = count(target -> target.endsWith(".sst"));
    var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Footprint(
        heap,
        direct,
        ManagementFactory.getThreadMXBean().getThreadCount(),
        sockets,
        system.getOpenFileDescriptorCount() - sockets - tables);
  }

  /** 0 where the system does not tell. */
  private static long count(Predicate<String> target) throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (var descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.map(Footprint::target).filter(target).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed since it was listed
    }
  }

  /** What grew by more than is tolerated. */
  List<String> exceeds(Footprint before, Footprint tolerance) {
    var grown = new ArrayList<String>();
    compare("heap", heap, before.heap, tolerance.heap, grown);
    compare("direct", direct, before.direct, tolerance.direct, grown);
    compare("threads", threads, before.threads, tolerance.threads, grown);
    compare("sockets", sockets, before.sockets, tolerance.sockets, grown);
    compare("files", files, before.files, tolerance.files, grown);
    return grown;
  }

  private static void compare(
      String what, long now, long before, long tolerance, List<String> grown) {
    if (now > before + tolerance) {
      grown.add(what + " by " + (now - before));
    }
  }

  @Override
  public String toString() {
    return "heap %d MB, direct %d MB, %d threads, %d sockets, %d other files"
        .formatted(heap >> 20, direct >> 20, threads, sockets, files);
  }
}

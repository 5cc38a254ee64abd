package io.imgsrch.local.prove;

import io.imgsrch.local.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The kinds of faults that a platform on one machine can be given from outside. */
final class FaultKinds {
  /** Slots that a platform needs beside its own, for the job with the most tasks. */
  static final int EXTRA_SLOTS = TaskFaults.MAX_PARALLELISM - 1;

  private FaultKinds() {}

  static List<FaultKind> of(Platform platform, Detours detours) {
    var kinds = new ArrayList<FaultKind>();
    kinds.addAll(TaskFaults.of(platform));
    kinds.addAll(ServerFaults.of(platform.servers()));
    kinds.addAll(NetworkFaults.of(detours, platform.servers().flink()));
    kinds.addAll(FailpointFaults.ALL);
    return kinds;
  }

  /**
   * Those whose names a pattern finds.
   *
   * @param only matches anywhere in a name, in lower or upper case
   * @throws IllegalArgumentException if it finds none, naming those there are
   */
  static List<FaultKind> matching(List<FaultKind> kinds, String only) {
    var pattern = Pattern.compile(only, Pattern.CASE_INSENSITIVE);
    var chosen = kinds.stream().filter(kind -> pattern.matcher(kind.name()).find()).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no kind of fault is called '%s'; there are: %s"
              .formatted(only, String.join(", ", kinds.stream().map(FaultKind::name).toList())));
    }
    return chosen;
  }
}

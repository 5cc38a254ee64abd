package io.imgsrch.local.server;

import java.util.List;
import org.apache.flink.runtime.minicluster.MiniCluster;

/**
 * Lets go of task managers that have ended. {@link MiniCluster} keeps them all until it ends
 * itself, and with each the direct memory of its queryable state: 16 MiB for every network thread,
 * which are collected with the task manager and not before. After a handful of them reads of the
 * state find no memory and hang. A timer in Flink holds it too, for as long as the task manager had
 * to register.
 */
final class EndedTaskManagers {
  private static final String FIELD = "taskManagers";

  private EndedTaskManagers() {}

  /** Call it only while no task manager runs; the next one has index 0 again. */
  static void forget(MiniCluster cluster) {
    try {
      var field = MiniCluster.class.getDeclaredField(FIELD);
      field.setAccessible(true);
      ((List<?>) field.get(cluster)).clear();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Flink's %s has no list %s any more: see how it keeps ended task managers"
              .formatted(MiniCluster.class.getSimpleName(), FIELD),
          e);
    }
  }
}

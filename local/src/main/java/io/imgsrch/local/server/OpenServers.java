package io.imgsrch.local.server;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started and must be closed, from any thread. */
final class OpenServers {
  private static final Logger LOG = LoggerFactory.getLogger(OpenServers.class);

  /** Each uses those before it at most, so they are closed from the last to the first. */
  enum Kind {
    GUARDIAN,
    KAFKA,
    POSTGRES,
    MILVUS,
    PICTURES,
    FLINK
  }

  private final Map<Kind, AutoCloseable> open = new EnumMap<>(Kind.class);

  synchronized <T extends AutoCloseable> T add(Kind kind, T server) {
    open.put(kind, server);
    return server;
  }

  /**
   * Closes everything, also what comes after a failure; again does nothing.
   *
   * @throws IllegalStateException naming what could not be closed
   */
  synchronized void close() {
    List<Exception> failures = new ArrayList<>();
    boolean interrupted = false;
    List<Kind> kinds = new ArrayList<>(open.keySet());
    for (int i = kinds.size() - 1; i >= 0; i--) {
      AutoCloseable server = open.remove(kinds.get(i));
      // An interrupted thread can wait for nothing, and the servers after this one must end too.
      interrupted |= Thread.interrupted();
      try {
        if (server != null) {
          server.close();
        }
      } catch (Exception e) {
        LOG.error("{} did not close", kinds.get(i), e);
        failures.add(new IllegalStateException(kinds.get(i) + " did not close: " + e, e));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!failures.isEmpty()) {
      IllegalStateException all = new IllegalStateException(failures.get(0).getMessage());
      failures.forEach(all::addSuppressed);
      throw all;
    }
  }
}

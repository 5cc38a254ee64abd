package io.imgsrch.bench.cli;

import io.imgsrch.local.server.Servers;
import java.util.Map;

/** What a slot of a cluster has for RocksDB, where one of a laptop's platform has 64 MB. */
final class ClusterMemory {
  /** Less than {@code flink-conf/config.yaml} gives to each of four slots. */
  private static final int SLOT_MEGABYTES = 512;

  private ClusterMemory() {}

  /** The same plan with as much memory; RocksDB takes it as it needs it. */
  static Servers.Plan of(Servers.Plan plan) {
    return plan.flink(
        Map.of(
            "taskmanager.memory.managed.size",
            SLOT_MEGABYTES * plan.slots() + "mb",
            "state.backend.rocksdb.writebuffer.size",
            "64mb"));
  }
}

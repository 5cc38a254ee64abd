package io.imgsrch.local.prove;

import io.imgsrch.local.fault.Disturbance;
import io.imgsrch.local.fault.FaultProxy;
import io.imgsrch.local.server.FlinkCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong between the jobs and the servers. */
final class NetworkFaults {
  private static final Disturbance LATE = Disturbance.delay(Duration.ofMillis(150));

  /** Longer than a checkpoint's interval, and than the bound of a flush. */
  private static final int OUTLIVES_A_FLUSH_MILLIS = 8_000;

  private final FlinkCluster flink;
  private final List<FaultKind> kinds = new ArrayList<>();

  private NetworkFaults(FlinkCluster flink) {
    this.flink = flink;
  }

  static List<FaultKind> of(Detours detours, FlinkCluster flink) {
    var faults = new NetworkFaults(flink);
    detours
        .milvus()
        .ifPresent(
            milvus -> {
              faults.add("Milvus hanging", milvus, Disturbance.HANG, 3_000, 30_000);
              faults.add("Milvus slow", milvus, LATE, 2_000, 6_000);
              faults.addOfStores("Milvus", milvus);
            });
    faults.add("PostgreSQL hanging", detours.postgres(), Disturbance.HANG, 3_000, 12_000);
    faults.addOfStores("PostgreSQL", detours.postgres());
    faults.add("Kafka hanging", detours.kafka(), Disturbance.HANG, 1_000, 6_000);
    faults.add("Kafka slow", detours.kafka(), LATE, 2_000, 6_000);
    faults.add("Kafka cut off", detours.kafka(), Disturbance.CUT, 500, 4_000);
    // For less than the second and a half in which a picture is tried three times, or than the time
    // of one request.
    faults.add("picture host hanging", detours.pictures(), Disturbance.HANG, 1_000, 4_000);
    faults.add("picture host resetting", detours.pictures(), Disturbance.RESET, 300, 900);
    faults.add("picture host ending early", detours.pictures(), Disturbance.HALF_ANSWER, 300, 900);
    return faults.kinds;
  }

  private void addOfStores(String store, FaultProxy proxy) {
    add(store + " swallowing requests", proxy, Disturbance.BLACK_HOLE, 2_000, 8_000);
    add(store + " resetting after the request", proxy, Disturbance.RESET, 1_000, 5_000);
    add(store + " cut off", proxy, Disturbance.CUT, 500, 3_000);
    kinds.add(hangingWhileKilled(store, proxy));
  }

  private void add(
      String name, FaultProxy proxy, Disturbance disturbance, int leastMillis, int mostMillis) {
    kinds.add(
        new FaultKind(
            name,
            random -> {
              var held = FaultKind.millis(random, leastMillis, mostMillis);
              return Fault.lasting(
                  "%s for %.1f s".formatted(name, held.toMillis() / 1e3),
                  () -> proxy.set(disturbance),
                  held,
                  () -> proxy.set(Disturbance.NONE));
            }));
  }

  /** What a flush calls written must be: whatever is still in memory is gone. */
  private FaultKind hangingWhileKilled(String store, FaultProxy proxy) {
    var name = store + " hanging, and the " + TaskFaults.KILLED + " meanwhile";
    return new FaultKind(
        name,
        random ->
            Fault.lasting(
                name,
                () -> proxy.set(Disturbance.HANG),
                FaultKind.millis(random, OUTLIVES_A_FLUSH_MILLIS, OUTLIVES_A_FLUSH_MILLIS + 4_000),
                () -> killAndHeal(proxy)));
  }

  private void killAndHeal(FaultProxy proxy) throws IOException, InterruptedException {
    flink.killTaskManager();
    proxy.set(Disturbance.CUT);
    proxy.set(Disturbance.NONE);
    flink.startTaskManager();
  }
}

package io.imgsrch.local.prove;

import io.imgsrch.config.fault.Failpoint;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Places in the jobs that fail, or block, when they are reached next. */
final class FailpointFaults {
  private static final Set<Failpoint> INDEX = EnumSet.range(Failpoint.DECODE, Failpoint.REGISTERED);
  private static final Set<Failpoint> SINKS =
      EnumSet.range(Failpoint.MILVUS_WRITE, Failpoint.POSTGRES_FLUSHED);
  private static final Set<Failpoint> OTHERS = others();

  /** One in so many blocks; the others fail. */
  private static final int BLOCKS = 3;

  private static final Duration FOR_GOOD = Duration.ofMinutes(5);

  static final List<FaultKind> ALL =
      List.of(
          kind("failpoint in the index job", INDEX),
          kind("failpoint in a store's sink", SINKS),
          kind("failpoint in the validity job or a checkpoint", OTHERS));

  private FailpointFaults() {}

  private static Set<Failpoint> others() {
    var others = EnumSet.allOf(Failpoint.class);
    others.removeAll(INDEX);
    others.removeAll(SINKS);
    return others;
  }

  private static FaultKind kind(String name, Set<Failpoint> places) {
    return new FaultKind(name, random -> fault(List.copyOf(places), random));
  }

  private static Fault fault(List<Failpoint> places, Random random) {
    var place = places.get(random.nextInt(places.size()));
    boolean blocks = random.nextInt(BLOCKS) == 0;
    var effect =
        blocks
            ? io.imgsrch.config.fault.Fault.blocking(FOR_GOOD)
            : io.imgsrch.config.fault.Fault.failing();
    return Fault.lasting(
        "%s %s once".formatted(place, blocks ? "blocks" : "fails"),
        () -> place.arm(effect.once()),
        FaultKind.millis(random, 1_000, 6_000),
        place::disarm);
  }
}

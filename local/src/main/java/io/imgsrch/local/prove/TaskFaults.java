package io.imgsrch.local.prove;

import io.imgsrch.jobs.Job;
import io.imgsrch.local.Platform;
import io.imgsrch.local.server.FlinkCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Task managers and jobs that end, and jobs that are rescaled. */
final class TaskFaults {
  /** What a killed task manager is called, alone and in bursts. */
  static final String KILLED = "task manager killed";

  static final int MAX_PARALLELISM = 3;

  private static final List<Job> JOBS = List.of(Job.INDEX, Job.VALIDITY, Job.ARCHIVE, Job.QUERY);
  private static final double MEAN_PAUSE_MILLIS = 3_000;
  private static final double MAX_PAUSE_MILLIS = 8_000;
  private static final Duration CHECKPOINTED = Duration.ofSeconds(90);

  private final Platform platform;
  private final FlinkCluster flink;

  private TaskFaults(Platform platform) {
    this.platform = platform;
    this.flink = platform.servers().flink();
  }

  static List<FaultKind> of(Platform platform) {
    var faults = new TaskFaults(platform);
    return List.of(
        new FaultKind(KILLED, faults::killed),
        new FaultKind(KILLED + " in a burst", faults::burst),
        new FaultKind("job failed and restored", faults::restored),
        new FaultKind("job rescaled", faults::rescaled));
  }

  private Fault killed(Random random) {
    return Fault.lasting(
        KILLED,
        flink::killTaskManager,
        FaultKind.millis(random, 0, 2_000),
        flink::startTaskManager);
  }

  /** One every three seconds on average, and then a pause with a checkpoint of every job. */
  private Fault burst(Random random) {
    var pauses = new ArrayList<Long>();
    for (int kills = 1 + random.nextInt(3); kills > 0; kills--) {
      double pause = -Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MILLIS;
      pauses.add((long) Math.min(pause, MAX_PAUSE_MILLIS));
    }
    return new Fault(
        "%s %d times in a burst".formatted(KILLED, pauses.size() + 1),
        this::killAndStart,
        () -> {
          for (var pause : pauses) {
            Thread.sleep(pause);
            killAndStart();
          }
        },
        () -> platform.jobs().awaitCheckpoints(CHECKPOINTED));
  }

  private void killAndStart() throws IOException, InterruptedException {
    flink.killTaskManager();
    flink.startTaskManager();
  }

  private Fault restored(Random random) {
    var job = JOBS.get(random.nextInt(JOBS.size()));
    return Fault.sudden(job.jobName() + " failed and restored", () -> platform.jobs().restore(job));
  }

  private Fault rescaled(Random random) {
    var job = random.nextBoolean() ? Job.INDEX : Job.VALIDITY;
    int tasks = 1 + random.nextInt(MAX_PARALLELISM);
    return Fault.sudden(
        job.jobName() + " rescaled to " + tasks, () -> platform.jobs().rescale(job, tasks));
  }
}

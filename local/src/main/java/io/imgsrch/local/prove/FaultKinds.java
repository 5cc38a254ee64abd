package io.imgsrch.local.prove;

import io.imgsrch.jobs.Job;
import io.imgsrch.local.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The kinds of faults that a platform on one machine can be given from outside. */
final class FaultKinds {
  /** Not the reconcile job, which only reads here: a seed stays the history that it was. */
  private static final List<Job> JOBS = List.of(Job.INDEX, Job.VALIDITY, Job.ARCHIVE, Job.QUERY);

  private static final int MAX_PARALLELISM = 3;

  /** Slots that a platform needs beside its own, for the job with the most tasks. */
  static final int EXTRA_SLOTS = 2;

  /** Makes a fault of one kind, its parameters drawn at random. */
  @FunctionalInterface
  interface Kind {
    Fault draw(Random random);
  }

  private FaultKinds() {}

  static List<Kind> of(Platform platform) {
    var kinds = new ArrayList<Kind>();
    var servers = platform.servers();
    var flink = servers.flink();
    kinds.add(
        random ->
            new Fault(
                "task manager killed",
                flink::killTaskManager,
                millis(random, 0, 2_000),
                flink::startTaskManager));
    kinds.add(
        random -> {
          var job = JOBS.get(random.nextInt(JOBS.size()));
          return Fault.sudden(
              job.jobName() + " failed and restored", () -> platform.jobs().restore(job));
        });
    kinds.add(
        random -> {
          var job = random.nextBoolean() ? Job.INDEX : Job.VALIDITY;
          int tasks = 1 + random.nextInt(MAX_PARALLELISM);
          return Fault.sudden(
              job.jobName() + " rescaled to " + tasks, () -> platform.jobs().rescale(job, tasks));
        });
    servers
        .milvus()
        .ifPresent(
            milvus ->
                kinds.add(
                    random ->
                        new Fault(
                            "Milvus killed",
                            milvus::kill,
                            millis(random, 0, 3_000),
                            milvus::restart)));
    kinds.add(
        random ->
            new Fault(
                "PostgreSQL crashed",
                servers.postgres()::crash,
                millis(random, 500, 8_000),
                servers.postgres()::restart));
    kinds.add(
        random ->
            new Fault(
                "Kafka restarted",
                servers.kafka()::close,
                millis(random, 500, 5_000),
                servers.kafka()::start));
    kinds.add(random -> slowPictures(platform, random));
    kinds.add(random -> failingPictures(platform, random));
    return kinds;
  }

  private static Fault slowPictures(Platform platform, Random random) {
    var delay = millis(random, 50, 300);
    return new Fault(
        "picture host slow by " + delay.toMillis() + " ms",
        () ->
            platform
                .servers()
                .pictures()
                .strike(
                    () -> {
                      Thread.sleep(delay.toMillis());
                      return 200;
                    }),
        millis(random, 2_000, 6_000),
        () -> platform.servers().pictures().strike(() -> 200));
  }

  /** For less than the second and a half in which a picture is tried three times. */
  private static Fault failingPictures(Platform platform, Random random) {
    return new Fault(
        "picture host failing",
        () -> platform.servers().pictures().strike(() -> 503),
        millis(random, 300, 1_100),
        () -> platform.servers().pictures().strike(() -> 200));
  }

  private static Duration millis(Random random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least + 1));
  }
}

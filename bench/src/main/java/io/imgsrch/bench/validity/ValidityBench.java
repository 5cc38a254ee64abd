package io.imgsrch.bench.validity;

import io.imgsrch.config.KafkaOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.server.Servers;
import io.imgsrch.sinks.kafka.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;

/**
 * Stops the validity job, lets availability events wait, and times how it works them off once it
 * goes on from its savepoint; on RocksDB, with checkpoints.
 */
public final class ValidityBench {
  private static final int PARTITIONS = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(90);

  private final Servers servers;
  private final Settings settings;
  private final Plan plan;
  private final Consumer<String> say;

  /**
   * What to measure.
   *
   * @param events of each repetition
   * @param parallelism tasks of the job
   */
  public record Plan(int offers, int events, int parallelism, int repetitions) {}

  private ValidityBench(Servers servers, Settings settings, Plan plan, Consumer<String> say) {
    this.servers = servers;
    this.settings = settings;
    this.plan = plan;
    this.say = say;
  }

  /** Starts the servers, measures, and ends them. */
  public static List<Drain> run(
      Servers.Plan servers, Settings base, Plan plan, Consumer<String> say)
      throws IOException, InterruptedException {
    say.accept("Starting Kafka, PostgreSQL, Milvus and Flink …");
    try (var started = Servers.start(servers)) {
      var settings =
          base.with(
              KafkaOptions.BOOTSTRAP_SERVERS, "127.0.0.1:" + servers.ports().kafka(), "benchmark");
      Topics.createMissing(settings, PARTITIONS, (short) 1, DEADLINE);
      return new ValidityBench(started, settings, plan, say).run();
    }
  }

  private List<Drain> run() throws IOException, InterruptedException {
    var drains = new ArrayList<Drain>();
    try (var feed = new ValidityFeed(settings)) {
      say.accept("Listing %d products …".formatted(plan.offers()));
      feed.list(plan.offers());
      var job = start(Optional.empty());
      long published = new DrainClock(feed::published).await(plan.offers());
      // The first one is not counted: it is the compiler's more than the job's.
      for (int repetition = 0; repetition <= plan.repetitions(); repetition++) {
        var savepoint = servers.flink().stopWithSavepoint(job);
        feed.switchOffers(plan.offers(), plan.events());
        job = start(Optional.of(savepoint));
        var drain = new DrainClock(feed::published).time(published, plan.events());
        published += plan.events();
        if (repetition > 0) {
          drains.add(drain);
        }
        say.accept("%.0f events/s on %.2f cores".formatted(drain.perSecond(), drain.busyCores()));
      }
    }
    return drains;
  }

  private JobID start(Optional<String> from) throws IOException, InterruptedException {
    var id = JobID.generate();
    var environment = servers.flink().newEnvironment();
    environment.setParallelism(plan.parallelism());
    Job.VALIDITY.define(environment, settings);
    servers.flink().submit(environment, Job.VALIDITY.jobName(), id, from, DEADLINE);
    servers.flink().awaitRunning(id, DEADLINE);
    return id;
  }
}

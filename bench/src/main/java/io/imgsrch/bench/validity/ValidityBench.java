package io.imgsrch.bench.validity;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.drain.DrainClock;
import io.imgsrch.bench.drain.RestartedJob;
import io.imgsrch.bench.server.BenchServers;
import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.server.Servers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Stops the validity job, lets availability events wait, and times how it works them off once it
 * goes on from its savepoint; on RocksDB, with checkpoints.
 */
public final class ValidityBench {
  private final BenchServers servers;
  private final Plan plan;
  private final Consumer<String> say;

  /**
   * What to measure.
   *
   * @param events of each repetition
   * @param parallelism tasks of the job
   */
  public record Plan(int offers, int events, int parallelism, int repetitions) {}

  private ValidityBench(BenchServers servers, Plan plan, Consumer<String> say) {
    this.servers = servers;
    this.plan = plan;
    this.say = say;
  }

  /** Starts the servers, measures, and ends them. */
  public static List<Drain> run(Servers.Plan servers, Settings base, Plan plan)
      throws IOException, InterruptedException {
    try (var started = BenchServers.start(servers, base)) {
      return new ValidityBench(started, plan, servers.say()).run();
    }
  }

  private List<Drain> run() throws IOException, InterruptedException {
    var drains = new ArrayList<Drain>();
    try (var feed = new ValidityFeed(servers.settings())) {
      say.accept("Listing %d products …".formatted(plan.offers()));
      feed.list(plan.offers());
      var job = new RestartedJob(servers, Job.VALIDITY, plan.parallelism());
      job.start();
      long published = new DrainClock(feed::published).await(plan.offers());
      // The first one is not counted: it is the compiler's more than the job's.
      for (int repetition = 0; repetition <= plan.repetitions(); repetition++) {
        job.stop();
        feed.switchOffers(plan.offers(), plan.events());
        job.start();
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
}

package io.imgsrch.local.prove;

import io.imgsrch.config.ReconcileOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.local.Platform;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.PictureHostClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** One proof on a running platform: a history with faults and searches, then the comparison. */
public final class Proof {
  /** Slots that a platform needs beside its own. */
  public static final int EXTRA_SLOTS = FaultKinds.EXTRA_SLOTS;

  /** An inference takes a picture 25 ms of a core; more would measure nothing else. */
  private static final int MAX_PICTURES = 1_000;

  private static final int MIN_PICTURES = 60;
  private static final long SETTLING_PAUSE_MILLIS = 500;
  private static final int STEPS_PER_SECOND = 100;

  private final Plan plan;
  private final Platform platform;
  private final List<FaultKind> kinds;
  private final Consumer<String> say;
  private final Timeline timeline = new Timeline();
  private final Queue<Lie> lies = new ConcurrentLinkedQueue<>();
  private final Book book = new Book();
  private final Pictures pictures;
  private final Api api;

  /**
   * What to prove.
   *
   * @param limit of the history: when it is over, what was written so far is judged
   * @param settling by when the stores must agree, after the history
   * @param only a pattern that the names of the kinds of faults must match somewhere; empty for all
   */
  public record Plan(
      long seed, int events, int faults, Duration limit, Duration settling, String only) {
    /** Long enough for what waits behind a store that was away. */
    public static final Duration SETTLING = Duration.ofMinutes(3);

    /** Every kind of fault, and time to settle. */
    public Plan(long seed, int events, int faults, Duration limit) {
      this(seed, events, faults, limit, SETTLING, "");
    }
  }

  private Proof(
      Plan plan,
      Platform platform,
      List<FaultKind> kinds,
      int apiPort,
      Pictures pictures,
      Consumer<String> say) {
    this.plan = plan;
    this.platform = platform;
    this.kinds = kinds;
    this.say = say;
    this.pictures = pictures;
    this.api = new Api(apiPort);
  }

  /** The settings that a proof needs: what is wrong has to stay wrong until it is judged. */
  public static Settings settings(Settings base) {
    return base.with(ReconcileOptions.REPAIR, "false", "proof");
  }

  /** A verdict, and what happened when. */
  public record Result(Verdict verdict, Timeline timeline) {}

  /**
   * Runs a proof.
   *
   * @param detours that the platform's jobs take to its servers
   * @param samples folder of the sample catalogue's pictures
   * @param say told how far it is, in words for the user
   * @throws IOException if a fault cannot be made or healed, or a store cannot be read
   * @throws ClientException if the plan names no fault, or the platform holds a history already
   */
  public static Result run(
      Plan plan,
      Platform platform,
      Detours detours,
      int apiPort,
      Path samples,
      Consumer<String> say)
      throws IOException, ClientException, InterruptedException {
    if (!Log.isEmpty(platform.settings())) {
      throw new ClientException(
          "the platform holds another history already: a proof needs a new data directory");
    }
    List<FaultKind> kinds;
    try {
      kinds = FaultKinds.matching(FaultKinds.of(platform, detours), plan.only());
    } catch (IllegalArgumentException e) {
      throw new ClientException(String.valueOf(e.getMessage()));
    }
    int count = Math.max(MIN_PICTURES, Math.min(MAX_PICTURES, plan.events() / 20));
    var pictures = Pictures.of(samples, count, pictureAddress(detours));
    var host = "http://" + platform.servers().pictures().hostAndPort();
    var client = new PictureHostClient(URI.create(host));
    for (var picture : pictures.all()) {
      client.store(picture);
    }
    return new Proof(plan, platform, kinds, apiPort, pictures, say).run();
  }

  /** Under which the jobs find a picture by its hash. */
  static String pictureAddress(Detours detours) {
    return "http://" + detours.pictureHost() + "/pictures/";
  }

  private Result run() throws IOException, InterruptedException {
    PostgresWitness.install(platform.settings());
    Set<Position> acknowledged;
    int failed;
    try (var feed = new Feed(platform.settings(), pictures, book, timeline)) {
      try (var searches = new Searches(plan.seed(), api, book, timeline, this::lie)) {
        write(feed);
        feed.flush();
      }
      acknowledged = feed.acknowledged();
      failed = feed.failed();
    }
    var model = model(acknowledged);
    settle(World.of(model));
    PostgresWitness.lies(platform.settings()).forEach(this::lie);
    var tally = model.tally();
    var verdict =
        new Verdict(
            timeline.now(),
            tally.acknowledged(),
            failed,
            tally.reflected(),
            tally.superseded(),
            tally.refused(),
            timeline.answers(Api.Outcome.VERIFIED),
            timeline.answers(Api.Outcome.UNVERIFIED),
            timeline.answers(Api.Outcome.UNAVAILABLE),
            timeline.answers(Api.Outcome.UNKNOWN_PICTURE),
            timeline.answers(Api.Outcome.FAILED),
            timeline.answersWhenHealthy(),
            timeline.faults(),
            List.copyOf(lies));
    return new Result(verdict, timeline);
  }

  private void lie(Lie lie) {
    lies.add(lie);
    timeline.note(lie.toString());
  }

  /** Writes the history. A fault begins after its step, and the next one waits for its end. */
  private void write(Feed feed) throws IOException, InterruptedException {
    var history = new History(plan.seed(), plan.events(), pictures);
    var faults = FaultSchedule.of(plan.seed(), plan.events(), plan.faults(), kinds);
    var canary = new Canary(feed, api, pictures);
    canary.sings(Injector.RECOVERY);
    long start = System.nanoTime();
    try (var injector = new Injector(faults, canary, book, timeline, this::lie, say)) {
      int steps = 0;
      while (history.hasNext() && System.nanoTime() - start < plan.limit().toNanos()) {
        injector.after(steps);
        feed.send(history.next());
        steps++;
        pace(start, steps);
      }
      injector.await();
    }
  }

  /** A history that is behind, because a fault held it up, goes as fast as Kafka takes it. */
  private static void pace(long start, int steps) throws InterruptedException {
    long due = start + steps * (Duration.ofSeconds(1).toNanos() / STEPS_PER_SECOND);
    long early = due - System.nanoTime();
    if (early > 0) {
      Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
    }
  }

  private LogModel model(Set<Position> acknowledged) throws IOException {
    var missing = new HashSet<>(acknowledged);
    var model = Log.model(platform.settings(), pictures, missing::remove);
    for (var at : missing) {
      lie(new Lie(Lie.Kind.LOST, "Kafka", at.toString(), "an acknowledged record", "nothing"));
    }
    return model;
  }

  private void settle(World world) throws IOException, InterruptedException {
    say.accept("Settling …");
    timeline.note("the history is over");
    long end = System.nanoTime() + plan.settling().toNanos();
    try (var comparison = new Comparison(platform.settings(), pictures, plan.seed(), api)) {
      var differences = differences(comparison, world);
      while (!differences.isEmpty() && System.nanoTime() - end < 0) {
        Thread.sleep(SETTLING_PAUSE_MILLIS);
        differences = differences(comparison, world);
      }
      differences.forEach(this::lie);
    }
    timeline.note("settled");
  }

  /** A store that cannot be read yet differs. */
  private static List<Lie> differences(Comparison comparison, World world)
      throws InterruptedException {
    try {
      return comparison.differences(world);
    } catch (IOException e) {
      var found = String.valueOf(e.getMessage());
      return List.of(new Lie(Lie.Kind.LOST, "a store", "all of it", "an answer", found));
    }
  }
}

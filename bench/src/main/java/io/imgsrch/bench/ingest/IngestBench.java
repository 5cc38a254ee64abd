package io.imgsrch.bench.ingest;

import io.imgsrch.bench.drain.Drain;
import io.imgsrch.bench.drain.DrainClock;
import io.imgsrch.bench.drain.RestartedJob;
import io.imgsrch.bench.server.BenchServers;
import io.imgsrch.config.EmbedOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.jobs.Job;
import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.ClientException;
import io.imgsrch.local.client.PictureHostClient;
import io.imgsrch.local.server.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets products wait while the index job is stopped, and times how it works them off once it goes
 * on from its savepoint: new pictures, which it embeds, beside the model alone on the same ones;
 * and pictures that it knows.
 */
public final class IngestBench {
  private final Plan plan;
  private final List<byte[]> sample;
  private final Delivery delivery;
  private final BareModel model;
  private final IngestFeed feed;
  private final RestartedJob job;
  private final Consumer<String> say;

  /**
   * What to measure.
   *
   * @param pictures new ones in each repetition
   * @param listings events with known pictures in each repetition
   * @param tasks parallelism of the job
   * @param inline whether events carry their pictures' bytes, not their address
   */
  public record Plan(int pictures, int listings, int tasks, int repetitions, boolean inline) {
    /** Threads that embed: those of all tasks. */
    public int threads(Settings settings) {
      return tasks * settings.get(EmbedOptions.THREADS);
    }
  }

  private IngestBench(
      Plan plan,
      List<byte[]> sample,
      Delivery delivery,
      BareModel model,
      IngestFeed feed,
      RestartedJob job,
      Consumer<String> say) {
    this.plan = plan;
    this.sample = sample;
    this.delivery = delivery;
    this.model = model;
    this.feed = feed;
    this.job = job;
    this.say = say;
  }

  /**
   * Starts the servers, measures, and ends them.
   *
   * @param sample the folder of the sample catalogue
   */
  public static List<Repetition> run(Servers.Plan plan, Settings base, Path sample, Plan what)
      throws IOException, ClientException, InterruptedException {
    var known = pictures(sample.resolve("images"));
    try (var servers = BenchServers.start(plan, base);
        var model = new BareModel(servers.settings(), what.threads(servers.settings()));
        var feed = new IngestFeed(servers.settings())) {
      var host =
          new PictureHostClient(URI.create("http://" + servers.servers().pictures().hostAndPort()));
      Delivery delivery =
          what.inline() ? EventPicture::inline : picture -> EventPicture.at(host.store(picture));
      var job = new RestartedJob(servers, Job.INDEX, what.tasks());
      return new IngestBench(what, known, delivery, model, feed, job, plan.say()).run();
    }
  }

  private static List<byte[]> pictures(Path folder) throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    var pictures = new ArrayList<byte[]>();
    for (var file : files) {
      pictures.add(Files.readAllBytes(file));
    }
    return pictures;
  }

  private List<Repetition> run() throws IOException, ClientException, InterruptedException {
    say.accept("Embedding %d pictures, which are known from then on …".formatted(sample.size()));
    var delivered = delivered(sample);
    job.start();
    feed.list(delivered, delivered.size());
    new DrainClock(feed::embedded).await(delivered.size());
    var pictures = new NewPictures(sample);
    var repetitions = new ArrayList<Repetition>();
    // The first one is not counted: it is the compiler's more than the job's.
    for (int repetition = 0; repetition <= plan.repetitions(); repetition++) {
      var measured = repeat(pictures.next(plan.pictures()), delivered);
      if (repetition > 0) {
        repetitions.add(measured);
      }
    }
    return repetitions;
  }

  private Repetition repeat(List<byte[]> pictures, List<EventPicture> delivered)
      throws IOException, ClientException, InterruptedException {
    job.stop();
    var alone = said("the model alone, pictures", model.time(pictures));
    long before = feed.embedded();
    feed.list(delivered(pictures), pictures.size());
    job.start();
    var embedded = new DrainClock(feed::embedded).time(before, pictures.size());
    said("the job, new pictures", embedded);
    job.stop();
    long listed = feed.listed();
    feed.list(delivered, plan.listings());
    job.start();
    var known = new DrainClock(feed::listed).time(listed, plan.listings());
    said("the job, events with known pictures", known);
    feed.requireNoLetters();
    return new Repetition(alone, embedded, known);
  }

  private List<EventPicture> delivered(List<byte[]> pictures)
      throws ClientException, InterruptedException {
    var delivered = new ArrayList<EventPicture>();
    for (var picture : pictures) {
      delivered.add(delivery.deliver(picture));
    }
    return delivered;
  }

  private Drain said(String what, Drain drain) {
    say.accept("%s: %.1f/s on %.2f cores".formatted(what, drain.perSecond(), drain.busyCores()));
    return drain;
  }
}

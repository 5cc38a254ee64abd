package io.imgsrch.bench.search.run;

import io.imgsrch.bench.machine.Processor;
import io.imgsrch.bench.search.data.Cell;
import io.imgsrch.bench.search.data.Filters;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Kept;
import io.imgsrch.bench.search.data.Shape;
import io.imgsrch.bench.search.data.Truth;
import io.imgsrch.bench.search.peer.Effort;
import io.imgsrch.bench.search.peer.Peer;
import io.imgsrch.bench.search.report.Result;
import io.imgsrch.bench.search.report.Result.Phase;
import io.imgsrch.bench.search.run.Window.Measured;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Measures all peers on the same items, in turn: A B C, and again A B C. */
public final class Benchmark {
  /** How many times as long the first of all warm-ups is. */
  private static final int FIRST_TIME = 6;

  private final Plan plan;
  private final Items items;
  private final Truth truth;
  private final List<Peer> peers;
  private final Consumer<Result> results;
  private final Consumer<String> say;
  private final AtomicInteger next;
  private boolean warm;

  /**
   * @param results told of each measurement at once
   * @param say told how it goes
   */
  public Benchmark(
      Plan plan, Items items, List<Peer> peers, Consumer<Result> results, Consumer<String> say) {
    this.plan = plan;
    this.items = items;
    this.truth = new Truth(items.range(0, items.size()));
    this.peers = List.copyOf(peers);
    this.results = results;
    this.say = say;
    this.next = new AtomicInteger(items.size());
  }

  /** Measures everything. */
  public void run() throws IOException, InterruptedException {
    for (var peer : peers) {
      say.accept("Loading %d items into %s …".formatted(items.size(), peer.name()));
      peer.load(items);
    }
    for (var shape : plan.shapes()) {
      say.accept("Putting items on sale: %s merchants …".formatted(shape.label()));
      for (var peer : peers) {
        peer.arrange(items, shape);
      }
      for (var kept : plan.kept()) {
        searchQuietly(cell(shape, kept));
      }
    }
    var last = plan.shapes().get(plan.shapes().size() - 1);
    for (int rate : plan.rates()) {
      for (var kept : plan.arrivalKept()) {
        searchWhileItemsArrive(cell(last, kept), rate);
      }
    }
  }

  private Cell cell(Shape shape, Kept kept) {
    return truth.cell(
        shape,
        kept,
        items.queries(plan.filters()),
        Filters.of(shape, kept, plan.filters(), plan.seed()));
  }

  private Map<Peer, Effort> tuned(Cell cell) throws IOException {
    var efforts = new HashMap<Peer, Effort>();
    for (var peer : peers) {
      efforts.put(peer, Tuning.of(peer, cell, items.size()));
    }
    return efforts;
  }

  /**
   * Searches that are not counted: servers run for weeks, and those in Java take half a minute of
   * searches until they are compiled.
   */
  private void warmUp(Cell cell, Map<Peer, Effort> efforts)
      throws IOException, InterruptedException {
    double seconds = (warm ? 1 : FIRST_TIME) * plan.warmUp();
    for (var peer : peers) {
      search(peer, cell, effort(efforts, peer), plan.threads(), seconds);
    }
    warm = true;
  }

  private void searchQuietly(Cell cell) throws IOException, InterruptedException {
    var efforts = tuned(cell);
    warmUp(cell, efforts);
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      for (var peer : peers) {
        for (int threads : plan.threads() > 1 ? List.of(1, plan.threads()) : List.of(1)) {
          var run = new Run(peer, cell, effort(efforts, peer), 0, threads, repetition);
          tell(run, Phase.QUIET, search(run), 0);
        }
      }
    }
  }

  private void searchWhileItemsArrive(Cell cell, int rate)
      throws IOException, InterruptedException {
    var efforts = tuned(cell);
    warmUp(cell, efforts);
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      for (var peer : peers) {
        var run = new Run(peer, cell, effort(efforts, peer), rate, plan.threads(), repetition);
        tell(run, Phase.QUIET, search(run), 0);
        tell(run, Phase.IDLE, watch(), 0);
        try (var arrivals = new Arrivals(peer, items, rate, next)) {
          var measured = watch();
          tell(run, Phase.ARRIVALS, measured, arrivals.perSecond());
        }
        try (var arrivals = new Arrivals(peer, items, rate, next)) {
          var measured = search(run);
          tell(run, Phase.BOTH, measured, arrivals.perSecond());
        }
      }
    }
  }

  /** Searches nothing. */
  private Measured watch() throws InterruptedException {
    Processor.busyCores();
    Window.pause(plan.seconds());
    double busyCores = Processor.busyCores();
    return new Measured(plan.seconds(), 0, null, 0, new double[0], Double.NaN, busyCores);
  }

  private record Run(Peer peer, Cell cell, Effort effort, int rate, int threads, int repetition) {}

  private Measured search(Run run) throws IOException, InterruptedException {
    return search(run.peer, run.cell, run.effort, run.threads, plan.seconds());
  }

  private Measured search(Peer peer, Cell cell, Effort effort, int threads, double seconds)
      throws IOException, InterruptedException {
    return Window.measure(peer, cell, effort, threads, seconds, items.size());
  }

  private void tell(Run run, Phase phase, Measured measured, double arrived) {
    var result =
        new Result(
            run.peer.name(),
            run.cell.shape(),
            run.cell.kept(),
            phase,
            run.rate,
            run.threads,
            run.repetition,
            run.cell.meanKept(),
            run.effort.toString(),
            measured.seconds(),
            measured.micros().length,
            measured.failures(),
            measured.partial(),
            measured.percentile(0.5),
            measured.percentile(0.99),
            measured.recall(),
            measured.busyCores(),
            arrived);
    results.accept(result);
    say.accept(
        "%s, %s, %d threads, %s at %d/s: %.0f QPS, recall %.4f"
            .formatted(
                run.cell,
                run.peer.name(),
                run.threads,
                phase,
                run.rate,
                result.qps(),
                measured.recall()));
    if (measured.problem() != null) {
      say.accept("%d searches failed: %s".formatted(measured.failures(), measured.problem()));
    }
  }

  private static Effort effort(Map<Peer, Effort> efforts, Peer peer) {
    return Objects.requireNonNull(efforts.get(peer));
  }
}

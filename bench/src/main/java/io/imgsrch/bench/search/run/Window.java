package io.imgsrch.bench.search.run;

import io.imgsrch.bench.machine.Processor;
import io.imgsrch.bench.search.data.Cell;
import io.imgsrch.bench.search.peer.Answer;
import io.imgsrch.bench.search.peer.Effort;
import io.imgsrch.bench.search.peer.Peer;
import io.imgsrch.bench.search.peer.Searches;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Threads that search one after the other without a pause, for a time, after a warm-up that is not
 * counted.
 */
final class Window {
  private static final double WARM_UP = 0.25;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Cell cell;
  private final int size;
  private volatile boolean counting;
  private volatile boolean over;

  private Window(Cell cell, int size) {
    this.cell = cell;
    this.size = size;
  }

  /**
   * What was measured.
   *
   * @param problem of the first search without an answer; null if there is none
   * @param micros of each search that was answered, in ascending order
   */
  record Measured(
      double seconds,
      long failures,
      @Nullable String problem,
      long partial,
      double[] micros,
      double recall,
      double busyCores) {

    double percentile(double share) {
      return micros.length == 0
          ? Double.NaN
          : micros[(int) Math.min(micros.length - 1L, (long) (share * micros.length))];
    }
  }

  /**
   * Measures.
   *
   * @param size items before any arrived
   */
  static Measured measure(
      Peer peer, Cell cell, Effort effort, int threads, double seconds, int size)
      throws IOException, InterruptedException {
    var window = new Window(cell, size);
    var clients = new ArrayList<Client>();
    try {
      for (int i = 0; i < threads; i++) {
        int first = i * cell.questions().size() / threads;
        clients.add(window.new Client(peer.open(cell.questions(), effort), first));
      }
      clients.forEach(Thread::start);
      pause(seconds * WARM_UP);
      Processor.busyCores();
      long start = System.nanoTime();
      window.counting = true;
      pause(seconds);
      window.counting = false;
      double measured = (System.nanoTime() - start) / NANOS_PER_SECOND;
      double busyCores = Processor.busyCores();
      return window.sum(clients, measured, busyCores);
    } finally {
      window.over = true;
      for (var client : clients) {
        client.join();
        client.searches.close();
      }
    }
  }

  static void pause(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * NANOS_PER_SECOND));
  }

  private Measured sum(List<Client> clients, double seconds, double busyCores)
      throws InterruptedException {
    over = true;
    for (var client : clients) {
      client.join();
    }
    var micros =
        clients.stream()
            .flatMapToDouble(client -> Arrays.stream(client.micros, 0, client.answered))
            .sorted()
            .toArray();
    return new Measured(
        seconds,
        clients.stream().mapToLong(client -> client.failures).sum(),
        clients.stream()
            .flatMap(client -> Stream.ofNullable(client.problem))
            .findFirst()
            .orElse(null),
        clients.stream().mapToLong(client -> client.partial).sum(),
        micros,
        clients.stream().mapToDouble(client -> client.recall).sum() / micros.length,
        busyCores);
  }

  /** One client; what it counted may be read once it has ended. */
  private final class Client extends Thread {
    private final Searches searches;
    private int question;
    private double[] micros = new double[1 << 12];
    private int answered;
    private long failures;
    private @Nullable String problem;
    private long partial;
    private double recall;

    Client(Searches searches, int question) {
      super("bench-client");
      this.searches = searches;
      this.question = question;
    }

    @Override
    public void run() {
      while (!over) {
        question = (question + 1) % cell.questions().size();
        long start = System.nanoTime();
        try {
          var answer = searches.search(question);
          if (counting) {
            count(answer, (System.nanoTime() - start) / NANOS_PER_MICRO);
          }
        } catch (IOException e) {
          failures += counting ? 1 : 0;
          problem = problem == null ? e.getMessage() : problem;
        }
      }
    }

    private void count(Answer answer, double took) {
      if (answered == micros.length) {
        micros = Arrays.copyOf(micros, 2 * answered);
      }
      micros[answered++] = took;
      partial += answer.whole() ? 0 : 1;
      recall += cell.questions().get(question).recall(answer.items(), size);
    }
  }
}

package io.imgsrch.operators.query.state;

import io.imgsrch.config.QueryOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.ValidityOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/**
 * Says how many pages of offers are read in a second by a few clients at a time: each offer by
 * itself, many together by Flink's proxies, and many together from their subtasks, for a number of
 * these. Run by hand.
 */
final class PageReadTimes {
  private static final int PAGE = 20;
  private static final int CLIENTS = 4;
  private static final int PAGES = 3_000;
  private static final int TURNS = 5;

  private PageReadTimes() {}

  public static void main(String[] args) throws Exception {
    for (int parallelism : new int[] {1, 2, 4}) {
      for (var ports : List.of("none", "0")) {
        try (var cluster = new StateCluster(4)) {
          cluster.runOffers(
              "title",
              parallelism,
              StateCluster.SETTINGS.with(ValidityOptions.READ_PORTS, ports, "main"));
          measure(cluster, "%d subtasks, read_ports %s".formatted(parallelism, ports));
        }
      }
    }
  }

  private static void measure(StateCluster cluster, String name) throws Exception {
    try (var reader =
        new ValidityStateReader(
            Settings.of(List.of())
                .with(QueryOptions.FLINK_REST, cluster.rest().toString(), "main")
                .with(QueryOptions.STATE_TIMEOUT, "6000", "main")
                .with(QueryOptions.STATE_PROXIES, "127.0.0.1:" + cluster.proxyPort, "main"))) {
      Awaitility.await()
          .ignoreExceptions()
          .until(() -> reader.offer("7/p" + (StateCluster.OFFERS - 1)).join().isPresent());
      for (int turn = 0; turn < TURNS; turn++) {
        double alone = pagesPerSecond(1, page -> alone(reader, page));
        double one = pagesPerSecond(1, page -> together(reader, page));
        double many = pagesPerSecond(CLIENTS, page -> together(reader, page));
        System.out.printf(
            "%s: by one client %.0f pages/s alone, %.0f together; by %d, %.0f together%n",
            name, alone, one, CLIENTS, many);
      }
    }
  }

  private static void alone(ValidityStateReader reader, List<String> page) {
    CompletableFuture.allOf(page.stream().map(reader::offer).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static void together(ValidityStateReader reader, List<String> page) {
    CompletableFuture.allOf(reader.offers(page).values().toArray(CompletableFuture<?>[]::new))
        .join();
  }

  private static double pagesPerSecond(int number, Consumer<List<String>> read) throws Exception {
    long start = System.nanoTime();
    var clients = new ArrayList<Thread>();
    for (int client = 0; client < number; client++) {
      var thread = new Thread(() -> readAll(read), "client-" + client);
      thread.start();
      clients.add(thread);
    }
    for (var client : clients) {
      client.join();
    }
    return number * PAGES * 1e9 / (System.nanoTime() - start);
  }

  private static void readAll(Consumer<List<String>> read) {
    var random = RandomGenerator.getDefault();
    for (int i = 0; i < PAGES; i++) {
      read.accept(
          random
              .ints(0, StateCluster.OFFERS)
              .distinct()
              .limit(PAGE)
              .mapToObj(key -> "7/p" + key)
              .toList());
    }
  }
}

package io.imgsrch.local.prove;

import io.imgsrch.config.event.ProductKey;
import io.imgsrch.local.client.SearchAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Searches again and again while the history runs, and has each answer judged. */
final class Searches implements AutoCloseable {
  private static final int THREADS = 8;
  private static final Duration PAUSE = Duration.ofMillis(80);

  private final Api api;
  private final Book book;
  private final Judge judge;
  private final Timeline timeline;
  private final Consumer<Lie> lies;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean over;

  Searches(long seed, Api api, Book book, Timeline timeline, Consumer<Lie> lies) {
    this.api = api;
    this.book = book;
    this.judge = new Judge(book);
    this.timeline = timeline;
    this.lies = lies;
    for (int i = 0; i < THREADS; i++) {
      var random = new Random(seed + i);
      running.add(
          threads.submit(
              () -> {
                run(random);
                return null;
              }));
    }
  }

  private void run(Random random) throws InterruptedException {
    while (!over) {
      // What is gone comes back, if ever, shortly after.
      var key = random.nextInt(3) == 0 ? judge.anyGone(random) : book.any(random);
      if (!key.isEmpty()) {
        ask(key, picture(key, random));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private void ask(String key, String imagePk) throws InterruptedException {
    if (imagePk.isEmpty()) {
      return;
    }
    var question = new Judge.Question(imagePk, ProductKey.merchantId(key), System.nanoTime());
    var reply = api.search(imagePk, question.merchant());
    timeline.answered(reply.outcome());
    reply
        .answer()
        .ifPresent(answer -> judge.judge(question, answer, System.nanoTime()).forEach(lies));
    if (reply.outcome() == Api.Outcome.REFUSED) {
      lies.accept(
          new Lie(Lie.Kind.INVALID, "search", key, "an answer, or 'not now'", reply.status()));
    }
    if (reply.answer().isEmpty() || !shows(reply.answer().get(), key)) {
      look(key);
    }
  }

  private static boolean shows(SearchAnswer answer, String key) {
    return answer.hits().stream()
        .anyMatch(hit -> ProductKey.of(hit.merchantId(), hit.productId()).equals(key));
  }

  /** Asks for the product itself. */
  private void look(String key) throws InterruptedException {
    long began = System.nanoTime();
    var view = api.product(key);
    if (view.isPresent()) {
      var availability = view.get().path("availability_version");
      var words =
          new Said.Words(
              view.get().path("content_version").asLong(),
              Said.orLeast(availability.isIntegralNumber() ? availability.asLong() : null),
              view.get().path("available").asBoolean(),
              System.nanoTime());
      judge.judge(key, began, words).forEach(lies);
    }
  }

  /** A picture of one of the product's events: of the last that had any in half of the cases. */
  private String picture(String key, Random random) {
    var pictures = new ArrayList<String>();
    boolean last = random.nextBoolean();
    for (var entry : book.of(key)) {
      if (last && !entry.event.pictures().isEmpty()) {
        pictures.clear();
      }
      entry.event.pictures().stream()
          .filter(Fate::good)
          .forEach(fate -> pictures.add(String.valueOf(fate.imagePk())));
    }
    return pictures.isEmpty() ? "" : pictures.get(random.nextInt(pictures.size()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    over = true;
    try {
      for (var search : running) {
        search.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("the searches broke off: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }
}

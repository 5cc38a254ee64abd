package io.imgsrch.local.prove;

import io.imgsrch.config.event.ProductKey;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/** Searches again and again while the history runs, and has each answer judged. */
final class Searches implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final Api api;
  private final Book book;
  private final Judge judge;
  private final Timeline timeline;
  private final Consumer<Lie> lies;
  private final Random random;
  private final Thread thread;
  private volatile boolean over;

  Searches(long seed, Api api, Book book, Timeline timeline, Consumer<Lie> lies) {
    this.api = api;
    this.book = book;
    this.judge = new Judge(book);
    this.timeline = timeline;
    this.lies = lies;
    this.random = new Random(seed);
    thread = new Thread(this::run, "imgsrch-prove-searches");
    thread.start();
  }

  private void run() {
    try {
      while (!over) {
        var key = book.any(random);
        if (!key.isEmpty()) {
          ask(key);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(String key) throws InterruptedException {
    var imagePk = picture(key);
    if (imagePk.isEmpty()) {
      return;
    }
    var question = new Judge.Question(imagePk, ProductKey.merchantId(key), System.nanoTime());
    var reply = api.search(imagePk, question.merchant());
    timeline.answered(reply.outcome());
    reply.answer().ifPresent(answer -> judge.judge(question, answer).forEach(lies));
    if (reply.outcome() == Api.Outcome.REFUSED) {
      lies.accept(
          new Lie(Lie.Kind.INVALID, "search", key, "an answer, or 'not now'", reply.status()));
    }
    var view = api.product(key);
    if (view.isPresent() && !view.get().path("available").asBoolean()) {
      var availability = view.get().path("availability_version");
      judge.gone(
          key,
          view.get().path("content_version").asLong(),
          availability.isIntegralNumber() ? availability.asLong() : null,
          System.nanoTime());
    }
  }

  /** A picture that the product showed at some time. */
  private String picture(String key) {
    var pictures =
        book.of(key).stream()
            .flatMap(entry -> entry.event.pictures().stream())
            .filter(Fate::good)
            .map(fate -> String.valueOf(fate.imagePk()))
            .toList();
    return pictures.isEmpty() ? "" : pictures.get(random.nextInt(pictures.size()));
  }

  @Override
  public void close() throws InterruptedException {
    over = true;
    thread.join();
  }
}

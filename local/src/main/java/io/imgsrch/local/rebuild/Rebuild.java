package io.imgsrch.local.rebuild;

import io.imgsrch.sinks.rebuild.StoreRebuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Fills a store's successor from the topics, proves it equal to them, puts it in the place of what
 * serves, and copies what was written in between. The order of these steps, and why nothing is lost
 * and nothing comes back, is in ADR 12. For one thread.
 */
public final class Rebuild {
  private final StoreRebuild store;
  private final StoreFill fill;
  private final Verification verification;
  private final Consumer<String> say;

  private Rebuild(StoreRebuild store, StoreFill fill, Consumer<String> say) {
    this.store = store;
    this.fill = fill;
    this.verification = new Verification(store::successor, say);
    this.say = say;
  }

  /**
   * What is wanted beyond the new store.
   *
   * @param keepFormer whether what served before is to stay, until the next rebuild
   * @param fewerRows whether a successor with less than half of the rows is right
   */
  public record Wish(boolean keepFormer, boolean fewerRows) {}

  /**
   * Builds the store again. An error, or an interrupt, before the switch leaves what serves as it
   * was, and drops the successor.
   *
   * @param barrier of the job that writes the store
   * @param say told each step
   * @throws IOException saying what failed, and what serves now
   */
  public static void run(
      StoreRebuild store, RecordLog log, Barrier barrier, Wish wish, Consumer<String> say)
      throws IOException {
    try (var fill = new StoreFill(barrier, say)) {
      var rebuild = new Rebuild(store, fill, say);
      rebuild.fill(log, wish);
      rebuild.switchOver();
      rebuild.complete(wish);
    }
  }

  private void fill(RecordLog log, Wish wish) throws IOException {
    try {
      say.accept(
          "Building %s beside %s, which serves meanwhile"
              .formatted(store.successor(), store.former()));
      fill.open(store.tables(), log);
      fill.catchUp();
      fill.sayRead();
      checkSize(wish);
      store.prepare();
      verification.prove(fill.tables(), fill::catchUp);
      fill.catchUp();
    } catch (IOException | RuntimeException | Error e) {
      discardAfter(e);
      throw e;
    }
  }

  /** The wrong Kafka, or topics that were made anew, would empty the store. */
  private void checkSize(Wish wish) throws IOException {
    long rows = fill.rows();
    long served = store.formerRows();
    if (!wish.fewerRows() && rows < served / 2) {
      throw new IOException(
          ("the topics give %s rows, and %s has %s: is it the right Kafka? If they are right, allow"
                  + " --fewer-rows")
              .formatted(number(rows), store.former(), number(served)));
    }
  }

  /** Not to be interrupted halfway. Only if this fails is it unknown what serves. */
  private void switchOver() throws IOException {
    fill.share();
    try {
      CompletableFuture.runAsync(this::switchUnchecked).join();
    } catch (CompletionException e) {
      throw new IOException(
          "the switch failed, nothing was dropped: run the rebuild again; " + rootMessage(e), e);
    }
    say.accept("Switched: searches and jobs use the new one; the old one is " + store.former());
  }

  private void switchUnchecked() {
    try {
      store.switchOver();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rootMessage(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void complete(Wish wish) throws IOException {
    try {
      fill.complete();
      verification.prove(fill.tables(), fill::settle);
    } catch (IOException e) {
      throw new IOException(
          "%s; the new one serves, but may lack what was written during the switch, and %s is kept:"
                  .formatted(e.getMessage(), store.former())
              + " run the rebuild again",
          e);
    }
    if (wish.keepFormer()) {
      say.accept("Kept " + store.former() + " until the next rebuild");
      return;
    }
    try {
      store.dropFormer();
    } catch (IOException e) {
      throw new IOException("rebuilt and equal, but not tidied up: " + e.getMessage(), e);
    }
    say.accept("Dropped " + store.former());
  }

  /** An interrupted thread could ask no store for anything. */
  private void discardAfter(Throwable failure) {
    boolean interrupted = Thread.interrupted();
    try {
      store.discard();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}

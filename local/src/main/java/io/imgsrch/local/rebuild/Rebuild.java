package io.imgsrch.local.rebuild;

import io.imgsrch.sinks.rebuild.RebuiltTable;
import io.imgsrch.sinks.rebuild.StoreRebuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills a store's successor from the topics, proves it equal to them, puts it in the place of what
 * serves, and copies what was written in between. The order of these steps, and why nothing is lost
 * and nothing comes back, is in ADR 12. For one thread.
 */
public final class Rebuild implements AutoCloseable {
  private static final int LOOKS = 6;
  private static final int MOST_PASSES = 20;
  private static final int MOST_ROUNDS = 50;
  private static final int SHOWN_KEYS = 5;

  /** So many records are copied in less time than a switch takes. */
  private static final long FEW_RECORDS = 200;

  private final StoreRebuild store;
  private final Barrier barrier;
  private final Consumer<String> say;
  private final List<TableFill<?>> fills = new ArrayList<>();

  private Rebuild(StoreRebuild store, Barrier barrier, Consumer<String> say) {
    this.store = store;
    this.barrier = barrier;
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
    try (var rebuild = new Rebuild(store, barrier, say)) {
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
      for (var table : store.tables()) {
        fills.add(open(table, log));
      }
      catchUp();
      fills.forEach(this::sayRead);
      checkSize(wish);
      store.prepare();
      prove(this::catchUp);
      catchUp();
    } catch (IOException | RuntimeException | Error e) {
      discardAfter(e);
      throw e;
    }
  }

  private <T> TableFill<T> open(RebuiltTable<T> table, RecordLog log) throws IOException {
    var topic = table.topic().topicName();
    return TableFill.open(
        table, log, read -> say.accept(number(read) + " records of " + topic + " read …"));
  }

  private void sayRead(TableFill<?> fill) {
    say.accept("%s rows of %s from %s".formatted(number(fill.rows()), fill.name(), fill.topic()));
    if (fill.unreadable() > 0) {
      say.accept(
          "%s records of %s are none of its kind and count for nothing"
              .formatted(number(fill.unreadable()), fill.topic()));
    }
  }

  /** Copies until little has come in the meantime. */
  private void catchUp() throws IOException {
    long records = Long.MAX_VALUE;
    for (int pass = 0; pass < MOST_PASSES && records > FEW_RECORDS; pass++) {
      records = copyNews();
    }
  }

  private long copyNews() throws IOException {
    long records = 0;
    for (var fill : fills) {
      records += fill.copyNews();
    }
    return records;
  }

  /** The wrong Kafka, or topics that were made anew, would empty the store. */
  private void checkSize(Wish wish) throws IOException {
    long rows = fills.stream().mapToLong(TableFill::rows).sum();
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
    fills.forEach(TableFill::share);
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
      for (var fill : fills) {
        fill.reopen();
      }
      copyNews();
      barrier.await();
      copyNews();
      settle();
      prove(this::settle);
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

  /** Until no key that was written here may have been written by the job before. */
  private void settle() throws IOException {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      barrier.await();
      boolean wrote = false;
      for (var fill : fills) {
        wrote |= fill.copyContested();
      }
      if (!wrote) {
        return;
      }
    }
    throw new IOException("the same rows changed in each of " + MOST_ROUNDS + " rounds");
  }

  /** Makes the next look one at later positions. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void prove(Step step) throws IOException {
    for (var fill : fills) {
      prove(fill, step);
    }
  }

  /** A row that is on its way differs in one look; one that is wrong differs in all. */
  private void prove(TableFill<?> fill, Step step) throws IOException {
    Set<String> suspects = Set.of();
    for (int look = 0; look < LOOKS; look++) {
      if (look > 0) {
        step.run();
      }
      var found = fill.look();
      var differing = new HashSet<>(found.differing());
      if (look > 0) {
        differing.retainAll(suspects);
      }
      if (differing.isEmpty()) {
        say.accept(
            "Equal: %s rows of %s, digest %016x"
                .formatted(number(found.rows().rows()), fill.name(), found.rows().sum()));
        return;
      }
      suspects = differing;
    }
    throw new IOException(
        "%s rows of %s in %s are not what %s says, such as %s"
            .formatted(
                number(suspects.size()),
                fill.name(),
                store.successor(),
                fill.topic(),
                suspects.stream().sorted().limit(SHOWN_KEYS).toList()));
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

  @Override
  public void close() throws IOException {
    @Nullable IOException failure = null;
    for (var fill : fills) {
      try {
        fill.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

package io.imgsrch.local.rebuild;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Proves tables equal to what was copied into them, while rows change. */
final class Verification {
  private static final int LOOKS = 6;
  private static final int SHOWN_KEYS = 5;

  private final Supplier<String> store;
  private final Consumer<String> say;

  /**
   * @param store that the tables are in, for people
   * @param say told what was found equal
   */
  Verification(Supplier<String> store, Consumer<String> say) {
    this.store = store;
    this.say = say;
  }

  /** Makes the next look one at later positions. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /**
   * Compares tables, each until it is equal.
   *
   * @throws IOException naming rows that are not as they have to be, and stay so
   */
  void prove(List<TableFill<?>> tables, Step step) throws IOException {
    for (var table : tables) {
      prove(table, step);
    }
  }

  /** A row that is on its way differs in one look; one that is wrong differs in all. */
  private void prove(TableFill<?> table, Step step) throws IOException {
    Set<String> suspects = Set.of();
    for (int look = 0; look < LOOKS; look++) {
      if (look > 0) {
        step.run();
      }
      var found = table.look();
      var differing = new HashSet<>(found.differing());
      if (look > 0) {
        differing.retainAll(suspects);
      }
      if (differing.isEmpty()) {
        say.accept(
            String.format(
                Locale.ROOT,
                "Equal: %,d rows of %s, digest %016x",
                found.rows().rows(),
                table.name(),
                found.rows().sum()));
        return;
      }
      suspects = differing;
    }
    throw new IOException(
        String.format(
            Locale.ROOT,
            "%,d rows of %s in %s are not what %s says, such as %s",
            suspects.size(),
            table.name(),
            store.get(),
            table.topic(),
            suspects.stream().sorted().limit(SHOWN_KEYS).toList()));
  }
}

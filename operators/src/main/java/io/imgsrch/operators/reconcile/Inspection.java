package io.imgsrch.operators.reconcile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the rows of suspicious blocks and tells which are wrong.
 *
 * <p>A row is wrong when it was found so twice, expected and found as before. The record behind the
 * expectation had been written into the table before either look, and by the second look the
 * expectations held everything that the topic held after the first one. So what was found is
 * neither older than the expectation nor newer: nothing on its way makes up for the difference.
 */
final class Inspection {
  private final int maxWrong;
  private final Map<String, Map<String, Sighting>> sightings = new HashMap<>();

  /**
   * @param maxWrong rows of one block that are told of at a time
   */
  Inspection(int maxWrong) {
    this.maxWrong = maxWrong;
  }

  /** The rows of a block that are wrong for sure. */
  List<WrongRow> inspect(Suspicion suspicion, Stores stores, CatalogLog log) throws IOException {
    var table = suspicion.table();
    var found = stores.rows(table, suspicion.block());
    var ends = log.ends(table);
    var block = ExpectedRow.blockKey(table, suspicion.block());
    var before = sightings.getOrDefault(block, Map.of());
    var now = new HashMap<String, Sighting>();
    var wrong = new ArrayList<WrongRow>();
    var keys = new HashSet<>(found.keySet());
    keys.addAll(suspicion.rows().keySet());
    for (var key : keys) {
      var expectation = suspicion.rows().get(key);
      var sighting = sighting(suspicion.round(), expectation, found.get(key), ends);
      boolean onItsWay = expectation != null && !suspicion.positions().settled(expectation);
      if (onItsWay || !sighting.differs()) {
        continue;
      }
      var first = before.get(key);
      if (first == null || !first.isConfirmedBy(sighting)) {
        now.put(key, sighting);
      } else if (wrong.size() < maxWrong && suspicion.positions().passed(first.ends())) {
        wrong.add(
            new WrongRow(table, key, sighting, expectation == null ? -1 : expectation.partition()));
      } else {
        now.put(key, first);
      }
    }
    if (now.isEmpty()) {
      sightings.remove(block);
    } else {
      sightings.put(block, now);
    }
    return wrong;
  }

  private static Sighting sighting(
      long round,
      @Nullable Expectation expectation,
      @Nullable Long found,
      Map<Integer, Long> ends) {
    return expectation == null
        ? new Sighting(round, -1, null, found, ends)
        : new Sighting(round, expectation.offset(), expectation.row(), found, ends);
  }
}

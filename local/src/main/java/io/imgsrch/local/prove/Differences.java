package io.imgsrch.local.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Collects what a store says otherwise than the model. */
final class Differences {
  private static final String NOTHING = "nothing";

  private final List<Lie> found = new ArrayList<>();

  void add(String store, String key, Object expected, Object actual) {
    found.add(new Lie(Lie.Kind.LOST, store, key, String.valueOf(expected), String.valueOf(actual)));
  }

  /** A store must hold these values under these keys, and no others. */
  <V> void compare(String store, Map<String, V> expected, Map<String, V> actual) {
    var keys = new TreeSet<>(expected.keySet());
    keys.addAll(actual.keySet());
    for (var key : keys) {
      var must = expected.get(key);
      var does = actual.get(key);
      if (!Objects.equals(must, does)) {
        add(store, key, must == null ? NOTHING : must, does == null ? NOTHING : does);
      }
    }
  }

  /** A store must hold these keys, and may hold those. */
  void compare(String store, Set<String> must, Set<String> may, Set<String> actual) {
    for (var key : must) {
      if (!actual.contains(key)) {
        add(store, key, "a row", NOTHING);
      }
    }
    for (var key : actual) {
      if (!may.contains(key)) {
        add(store, key, NOTHING, "a row");
      }
    }
  }

  List<Lie> found() {
    return List.copyOf(found);
  }
}

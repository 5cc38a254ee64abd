package io.imgsrch.config;

import java.util.Map;

/** A place that settings come from. Whoever adds a source of configuration adds a layer. */
public interface Layer {
  /** For people: where one looks to change a value of this layer. */
  String name();

  /** Option keys to texts, all that this layer sets. */
  Map<String, String> values();
}

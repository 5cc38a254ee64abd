package io.imgsrch.bench.search.data;

import java.util.Locale;

/** How the items that a filter keeps lie among all. */
public enum Shape {
  /** Each merchant sells items from everywhere. */
  SPREAD,
  /** Each merchant sells one region of the vectors. */
  CLUSTERED;

  /** As on the command line and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

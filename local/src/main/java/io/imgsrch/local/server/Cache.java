package io.imgsrch.local.server;

import java.nio.file.Path;
import java.util.Map;

/**
 * The one directory outside a clone that the platform writes to: downloads that are made once, and
 * the data of runs that are not kept.
 */
public record Cache(Path root) {

  public Cache {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * {@code IMGSRCH_CACHE} if set, else {@code imgsrch} in the user's cache directory ({@code
   * XDG_CACHE_HOME}, or {@code ~/.cache}).
   */
  public static Cache of(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("IMGSRCH_CACHE", "");
    if (!own.isBlank()) {
      return new Cache(Path.of(own));
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path caches = shared.isBlank() ? home.resolve(".cache") : Path.of(shared);
    return new Cache(caches.resolve("imgsrch"));
  }

  public static Cache ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  Path runs() {
    return root.resolve("runs");
  }
}

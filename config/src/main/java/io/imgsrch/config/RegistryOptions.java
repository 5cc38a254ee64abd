package io.imgsrch.config;

import java.time.Duration;
import java.util.List;

/** How long pictures are remembered. */
public final class RegistryOptions {
  public static final Option<Duration> RETENTION =
      Option.seconds(
          "registry.retention_s",
          2_592_000,
          60,
          315_360_000,
          "A picture that no product has shown for so long is purged: its vector leaves Milvus and"
              + " catalog.images, and whoever lists it again has it embedded anew.");

  static final List<Option<?>> ALL = List.of(RETENTION);

  private RegistryOptions() {}
}

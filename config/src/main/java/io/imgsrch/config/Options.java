package io.imgsrch.config;

import java.util.List;
import java.util.stream.Stream;

/** All options there are, in the order of the data. */
public final class Options {
  public static final List<Option<?>> ALL =
      Stream.of(
              KafkaOptions.ALL,
              FetchOptions.ALL,
              EmbedOptions.ALL,
              RegistryOptions.ALL,
              MilvusOptions.ALL,
              ValidityOptions.ALL,
              PostgresOptions.ALL,
              ReconcileOptions.ALL,
              ProgressOptions.ALL,
              QueryOptions.ALL,
              ReliabilityOptions.ALL)
          .<Option<?>>flatMap(List::stream)
          .toList();

  private Options() {}
}

package io.imgsrch.config;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passwords and tokens, only ever from {@code IMGSRCH_SECRET_*} variables of the process that uses
 * them. Not serialisable on purpose: a secret must reach no job graph and no checkpoint.
 */
public final class Secrets {
  /** Prefix of the environment variables. */
  public static final String PREFIX = "IMGSRCH_SECRET_";

  public static final String PG_PASSWORD = PREFIX + "PG_PASSWORD";
  public static final String MILVUS_TOKEN = PREFIX + "MILVUS_TOKEN";
  public static final String KAFKA_USER = PREFIX + "KAFKA_USER";
  public static final String KAFKA_PASSWORD = PREFIX + "KAFKA_PASSWORD";

  private static final Set<String> KNOWN =
      Set.of(PG_PASSWORD, MILVUS_TOKEN, KAFKA_USER, KAFKA_PASSWORD);
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private final Map<String, String> values;

  private Secrets(Map<String, String> values) {
    this.values = values;
  }

  /** Takes the known secrets; warns, by name only, of each one that nobody here knows. */
  public static Secrets from(Map<String, String> environment) {
    environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX) && !KNOWN.contains(name))
        .forEach(name -> LOG.warn("{} is no secret of imgsrch and is ignored", name));
    return new Secrets(
        environment.entrySet().stream()
            .filter(entry -> KNOWN.contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** The secret, or null if it is not set. */
  public @Nullable String get(String name) {
    return values.get(name);
  }

  /** Names only, never values. */
  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }
}

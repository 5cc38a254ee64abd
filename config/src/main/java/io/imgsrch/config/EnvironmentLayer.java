package io.imgsrch.config;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings from {@code IMGSRCH_*} environment variables; {@code IMGSRCH_SECRET_*} are no settings.
 */
public final class EnvironmentLayer implements Layer {
  private static final String PREFIX = "IMGSRCH_";

  /** Read by the launcher, before any option is. */
  private static final Set<String> LAUNCHER = Set.of("IMGSRCH_CACHE", "IMGSRCH_JAVA_OPTS");

  private final Map<String, String> values = new TreeMap<>();

  /**
   * @throws ConfigurationException if a variable names no option
   */
  public EnvironmentLayer(Map<String, String> environment, Collection<Option<?>> options) {
    var keys = new TreeMap<String, String>();
    options.forEach(option -> keys.put(option.environmentName(), option.key()));
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(PREFIX)
              || name.startsWith(Secrets.PREFIX)
              || LAUNCHER.contains(name)) {
            return;
          }
          var key = keys.get(name);
          if (key == null) {
            throw new ConfigurationException(
                "the environment variable %s names no option; the nearest is %s"
                    .formatted(name, Nearest.to(name, keys.keySet())));
          }
          values.put(key, value);
        });
  }

  @Override
  public String name() {
    return "environment";
  }

  @Override
  public Map<String, String> values() {
    return values;
  }
}

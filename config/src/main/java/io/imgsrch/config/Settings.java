package io.imgsrch.config;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of all options, resolved once: each from the first layer that sets it, else its
 * default, and each knowing where it came from. Travels to the task managers with the job, so it
 * never holds a secret.
 */
public final class Settings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Origin of a value that no layer sets. */
  public static final String DEFAULT = "default";

  private record Entry(String text, String origin) implements Serializable {}

  private final Map<String, Entry> entries;

  private Settings(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /**
   * Resolves every option.
   *
   * @param layers the strongest first
   * @throws ConfigurationException if a value is out of bounds or of another type
   */
  public static Settings of(List<? extends Layer> layers) {
    var entries = new HashMap<String, Entry>();
    for (var option : Options.ALL) {
      var entry = new Entry(option.defaultText(), DEFAULT);
      for (var layer : layers) {
        var text = layer.values().get(option.key());
        if (text != null) {
          entry = new Entry(text, layer.name());
          break;
        }
      }
      parse(option, entry);
      entries.put(option.key(), entry);
    }
    return new Settings(entries);
  }

  /** Reads environment over file over default. */
  public static Settings load(@Nullable Path file, Map<String, String> environment) {
    var strongest = new EnvironmentLayer(environment, Options.ALL);
    return file == null
        ? of(List.of(strongest))
        : of(List.of(strongest, new YamlLayer(file, Options.ALL)));
  }

  /** The value of an option. */
  public <T> T get(Option<T> option) {
    return parse(option, entry(option));
  }

  /** Where the value of an option came from: a layer's name, or "default". */
  public String origin(Option<?> option) {
    return entry(option).origin();
  }

  /** These settings with one value replaced, whatever the layers say. */
  public Settings with(Option<?> option, String text, String origin) {
    var entry = new Entry(text, origin);
    parse(option, entry);
    var changed = new HashMap<>(entries);
    changed.put(option.key(), entry);
    return new Settings(changed);
  }

  private Entry entry(Option<?> option) {
    var entry = entries.get(option.key());
    if (entry == null) {
      throw new IllegalArgumentException(option.key() + " is not listed in Options.ALL");
    }
    return entry;
  }

  private static <T> T parse(Option<T> option, Entry entry) {
    try {
      return option.type().parser().apply(entry.text().strip());
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "%s must be %s, is '%s' (from %s)"
              .formatted(option.key(), option.type().expected(), entry.text(), entry.origin()));
    }
  }
}

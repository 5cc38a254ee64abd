package io.imgsrch.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Settings from a YAML file whose nesting spells the dotted keys. */
public final class YamlLayer implements Layer {
  private static final YAMLMapper MAPPER =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Path file;
  private final Map<String, String> values = new TreeMap<>();

  /**
   * @throws ConfigurationException if the file cannot be read, is no YAML, or names no option
   */
  public YamlLayer(Path file, Collection<Option<?>> options) {
    this.file = file;
    collect("", parse(file));
    var keys = options.stream().map(Option::key).toList();
    for (var key : values.keySet()) {
      if (!keys.contains(key)) {
        throw new ConfigurationException(
            "%s: there is no option %s; the nearest is %s"
                .formatted(file, key, Nearest.to(key, keys)));
      }
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Map<String, String> values() {
    return values;
  }

  private static JsonNode parse(Path file) {
    try {
      var node = MAPPER.readTree(Files.readAllBytes(file));
      if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
        throw new ConfigurationException(file + " must hold sections of settings");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ConfigurationException(file + " is no YAML: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new ConfigurationException("cannot read the settings in " + e.getMessage());
    }
  }

  private void collect(String path, JsonNode node) {
    if (node.isObject() && (path.isEmpty() || !node.isEmpty())) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue()));
    } else if (node.isArray()) {
      var items = new ArrayList<String>();
      for (var item : node) {
        if (!item.isValueNode() || item.isNull()) {
          throw new ConfigurationException(
              "%s: %s must be a list of texts, holds %s".formatted(file, path, item));
        }
        items.add(item.asText());
      }
      values.put(path, String.join(",", items));
    } else if (node.isNull() || node.isObject()) {
      throw new ConfigurationException(file + ": " + path + " has no value");
    } else if (!path.isEmpty()) {
      values.put(path, node.asText());
    }
  }
}

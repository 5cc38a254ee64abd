package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample of a production file stays what the options are. */
class ProductionYamlTest {
  private static final Path FILE = Path.of("production.yaml");

  @Test
  void loadsAndSetsEveryOption() {
    var settings = Settings.load(FILE, Map.of());
    for (var option : Options.ALL) {
      assertThat(settings.origin(option)).as(option.key()).isEqualTo(FILE.toString());
    }
  }

  @Test
  void listsTheOptionsInOrderEachUnderItsMeaningBoundsAndDefault() throws IOException {
    var comments = comments();
    assertThat(List.copyOf(comments.keySet()))
        .isEqualTo(Options.ALL.stream().map(Option::key).toList());
    for (var option : Options.ALL) {
      assertThat(comments.get(option.key())).as(option.key()).isEqualTo(expected(option));
    }
  }

  private static String expected(Option<?> option) {
    return "%s Must be %s; default: %s. Environment: %s"
        .formatted(
            option.meaning(),
            option.type().expected(),
            option.defaultText().isEmpty() ? "empty" : option.defaultText(),
            option.environmentName());
  }

  /** Each key's comment, lines joined; a blank line ends a comment that belongs to no key. */
  private static Map<String, String> comments() throws IOException {
    var comments = new LinkedHashMap<String, String>();
    var sections = new ArrayList<String>();
    var above = new ArrayList<String>();
    for (var line : Files.readAllLines(FILE)) {
      var text = line.strip();
      if (text.isEmpty()) {
        above.clear();
      } else if (text.startsWith("#")) {
        above.add(text.substring(1).strip());
      } else if (!text.startsWith("-")) {
        var name = text.substring(0, text.indexOf(':'));
        int depth = (line.length() - line.stripLeading().length()) / 2;
        sections.subList(depth, sections.size()).clear();
        sections.add(name);
        var key = String.join(".", sections);
        if (Options.ALL.stream().anyMatch(option -> option.key().equals(key))) {
          comments.put(key, String.join(" ", above));
        }
        above.clear();
      }
    }
    return comments;
  }
}

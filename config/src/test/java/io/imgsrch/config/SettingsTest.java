package io.imgsrch.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void environmentBeatsFileBeatsDefaultAndEachValueKnowsItsOrigin() throws IOException {
    var file = file("query:\n  port: 1111\n  threads: 8\n");
    var settings = Settings.load(file, Map.of("IMGSRCH_QUERY_PORT", "2222"));
    assertThat(settings.get(QueryOptions.PORT)).isEqualTo(2222);
    assertThat(settings.origin(QueryOptions.PORT)).isEqualTo("environment");
    assertThat(settings.get(QueryOptions.THREADS)).isEqualTo(8);
    assertThat(settings.origin(QueryOptions.THREADS)).isEqualTo(file.toString());
    assertThat(settings.get(QueryOptions.OVERFETCH)).isEqualTo(4);
    assertThat(settings.origin(QueryOptions.OVERFETCH)).isEqualTo("default");
  }

  @Test
  void everyOptionHasADefault() {
    var settings = Settings.load(null, Map.of());
    for (var option : Options.ALL) {
      assertThat(settings.get(option)).as(option.key()).isNotNull();
      assertThat(settings.origin(option)).isEqualTo("default");
    }
  }

  @Test
  void valuesAreTyped() throws IOException {
    var settings =
        Settings.load(
            file("fetch:\n  allowed_hosts: [a:1, 'b:2']\n  retry_delay_ms: 7\n"),
            Map.of("IMGSRCH_QUERY_STATE_PROXIES", " h:1 , h:2,"));
    assertThat(settings.get(FetchOptions.ALLOWED_HOSTS)).containsExactly("a:1", "b:2");
    assertThat(settings.get(FetchOptions.RETRY_DELAY)).isEqualTo(Duration.ofMillis(7));
    assertThat(settings.get(QueryOptions.STATE_PROXIES)).containsExactly("h:1", "h:2");
  }

  @Test
  void errorsNameTheKeyTheBoundsTheValueAndTheOrigin() throws IOException {
    assertThatThrownBy(() -> Settings.load(null, Map.of("IMGSRCH_QUERY_PORT", "70000")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "query.port must be a whole number from 1 to 65535, is '70000' (from environment)");
    var file = file("query:\n  state_timeout_ms: soon\n");
    assertThatThrownBy(() -> Settings.load(file, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("query.state_timeout_ms must be a whole number of milliseconds")
        .hasMessageContaining("'soon' (from " + file + ")");
    assertThatThrownBy(() -> Settings.load(null, Map.of("IMGSRCH_FETCH_IN_FLIGHT_BYTES", "1")))
        .hasMessageContaining("a whole number of bytes from 1048576");
  }

  @Test
  void aValueReplacedByTheProgramKeepsTheRest() {
    var before = Settings.load(null, Map.of("IMGSRCH_QUERY_THREADS", "8"));
    var after = before.with(QueryOptions.PORT, "9", "--port");
    assertThat(after.get(QueryOptions.PORT)).isEqualTo(9);
    assertThat(after.origin(QueryOptions.PORT)).isEqualTo("--port");
    assertThat(after.get(QueryOptions.THREADS)).isEqualTo(8);
    assertThat(before.get(QueryOptions.PORT)).isEqualTo(18080);
    assertThatThrownBy(() -> before.with(QueryOptions.PORT, "x", "--port"))
        .hasMessageContaining("(from --port)");
  }

  @Test
  void travelsWithTheJobAndHoldsNoSecret() throws Exception {
    var environment =
        Map.of("IMGSRCH_SECRET_PG_PASSWORD", "hunter2", "IMGSRCH_POSTGRES_USER", "reader");
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(Settings.load(null, environment));
    }
    assertThat(bytes.toString(ISO_8859_1)).contains("reader").doesNotContain("hunter2");
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var settings = (Settings) in.readObject();
      assertThat(settings.get(PostgresOptions.USER)).isEqualTo("reader");
    }
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("imgsrch.yaml"), yaml);
  }
}

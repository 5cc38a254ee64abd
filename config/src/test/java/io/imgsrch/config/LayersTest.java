package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {
  @TempDir Path folder;

  @Test
  void theEnvironmentIsReadByName() {
    var layer =
        new EnvironmentLayer(
            Map.of(
                "IMGSRCH_MILVUS_HNSW_M", "8",
                "IMGSRCH_CACHE", "/tmp/x",
                "IMGSRCH_SECRET_PG_PASSWORD", "hunter2",
                "PATH", "/bin"),
            Options.ALL);
    assertThat(layer.values()).containsExactly(Map.entry("milvus.hnsw_m", "8"));
  }

  @Test
  void anUnknownVariableIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(
            () -> new EnvironmentLayer(Map.of("IMGSRCH_MILVUS_ADRESS", "x"), Options.ALL))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("IMGSRCH_MILVUS_ADRESS")
        .hasMessageContaining("nearest is IMGSRCH_MILVUS_ADDRESS");
  }

  @Test
  void anUnknownKeyIsAnErrorThatNamesTheNearest() {
    assertThatThrownBy(() -> yaml("query:\n  prot: 1\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("imgsrch.yaml: there is no option query.prot")
        .hasMessageContaining("nearest is query.port");
  }

  @Test
  void nestingAndDotsSpellTheSameKey() throws IOException {
    assertThat(yaml("query.port: 1\nmilvus:\n  hnsw_m: 8\n").values())
        .containsEntry("query.port", "1")
        .containsEntry("milvus.hnsw_m", "8");
    assertThat(yaml("").values()).isEmpty();
    assertThat(yaml("# nothing but a comment\n").values()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`query:`                                      | query has no value",
        "`query: {}`                                   | query has no value",
        "`query: {port: null}`                         | query.port has no value",
        "`query: {port: 1, port: 2}`                   | Duplicate",
        "`fetch: {allowed_hosts: [{localhost: 8080}]}` | fetch.allowed_hosts must be a list of texts",
        "`fetch: {allowed_hosts: [[a]]}`               | fetch.allowed_hosts must be a list of texts",
        "`fetch: {allowed_hosts: [null]}`              | fetch.allowed_hosts must be a list of texts",
        "`just text`                                   | must hold sections of settings",
        "`[a, b]`                                      | must hold sections of settings",
        "`query: {port: 1`                             | is no YAML",
      })
  void aFileThatMeansNothingIsAnError(String text, String message) {
    assertThatThrownBy(() -> yaml(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("imgsrch.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> new YamlLayer(folder.resolve("none.yaml"), Options.ALL))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.yaml");
  }

  private YamlLayer yaml(String text) throws IOException {
    return new YamlLayer(Files.writeString(folder.resolve("imgsrch.yaml"), text), Options.ALL);
  }
}

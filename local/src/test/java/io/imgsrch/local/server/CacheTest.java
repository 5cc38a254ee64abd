package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheTest {
  private static final Path HOME = Path.of("/home/ann");

  @Test
  void liesInTheHomeByDefault() {
    assertThat(Cache.of(Map.of(), HOME).root()).isEqualTo(Path.of("/home/ann/.cache/imgsrch"));
  }

  @Test
  void followsTheUsersCacheDirectory() {
    assertThat(Cache.of(Map.of("XDG_CACHE_HOME", "/fast"), HOME).root())
        .isEqualTo(Path.of("/fast/imgsrch"));
  }

  @Test
  void isWhereItIsSaidToBe() {
    Map<String, String> environment = Map.of("IMGSRCH_CACHE", "/x/y", "XDG_CACHE_HOME", "/fast");
    assertThat(Cache.of(environment, HOME).root()).isEqualTo(Path.of("/x/y"));
  }

  @Test
  void emptyVariablesCountAsUnset() {
    Map<String, String> environment = Map.of("IMGSRCH_CACHE", "", "XDG_CACHE_HOME", " ");
    assertThat(Cache.of(environment, HOME)).isEqualTo(Cache.of(Map.of(), HOME));
  }
}

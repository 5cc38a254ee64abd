package io.imgsrch.sinks.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.ConfigurationException;
import io.imgsrch.config.PostgresOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PostgresPoolsTest {
  private static final Settings DEFAULTS = Settings.of(List.of());
  private static final Secrets SECRETS = Secrets.from(Map.of());

  @Test
  void aStatementTimeoutAboveTheFlushTimeoutIsRefused() {
    var settings =
        DEFAULTS
            .with(PostgresOptions.STATEMENT_TIMEOUT, "5000", "a file")
            .with(PostgresOptions.FLUSH_TIMEOUT, "5000", "the environment");
    assertThatThrownBy(() -> PostgresPools.open(settings, SECRETS, "test"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("postgres.statement_timeout_ms (5000, from a file)")
        .hasMessageContaining("postgres.flush_timeout_ms (5000, from the environment)");
  }

  @Test
  void theNameHoldsNoParameterOfTheAddress() {
    var settings =
        DEFAULTS.with(
            PostgresOptions.URL, "jdbc:postgresql://db:5432/shop?user=u&password=hush", "test");
    assertThat(PostgresPools.name(settings))
        .isEqualTo("PostgreSQL at jdbc:postgresql://db:5432/shop");
  }
}

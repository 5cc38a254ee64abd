package io.imgsrch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "IMGSRCH_SECRET_PG_PASSWORD", "hunter2",
          "IMGSRCH_SECRET_REDIS_PASSWORD", "swordfish",
          "IMGSRCH_QUERY_PORT", "1");

  @Test
  void knownOnesAreReadAndOthersAbsent() {
    var secrets = Secrets.from(ENVIRONMENT);
    assertThat(secrets.get(Secrets.PG_PASSWORD)).isEqualTo("hunter2");
    assertThat(secrets.get(Secrets.MILVUS_TOKEN)).isNull();
    assertThat(secrets.get("IMGSRCH_SECRET_REDIS_PASSWORD")).isNull();
  }

  @Test
  void showsNamesAndNeverValues() {
    assertThat(Secrets.from(ENVIRONMENT).toString())
        .contains("IMGSRCH_SECRET_PG_PASSWORD")
        .doesNotContain("hunter2", "swordfish");
    assertThat(Secrets.from(ENVIRONMENT)).isNotInstanceOf(Serializable.class);
  }

  @Test
  void anUnknownOneIsIgnoredWithAWarningThatHoldsItsNameOnly() {
    var warnings = new Recorder();
    var logger = (Logger) LogManager.getLogger(Secrets.class);
    warnings.start();
    logger.addAppender(warnings);
    try {
      Secrets.from(ENVIRONMENT);
    } finally {
      logger.removeAppender(warnings);
      warnings.stop();
    }
    assertThat(warnings.messages)
        .containsExactly("IMGSRCH_SECRET_REDIS_PASSWORD is no secret of imgsrch and is ignored");
  }

  private static final class Recorder extends AbstractAppender {
    private final List<String> messages = new ArrayList<>();

    private Recorder() {
      super("recorder", null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      messages.add(event.getMessage().getFormattedMessage());
    }
  }
}

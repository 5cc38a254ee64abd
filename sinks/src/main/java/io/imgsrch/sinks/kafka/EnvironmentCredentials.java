package io.imgsrch.sinks.kafka;

import io.imgsrch.config.Secrets;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;

/**
 * Gives Kafka's clients user and password from the environment of the process that connects, so
 * that neither stands in a client's properties, which travel in the job graph.
 */
public final class EnvironmentCredentials implements AuthenticateCallbackHandler {
  private final Secrets secrets;

  /** For Kafka, which makes it by its name. */
  public EnvironmentCredentials() {
    this(Secrets.from(System.getenv()));
  }

  EnvironmentCredentials(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public void configure(
      Map<String, ?> properties, String mechanism, List<AppConfigurationEntry> jaas) {}

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (var callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(required(Secrets.KAFKA_USER));
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(required(Secrets.KAFKA_PASSWORD).toCharArray());
      } else if (!(callback instanceof ScramExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback, "only user and password are known");
      }
    }
  }

  private String required(String secret) {
    var value = secrets.get(secret);
    if (value == null) {
      throw new KafkaException(
          "Kafka asks for credentials: set " + secret + " where this process runs");
    }
    return value;
  }

  @Override
  public void close() {}
}

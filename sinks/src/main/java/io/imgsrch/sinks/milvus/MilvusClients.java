package io.imgsrch.sinks.milvus;

import io.imgsrch.config.MilvusOptions;
import io.imgsrch.config.Secrets;
import io.imgsrch.config.Settings;
import io.imgsrch.sinks.batch.Opening;
import io.milvus.v2.client.ConnectConfig;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.client.RetryConfig;
import java.io.IOException;
import java.time.Duration;

/** Connections to Milvus. Every call has a deadline; none is retried by the client itself. */
final class MilvusClients {
  private static final int CLOSE_SECONDS = 5;

  private MilvusClients() {}

  /**
   * Connects.
   *
   * @param callDeadline of every call
   * @throws IOException naming the address, if that fails or takes too long
   */
  static MilvusClientV2 connect(Settings settings, Secrets secrets, Duration callDeadline)
      throws IOException {
    var connectTimeout = settings.get(MilvusOptions.CONNECT_TIMEOUT);
    var config =
        ConnectConfig.builder()
            .uri(settings.get(MilvusOptions.ADDRESS))
            .connectTimeoutMs(connectTimeout.toMillis())
            .rpcDeadlineMs(callDeadline.toMillis());
    var token = secrets.get(Secrets.MILVUS_TOKEN);
    if (token != null) {
      config.token(token);
    }
    // The constructor retries beyond its own timeout when nothing listens.
    var client =
        Opening.within(
            connectTimeout.plusSeconds(1),
            name(settings),
            () -> new MilvusClientV2(config.build()),
            MilvusClients::close);
    client.retryConfig(RetryConfig.builder().maxRetryTimes(1).build());
    return client;
  }

  /** The store and its address. */
  static String name(Settings settings) {
    return "Milvus at " + settings.get(MilvusOptions.ADDRESS);
  }

  /** Closes a client; calls that are under way fail. */
  static void close(MilvusClientV2 client) {
    try {
      client.close(CLOSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.imgsrch.local.server;

import java.io.IOException;
import java.nio.file.Path;

/** A Kafka of a test's own. */
public final class TestBroker implements AutoCloseable {
  private final KafkaBroker broker;

  private TestBroker(KafkaBroker broker) {
    this.broker = broker;
  }

  public static TestBroker start(Path data) throws IOException {
    return new TestBroker(KafkaBroker.start(data, FreePorts.draw(1).get(0)));
  }

  public String address() {
    return broker.bootstrapServers();
  }

  @Override
  public void close() {
    broker.close();
  }
}

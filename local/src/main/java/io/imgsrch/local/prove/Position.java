package io.imgsrch.local.prove;

/** Where a record stands in Kafka. */
public record Position(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}

package io.imgsrch.operators.reconcile;

import java.time.Duration;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** What is found outside, again and again. There must be one task of it. */
public final class PeriodicSource<T> implements Source<T, NoSplit, NoSplit> {
  private static final long serialVersionUID = 1L;

  private final Duration pause;
  private final Round.Factory<T> rounds;

  /**
   * @param pause between two rounds
   */
  public PeriodicSource(Duration pause, Round.Factory<T> rounds) {
    this.pause = pause;
    this.rounds = rounds;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, NoSplit> createReader(SourceReaderContext context) {
    return new PeriodicReader<>(pause, rounds.create(context.metricGroup()));
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new NoSplits();
  }

  @Override
  public SplitEnumerator<NoSplit, NoSplit> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, NoSplit checkpoint) {
    return new NoSplits();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new NoSplit.Serializer();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getEnumeratorCheckpointSerializer() {
    return new NoSplit.Serializer();
  }
}

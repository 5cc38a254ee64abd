package io.imgsrch.operators.reconcile;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** Collects what a reader gives. */
final class Looks implements ReaderOutput<Look> {
  final List<Look> looks = new ArrayList<>();

  @Override
  public void collect(Look look) {
    looks.add(look);
  }

  @Override
  public void collect(Look look, long timestamp) {
    looks.add(look);
  }

  @Override
  public void emitWatermark(Watermark watermark) {}

  @Override
  public void markIdle() {}

  @Override
  public void markActive() {}

  @Override
  public SourceOutput<Look> createOutputForSplit(String splitId) {
    return this;
  }

  @Override
  public void releaseOutputForSplit(String splitId) {}
}

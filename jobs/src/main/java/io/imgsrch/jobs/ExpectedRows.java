package io.imgsrch.jobs;

import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Topic;
import io.imgsrch.operators.decode.RawRecord;
import io.imgsrch.operators.reconcile.ExpectedRow;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows that a topic's records make in the stores: of a picture, one in each. */
final class ExpectedRows implements FlatMapFunction<RawRecord, ExpectedRow> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ExpectedRows.class);

  private final Topic topic;

  ExpectedRows(Topic topic) {
    this.topic = topic;
  }

  @Override
  public void flatMap(RawRecord record, Collector<ExpectedRow> out) {
    var origin = record.origin();
    try {
      switch (topic) {
        case OFFERS ->
            out.collect(ExpectedRow.of(InternalEvents.read(record.value(), Offer.class), origin));
        case BITMAPS ->
            out.collect(
                ExpectedRow.of(InternalEvents.read(record.value(), MerchantBitmap.class), origin));
        case IMAGES -> {
          var image = InternalEvents.read(record.value(), ImageVector.class);
          out.collect(ExpectedRow.of(image, origin));
          out.collect(ExpectedRow.ofVector(image, origin));
        }
        default -> throw new IllegalArgumentException(topic + " makes no rows");
      }
    } catch (InvalidEventException e) {
      LOG.debug("{}: the archive job makes it a dead letter", origin, e);
    }
  }
}

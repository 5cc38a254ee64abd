package io.imgsrch.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.imgsrch.config.event.InvalidEventException;
import io.imgsrch.config.event.MerchantBitmap;
import io.imgsrch.config.event.Offer;
import io.imgsrch.operators.decode.RawRecord;
import io.imgsrch.operators.validity.ImageOfferChange;
import io.imgsrch.operators.validity.OfferUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the validity job reads back of what it publishes; a tombstone says that there is nothing.
 */
final class PublishedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedRecords.class);

  private PublishedRecords() {}

  static OfferUpdate offer(RawRecord record) {
    try {
      var offer = InternalEvents.read(record.value(), Offer.class);
      return OfferUpdate.published(offer.key(), offer);
    } catch (InvalidEventException e) {
      LOG.debug("{}: the archive job makes it a dead letter", record.origin(), e);
      return OfferUpdate.published(key(record), null);
    }
  }

  static ImageOfferChange bitmap(RawRecord record) {
    try {
      return ImageOfferChange.published(InternalEvents.read(record.value(), MerchantBitmap.class));
    } catch (InvalidEventException e) {
      LOG.debug("{}: the archive job makes it a dead letter", record.origin(), e);
      return ImageOfferChange.unreadable(key(record));
    }
  }

  private static String key(RawRecord record) {
    return new String(record.key(), UTF_8);
  }
}

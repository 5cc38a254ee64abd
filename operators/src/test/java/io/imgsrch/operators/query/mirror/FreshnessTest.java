package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.config.metric.LatencyHistogram;
import io.imgsrch.operators.query.EventLatency;
import io.imgsrch.operators.query.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  private static final String HAT = Samples.imagePk("hat");
  private static final String COAT = Samples.imagePk("coat");

  private final Mirror mirror = new Mirror();
  private final LatencyHistogram searchable = new LatencyHistogram();
  private final LatencyHistogram hidden = new LatencyHistogram();
  private long now = 1_000;
  private final Freshness freshness = new Freshness(mirror, searchable, hidden, () -> now);

  @Test
  void aNewPictureIsSearchableOnceOfferAndVectorArePublished() {
    offer(1, 0, true, false, 1_010, HAT);
    publish(1_020);
    assertThat(searchable.getCount()).isZero();
    embed(HAT);
    publish(1_060);
    assertThat(EventLatency.of(searchable)).isEqualTo(new EventLatency(1, 50, 50, 50));
    embed(HAT);
    publish(1_090);
    assertThat(searchable.getCount()).isEqualTo(1);
  }

  @Test
  void aKnownPictureIsSearchableWithItsOffer() {
    embed(HAT);
    offer(1, 0, true, false, 1_010, HAT, COAT);
    publish(1_013);
    assertThat(EventLatency.of(searchable)).isEqualTo(new EventLatency(1, 3, 3, 3));
    embed(COAT);
    publish(1_100);
    assertThat(EventLatency.of(searchable)).isEqualTo(new EventLatency(2, 3, 90, 90));
  }

  @Test
  void theAnnouncementOfAnEventWhosePicturesAreFetchedDoesNotCount() {
    embed(HAT);
    offer(1, 0, true, true, 1_010, HAT);
    publish(1_020);
    assertThat(searchable.getCount()).isZero();
    offer(1, 0, true, false, 1_010, HAT);
    publish(1_030);
    assertThat(EventLatency.of(searchable)).isEqualTo(new EventLatency(1, 20, 20, 20));
  }

  @Test
  void anOfferIsHiddenWithTheViewThatDoesNotShowItAnyMore() {
    embed(HAT);
    offer(1, 0, true, false, 1_000, HAT);
    offer(1, 1, false, false, 1_001, HAT);
    publish(1_011);
    assertThat(EventLatency.of(hidden)).isEqualTo(new EventLatency(1, 10, 10, 10));
    offer(1, 2, false, false, 1_020, HAT);
    publish(1_021);
    assertThat(hidden.getCount()).isEqualTo(1);
  }

  @Test
  void whatIsRepeatedDoesNotCountAgain() {
    embed(HAT);
    offer(1, 0, true, true, 1_001, HAT);
    offer(1, 0, true, false, 1_001, HAT);
    offer(1, 1, false, false, 1_002, HAT);
    offer(1, 2, true, false, 1_003, HAT);
    publish(1_004);
    assertThat(searchable.getCount()).isEqualTo(2);
    assertThat(hidden.getCount()).isEqualTo(1);

    // A run of the jobs goes back to its checkpoint, and says all of it again.
    offer(1, 0, true, true, 1_001, HAT);
    offer(1, 0, true, false, 1_001, HAT);
    offer(1, 1, false, false, 1_002, HAT);
    offer(1, 2, true, true, 1_003, HAT);
    offer(1, 2, true, false, 1_003, HAT);
    publish(5_000);
    assertThat(searchable.getCount()).isEqualTo(2);
    assertThat(hidden.getCount()).isEqualTo(1);
  }

  /** As the validity job takes back a record that it never wrote. */
  @Test
  void anOfferThatIsTakenBackAtItsOwnVersionsDoesNotCount() {
    embed(HAT);
    offer(1, 0, true, false, 1_001, HAT);
    offer(1, 0, false, false, 1_002, HAT);
    publish(1_010);
    assertThat(hidden.getCount()).isZero();
  }

  @Test
  void whatWasAppendedBeforeDoesNotCount() {
    embed(HAT);
    offer(1, 0, true, false, 999, HAT);
    offer(1, 1, false, false, 999, HAT);
    offer(1, 2, true, false, 0, HAT);
    publish(1_010);
    assertThat(searchable.getCount()).isZero();
    assertThat(hidden.getCount()).isZero();
  }

  @Test
  void aPictureThatComesWhenItsProductIsGoneDoesNotCount() {
    offer(1, 0, true, false, 1_001, HAT);
    offer(1, 1, false, false, 1_002, HAT);
    embed(HAT);
    publish(1_100);
    assertThat(searchable.getCount()).isZero();
    assertThat(hidden.getCount()).isEqualTo(1);
  }

  @Test
  void picturesThatNeverComeAreForgotten() {
    var awaited = new AwaitedVectors(2);
    awaited.await("1/a", 1, List.of(HAT));
    awaited.await("1/b", 2, List.of(HAT, COAT));
    awaited.await("1/c", 3, List.of(HAT));
    assertThat(awaited.size()).isEqualTo(2);

    var arrived = new ArrayList<Long>();
    awaited.arrived(HAT, arrived::add);
    assertThat(arrived).containsExactlyInAnyOrder(2L, 3L);
    awaited.arrived(COAT, arrived::add);
    assertThat(arrived).containsExactlyInAnyOrder(2L, 3L, 2L);
    assertThat(awaited.size()).isZero();
  }

  private void embed(String imagePk) {
    var image = new ImageVector(imagePk, "model", new float[] {1}, 1, 1, "");
    mirror.apply(image);
    freshness.applied(image);
  }

  private void offer(
      long content,
      long availability,
      boolean available,
      boolean fetching,
      long eventMillis,
      String... imagePks) {
    int rank = available ? Revision.AVAILABLE : Revision.UNAVAILABLE;
    var offer =
        new Offer(
            7,
            "p",
            new Revision(content, Revision.AVAILABLE, ""),
            availability == 0 ? null : new Revision(availability, rank, ""),
            new Details("title", "shoes", 1, "EUR", Map.of(), available),
            List.of(imagePks),
            fetching,
            List.of(),
            "");
    freshness.applied(offer, mirror.apply(offer), eventMillis);
  }

  private void publish(long millis) {
    now = millis;
    mirror.publish(millis);
    freshness.published();
  }
}

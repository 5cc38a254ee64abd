package io.imgsrch.local.prove;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Cases computed by hand. Digests are SHA-256 of the canonical JSON, from another program. */
class LogModelTest {
  private static final String ONE = "9b1f55d118dd6fc844d5458e44a32ae9";
  private static final String TWO = "8165d268d2c3aca77fe53002f11233dd";
  private static final String ONE_UNAVAILABLE = "9df214272a5a89f8bd5786ac00d01c00";
  private static final String KEY = "7/P";
  private static final String PICTURE = "\"http://h/pictures/a\"";

  private final LogModel model = new LogModel(LogModelTest::fate);
  private long offset;

  @Test
  void theNewerVersionWinsWhateverComesLast() {
    upsert(2, "Two", true, PICTURE);
    upsert(1, "One", true, PICTURE);
    assertThat(model.offers())
        .containsOnly(Map.entry(KEY, offer(new Stamp(2, 0, TWO), null, details("Two", 100, true))));
    assertThat(model.tally()).isEqualTo(new LogModel.Tally(2, 1, 1, 0));
  }

  @Test
  void ofOneVersionDeletedBeatsUnavailableBeatsAvailableBeatsTheLesserDigest() {
    upsert(1, "Two", true, PICTURE);
    upsert(1, "One", true, PICTURE);
    assertThat(content()).isEqualTo(new Stamp(1, 0, ONE));
    upsert(1, "One", false, PICTURE);
    upsert(1, "One", true, PICTURE);
    assertThat(content()).isEqualTo(new Stamp(1, 1, ONE_UNAVAILABLE));
    products("{\"op\":\"DELETE\",\"merchant_id\":7,\"product_id\":\"P\",\"version\":1}");
    upsert(1, "One", true, PICTURE);
    assertThat(model.offers())
        .containsOnly(
            Map.entry(KEY, new OfferFacts(deleted(), null, null, List.of(), false, List.of())));
  }

  @Test
  void theAvailabilityEventDecidesOnceThereIsOne() {
    availability(4, true, 50L);
    assertThat(model.offers()).isEmpty();
    upsert(1, "One", false, PICTURE);
    var stamp = new Stamp(4, 0, "%016x".formatted(50));
    assertThat(facts(model.offers()))
        .isEqualTo(offer(new Stamp(1, 1, ONE_UNAVAILABLE), stamp, details("One", 50, true)));
    availability(4, false, null);
    assertThat(facts(model.offers()))
        .isEqualTo(
            offer(
                new Stamp(1, 1, ONE_UNAVAILABLE), new Stamp(4, 1, ""), details("One", 100, false)));
    assertThat(facts(model.listings()).details()).isEqualTo(details("One", 100, false));
    assertThat(model.tally()).isEqualTo(new LogModel.Tally(3, 2, 1, 0));
  }

  @Test
  void badPicturesAreDeadLettersOfTheNewestVersion() {
    upsert(1, "One", true, "\"http://h/pictures/missing\"");
    upsert(2, "Two", true, PICTURE + "},{\"url\":\"http://h/pictures/missing\"");
    upsert(2, "Two", true, PICTURE + "},{\"url\":\"http://h/pictures/missing\"");
    upsert(1, "Late", true, "\"http://h/pictures/missing\"");
    var world = World.of(model);
    assertThat(facts(model.offers()).imagePks()).containsExactly("a");
    assertThat(facts(model.offers()).failed())
        .containsExactly(new FailedPicture(1, Reason.PICTURE_NOT_FOUND));
    assertThat(world.missed())
        .containsExactly(new World.Missed(KEY, Set.of(at(1), at(2)), Reason.PICTURE_NOT_FOUND));
    assertThat(world.allowed().keySet()).containsExactlyInAnyOrder(at(0), at(1), at(2));
    assertThat(world.sellers("a")).containsExactly(7L);
  }

  @Test
  void whatIsNoEventIsRefusedWithItsReason() {
    products("[]");
    products("{\"op\":\"DELETE\",\"merchant_id\":7,\"product_id\":\"P\"}");
    products("{\"op\":\"DELETE\",\"merchant_id\":\"7\",\"product_id\":\"P\",\"version\":1}");
    products("{\"op\":\"DELETE\",\"merchant_id\":-7,\"product_id\":\"P\",\"version\":1}");
    products("{\"op\":\"DELETE\",\"merchant_id\":7,\"product_id\":\"\\u0000\",\"version\":1}");
    assertThat(model.refused())
        .containsOnly(
            Map.entry(at(0), Reason.NOT_JSON),
            Map.entry(at(1), Reason.MISSING_FIELD),
            Map.entry(at(2), Reason.WRONG_TYPE),
            Map.entry(at(3), Reason.OUT_OF_RANGE),
            Map.entry(at(4), Reason.BAD_TEXT));
    assertThat(model.tally()).isEqualTo(new LogModel.Tally(5, 0, 0, 5));
  }

  private static Fate fate(JsonNode picture) {
    var name = picture.get("url").asText().substring("http://h/pictures/".length());
    return name.equals("missing") ? new Fate(null, Reason.PICTURE_NOT_FOUND) : new Fate(name, null);
  }

  private static OfferFacts facts(Map<String, OfferFacts> all) {
    return Objects.requireNonNull(all.get(KEY));
  }

  private Stamp content() {
    return facts(model.offers()).content();
  }

  private static Stamp deleted() {
    return new Stamp(1, 2, "");
  }

  private static OfferFacts offer(Stamp content, @Nullable Stamp availability, Details details) {
    return new OfferFacts(content, availability, details, List.of("a"), false, List.of());
  }

  private static Details details(String title, long price, boolean available) {
    return new Details(title, "Hats", price, "EUR", Map.of(), available);
  }

  private void upsert(long version, String title, boolean available, String picture) {
    products(
        """
        {"op":"UPSERT","merchant_id":7,"product_id":"P","version":%d,"title":"%s",
        "category":"Hats","price_minor":100,"currency":"EUR","available":%s,
        "images":[{"url":%s}]}\
        """
            .formatted(version, title, available, picture));
  }

  private void availability(long version, boolean available, @Nullable Long price) {
    add(
        Topic.AVAILABILITY,
        """
        {"merchant_id":7,"product_id":"P","version":%d,"available":%s,"price_minor":%s}\
        """
            .formatted(version, available, price));
  }

  private void products(String json) {
    add(Topic.PRODUCTS, json);
  }

  private void add(Topic topic, String json) {
    model.add(new Position(topic.topicName(), 0, offset++), json.getBytes(UTF_8));
  }

  private static Position at(long offset) {
    return new Position(Topic.PRODUCTS.topicName(), 0, offset);
  }
}

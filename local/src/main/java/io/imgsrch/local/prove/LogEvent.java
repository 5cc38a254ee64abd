package io.imgsrch.local.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.Details;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.event.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A valid event as it stands in the log.
 *
 * @param details null for a deletion, and for an availability event
 * @param price of an availability event that names one
 */
public record LogEvent(
    Position at,
    String key,
    Stamp stamp,
    @Nullable Details details,
    @Nullable Long price,
    List<Fate> pictures) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A record of the log: an event, or the reason why it is none. */
  public record Reading(@Nullable LogEvent event, @Nullable Reason refusal) {}

  /** Whether it is of the content line, and not of the availability line. */
  boolean content() {
    return isContent(at);
  }

  /**
   * Reads a record.
   *
   * @param pictures what must become of an entry of an event's {@code images}
   */
  public static Reading read(Position at, byte[] value, Function<JsonNode, Fate> pictures) {
    boolean content = isContent(at);
    var json = Contract.json(value);
    var fault = Contract.fault(json, content);
    if (fault != null || json == null) {
      return new Reading(null, fault == null ? Reason.NOT_JSON : fault);
    }
    var key = json.get("merchant_id").asLong() + "/" + json.get("product_id").asText();
    if (!content) {
      var price = json.hasNonNull("price_minor") ? json.get("price_minor").asLong() : null;
      var stamp = availabilityStamp(json, price);
      return new Reading(new LogEvent(at, key, stamp, null, price, List.of()), null);
    }
    var stamp = contentStamp(json);
    return stamp.rank() == Stamp.DELETED
        ? new Reading(new LogEvent(at, key, stamp, null, null, List.of()), null)
        : new Reading(
            new LogEvent(
                at,
                key,
                stamp,
                details(json),
                null,
                list(json.get("images")).stream().map(pictures).toList()),
            null);
  }

  private static boolean isContent(Position at) {
    return at.topic().equals(Topic.PRODUCTS.topicName());
  }

  private static Stamp contentStamp(JsonNode event) {
    long version = event.get("version").asLong();
    if (event.get("op").asText().equals("DELETE")) {
      return new Stamp(version, Stamp.DELETED, "");
    }
    var canonical = new TreeMap<String, Object>();
    canonical.put("images", list(event.get("images")).stream().map(LogEvent::name).toList());
    var said = JSON.createObjectNode();
    for (var field : List.of("title", "category", "price_minor", "currency")) {
      said.set(field, event.get(field));
    }
    said.set("attributes", JSON.valueToTree(attributes(event)));
    said.set("available", event.get("available"));
    canonical.put("details", said);
    try {
      var digest = Digest.sha256(JSON.writeValueAsBytes(canonical)).substring(0, 32);
      return new Stamp(version, rank(event), digest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that was read cannot be written", e);
    }
  }

  private static Stamp availabilityStamp(JsonNode event, @Nullable Long price) {
    var digest = price == null ? "" : "%016x".formatted(price);
    return new Stamp(event.get("version").asLong(), rank(event), digest);
  }

  private static int rank(JsonNode event) {
    return event.get("available").asBoolean() ? Stamp.AVAILABLE : Stamp.UNAVAILABLE;
  }

  private static String name(JsonNode picture) {
    return picture.hasNonNull("url")
        ? picture.get("url").asText()
        : Digest.sha256(picture.get("base64").asText().getBytes(StandardCharsets.UTF_8));
  }

  private static Details details(JsonNode event) {
    return new Details(
        event.get("title").asText(),
        event.get("category").asText(),
        event.get("price_minor").asLong(),
        event.get("currency").asText(),
        attributes(event),
        event.get("available").asBoolean());
  }

  private static Map<String, String> attributes(JsonNode event) {
    var attributes = new TreeMap<String, String>();
    for (var entry : event.path("attributes").properties()) {
      attributes.put(entry.getKey(), entry.getValue().asText());
    }
    return attributes;
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}

package io.imgsrch.local.prove;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.config.event.FailedPicture;
import io.imgsrch.config.event.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What must be so, from the two input topics alone: of each product, the newest content and the
 * newest availability; and what is no event. It shares no code with the operators.
 */
public final class LogModel {
  /**
   * The events of one product, in the order of the log.
   *
   * @param passed those of the content line before which there was no newer one
   */
  record Product(List<LogEvent> content, List<LogEvent> availability, List<LogEvent> passed) {}

  /** What became of the records of the log. */
  public record Tally(int acknowledged, int reflected, int superseded, int refused) {}

  private final Function<JsonNode, Fate> pictures;
  private final Map<String, Product> products = new TreeMap<>();
  private final Map<Position, Reason> refused = new HashMap<>();

  /**
   * @param pictures what must become of an entry of an event's {@code images}
   */
  public LogModel(Function<JsonNode, Fate> pictures) {
    this.pictures = pictures;
  }

  /** Takes the next record of a partition. */
  public void add(Position at, byte[] value) {
    var reading = LogEvent.read(at, value, pictures);
    var event = reading.event();
    if (event == null) {
      refused.put(at, reading.refusal() == null ? Reason.NOT_JSON : reading.refusal());
      return;
    }
    var product =
        products.computeIfAbsent(
            event.key(), k -> new Product(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    var line = event.content() ? product.content() : product.availability();
    var newest = newest(line);
    if (event.content() && (newest == null || event.stamp().compareTo(newest.stamp()) >= 0)) {
      product.passed().add(event);
    }
    line.add(event);
  }

  /** The events by product. */
  Map<String, Product> products() {
    return products;
  }

  /** What is no event, and why. */
  public Map<Position, Reason> refused() {
    return refused;
  }

  /** The newest of a line, the last of several; null if there is none. */
  static @Nullable LogEvent newest(List<LogEvent> line) {
    LogEvent newest = null;
    for (var event : line) {
      if (newest == null || event.stamp().compareTo(newest.stamp()) >= 0) {
        newest = event;
      }
    }
    return newest;
  }

  /** What {@code catalog.listings} must say of each product that was ever listed. */
  public Map<String, OfferFacts> listings() {
    var listings = new TreeMap<String, OfferFacts>();
    products.forEach(
        (key, product) -> {
          var newest = newest(product.content());
          if (newest != null) {
            listings.put(key, listing(newest));
          }
        });
    return listings;
  }

  private static OfferFacts listing(LogEvent event) {
    var imagePks = new ArrayList<String>();
    var failed = new ArrayList<FailedPicture>();
    for (int i = 0; i < event.pictures().size(); i++) {
      var fate = event.pictures().get(i);
      var imagePk = fate.imagePk();
      if (imagePk == null && fate.reason() != null) {
        failed.add(new FailedPicture(i, fate.reason()));
      } else if (imagePk != null && !imagePks.contains(imagePk)) {
        imagePks.add(imagePk);
      }
    }
    return new OfferFacts(event.stamp(), null, event.details(), imagePks, false, failed);
  }

  /** What every store of offers must say of each product that was ever listed. */
  public Map<String, OfferFacts> offers() {
    var offers = listings();
    products.forEach(
        (key, product) ->
            offers.computeIfPresent(
                key, (k, listed) -> merge(listed, newest(product.availability()))));
    return offers;
  }

  private static OfferFacts merge(OfferFacts listed, @Nullable LogEvent availability) {
    if (availability == null) {
      return listed;
    }
    var said = listed.details();
    if (said != null) {
      var price = availability.price();
      boolean available = availability.stamp().rank() == Stamp.AVAILABLE;
      said = said.with(available, price == null ? said.priceMinor() : price);
    }
    return new OfferFacts(
        listed.content(), availability.stamp(), said, listed.imagePks(), false, listed.failed());
  }

  /** Reflected is what equals the newest of its line: a repetition is, too. */
  public Tally tally() {
    int events = 0;
    int reflected = 0;
    for (var product : products.values()) {
      for (var line : List.of(product.content(), product.availability())) {
        var newest = newest(line);
        events += line.size();
        reflected +=
            (int)
                line.stream()
                    .filter(e -> e.stamp().equals(newest == null ? null : newest.stamp()))
                    .count();
      }
    }
    return new Tally(events + refused.size(), reflected, events - reflected, refused.size());
  }
}

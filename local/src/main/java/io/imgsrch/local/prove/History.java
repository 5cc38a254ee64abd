package io.imgsrch.local.prove;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;

/**
 * A random history of a shop, the same for the same seed: products come, change, go and come again;
 * events are repeated, arrive in the wrong order, too late, or twice with one version; some are
 * wrong.
 */
public final class History implements Iterator<Step> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One that does not fit into 31 bits, which bitmaps must bear. */
  private static final long[] MERCHANTS = {1, 2, 3, 4, 5, 6, 7, 4_294_967_290L};

  private static final String[] CATEGORIES = {"Shoes", "Bags", "Drinks", "Toys"};
  private static final int MAX_PICTURES = 3;
  private static final int KEPT = 4;
  private static final int FIRST_PICTURES = 10;

  /** What the shop remembers of a product. */
  private static final class Known {
    final long merchant;
    final String product;
    long contentVersion;
    long availabilityVersion;
    List<Map<String, String>> pictures = List.of();
    final List<Step> lately = new ArrayList<>();

    Known(long merchant, String product) {
      this.merchant = merchant;
      this.product = product;
    }

    String key() {
      return merchant + "/" + product;
    }
  }

  private final Random random;
  private final Pictures pictures;
  private final List<Known> products = new ArrayList<>();
  private final Queue<Step> due = new ArrayDeque<>();
  private final int size;
  private int given;

  /**
   * @param size steps
   */
  public History(long seed, int size, Pictures pictures) {
    this.random = new Random(seed);
    this.pictures = pictures;
    this.size = size;
    int count = Math.max(24, size / 25);
    for (int i = 0; i < count; i++) {
      products.add(new Known(MERCHANTS[i % MERCHANTS.length], "p-" + i / MERCHANTS.length));
    }
  }

  @Override
  public boolean hasNext() {
    return given < size;
  }

  @Override
  public Step next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the history is over");
    }
    while (due.isEmpty()) {
      plan(products.get(random.nextInt(products.size())), Step.Kind.of(random.nextInt(100)));
    }
    given++;
    return due.remove();
  }

  private void plan(Known known, Step.Kind kind) {
    if (known.pictures.isEmpty() && kind != Step.Kind.POISON) {
      kind = Step.Kind.NEW_PICTURES;
    }
    switch (kind) {
      case NEW_PICTURES -> {
        known.pictures = choose();
        content(kind, known, up(known), true);
      }
      case NEW_PRICE -> content(kind, known, up(known), random.nextInt(8) > 0);
      case SWITCH -> availability(kind, known, ++known.availabilityVersion, random.nextBoolean());
      case DELETE -> delete(known);
      case REPEAT -> {
        var again = known.lately.get(random.nextInt(known.lately.size()));
        due.add(new Step(kind, again.topic(), again.key(), again.value()));
      }
      case REORDERED -> {
        if (random.nextBoolean()) {
          long first = up(known);
          content(kind, known, up(known), true);
          content(kind, known, first, true);
        } else {
          known.availabilityVersion += 2;
          availability(kind, known, known.availabilityVersion, random.nextBoolean());
          availability(kind, known, known.availabilityVersion - 1, random.nextBoolean());
        }
      }
      case STALE -> {
        if (random.nextBoolean()) {
          content(kind, known, known.contentVersion - 1 - random.nextInt(3), true);
        } else {
          availability(kind, known, known.availabilityVersion - 1, random.nextBoolean());
        }
      }
      case SAME_VERSION -> {
        if (random.nextBoolean()) {
          content(kind, known, known.contentVersion, random.nextBoolean());
        } else {
          availability(kind, known, known.availabilityVersion, random.nextBoolean());
        }
      }
      case BAD_PICTURE -> badPicture(known);
      case POISON -> due.add(poison(known));
    }
  }

  private long up(Known known) {
    known.contentVersion += 1 + random.nextInt(2);
    return known.contentVersion;
  }

  private List<Map<String, String>> choose() {
    var chosen = new ArrayList<Map<String, String>>();
    int count = 1 + random.nextInt(MAX_PICTURES);
    for (int i = 0; i < count; i++) {
      var imagePk = picture();
      var bytes = pictures.bytes(imagePk);
      chosen.add(
          bytes.isPresent() && random.nextInt(40) == 0
              ? Map.of("base64", Base64.getEncoder().encodeToString(bytes.get()))
              : Map.of("url", pictures.url(imagePk)));
    }
    return chosen;
  }

  /**
   * One of a stock that grows as long as the history goes on, so that there always are pictures to
   * embed, and never too many at a time. The newest tenth is drawn more often.
   */
  private String picture() {
    int count = pictures.good().size();
    int stock = (int) Math.min(count, FIRST_PICTURES + (long) count * given / size);
    int from = random.nextInt(3) == 0 ? stock - Math.max(1, stock / 10) : 0;
    return pictures.good().get(from + random.nextInt(stock - from));
  }

  private void content(Step.Kind kind, Known known, long version, boolean available) {
    add(
        known,
        new Step(kind, Topic.PRODUCTS, known.key(), bytes(upsert(known, version, available))));
  }

  private Map<String, Object> upsert(Known known, long version, boolean available) {
    var event = identity(known, version);
    event.put("op", "UPSERT");
    event.put("title", "Thing %d of %s".formatted(random.nextInt(1_000_000), known.key()));
    event.put("category", CATEGORIES[random.nextInt(CATEGORIES.length)]);
    event.put("price_minor", random.nextInt(100_000));
    event.put("currency", "EUR");
    if (random.nextInt(4) == 0) {
      var attributes = new LinkedHashMap<String, String>();
      attributes.put("größe", "é");
      attributes.put("colour", "c" + random.nextInt(9));
      event.put("attributes", attributes);
    }
    event.put("available", available);
    event.put("images", known.pictures);
    return event;
  }

  private void availability(Step.Kind kind, Known known, long version, boolean available) {
    var event = identity(known, version);
    event.put("available", available);
    if (random.nextInt(3) == 0) {
      event.put("price_minor", random.nextInt(100_000));
    }
    add(known, new Step(kind, Topic.AVAILABILITY, known.key(), bytes(event)));
  }

  private void delete(Known known) {
    var event = identity(known, up(known));
    event.put("op", "DELETE");
    add(known, new Step(Step.Kind.DELETE, Topic.PRODUCTS, known.key(), bytes(event)));
  }

  /** A good event, one of whose pictures is not; the next change has the good ones again. */
  private void badPicture(Known known) {
    var good = known.pictures;
    var with = new ArrayList<>(good);
    with.add(random.nextInt(with.size() + 1), bad());
    known.pictures = with;
    content(Step.Kind.BAD_PICTURE, known, up(known), true);
    known.pictures = good;
  }

  private Map<String, String> bad() {
    return switch (random.nextInt(5)) {
      case 0 -> Map.of("url", pictures.url(any(pictures.broken())));
      case 1 -> Map.of("url", pictures.url(any(pictures.none())));
      case 2 -> Map.of("url", "http://192.0.2.1/" + random.nextInt(1000) + ".jpg");
      case 3 -> Map.of("base64", "*** " + random.nextInt(1000));
      default -> {
        var unknown = Integer.toString(random.nextInt()).getBytes(StandardCharsets.US_ASCII);
        yield Map.of("url", pictures.url(Digest.sha256(unknown)));
      }
    };
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Step poison(Known known) {
    var event =
        known.pictures.isEmpty()
            ? identity(known, known.contentVersion + 1)
            : upsert(known, known.contentVersion + 1, true);
    var topic = random.nextInt(4) == 0 ? Topic.AVAILABILITY : Topic.PRODUCTS;
    switch (random.nextInt(5)) {
      case 0 -> {
        var broken = "{\"op\": \"UPSERT\", \"number\": " + random.nextInt(1000);
        var value = broken.getBytes(StandardCharsets.UTF_8);
        return new Step(Step.Kind.POISON, topic, known.key(), value);
      }
      case 1 -> event.remove("version");
      case 2 -> event.put("merchant_id", Long.toString(known.merchant));
      case 3 -> event.put("merchant_id", -1 - random.nextInt(1000));
      default -> event.put("product_id", "a\0" + random.nextInt(1000));
    }
    return new Step(Step.Kind.POISON, topic, known.key(), bytes(event));
  }

  private static Map<String, Object> identity(Known known, long version) {
    var event = new LinkedHashMap<String, Object>();
    event.put("merchant_id", known.merchant);
    event.put("product_id", known.product);
    event.put("version", version);
    return event;
  }

  private void add(Known known, Step step) {
    due.add(step);
    known.lately.add(step);
    if (known.lately.size() > KEPT) {
      known.lately.remove(0);
    }
  }

  private static byte[] bytes(Map<String, Object> event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers cannot be written", e);
    }
  }
}

package io.imgsrch.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.config.event.ProductKey;
import io.imgsrch.config.event.Topic;
import io.imgsrch.local.BadInputTable.Row;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sends rows of the table to a running platform, and tells what was answered otherwise. */
final class BadInputRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MERCHANT = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final double SAME_PICTURE = 0.98;
  private static final Pattern SUPERSEDED =
      Pattern.compile("_operator_superseded\\{[^}]*} ([0-9.Ee+]+)");

  private final Shop shop;
  private final DeadLetterBox deadLetters;
  private final Map<String, BadInput> inputs;

  BadInputRun(Shop shop, DeadLetterBox deadLetters, Map<String, BadInput> inputs) {
    this.shop = shop;
    this.deadLetters = deadLetters;
    this.inputs = inputs;
  }

  /** A row, for the so-manieth time. */
  record Step(Row row, int number) {
    String product() {
      return row.id() + "-" + number;
    }

    String key() {
      return ProductKey.of(MERCHANT, product());
    }
  }

  private BadInput input(Step step) {
    return Objects.requireNonNull(inputs.get(step.row().id()));
  }

  void send(Step step) throws Exception {
    var event = input(step).event();
    if (event == null) {
      return;
    }
    var topic = step.row().topic().equals("products") ? Topic.PRODUCTS : Topic.AVAILABILITY;
    for (var value : event.values(MERCHANT, step.product(), step.number())) {
      shop.sendLater(topic, step.key(), value);
    }
  }

  /** What the answer over HTTP should have been, and was; empty if it is as documented. */
  Optional<String> search(Step step) throws Exception {
    var search = input(step).search();
    if (search == null) {
      return Optional.empty();
    }
    var body = search.body(step.number());
    var answer = shop.search(body.contentType(), body.bytes());
    var json = JSON.readTree(answer.body());
    var row = step.row();
    var type = answer.headers().firstValue("content-type").orElse("");
    boolean right =
        row.status().equals(Integer.toString(answer.statusCode()))
            && row.code().equals(json.path("code").asText())
            && row.field().equals(json.path("field").asText())
            && type.equals(row.isRead() ? "application/json" : "application/problem+json");
    return right
        ? Optional.empty()
        : Optional.of(
            "%s: expected %s %s %s, got %d %s"
                .formatted(
                    step.product(),
                    row.status(),
                    row.code(),
                    row.field(),
                    answer.statusCode(),
                    abbreviated(json)));
  }

  /** Waits for the dead letter of each step, and accepts no other. */
  void requireLetters(Collection<Step> steps) {
    var expected = new HashMap<String, List<String>>();
    for (var step : steps) {
      if (step.row().isDeadLetter()) {
        expected.put(step.key(), List.of(step.row().reason()));
      }
    }
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .untilAsserted(
            () -> assertThat(deadLetters.reasons().keySet()).containsAll(expected.keySet()));
    var sent = steps.stream().map(Step::key).toList();
    var letters = new HashMap<>(deadLetters.reasons());
    letters.keySet().retainAll(sent);
    assertThat(letters).isEqualTo(expected);
  }

  /** Waits until the product is what the row leaves of it. */
  void requireProduct(Step step) {
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .untilAsserted(
            () -> {
              var product = shop.product(MERCHANT, step.product());
              assertThat(state(product))
                  .as("%s: %s", step.product(), product)
                  .isEqualTo(left(step));
            });
  }

  private static String left(Step step) {
    var row = step.row();
    if (row.concerns().equals("event")) {
      return "unknown";
    }
    return row.concerns().equals("picture") ? "1 searchable, " + row.reason() : "1 searchable";
  }

  private static String state(JsonNode product) {
    if (product.path("code").asText().equals("PRODUCT_NOT_FOUND")) {
      return "unknown";
    }
    int searchable = 0;
    var state = new StringBuilder();
    for (var image : product.path("images")) {
      searchable += image.path("searchable").asBoolean() ? 1 : 0;
      if (image.path("failure").isObject()) {
        state.append(", ").append(image.path("failure").path("reason").asText());
      }
    }
    for (var failed : product.path("failed_pictures")) {
      state.append(", ").append(failed.path("reason").asText());
    }
    return searchable + " searchable" + state;
  }

  /** A search with the vector of the model's contract finds the picture: it was read rightly. */
  void requireFound(String id, float[] contract) throws Exception {
    var body =
        JSON.writeValueAsBytes(
            Map.of("vector", contract, "merchant_ids", List.of(MERCHANT), "top_k", 1));
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .untilAsserted(
            () -> {
              var hit = JSON.readTree(shop.search("application/json", body).body()).at("/hits/0");
              assertThat(hit.path("product_id").asText()).startsWith(id + "-");
              assertThat(hit.path("score").asDouble()).as(id).isGreaterThan(SAME_PICTURE);
            });
  }

  /** Waits until so many events more than once were superseded. */
  void requireSuperseded(long count) {
    await().atMost(PATIENCE).pollInterval(POLL).until(() -> superseded() == count);
  }

  /** Events superseded so far, as Prometheus is told. */
  long superseded() throws Exception {
    double sum = 0;
    var samples = SUPERSEDED.matcher(shop.get(shop.ports.metrics(), "/metrics"));
    while (samples.find()) {
      sum += Double.parseDouble(samples.group(1));
    }
    return Math.round(sum);
  }

  private static String abbreviated(JsonNode json) {
    var text = json.toString();
    return text.length() <= 300 ? text : text.substring(0, 300) + "…";
  }
}

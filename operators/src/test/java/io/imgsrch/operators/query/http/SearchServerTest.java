package io.imgsrch.operators.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Samples;
import io.imgsrch.operators.query.SearchLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SearchServerTest {
  private static final byte[] PHOTO = "photo".getBytes(StandardCharsets.US_ASCII);
  private static final String SHOE = Samples.imagePk("shoe");
  private static final String BAG = Samples.imagePk("bag");

  private final TestServer api = new TestServer();

  SearchServerTest() {
    api.index.add(SHOE, 0.9).add(BAG, 0.8);
    api.validity.add(Samples.offer(7, "shoe", "shoes", true, SHOE));
    api.validity.add(Samples.offer(8, "bag", "bags", true, BAG, Samples.imagePk("unseen")));
    api.validity.add(Samples.deleted(9, "gone"));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aPhotoInAFormFindsProducts() {
    var answer = api.search(new Form().file("image", PHOTO));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().at("/hits").findValuesAsText("product_id"))
        .containsExactly("shoe", "bag");
    assertThat(answer.body().at("/hits/0/title").asText()).isEqualTo("title of shoe");
    assertThat(answer.body().at("/hits/0/picture_url").asText())
        .isEqualTo("https://pictures.example:8443/" + SHOE + ".jpg");
    assertThat(answer.body().at("/hits/0/score").asText()).isEqualTo("0.9");
    assertThat(answer.body().at("/hits/0/availability_version").isNull()).isTrue();
    assertThat(answer.body().at("/index_age_ms").asLong()).isEqualTo(5);
    assertThat(answer.body().at("/verified").asBoolean()).isTrue();
    assertThat(api.latencies).hasSize(1);
    assertThat(api.errors).isEmpty();
  }

  @Test
  void aFormFiltersByRepeatedAndCommaSeparatedMerchants() {
    var form =
        new Form()
            .field("merchant_ids", "7, 5")
            .field("merchant_ids", "6")
            .field("category", "shoes")
            .field("top_k", "3")
            .field("min_score", "0.5")
            .file("image", PHOTO);

    assertThat(api.search(form).body().at("/hits").findValuesAsText("product_id"))
        .containsExactly("shoe");
    var others = new Form().field("merchant_ids", "5,6").file("image", PHOTO);
    assertThat(api.search(others).body().at("/hits")).isEmpty();
  }

  @Test
  void jsonSearchesByPhotoKnownPictureAndVector() {
    var base64 = Base64.getEncoder().encodeToString(PHOTO);
    var filters = ",\"merchant_ids\":[8],\"category\":\"bags\",\"top_k\":1,\"min_score\":-1}";
    var vector = java.util.Arrays.toString(Samples.unitVector(3));
    for (var example :
        java.util.List.of(
            "{\"image_base64\":\"" + base64 + "\"",
            "{\"image_pk\":\"" + SHOE + "\"",
            "{\"vector\":" + vector)) {
      var answer = api.search(example + filters);

      assertThat(answer.status()).as(example).isEqualTo(200);
      assertThat(answer.body().at("/hits").findValuesAsText("product_id"))
          .as(example)
          .containsExactly("bag");
    }
  }

  @Test
  void anAnswerIsExplainedOnlyWhenItIsAskedFor() {
    var json = "{\"image_pk\":\"" + SHOE + "\"";
    for (var answer :
        java.util.List.of(
            api.search(json + ",\"explain\":true}"),
            api.search(new Form().field("explain", "true").file("image", PHOTO)))) {
      assertThat(answer.body().at("/explain/path").asText()).isEqualTo("INDEX");
      assertThat(answer.body().at("/explain/allowed").isNull()).isTrue();
      assertThat(answer.body().at("/explain/rounds/0/candidates").asInt()).isEqualTo(40);
      assertThat(answer.body().at("/explain/rounds/0/exact_ms").isNull()).isTrue();
      assertThat(answer.body().at("/explain/rounds/0/took_ms").isNumber()).isTrue();
    }
    for (var answer :
        java.util.List.of(
            api.search(json + "}"),
            api.search(new Form().field("explain", "false").file("image", PHOTO)))) {
      assertThat(answer.body().get("explain").isNull()).isTrue();
    }
  }

  @Test
  void anAnswerContinuesTheCallersTrace() {
    var answer =
        api.send(
            api.to("/v1/search")
                .header("traceparent", Samples.TRACEPARENT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"image_pk\":\"" + SHOE + "\"}")));

    assertThat(answer.body().at("/trace_id").asText()).isEqualTo(Samples.TRACE_ID);
    assertThat(answer.header("traceparent"))
        .matches(Traceparent::isValid)
        .contains(Samples.TRACE_ID)
        .isNotEqualTo(Samples.TRACEPARENT);
    var other = api.send(api.to("/v1/search").header("traceparent", "nonsense").GET());
    assertThat(other.body().at("/trace_id").asText())
        .isEqualTo(Traceparent.traceId(other.header("traceparent")));
  }

  @Test
  void aProductIsWhatTheStateSays() {
    var bag = api.get("/v1/products/8/bag");

    assertThat(bag.status()).isEqualTo(200);
    assertThat(bag.body().at("/images").findValuesAsText("searchable"))
        .containsExactly("true", "false");
    assertThat(bag.body().at("/attributes/colour").asText()).isEqualTo("red");
    assertThat(bag.body().at("/price_minor").asLong()).isEqualTo(1_999);

    var gone = api.get("/v1/products/9/gone").body();
    assertThat(gone.at("/deleted").asBoolean()).isTrue();
    assertThat(gone.at("/title").isNull()).isTrue();
    assertThat(gone.at("/failed_pictures/0/reason").asText()).isEqualTo("NOT_AN_IMAGE");
    assertThat(gone.at("/availability_version").asLong()).isEqualTo(9);
  }

  @Test
  void aProductSaysWhichPicturesAreBadForGood() {
    var torn = Samples.imagePk("torn");
    var judged = Samples.imagePk("judged");
    api.validity.add(
        Samples.offer(8, "torn", "bags", true, BAG, torn, judged, Samples.imagePk("pending")));
    api.standings.good(judged).bad(torn, Reason.BROKEN_PICTURE, "cut short");
    // The vector store has it: whatever else is said of it, it can be found.
    api.standings.bad(BAG, Reason.BROKEN_PICTURE, "stale");

    var images = api.get("/v1/products/8/torn").body().at("/images");

    assertThat(images.findValuesAsText("searchable"))
        .containsExactly("true", "false", "false", "false");
    assertThat(images.at("/1/image_pk").asText()).isEqualTo(torn);
    assertThat(images.at("/1/failure/reason").asText()).isEqualTo("BROKEN_PICTURE");
    assertThat(images.at("/1/failure/message").asText()).isEqualTo("cut short");
    for (int other : new int[] {0, 2, 3}) {
      assertThat(images.at("/" + other + "/failure").isNull()).as("image %d", other).isTrue();
    }
  }

  @Test
  void aProductWhoseVerdictsCannotBeReadIsShownWithoutThem() {
    api.standings.failsAlways = true;

    var bag = api.get("/v1/products/8/bag");

    assertThat(bag.status()).isEqualTo(200);
    assertThat(bag.body().at("/images").findValuesAsText("searchable"))
        .containsExactly("true", "false");
    assertThat(bag.body().at("/images/1/failure").isNull()).isTrue();
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    assertThat(api.errors).isEmpty();
  }

  @Test
  void aProductIdMayHoldWhatAPathMayNot() {
    api.validity.add(Samples.offer(8, "a b/ü%", "bags", true, BAG));

    var found = api.get("/v1/products/8/a%20b%2F%C3%BC%25");

    assertThat(found.status()).isEqualTo(200);
    assertThat(found.body().at("/product_id").asText()).isEqualTo("a b/ü%");
  }

  @Test
  void readinessNamesWhatDoesNotAnswer() {
    assertThat(api.get("/health/live").status()).isEqualTo(200);
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
    api.validity.failsAlways = true;

    var unready = api.get("/health/ready");

    assertThat(unready.status()).isEqualTo(503);
    assertThat(unready.body().at("/checks/0/ready").asBoolean()).isTrue();
    assertThat(unready.body().at("/checks/1/name").asText()).isEqualTo("queryable_state");
    assertThat(unready.body().at("/checks/1/ready").asBoolean()).isFalse();
    api.validity.failsAlways = false;
    api.index.failure = new IllegalStateException("down");
    assertThat(api.get("/health/ready").body().at("/checks/0/problem").asText()).isEqualTo("down");
  }

  @Test
  void isNotReadyWhileTheCatalogueIsReadIntoMemory() {
    api.mirror.problem = "being read";
    var unready = api.get("/health/ready");
    assertThat(unready.status()).isEqualTo(503);
    assertThat(unready.body().at("/checks/3/name").asText()).isEqualTo("catalogue_mirror");
    assertThat(unready.body().at("/checks/3/problem").asText()).isEqualTo("being read");
    api.mirror.problem = null;
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void theMirrorIsBuiltAgainOnRequest() {
    assertThat(api.get("/v1/mirror").body().path("building").asBoolean()).isFalse();
    var strange =
        api.send(
            api.to("/v1/mirror/rebuild")
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.noBody()));
    ProblemAssert.that(strange, ErrorCode.CROSS_SITE);
    assertThat(api.get("/v1/mirror").body().path("building").asBoolean()).isFalse();
    var begun = api.post("/v1/mirror/rebuild", "");
    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.body().path("building").asBoolean()).isTrue();
    assertThat(api.get("/v1/mirror").body().path("building").asBoolean()).isTrue();
  }

  @Test
  void isNotReadyWhileArchiveAndStateDiffer() {
    api.ejected = true;
    var ejected = api.get("/health/ready");
    assertThat(ejected.status()).isEqualTo(503);
    assertThat(ejected.body().at("/checks/2/name").asText()).isEqualTo("archive_agreement");
    assertThat(ejected.body().at("/checks/2/problem").asText()).startsWith("NOT_SERVING");
    api.ejected = false;
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void failingStoresAreProblemsOfTheirOwn() {
    api.index.failure = new IllegalStateException("secret address");
    ProblemAssert.that(api.search("{\"image_pk\":\"" + SHOE + "\"}"), ErrorCode.INDEX_UNAVAILABLE);
    ProblemAssert.that(api.get("/v1/products/8/bag"), ErrorCode.INDEX_UNAVAILABLE);
    api.index.failure = null;
    api.validity.failsAlways = true;
    var unavailable = api.search("{\"image_pk\":\"" + SHOE + "\"}");
    ProblemAssert.that(unavailable, ErrorCode.STATE_UNAVAILABLE);
    assertThat(unavailable.header("Retry-After")).isEqualTo("1");
    ProblemAssert.that(api.get("/v1/products/8/bag"), ErrorCode.STATE_UNAVAILABLE);

    assertThat(api.errors)
        .containsExactly(
            ErrorCode.INDEX_UNAVAILABLE,
            ErrorCode.INDEX_UNAVAILABLE,
            ErrorCode.STATE_UNAVAILABLE,
            ErrorCode.STATE_UNAVAILABLE);
  }

  @Test
  void anUnexpectedErrorTellsNothingButItsTrace() {
    api.embedder.failure = new IllegalStateException("secret detail");

    var answer = api.search(new Form().file("image", PHOTO));

    ProblemAssert.that(answer, ErrorCode.INTERNAL);
    assertThat(new String(answer.response().body(), StandardCharsets.UTF_8))
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }

  @Test
  void searchesThatTakeTooLongOrAreTooManyAreRefused() {
    try (var small =
        new TestServer(
            new SearchLimits(Duration.ofMillis(200), Duration.ofSeconds(2), 4, 64, 16, 1, 256))) {
      small.index.hangs = true;
      var body = "{\"image_pk\":\"" + SHOE + "\"}";
      ProblemAssert.that(small.search(body), ErrorCode.SEARCH_TIMEOUT);
    }
    try (var full =
        new TestServer(
            new SearchLimits(Duration.ofSeconds(9), Duration.ofSeconds(2), 4, 64, 16, 0, 256))) {
      ProblemAssert.that(full.search("{\"image_pk\":\"" + SHOE + "\"}"), ErrorCode.OVERLOADED);
    }
  }

  @Test
  void whatIsNoHttpIsAProblemToo() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("GET /\0bad HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains(Problem.CONTENT_TYPE, "BAD_HTTP");
    }
  }

  @Test
  void aBodyThatDripsIsCutOff() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port())) {
      var head =
          """
          POST /v1/search HTTP/1.1
          Host: x
          Content-Type: application/json
          Content-Length: 1000000

          """;
      socket
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));

      var answer = dripUntilAnswered(socket, Duration.ofSeconds(15));

      assertThat(answer).startsWith("HTTP/1.1 408").contains(Problem.CONTENT_TYPE);
    }
  }

  /** A byte whenever there was no answer for a tenth of a second. */
  private static String dripUntilAnswered(Socket socket, Duration limit) throws IOException {
    socket.setSoTimeout(100);
    var start = new byte[1_024];
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      socket.getOutputStream().write(' ');
      try {
        int length = socket.getInputStream().read(start);
        return new String(start, 0, Math.max(0, length), StandardCharsets.US_ASCII);
      } catch (SocketTimeoutException e) {
        assertThat(socket.isClosed()).isFalse();
      }
    }
    throw new AssertionError("no answer within " + limit);
  }

  @Test
  void aPortInUseIsOneClearError() {
    try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var options = TestServer.options(socket.getLocalPort(), true);

      assertThatThrownBy(() -> api.again(options))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("127.0.0.1:" + socket.getLocalPort())
          .hasMessageContaining("query.port");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

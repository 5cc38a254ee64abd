package io.imgsrch.operators.query.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Offer;
import io.imgsrch.config.event.Revision;
import io.imgsrch.operators.query.AvailabilityWriter.Availability;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvailabilityTest {
  private static final String PATH = "/v1/availability";
  private static final String OFF =
      "{\"merchant_id\":7,\"product_id\":\"shoe\",\"available\":false}";

  private final TestServer api = new TestServer();

  AvailabilityTest() {
    api.validity.add(Samples.offer(7, "shoe", "shoes", true, Samples.imagePk("shoe")));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void anOfferIsSwitchedByAnEventOfNow() {
    long before = System.currentTimeMillis();
    var answer = api.post(PATH, OFF);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.events).hasSize(1);
    var event = api.events.get(0);
    assertThat(event).isEqualTo(new Availability(7, "shoe", event.version(), false));
    assertThat(event.version()).isBetween(before, System.currentTimeMillis());
    assertThat(answer.body().at("/version").asLong()).isEqualTo(event.version());
    assertThat(answer.body().path("position").toString())
        .isEqualTo("{\"topic\":\"catalog.availability\",\"partition\":3,\"offset\":41}");
    assertThat(answer.header("traceparent")).contains(answer.body().at("/trace_id").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "9000000000000000000, 9000000000000000001",
    "9223372036854775807, 9223372036854775807"
  })
  void anEventWinsOverOneThatIsAheadOfTheClock(long known, long written) {
    var offer = Samples.offer(7, "shoe", "shoes", true);
    api.validity.addOnlyOffer(
        new Offer(
            7,
            "shoe",
            offer.content(),
            new Revision(known, Revision.AVAILABLE, ""),
            offer.details(),
            offer.imagePks(),
            false,
            offer.failedPictures(),
            offer.traceparent()));

    assertThat(api.post(PATH, OFF).status()).isEqualTo(202);
    assertThat(api.events).extracting(Availability::version).containsExactly(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                      | NOT_JSON      |",
        "{}                                                      | MISSING_FIELD | merchant_id",
        "{'merchant_id':7,'product_id':'shoe','available':null}  | MISSING_FIELD | available",
        "{'merchant_id':7,'product_id':'shoe','available':'no'}  | WRONG_TYPE    | available",
        "{'merchant_id':'7','product_id':'shoe','available':true} | WRONG_TYPE   | merchant_id",
        "{'merchant_id':-1,'product_id':'shoe','available':true} | OUT_OF_RANGE  | merchant_id",
        "{'merchant_id':7,'product_id':'','available':true}      | OUT_OF_RANGE  | product_id",
        "{'merchant_id':7,'product_id':'shoe','price_minor':1}   | UNKNOWN_FIELD | price_minor",
        "{'merchant_id':7,'product_id':'none','available':true}  | PRODUCT_NOT_FOUND |",
      })
  void whatIsWrongIsNamed(String template, ErrorCode code, String field) {
    var answer = api.post(PATH, template.replace('\'', '"'));

    if (field == null) {
      ProblemAssert.that(answer, code);
    } else {
      ProblemAssert.that(answer, code, field);
    }
    assertThat(api.events).isEmpty();
  }

  @Test
  void itIsOffUnlessTheServerWasToldOtherwise() {
    try (var reading = new TestServer(Samples.LIMITS, TestServer.options(0, false))) {
      reading.validity.add(Samples.offer(7, "shoe", "shoes", true));
      ProblemAssert.that(reading.post(PATH, OFF), ErrorCode.WRITES_OFF);
      assertThat(reading.events).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://evil.example, 403",
    "Origin, null, 403",
    "Origin, http://127.0.0.1:1, 403",
    "Origin, http://127.0.0.1:PORT, 202",
    "Sec-Fetch-Site, cross-site, 403",
    "Sec-Fetch-Site, same-site, 403",
    "Sec-Fetch-Site, same-origin, 202",
  })
  void otherSitesCannotSwitchOffers(String header, String value, int status) {
    var answer =
        api.send(
            api.to(PATH)
                .header(header, value.replace("PORT", String.valueOf(api.server.port())))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(OFF)));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(api.events).hasSize(status == 202 ? 1 : 0);
    if (status == 403) {
      ProblemAssert.that(answer, ErrorCode.CROSS_SITE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example, 403",
    "evil.example:PORT, 403",
    "127.0.0.1.evil.example:PORT, 403",
    "localhost:PORT, 202",
    "127.0.0.1:PORT, 202",
    "[::1]:PORT, 202",
  })
  void aNameThatWasTurnedToOurAddressCannotSwitchOffers(String host, int status) throws Exception {
    int port = api.server.port();
    var own = host.replace("PORT", String.valueOf(port));
    var request =
        """
        POST %s HTTP/1.1\r
        Host: %s\r
        Origin: http://%s\r
        Sec-Fetch-Site: same-origin\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        %s"""
            .formatted(PATH, own, own, OFF.length(), OFF);

    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 " + status + " ");
    }
    assertThat(api.events).hasSize(status == 202 ? 1 : 0);
  }

  @Test
  void aFormOfAnotherSiteIsNoJson() {
    var form = api.to(PATH).header("Content-Type", "text/plain");
    ProblemAssert.that(
        api.send(form.POST(BodyPublishers.ofString(OFF))), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void anEventThatNobodyAcknowledgedIsSaidToBe() {
    api.writeFailure = new IOException("secret broker");
    var answer = api.post(PATH, OFF);

    ProblemAssert.that(answer, ErrorCode.EVENTS_UNAVAILABLE);
    assertThat(answer.body().toString()).doesNotContain("secret");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
  }
}

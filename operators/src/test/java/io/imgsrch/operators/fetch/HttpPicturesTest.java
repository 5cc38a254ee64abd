package io.imgsrch.operators.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.imgsrch.config.FetchOptions;
import io.imgsrch.config.Settings;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.trace.Traceparent;
import io.imgsrch.operators.picture.PictureException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPicturesTest {
  private static final int MAX_BYTES = 1024;

  private HttpServer host;
  private String address;
  private HttpPictures pictures;

  @BeforeEach
  void start() throws IOException {
    host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[MAX_BYTES + 1]);
          exchange.close();
        });
    host.createContext(
        "/gone",
        exchange -> {
          exchange.sendResponseHeaders(404, 200_000);
          exchange.getResponseBody().write(new byte[200_000]);
          exchange.close();
        });
    host.start();
    var authority = "127.0.0.1:" + host.getAddress().getPort();
    address = "http://" + authority + "/large";
    pictures =
        new HttpPictures(
            Settings.of(List.of())
                .with(FetchOptions.ALLOWED_HOSTS, authority, "test")
                .with(FetchOptions.MAX_PICTURE_BYTES, Integer.toString(MAX_BYTES), "test"));
  }

  @AfterEach
  void stop() {
    host.stop(0);
    pictures.close();
  }

  @Test
  void tellsWhyAPictureCannotBeHad() {
    assertThat(failure()).extracting(PictureException::reason).isEqualTo(Reason.PICTURE_TOO_LARGE);
  }

  /** Many hosts answer 404 with a page of their own, larger than the pictures allowed here. */
  @Test
  void aLargePageThatSaysNotFoundIsNoPictureTooLarge() {
    address = address.replace("/large", "/gone");
    assertThat(failure()).extracting(PictureException::reason).isEqualTo(Reason.PICTURE_NOT_FOUND);
  }

  @Test
  void aHostThatIsNotThereIsNamed() {
    host.stop(0);
    assertThat(failure())
        .hasMessageContaining(address)
        .extracting(PictureException::reason)
        .isEqualTo(Reason.PICTURE_UNREACHABLE);
  }

  private PictureException failure() {
    return (PictureException)
        assertThat(pictures.get(address, Traceparent.create()))
            .failsWithin(Duration.ofSeconds(20))
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(PictureException.class)
            .actual();
  }
}

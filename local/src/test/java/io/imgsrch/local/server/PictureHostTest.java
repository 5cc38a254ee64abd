package io.imgsrch.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureHostTest {
  private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n and pixels");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = FreePorts.draw(1).get(0);

  @TempDir Path directory;

  @Test
  void servesWhatWasStoredAlsoAfterARestart() throws Exception {
    String hash = Sha256.of(PNG);
    try (PictureHost host = PictureHost.start(directory, port)) {
      assertThat(put(host.url(hash), PNG).statusCode()).isEqualTo(204);
      assertThat(put(host.url(hash), PNG).statusCode()).isEqualTo(204);
    }
    try (PictureHost host = PictureHost.start(directory, port)) {
      HttpResponse<byte[]> answer = get(host.url(hash));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(PNG);
      assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
      assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
      assertThat(host.hostAndPort()).isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void storesOnlyWhatHasTheHashOfItsAddress() throws Exception {
    try (PictureHost host = PictureHost.start(directory, port)) {
      String hash = Sha256.of(bytes("another"));
      assertThat(put(host.url(hash), PNG).statusCode()).isEqualTo(422);
      assertThat(get(host.url(hash)).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void refusesMoreThanAnEventMayReferTo() throws Exception {
    try (PictureHost host = PictureHost.start(directory, port)) {
      byte[] largest = new byte[PictureHost.MAX_BYTES];
      byte[] larger = new byte[PictureHost.MAX_BYTES + 1];
      assertThat(put(host.url(Sha256.of(largest)), largest).statusCode()).isEqualTo(204);
      assertThat(put(host.url(Sha256.of(larger)), larger).statusCode()).isEqualTo(413);
    }
  }

  @Test
  void hasNoOtherAddressAndNoOtherMethod() throws Exception {
    try (PictureHost host = PictureHost.start(directory, port)) {
      String url = host.url(Sha256.of(PNG));
      assertThat(get(url.substring(0, url.length() - 1)).statusCode()).isEqualTo(404);
      assertThat(get("http://" + host.hostAndPort() + "/pictures/%2e%2e").statusCode())
          .isEqualTo(404);
      HttpRequest delete = request(url).DELETE().build();
      assertThat(client.send(delete, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(405);
    }
  }

  @Test
  void knowsTheUsualTypes() {
    assertThat(PictureType.of(bytes("\u00ff\u00d8\u00ff\u00e0"))).isEqualTo("image/jpeg");
    assertThat(PictureType.of(PNG)).isEqualTo("image/png");
    assertThat(PictureType.of(bytes("GIF89a"))).isEqualTo("image/gif");
    assertThat(PictureType.of(bytes("RIFF\0\0\0\0WEBPVP8 "))).isEqualTo("image/webp");
    assertThat(PictureType.of(bytes("BM"))).isEqualTo("image/bmp");
    assertThat(PictureType.of(bytes(""))).isEqualTo("application/octet-stream");
  }

  private HttpResponse<byte[]> put(String url, byte[] body) throws Exception {
    HttpRequest put = request(url).PUT(BodyPublishers.ofByteArray(body)).build();
    return client.send(put, BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String url) throws Exception {
    return client.send(request(url).build(), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

package io.imgsrch.local.client;

import io.imgsrch.config.event.Digest;
import io.imgsrch.local.catalogue.EventPicture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Puts pictures to the platform's picture host, under their SHA-256, each one once. */
public final class PictureHostClient implements PictureDelivery {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private final URI host;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final Set<String> stored = ConcurrentHashMap.newKeySet();

  /**
   * @param host such as {@code http://127.0.0.1:18082}
   */
  public PictureHostClient(URI host) {
    this.host = host;
  }

  @Override
  public EventPicture deliver(Path file) throws ClientException, InterruptedException {
    try {
      var bytes = Files.readAllBytes(file);
      return EventPicture.at(store(bytes, file.toString()));
    } catch (IOException e) {
      throw new ClientException("cannot read the picture " + e.getMessage(), e);
    }
  }

  /** Puts a picture to the host, and gives its address there. */
  public String store(byte[] picture) throws ClientException, InterruptedException {
    return store(picture, "a picture of " + picture.length + " bytes");
  }

  private String store(byte[] bytes, String name) throws ClientException, InterruptedException {
    var hash = Digest.sha256(bytes);
    var address = host.resolve("/pictures/" + hash);
    if (!stored.contains(hash)) {
      put(name, bytes, address);
      stored.add(hash);
    }
    return address.toString();
  }

  private void put(String name, byte[] bytes, URI address)
      throws ClientException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .timeout(REQUEST_TIMEOUT)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new ClientException(
            "the picture host refused %s: %d %s"
                .formatted(name, response.statusCode(), response.body().strip()));
      }
    } catch (IOException e) {
      throw new UnreachableException("the picture host", host, e);
    }
  }
}

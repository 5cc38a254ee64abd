package io.imgsrch.local.prove;

import com.fasterxml.jackson.databind.JsonNode;
import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a history and what must become of each. Good ones are the sample catalogue's, and
 * copies of them that differ in a comment, so that they are other pictures with equal vectors.
 */
public final class Pictures {
  private static final int BAD = 4;

  private final String host;
  private final List<String> good = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final List<String> none = new ArrayList<>();
  private final Map<String, byte[]> bytes = new HashMap<>();
  private final Map<String, Fate> fates = new HashMap<>();

  private Pictures(String host) {
    this.host = host;
  }

  /**
   * Reads the sample catalogue.
   *
   * @param folder of its JPEG files
   * @param count of good pictures
   * @param host address under which a picture is served by its hash, such as {@code
   *     http://127.0.0.1:18082/pictures/}
   */
  public static Pictures of(Path folder, int count, String host) throws IOException {
    var pictures = new Pictures(host);
    List<Path> files;
    try (var entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    for (int i = 0; i < count; i++) {
      var file = Files.readAllBytes(files.get(i % files.size()));
      int copy = i / files.size();
      var picture = copy == 0 ? file : numbered(file, copy);
      pictures.good.add(pictures.add(picture, null));
    }
    for (int i = 0; i < BAD; i++) {
      var whole = numbered(Files.readAllBytes(files.get(i)), 1_000 + i);
      var half = Arrays.copyOf(whole, whole.length / 2);
      pictures.broken.add(pictures.add(half, Reason.BROKEN_PICTURE));
      var text = ("no picture, number " + i).getBytes(StandardCharsets.UTF_8);
      pictures.none.add(pictures.add(text, Reason.NOT_AN_IMAGE));
    }
    return pictures;
  }

  /** The same JPEG picture in other bytes. */
  private static byte[] numbered(byte[] jpeg, int number) {
    var comment = "copy %06d".formatted(number).getBytes(StandardCharsets.US_ASCII);
    var out = new byte[jpeg.length + 4 + comment.length];
    System.arraycopy(jpeg, 0, out, 0, 2);
    out[2] = (byte) 0xFF;
    out[3] = (byte) 0xFE;
    out[5] = (byte) (2 + comment.length);
    System.arraycopy(comment, 0, out, 6, comment.length);
    System.arraycopy(jpeg, 2, out, 6 + comment.length, jpeg.length - 2);
    return out;
  }

  private String add(byte[] picture, @Nullable Reason reason) {
    var imagePk = Digest.sha256(picture);
    bytes.put(imagePk, picture);
    // What is no picture by its first bytes is never referred to; damage shows in the decoder.
    fates.put(imagePk, new Fate(reason == Reason.NOT_AN_IMAGE ? null : imagePk, reason));
    return imagePk;
  }

  /** Hashes of the good pictures. */
  List<String> good() {
    return good;
  }

  /** Hashes of pictures that end too early. */
  List<String> broken() {
    return broken;
  }

  /** Hashes of files that are no pictures. */
  List<String> none() {
    return none;
  }

  /** Everything that the picture host must have. */
  public List<byte[]> all() {
    return List.copyOf(bytes.values());
  }

  /** The bytes of a picture. */
  Optional<byte[]> bytes(String imagePk) {
    return Optional.ofNullable(bytes.get(imagePk));
  }

  /** Where a picture is. */
  String url(String imagePk) {
    return host + imagePk;
  }

  /** What must become of an entry of an event's {@code images}. */
  public Fate fate(JsonNode picture) {
    if (picture.hasNonNull("url")) {
      var url = picture.get("url").asText();
      return url.startsWith(host)
          ? fate(url.substring(host.length()))
          : new Fate(null, Reason.PICTURE_FORBIDDEN);
    }
    try {
      var inline = Base64.getDecoder().decode(picture.get("base64").asText());
      return fate(Digest.sha256(inline));
    } catch (IllegalArgumentException e) {
      return new Fate(null, Reason.BAD_BASE64);
    }
  }

  private Fate fate(String imagePk) {
    return fates.getOrDefault(imagePk, new Fate(null, Reason.PICTURE_NOT_FOUND));
  }
}

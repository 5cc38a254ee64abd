package io.imgsrch.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.imgsrch.local.BadInput.Body;
import io.imgsrch.local.BadInput.Event;
import io.imgsrch.local.BadInput.Search;
import io.imgsrch.operators.picture.BadFiles;
import io.imgsrch.operators.picture.ReferencePictures;
import io.imgsrch.operators.picture.ScanBomb;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes every input of the table. */
final class BadInputs {
  /** Rows that are read, and the reference picture that each of them is. */
  static final Map<String, String> READABLE =
      Map.ofEntries(
          Map.entry("text-bomb", "palette-alpha.png"),
          Map.entry("cmyk", "cmyk.jpg"),
          Map.entry("ycck", "ycck.jpg"),
          Map.entry("grey", "grey.jpg"),
          Map.entry("progressive", "progressive-444.jpg"),
          Map.entry("rotated", "orientation-6.jpg"),
          Map.entry("animated-gif", "animated.gif"),
          Map.entry("animated-webp", "animated.webp"),
          Map.entry("webp", "lossy.webp"),
          Map.entry("webp-alpha", "lossless-alpha.webp"),
          Map.entry("png-16-bit", "rgb16.png"),
          Map.entry("png-16-bit-grey", "grey16.png"),
          Map.entry("png-palette", "palette.png"),
          Map.entry("png-alpha", "alpha.png"),
          Map.entry("bmp", "pixels.bmp"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOUNDARY = "imgsrch-form";
  private static final String FORM = "multipart/form-data; boundary=" + BOUNDARY;
  private static final String PK = "0".repeat(64);
  private static final byte[] NOTHING = {};

  private final Map<String, BadInput> inputs = new TreeMap<>();
  private final BadHost host;
  private final byte[] good = Files.readAllBytes(Shop.picture(1));
  private final List<byte[]> companions = new ArrayList<>();

  BadInputs(BadHost host) throws Exception {
    this.host = host;
    for (int number = 300; number < 400; number++) {
      companions.add(Files.readAllBytes(Shop.picture(number)));
    }
    texts();
    fields();
    addresses();
    files();
    requests();
  }

  /** By id. */
  Map<String, BadInput> all() {
    return Collections.unmodifiableMap(inputs);
  }

  private void texts() {
    text("not-json", "this is no JSON".getBytes(UTF_8));
    text("empty", NOTHING);
    text("cut-json", "{\"op\": \"UPSERT\", \"merchant".getBytes(UTF_8));
    text("not-an-object", "[]".getBytes(UTF_8));
    text("not-utf8", "{\"op\": \"\u00ff\u00fe\"}".getBytes(ISO_8859_1));
    text("nested", "[".repeat(100_000).getBytes(UTF_8));
    add("availability-not-json", (merchant, product, number) -> one("no".getBytes(UTF_8)), null);
  }

  private void fields() {
    add("wrong-type", changed(e -> e.put("merchant_id", "7")), json("merchant_ids", List.of("7")));
    add("fraction", changed(e -> e.put("price_minor", 1.5)), json("top_k", 1.5));
    add("missing-field", changed(e -> e.remove("title")), number -> json(Map.of()));
    add("negative", changed(e -> e.put("merchant_id", -1)), json("merchant_ids", List.of(-1)));
    var huge = new BigInteger("9".repeat(30));
    add(
        "huge-number",
        changed(e -> e.put("merchant_id", huge)),
        json("merchant_ids", List.of(huge)));
    add("unknown-op", changed(e -> e.put("op", "PATCH")), null);
    add("bad-currency", changed(e -> e.put("currency", "euro")), null);
    add("no-images", changed(e -> e.put("images", List.of())), null);
    add(
        "nine-images",
        changed(e -> e.put("images", Collections.nCopies(9, Map.of("url", url("/not-found"))))),
        number -> new Body(FORM, form("image", good, "image", good)));
    add(
        "image-of-nothing",
        changed(e -> e.put("images", List.of(Map.of()))),
        number -> json(Map.of("image_base64", "")));
    var mega = "t".repeat(1 << 20);
    add("long-title", changed(e -> e.put("title", mega)), json("category", mega));
    add("nul", changed(e -> e.put("title", "a\0b")), json("category", "a\0b"));
    add(
        "half-character",
        raw("\"a thing\"", "\"\\ud800\""),
        number ->
            new Body(
                "application/json",
                "{\"image_pk\": \"%s\", \"category\": \"\\ud800\"}".formatted(PK).getBytes(UTF_8)));
    add("availability-missing-field", availability(null), null);
    add("availability-wrong-type", availability("yes"), null);
    add(
        "older-version",
        (merchant, product, number) -> {
          var event =
              product(merchant, product, List.of(Map.of("base64", base64(companion(product)))));
          var newer = JSON.writeValueAsBytes(event);
          event.put("version", 1);
          return new byte[][] {newer, JSON.writeValueAsBytes(event)};
        },
        null);
  }

  private void addresses() {
    address("no-address", "http://[not an address");
    address("file-address", "file:///etc/passwd");
    address("forbidden-host", "http://192.0.2.1/picture.jpg");
    address("unreachable", "http://" + host.silentHostAndPort() + "/picture.jpg");
    for (var path :
        List.of(
            "redirect-private",
            "redirect-loop",
            "denied",
            "not-found",
            "failing",
            "cut-connection",
            "drip",
            "large-download",
            "endless-download",
            "web-page")) {
      address(path, url("/" + path));
    }
  }

  private void files() throws Exception {
    var jpeg = ReferencePictures.bytes("plain.jpg");
    var png = ReferencePictures.bytes("rgb16.png");
    var gif = ReferencePictures.bytes("animated.gif");
    var webp = ReferencePictures.bytes("lossy.webp");
    var random = new byte[4096];
    new Random(7).nextBytes(random);
    random[0] = 1;
    file("not-an-image", number -> random);
    file("avif", number -> BadFiles.avif());
    file("heic", number -> BadFiles.heic());
    file("svg", number -> BadFiles.svg());
    file("cut-jpeg", number -> BadFiles.cut(BadFiles.numbered(jpeg, number), 50));
    file("cut-png", number -> BadFiles.cut(BadFiles.numbered(png, number), 50));
    file("cut-gif", number -> BadFiles.cut(gif, 20));
    file("cut-webp", number -> BadFiles.cut(webp, 50));
    var tooFew = BadFiles.png(100, 100, BadFiles.deflatedZeros(50 * (1 + 3 * 100)));
    file("too-few-rows", number -> BadFiles.numbered(tooFew, number));
    var huge = BadFiles.png(60_000, 60_000, new byte[10]);
    file("huge-picture", number -> BadFiles.numbered(huge, number));
    var scans = ScanBomb.jpeg(7_000, 5_000);
    file("scan-bomb", number -> BadFiles.numbered(scans, number));
    var large = new byte[5_500_000];
    System.arraycopy(jpeg, 0, large, 0, jpeg.length);
    file("large-file", number -> large);
    add("not-base64", picture(number -> Map.of("base64", "***")), json("image_base64", "***"));

    var dataBomb = BadFiles.png(100, 100, BadFiles.deflatedZeros(64 << 20));
    file("data-bomb", number -> BadFiles.numbered(dataBomb, number));
    for (var readable : READABLE.entrySet()) {
      var bytes = ReferencePictures.bytes(readable.getValue());
      var sent = readable.getKey().equals("text-bomb") ? BadFiles.withCompressedText(bytes) : bytes;
      boolean takesComment = readable.getValue().matches(".*\\.(jpg|png)");
      file(readable.getKey(), number -> takesComment ? BadFiles.numbered(sent, number) : sent);
    }
  }

  private void requests() {
    add("large-request", null, number -> new Body(FORM, form("image", new byte[30_000_000])));
    add("empty-file", null, number -> new Body(FORM, form("image", NOTHING)));
    add("no-form", null, number -> new Body("multipart/form-data", form("image", good)));
    add("cut-form", null, number -> new Body(FORM, BadFiles.cut(form("image", good), 50)));
    add("no-content-type", null, number -> new Body("image/jpeg", good));
    add("unknown-field", null, json("merchant", 7));
    add("no-merchants", null, json("merchant_ids", List.of()));
    var many = IntStream.range(0, 100_000).boxed().toList();
    add("many-merchants", null, json("merchant_ids", many));
    add("top-k-0", null, json("top_k", 0));
    add("top-k-101", null, json("top_k", 101));
    add("min-score", null, json("min_score", 1.1));
    add("short-vector", null, number -> json(Map.of("vector", List.of(1, 2))));
    add("zero-vector", null, number -> json(Map.of("vector", Collections.nCopies(256, 0))));
    add("unknown-picture", null, number -> json(Map.of("image_pk", PK)));
  }

  private void add(String id, @Nullable Event event, @Nullable Search search) {
    inputs.put(id, new BadInput(event, search));
  }

  private void text(String id, byte[] bytes) {
    add(
        id,
        (merchant, product, number) -> one(bytes),
        number -> new Body("application/json", bytes));
  }

  private void address(String id, String address) {
    add(
        id,
        picture(number -> Map.of("url", address)),
        number -> json(Map.of("image_url", address)));
  }

  private interface FileMaker {
    byte[] make(int number);
  }

  private void file(String id, FileMaker maker) {
    Event event =
        READABLE.containsKey(id) || id.equals("data-bomb")
            ? (merchant, product, number) ->
                one(
                    JSON.writeValueAsBytes(
                        product(
                            merchant,
                            product,
                            List.of(Map.of("base64", base64(maker.make(number)))))))
            : picture(number -> Map.of("base64", base64(maker.make(number))));
    add(id, event, number -> new Body(FORM, form("image", maker.make(number))));
  }

  /** Not the same one for all, for nobody sells a picture thousands of times. */
  private byte[] companion(String product) {
    return companions.get(Math.floorMod(product.hashCode(), companions.size()));
  }

  private interface PictureMaker {
    Map<String, String> make(int number);
  }

  /** A product of a good picture and this one. */
  private Event picture(PictureMaker maker) {
    return (merchant, product, number) ->
        one(
            JSON.writeValueAsBytes(
                product(
                    merchant,
                    product,
                    List.of(Map.of("base64", base64(good)), maker.make(number)))));
  }

  private Event changed(Consumer<Map<String, Object>> change) {
    return (merchant, product, number) -> {
      var event = product(merchant, product, List.of(Map.of("base64", base64(companion(product)))));
      change.accept(event);
      return one(JSON.writeValueAsBytes(event));
    };
  }

  /** What no JSON library would write. */
  private Event raw(String text, String replacement) {
    return (merchant, product, number) -> {
      var event = product(merchant, product, List.of(Map.of("base64", base64(companion(product)))));
      return one(JSON.writeValueAsString(event).replace(text, replacement).getBytes(UTF_8));
    };
  }

  private static Event availability(@Nullable Object available) {
    return (merchant, product, number) -> {
      var event = new HashMap<String, Object>();
      event.put("merchant_id", merchant);
      event.put("product_id", product);
      event.put("version", 1);
      if (available != null) {
        event.put("available", available);
      }
      return one(JSON.writeValueAsBytes(event));
    };
  }

  private static Map<String, Object> product(
      long merchant, String product, List<Map<String, String>> images) {
    var event = new LinkedHashMap<String, Object>();
    event.put("op", "UPSERT");
    event.put("merchant_id", merchant);
    event.put("product_id", product);
    event.put("version", 2);
    event.put("title", "a thing");
    event.put("category", "Things");
    event.put("price_minor", 100);
    event.put("currency", "EUR");
    event.put("available", true);
    event.put("images", images);
    return event;
  }

  private static Search json(String field, Object value) {
    return number -> json(Map.of("image_pk", PK, field, value));
  }

  private static Body json(Map<String, ?> body) throws Exception {
    return new Body("application/json", JSON.writeValueAsBytes(body));
  }

  /** File parts, as pairs of a name and its bytes. */
  private static byte[] form(Object... namesAndFiles) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndFiles.length; i += 2) {
      var head =
          "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"photo\"\r\n\r\n"
              .formatted(BOUNDARY, namesAndFiles[i]);
      out.writeBytes(head.getBytes(UTF_8));
      out.writeBytes((byte[]) namesAndFiles[i + 1]);
      out.writeBytes("\r\n".getBytes(UTF_8));
    }
    out.writeBytes("--%s--\r\n".formatted(BOUNDARY).getBytes(UTF_8));
    return out.toByteArray();
  }

  private String url(String path) {
    return "http://" + host.hostAndPort() + path;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[][] one(byte[] value) {
    return new byte[][] {value};
  }
}

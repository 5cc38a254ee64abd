package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.imgsrch.config.event.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file that gives no picture is refused with its reason, and before it costs anything. */
final class BadPictureTest {
  private static final String[] ALL = {
    "plain.jpg",
    "progressive-444.jpg",
    "cmyk.jpg",
    "orientation-6.jpg",
    "alpha.png",
    "palette-alpha.png",
    "rgb16.png",
    "animated.gif",
    "lossy.webp",
    "lossless.webp",
    "lossy-alpha.webp",
    "animated.webp",
    "pixels.bmp"
  };

  private final PictureDecoder decoder = new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.jpg", "progressive-444.jpg", "grey.jpg", "cmyk.jpg", "large.jpg", "alpha.png",
        "palette.png", "rgb16.png", "grey16.png", "animated.gif", "lossy.webp", "lossless.webp",
        "lossless-alpha.webp", "animated.webp", "pixels.bmp"
      })
  void refusesWhatIsCutOff(String name) throws Exception {
    byte[] whole = ReferencePictures.bytes(name);
    // Of an animation only the first frame must be there: cut within it.
    int pixels = name.startsWith("animated") ? whole.length / 3 : whole.length;
    for (int percent : new int[] {5, 30, 60, 95}) {
      byte[] cut = Arrays.copyOf(whole, pixels * percent / 100);
      assertRefused(cut, Reason.BROKEN_PICTURE, name + " cut to " + percent + " %");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0000002066747970 61766966 00000000, an AVIF file",
    "0000002066747970 68656963 00000000, a HEIC file",
    "0000000C6A502020 0D0A870A 00000014, a JPEG 2000 file",
    "FF4FFF51002F0000 00000000 00000000, a JPEG 2000 codestream",
    "0000000C4A584C20 0D0A870A 00000014, a JPEG XL file",
    "49492A0008000000 00000000 00000000, a TIFF file",
    "4D4D002A00000008 00000000 00000000, a TIFF file",
  })
  void namesTheFormatThatItRefuses(String hex, String name) {
    byte[] file = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertRefused(file, Reason.UNSUPPORTED_FORMAT, name);
  }

  @Test
  void namesSvg() {
    byte[] svg =
        "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>".getBytes(UTF_8);
    assertRefused(svg, Reason.UNSUPPORTED_FORMAT, "an SVG drawing");
  }

  @Test
  void refusesWhatIsNoPicture() {
    byte[] random = new byte[4096];
    new Random(7).nextBytes(random);
    random[0] = 1;
    assertRefused(random, Reason.NOT_AN_IMAGE, "random bytes");
    assertRefused(new byte[0], Reason.NOT_AN_IMAGE, "nothing");
    assertRefused("<html>404</html>".getBytes(UTF_8), Reason.NOT_AN_IMAGE, "a web page");
  }

  @Test
  void refusesTooManyPixelsByTheHeaderAlone() {
    assertRefused(png(60_000, 60_000, new byte[10]), Reason.TOO_MANY_PIXELS, "60000 × 60000 PNG");
    assertRefused(
        ("GIF89a" + "\u00ff\u00ff\u00ff\u00ff\0\0\0" + ",\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0\2\0;")
            .getBytes(ISO_8859_1),
        Reason.TOO_MANY_PIXELS,
        "65535 × 65535 GIF");
    assertRefused(png(0, 5, new byte[10]), Reason.BROKEN_PICTURE, "PNG without width");
    assertRefused(png(-5, 5, new byte[10]), Reason.BROKEN_PICTURE, "PNG of negative width");
  }

  /** Every chunk is whole and its checksum right, but the rows in them are too few. */
  @Test
  void refusesAPngOfTooFewRows() throws Exception {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(rows)) {
      deflater.write(new byte[50 * (1 + 3 * 100)]);
    }
    assertRefused(png(100, 100, rows.toByteArray()), Reason.BROKEN_PICTURE, "half a PNG");
    assertThat(decoder.decode(png(100, 50, rows.toByteArray())).height()).isEqualTo(50);
  }

  /** The chunk is as long as it says, but the pixels in it are too few. */
  @ParameterizedTest
  @ValueSource(strings = {"lossless.webp", "lossy.webp"})
  void refusesAWebpOfTooFewPixels(String name) throws Exception {
    byte[] whole = ReferencePictures.bytes(name);
    byte[] half = Arrays.copyOf(whole, whole.length / 4 * 2);
    ByteBuffer.wrap(half)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, half.length - 8)
        .putInt(16, half.length - 20);
    assertRefused(half, Reason.BROKEN_PICTURE, "half a " + name);
  }

  /** 64 MB of text in 64 KB: for a palette, ImageIO would unfold it even when told to ignore it. */
  @Test
  void keepsCompressedTextFromTheDecoder() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes("Comment\0\0".getBytes(ISO_8859_1));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(text)) {
      for (int i = 0; i < 64; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    byte[] picture = ReferencePictures.bytes("palette.png");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    int afterHeader = 8 + 12 + 13;
    bomb.write(picture, 0, afterHeader);
    chunk(bomb, "zTXt", text.toByteArray());
    bomb.write(picture, afterHeader, picture.length - afterHeader);
    PictureHeader header = PictureHeader.read(bomb.toByteArray(), 1_000_000);
    assertThat(header.essence()).isEqualTo(PictureHeader.read(picture, 1_000_000).essence());
    assertThat(decoder.decode(bomb.toByteArray()).width()).isEqualTo(header.width());
  }

  @Test
  void countsPixelsUpToTheLimit() throws Exception {
    byte[] picture = ReferencePictures.bytes("pixels.bmp");
    assertThat(new PictureDecoder(96 * 96).decode(picture).width()).isEqualTo(96);
    Throwable refusal = catchThrowable(() -> new PictureDecoder(96 * 96 - 1).decode(picture));
    assertThat(refusal).hasMessageContaining("96 × 96").hasMessageContaining("9215");
  }

  /** The canvas says 1 × 1, the frame inside is larger: a decoder would allocate the frame. */
  @Test
  void refusesAWebpOfTwoSizes() throws Exception {
    byte[] file = ReferencePictures.bytes("lossy-alpha.webp");
    Arrays.fill(file, 24, 30, (byte) 0);
    assertRefused(file, Reason.BROKEN_PICTURE, "VP8X of 1 × 1");
  }

  @Test
  void survivesDamageOfEveryKind() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      String name = ALL[random.nextInt(ALL.length)];
      byte[] file = ReferencePictures.bytes(name);
      int header = random.nextBoolean() ? Math.min(file.length, 200) : file.length;
      for (int i = 0; i <= random.nextInt(8); i++) {
        file[random.nextInt(header)] = (byte) random.nextInt(256);
      }
      Throwable outcome = catchThrowable(() -> decoder.decode(file));
      assertThat(outcome == null || outcome instanceof PictureException)
          .as("seed %d, %s: %s", seed, name, outcome)
          .isTrue();
    }
  }

  private void assertRefused(byte[] file, Reason reason, String what) {
    Throwable refusal = catchThrowable(() -> decoder.decode(file));
    assertThat(refusal).as(what).isInstanceOf(PictureException.class);
    PictureException bad = (PictureException) refusal;
    assertThat(bad.reason()).as(what + ": " + bad.getMessage()).isEqualTo(reason);
    if (reason == Reason.UNSUPPORTED_FORMAT) {
      assertThat(bad).hasMessageContaining(what).hasMessageContaining("send it as JPEG");
    }
  }

  private static byte[] png(int width, int height, byte[] rows) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put(new byte[] {8, 2, 0, 0, 0});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\211PNG\r\n\032\n".getBytes(ISO_8859_1));
    chunk(out, "IHDR", header.array());
    chunk(out, "IDAT", rows);
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}

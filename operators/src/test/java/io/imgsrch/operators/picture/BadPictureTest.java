package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.imgsrch.config.event.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
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
      byte[] cut = BadFiles.cut(Arrays.copyOf(whole, pixels), percent);
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
    assertRefused(BadFiles.svg(), Reason.UNSUPPORTED_FORMAT, "an SVG drawing");
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
    assertRefused(
        BadFiles.png(60_000, 60_000, new byte[10]), Reason.TOO_MANY_PIXELS, "60000 × 60000 PNG");
    assertRefused(
        ("GIF89a" + "\u00ff\u00ff\u00ff\u00ff\0\0\0" + ",\0\0\0\0\u00ff\u00ff\u00ff\u00ff\0\2\0;")
            .getBytes(ISO_8859_1),
        Reason.TOO_MANY_PIXELS,
        "65535 × 65535 GIF");
    assertRefused(BadFiles.png(0, 5, new byte[10]), Reason.BROKEN_PICTURE, "PNG without width");
    assertRefused(
        BadFiles.png(-5, 5, new byte[10]), Reason.BROKEN_PICTURE, "PNG of negative width");
  }

  /** Every chunk is whole and its checksum right, but the rows in them are too few. */
  @Test
  void refusesAPngOfTooFewRows() throws Exception {
    byte[] rows = BadFiles.deflatedZeros(50 * (1 + 3 * 100));
    assertRefused(BadFiles.png(100, 100, rows), Reason.BROKEN_PICTURE, "half a PNG");
    assertThat(decoder.decode(BadFiles.png(100, 50, rows)).height()).isEqualTo(50);
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
    byte[] picture = ReferencePictures.bytes("palette.png");
    byte[] bomb = BadFiles.withCompressedText(picture);
    PictureHeader header = PictureHeader.read(bomb, 1_000_000);
    assertThat(header.essence()).isEqualTo(PictureHeader.read(picture, 1_000_000).essence());
    assertThat(decoder.decode(bomb).width()).isEqualTo(header.width());
  }

  /** Two hundred scans in as many hundred bytes, each a walk over all pixels. */
  @Test
  void refusesAJpegOfTooManyScans() throws Exception {
    assertRefused(ScanBomb.jpeg(64, 200), Reason.TOO_COSTLY, "200 scans");
    assertThat(decoder.decode(ScanBomb.jpeg(64, 100)).width()).isEqualTo(64);
  }

  @Test
  void endsADecodingThatTakesTooLong() throws Exception {
    PictureDecoder hasty =
        new PictureDecoder(PictureDecoder.DEFAULT_MAX_PIXELS, Duration.ofMillis(20));
    byte[] rows = BadFiles.deflatedZeros(4_000 * (1 + 3 * 4_000));
    for (byte[] large : List.of(BadFiles.png(4_000, 4_000, rows), ScanBomb.jpeg(7_000, 100))) {
      Throwable refusal = catchThrowable(() -> hasty.decode(large));
      assertThat(refusal).isInstanceOf(PictureException.class).hasMessageContaining("20 ms");
      assertThat(((PictureException) refusal).reason()).isEqualTo(Reason.TOO_COSTLY);
    }
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
}

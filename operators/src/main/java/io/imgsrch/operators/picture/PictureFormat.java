package io.imgsrch.operators.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.imgsrch.config.event.Reason;
import java.util.Locale;
import java.util.Map;

/** The formats that are read, told apart by their first bytes, never by a name or a media type. */
public enum PictureFormat {
  JPEG,
  PNG,
  GIF,
  WEBP,
  BMP;

  private static final int SNIFFED = 512;

  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("\0\0\0\fjP  ", "a JPEG 2000 file"),
          Map.entry("\u00ffO\u00ffQ", "a JPEG 2000 codestream"),
          Map.entry("\0\0\0\fJXL ", "a JPEG XL file"),
          Map.entry("\u00ff\n", "a JPEG XL codestream"),
          Map.entry("II*\0", "a TIFF file"),
          Map.entry("MM\0*", "a TIFF file"),
          Map.entry("II+\0", "a BigTIFF file"),
          Map.entry("MM\0+", "a BigTIFF file"),
          Map.entry("8BPS", "a Photoshop file"),
          Map.entry("\0\0\1\0", "a Windows icon"),
          Map.entry("%PDF-", "a PDF document"),
          Map.entry("%!PS", "a PostScript document"));

  private static final Map<String, String> REFUSED_BRANDS =
      Map.of(
          "avif", "an AVIF file",
          "avis", "an AVIF sequence",
          "heic", "a HEIC file",
          "heix", "a HEIC file",
          "hevc", "a HEIC sequence",
          "mif1", "a HEIF file",
          "msf1", "a HEIF sequence");

  /**
   * @throws PictureException NOT_AN_IMAGE or UNSUPPORTED_FORMAT
   */
  static PictureFormat of(byte[] file) throws PictureException {
    String start = new String(file, 0, Math.min(file.length, SNIFFED), ISO_8859_1);
    if (start.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (start.startsWith("\211PNG\r\n\032\n")) {
      return PNG;
    }
    if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
      return GIF;
    }
    if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) {
      return BMP;
    }
    throw refused(start);
  }

  private static PictureException refused(String start) {
    if (start.isEmpty()) {
      return new PictureException(Reason.NOT_AN_IMAGE, "The picture is empty: it has no bytes.");
    }
    for (Map.Entry<String, String> magic : REFUSED.entrySet()) {
      if (start.startsWith(magic.getKey())) {
        return PictureException.unsupported(magic.getValue());
      }
    }
    if (start.startsWith("ftyp", 4) && start.length() >= 12) {
      String brand = REFUSED_BRANDS.get(start.substring(8, 12));
      if (brand != null) {
        return PictureException.unsupported(brand);
      }
    }
    String text = start.toLowerCase(Locale.ROOT).stripLeading();
    if (text.startsWith("<svg") || (text.startsWith("<?xml") && text.contains("<svg"))) {
      return PictureException.unsupported("an SVG drawing");
    }
    return new PictureException(
        Reason.NOT_AN_IMAGE,
        "The bytes are no picture: they start like none of JPEG, PNG, GIF, WebP or BMP.");
  }
}

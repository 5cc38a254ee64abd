package io.imgsrch.operators.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * One named reader for each format: the JDK's, and TwelveMonkeys' for WebP. ImageIO's own search
 * finds no plug-in behind Flink's class loader, and elsewhere whatever else lies on the path.
 */
final class ImageReaders {
  private final Map<PictureFormat, ImageReaderSpi> readers = new EnumMap<>(PictureFormat.class);

  ImageReaders() {
    for (PictureFormat format : PictureFormat.values()) {
      readers.put(
          format, format == PictureFormat.WEBP ? new WebPImageReaderSpi() : builtIn(format));
    }
  }

  private static ImageReaderSpi builtIn(PictureFormat format) {
    Iterator<ImageReaderSpi> providers =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
    while (providers.hasNext()) {
      ImageReaderSpi provider = providers.next();
      boolean ofTheJdk = "java.desktop".equals(provider.getClass().getModule().getName());
      if (ofTheJdk && Arrays.asList(provider.getFormatNames()).contains(format.name())) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "This Java runtime reads no " + format + ": use a JDK 17 with the module java.desktop.");
  }

  /** A new reader, for one file and one thread; the caller disposes of it. */
  ImageReader open(PictureFormat format) throws IOException {
    ImageReaderSpi provider = readers.get(format);
    if (provider == null) {
      throw new IllegalArgumentException("No reader for " + format);
    }
    return provider.createReaderInstance();
  }
}

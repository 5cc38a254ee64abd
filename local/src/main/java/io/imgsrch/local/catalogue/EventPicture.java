package io.imgsrch.local.catalogue;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One of the {@code images} of a product event: an address or the bytes themselves. */
public record EventPicture(@Nullable String url, @Nullable String base64) {

  public static EventPicture at(String url) {
    return new EventPicture(url, null);
  }

  public static EventPicture inline(byte[] bytes) {
    return new EventPicture(null, Base64.getEncoder().encodeToString(bytes));
  }
}

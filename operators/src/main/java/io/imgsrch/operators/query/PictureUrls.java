package io.imgsrch.operators.query;

import io.imgsrch.config.QueryOptions;
import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers see the catalogue's pictures.
 *
 * @param template as {@link QueryOptions#PICTURE_URL} holds it; empty for nowhere
 */
public record PictureUrls(String template) implements Serializable {
  public static final PictureUrls NONE = new PictureUrls("");

  /** The address of one; null if there is none. */
  public @Nullable String of(String imagePk) {
    return template.isEmpty() ? null : template.replace(QueryOptions.IMAGE_PK, imagePk);
  }

  /** Scheme, host and port of all of them; empty if there are none. */
  public String origin() {
    if (template.isEmpty()) {
      return "";
    }
    var address = URI.create(template.replace(QueryOptions.IMAGE_PK, ""));
    return address.getScheme() + "://" + address.getRawAuthority();
  }
}

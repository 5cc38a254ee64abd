package io.imgsrch.operators.fetch;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.picture.PictureException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The only {@code host:port} pairs that pictures may come from. */
public final class AllowList implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Set<String> hosts;

  /**
   * @param hosts {@code host:port} pairs
   */
  public AllowList(List<String> hosts) {
    this.hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The address, if it is one of HTTP on an allowed host.
   *
   * @throws PictureException if it is none, or not allowed
   */
  public URI check(String address) throws PictureException {
    URI uri;
    try {
      uri = new URI(address);
    } catch (URISyntaxException e) {
      throw forbidden(address, "is no address: " + e.getReason());
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw forbidden(address, "is not of http or https");
    }
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw forbidden(address, "must name a host, and no user");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    var host = uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    if (!hosts.contains(host)) {
      throw forbidden(address, "is on " + host + ", which fetch.allowed_hosts does not list");
    }
    return uri;
  }

  private static PictureException forbidden(String address, String why) {
    var shown = address.length() <= 200 ? address : address.substring(0, 200) + "…";
    return new PictureException(Reason.PICTURE_FORBIDDEN, "the address " + shown + " " + why);
  }
}

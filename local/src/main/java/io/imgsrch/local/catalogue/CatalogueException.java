package io.imgsrch.local.catalogue;

import java.util.List;

/** A catalogue that cannot be loaded; the message names file, lines and columns. */
public final class CatalogueException extends Exception {
  private static final long serialVersionUID = 1L;

  public CatalogueException(String message) {
    super(message);
  }

  static CatalogueException of(List<String> errors, boolean more) {
    var text = String.join("\n", errors);
    return new CatalogueException(
        more ? text + "\nThere may be more: the first " + errors.size() + " are shown." : text);
  }
}

package io.imgsrch.local.catalogue;

import java.nio.file.Path;

/** Where a product's picture is. */
public sealed interface PictureSource {

  /** A file of this machine. */
  record Local(Path file) implements PictureSource {}

  /** An http or https address, which the platform fetches by itself. */
  record Remote(String url) implements PictureSource {}
}

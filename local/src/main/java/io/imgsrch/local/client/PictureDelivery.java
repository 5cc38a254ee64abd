package io.imgsrch.local.client;

import io.imgsrch.local.catalogue.EventPicture;
import java.nio.file.Path;

/** Makes of a local picture what an event can carry. Used by several threads at a time. */
public interface PictureDelivery {

  /** Delivers a file, 5 MiB at the most. */
  EventPicture deliver(Path file) throws ClientException, InterruptedException;
}

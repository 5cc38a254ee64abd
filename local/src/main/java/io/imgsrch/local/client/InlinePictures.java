package io.imgsrch.local.client;

import io.imgsrch.local.catalogue.EventPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts the bytes themselves into the event. */
public final class InlinePictures implements PictureDelivery {

  @Override
  public EventPicture deliver(Path file) throws ClientException {
    try {
      return EventPicture.inline(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new ClientException("cannot read the picture " + e.getMessage(), e);
    }
  }
}

package io.imgsrch.bench.ingest;

import io.imgsrch.local.catalogue.EventPicture;
import io.imgsrch.local.client.ClientException;

/** How a picture gets to the job. */
interface Delivery {
  /** Makes of a picture what an event carries. */
  EventPicture deliver(byte[] picture) throws ClientException, InterruptedException;
}

package io.imgsrch.sinks.batch;

import io.imgsrch.config.fault.Failpoint;
import java.io.Serializable;

/** Where the flush of a store's sink can be made to fail, on the task's thread. */
public record FlushFailpoints(Failpoint before, Failpoint after) implements Serializable {
  private static final long serialVersionUID = 1L;
}
